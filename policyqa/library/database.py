"""The connection to the database: threads take turns on it, and its errors come out as those of policyqa."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import NamedTuple

import msgspec

from policyqa.errors import CannotWrite, LibraryBroken, LibraryBusy, PolicyqaError
from policyqa.language import say

FILE = "library.sqlite3"
_PATIENCE = 10.0  # seconds; another process holds the database for one transaction at a time

Value = str | int | bytes | None


class Condition(NamedTuple):
    """What stands behind WHERE, and the values of its question marks."""

    sql: str
    values: tuple[Value, ...] = ()


def among(column: str, ids: Collection[str] | Collection[int] | None) -> Condition:
    """SQLite bounds the number of parameters, so ids travel as a JSON array; None lets everything through."""
    if ids is None:
        return Condition("true")
    return Condition(f"{column} IN (SELECT value FROM json_each(?))", (msgspec.json.encode(list(ids)).decode(),))


def every(*conditions: Condition) -> Condition:
    return Condition(
        " AND ".join(f"({condition.sql})" for condition in conditions),
        tuple(value for condition in conditions for value in condition.values),
    )


class Database:
    """`turn` is held by the thread that works with the connection; it may take it again."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self._folder = folder
        self._connection = connection
        self._is_written = False
        self.turn = RLock()

    def rows(self, sql: str, *values: Value) -> list[sqlite3.Row]:
        with self.turn, _translated(self._folder):
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Value) -> sqlite3.Row | None:
        return next(iter(self.rows(sql, *values)), None)

    def run(self, sql: str, *values: Value) -> int:
        """The number of rows that changed."""
        with self.turn, _translated(self._folder):
            return self._connection.execute(sql, values).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        with self.turn, _translated(self._folder):
            self._connection.executemany(sql, rows)

    def state(self) -> tuple[int, int] | None:
        """Stays the same as long as nobody changes anything; None while a change is not committed yet."""
        with self.turn:
            if self._is_written:
                return None
            (version,) = self.rows("PRAGMA data_version")[0]
            return version, self._connection.total_changes

    @contextmanager
    def reading(self) -> Iterator[None]:
        """The database as it stands at the first query inside, whatever others commit meanwhile."""
        with self.turn:
            if self._connection.in_transaction:
                yield
                return
            self.run("BEGIN")
            try:
                yield
            finally:
                self.run("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it or, after an exception, nothing."""
        with self.turn:
            self.run("BEGIN IMMEDIATE")
            self._is_written = True
            try:
                yield
                self.run("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self.run("ROLLBACK")
                raise
            finally:
                self._is_written = False

    def close(self) -> None:
        with self.turn:
            self._connection.close()


def connect(folder: Path, *, create: bool = False) -> Database:
    """In a read-only folder the database is opened for reading. Raises LibraryBroken where it is none."""
    with _translated(folder):
        try:
            return _ready(folder, "mode=rwc" if create else "mode=rw")
        except sqlite3.OperationalError:
            # WAL needs a writable folder, unless nothing waits in the WAL and the reader rules writers out.
            if create or _unfinished(folder):
                raise
            return _ready(folder, "mode=ro&immutable=1")


def _ready(folder: Path, mode: str) -> Database:
    connection = sqlite3.connect(
        f"{(folder / FILE).absolute().as_uri()}?{mode}",
        uri=True,
        timeout=_PATIENCE,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return Database(folder, connection)


def _unfinished(folder: Path) -> bool:
    wal = folder / f"{FILE}-wal"
    return wal.exists() and wal.stat().st_size > 0


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        known = _known(folder, error)
        if known is None:
            raise
        raise known from error


def _known(folder: Path, error: sqlite3.DatabaseError) -> PolicyqaError | None:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return LibraryBusy(folder)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return LibraryBroken(folder, say("数据库文件已损坏。", "the database file is damaged."))
        case sqlite3.SQLITE_CANTOPEN:
            return LibraryBroken(folder, say("数据库文件无法打开。", "the database file cannot be opened."))
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return CannotWrite(folder, say("没有写入权限。", "there is no permission to write."))
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return CannotWrite(folder, say("磁盘已满或出错。", "the disk is full or failing."))
    return None
