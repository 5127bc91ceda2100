"""What figures have to reach or keep below: those of a list's items (补贴超过100万元), and those that the asker states of the
own case (我们团队才2个人,能不能申请)."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from policyqa.answering.case import Case, share
from policyqa.answering.sentence import Sentence
from policyqa.model import Number, Target
from policyqa.zh import numerals
from policyqa.zh.indicators import dimension
from policyqa.zh.patterns import late
from policyqa.zh.text import fold

_NUMBER = (
    r"(?P<number>\d+(?:\.\d+)?)\s?(?P<scale>[十百千万亿]*)(?P<unit>%|个?工作日|平方(?:米|公里)|周岁|[^\W\d_十百千万亿])"
)
_NOT = r"不[得能应可宜]?"
_UNDENIED = r"(?<!不)(?<!不[得能应可宜])"
_BOUNDS = (
    (late(rf"{_NUMBER}(?:及其?)?以上"), True),
    (late(rf"(?:{_UNDENIED}(?:超过|高于|大于|多于)|{_NOT}(?:低于|少于|小于)|至少|达到)\s?{_NUMBER}"), True),
    (late(rf"{_NUMBER}(?:及其?)?(?:以下|以内)"), False),
    (late(rf"(?:{_UNDENIED}(?:低于|少于|小于)|{_NOT}(?:超过|高于|大于|多于)|最[多高长]|不到)\s?{_NUMBER}"), False),
)
# Of the asker's own case: no day or year of the calendar, no 一家, and no bound itself (3人以上的团队).
_OWN = late(
    r"(?<![\d第])(?!(?:19|20)\d\d年|一(?![十百千万]))(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)\s?(?P<scale>[十百千万亿]*)[多余]?"
    r"(?P<unit>%|个人|[人名位]|周?岁|元|块钱?|平方米|平米|亩|个月|年|天|[家台件次分]|(?<=[万亿])(?=[,，。;；?？]|$))(?!及?以[上下内])"
)
_ABOVE, _BELOW = late(r"(?:超过?|满|多于|高于|大于)了?$"), late(r"(?:不到|[不未]满|不足|少于|低于|小于)$")
_SAME_UNIT = {"": "元", "个人": "人", "周岁": "岁", "块": "元", "块钱": "元", "平米": "平方米"}
_SCALE = late(r"[十百千万亿]*")
OF_SOMEBODY = frozenset(("人", "岁"))  # units that measure who somebody is, and seldom what is granted
_SLIGHTLY = 1e-6
_INCLUDED = late(r"[(（]不?含(?:本数)?[)）]")
# 满70周岁不满80周岁, 60-69周岁; the last is exclusive, which nobody's age in whole years tells apart.
_OF_AGE = (
    (late(rf"(?<![不未期])满\s?{_NUMBER}"), True),
    (late(rf"[不未]满\s?{_NUMBER}"), False),
)
_SPAN = late(r"(?<!\d)(?P<low>\d+)(?:周?岁|人)?\s?[-—~至到]\s?(?P<high>\d+)\s?(?P<unit>周?岁|人)")
_OF_IT = 0.2  # of the question, that the words of a figure have to say


class Bound(NamedTuple):
    """`value` in the bare unit (元, not 万元), which is a dimension; `least`: what is below is out, else what is above."""

    value: float
    unit: str
    least: bool


def asked(text: str) -> Bound | None:
    for pattern, least in _BOUNDS:
        match = pattern.search(fold(text))
        if match:
            return Bound(_value(match), dimension(match["unit"]), least)
    return None


def holds(bound: Bound, case: Case, sentence: Sentence) -> bool | None:
    """Whether a figure of the matter in the sentence keeps to the bound; None where it has none of its unit."""
    kept = [
        _keeps(bound, target)
        for target in case.evidence.records(sentence, Target)
        if dimension(target.unit) == bound.unit
        and share(case.weighted, fold(f"{target.indicator}{target.scope or ''}")) >= _OF_IT
    ]
    return any(kept) if kept else None


def met(text: str, case: Case, sentence: Sentence, units: frozenset[str] | None = None) -> bool | None:
    """Whether what the asker states of the own case keeps to the bounds that the sentence sets in the same unit (one of
    `units`, where they are given); None where it sets none."""
    own = {unit: value for value, unit in _own(fold(text)) if units is None or unit in units}
    kept = [_within(own[unit], low, high) for low, high, unit in _set(case, sentence) if unit in own]
    return all(kept) if kept else None


def _own(text: str) -> list[tuple[float, str]]:
    found = []
    for match in _OWN.finditer(text):
        number = numerals.parse(match["number"])
        before = text[: match.start()]
        slightly = _SLIGHTLY * (bool(_ABOVE.search(before)) - bool(_BELOW.search(before)))
        if number is not None:
            unit = _dimension(match["unit"])
            found.append((float(number) * _scale(match["scale"]) * (1 + slightly), unit))
    return found


def _set(case: Case, sentence: Sentence) -> list[tuple[float | None, float | None, str]]:
    """The least, the most and the unit of what a sentence demands, if it is one least and one most; a figure that is just
    told demands nothing."""
    text = _INCLUDED.sub("", fold(sentence.quote))
    found: set[tuple[float | None, float | None, str]] = set()
    for pattern, least in _BOUNDS + _OF_AGE:
        for match in pattern.finditer(text):
            value, unit = _value(match), _dimension(match["unit"])
            found.add((value, None, unit) if least else (None, value, unit))
    for match in _SPAN.finditer(text):
        found |= {
            (float(match["low"]), None, _dimension(match["unit"])),
            (None, float(match["high"]), _dimension(match["unit"])),
        }
    if not found:
        found = {
            (_bare(t.min, t.unit), _bare(t.max, t.unit), _dimension(t.unit))
            for t in case.evidence.records(sentence, Target)
            if t.comparator in ("ge", "gt", "le", "lt", "range")
        }
    sides = Counter((unit, low is None) for low, _, unit in found)
    return [bound for bound in found if sides[bound[2], bound[0] is None] == 1]


def _value(match: re.Match[str]) -> float:
    return float(match["number"]) * _scale(match["scale"])


def _scale(letters: str) -> float:
    """10,000 for 万."""
    return float(numerals.parse("1" + letters) or 1) if letters else 1.0


def _dimension(unit: str) -> str:
    return dimension(_SAME_UNIT.get(unit, unit))


def _bare(value: Number | None, unit: str) -> float | None:
    """A value in the bare unit: 3万元 is 30000 元."""
    scale = _SCALE.match(fold(unit))
    return None if value is None else float(value) * _scale(scale[0] if scale else "")


def _within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _keeps(bound: Bound, target: Target) -> bool:
    low = target.min if target.min is not None else target.max
    high = target.max if target.max is not None else target.min
    if low is None or high is None:
        return False
    return float(low) >= bound.value if bound.least else float(high) <= bound.value
