"""Documents and passages of the library, in the order of file names and of the texts."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from pathlib import PurePath
from typing import NamedTuple

import msgspec

from policyqa.errors import AmbiguousDocument, UnknownDocument
from policyqa.library import places
from policyqa.library.database import Condition, Database, among, every
from policyqa.library.records import Candidate, Counts, DocumentSummary, Filters, StoredPassage, UnreadableFile
from policyqa.library.sources import file_name
from policyqa.model import Document, Metadata, Passage, Problem, Region, Span

_SHORTEST_ID = 4  # characters of an id that name a document
_CHOICES_SHOWN = 5


_METADATA, _SECTION = msgspec.json.Decoder(Metadata), msgspec.json.Decoder(tuple[str, ...])


class _Known(NamedTuple):
    """The regions of the library's documents, by how they are stored, at one state of the database; `meant` are those
    that names given to filters mean."""

    state: tuple[int, int] | None
    stored: dict[str, Region]
    spellings: places.Spellings
    meant: dict[str, list[str]]


class Documents:
    """What the library holds. Where `region` is a name or a code, the regions in it count with it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: _Known | None = None

    def documents(self, ids: Collection[str] | None = None) -> list[DocumentSummary]:
        """All documents, or those with these ids, by file name."""
        where = among("id", ids)
        with self._database.reading():
            rows = self._database.rows(
                f"SELECT id, file, metadata, problems, counts FROM documents WHERE {where.sql} ORDER BY file, id",
                *where.values,
            )
            sources = self._sources(ids)
        return [_summary(row, tuple(sources[row["id"]])) for row in rows]

    def select(self, *, region: str | None = None, documents: Collection[str] | None = None) -> list[DocumentSummary]:
        """The documents that both filters let through. Raises UnknownRegion where there is none of it."""
        filters = Filters(region=region, documents=None if documents is None else tuple(documents))
        with self._database.reading():
            where = self._of_documents(filters)
            rows = self._database.rows(f"SELECT d.id FROM documents d WHERE {where.sql}", *where.values)
            return self.documents([row["id"] for row in rows]) if rows else []

    def find(self, name: str) -> DocumentSummary:
        """The document meant by an id or its beginning, a file name, or a part of file name or title.

        Raises UnknownDocument where there is none and AmbiguousDocument where there are several.
        """
        documents = self.documents()
        for rule in (_has_id, _has_file, _has_part):
            found = [d for d in documents if rule(d, name)]
            if len(found) > 1:
                raise AmbiguousDocument(name, (f"{d.file} ({d.id[:8]})" for d in found[:_CHOICES_SHOWN]))
            if found:
                return found[0]
        raise UnknownDocument(name)

    def document(self, id_: str) -> Document:
        """The document as it was read. Raises UnknownDocument."""
        row = self._database.row("SELECT file, body FROM documents WHERE id = ?", id_)
        if row is None:
            raise UnknownDocument(id_)
        return msgspec.structs.replace(msgspec.json.decode(row["body"], type=Document), file=row["file"])

    def unreadable(self) -> list[UnreadableFile]:
        rows = self._database.rows("SELECT path, digest, problem FROM unreadable ORDER BY path")
        return [
            UnreadableFile(
                path=row["path"],
                digest=row["digest"],
                problem=msgspec.json.decode(row["problem"], type=Problem),
            )
            for row in rows
        ]

    def regions(self) -> list[Region]:
        """The regions for which documents speak, each once, by their code; those without one last."""
        found = self._regions().stored.values()
        return sorted(found, key=lambda r: (r.code is None, r.code or "", r.path, r.name))

    def regions_named(self, text: str) -> dict[str, str]:
        """The names of the library's regions, and of what they lie in, that stand in the text, with their spelling."""
        return self._regions().spellings.named_in(text)

    def _regions(self) -> _Known:
        """Kept as long as the database does not change."""
        state = self._database.state()
        if self._known is None or state is None or self._known.state != state:
            rows = self._database.rows("SELECT DISTINCT region FROM documents WHERE region IS NOT NULL")
            stored = {row["region"]: msgspec.json.decode(row["region"], type=Region) for row in rows}
            self._known = _Known(state, stored, places.Spellings(stored.values()), {})
        return self._known

    def _of_documents(self, filters: Filters) -> Condition:
        """Of documents d: those that the filters let through. Raises UnknownRegion."""
        conditions = [among("d.id", filters.documents)]
        if filters.region is not None:
            conditions.append(self._in_region(filters.region))
        if filters.issuer:
            conditions.append(Condition("instr(d.issuer, ?)", (filters.issuer,)))
        if filters.since:
            conditions.append(Condition("d.dated >= ?", (filters.since.isoformat(),)))
        if filters.until:
            conditions.append(Condition("d.dated <= ?", (filters.until.isoformat(),)))
        return every(*conditions)

    def _in_region(self, asked: str) -> Condition:
        """Compared as they are stored: the record may have gained fields since."""
        known = self._regions()
        if asked not in known.meant:
            chosen = frozenset(places.meant(asked, list(known.stored.values())))
            known.meant[asked] = [text for text, region in known.stored.items() if region in chosen]
        return among("d.region", known.meant[asked])

    def candidates(self, ids: Collection[int]) -> list[Candidate]:
        """The passages with these ids that the library still holds, in no order."""
        where = among("p.id", ids)
        rows = self._database.rows(
            "SELECT p.id, p.document_id, p.start, p.stop, p.section, p.text, d.metadata "
            f"FROM passages p JOIN documents d ON d.id = p.document_id WHERE {where.sql}",
            *where.values,
        )
        about = {row["document_id"]: row["metadata"] for row in rows}
        decoded = {id_: _METADATA.decode(metadata) for id_, metadata in about.items()}
        return [
            Candidate(
                id=row["id"], document=row["document_id"], span=Span(row["start"], row["stop"]),
                section=_SECTION.decode(row["section"]), text=row["text"], about=decoded[row["document_id"]],
            )
            for row in rows
        ]  # fmt: skip

    def passages(self, ids: Collection[int]) -> list[StoredPassage]:
        """The passages with these ids that the library still holds, in the order of their documents."""
        return self._passages(among("p.id", ids))

    def all_passages(self, documents: Collection[str] | None = None) -> list[StoredPassage]:
        return self._passages(among("p.document_id", documents))

    def _passages(self, where: Condition) -> list[StoredPassage]:
        with self._database.reading():
            rows = self._database.rows(
                "SELECT p.* FROM passages p JOIN documents d ON d.id = p.document_id "
                f"WHERE {where.sql} ORDER BY d.file, d.id, p.ordinal",
                *where.values,
            )
            summaries = {d.id: d for d in self.documents({row["document_id"] for row in rows})}
        return [
            StoredPassage(
                id=row["id"],
                document=summaries[row["document_id"]],
                passage=_passage(row),
                text=row["text"],
            )
            for row in rows
        ]

    def _sources(self, ids: Collection[str] | None) -> dict[str, list[str]]:
        where = among("document_id", ids)
        paths: dict[str, list[str]] = {}
        rows = self._database.rows(
            f"SELECT path, document_id FROM sources WHERE {where.sql} ORDER BY path", *where.values
        )
        for row in rows:
            paths.setdefault(row["document_id"], []).append(row["path"])
        return paths


def _summary(row: sqlite3.Row, sources: tuple[str, ...]) -> DocumentSummary:
    return DocumentSummary(
        id=row["id"],
        file=row["file"],
        sources=sources,
        metadata=_METADATA.decode(row["metadata"]),
        counts=msgspec.json.decode(row["counts"], type=Counts),
        problems=msgspec.json.decode(row["problems"], type=tuple[Problem, ...]),
    )


def _passage(row: sqlite3.Row) -> Passage:
    return Passage(
        ordinal=row["ordinal"],
        span=Span(row["start"], row["stop"]),
        section=_SECTION.decode(row["section"]),
        page=row["page"],
        paragraph=row["paragraph"],
    )


def _has_id(document: DocumentSummary, name: str) -> bool:
    return document.id == name or (len(name) >= _SHORTEST_ID and document.id.startswith(name))


def _has_file(document: DocumentSummary, name: str) -> bool:
    return any(name in (path, file_name(path), PurePath(path).name, PurePath(path).stem) for path in document.sources)


def _has_part(document: DocumentSummary, name: str) -> bool:
    return bool(name) and (name in document.file or name in (document.title or ""))
