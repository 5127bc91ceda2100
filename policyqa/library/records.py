"""What the library hands out: records of policyqa.model together with the document that they stand in."""

from __future__ import annotations

from datetime import date

from policyqa.model import (
    Body,
    Commitment,
    Deadline,
    Extraction,
    Metadata,
    Passage,
    Problem,
    Record,
    Region,
    Span,
    Target,
)


def type_name(type_: type[Record]) -> str:
    """What records of that type are called in the database and on the command line: target, deadline …"""
    return type_.__name__.lower()


class Filters(Record, frozen=True, kw_only=True):
    """What is looked at; None lets everything through.

    `region` is a name, also a short one (奉节), or a code, and holds the regions in it. `by` keeps what is
    due on or before that day, `body` what names that body, if only by a part of its name, `documents` what
    stands in the documents with these ids. `issuer` is a part of the issuer's name, `since` and `until` bound the
    day on which a document was issued, else published, and `theme` stands in its title or in a heading.
    """

    region: str | None = None
    by: date | None = None
    body: str | None = None
    documents: tuple[str, ...] | None = None
    issuer: str | None = None
    since: date | None = None
    until: date | None = None
    theme: str | None = None


class Holding(Record, frozen=True, kw_only=True):
    """What a record has to say of itself: its frequency (ISO 8601), the year in which it is due, that it tells a change, a part
    of the name of its body; None of what may be anything."""

    frequency: str | None = None
    due_in: int | None = None
    change: bool = False
    body: str | None = None


class Counts(Record, frozen=True, kw_only=True):
    """How many records and passages a document has."""

    targets: int = 0
    deadlines: int = 0
    bodies: int = 0
    commitments: int = 0
    passages: int = 0

    @classmethod
    def of(cls, extraction: Extraction, passages: int) -> Counts:
        return cls(
            targets=len(extraction.targets),
            deadlines=len(extraction.deadlines),
            bodies=len(extraction.bodies),
            commitments=len(extraction.commitments),
            passages=passages,
        )


class DocumentSummary(Record, frozen=True, kw_only=True):
    """A document without its text. `sources` lists every path under which the same content was found, sorted.

    `file` is the name of the first of them.
    """

    id: str
    file: str
    sources: tuple[str, ...]
    metadata: Metadata
    counts: Counts
    problems: tuple[Problem, ...] = ()

    @property
    def title(self) -> str | None:
        return self.metadata.title

    @property
    def region(self) -> Region | None:
        return self.metadata.region

    @property
    def issuer(self) -> str | None:
        return self.metadata.issuer

    @property
    def doc_number(self) -> str | None:
        return self.metadata.doc_number

    @property
    def issued_on(self) -> date | None:
        return self.metadata.issued_on

    @property
    def published_on(self) -> date | None:
        return self.metadata.published_on


class UnreadableFile(Record, frozen=True, kw_only=True):
    """A file that was given to the library and could not be read."""

    path: str
    digest: str
    problem: Problem


class StoredPassage(Record, frozen=True, kw_only=True):
    """`id` names the passage in the side indexes; it is never given to another one."""

    id: int
    document: DocumentSummary
    passage: Passage
    text: str


class Candidate(Record, frozen=True, kw_only=True):
    """A passage with what it is judged by, `document` being the id of its document: far cheaper than a StoredPassage."""

    id: int
    document: str
    span: Span
    section: tuple[str, ...]
    text: str
    about: Metadata


class StoredTarget(Record, frozen=True, kw_only=True):
    """`index` is the target's place in its document's `Extraction.targets`; so with the other records."""

    document: DocumentSummary
    index: int
    target: Target


class StoredDeadline(Record, frozen=True, kw_only=True):
    document: DocumentSummary
    index: int
    deadline: Deadline


class StoredBody(Record, frozen=True, kw_only=True):
    document: DocumentSummary
    index: int
    body: Body


class StoredCommitment(Record, frozen=True, kw_only=True):
    """A commitment with the records to which its indices point."""

    document: DocumentSummary
    index: int
    commitment: Commitment
    targets: tuple[Target, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    bodies: tuple[Body, ...] = ()
