"""Scanned pages of a PDF: drawn as images, and read by text recognition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pypdfium2

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading import ocr, paged
from policyqa.reading.pdf_page import Page


class Scans(NamedTuple):
    """The pages by their numbers, and what is to be said of them."""

    pages: dict[int, Page]
    problems: list[Problem]


def recognised(data: bytes, numbers: Sequence[int]) -> Scans:
    """Pages count from 1. Not for several threads at once, as pdfium is not."""
    pages: dict[int, Page] = {}
    doubtful: list[Problem] = []
    broken: list[int] = []
    with pypdfium2.PdfDocument(data) as document:
        for number in numbers:
            try:
                found = _page(document, number)
            except pypdfium2.PdfiumError:
                broken.append(number)
                continue
            pages[number] = Page(found.blocks)
            if found.doubtful:
                doubtful.append(ocr.doubtful(say(f"第 {number} 页", f"Page {number}"), found.doubtful))
    shown = paged.ranges(sorted(pages)) if pages else ""
    read = [ocr.recognised(say(f"第 {shown} 页", f"Page {shown}"))] if pages else []
    return Scans(pages, [*read, *doubtful, *paged.broken_pages(broken)])


def _page(document: pypdfium2.PdfDocument, number: int) -> ocr.Recognised:
    page = document[number - 1]
    try:
        bitmap = page.render(scale=ocr.LONGEST_SIDE / max(page.get_size()))
        return ocr.recognise(bitmap.to_numpy())
    finally:
        page.close()
