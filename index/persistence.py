"""Index files that are noticed when they are cut short, damaged or half written.

An index in one file is written whole or not at all: one line of JSON, which names size and checksum, and the
payload. An index in a folder is sealed after it was written: the seal names the checksum of each file.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import msgspec

from policyqa.errors import CannotWrite
from policyqa.model import Record
from policyqa.protocols import Mark

_LONGEST_HEADER = 4096  # bytes
_SEAL = "seal.json"


class Header(Record, frozen=True, kw_only=True):
    """`maker` names the encoder that made the payload, `mark` the state of the database that it holds."""

    maker: str
    mark: Mark
    size: int
    checksum: int


class Saved(Record, frozen=True, kw_only=True):
    """What a file holds."""

    maker: str
    mark: Mark
    payload: memoryview


class Seal(Record, frozen=True, kw_only=True):
    """`maker` names the segmenter; `files` are the checksums of all files by their names."""

    maker: str
    mark: Mark
    files: dict[str, int]


def write(path: Path, maker: str, mark: Mark, payload: memoryview) -> None:
    """Replace the file in one step: a reader sees the old one or the new one. Raises CannotWrite."""
    header = Header(maker=maker, mark=mark, size=payload.nbytes, checksum=zlib.crc32(payload))
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
    return Saved(maker=header.maker, mark=header.mark, payload=payload)


def seal(folder: Path, maker: str, mark: Mark) -> None:
    """Declare the folder's files, hidden ones apart, to be the index of that state. Raises CannotWrite."""
    files = {f.name: f for f in folder.iterdir() if f.name != _SEAL and not f.name.startswith(".")}
    sums = {name: zlib.crc32(file.read_bytes()) for name, file in files.items()}
    _replace(folder / _SEAL, msgspec.json.encode(Seal(maker=maker, mark=mark, files=sums)))


def sealed(folder: Path) -> Seal | None:
    """The seal; None where there is none or where a file is no longer what was sealed."""
    try:
        found = msgspec.json.decode((folder / _SEAL).read_bytes(), type=Seal)
        intact = all(zlib.crc32((folder / name).read_bytes()) == sum_ for name, sum_ in found.files.items())
    except (OSError, ValueError):
        return None
    return found if intact else None


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
