"""What differs between two measures that are one: value, deadline, body, scope and binding strength.

All is told from normalised records: 3万元 and 30000元 do not differ, nor do 到2025年 and “十四五”末.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from policyqa.model import Deadline, Number, Target
from policyqa.overlap.measures import Measure
from policyqa.overlap.records import Difference
from policyqa.zh.indicators import canonical, dimension
from policyqa.zh.synonyms import variants
from policyqa.zh.text import fold

Stated = frozenset[Any]

_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_OCCASIONS = {"次", "届", "期", "场", "轮", "遍"}
_TO_COME = ("by", "in", "within")
_SUPPORT, _AIM, _DUTY = (
    "鼓励|支持|引导|探索|有条件的|可以?(?=[一-龥]{2})",
    "力争|争取|努力|原则上",
    "必须|确保|严格|不得|应当|要求|务必|一律",
)
_BINDING = re.compile(rf"(?P<soft>{_SUPPORT}|{_AIM})|(?P<hard>{_DUTY})")
_SCOPES = re.compile(
    r"幼儿园|小学|初中|普通高中|高中|中等职业|职业|高校|大学|义务教育|特殊教育|中小学|乡镇|农村|乡村|城区|城镇|薄弱学校|民办|公办|试点|县级|市级|省级|国家级|区级"
)


class Apart(NamedTuple):
    """Of each pair what both state and not alike, and what one alone states: places in DIFFERENCES."""

    both: NDArray[np.uint8]
    one: NDArray[np.uint8]


def compared(a: Measure, b: Measure) -> tuple[Difference, ...]:
    """What both state and not alike."""
    return DIFFERENCES[apart([a, b], np.array([[0, 1]])).both[0]]


def apart(measures: Sequence[Measure], pairs: NDArray[np.int64]) -> Apart:
    """Of many pairs, given as places in `measures`; two statements are compared once, however many pairs make them."""
    used = np.flatnonzero(np.bincount(pairs.ravel(), minlength=len(measures)))
    places = np.zeros(len(measures), np.int64)
    places[used] = np.arange(len(used))
    a, b = places[pairs[:, 0]], places[pairs[:, 1]]
    found = Apart(np.zeros(len(pairs), np.uint8), np.zeros(len(pairs), np.uint8))
    for bit, (name, stated, alike) in enumerate(_COMPARED):
        statements = [stated(measures[place]) for place in used.tolist()]
        says = np.array([bool(statement) for statement in statements], bool)
        rows = np.flatnonzero(says[a] & says[b])
        found.both[rows[_unlike(statements, a[rows], b[rows], alike)]] |= 1 << bit
        # a measure without a scope is for everybody, and without a word of strength plainly meant: nothing is missing
        if name not in ("scope", "binding"):
            found.one[says[a] != says[b]] |= 1 << bit
    return found


def _unlike(
    statements: Sequence[Stated], a: NDArray[np.int64], b: NDArray[np.int64], alike: Callable[[Stated, Stated], bool]
) -> NDArray[np.bool_]:
    numbers: dict[Stated, int] = {}
    of = np.array([numbers.setdefault(statement, len(numbers)) for statement in statements], np.int64)
    distinct = list(numbers)
    keys, rows = np.unique(of[a] * len(distinct) + of[b], return_inverse=True)
    differ = [not alike(*(distinct[place] for place in divmod(key, len(distinct)))) for key in keys.tolist()]
    return np.array(differ, bool)[rows]


# --- value -----------------------------------------------------------------------------------------------------------


def values(measure: Measure) -> frozenset[tuple[str, float | None, float | None]]:
    """(indicator's dimension, low, high) of each figure; how often something is held is its deadline, not its value."""
    return frozenset(_value(t) for t in measure.targets if t.kind == "target" and not _is_occasion(t))


def _is_occasion(target: Target) -> bool:
    return target.frequency is not None and target.unit in _OCCASIONS and target.max == target.min == 1


def _value(target: Target) -> tuple[str, float | None, float | None]:
    """Comparators of one number (60 %, 不低于60%) are alike: who reads the two side by side sees one figure."""
    low, high = scaled(target.min, target.unit), scaled(target.max, target.unit)
    if target.comparator not in ("range", "change"):
        low = high = low if low is not None else high
    of = canonical(target.indicator, target.unit, target.comparator)
    return f"{of.measured if target.comparator == 'change' else ''}{of.dimension}", low, high


def scaled(value: Number | None, unit: str) -> float | None:
    """Without the scale in the unit: 3 万元 is 30000 元."""
    if value is None:
        return None
    number = float(value)
    for character in fold(unit):
        if character not in _SCALES or dimension(unit) == "百分点":
            break
        number *= _SCALES[character]
    return round(number, 6)


def _same_figures(first: Stated, second: Stated) -> bool:
    """Of each dimension that both state all figures are the same: 骨干200名、名师30名 is not 教师200名."""
    common = {of for of, _, _ in first} & {of for of, _, _ in second}
    return bool(common) and all({f for f in first if f[0] == of} == {f for f in second if f[0] == of} for of in common)


def _share_one(first: Stated, second: Stated) -> bool:
    return not first.isdisjoint(second)


# --- deadline --------------------------------------------------------------------------------------------------------


def limits(measure: Measure) -> Stated:
    """The ends or recurrences that govern a measure: its own, else the last before it, else the paragraph's."""
    return frozenset(d.frequency or d.end or d.duration or d.start for d in governing(measure))


def governing(measure: Measure) -> list[Deadline]:
    """The time limits of a measure; one that recurs governs its own clause alone."""
    own = [d for d in measure.deadlines if measure.span.meets(d.span)]
    if own:
        return own
    sentence = measure.stored.commitment.span
    lasting = [d for d in measure.deadlines if d.kind in _TO_COME]  # 每年 governs its own clause alone
    before = [d for d in lasting if sentence.holds(d.span) and d.span.end <= measure.span.start]
    return before[-1:] or [d for d in lasting if not sentence.meets(d.span)][:1]


# --- body ------------------------------------------------------------------------------------------------------------

_BODY = r"(?:政府|部门|单位|[一-龥]局|[一-龥]厅|委员会|教委|财政|[县区市]区|区县|各地|各级|学校|院校|中小学|小学|初中|高中|幼儿园|高校|大学|机构|团体|文联|妇联|管委会)"
_WHO = rf"(?P<who>[一-龥、()]{{0,22}}?{_BODY}(?:\([^)]{{1,8}}\))?)"
# 各级政府要…; 财政部门负责…
_SUBJECT = re.compile(rf"^{_WHO}(?:也|都|均)?(?:应当|必须|需要|要(?![求点素])|须|应(?![用急对届])|负责|将(?!来))")
# 财政部门加大…: a body at the head, and a verb
_ACTING = re.compile(rf"^{_WHO}(?=会同|联合|每年|每|至少|加强|加大|指导|支持|推进|制定|建立|配备|组织|开展|落实)")
_CLASS = re.compile(r"^(?:各级|各|有关|相关|本级|全[市县区省]|普通)+")
_JOINED = re.compile(r"[和及与]|以及")
_ALIASES = (("人民政府", "政府"), ("中小学校", "中小学"), ("县(区)", "县区"), ("区县", "县区"), ("编办", "机构编制"), ("编制部门", "机构编制"),
            ("人社", "人力资源社会保障"), ("发改", "发展改革"), ("文广", "文化广电"))  # fmt: skip


def bodies(measure: Measure) -> Stated:
    """The subject of the sentence, else who answers for it by the item's responsibility line."""
    subject = _subject(measure)
    if subject:
        return frozenset(_names(subject))
    leads = [b for b in measure.bodies if b.role == "lead"]
    sentence = measure.stored.commitment.span
    inside = [b for b in leads if sentence.meets(b.span)]
    return frozenset(name for b in (inside or leads) for name in _names(b.name))


def _subject(measure: Measure) -> str | None:
    """The last subject at the head of a clause, up to the measure's end."""
    commitment = measure.stored.commitment
    upto = fold(commitment.quote)[: measure.span.end - commitment.span.start]
    for clause in reversed(re.split(r"[,;:。]", upto)):
        found = _SUBJECT.match(clause.strip()) or _ACTING.match(clause.strip())
        if found:
            return found["who"]
    return None


_OFFICE = "局|厅|委|办|会|联|院|中心"
_LEVEL = "省|市(?!场)|县(?!域)|区(?!域)|旗|州"
# An office's place, by its name or level, and a government's: 高青县教体局 and 沂源县教体局 are one office of two counties.
_PLACE = re.compile(
    rf"^(?:[一-龥]{{2,7}}?(?:{_LEVEL})|(?:{_LEVEL}){{1,2}})(?=(?!委)[一-龥]+(?:{_OFFICE})$)|^[一-龥]{{2,7}}?(?=[省市县区旗州]政府$)"
    r"|^[省市县区旗州](?=委[一-龥]{2,})"
)
_KIND = re.compile(r"(?:局|厅|委|委员会|办|办公室)$|^[省市县区旗州](?=政府$)")  # differs with the level
_WHOLE = re.compile(rf"(?:{_OFFICE})$")
_OFFICES_JOINED = re.compile(rf"(?<=[{_OFFICE.replace('|', '')}府门])(?:以及|[和及与])")


@lru_cache(10_000)
def _names(text: str) -> tuple[str, ...]:
    name = fold(text)
    for short, full in _ALIASES:
        name = name.replace(short, full)
    parts = [part for listed in name.split("、") for part in _joined(listed)]
    bare = [_CLASS.sub("", part.removesuffix("等部门")).removesuffix("部门") or part for part in parts]
    return tuple(_PLACE.sub("", part) for part in bare)


def _joined(listed: str) -> list[str]:
    """The 和 of 教育和体育局 joins no two offices, that of 教育和财政部门 does."""
    return (_OFFICES_JOINED if _WHOLE.search(listed) else _JOINED).split(listed)


def _same_bodies(first: Stated, second: Stated) -> bool:
    """Each body of the one finds itself in the other; 职业学校 is 中等职业学校."""
    if len(first) != len(second):
        return False
    return all(any(_one_name(str(x), str(y)) for y in second) for x in first)


def _one_name(first: str, second: str) -> bool:
    """Or one office: 教体局 is a county's 教育局, 财政厅 a province's 财政局."""
    if first in second or second in first or second in variants(first):
        return True
    return _KIND.sub("", first) == _KIND.sub("", second)


# --- scope and binding -----------------------------------------------------------------------------------------------


def scopes(measure: Measure) -> Stated:
    """For whom or where, as far as classes of schools, places and levels tell."""
    stated = {t.scope for t in measure.targets if t.scope}
    return frozenset({*_SCOPES.findall(measure.clause), *stated})


def bindings(measure: Measure) -> Stated:
    """soft (鼓励, 力争) or hard (必须, 确保); of both in one clause the first."""
    found = _BINDING.search(measure.clause)
    return frozenset({"soft" if found["soft"] else "hard"}) if found else frozenset()


_COMPARED: tuple[tuple[Difference, Callable[[Measure], Stated], Callable[[Stated, Stated], bool]], ...] = (
    ("value", values, _same_figures),
    ("deadline", limits, _share_one),
    ("body", bodies, _same_bodies),
    ("scope", scopes, frozenset.__eq__),
    ("binding", bindings, frozenset.__eq__),
)
DIFFERENCES: tuple[tuple[Difference, ...], ...] = tuple(
    tuple(compress((name for name, _, _ in _COMPARED), (bits >> place & 1 for place in range(len(_COMPARED)))))
    for bits in range(1 << len(_COMPARED))
)
