"""Locks between processes. They end with the process, even with one that is killed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from policyqa.errors import CannotWrite, LibraryBusy, PolicyqaError
from policyqa.language import say


class FileLock:
    """May be entered again by the one who holds it. SQLite locks the file, as it can on every system."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._guard = Lock()
        self._entered = 0
        self._connection: sqlite3.Connection | None = None

    @contextmanager
    def held(self, patience: float = 0.0) -> Iterator[None]:
        """Raises LibraryBusy where another process still holds it after so many seconds, and CannotWrite."""
        with self._guard:
            if not self._entered:
                self._connection = self._acquire(patience)
            self._entered += 1
        try:
            yield
        finally:
            with self._guard:
                self._entered -= 1
                if not self._entered and self._connection:
                    self._connection.close()

    def _acquire(self, patience: float) -> sqlite3.Connection:
        connection = None
        try:
            connection = sqlite3.connect(self._file, timeout=patience, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if connection:
                connection.close()
            raise self._refusal(error) from error
        return connection

    def _refusal(self, error: sqlite3.OperationalError) -> PolicyqaError:
        folder = self._file.parent
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return LibraryBusy(folder)
        return CannotWrite(folder, say("没有写入权限。", "there is no permission to write."))
