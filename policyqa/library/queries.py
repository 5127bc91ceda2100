"""Records of the library by type, and the filters that apply to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Generic, NamedTuple, TypeVar

import msgspec
import numpy as np

from policyqa.errors import UnknownDocument
from policyqa.library.database import Condition, Database, among, every
from policyqa.library.documents import Documents
from policyqa.library.records import (
    DocumentSummary,
    Filters,
    Holding,
    StoredBody,
    StoredCommitment,
    StoredDeadline,
    StoredTarget,
    type_name,
)
from policyqa.model import (
    Body,
    Commitment,
    Deadline,
    DeadlineKind,
    Extraction,
    Record,
    Role,
    Target,
    TargetKind,
)
from policyqa.protocols import Within

R = TypeVar("R", bound=Record)
_REMEMBERED = 8  # choices of passages, for as long as the database does not change


class Stored(NamedTuple, Generic[R]):
    """A record, its document, and its place among the document's records of that type.

    `passage` is the id of the passage in which it begins; the frame (title, signature) is no passage.
    """

    document: DocumentSummary
    place: int
    passage: int | None
    record: R


class Records(Documents):
    """Lists are in the order of the documents and of their texts."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._chosen: dict[tuple[Filters, type[Record] | None], Within] = {}
        self._chosen_at: tuple[int, int] | None = None

    def extraction(self, id_: str) -> Extraction:
        """The records of one document. Raises UnknownDocument."""
        if not self.documents([id_]):
            raise UnknownDocument(id_)
        return Extraction(
            targets=tuple(s.target for s in self.targets(documents=[id_])),
            deadlines=tuple(s.deadline for s in self.deadlines(documents=[id_])),
            bodies=tuple(s.body for s in self.bodies(documents=[id_])),
            commitments=tuple(s.commitment for s in self.commitments(documents=[id_])),
        )

    def targets(
        self,
        *,
        region: str | None = None,
        documents: Collection[str] | None = None,
        kind: TargetKind | None = None,
    ) -> list[StoredTarget]:
        return [
            StoredTarget(document=found.document, index=found.place, target=found.record)
            for found in self.records(Target, _filters(region, documents))
            if kind is None or found.record.kind == kind
        ]

    def deadlines(
        self,
        *,
        region: str | None = None,
        documents: Collection[str] | None = None,
        kind: DeadlineKind | None = None,
    ) -> list[StoredDeadline]:
        return [
            StoredDeadline(document=found.document, index=found.place, deadline=found.record)
            for found in self.records(Deadline, _filters(region, documents))
            if kind is None or found.record.kind == kind
        ]

    def bodies(
        self, *, region: str | None = None, documents: Collection[str] | None = None, role: Role | None = None
    ) -> list[StoredBody]:
        return [
            StoredBody(document=found.document, index=found.place, body=found.record)
            for found in self.records(Body, _filters(region, documents))
            if role is None or found.record.role == role
        ]

    def commitments(
        self, *, region: str | None = None, documents: Collection[str] | None = None
    ) -> list[StoredCommitment]:
        """Each with the targets, deadlines and bodies to which it points."""
        filters = _filters(region, documents)
        with self._database.reading():
            targets = self._by_place(Target, filters)
            deadlines = self._by_place(Deadline, filters)
            bodies = self._by_place(Body, filters)
            return [
                StoredCommitment(
                    document=found.document,
                    index=found.place,
                    commitment=found.record,
                    targets=tuple(targets[found.document.id, i] for i in found.record.targets),
                    deadlines=tuple(deadlines[found.document.id, i] for i in found.record.deadlines),
                    bodies=tuple(bodies[found.document.id, i] for i in found.record.bodies),
                )
                for found in self.records(Commitment, filters)
            ]

    def records(self, type_: type[R], filters: Filters, passages: Collection[int] | None = None) -> list[Stored[R]]:
        """The targets, deadlines, bodies or commitments that the filters let through.

        `passages` narrows them to those that begin in these passages.
        """
        with self._database.reading():
            where = every(
                among("r.passage_id", passages),
                self._of_documents(filters),
                _lets_through(filters, type_),
                _on_theme("r.passage_id", filters.theme),
            )
            rows = self._database.rows(
                "SELECT r.document_id, r.ordinal, r.passage_id, r.record FROM records r JOIN documents d ON d.id = r.document_id "
                f"WHERE {where.sql} ORDER BY d.file, d.id, r.ordinal",
                *where.values,
            )
            chosen = {d.id: d for d in self.documents({row["document_id"] for row in rows})}
        decoder = msgspec.json.Decoder(type_)
        return [
            Stored(chosen[row["document_id"]], row["ordinal"], row["passage_id"], decoder.decode(row["record"]))
            for row in rows
        ]

    def passages_holding(
        self, type_: type[Record], holding: Holding, documents: Collection[str] | None = None
    ) -> list[int]:
        """The ids of the passages, rising, in which a record of that type says that of itself."""
        where = every(
            Condition("r.passage_id IS NOT NULL"),
            Condition(f"r.type = '{type_name(type_)}'"),  # in words: an index over some types is chosen by them
            among("r.document_id", documents),
            *_says(holding),
        )
        rows = self._database.rows(
            f"SELECT DISTINCT r.passage_id AS id FROM records r WHERE {where.sql} ORDER BY id", *where.values
        )
        return [row["id"] for row in rows]

    def passage_ids(self, filters: Filters, type_: type[Record] | None = None) -> Within:
        """The passages that hold a record of that type that the filters let through.

        Without a type, those in which something is due and which name the body, in their text or in a record.
        """
        with self._database.reading():
            state = self._database.state()
            if state is None or state != self._chosen_at:
                self._chosen, self._chosen_at = {}, state
            found = self._chosen.get((filters, type_))
            if found is None:
                found = self._whole_documents(filters) if type_ is None and _is_of_documents(filters) else None
                found = found or self._passages_that_fit(filters, type_)
                if len(self._chosen) >= _REMEMBERED:
                    self._chosen.pop(next(iter(self._chosen)))
                self._chosen[filters, type_] = found
        return found

    def _whole_documents(self, filters: Filters) -> Within | None:
        """By the first and the last passage of each document, whose ids are neighbours; None where they are not."""
        where = self._of_documents(filters)
        passage = "SELECT id FROM passages WHERE document_id = d.id ORDER BY ordinal"
        rows = self._database.rows(
            f"SELECT ({passage} LIMIT 1) AS first, ({passage} DESC LIMIT 1) AS last, "
            f"json_extract(CAST(d.counts AS TEXT), '$.passages') AS size FROM documents d WHERE {where.sql}",
            *where.values,
        )
        ranges = [(row["first"], row["last"] + 1, row["size"]) for row in rows if row["first"] is not None]
        if any(end - first != size for first, end, size in ranges):
            return None
        parts = [np.arange(first, end, dtype=np.int64) for first, end, _ in ranges]
        return Within(np.concatenate([np.zeros(0, np.int64), *parts]))

    def _passages_that_fit(self, filters: Filters, type_: type[Record] | None) -> Within:
        if type_ and filters == Filters():
            rows = self._database.rows(
                "SELECT DISTINCT passage_id AS id FROM records WHERE type = ? AND passage_id IS NOT NULL",
                type_name(type_),
            )
        else:
            speaks = _holds(_lets_through(filters, type_)) if type_ else _speaks_of(filters)
            where = every(self._of_documents(filters), speaks, _on_theme("p.id", filters.theme))
            rows = self._database.rows(
                f"SELECT p.id FROM passages p JOIN documents d ON d.id = p.document_id WHERE {where.sql}",
                *where.values,
            )
        return Within([row["id"] for row in rows])

    def _by_place(self, type_: type[R], filters: Filters) -> dict[tuple[str, int], R]:
        return {(found.document.id, found.place): found.record for found in self.records(type_, filters)}


def _is_of_documents(filters: Filters) -> bool:
    """Whether they choose among documents alone, not among the passages of one."""
    return filters.by is None and not filters.body and not filters.theme


def _lets_through(filters: Filters, type_: type[Record]) -> Condition:
    """Of records r."""
    return every(Condition("r.type = ?", (type_name(type_),)), _due_by(filters.by), _names(filters.body))


def _speaks_of(filters: Filters) -> Condition:
    """Of passages p."""
    conditions = []
    if filters.by:
        conditions.append(_holds(_due_by(filters.by)))
    if filters.body:
        named = _holds(_names(filters.body))
        conditions.append(Condition(f"instr(p.text, ?) OR {named.sql}", (filters.body, *named.values)))
    return every(*conditions) if conditions else Condition("true")


def _holds(condition: Condition) -> Condition:
    return Condition(
        f"EXISTS (SELECT 1 FROM records r WHERE r.passage_id = p.id AND {condition.sql})", condition.values
    )


def _due_by(day: date | None) -> Condition:
    return Condition("r.due <= ?", (day.isoformat(),)) if day else Condition("true")


def _on_theme(passage: str, theme: str | None) -> Condition:
    """Of a passage of document d: the theme stands in the title or in a heading above the passage."""
    if not theme:
        return Condition("true")
    headings = f"SELECT CAST(section AS TEXT) FROM passages t WHERE t.id = {passage}"
    title = "json_extract(CAST(d.metadata AS TEXT), '$.title')"
    return Condition(f"instr(coalesce({title}, ''), ?) OR instr(({headings}), ?)", (theme, theme))


def _says(holding: Holding) -> Iterator[Condition]:
    """Each as its index is made."""
    if holding.frequency:
        yield Condition("r.frequency = ?", (holding.frequency,))
    if holding.due_in:
        yield Condition("r.due BETWEEN ? AND ?", (f"{holding.due_in}-01-01", f"{holding.due_in}-12-31"))
    if holding.change:
        yield Condition("r.comparator = 'change'")
    if holding.body:
        yield _names(holding.body)


def _names(body: str | None) -> Condition:
    return Condition("instr(r.bodies, ?)", (body,)) if body else Condition("true")


def _filters(region: str | None, documents: Collection[str] | None) -> Filters:
    return Filters(region=region, documents=None if documents is None else tuple(documents))
