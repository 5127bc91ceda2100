"""What the figures of a list's items have to reach or keep below: 增长目标定在5%以上, 补贴超过100万元."""

from __future__ import annotations

from typing import NamedTuple

from policyqa.answering.case import Case, share
from policyqa.answering.sentence import Sentence
from policyqa.model import Target
from policyqa.zh import numerals
from policyqa.zh.indicators import dimension
from policyqa.zh.patterns import late
from policyqa.zh.text import fold

_NUMBER = (
    r"(?P<number>\d+(?:\.\d+)?)\s?(?P<scale>[十百千万亿]*)(?P<unit>%|个?工作日|平方(?:米|公里)|[^\W\d_十百千万亿])"
)
_BOUNDS = (
    (late(rf"{_NUMBER}(?:及其?)?以上"), True),
    (late(rf"(?:(?<!不)超过|(?<!不)高于|大于|不低于|不少于|至少|达到|多于)\s?{_NUMBER}"), True),
    (late(rf"{_NUMBER}(?:及其?)?(?:以下|以内)"), False),
    (late(rf"(?:(?<!不)低于|不超过|(?<!不)少于|不高于|小于|最多|不到)\s?{_NUMBER}"), False),
)
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
            scale = numerals.parse("1" + match["scale"]) if match["scale"] else 1
            return Bound(float(match["number"]) * float(scale or 1), dimension(match["unit"]), least)
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


def _keeps(bound: Bound, target: Target) -> bool:
    low = target.min if target.min is not None else target.max
    high = target.max if target.max is not None else target.min
    if low is None or high is None:
        return False
    return float(low) >= bound.value if bound.least else float(high) <= bound.value
