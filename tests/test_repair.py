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
    text = clean(RawText(text=_set(paragraphs, page, Random(page)), breaks="unknown")).text
    found = Counter(span.of(text) for span in lines(text))
    kept = sum((Counter(paragraphs) & found).values())
    assert kept >= 0.85 * len(paragraphs), [p for p in paragraphs if not found[p]][:5]


def test_tools_of_a_site_go_and_words_of_the_document_stay() -> None:
    """加大 is a button beside 还原 and 减小, and the beginning of a line of the text elsewhere."""
    site = "【字号：\n加大\n还原\n减小\n】\n收藏\n打印\n"
    body = "各学校要落实责任。\n加大\n场地投入，每年新建3片。\n收藏\n的古籍要向学生开放。"
    text = clean(RawText(text=site + body, breaks="unknown")).text
    assert text.strip() == body


def test_each_page_number_inside_a_sentence_is_listed_with_its_place() -> None:
    page = "为发展校园足球，全县各学校要按照县政府的统一部署，结合本校实际，认真研究制定本校的具体实施方案，每年安排训练不少于12次，并由县教育局组"
    raw = f"1、{page}\n2、织检查。{page}\n3、织评比。{page}\n4、织验收。"
    cleaned = clean(RawText(text=raw, breaks="unknown"))
    notes = [problem for problem in cleaned.problems if problem.code == "page-break"]
    assert "县教育局组织检查。" in cleaned.text
    assert [problem.grade for problem in notes] == ["note"] * 4
    assert all(problem.span and problem.span.of(cleaned.text) in problem.message for problem in notes[1:])


@pytest.mark.parametrize(
    ("raw", "clean_text"),
    [
        ("到 2027 年，建成 12 所，达到 95 %。", "到2027年，建成12所，达到95%。"),
        ("到２０２７年", "到２０２７年"),  # widths are folded for reading, never changed in the text
        ("ISO 9001 认证", "ISO 9001认证"),
        ("第 3 页共 9 页", "第3页共9页"),
    ],
)
def test_blanks_beside_digits(raw: str, clean_text: str) -> None:
    assert clean(RawText(text=raw, breaks="paragraphs")).text == clean_text


_LINES = st.lists(
    st.text("县教育局每年建设12所学校，。；：（）一二、1. OoIl0%\t“\u200b", min_size=0, max_size=60)
    | st.sampled_from(
        ["收藏", "打印", "- 3 -", "“三位一体&quot;体系", "互联网&amp;美育", "&nbsp;&nbsp;一是", "&unknown; &#8220;"]
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=100)
@given(_LINES, st.sampled_from(["unknown", "lines", "paragraphs"]))
def test_every_character_kept_leads_back_to_itself(found: list[str], breaks: Any) -> None:
    raw = "\n".join(found)
    cleaned = clean(RawText(text=raw, breaks=breaks))
    swapped = {span.start for span in cleaned.offsets.swapped}
    for offset, character in enumerate(cleaned.text):
        place = cleaned.offsets.position(offset)
        assert raw[place] == ("&" if place in swapped else character)
    if cleaned.text:
        whole = cleaned.offsets.span(Span(0, len(cleaned.text)))
        assert 0 <= whole.start <= whole.end <= len(raw)


@settings(max_examples=100)
@given(_LINES, st.sampled_from(["unknown", "lines", "paragraphs"]))
def test_every_repaired_place_is_listed(found: list[str], breaks: Any) -> None:
    """What is gone from the raw text stands in a note, and nothing else does."""
    raw = "\n".join(found)
    cleaned = clean(RawText(text=raw, breaks=breaks))
    listed = {
        offset
        for problem in cleaned.problems
        if problem.code != "damaged-digits"
        for place in problem.places
        for offset in range(*place)
    }
    kept = {cleaned.offsets.position(offset) for offset in range(len(cleaned.text))}
    assert listed - {span.start for span in cleaned.offsets.swapped} == set(range(len(raw))) - kept


def test_html_entities_are_what_they_stand_for() -> None:
    """A quotation mark closes the Chinese one that is open; a quote of it leads back to the whole entity."""
    raw = "“三位一体&quot;的体系，R&amp;D投入，&nbsp;&#8220;双减”和AT&T，&bogus;不变。"
    cleaned = clean(RawText(text=raw))
    assert cleaned.text == "“三位一体”的体系，R&D投入，“双减”和AT&T，&bogus;不变。"
    assert cleaned.offsets.span(Span(0, 6)).of(raw) == "“三位一体&quot;"
    assert [place.of(raw) for problem in cleaned.problems for place in problem.places] == [
        "&quot;", "&amp;", "&nbsp;", "&#8220;",
    ]  # fmt: skip


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
