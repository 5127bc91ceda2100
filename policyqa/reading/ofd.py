"""OFD files (GB/T 33190, 版式文件): a zip of pages in XML, read like those of a PDF."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading import paged
from policyqa.reading.failures import damaged, empty
from policyqa.reading.ofd_page import Area, Drawn, children, drawn, local, read_page
from policyqa.reading.package import BROKEN, Element, Package, opened
from policyqa.reading.pdf_furniture import without_furniture
from policyqa.reading.pdf_page import Page
from policyqa.reading.raw import RawText, Unreadable


def read_ofd(data: bytes, name: str) -> RawText:
    """Templates (letterheads, forms) are in, annotations (stamps, watermarks) are out.

    Raises Unreadable with the code damaged, encrypted, hostile, too-large, scanned (pictures alone) or empty.
    """
    with opened(data) as package:
        source = _read(package)
    pages, notes = without_furniture(source.pages)
    scanned = [number for number, page in enumerate(pages, start=1) if paged.is_scanned(page)]
    if not any(page.blocks for page in pages):
        raise damaged() if source.broken else _pictures_alone() if source.drawn else empty()
    problems = [*paged.too_many(source.total), *paged.broken_pages(source.broken), *_unread(scanned)]
    return paged.written(pages, [*problems, *paged.garbled(pages), *notes])


class _Source(NamedTuple):
    """`drawn` counts the objects of all pages, text or not."""

    pages: list[Page]
    broken: list[int]
    total: int
    drawn: int


class _Sheet(NamedTuple):
    """A page before it is read: its part, and where its document keeps the templates."""

    part: str
    area: Area | None
    templates: dict[str, str]


class _Loaded(NamedTuple):
    objects: list[Drawn]
    area: Area | None


def _read(package: Package) -> _Source:
    sheets = [sheet for document in _documents(package) for sheet in _sheets(package, document)]
    pages: list[Page] = []
    broken: list[int] = []
    count = 0
    for number, sheet in enumerate(sheets[: paged.MOST_PAGES], start=1):
        try:
            loaded = _loaded(package, sheet)
            pages.append(read_page(loaded.objects, loaded.area))
            count += len(loaded.objects)
        except BROKEN:
            pages.append(Page(()))
            broken.append(number)
    return _Source(pages, broken, len(sheets), count)


def _documents(package: Package) -> Iterator[str]:
    """The main parts; a file may hold several documents, one after the other."""
    for body in children(package.root("OFD.xml"), "DocBody"):
        for root in children(body, "DocRoot"):
            yield (root.text or "").strip()


def _sheets(package: Package, document: str) -> Iterator[_Sheet]:
    root = package.root(document)
    templates = {}
    area = None
    for common in children(root, "CommonData"):
        area = _area(common) or area
        for template in children(common, "TemplatePage"):
            templates[template.get("ID", "")] = _beside(document, template.get("BaseLoc", ""))
    for pages in children(root, "Pages"):
        for page in children(pages, "Page"):
            yield _Sheet(_beside(document, page.get("BaseLoc", "")), area, templates)


def _loaded(package: Package, sheet: _Sheet) -> _Loaded:
    root = package.root(sheet.part)
    backgrounds = [sheet.templates.get(used.get("TemplateID", "")) for used in children(root, "Template")]
    layers = [*(package.root(part) for part in backgrounds if part and part in package), root]
    return _Loaded([found for layer in layers for found in drawn(layer)], _area(root) or sheet.area)


def _beside(part: str, location: str) -> str:
    """A location counts from the folder of the part that names it, or from the top where it begins with a slash."""
    return posixpath.join(posixpath.dirname("/" + part.lstrip("/")), location.strip().replace("\\", "/"))


def _area(holder: Element) -> Area | None:
    """The paper's size, of a page or of all pages."""
    for name in ("Area", "PageArea"):
        for area in children(holder, name):
            for box in area:
                if local(box) == "PhysicalBox":
                    return Area.of(box.text)
    return None


def _pictures_alone() -> Unreadable:
    return Unreadable(
        "scanned",
        say(
            "OFD 文件里只有图片或图形，没有可读取的文字；请找文字版。",
            "The OFD file holds pictures or drawings and no text to read; find the text edition.",
        ),
    )


def _unread(numbers: Sequence[int]) -> Iterator[Problem]:
    if numbers:
        pages = paged.ranges(numbers)
        message = say(
            f"第 {pages} 页是图片或描成轮廓的字，没有读取。",
            f"Pictures or letters drawn as outlines, not read: page {pages}.",
        )
        yield Problem(code="scanned", grade="error", message=message)
