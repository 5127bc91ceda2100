"""The tree of sections, as a person would cite it. All texts are made up."""

from __future__ import annotations

from typing import Any

import pytest
from casebook import cases
from hypothesis import given, settings
from hypothesis import strategies as st

from policyqa.model import Document
from policyqa.reading import build
from policyqa.reading.raw import RawText
from policyqa.reading.structure import path

CASES = cases("structure")


def _paths(document: Document, *, titles: bool = True) -> list[str]:
    if titles:
        return [" > ".join(path(document.sections, index)) for index in range(len(document.sections))]
    markers = {section.marker + section.title: section.marker for section in document.sections}
    return [
        " > ".join(markers[label] for label in path(document.sections, index))
        for index in range(len(document.sections))
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_sections(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if "known_gap" in case:
        request.applymarker(pytest.mark.xfail(reason=case["known_gap"], strict=True))
    document = build(RawText(text=case["text"]), "id", "case.txt")
    assert _paths(document, titles=case.get("titles", True)) == case["paths"]
    assert [part.title for part in document.parts] == case.get("parts", [])
    for paragraph in document.paragraphs:
        if paragraph.span.of(document.text).startswith(case.get("outside", "\0")):
            assert paragraph.section is None


_LINES = st.lists(st.text("一二、（）(1)2.第章条①是附件专栏：。，到2027年建成12所学校\n", max_size=40), max_size=30)


@settings(max_examples=80)
@given(_LINES)
def test_every_section_lies_inside_its_parent(found: list[str]) -> None:
    document = build(RawText(text="\n".join(found)), "id", "case.txt")
    for index, section in enumerate(document.sections):
        assert section.span.holds(section.heading) or section.heading.end >= section.span.end
        if section.parent is not None:
            parent = document.sections[section.parent]
            assert section.parent < index
            assert parent.level < section.level
            assert parent.span.holds(section.span)
