"""Taking debris out of scraped text, with the way back kept."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from casebook import SHARED, cases
from hypothesis import given, settings
from hypothesis import strategies as st

from policyqa.model import Span
from policyqa.reading import read
from policyqa.reading.raw import RawText
from policyqa.reading.repair import clean
from policyqa.reading.wrapping import width
from policyqa.zh.text import lines

WRAPPED = cases("wrapping")


@pytest.mark.parametrize("case", WRAPPED, ids=[case["name"] for case in WRAPPED])
def test_lines_become_paragraphs(case: dict[str, Any]) -> None:
    text = clean(RawText(text=case["raw"], breaks="unknown")).text
    assert [span.of(text) for span in lines(text)] == case["paragraphs"]


# The samples with typed marks: without any, nothing tells a short heading from a sentence.
MARKED = [
    "jichuan-public-services-plan",
    "liyuan-work-report",
    "luting-elderly-subsidies",
    "maidu-elderly-digital-notice",
    "yunxiu-education-plan",
]
SOURCES = [Path(__file__).parents[1] / "corpus" / "sources" / f"{name}.txt" for name in MARKED]
_PIECES = re.compile(r"[^，。、；：”》）]*[，。、；：”》）]+|[^，。、；：”》）]+$")


def _paragraphs(source: Path) -> list[str]:
    """The running text of a sample's source, without its marks and tables."""
    found = [re.sub(r"^[#<>~^]+ ", "", line) for line in source.read_text("utf-8").splitlines()]
    return [line for line in found if line and not line.startswith(("|", "---", "= "))]


def _set(paragraphs: list[str], page: int, chance: Random) -> str:
    """Paragraphs as a PDF's text: lines of `page` characters, some of them in chunks after punctuation marks."""
    rows: list[str] = []
    for paragraph in paragraphs:
        line, filled = "", 2.0
        for character in paragraph:
            size = width(character)
            if filled + size > page and character not in "，。、；：”》）":
                rows.append(line)
                line, filled = "", 0.0
            line, filled = line + character, filled + size
        rows.append(line)
    return "\n".join(
        chunk for row in rows for chunk in (_PIECES.findall(row) if chance.random() < 0.3 else [row]) if chunk
    )


@pytest.mark.parametrize("page", [36, 40])
@pytest.mark.parametrize("source", SOURCES, ids=[source.stem for source in SOURCES])
def test_a_page_of_lines_is_set_back_into_its_paragraphs(source: Path, page: int) -> None:
    paragraphs = _paragraphs(source)
    text = clean(RawText(text=_set(paragraphs, page, Random(page)), breaks="lines")).text
    found = Counter(span.of(text) for span in lines(text))
    kept = sum((Counter(paragraphs) & found).values())
    assert kept >= 0.85 * len(paragraphs), [p for p in paragraphs if not found[p]][:5]


_LINES = st.lists(
    st.text("县教育局每年建设12所学校，。；：（）一二、1. OoIl0%\t", min_size=0, max_size=60), min_size=1, max_size=30
)


@settings(max_examples=60, deadline=None)
@given(_LINES, st.sampled_from(["unknown", "lines", "paragraphs"]))
def test_every_character_kept_leads_back_to_itself(found: list[str], breaks: Any) -> None:
    raw = "\n".join(found)
    cleaned = clean(RawText(text=raw, breaks=breaks))
    for offset, character in enumerate(cleaned.text):
        assert raw[cleaned.offsets.position(offset)] == character
    if cleaned.text:
        whole = cleaned.offsets.span(Span(0, len(cleaned.text)))
        assert 0 <= whole.start <= whole.end <= len(raw)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared real files are not here")
def test_few_paragraphs_of_the_scraped_collection_break_inside_a_sentence() -> None:
    """Texts copied from a PDF; 975 of 6,122 paragraphs broke before lines were set as a page."""
    broken = total = 0
    for path in sorted((SHARED / "corpus" / "business-environment-2023").glob("*.txt"))[:40]:
        if "天津_01" in path.name:  # a table whose cells are lines
            continue
        document = read(path)
        for paragraph in document.paragraphs:
            if paragraph.kind == "text":
                total += 1
                broken += paragraph.span.of(document.text)[-1] not in "。！？：；!?:;)）”》〕]］"
    assert total > 1000
    assert broken <= 0.04 * total
