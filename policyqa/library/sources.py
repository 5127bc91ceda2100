"""The places from which documents came: a file's path, or that of an archive with the path inside it."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import NamedTuple

_INSIDE = "!/"  # between the archive's path and the path inside it, so that no folder is taken for an archive
_AFTER = "!0"  # sorts after all that begins with the mark


class Range(NamedTuple):
    """Places from `first` up to and without `end`."""

    first: str
    end: str


def member_place(file: Path, inside: str) -> str:
    """The place of a file (`inside` is empty) or of a member of an archive."""
    return f"{file}{_INSIDE}{inside}" if inside else str(file)


def members(place: str) -> Range:
    """The places of all members of the archive at that place."""
    return Range(place + _INSIDE, place + _AFTER)


def file_name(place: str) -> str:
    """As documents are called: plan.docx, or archive.zip/plan.docx."""
    file, mark, inside = place.partition(_INSIDE)
    return f"{PurePath(file).name}/{inside}" if mark else PurePath(file).name


def readable(place: str) -> str:
    """As people write it, as if the archive were a folder."""
    return place.replace(_INSIDE, "/", 1)
