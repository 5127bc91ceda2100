"""Annotation files as records; what a row may leave out has a default."""

from __future__ import annotations

from pathlib import Path

import msgspec

from policyqa.errors import BadGold
from policyqa.model import Number, Record


class GoldDocument(Record, frozen=True, kw_only=True):
    """The fields of a document with the other values that are right too."""

    title: str | None = None
    title_alt: tuple[str | None, ...] = ()
    region: str | None = None
    region_alt: tuple[str | None, ...] = ()
    issuer: str | None = None
    issuer_alt: tuple[str | None, ...] = ()
    doc_number: str | None = None
    doc_number_alt: tuple[str | None, ...] = ()
    issued_on: str | None = None
    issued_on_alt: tuple[str | None, ...] = ()
    published_on: str | None = None
    published_on_alt: tuple[str | None, ...] = ()

    def accepted(self, field: str) -> list[str | None]:
        return [getattr(self, field), *getattr(self, f"{field}_alt")]


class GoldTarget(Record, frozen=True, kw_only=True):
    quote: str
    sentence: str
    indicator: str
    indicator_alt: tuple[str, ...] = ()
    min: Number | None = None
    max: Number | None = None
    unit: str = ""
    comparator: str = "eq"
    comparator_alt: tuple[str, ...] = ()
    frequency: str | None = None
    frequency_alt: tuple[str | None, ...] = ()
    deadline: str | None = None
    deadline_alt: tuple[str | None, ...] = ()
    bodies: tuple[str, ...] = ()
    bodies_alt: tuple[tuple[str, ...], ...] = ()
    optional: bool = False


class GoldDeadline(Record, frozen=True, kw_only=True):
    text: str
    text_alt: tuple[str, ...] = ()
    sentence: str
    kind: str
    kind_alt: tuple[str, ...] = ()
    start: str | None = None
    start_alt: tuple[str | None, ...] = ()
    end: str | None = None
    end_alt: tuple[str | None, ...] = ()
    duration: str | None = None
    duration_alt: tuple[str | None, ...] = ()
    frequency: str | None = None
    frequency_alt: tuple[str | None, ...] = ()
    optional: bool = False

    def accepted(self, field: str) -> list[str | None]:
        return [getattr(self, field), *getattr(self, f"{field}_alt")]


class GoldBody(Record, frozen=True, kw_only=True):
    name: str
    name_alt: tuple[str, ...] = ()
    role: str
    role_alt: tuple[str, ...] = ()
    sentence: str
    optional: bool = False


class Gold(Record, frozen=True, kw_only=True):
    document: GoldDocument
    targets: tuple[GoldTarget, ...] = ()
    deadlines: tuple[GoldDeadline, ...] = ()
    bodies: tuple[GoldBody, ...] = ()


def load(path: Path) -> Gold:
    """Raises BadGold with the reason where the file is no annotation."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Gold)
    except (msgspec.MsgspecError, OSError, UnicodeError) as error:
        raise BadGold(path, str(error)) from error
