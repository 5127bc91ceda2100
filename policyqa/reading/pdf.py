"""PDF files: the text of their pages without headers and footers, and their ruled tables."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading import ocr, paged, pdf_apart, pdf_fonts
from policyqa.reading.failures import damaged, empty, encrypted, too_large
from policyqa.reading.pdf_furniture import without_furniture
from policyqa.reading.pdf_page import Page, read_page
from policyqa.reading.pdf_scans import recognised
from policyqa.reading.raw import RawText, Unreadable

_TAIL = 4 * 1024  # bytes in which a complete file has its end mark
_MOST_SECONDS = 240.0  # for all pages; a page of text takes milliseconds
_MOST_OBJECTS = 100_000  # of a page; a dense map has half as many, and a page of more takes minutes and gigabytes
_PDFIUM = Lock()  # pdfium is not thread-safe


def read_pdf(data: bytes, name: str) -> RawText:
    """Raises Unreadable with the code encrypted, damaged, too-large, scanned (no recognition installed) or empty."""
    return pdf_apart.read(data, name) if pdf_apart.is_heavy(data) else read_here(data, name)


def read_here(data: bytes, name: str) -> RawText:
    """As read_pdf, in this process."""
    with _PDFIUM:
        source = _read(data)
    pages, notes = without_furniture(source.pages)
    scanned = [number for number, page in enumerate(pages, start=1) if paged.is_scanned(page)]
    problems = [*_problems(data, source)]
    if scanned and ocr.is_installed():
        with _PDFIUM:
            found = recognised(data, scanned[: ocr.MOST_PAGES])
        pages, more = without_furniture([found.pages.get(number, page) for number, page in enumerate(pages, start=1)])
        notes += more
        problems += found.problems
        scanned = scanned[ocr.MOST_PAGES :]
    if not any(page.blocks for index, page in enumerate(pages, start=1) if index not in scanned):
        raise (
            _scanned_whole() if scanned else too_large() if source.crowded else damaged() if source.broken else empty()
        )
    return paged.written(pages, [*problems, *_scanned(scanned), *paged.garbled(pages), *notes])


class _Source(NamedTuple):
    """`broken` and `crowded` pages, counted from 1, were not read and are empty."""

    pages: list[Page]
    broken: list[int]
    crowded: list[int]
    total: int


def _read(data: bytes) -> _Source:
    pdf_fonts.provide()
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
    crowded: list[int] = []
    end = time.monotonic() + _MOST_SECONDS
    for index in range(min(len(document), paged.MOST_PAGES)):
        try:
            page = document[index]
            is_crowded = time.monotonic() > end or pdfium.FPDFPage_CountObjects(page.raw) > _MOST_OBJECTS
            pages.append(Page(()) if is_crowded else read_page(page))
            crowded += [index + 1] if is_crowded else []
            page.close()
        except pypdfium2.PdfiumError:
            pages.append(Page(()))
            broken.append(index + 1)
    return _Source(pages, broken, crowded, len(document))


def _problems(data: bytes, source: _Source) -> Iterator[Problem]:
    if b"%%EOF" not in data[-_TAIL:]:
        message = say(
            "文件末尾不完整，可能缺页；请重新下载后核对。",
            "The end of the file is missing, and pages may be; download it again and compare.",
        )
        yield Problem(code="truncated", grade="warning", message=message)
    yield from paged.too_many(source.total)
    yield from paged.broken_pages(source.broken)
    if source.crowded:
        pages = paged.ranges(source.crowded)
        message = say(
            f"第 {pages} 页过于复杂（对象超过 {_MOST_OBJECTS} 个，或读取耗时过长），没有读取。",
            f"Too complex and not read (more than {_MOST_OBJECTS} objects, or too slow): page {pages}.",
        )
        yield Problem(code="too-complex", grade="error", message=message)


def _scanned_whole() -> Unreadable:
    lead = say("文件是扫描件，没有文字层。", "The file is a scan without a text layer. ")
    return Unreadable("scanned", lead + ocr.missing())


def _scanned(numbers: Sequence[int]) -> Iterator[Problem]:
    if not numbers:
        return
    pages = paged.ranges(numbers)
    message = say(f"第 {pages} 页是扫描图片，没有读取。", f"Scanned images, not read: page {pages}. ")
    if not ocr.is_installed():
        message += ocr.missing()
    yield Problem(code="scanned", grade="error", message=message)
