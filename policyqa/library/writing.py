"""Putting documents into the database and taking them out, within one transaction."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator

import msgspec

from policyqa.errors import UnknownDocument
from policyqa.library import sources
from policyqa.library.database import Database
from policyqa.library.records import Counts, type_name
from policyqa.model import Body, Commitment, Deadline, Document, Extraction, Problem, Span, Target

AnyRecord = Target | Deadline | Body | Commitment


class Writer:
    """`generation` is the one that the changes will have; `changed` says whether there were any."""

    def __init__(self, database: Database, generation: int) -> None:
        self._database = database
        self._generation = generation
        self.changed = False

    def put(self, path: str, document: Document, extraction: Extraction, version: str) -> None:
        self.changed = True
        self._database.run("DELETE FROM unreadable WHERE path = ?", path)
        before = self._document_at(path)
        if self._is_preferred(path, document.id, version):
            self._store(document, extraction, version)
        self._database.run("INSERT OR REPLACE INTO sources VALUES (?, ?)", path, document.id)
        self._name(document.id)
        if before is not None and before != document.id:
            self._name(before)

    def put_unreadable(self, path: str, digest: str, problem: Problem) -> None:
        noted = self._database.row("SELECT digest, problem FROM unreadable WHERE path = ?", path)
        encoded = msgspec.json.encode(problem)
        if noted and (noted["digest"], noted["problem"]) == (digest, encoded):
            return
        self.changed = True
        before = self._document_at(path)
        self._database.run("INSERT OR REPLACE INTO unreadable VALUES (?, ?, ?)", path, digest, encoded)
        self._database.run("DELETE FROM sources WHERE path = ?", path)
        if before is not None:
            self._name(before)

    def settle(self, path: str, places: Collection[str]) -> None:
        gone = [place for place in self._places(path, "sources") if place not in places]
        refused = [place for place in self._places(path, "unreadable") if place not in places]
        self.changed = self.changed or bool(gone or refused)
        for place in refused:
            self._database.run("DELETE FROM unreadable WHERE path = ?", place)
        for place in gone:
            before = self._document_at(place)
            self._database.run("DELETE FROM sources WHERE path = ?", place)
            if before is not None:
                self._name(before)

    def _places(self, path: str, table: str) -> list[str]:
        inside = sources.members(path)
        rows = self._database.rows(
            f"SELECT path FROM {table} WHERE path = ? OR (path >= ? AND path < ?)", path, inside.first, inside.end
        )
        return [row["path"] for row in rows]

    def remove(self, document_id: str) -> None:
        if not self._database.rows("SELECT 1 FROM documents WHERE id = ?", document_id):
            raise UnknownDocument(document_id)
        self._drop(document_id)

    def _document_at(self, path: str) -> str | None:
        row = self._database.row("SELECT document_id FROM sources WHERE path = ?", path)
        return row["document_id"] if row else None

    def _is_preferred(self, path: str, document_id: str, version: str) -> bool:
        row = self._database.row(
            "SELECT version, min(path) AS first FROM documents JOIN sources ON document_id = id WHERE id = ?",
            document_id,
        )
        return row is None or row["version"] != version or path <= row["first"]

    def _name(self, document_id: str) -> None:
        """The document is called after its first path; without any path it goes."""
        row = self._database.row("SELECT min(path) AS first FROM sources WHERE document_id = ?", document_id)
        if row is None or row["first"] is None:
            self._drop(document_id)
            return
        file = sources.file_name(row["first"])
        self._database.run("UPDATE documents SET file = ? WHERE id = ?", file, document_id)

    def _drop(self, document_id: str) -> None:
        self.changed = True
        self._empty(document_id)
        self._database.run("DELETE FROM documents WHERE id = ?", document_id)

    def _empty(self, document_id: str) -> None:
        """Take out passages and records, and log the passages for the indexes."""
        self._database.run(
            "INSERT INTO removed SELECT id, ? FROM passages WHERE document_id = ?",
            self._generation,
            document_id,
        )
        self._database.run("DELETE FROM passages WHERE document_id = ?", document_id)
        self._database.run("DELETE FROM records WHERE document_id = ?", document_id)

    def _store(self, document: Document, extraction: Extraction, version: str) -> None:
        self._empty(document.id)
        self._database.run(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "version = excluded.version, metadata = excluded.metadata, problems = excluded.problems, "
            "counts = excluded.counts, body = excluded.body",
            document.id,
            document.file,
            version,
            msgspec.json.encode(document.metadata),
            msgspec.json.encode(document.problems),
            msgspec.json.encode(Counts.of(extraction, len(document.passages))),
            msgspec.json.encode(document),
        )
        self._store_passages(document)
        self._store_records(document.id, extraction)

    def _store_passages(self, document: Document) -> None:
        self._database.many(
            "INSERT INTO passages "
            "(document_id, ordinal, start, stop, section, page, paragraph, text, generation) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (document.id, p.ordinal, *p.span, msgspec.json.encode(p.section), p.page, p.paragraph,
                 p.span.of(document.text), self._generation)
                for p in document.passages
            ),
        )  # fmt: skip

    def _store_records(self, document_id: str, extraction: Extraction) -> None:
        rows = self._database.rows(
            "SELECT id, start, stop FROM passages WHERE document_id = ? ORDER BY start", document_id
        )
        starts = [row["start"] for row in rows]

        def passage_of(span: Span) -> int | None:
            place = bisect_right(starts, span.start) - 1
            return rows[place]["id"] if place >= 0 and span.start < rows[place]["stop"] else None

        self._database.many(
            "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (document_id, type_name(type(record)), index, passage_of(record.span),
                 _due(record, index, extraction), _bodies(record, index, extraction),
                 msgspec.json.encode(record))
                for index, record in _numbered(extraction)
            ),
        )  # fmt: skip


def _numbered(extraction: Extraction) -> Iterator[tuple[int, AnyRecord]]:
    yield from enumerate(extraction.targets)
    yield from enumerate(extraction.deadlines)
    yield from enumerate(extraction.bodies)
    yield from enumerate(extraction.commitments)


def _due(record: AnyRecord, index: int, extraction: Extraction) -> str | None:
    """The day, ISO, by which something is done; of several the first. A body's is that of its duties."""
    deadlines: Iterable[Deadline]
    match record:
        case Target(deadline=deadline):
            deadlines = [deadline] if deadline else []
        case Deadline():
            deadlines = [record]
        case Body() | Commitment():
            duties = _duties(record, index, extraction)
            deadlines = (extraction.deadlines[i] for duty in duties for i in duty.deadlines)
    return min((deadline.end.isoformat() for deadline in deadlines if deadline.end), default=None)


def _bodies(record: AnyRecord, index: int, extraction: Extraction) -> str:
    """The names, short and full, of the bodies that answer for it. A deadline's are those of its duties."""
    bodies: Iterable[Body]
    match record:
        case Target():
            named = {ref.name for ref in record.bodies}
            bodies = (body for body in extraction.bodies if body.name in named)
        case Body():
            named, bodies = set(), [record]
        case Deadline() | Commitment():
            duties = _duties(record, index, extraction)
            named, bodies = set(), (extraction.bodies[i] for duty in duties for i in duty.bodies)
    for body in bodies:
        named |= {body.name, body.canonical or body.name}
    return "\n".join(sorted(named))


def _duties(record: Body | Deadline | Commitment, index: int, extraction: Extraction) -> Iterator[Commitment]:
    """The commitment itself, or those that point to the record."""
    match record:
        case Commitment():
            yield record
        case Deadline():
            yield from (c for c in extraction.commitments if index in c.deadlines)
        case Body():
            yield from (c for c in extraction.commitments if index in c.bodies)
