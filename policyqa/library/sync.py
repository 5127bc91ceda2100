"""Bringing the side indexes to the state of the database: by its change log, or from nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec
import numpy as np

from policyqa.errors import UnknownComponent
from policyqa.library.database import Database
from policyqa.plugins import load
from policyqa.protocols import Encoder, LexicalIndex, Mark, Reranker, VectorIndex, Vectors

Progress = Callable[[int, int], None]

_LEXICAL, VECTORS = "lexical", "vectors"
_BATCH = 512  # passages; what the encoder gets at once
_FROM_NOTHING = -1  # a generation before every other


def encoder_named(name: str, *, download: bool) -> Encoder:
    """The encoder registered under that name, else the sentence-transformers model of that name or folder."""
    try:
        encoder: Encoder = load("policyqa.encoders", name)()
    except UnknownComponent:
        encoder = load("policyqa.encoders", "sentence-transformers")(name, download=download)
    return encoder


def reranker_named(name: str, *, download: bool) -> Reranker:
    """The reranker registered under that name, else the sentence-transformers cross-encoder of that name or folder."""
    try:
        reranker: Reranker = load("policyqa.rerankers", name)()
    except UnknownComponent:
        reranker = load("policyqa.rerankers", "sentence-transformers")(name, download=download)
    return reranker


class Entry(NamedTuple):
    """A passage as the indexes see it: under the headings that lead to it."""

    id: int
    text: str


class ChangeLog:
    """What the database committed after a generation that an index holds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, mark: Mark | None) -> int:
        """The generation after which changes have to be made good; _FROM_NOTHING where that is not known.

        Where more than half is taken out, it is cheaper to begin anew, and the lexical index then counts no
        passage that is gone.
        """
        if mark is None or not self._database.rows(
            "SELECT 1 FROM commits WHERE generation = ? AND name = ?", mark.generation, mark.commit
        ):
            return _FROM_NOTHING
        gone = len(self.removed(mark.generation))
        return _FROM_NOTHING if 2 * gone > self.count(_FROM_NOTHING) else mark.generation

    def removed(self, start: int) -> list[int]:
        rows = self._database.rows("SELECT passage_id FROM removed WHERE generation > ?", start)
        return [row["passage_id"] for row in rows]

    def count(self, start: int) -> int:
        row = self._database.row("SELECT count(*) AS n FROM passages WHERE generation > ?", start)
        return int(row["n"]) if row else 0

    def batches(self, start: int, progress: Progress | None) -> Iterator[list[Entry]]:
        """The passages that came after that generation and are still there, oldest first."""
        total, done, last = self.count(start), 0, self._before(start)
        while done < total:
            rows = self._database.rows(
                "SELECT id, section, text FROM passages WHERE id > ? AND generation > ? ORDER BY id LIMIT ?",
                last,
                start,
                _BATCH,
            )
            yield [Entry(row["id"], _with_headings(row["section"], row["text"])) for row in rows]
            last, done = rows[-1]["id"], done + len(rows)
            if progress:
                progress(done, total)

    def _before(self, start: int) -> int:
        """The id before all those of passages that came after that generation: ids rise with the generations."""
        # +id, lest SQLite look for the least one from the first passage on and not in the index of generations
        row = self._database.row("SELECT min(+id) AS first FROM passages WHERE generation > ?", start)
        return row["first"] - 1 if row and row["first"] else 0


class SideIndexes:
    """The lexical and the vector index of one library, as they stood when this was made.

    `vectors` names the folder of the vectors that this encoder made. `home` is a temporary folder that must live as
    long as the indexes in it.
    """

    def __init__(
        self, folder: Path, encoder: str, vectors: str = VECTORS, home: TemporaryDirectory[str] | None = None
    ) -> None:
        self.encoder = encoder
        self._place = folder, vectors
        self.lexical: LexicalIndex = load("policyqa.indexes", "tantivy").open(folder / _LEXICAL)
        self.vectors: VectorIndex = load("policyqa.indexes", "faiss").open(folder / vectors, encoder)
        self._home = home

    def stand_at(self, mark: Mark, encoder: str) -> bool:
        return self.encoder == encoder and self.lexical.mark == mark == self.vectors.mark

    def are_those_of(self, folder: Path, encoder: str, vectors: str) -> bool:
        """Whether nobody has written there since they were read or written; then they need not be read again."""
        here = (self.encoder, *self._place) == (encoder, folder, vectors)
        return here and self.lexical.is_on_disk() and self.vectors.is_on_disk()

    def clear(self) -> None:
        self.lexical.clear()
        self.vectors.clear()

    def bring_to(
        self, mark: Mark, changes: ChangeLog, encoder: Callable[[], Encoder], progress: Progress | None = None
    ) -> None:
        """Both are written in one pass where both lag alike, which they do unless a program was killed."""
        words, vectors = changes.start(self.lexical.mark), changes.start(self.vectors.mark)
        if words == vectors and not self.lexical.mark == mark == self.vectors.mark:
            encoded = _Encoded(encoder(), changes.count(vectors))
            self._write_words(words, encoded.passing(changes.batches(words, progress)), changes, mark)
            self._write_vectors(vectors, encoded, changes, mark)
        elif self.lexical.mark != mark:
            self._write_words(words, changes.batches(words, progress), changes, mark)
        if self.vectors.mark != mark:
            encoded = _Encoded(encoder(), changes.count(vectors))
            for _ in encoded.passing(changes.batches(vectors, progress)):
                pass
            self._write_vectors(vectors, encoded, changes, mark)

    def _write_words(self, start: int, batches: Iterable[list[Entry]], changes: ChangeLog, mark: Mark) -> None:
        if start == _FROM_NOTHING:
            self.lexical.clear()
        self.lexical.update(chain.from_iterable(batches), changes.removed(start), mark)

    def _write_vectors(self, start: int, encoded: _Encoded, changes: ChangeLog, mark: Mark) -> None:
        if start == _FROM_NOTHING:
            self.vectors.clear()
        self.vectors.update(encoded.ids, encoded.vectors(), changes.removed(start), mark)


class _Encoded:
    """Keeps the vectors of the passages that pass; the words of a batch are found once for both indexes."""

    def __init__(self, encoder: Encoder, count: int) -> None:
        self._encoder = encoder
        self._rows = np.empty((count, encoder.dimensions), np.float32)
        self.ids: list[int] = []

    def passing(self, batches: Iterable[list[Entry]]) -> Iterator[list[Entry]]:
        for batch in batches:
            self._rows[len(self.ids) : len(self.ids) + len(batch)] = self._encoder.encode([e.text for e in batch])
            self.ids.extend(entry.id for entry in batch)
            yield batch

    def vectors(self) -> Vectors:
        return self._rows


def private_copy(folder: Path, encoder: str, vectors: str) -> SideIndexes:
    """The indexes copied to where this process may write; what cannot be copied is to be made anew."""
    home = TemporaryDirectory(prefix="policyqa-", ignore_cleanup_errors=True)
    for name in (_LEXICAL, vectors):
        try:
            shutil.copytree(folder / name, Path(home.name, name))
        except OSError:  # shutil.Error among them: another process was writing, or there is no index yet
            shutil.rmtree(Path(home.name, name), ignore_errors=True)
    return SideIndexes(Path(home.name), encoder, vectors, home)


def _with_headings(section: bytes, text: str) -> str:
    headings = msgspec.json.decode(section, type=tuple[str, ...])
    return "\n".join((*(heading for heading in headings if heading not in text), text))
