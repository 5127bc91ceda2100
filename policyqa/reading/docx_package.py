"""Opens the zip of a Word document and finds the parts that hold its text.

python-docx loads every part that a relationship names and fails where one points nowhere (Target="NULL", as
office programs write); here only its parser is used, on the few parts that hold text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.oxml.parser import parse_xml

from policyqa.reading.package import Package, opened, refuse_entities

Element = Any  # lxml elements are untyped

_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)  # fmt: skip
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_MACROS = "vbaproject.bin"


class Parts(NamedTuple):
    """The roots of the parts; all but the document may be missing."""

    document: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None
    has_macros: bool


def open_parts(data: bytes) -> Parts:
    """Raises Unreadable with the code damaged, encrypted, hostile or too-large."""
    with opened(data) as package:
        return _parts(package)


def pictures(data: bytes) -> list[bytes]:
    """The pictures that the text shows, in their order."""
    with opened(data) as package:
        main = _main(package)
        targets = _targets(package, main)
        shown = [blip.get(_EMBED, "") for blip in _root(package, main).iter(_BLIP)]
        parts = [targets[relation].membername for relation in shown if relation in targets]
        return [package.read(part) for part in parts if part in package]


def _main(package: Package) -> PackURI:
    found = _related(package, PACKAGE_URI).get(RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    return found or PackURI("/word/document.xml")


def _parts(package: Package) -> Parts:
    main = _main(package)
    document = _root(package, main)
    related = _related(package, main)

    def part(kind: str) -> Element | None:
        target = related.get(kind)
        return _root(package, target) if target and target.membername in package else None

    return Parts(
        document=document,
        styles=part(RELATIONSHIP_TYPE.STYLES),
        numbering=part(RELATIONSHIP_TYPE.NUMBERING),
        footnotes=part(RELATIONSHIP_TYPE.FOOTNOTES),
        endnotes=part(RELATIONSHIP_TYPE.ENDNOTES),
        has_macros=any(name.lower().endswith(_MACROS) for name in package.names),
    )


def _related(package: Package, source: PackURI) -> dict[str, PackURI]:
    """Targets inside the package by the type of their relationship."""
    return {relation.get("Type", ""): target for relation, target in _relations(package, source)}


def _targets(package: Package, source: PackURI) -> dict[str, PackURI]:
    """Targets inside the package by the id of their relationship."""
    return {relation.get("Id", ""): target for relation, target in _relations(package, source)}


def _relations(package: Package, source: PackURI) -> Iterator[tuple[Element, PackURI]]:
    member = source.rels_uri.membername
    if member in package:
        for relation in _root(package, source.rels_uri):
            if relation.get("TargetMode") != "External":
                yield relation, PackURI.from_rel_ref(source.baseURI, relation.get("Target", ""))


def _root(package: Package, part: PackURI) -> Element:
    """python-docx's parser leaves entities alone, so none can expand."""
    xml = package.read(part.membername)
    if _STRICT in xml:
        for strict, transitional in _STRICT_NAMES:
            xml = xml.replace(strict, transitional)
    refuse_entities(xml)
    return parse_xml(xml)
