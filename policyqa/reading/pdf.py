"""PDF files: the text of their pages without headers and footers, and their ruled tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading import paged
from policyqa.reading.failures import damaged, empty, encrypted
from policyqa.reading.pdf_furniture import without_furniture
from policyqa.reading.pdf_page import Page, read_page
from policyqa.reading.raw import RawText, Unreadable

_TAIL = 4 * 1024  # bytes in which a complete file has its end mark
_PDFIUM = Lock()  # pdfium is not thread-safe


def read_pdf(data: bytes, name: str) -> RawText:
    """Raises Unreadable with the code encrypted, damaged, scanned or empty."""
    with _PDFIUM:
        source = _read(data)
    pages = without_furniture(source.pages)
    scanned = [number for number, page in enumerate(pages, start=1) if paged.is_scanned(page)]
    if scanned and not any(page.blocks for index, page in enumerate(pages, start=1) if index not in scanned):
        raise _scanned_whole()
    if not any(page.blocks for page in pages):
        raise damaged() if source.broken else empty()
    return paged.written(pages, [*_problems(data, source), *_scanned(scanned), *paged.garbled(pages)])


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
    for index in range(min(len(document), paged.MOST_PAGES)):
        try:
            page = document[index]
            pages.append(read_page(page))
            page.close()
        except pypdfium2.PdfiumError:
            pages.append(Page(()))
            broken.append(index + 1)
    return _Source(pages, broken, len(document))


def _problems(data: bytes, source: _Source) -> Iterator[Problem]:
    if b"%%EOF" not in data[-_TAIL:]:
        message = say(
            "文件末尾不完整，可能缺页；请重新下载后核对。",
            "The end of the file is missing, and pages may be; download it again and compare.",
        )
        yield Problem(code="truncated", grade="warning", message=message)
    yield from paged.too_many(source.total)
    yield from paged.broken_pages(source.broken)


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
        pages = paged.ranges(numbers)
        message = say(
            f"第 {pages} 页是扫描图片，没有文字层；本版本不能识别图片中的文字（OCR），这些页没有读取。",
            f"Scanned images without a text layer: page {pages}; "
            "this version cannot recognise text in images (OCR), so they were not read.",
        )
        yield Problem(code="scanned", grade="error", message=message)
