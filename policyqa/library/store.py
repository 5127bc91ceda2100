"""The library: what is put in, taken out and kept in step with the side indexes."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from policyqa.errors import CannotWrite, LibraryBusy
from policyqa.library import schema
from policyqa.library.locking import FileLock
from policyqa.library.queries import Records
from policyqa.library.sync import VECTORS, ChangeLog, Progress, SideIndexes, encoder_named, private_copy
from policyqa.library.writing import Writer
from policyqa.model import Document, Extraction, Problem
from policyqa.protocols import Encoder, Mark

_PATIENCE = 60.0  # seconds; indexing some ten thousand passages takes less


class Library(Records):
    """One folder: `library.sqlite3`, and the indexes `lexical` and `vectors`, which can be made from it.

    Threads may share a library and take turns. Several processes may read it while one writes.
    """

    def __init__(self, folder: Path, *, create: bool = False, encoder: str | None = None) -> None:
        self.folder = folder
        self._writing = FileLock(folder / "writing.lock")
        self._indexing = FileLock(folder / "indexing.lock")
        super().__init__(schema.opened(folder, self._writing, create=create, encoder=encoder))
        self._may_download = encoder is not None
        self._writer: Writer | None = None
        self._indexes: SideIndexes | None = None
        self._encoder: Encoder | None = None

    @classmethod
    def open(cls, folder: Path, *, create: bool = False, encoder: str | None = None) -> Library:
        """The library in that folder.

        `encoder` names the encoder of a new library (schema.DEFAULT_ENCODER where it is None) and must be
        that of an old one. Raises NoLibrary, LibraryTooNew, LibraryBroken, EncoderMismatch; CannotWrite in a
        read-only folder where the library has to be made or brought to a newer schema.
        """
        return cls(folder, create=create, encoder=encoder)

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._indexes = None
        self._database.close()

    @property
    def generation(self) -> int:
        """How many changes were committed; raised by one with each."""
        return self._mark().generation

    @property
    def encoder_name(self) -> str:
        return schema.value(self._database, "encoder")

    @property
    def encoder(self) -> Encoder:
        """Loaded when first asked for. Raises EncoderUnavailable."""
        name = self.encoder_name
        if self._encoder is None or self._encoder.name != name:
            self._encoder = encoder_named(name, download=self._may_download)
        return self._encoder

    def holds(self, path: str, digest: str, version: str) -> bool:
        """Whether the file at that path is stored with that content and was read by that version.

        `digest` is what `Document.id` is for the file's bytes. A file that could not be read is never held:
        the next try may find a reader for it.
        """
        return bool(
            self._database.rows(
                "SELECT 1 FROM sources JOIN documents ON id = document_id WHERE path = ? AND id = ? AND version = ?",
                path,
                digest,
                version,
            )
        )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keeps other writers out for several transactions. Raises LibraryBusy, CannotWrite."""
        with self._writing.held():
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside are committed as one, and count as one generation; after an exception, none.

        Inside another transaction it is part of that one. Raises LibraryBusy, CannotWrite.
        """
        with self._database.turn:
            if self._writer:
                yield
                return
            with self._writing.held(), self._database.writing():
                generation = self.generation + 1
                self._writer = writer = Writer(self._database, generation)
                try:
                    yield
                    if writer.changed:
                        self._database.run("INSERT INTO commits VALUES (?, ?)", generation, schema.commit_name())
                finally:
                    self._writer = None

    def put(self, path: str, document: Document, extraction: Extraction, version: str) -> None:
        """Store what was read from the file at that path, in place of what stood under the path before.

        The same content under several paths is one document. It keeps the reading of the path that sorts
        first, so that the order in which files are added changes nothing.
        """
        with self.transaction():
            self._current_writer().put(path, document, extraction, version)

    def put_unreadable(self, path: str, digest: str, problem: Problem) -> None:
        """Note that the file at that path could not be read; what was read from it before is dropped."""
        with self.transaction():
            self._current_writer().put_unreadable(path, digest, problem)

    def settle(self, path: str, places: Collection[str]) -> None:
        """What was read from the file at that path stands under these places: of an archive, one per member.

        What stood there before under others is dropped. Raises LibraryBusy, CannotWrite.
        """
        with self.transaction():
            self._current_writer().settle(path, places)

    def remove(self, document_id: str) -> None:
        """Take a document out, under all its paths. Raises UnknownDocument."""
        with self.transaction():
            self._current_writer().remove(document_id)

    def synchronise(self, progress: Progress | None = None, *, anew: bool = False) -> None:
        """Bring both side indexes to the database's generation; `anew` makes them from nothing.

        `progress` is told how many passages of how many are done. Where another process is at it, this one
        waits. Not for use inside a transaction. Raises LibraryBusy, CannotWrite, EncoderUnavailable.
        """
        self._synchronise(_PATIENCE, progress, anew=anew)

    def _synchronise(self, patience: float, progress: Progress | None = None, *, anew: bool = False) -> None:
        self._refuse_uncommitted()
        with self._indexing.held(patience), self._database.reading():
            indexes = self._on_disk()
            if anew:
                indexes.clear()
            indexes.bring_to(self._mark(), ChangeLog(self._database), lambda: self.encoder, progress)
            self._indexes = indexes

    def reindex(self, encoder: str, progress: Progress | None = None) -> None:
        """Make the vectors anew with that encoder and use it from now on.

        Until the new ones are whole, searches go on with the old ones; where the program is killed, nothing has
        changed. Raises EncoderUnavailable, LibraryBusy, CannotWrite.
        """
        self._refuse_uncommitted()
        chosen = encoder_named(encoder, download=True)
        with self._indexing.held(_PATIENCE):
            self._sweep()
            old, new = self._vectors, f"{VECTORS}-{schema.commit_name()}"
            try:
                with self._database.reading():
                    indexes = SideIndexes(self.folder, encoder, new)
                    indexes.bring_to(self._mark(), ChangeLog(self._database), lambda: chosen, progress)
                with self._writing.held(), self._database.writing():
                    self._database.run(
                        "INSERT OR REPLACE INTO meta VALUES ('encoder', ?), ('vectors', ?)", encoder, new
                    )
            except BaseException:
                shutil.rmtree(self.folder / new, ignore_errors=True)
                raise
            self._indexes, self._encoder = indexes, chosen
            shutil.rmtree(self.folder / old, ignore_errors=True)

    def _sweep(self) -> None:
        """Vectors that a killed program left half made."""
        for folder in self.folder.glob(f"{VECTORS}-*"):
            if folder.name != self._vectors:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def snapshot(self) -> Iterator[SideIndexes]:
        """The database and its indexes at one and the same generation, whatever others commit meanwhile.

        Where the indexes are behind and cannot be written, because another process is at it or because the
        folder is read-only, this process brings a copy of its own up to date.
        """
        self._refuse_uncommitted()
        with self._database.reading():
            if self._indexes_stand():
                yield self._current_indexes()
                return
        with suppress(LibraryBusy, CannotWrite):
            self._synchronise(patience=0)
        with self._database.reading():
            if not self._indexes_stand():
                self._indexes = private_copy(self.folder, self.encoder_name, self._vectors)
                self._indexes.bring_to(self._mark(), ChangeLog(self._database), lambda: self.encoder, None)
            yield self._current_indexes()

    def _refuse_uncommitted(self) -> None:
        """What is not committed yet may never be, and must not come into an index.

        Another thread's transaction is waited for.
        """
        with self._database.turn:
            if self._writer:
                raise RuntimeError("neither search nor synchronise inside a transaction")

    def _current_writer(self) -> Writer:
        assert self._writer is not None
        return self._writer

    def _current_indexes(self) -> SideIndexes:
        assert self._indexes is not None
        return self._indexes

    def _indexes_stand(self) -> bool:
        mark, encoder = self._mark(), self.encoder_name
        if self._indexes is None or not self._indexes.stand_at(mark, encoder):
            self._indexes = self._on_disk()
        return self._indexes.stand_at(mark, encoder)

    def _on_disk(self) -> SideIndexes:
        place = (self.folder, self.encoder_name, self._vectors)
        held = self._indexes
        return held if held and held.are_those_of(*place) else SideIndexes(*place)

    @property
    def _vectors(self) -> str:
        """The folder of the vectors: each encoder's are made in a new one."""
        return schema.value(self._database, "vectors") or VECTORS

    def _mark(self) -> Mark:
        row = self._database.row("SELECT generation, name FROM commits ORDER BY generation DESC LIMIT 1")
        assert row is not None
        return Mark(generation=row["generation"], commit=row["name"])
