"""Indicators in rows, regions in columns: only figures that count the same thing in the same way share a row."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz, process

from policyqa.comparing import values
from policyqa.comparing.material import Material, own_targets, source
from policyqa.comparing.nearby import Nearby
from policyqa.comparing.records import Cell, Direction, Entry, MatrixRow
from policyqa.comparing.sides import level
from policyqa.library import Library, StoredCommitment, StoredTarget
from policyqa.model import Target
from policyqa.zh import indicators, synonyms
from policyqa.zh.text import fold

_ALIKE = 88  # of 100: how alike two indicators outside the table have to be worded to be one row
_SHORTEST = 4  # characters of a name, shorter ones (教师, 学校) are mentioned everywhere
_TELLING_LENGTH = 3  # characters; 奖励, 资金 and 面积 do not say of what, and stay apart by region
_LONG = 7  # characters of a name that stands for itself wherever it is said
# Words that make two indicators different however alike the rest: 毛入园率 and 净入园率, 县级 and 市级.
_TELLING = re.compile(
    r"毛|净|巩固|入学|入园|覆盖|省级|市级|县级|本级|国家级|校级|公办|民办|普惠|骨干|学科带头人|新增|总数|占比|比例|增长|小学|初中|高中|幼儿园|学前"
    r"|城镇|农村|城市|乡村|男|女|本科|专科|研究生|第[一二三]产业|规上|限上"
)
_SHARES = frozenset(("%", "百分点", "倍", "次", "岁", "年", "天", "个月", "学分", "课时", "学时", "小时", "分钟"))
_EACH = re.compile(r"^[每各]")
_BLANKS = re.compile(r"[\s“”\"'‘’《》〈〉、,，]")


class _Key(NamedTuple):
    """What figures have to share to stand in one row, beside the indicator's name."""

    measured: str
    unit: str
    frequency: str | None
    each: bool
    telling: frozenset[str]
    column: int | None  # of the region, where the name is too short to be compared


class _Found(NamedTuple):
    column: int
    stored: StoredTarget


def matrix(library: Library, materials: Sequence[Material]) -> tuple[MatrixRow, ...]:
    """Rows in which more regions state a figure come first, then in the order of the documents."""
    groups = _groups(materials)
    texts = [_Texts(material, Nearby(material, library)) for material in materials]
    alike = len({level(material.side) for material in materials}) == 1
    rows = [_row(key, name, found, texts, alike) for (key, name), found in groups.items()]
    return tuple(sorted(rows, key=lambda row: -row.stated))


def _groups(materials: Sequence[Material]) -> dict[tuple[_Key, str], list[_Found]]:
    groups: dict[tuple[_Key, str], list[_Found]] = {}
    names: dict[_Key, dict[str, str]] = defaultdict(dict)  # per key: wordings to the name of their row
    for column, material in enumerate(materials):
        for stored in filter(_has_figure, material.targets):
            canonical = indicators.of_target(stored.target)
            plain = _plain(canonical.name)
            key = _key(stored.target, canonical, plain, column)
            known = names[key]
            if plain not in known:
                known[plain] = canonical.name if canonical.known else _like(plain, known) or canonical.name
            groups.setdefault((key, known[plain]), []).append(_Found(column, stored))
    return groups


def _has_figure(stored: StoredTarget) -> bool:
    """不低于城区 is an aim without a figure."""
    return values.size(stored.target) is not None


def _key(target: Target, canonical: indicators.Canonical, plain: str, column: int) -> _Key:
    return _Key(
        canonical.measured, canonical.dimension, target.frequency, bool(_EACH.match(target.scope or "")),
        frozenset(_TELLING.findall(plain)), None if len(plain) >= _TELLING_LENGTH else column,
    )  # fmt: skip


def _like(plain: str, known: dict[str, str]) -> str | None:
    if len(plain) < _SHORTEST:
        return None
    found = process.extractOne(plain, known.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return known[found[0]] if found else None


def _plain(name: str) -> str:
    return _BLANKS.sub("", synonyms.canonical(fold(name)))


# --- a row -----------------------------------------------------------------------------------------------------------


class _Texts:
    """What a region's documents say, to look up indicators that it names without a figure."""

    def __init__(self, material: Material, nearby: Nearby) -> None:
        self._nearby = nearby
        self._said = [(_plain(c.commitment.object), _plain(c.commitment.quote), c) for c in material.commitments]
        self._counted: dict[str, list[StoredTarget]] = defaultdict(list)
        self._figureless: dict[str, StoredTarget] = {}
        for stored in material.targets:
            plain = _plain(indicators.of_target(stored.target).name)
            if _has_figure(stored):
                self._counted[plain].append(stored)
            else:
                self._figureless.setdefault(plain, stored)

    def entry(self, plain: str) -> Entry:
        """Where an indicator is counted in another way, else where it is named, else where its words are said; an empty
        entry where nothing is.
        """
        counted = self._counted.get(plain)
        if counted:
            return Entry(other=source(counted[0].document, counted[0].target))
        aim = self._figureless.get(plain)
        if aim:
            return Entry(mention=source(aim.document, aim.target))
        found = self._named(plain)
        return (
            Entry(mention=source(found.document, found.commitment)) if found else Entry(near=self._nearby.find(plain))
        )

    def _named(self, plain: str) -> StoredCommitment | None:
        """A commitment to the very thing, or one that says a long name in full."""
        if len(plain) < _SHORTEST:
            return None
        long = len(plain) >= _LONG
        said = (c for object_, text, c in self._said if object_.endswith(plain) or (long and plain in text))
        return next((c for c in said if not own_targets(c)), None)


def _row(key: _Key, name: str, found: Sequence[_Found], texts: Sequence[_Texts], alike: bool) -> MatrixRow:
    """`alike`: the regions are of one level; a city's total and a county's are not measured against each other."""
    is_total = not key.each and key.measured in ("level", "increase") and key.unit not in _SHARES
    way = values.direction(name, [f.stored.target for f in found]) if alike or not is_total else None
    cells = [_distinct([f.stored for f in found if f.column == column]) for column in range(len(texts))]
    marked = _marked(_compared(cells, is_total) if way else cells, way)
    plain = _plain(name)
    several = sum(map(bool, cells)) > 1  # a row of one region alone is no comparison: nothing is looked up for it
    entries = [
        Entry(cells=own) if own else texts[column].entry(plain) if several else Entry()
        for column, own in enumerate(marked)
    ]
    return MatrixRow(
        indicator=name, measured=key.measured, unit=key.unit, frequency=key.frequency, each=key.each,  # type: ignore[arg-type]
        direction=way if any(c.compared for own in marked for c in own) else None, entries=tuple(entries), differs=_differs(marked),
    )  # fmt: skip


def _distinct(stored: Sequence[StoredTarget]) -> list[Cell]:
    """A figure that a region states in several places stands once, at its first."""
    kept: dict[object, list[StoredTarget]] = {}
    for item in stored:
        kept.setdefault(_figure(item.target), []).append(item)
    return [
        Cell(
            source=source(places[0].document, places[0].target), target=places[0].target,
            pace=values.pace(places[0].target), repeats=len(places) - 1,
        )
        for places in kept.values()
    ]  # fmt: skip


def _figure(target: Target) -> object:
    end = target.deadline.end if target.deadline else None
    return values.bounds(target), target.comparator, end, target.scope


def _compared(columns: Sequence[list[Cell]], is_total: bool) -> list[list[Cell]]:
    """The figures that may be ranked: those for the year for which most regions state one.

    Where no two regions name the same year, shares are ranked all the same and totals are not: what is reached in
    five years is no more than what is reached in one.
    """
    regions = Counter(year for cells in columns for year in {_year(cell) for cell in cells})
    if not regions:
        return list(columns)
    year, held = max(regions.items(), key=lambda item: (item[1], item[0] is not None, -(item[0] or 0)))
    if held < 2 and is_total:
        return list(columns)
    return [[msgspec.structs.replace(c, compared=held < 2 or _year(c) == year) for c in cells] for cells in columns]


def _year(cell: Cell) -> int | None:
    limit = cell.target.deadline
    return limit.end.year if limit and limit.end else None


def _marked(columns: Sequence[list[Cell]], way: Direction | None) -> list[tuple[Cell, ...]]:
    """The cells of each region with the most ambitious marked, where no figure is common to all regions."""
    ranked = [[c for c in cells if c.compared] for cells in columns]
    sizes = [size for cells in ranked for cell in cells if (size := values.size(cell.target)) is not None]
    if way is None or not sizes or not _differs(ranked):
        return [tuple(cells) for cells in columns]
    best = values.most(sizes, way)
    return [
        tuple(msgspec.structs.replace(c, best=c.compared and values.size(c.target) == best) for c in cells)
        for cells in columns
    ]


def _differs(columns: Sequence[Sequence[Cell]]) -> bool:
    stated = [{values.bounds(c.target) for c in cells} for cells in columns if cells]
    return len(stated) > 1 and not set.intersection(*stated)
