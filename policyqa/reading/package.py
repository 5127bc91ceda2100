"""Documents that are zips of XML parts (docx, xlsx, ofd): opened with limits, each part parsed without entities."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree

from policyqa.reading.failures import damaged, encrypted, hostile, too_large

Element = Any  # lxml elements are untyped

_MOST_BYTES = 512 * 2**20  # of all parts, unpacked
_MOST_PART_BYTES = 64 * 2**20  # of one XML part: its tree takes some ten times that
_HARMLESS_BYTES = 32 * 2**20  # below this, no ratio is suspicious
_MOST_RATIO = 200  # unpacked to packed; office files reach some 50, bombs 1,000
_MOST_MEMBERS = 20_000
_HEAD = 2048  # bytes in which a document type stands
_ENCRYPTED = 0x1  # in a member's flags
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError, NotImplementedError, OSError,
    etree.XMLSyntaxError,
)  # fmt: skip


class Package:
    """The parts by their names; raises what BROKEN lists where one cannot be read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = archive.namelist()
        self._folded = {name.lstrip("/").lower(): name for name in self.names}

    def __contains__(self, name: str) -> bool:
        return self._key(name) in self._folded

    def read(self, name: str) -> bytes:
        member = self._archive.getinfo(self._folded[self._key(name)])
        if member.file_size > _MOST_PART_BYTES:
            raise too_large()
        return self._archive.read(member)

    def size(self, name: str) -> int:
        """In bytes, unpacked."""
        return self._archive.getinfo(self._folded[self._key(name)]).file_size

    def refuse_document_types(self) -> None:
        """For parsers of other libraries, which may not refuse entities by themselves."""
        for name in self.names:
            if name.lower().endswith((".xml", ".rels")):
                with self._archive.open(name) as part:
                    if b"<!DOCTYPE" in part.read(_HEAD):
                        raise hostile()

    def root(self, name: str) -> Element:
        return parse(self.read(name))

    @staticmethod
    def _key(name: str) -> str:
        """Writers differ in case and in the slash at the front; a name never leads out of the package."""
        return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").lower()


@contextmanager
def opened(data: bytes) -> Iterator[Package]:
    """Raises Unreadable with the code damaged, encrypted, hostile or too-large, also for faults while it is open."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check(archive, len(data))
            yield Package(archive)
    except BROKEN as error:
        raise damaged() from error


def check(archive: zipfile.ZipFile, packed: int) -> None:
    """By the sizes that the zip states, which is enough: zipfile never unpacks more than that."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS or unpacked > _MOST_BYTES:
        raise too_large()
    if unpacked > _HARMLESS_BYTES and unpacked > _MOST_RATIO * packed:
        raise too_large()
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise encrypted()


def parse(xml: bytes) -> Element:
    """No entity is resolved and nothing is fetched; a part that defines entities at all is refused."""
    refuse_entities(xml)
    return etree.fromstring(
        xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    )


def refuse_entities(xml: bytes) -> None:
    """No office program writes any; whoever does means to overwhelm the reader, or to have files fetched."""
    if b"<!ENTITY" in xml or b"<\0!\0E\0N\0T\0I\0T\0Y" in xml or b"\0<\0!\0E\0N\0T\0I\0T" in xml:
        raise hostile()
