"""Formats of pages (pdf, ofd, scans): from the lines and tables of each page to one text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading.page_layout import layout
from policyqa.reading.pdf_page import Line, Page, PageTable
from policyqa.reading.pdf_tables import Block, joined
from policyqa.reading.raw import RawText
from policyqa.reading.writer import TextWriter

MOST_PAGES = 5_000
_HARDLY_TEXT = 10  # characters: a stamp or a page number over a scanned page
_FULL_PICTURE = 0.4  # of a page: what a scan covers at least
_GARBLED = re.compile("[\ufffd\ue000-\uf8ff\0-\x08\x0e-\x1f]")
_MOST_GARBLED = 0.3


def written(pages: Sequence[Page], problems: Iterable[Problem]) -> RawText:
    writer = TextWriter()
    starts: dict[int, int] = {}
    offsets: list[int] = []
    places: dict[tuple[int, int], int] = {}
    contents = joined(pages)
    for index, blocks in enumerate(contents):
        offsets.append(starts.get(index, writer.length))
        for number, block in enumerate(blocks):
            places[index, number] = writer.length
            starts |= _write(block, writer)
    text = writer.text
    offsets = [min(offset, len(text)) for offset in offsets]
    begins, continues = (frozenset(places[key] for key in keys) for keys in layout(contents))
    return RawText(
        text=text, breaks="lines", pages=tuple(offsets), begins=begins, continues=continues,
        tables=writer.tables, problems=tuple(problems),
    )  # fmt: skip


def _write(block: Block, writer: TextWriter) -> dict[int, int]:
    """Returns the offset at which each later page begins that a table runs on to."""
    if isinstance(block, Line):
        writer.paragraph(block.text.lstrip())
        return {}
    rows = [*writer.table(block.cells), writer.length]
    return {page: rows[row] for page, row in block.starts.items()}


def is_scanned(page: Page) -> bool:
    return page.picture >= _FULL_PICTURE and len("".join(_texts(page))) < _HARDLY_TEXT


def _texts(page: Page) -> Iterator[str]:
    for block in page.blocks:
        if isinstance(block, PageTable):
            yield from (cell.text for cell in block.cells)
        else:
            yield "".join(block.text.split())


def too_many(total: int) -> Iterator[Problem]:
    if total > MOST_PAGES:
        message = say(
            f"文件有 {total} 页，只读取了前 {MOST_PAGES} 页。",
            f"The file has {total} pages; the first {MOST_PAGES} were read.",
        )
        yield Problem(code="too-many-pages", grade="error", message=message)


def broken_pages(numbers: Sequence[int]) -> Iterator[Problem]:
    if numbers:
        pages = ranges(numbers)
        message = say(f"第 {pages} 页已损坏，没有读取。", f"Damaged and not read: page {pages}.")
        yield Problem(code="damaged-pages", grade="error", message=message)


def garbled(pages: Sequence[Page]) -> Iterator[Problem]:
    """Pages whose fonts do not say which characters their glyphs are."""
    found = []
    for number, page in enumerate(pages, start=1):
        text = "".join(_texts(page))
        if text and len(_GARBLED.findall(text)) > _MOST_GARBLED * len(text):
            found.append(number)
    if found:
        message = say(
            f"第 {ranges(found)} 页的文字是乱码（字体没有附编码），内容不可靠。",
            f"Garbled and not to be relied on, for the fonts carry no encoding: page {ranges(found)}.",
        )
        yield Problem(code="garbled", grade="error", message=message)


def ranges(numbers: Sequence[int]) -> str:
    """2, 5-7"""
    starts = [numbers[0], *(b for a, b in pairwise(numbers) if b != a + 1)]
    ends = [*(a for a, b in pairwise(numbers) if b != a + 1), numbers[-1]]
    runs = [str(a) if a == b else f"{a}-{b}" for a, b in zip(starts, ends, strict=True)]
    return say("、", ", ").join(runs)
