"""Opens the zip of a Word document, with limits, and finds the parts that hold its text.

python-docx loads every part that a relationship names and fails where one points nowhere (Target="NULL", as
office programs write); here only its parser is used, on the few parts that hold text.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any, NamedTuple

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.oxml.parser import parse_xml
from lxml import etree

from policyqa.reading.failures import damaged, too_large

Element = Any  # lxml elements are untyped

_MOST_BYTES = 512 * 2**20  # of all parts, unpacked
_HARMLESS_BYTES = 32 * 2**20  # below this, no ratio is suspicious
_MOST_RATIO = 200  # unpacked to packed; office files reach some 50, bombs 1,000
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)  # fmt: skip


class Parts(NamedTuple):
    """The roots of the parts; all but the document may be missing."""

    document: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None


def open_parts(data: bytes) -> Parts:
    """Raises Unreadable with the code damaged or too-large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive, len(data))
            return _parts(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        RuntimeError,
        OSError,
        etree.XMLSyntaxError,
    ) as error:
        raise damaged() from error


def _check_size(archive: zipfile.ZipFile, packed: int) -> None:
    """By the sizes that the zip states, which is enough: zipfile never unpacks more than that."""
    unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > _MOST_BYTES or (unpacked > _HARMLESS_BYTES and unpacked > _MOST_RATIO * packed):
        raise too_large()


def _parts(archive: zipfile.ZipFile) -> Parts:
    main = _related(archive, PACKAGE_URI).get(RELATIONSHIP_TYPE.OFFICE_DOCUMENT) or PackURI("/word/document.xml")
    document = _root(archive, main)
    related = _related(archive, main)

    def part(kind: str) -> Element | None:
        target = related.get(kind)
        return _root(archive, target) if target and target.membername in archive.NameToInfo else None

    return Parts(
        document=document,
        styles=part(RELATIONSHIP_TYPE.STYLES),
        numbering=part(RELATIONSHIP_TYPE.NUMBERING),
        footnotes=part(RELATIONSHIP_TYPE.FOOTNOTES),
        endnotes=part(RELATIONSHIP_TYPE.ENDNOTES),
    )


def _related(archive: zipfile.ZipFile, source: PackURI) -> dict[str, PackURI]:
    """Targets inside the package by the type of their relationship."""
    member = source.rels_uri.membername
    if member not in archive.NameToInfo:
        return {}
    return {
        relation.get("Type", ""): PackURI.from_rel_ref(source.baseURI, relation.get("Target", ""))
        for relation in _root(archive, source.rels_uri)
        if relation.get("TargetMode") != "External"
    }


def _root(archive: zipfile.ZipFile, part: PackURI) -> Element:
    """python-docx's parser leaves entities alone, so none can expand."""
    xml = archive.read(part.membername)
    if _STRICT in xml:
        for strict, transitional in _STRICT_NAMES:
            xml = xml.replace(strict, transitional)
    return parse_xml(xml)
