"""What is read from single sentences: cases as data, positives and counter-examples, one for every named pattern."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import spacy
from casebook import cases
from hypothesis import given
from hypothesis import strategies as st
from policyqa.extractors import canonical
from policyqa.extractors.patterns import deadlines, nothing
from policyqa.extractors.quantities import find as find_quantities
from sentences import context, document, found
from spacy.tokens import Doc

from policyqa.pipeline import COMPONENTS
from policyqa.zh import numerals
from policyqa.zh.words import any_of

Case = dict[str, Any]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.parametrize("case", cases("numerals"), ids=lambda case: case["text"] or "empty")
def test_numerals(case: Case) -> None:
    assert numerals.parse(case["text"]) == case["value"]


@pytest.mark.parametrize("case", cases("quantities"), ids=lambda case: case["text"])
def test_quantities(case: Case) -> None:
    shared = context(case["text"])
    start = shared.text.index(case["text"][:4])
    told = [[q.min, q.max, q.unit, q.comparator] for q in find_quantities(shared) if q.span.start >= start]
    assert told == case["expected"]


@pytest.mark.parametrize("case", cases("targets"), ids=lambda case: case["text"])
def test_targets(case: Case) -> None:
    told = [
        [t.indicator, t.min, t.max, t.unit, t.comparator, _iso(t.deadline.end) if t.deadline else None, t.frequency]
        for t in found(case["text"]).targets
        if t.kind == "target"
    ]
    assert told == case["expected"]


@pytest.mark.parametrize("case", cases("scopes"), ids=lambda case: case["text"])
def test_scopes(case: Case) -> None:
    assert [[t.scope, t.max or t.min] for t in found(case["text"]).targets] == case["expected"]


@pytest.mark.parametrize("case", cases("deadlines"), ids=lambda case: case["text"])
def test_deadlines(case: Case) -> None:
    told = [
        [d.rule, d.text, d.kind, _iso(d.start), _iso(d.end), d.duration, d.frequency]
        for d in found(case["text"]).deadlines
    ]
    assert told == case["expected"]


@pytest.mark.parametrize("case", cases("bodies"), ids=lambda case: case["text"])
def test_bodies(case: Case) -> None:
    assert [[body.name, body.role] for body in found(case["text"]).bodies] == case["expected"]


@pytest.mark.parametrize("case", cases("commitments"), ids=lambda case: case["text"])
def test_commitments(case: Case) -> None:
    assert [[duty.action, duty.object] for duty in found(case["text"]).commitments] == case["expected"]


def test_every_pattern_of_time_has_a_case() -> None:
    shown = {row[0] for case in cases("deadlines") for row in case["expected"]}
    assert {name for name, *_ in deadlines.PATTERNS} - shown == {"from-issue"}  # validity alone: 自印发之日起施行


def test_every_pattern_of_nothing_has_a_case_that_it_alone_may_decide() -> None:
    shown = {case["pattern"]: case["text"] for case in cases("quantities") if "pattern" in case}
    patterns = dict(nothing.COMPILED)
    assert shown.keys() == patterns.keys()
    assert [name for name, text in shown.items() if not patterns[name].search(context(text).folded)] == []


def test_a_match_begins_with_the_characters_that_its_pattern_names() -> None:
    shown = {case["pattern"]: context(case["text"]).folded for case in cases("quantities") if "pattern" in case}
    for name, starts, _ in nothing.PATTERNS:
        assert all(match[0][0] in starts for match in dict(nothing.COMPILED)[name].finditer(shown[name])), name


@given(
    st.sets(st.text("建设成好养培训", min_size=1, max_size=4), min_size=1, max_size=8),
    st.text("建设成好养培训", max_size=6),
)
def test_any_of_takes_the_longest_word(words: set[str], text: str) -> None:
    match = re.match(any_of(words), text)
    assert (match[0] if match else "") == max((word for word in words if text.startswith(word)), key=len, default="")


def test_a_pipeline_may_carry_the_records_as_spans() -> None:
    language = spacy.blank("zh")
    for name in (*COMPONENTS, "policyqa_spans"):
        language.add_pipe(name)
    read = document("到2027年，市教育局建成12所示范校。")
    doc = Doc(language.vocab, words=[read.text], spaces=[False])
    doc.user_data["document"] = read
    told = language(doc)
    assert told.text == read.text
    assert [[span.text for span in told.spans[name]] for name in ("deadlines", "bodies", "targets")] == [
        ["到2027年"], ["市教育局"], ["市教育局建成12所示范校"]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("发展改革委", "省发展改革委"),
        ("财政厅", "省财政厅"),
        ("市教育局", "市教育局"),
        ("昆明供电局", "昆明供电局"),
        ("各区县政府", "各区县政府"),
    ],
)
def test_an_office_without_a_level_has_that_of_the_list(name: str, expected: str) -> None:
    assert canonical.with_level(name, "省") == expected


def test_a_bracket_answers_for_what_stands_between_it_and_the_one_before() -> None:
    text = (
        "建设书屋5个。（牵头单位：县教育局；完成时限：2026年6月底）"
        "新建球场3个。（牵头单位：县财政局，配合单位：县体育中心；完成时限：2026年9月底）评选能手8名。"
    )
    told = [
        [t.min, _iso(t.deadline.end) if t.deadline else None, [body.name for body in t.bodies]]
        for t in found(text).targets
    ]
    assert told == [[5, "2026-06-30", ["县教育局"]], [3, "2026-09-30", ["县财政局", "县体育中心"]], [8, None, []]]
