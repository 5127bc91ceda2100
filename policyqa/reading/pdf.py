"""PDF files: the text of their pages without headers and footers, and their ruled tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from threading import Lock
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading.failures import damaged, empty, encrypted
from policyqa.reading.pdf_furniture import without_furniture
from policyqa.reading.pdf_page import Line, Page, PageTable, read_page
from policyqa.reading.pdf_tables import Block, joined
from policyqa.reading.raw import RawText, Unreadable
from policyqa.reading.writer import TextWriter

_MOST_PAGES = 5_000
_TAIL = 4 * 1024  # bytes in which a complete file has its end mark
_HARDLY_TEXT = 10  # characters: a stamp or a page number over a scanned page
_FULL_PICTURE = 0.4  # of a page: what a scan covers at least
_GARBLED = re.compile("[\ufffd\ue000-\uf8ff\0-\x08\x0e-\x1f]")
_MOST_GARBLED = 0.3
_PDFIUM = Lock()  # pdfium is not thread-safe


def read_pdf(data: bytes, name: str) -> RawText:
    """Raises Unreadable with the code encrypted, damaged, scanned or empty."""
    with _PDFIUM:
        source = _read(data)
    pages = without_furniture(source.pages)
    scanned = [number for number, page in enumerate(pages, start=1) if _is_scanned(page)]
    if scanned and not any(page.blocks for index, page in enumerate(pages, start=1) if index not in scanned):
        raise _scanned_whole()
    if not any(page.blocks for page in pages):
        raise damaged() if source.broken else empty()
    return _written(pages, [*_problems(data, source), *_scanned(scanned), *_garbled(pages)])


class _Source(NamedTuple):
    pages: list[Page]
    broken: list[int]
    total: int


def _read(data: bytes) -> _Source:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise encrypted() if error.err_code == pdfium.FPDF_ERR_PASSWORD else damaged() from error
    try:
        return _read_pages(document)
    finally:
        document.close()


def _read_pages(document: pypdfium2.PdfDocument) -> _Source:
    pages: list[Page] = []
    broken: list[int] = []
    for index in range(min(len(document), _MOST_PAGES)):
        try:
            page = document[index]
            pages.append(read_page(page))
            page.close()
        except pypdfium2.PdfiumError:
            pages.append(Page(()))
            broken.append(index + 1)
    return _Source(pages, broken, len(document))


def _written(pages: Sequence[Page], problems: Iterable[Problem]) -> RawText:
    writer = TextWriter()
    starts: dict[int, int] = {}
    offsets: list[int] = []
    for index, blocks in enumerate(joined(pages)):
        offsets.append(starts.get(index, writer.length))
        for block in blocks:
            starts |= _write(block, writer)
    text = writer.text
    offsets = [min(offset, len(text)) for offset in offsets]
    return RawText(text=text, breaks="lines", pages=tuple(offsets), tables=writer.tables, problems=tuple(problems))


def _write(block: Block, writer: TextWriter) -> dict[int, int]:
    """Returns the offset at which each later page begins that a table runs on to."""
    if isinstance(block, Line):
        writer.paragraph(block.text)
        return {}
    rows = [*writer.table(block.cells), writer.length]
    return {page: rows[row] for page, row in block.starts.items()}


def _problems(data: bytes, source: _Source) -> Iterator[Problem]:
    if b"%%EOF" not in data[-_TAIL:]:
        message = say(
            "文件末尾不完整，可能缺页；请重新下载后核对。",
            "The end of the file is missing, and pages may be; download it again and compare.",
        )
        yield Problem(code="truncated", grade="warning", message=message)
    if source.total > _MOST_PAGES:
        message = say(
            f"文件有 {source.total} 页，只读取了前 {_MOST_PAGES} 页。",
            f"The file has {source.total} pages; the first {_MOST_PAGES} were read.",
        )
        yield Problem(code="too-many-pages", grade="error", message=message)
    if source.broken:
        pages = _ranges(source.broken)
        message = say(f"第 {pages} 页已损坏，没有读取。", f"Damaged and not read: page {pages}.")
        yield Problem(code="damaged-pages", grade="error", message=message)


def _is_scanned(page: Page) -> bool:
    return page.picture >= _FULL_PICTURE and len("".join(_texts(page))) < _HARDLY_TEXT


def _texts(page: Page) -> Iterator[str]:
    for block in page.blocks:
        if isinstance(block, PageTable):
            yield from (cell.text for cell in block.cells)
        else:
            yield "".join(block.text.split())


def _scanned_whole() -> Unreadable:
    return Unreadable(
        "scanned",
        say(
            "文件是扫描件，没有文字层；本版本不能识别图片中的文字，请找文字版，或先用文字识别（OCR）软件处理。",
            "The file is a scan without a text layer; this version cannot recognise text in images. "
            "Find the text edition, or run OCR software on it first.",
        ),
    )


def _scanned(numbers: Sequence[int]) -> Iterator[Problem]:
    if numbers:
        pages = _ranges(numbers)
        message = say(
            f"第 {pages} 页是扫描图片，没有文字层；本版本不能识别图片中的文字（OCR），这些页没有读取。",
            f"Scanned images without a text layer: page {pages}; "
            "this version cannot recognise text in images (OCR), so they were not read.",
        )
        yield Problem(code="scanned", grade="error", message=message)


def _garbled(pages: Sequence[Page]) -> Iterator[Problem]:
    """Pages whose fonts do not say which characters their glyphs are."""
    found = []
    for number, page in enumerate(pages, start=1):
        text = "".join(_texts(page))
        if text and len(_GARBLED.findall(text)) > _MOST_GARBLED * len(text):
            found.append(number)
    if found:
        message = say(
            f"第 {_ranges(found)} 页的文字是乱码（字体没有附编码），内容不可靠。",
            f"Garbled and not to be relied on, for the fonts carry no encoding: page {_ranges(found)}.",
        )
        yield Problem(code="garbled", grade="error", message=message)


def _ranges(numbers: Sequence[int]) -> str:
    """2, 5-7"""
    starts = [numbers[0], *(b for a, b in pairwise(numbers) if b != a + 1)]
    ends = [*(a for a, b in pairwise(numbers) if b != a + 1), numbers[-1]]
    runs = [str(a) if a == b else f"{a}-{b}" for a, b in zip(starts, ends, strict=True)]
    return say("、", ", ").join(runs)
