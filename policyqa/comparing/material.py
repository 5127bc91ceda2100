"""The records of the regions compared, loaded once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from policyqa.comparing.records import RegionSide, Source
from policyqa.library import DocumentSummary, Library, StoredCommitment, StoredDeadline, StoredTarget
from policyqa.model import Commitment, Target
from policyqa.overlap import Side
from policyqa.overlap.measures import Measure, measures


@dataclass(frozen=True)
class Material:
    """A region with the records of its documents."""

    side: RegionSide
    targets: list[StoredTarget]
    commitments: list[StoredCommitment]
    deadlines: list[StoredDeadline]

    @cached_property
    def measures(self) -> list[Measure]:
        """In the order of the documents and their texts."""
        return sorted((m for c in self.commitments for m in measures(c)), key=lambda m: m.place)

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


def columns(materials: Sequence[Material]) -> dict[str, int]:
    """In which column a document stands, by its id."""
    return {document.id: column for column, m in enumerate(materials) for document in m.side.documents}
