"""Zip archives: each member that may be a document, in memory, within limits. Nothing is written to disk."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading import detect
from policyqa.reading.candidates import may_be_document
from policyqa.reading.failures import damaged, encrypted, too_large
from policyqa.reading.package import BROKEN
from policyqa.reading.raw import Unreadable

_MOST_FILES = 2_000  # of one archive, with the archives in it
_MOST_ENTRIES = 20_000  # folders and other files with them
_MOST_BYTES = 2 * 2**30  # unpacked, all files together
_MOST_FILE_BYTES = 200 * 2**20
_HARMLESS_BYTES = 32 * 2**20  # below this, no ratio is suspicious
_MOST_RATIO = 200
_DEEPEST = 3  # archives in archives
_ENCRYPTED = 0x1
_UTF8 = 0x800
_UNICODE_PATH = 0x7075  # an extra field that holds the name in UTF-8


class File(NamedTuple):
    """A document's bytes; `name` is the file's own, or that of the archive with the path inside it."""

    name: str
    data: bytes


class Refused(NamedTuple):
    """A member that was not unpacked."""

    name: str
    problem: Problem


class _Budget:
    """What is left of the limits for an archive and all archives in it."""

    def __init__(self) -> None:
        self.files = _MOST_FILES
        self.bytes = _MOST_BYTES

    def take(self, size: int) -> bool:
        self.files -= 1
        self.bytes -= size
        return self.files >= 0 and self.bytes >= 0


def files(data: bytes, name: str) -> Iterator[File | Refused]:
    """The file itself, or where it is an archive the documents in it, one at a time."""
    yield from _files(data, name, _Budget(), 0)


def _files(data: bytes, name: str, budget: _Budget, depth: int) -> Iterator[File | Refused]:
    if not is_archive(data):
        yield File(name, data)
        return
    if depth == _DEEPEST:
        yield Refused(name, _too_deep())
        return
    count = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            for found in _members(opened, name, budget):
                count += 1
                if isinstance(found, Refused):
                    yield found
                else:
                    yield from _files(found.data, found.name, budget, depth + 1)
    except BROKEN:
        yield Refused(name, damaged().problem)
        return
    if not count:
        yield Refused(name, _nothing_in_it())


def is_archive(data: bytes) -> bool:
    try:
        return detect.kind(data, "") == "archive"
    except Unreadable:
        return False


def _members(opened: zipfile.ZipFile, name: str, budget: _Budget) -> Iterator[File | Refused]:
    entries = opened.infolist()
    if len(entries) > _MOST_ENTRIES:
        yield Refused(name, _too_many())
        return
    for entry in entries:
        path = _path(entry)
        inside = "/".join(part for part in path.split("/") if part not in ("", ".", ".."))
        if entry.is_dir() or path.endswith("/") or not may_be_document(PurePosixPath(inside)):
            continue
        shown = f"{name}/{inside}"
        problem = _refusal(entry, path)
        if problem is None and not budget.take(entry.file_size):
            yield Refused(name, _too_many())
            return
        yield Refused(shown, problem) if problem else _unpacked(opened, entry, shown)


def _refusal(entry: zipfile.ZipInfo, path: str) -> Problem | None:
    if stat.S_ISLNK(entry.external_attr >> 16):
        return _leads_out()
    if path.startswith("/") or path[1:3] == ":/" or ".." in path.split("/"):
        return _leads_out()
    if entry.flag_bits & _ENCRYPTED:
        return encrypted().problem
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > _MOST_FILE_BYTES or (entry.file_size > _HARMLESS_BYTES and ratio > _MOST_RATIO):
        return too_large().problem
    return None


def _unpacked(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: str) -> File | Refused:
    """zipfile unpacks no more than the size that the archive states, by which the limits were kept."""
    try:
        return File(shown, opened.read(entry))
    except BROKEN:
        return Refused(shown, damaged().problem)


def _path(entry: zipfile.ZipInfo) -> str:
    """The member's path with its characters right: Chinese Windows writes GBK and does not say so."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8:
        raw = name.encode("cp437")  # as which zipfile read it
        name = _unicode_path(entry.extra) or _decoded(raw)
    return name.replace("\\", "/").replace("\0", "")


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("gb18030", "replace")


def _unicode_path(extra: bytes) -> str | None:
    """Info-ZIP's field: its id and length, a version, a checksum, the name."""
    while len(extra) >= 4:
        field, length = struct.unpack("<HH", extra[:4])
        if field == _UNICODE_PATH and length > 5:
            return extra[9 : 4 + length].decode("utf-8", "replace")
        extra = extra[4 + length :]
    return None


def _leads_out() -> Problem:
    message = say(
        "压缩包内的路径或链接指向压缩包之外，可能是恶意文件，未读取。",
        "Its path or link leads out of the archive, which may be malicious; it was not read.",
    )
    return Problem(code="hostile", grade="error", message=message)


def _too_many() -> Problem:
    message = say(
        f"压缩包内文件过多或过大（限 {_MOST_FILES} 个、{_MOST_BYTES >> 30} GB），其余未读取；请分开后再读取。",
        f"The archive holds too many or too large files (at most {_MOST_FILES} and {_MOST_BYTES >> 30} GB); "
        "the rest was not read. Split it and read the parts.",
    )
    return Problem(code="too-large", grade="error", message=message)


def _too_deep() -> Problem:
    message = say(
        f"压缩包嵌套超过 {_DEEPEST} 层，未读取；请先解压。",
        f"More than {_DEEPEST} archives one in another; not read. Unpack it first.",
    )
    return Problem(code="too-deep", grade="error", message=message)


def _nothing_in_it() -> Problem:
    message = say("压缩包里没有可读取的文件。", "There is no file to read in the archive.")
    return Problem(code="empty", grade="error", message=message)
