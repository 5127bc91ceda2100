"""Index files that are noticed when they are cut short, damaged or half written.

An index in one file is written whole or not at all: one line of JSON, which names size and checksum, and the
payload. An index in a folder is sealed after it was written: the seal names the checksum of each file.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Collection
from pathlib import Path

import msgspec

from policyqa.errors import CannotWrite
from policyqa.model import Record
from policyqa.protocols import Mark

from .flat import Layout

_LONGEST_HEADER = 4096  # bytes
_SEAL = "seal.json"


class Header(Record, frozen=True, kw_only=True):
    """`maker` names the encoder that made the payload, `mark` the state of the database that it holds."""

    maker: str
    mark: Mark
    size: int
    checksum: int
    layout: Layout | None = None


class Saved(Record, frozen=True, kw_only=True):
    """What a file holds."""

    maker: str
    mark: Mark
    payload: memoryview
    layout: Layout | None = None


class Seal(Record, frozen=True, kw_only=True):
    """`maker` names the segmenter; `files` are the checksums of all files by their names."""

    maker: str
    mark: Mark
    files: dict[str, int]


def write(path: Path, maker: str, mark: Mark, payload: memoryview, layout: Layout | None = None) -> None:
    """Replace the file in one step: a reader sees the old one or the new one. Raises CannotWrite."""
    header = Header(maker=maker, mark=mark, size=payload.nbytes, checksum=zlib.crc32(payload), layout=layout)
    _replace(path, msgspec.json.encode(header) + b"\n", payload)


def read(path: Path) -> Saved | None:
    """What was written last; None where there is no file or no whole one."""
    try:
        content = path.read_bytes()
        end = content.index(b"\n", 0, _LONGEST_HEADER)
        header = msgspec.json.decode(content[:end], type=Header)
    except (OSError, ValueError):
        return None
    payload = memoryview(content)[end + 1 :]
    if payload.nbytes != header.size or zlib.crc32(payload) != header.checksum:
        return None
    return Saved(maker=header.maker, mark=header.mark, payload=payload, layout=header.layout)


def header(path: Path) -> Header | None:
    """What stands before the payload, which is not looked at; None where there is no such file."""
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.readline(_LONGEST_HEADER), type=Header)
    except (OSError, ValueError):
        return None


def seal(folder: Path, maker: str, mark: Mark, changing: Collection[str]) -> Seal:
    """Declare the folder's files, hidden ones apart, to be the index of that state. Raises CannotWrite.

    Files are written once and never again, except those named `changing`: what was sealed before keeps its checksum.
    """
    before = _seal(folder)
    known = {name: sum_ for name, sum_ in before.files.items() if name not in changing} if before else {}
    names = [f.name for f in folder.iterdir() if f.name != _SEAL and not f.name.startswith(".")]
    sums = {name: known[name] if name in known else _checksum(folder / name) for name in names}
    made = Seal(maker=maker, mark=mark, files=sums)
    _replace(folder / _SEAL, msgspec.json.encode(made))
    return made


def sealed(folder: Path, names: Collection[str] | None = None) -> Seal | None:
    """The seal; None where there is none or where a file, of all or of those named, is no longer what was sealed."""
    found = _seal(folder)
    try:
        looked_at = found.files if found and names is None else names or ()
        intact = found and all(_checksum(folder / name) == found.files.get(name) for name in looked_at)
    except OSError:
        return None
    return found if intact else None


def _seal(folder: Path) -> Seal | None:
    try:
        return msgspec.json.decode((folder / _SEAL).read_bytes(), type=Seal)
    except (OSError, ValueError):
        return None


def _checksum(file: Path) -> int:
    return zlib.crc32(file.read_bytes())


def _replace(path: Path, *parts: bytes | memoryview) -> None:
    new = path.with_name(f".{path.name}.part")  # hidden, lest a seal counts what a killed program left
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new.open("wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        raise CannotWrite(path, error.strerror or str(error)) from error
