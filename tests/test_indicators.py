"""Canonical indicators: what may stand in one row, and what may not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyqa.model import Comparator, Deadline, Span, Target
from policyqa.zh.indicators import aliases, canonical, of_target


class Case(msgspec.Struct):
    a: tuple[str, str, Comparator]
    b: tuple[str, str, Comparator]
    same: bool
    why: str = ""


_FILE = Path(__file__).parent / "cases" / "indicators.jsonl"
CASES = [msgspec.json.decode(line, type=Case) for line in _FILE.read_bytes().splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.a[0]}-{c.b[0]}")
def test_cases(case: Case) -> None:
    assert (canonical(*case.a).key == canonical(*case.b).key) is case.same


def test_an_alias_belongs_to_one_indicator() -> None:
    owners: dict[str, str] = {}
    for name, others in aliases().items():
        for word in (name, *others):
            assert owners.setdefault(word, name) == name


def test_every_alias_leads_to_its_name_and_names_stay() -> None:
    for name, others in aliases().items():
        assert {canonical(word).name for word in (name, *others)} <= {canonical(name).name}


def test_points_are_told_from_the_quote() -> None:
    target = Target(
        kind="target", quote="毛入园率提高3个百分点", sentence="", span=Span(0, 1), indicator="学前教育毛入园率",
        min=3, max=3, unit="%", comparator="change", deadline=Deadline(text="", sentence="", span=Span(0, 1), kind="by", end=date(2027, 12, 31), rule=""),
    )  # fmt: skip
    assert of_target(target).dimension == "百分点"
    assert of_target(target).measured == "increase"


@given(
    st.text(
        st.characters(min_codepoint=0x21, max_codepoint=0x7E) | st.sampled_from("县区毛净率占比增长新覆盖"), max_size=20
    )
)
def test_full_width_writing_changes_nothing(indicator: str) -> None:
    wide = indicator.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert canonical(wide) == canonical(indicator)
