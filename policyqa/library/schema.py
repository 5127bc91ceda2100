"""The database's tables, how they came to be, and how a library is made and opened."""

from __future__ import annotations

import os
from pathlib import Path

from policyqa.errors import CannotWrite, EncoderMismatch, LibraryBroken, LibraryTooNew, NoLibrary
from policyqa.language import say
from policyqa.library.database import FILE, Database, connect
from policyqa.library.locking import FileLock

DEFAULT_ENCODER = "policy-zh-1"

# Script i brings schema version i to i + 1; a script that was released is never changed.
MIGRATIONS = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE commits (generation INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
    CREATE TABLE documents (
        id TEXT PRIMARY KEY, file TEXT NOT NULL, version TEXT NOT NULL, metadata BLOB NOT NULL,
        problems BLOB NOT NULL, counts BLOB NOT NULL, body BLOB NOT NULL
    ) STRICT;
    CREATE TABLE sources (
        path TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX sources_by_document ON sources (document_id);
    CREATE TABLE unreadable (path TEXT PRIMARY KEY, digest TEXT NOT NULL, problem BLOB NOT NULL) STRICT;
    CREATE TABLE passages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
        ordinal INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, section BLOB NOT NULL,
        page INTEGER, paragraph INTEGER, text TEXT NOT NULL, generation INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX passages_by_document ON passages (document_id, ordinal);
    CREATE INDEX passages_by_generation ON passages (generation);
    CREATE TABLE removed (passage_id INTEGER PRIMARY KEY, generation INTEGER NOT NULL) STRICT;
    CREATE INDEX removed_by_generation ON removed (generation);
    CREATE TABLE records (
        document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
        type TEXT NOT NULL, ordinal INTEGER NOT NULL, passage_id INTEGER, due TEXT, bodies TEXT NOT NULL,
        record BLOB NOT NULL,
        PRIMARY KEY (document_id, type, ordinal)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX records_by_passage ON records (passage_id)
    """,
    # what documents are chosen by, read off their metadata, so that no other document's has to be read
    """
    ALTER TABLE documents ADD COLUMN region TEXT
        GENERATED ALWAYS AS (json_extract(CAST(metadata AS TEXT), '$.region')) VIRTUAL;
    ALTER TABLE documents ADD COLUMN issuer TEXT
        GENERATED ALWAYS AS (json_extract(CAST(metadata AS TEXT), '$.issuer')) VIRTUAL;
    ALTER TABLE documents ADD COLUMN dated TEXT GENERATED ALWAYS AS (coalesce(
        json_extract(CAST(metadata AS TEXT), '$.issued_on'), json_extract(CAST(metadata AS TEXT), '$.published_on')
    )) VIRTUAL;
    CREATE INDEX documents_by_region ON documents (region);
    CREATE INDEX documents_by_date ON documents (dated);
    CREATE INDEX documents_by_file ON documents (file, id)
    """,
    # what records are looked for by all over the library, so that not each has to be read
    """
    ALTER TABLE records ADD COLUMN frequency TEXT GENERATED ALWAYS AS (coalesce(
        json_extract(CAST(record AS TEXT), '$.frequency'), json_extract(CAST(record AS TEXT), '$.deadline.frequency')
    )) VIRTUAL;
    ALTER TABLE records ADD COLUMN comparator TEXT
        GENERATED ALWAYS AS (json_extract(CAST(record AS TEXT), '$.comparator')) VIRTUAL;
    CREATE INDEX records_by_frequency ON records (type, frequency, passage_id) WHERE frequency IS NOT NULL;
    CREATE INDEX records_by_comparator ON records (type, comparator, passage_id) WHERE comparator = 'change';
    CREATE INDEX records_by_due ON records (type, due, passage_id) WHERE due IS NOT NULL;
    CREATE INDEX records_by_bodies ON records (type, bodies, passage_id) WHERE type = 'body'
    """,
)


def opened(folder: Path, lock: FileLock, *, create: bool, encoder: str | None) -> Database:
    """The library's database, brought to the present schema.

    Raises NoLibrary, LibraryTooNew, LibraryBroken, EncoderMismatch; CannotWrite and LibraryBusy where it is
    made or brought forward.
    """
    if not _exists(folder):
        if not create:
            raise NoLibrary(folder)
        _make(folder, lock, encoder or DEFAULT_ENCODER)
    database = connect(folder)
    try:
        _check_version(folder, database, lock)
        stored = value(database, "encoder")
        if encoder is not None and encoder != stored:
            raise EncoderMismatch(stored, encoder)
    except BaseException:
        database.close()
        raise
    return database


def value(database: Database, key: str) -> str:
    row = database.row("SELECT value FROM meta WHERE key = ?", key)
    return str(row["value"]) if row else ""


def commit_name() -> str:
    return os.urandom(8).hex()


def _exists(folder: Path) -> bool:
    """An empty file is what remains of a program that was killed while it made the library."""
    file = folder / FILE
    if not file.is_file() or not file.stat().st_size:
        return False
    database = connect(folder)
    try:
        return bool(database.rows("SELECT 1 FROM sqlite_schema"))
    finally:
        database.close()


def _make(folder: Path, lock: FileLock, encoder: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(folder, error.strerror or str(error)) from error
    with lock.held():
        database = connect(folder, create=True)
        try:
            database.run("PRAGMA journal_mode = WAL")
            with database.writing():
                _migrate(database, 0)
                database.run("INSERT INTO meta VALUES ('encoder', ?)", encoder)
                database.run("INSERT INTO commits VALUES (0, ?)", commit_name())
        finally:
            database.close()


def _check_version(folder: Path, database: Database, lock: FileLock) -> None:
    found = _version(folder, database)
    if found > len(MIGRATIONS):
        raise LibraryTooNew(folder, found, len(MIGRATIONS))
    if found < len(MIGRATIONS):
        with lock.held(), database.writing():
            _migrate(database, _version(folder, database))


def _version(folder: Path, database: Database) -> int:
    if not database.rows("SELECT 1 FROM sqlite_schema WHERE name = 'meta'"):
        raise LibraryBroken(folder, say("这不是 policyqa 的数据库。", "this is no database of policyqa."))
    return int(value(database, "schema"))


def _migrate(database: Database, found: int) -> None:
    for script in MIGRATIONS[found:]:
        for statement in script.split(";"):
            database.run(statement)
    database.run("INSERT OR REPLACE INTO meta VALUES ('schema', ?)", str(len(MIGRATIONS)))
