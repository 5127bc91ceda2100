"""Tables of records on the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from policyqa.cli import output
from policyqa.language import say
from policyqa.model import Target
from policyqa.report import wording


def show_targets(title: str, targets: Iterable[Target], regions: Iterable[str] | None = None) -> None:
    """Indicator, value, limit, bodies and quote; with the region in front where several are shown."""
    heads = [
        say("指标", "Indicator"),
        say("目标值", "Value"),
        say("时限", "By"),
        say("责任单位", "Bodies"),
        say("原文", "Quote"),
    ]
    rows = [
        [
            wording.one_line(t.indicator),
            _value(t),
            wording.limit(t.deadline),
            wording.bodies(t),
            wording.one_line(t.quote),
        ]
        for t in targets
    ]
    if regions is not None:
        heads.insert(0, say("地区", "Region"))
        rows = [[region, *row] for region, row in zip(regions, rows, strict=True)]
    output.show_table(title, heads, rows)


def _value(target: Target) -> str:
    often = wording.frequency(target.frequency)
    return f"{often} {wording.value(target)}".strip()
