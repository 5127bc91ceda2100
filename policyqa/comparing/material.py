"""The records of the regions compared, loaded once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from policyqa.comparing.records import RegionSide, Source
from policyqa.library import DocumentSummary, Library, StoredCommitment, StoredDeadline, StoredTarget
from policyqa.model import Commitment, Span, Target
from policyqa.overlap import Side


class Material(NamedTuple):
    """A region with the records of its documents."""

    side: RegionSide
    targets: list[StoredTarget]
    commitments: list[StoredCommitment]
    deadlines: list[StoredDeadline]

    @property
    def name(self) -> str:
        return self.side.name


def gather(library: Library, sides: Sequence[RegionSide]) -> list[Material]:
    return [_of(library, side) for side in sides]


def _of(library: Library, side: RegionSide) -> Material:
    ids = [document.id for document in side.documents]
    return Material(
        side, library.targets(documents=ids, kind="target"), library.commitments(documents=ids),
        library.deadlines(documents=ids),
    )  # fmt: skip


def source(document: DocumentSummary, record: Target | Commitment) -> Source:
    """Where a record stands."""
    return Source(
        document_id=document.id, file=document.file, title=document.title, quote=record.quote, span=record.span,
        section=record.section, page=record.page,
    )  # fmt: skip


def of_side(side: Side) -> Source:
    """Where a measure stands."""
    return Source(
        document_id=side.document_id, file=side.file, title=side.title, quote=side.quote, span=side.span,
        section=side.section, page=side.page,
    )  # fmt: skip


def leads(stored: StoredCommitment) -> tuple[str, ...]:
    """The bodies that answer for a commitment, by the names under which the region knows them."""
    return tuple(dict.fromkeys(b.canonical or b.name for b in stored.bodies if b.role == "lead"))


def own_targets(stored: StoredCommitment) -> tuple[Target, ...]:
    return tuple(t for t in stored.targets if t.kind == "target")


def holder(commitments: Iterable[StoredCommitment], span: Span) -> StoredCommitment | None:
    """The commitment, of those of one document, in which a stretch of it stands."""
    return next((c for c in commitments if c.commitment.span.holds(span)), None)
