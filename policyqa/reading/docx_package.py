"""Opens the zip of a Word document and finds the parts that hold its text.

python-docx loads every part that a relationship names and fails where one points nowhere (Target="NULL", as
office programs write); here only its parser is used, on the few parts that hold text.
"""

from __future__ import annotations

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


def _parts(package: Package) -> Parts:
    main = _related(package, PACKAGE_URI).get(RELATIONSHIP_TYPE.OFFICE_DOCUMENT) or PackURI("/word/document.xml")
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
    member = source.rels_uri.membername
    if member not in package:
        return {}
    return {
        relation.get("Type", ""): PackURI.from_rel_ref(source.baseURI, relation.get("Target", ""))
        for relation in _root(package, source.rels_uri)
        if relation.get("TargetMode") != "External"
    }


def _root(package: Package, part: PackURI) -> Element:
    """python-docx's parser leaves entities alone, so none can expand."""
    xml = package.read(part.membername)
    if _STRICT in xml:
        for strict, transitional in _STRICT_NAMES:
            xml = xml.replace(strict, transitional)
    refuse_entities(xml)
    return parse_xml(xml)
