"""Figures that may be compared: their size, which is the more ambitious, how fast they have to be reached."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from policyqa.comparing.records import Direction, Pace
from policyqa.model import Target
from policyqa.zh.text import fold

_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_SCALE = re.compile(r"^[十百千万亿]+(?=.)|^[万亿]$")
# Less of these is what policies want, whatever the comparator.
_LESS = re.compile(
    r"死亡|事故|失业率|能耗|排放|辍学|流失率|负债率|差异率|大班额|发病率|患病率|近视率|贫困发生率|赤字|浓度|耗水|用水量|办理时限|办结时限|投诉率|空置率"
)
_CEILINGS = frozenset(("le", "lt"))


def size(target: Target) -> float | None:
    """The figure in the unit without its scale (3 万元 is 30000): the least that is asked for, a cap where there is
    only one; None where the document gives no number."""
    bound = target.max if target.comparator in _CEILINGS or target.min is None else target.min
    return None if bound is None else float(bound) * _scale(target.unit)


def bounds(target: Target) -> tuple[float | None, float | None]:
    """Both bounds in the unit without its scale; where they are alike, two targets ask for the same figure."""
    scale = _scale(target.unit)
    return tuple(None if b is None else round(float(b) * scale, 6) for b in (target.min, target.max))  # type: ignore[return-value]


def _scale(unit: str) -> int:
    match = _SCALE.match(fold(unit))
    result = 1
    for character in match[0] if match else "":
        result *= _SCALES[character]
    return result


def direction(indicator: str, targets: Sequence[Target]) -> Direction | None:
    """Whether more or less is the more ambitious; None where the documents do not agree on floor or cap."""
    kinds = {t.comparator for t in targets}
    if _LESS.search(indicator) or kinds & {"rank"}:
        return "lower"
    if kinds & _CEILINGS:
        return "lower" if kinds <= _CEILINGS | {"eq"} else None
    changes = [size(t) for t in targets if t.comparator == "change"]
    if any(change is not None and change < 0 for change in changes):
        return "lower"
    return "higher"


def most(sizes: Iterable[float], way: Direction) -> float:
    return max(sizes) if way == "higher" else min(sizes)


def pace(target: Target) -> Pace | None:
    """The yearly gain from the stated baseline to the target; None without a baseline of the same unit and its year,
    without a date, and for a figure that is a change itself."""
    base, limit = target.baseline, target.deadline
    if base is None or limit is None or limit.end is None or target.comparator in ("change", "rank"):
        return None
    since = re.search(r"(?:19|20)\d\d", base.year or "")
    figure = size(target)
    if since is None or figure is None or fold(base.unit) != fold(target.unit):
        return None
    years = limit.end.year - int(since[0])
    if years < 1:
        return None
    yearly = (figure - float(base.value) * _scale(base.unit)) / years
    unit = "百分点" if target.unit == "%" else _SCALE.sub("", target.unit)
    return Pace(yearly=round(yearly, 2), unit=unit, since=int(since[0]), until=limit.end.year)
