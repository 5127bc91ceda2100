"""Paragraphs by where their lines stand on the page, as a PDF, an OFD or a scan gives them."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyqa.reading import paged
from policyqa.reading.pdf_page import Line, Page
from policyqa.reading.repair import clean
from policyqa.zh.text import lines

Style = Literal["indents", "gaps"]
SIZE, COLUMNS, LEFT, PITCH = 14.0, 28, 90.0, 28.0  # points, characters, points, points
ROWS = 24  # of a page


def _line(text: str, left: float, top: float) -> Line:
    x0 = LEFT + left * SIZE
    return Line(text, None, (x0, top, x0 + len(text) * SIZE, top + SIZE))


def _set(paragraphs: list[str], style: Style, hang: int = 0, rows: int = ROWS) -> list[Page]:
    """Paragraphs as lines of full-width characters: indented by two, or set apart by a gap; or with hanging marks."""
    pages: list[list[Line]] = [[]]
    top = 0.0
    for paragraph in paragraphs:
        left = 2 if style == "indents" and not hang else 0
        while paragraph:
            if len(pages[-1]) == rows:
                pages.append([])
                top = 0.0
            top += PITCH
            room = COLUMNS - left
            pages[-1].append(_line(paragraph[:room], left, top))
            paragraph, left = paragraph[room:], hang
        top += PITCH if style == "gaps" else 0
    return [Page(tuple(found)) for found in pages]


def _read(pages: list[Page]) -> list[str]:
    text = clean(paged.written(pages, ())).text
    return [span.of(text) for span in lines(text)]


# 26 and 28 more characters each fill a line: nothing but the indent or the gap tells where such a paragraph ends.
_LENGTHS = st.integers(min_value=8, max_value=130) | st.sampled_from([26, 54, 82, 28, 56, 84])
_PARAGRAPHS = st.lists(_LENGTHS, min_size=6, max_size=40).map(lambda sizes: [_paragraph(size) for size in sizes])


def _paragraph(size: int) -> str:
    return ("各学校要深化教学改革推进课程建设落实工作责任，" * 6)[: size - 1] + "。"


@settings(max_examples=60)
@given(_PARAGRAPHS)
def test_indented_paragraphs_come_out_as_they_were_set(paragraphs: list[str]) -> None:
    paragraphs = [*paragraphs, _paragraph(6 * COLUMNS)]  # whose lines show the margin
    assert _read(_set(paragraphs, "indents")) == paragraphs


@settings(max_examples=60)
@given(_PARAGRAPHS)
def test_paragraphs_set_apart_by_gaps_come_out_as_they_were_set(paragraphs: list[str]) -> None:
    paragraphs = ["总体要求", *paragraphs, _paragraph(6 * COLUMNS)]  # whose lines show the common distance
    assert _read(_set(paragraphs, "gaps", rows=1_000)) == paragraphs


def test_hanging_lines_go_on_with_their_paragraph() -> None:
    paragraphs = [
        f"{number}.各学校要深化教学改革。推进课程建设，落实工作责任，每年开展活动不少于{number}次，并报教育局备案。"
        for number in range(1, 9)
    ]
    assert _read(_set(paragraphs, "indents", hang=2)) == paragraphs


def test_a_line_at_the_margin_goes_on_although_it_begins_like_a_mark() -> None:
    """二、三级 is no heading where the line before is full and the paragraphs are indented."""
    paragraphs = ["各区要落实责任。"] * 4 + [
        "对达到国家规定标准的养老机构给予一次性建设补助按一、" + "二、三级分别奖励，由民政局审核后发放到机构账户。"
    ]
    assert paragraphs[-1][COLUMNS - 2 :].startswith("二、")
    assert _read(_set(paragraphs, "indents")) == paragraphs


@pytest.mark.parametrize(
    "title", ["关于印发县公共服务提质扩面行动", "关于印发县公共服务提质扩面行动方案的若干意见措施"]
)
def test_a_title_over_two_centred_lines_is_no_two_paragraphs(title: str) -> None:
    body = _set(["各学校要深化教学改革，推进课程建设，落实工作责任，并报教育局备案。"] * 5, "indents")[0].blocks
    moved = [
        _line(line.text, (line.box[0] - LEFT) / SIZE, line.box[1] + 90)
        for line in body
        if isinstance(line, Line) and line.box
    ]
    head = [_line(title, (COLUMNS - len(title)) / 2, 28.0), _line("（2026年）的通知", (COLUMNS - 10) / 2, 56.0)]
    found = paged.written([Page((*head, *moved))], ())
    assert head[1].text not in [found.text[start : start + 10] for start in found.begins]
    assert len(found.begins) == 5
