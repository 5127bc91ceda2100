"""Regions side by side: their indicators, the measures they share, what one alone has, limits, bodies, gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from rapidfuzz import fuzz

from policyqa.errors import TooFewRegions, UnknownRegion
from policyqa.library import DocumentSummary, Library, StoredCommitment, StoredTarget, UnreadableFile
from policyqa.model import Deadline, Record, Role, Span, Target
from policyqa.overlap import Overlap, overlaps
from policyqa.zh.synonyms import canonical
from policyqa.zh.text import fold

_ALIKE = 88  # of 100: how alike two indicators have to be worded to be one row
# Words that make two indicators different however alike the rest: 毛入园率 and 净入园率, 县级 and 市级.
_OWN_LEVEL = re.compile(r"县级|区级|旗级")  # a county's own level, whatever the county is called
_TELLING = re.compile(
    r"毛|净|巩固|入学|入园|覆盖|省级|市级|本级|国家级|校级|公办|民办|普惠|骨干|学科带头人|新增|总数|占比|比例|增长|小学|初中|高中|幼儿园|学前"
)
_FILLING = re.compile(r"全[市县区省州]|我[市县区省]|[\s“”\"'()（）《》、,，]|的")


class RegionSide(Record, frozen=True, kw_only=True):
    """A region with its documents and how much they commit to."""

    name: str
    code: str | None
    path: tuple[str, ...]
    documents: tuple[DocumentSummary, ...]
    targets: int
    commitments: int


class Cell(Record, frozen=True, kw_only=True):
    """One target of a region in the matrix, with the place where it stands."""

    document_id: str
    file: str
    target: Target


class MatrixRow(Record, frozen=True, kw_only=True):
    """An indicator and what each region says of it; an empty tuple where none of its documents mentions it."""

    indicator: str
    unit: str
    cells: tuple[tuple[Cell, ...], ...]


class Only(Record, frozen=True, kw_only=True):
    """A quantified commitment that one region alone has."""

    region: str
    file: str
    quote: str
    span: Span
    section: tuple[str, ...]
    page: int | None


class Due(Record, frozen=True, kw_only=True):
    """A dated commitment: what a region has to do by `end`."""

    region: str
    file: str
    end: date
    text: str
    quote: str
    section: tuple[str, ...]
    page: int | None


class Duty(Record, frozen=True, kw_only=True):
    """How often a body is named in a role."""

    region: str
    body: str
    role: Role
    mentions: int


class Unresolved(Record, frozen=True, kw_only=True):
    """A time limit that the documents do not fix to a date."""

    region: str
    file: str
    text: str
    sentence: str


class Gaps(Record, frozen=True, kw_only=True):
    """What the comparison could not take into account, or only with doubt."""

    unreadable: tuple[UnreadableFile, ...]
    unresolved: tuple[Unresolved, ...]
    doubts: tuple[str, ...]


class Comparison(Record, frozen=True, kw_only=True):
    """Everything a comparison report tells. Columns of the matrix stand in the order of `regions`."""

    regions: tuple[RegionSide, ...]
    matrix: tuple[MatrixRow, ...]
    shared: tuple[Overlap, ...]
    only: tuple[Only, ...]
    due: tuple[Due, ...]
    duties: tuple[Duty, ...]
    gaps: Gaps


def compare(library: Library, names: Sequence[str]) -> Comparison:
    """Compare the documents of two regions or more, in the order given.

    Raises UnknownRegion for a region without documents, TooFewRegions for fewer than two different ones.
    """
    sides = tuple(_side(library, name) for name in dict.fromkeys(names))
    if len({side.name for side in sides}) < 2:
        raise TooFewRegions
    shared = tuple(overlaps(library, names))
    matrix = tuple(_matrix(library, sides))
    return Comparison(
        regions=sides, matrix=matrix, shared=shared, only=tuple(_only(library, sides, matrix, shared)),
        due=tuple(sorted(_due(library, sides), key=lambda d: (d.end, d.region, d.file, d.quote))),
        duties=tuple(_duties(library, sides)), gaps=_gaps(library, sides),
    )  # fmt: skip


def _side(library: Library, name: str) -> RegionSide:
    documents = library.select(region=name)
    if not documents:
        raise UnknownRegion(name, (region.name for region in library.regions()))
    region = next((d.region for d in documents if d.region and name in d.region.name), documents[0].region)
    assert region is not None
    return RegionSide(
        name=region.name, code=region.code, path=region.path, documents=tuple(documents),
        targets=sum(1 for d in documents for t in library.targets(documents=[d.id]) if t.target.kind == "target"),
        commitments=sum(d.counts.commitments for d in documents),
    )  # fmt: skip


def _ids(side: RegionSide) -> list[str]:
    return [document.id for document in side.documents]


# --- the matrix ------------------------------------------------------------------------------------------------------


class _Group:
    """Targets of all regions that count the same thing."""

    def __init__(self, key: str, telling: frozenset[str], target: Target, width: int) -> None:
        self.key, self.telling = key, telling
        self.indicator, self.unit = target.indicator, target.unit
        self.cells: list[list[Cell]] = [[] for _ in range(width)]

    def takes(self, key: str, telling: frozenset[str], unit: str) -> bool:
        if telling != self.telling or _dimension(unit) != _dimension(self.unit):
            return False
        return key == self.key or (len(key) > 3 and fuzz.ratio(key, self.key) >= _ALIKE)


def _matrix(library: Library, sides: Sequence[RegionSide]) -> list[MatrixRow]:
    """Rows in which more regions have a figure come first, then in the order of the documents."""
    groups: list[_Group] = []
    for column, side in enumerate(sides):
        for stored in library.targets(documents=_ids(side)):
            if stored.target.kind == "target":
                _group(groups, stored, len(sides)).cells[column].append(_cell(stored))
    rows = [
        MatrixRow(indicator=g.indicator, unit=g.unit, cells=tuple(_distinct(cells) for cells in g.cells))
        for g in groups
    ]
    return sorted(rows, key=lambda row: -sum(bool(cells) for cells in row.cells))


def _group(groups: list[_Group], stored: StoredTarget, width: int) -> _Group:
    target = stored.target
    key = _OWN_LEVEL.sub("本级", _FILLING.sub("", canonical(fold(target.indicator))))
    telling = frozenset(_TELLING.findall(key))
    found = next((group for group in groups if group.takes(key, telling, target.unit)), None)
    if found is None:
        found = _Group(key, telling, target, width)
        groups.append(found)
    return found


def _dimension(unit: str) -> str:
    """What a unit measures: 名, 人 and 位 count people, 万元 and 元 money."""
    bare = re.sub(r"^[十百千万亿]+", "", fold(unit))
    return {"名": "人", "位": "人", "人次": "人次", "家": "个", "所": "个", "座": "个", "处": "个"}.get(bare, bare)


def _cell(stored: StoredTarget) -> Cell:
    return Cell(document_id=stored.document.id, file=stored.document.file, target=stored.target)


def _distinct(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """A target that a document states twice stands once."""
    kept: dict[object, Cell] = {}
    for cell in cells:
        target = cell.target
        end = target.deadline.end if target.deadline else None
        kept.setdefault((cell.document_id, target.min, target.max, target.unit, end), cell)
    return tuple(kept.values())


# --- what only one has -----------------------------------------------------------------------------------------------


def _only(
    library: Library, sides: Sequence[RegionSide], matrix: Sequence[MatrixRow], shared: Sequence[Overlap]
) -> Iterable[Only]:
    """Quantified commitments that neither share a row of the matrix with another region nor are a shared measure."""
    together = {
        (cell.document_id, cell.target.span)
        for row in matrix
        if sum(bool(cells) for cells in row.cells) > 1
        for cells in row.cells
        for cell in cells
    }
    paired = [(side.document_id, side.span) for overlap in shared for side in (overlap.a, overlap.b)]
    for side in sides:
        for stored in library.commitments(documents=_ids(side)):
            own = [t for t in stored.targets if t.kind == "target"]
            if not own or any((stored.document.id, t.span) in together for t in own):
                continue
            span = stored.commitment.span
            if not any(id_ == stored.document.id and span.meets(other) for id_, other in paired):
                yield _alone(side, stored)


def _alone(side: RegionSide, stored: StoredCommitment) -> Only:
    commitment = stored.commitment
    return Only(
        region=side.name, file=stored.document.file, quote=commitment.quote, span=commitment.span,
        section=commitment.section, page=commitment.page,
    )  # fmt: skip


# --- limits, bodies, gaps --------------------------------------------------------------------------------------------


def _due(library: Library, sides: Sequence[RegionSide]) -> Iterable[Due]:
    for side in sides:
        for stored in library.commitments(documents=_ids(side)):
            limit = next((d for d in stored.deadlines if d.end and d.kind in ("by", "in", "within")), None)
            if limit is not None and limit.end is not None:
                commitment = stored.commitment
                yield Due(
                    region=side.name, file=stored.document.file, end=limit.end, text=limit.text,
                    quote=commitment.quote, section=commitment.section, page=commitment.page,
                )  # fmt: skip


def _duties(library: Library, sides: Sequence[RegionSide]) -> Iterable[Duty]:
    """Per region the bodies, those named most often first."""
    for side in sides:
        counted: dict[tuple[str, Role], int] = {}
        for stored in library.bodies(documents=_ids(side)):
            key = (stored.body.canonical or stored.body.name, stored.body.role)
            counted[key] = counted.get(key, 0) + 1
        for (name, role), mentions in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
            yield Duty(region=side.name, body=name, role=role, mentions=mentions)


def _gaps(library: Library, sides: Sequence[RegionSide]) -> Gaps:
    unresolved = [
        Unresolved(
            region=side.name, file=stored.document.file, text=stored.deadline.text, sentence=stored.deadline.sentence
        )
        for side in sides
        for stored in library.deadlines(documents=_ids(side))
        if _is_open(stored.deadline)
    ]
    doubts = [
        f"{document.file}：{problem.message}"
        for side in sides
        for document in side.documents
        for problem in document.problems
        if problem.grade != "note"
    ]
    return Gaps(unreadable=tuple(library.unreadable()), unresolved=tuple(unresolved), doubts=tuple(doubts))


def _is_open(deadline: Deadline) -> bool:
    return deadline.kind in ("by", "within", "in") and deadline.end is None
