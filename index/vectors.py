"""The vector index: FAISS by inner products, of a kind that suits the number of vectors.

The index lies in one file. A large one is not written anew for a small change: what came and went since then
lies in a second file, and is taken in when the index is opened. FAISS itself is loaded where something changes, or where
the index is not a small one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from policyqa.model import Record
from policyqa.protocols import Hit, Mark, Vectors

from . import flat, persistence

_FILE, _CHANGES = "vectors.faiss", "changes.faiss"
_SMALL = 20_000  # vectors; so small an index is written anew with each change
_MANY = 20_000  # vectors that came or went since the index was written; more are not kept beside it


class _Change(Record, frozen=True, kw_only=True):
    """`removed` and `ids` are int64, `vectors` float32 of shape (ids, dimensions), in bytes."""

    removed: bytes
    ids: bytes
    vectors: bytes


class _Changes(Record, frozen=True, kw_only=True):
    """What came and went, in order, after the state `base` was written."""

    base: Mark
    changes: tuple[_Change, ...]


class FaissIndex:
    """Held in memory as it was read, and as `update` brought it forward."""

    def __init__(self, folder: Path, encoder: str) -> None:
        self._file, self._beside = folder / _FILE, folder / _CHANGES
        self._encoder = encoder
        self._flat: flat.Flat | None = None  # what was read, as long as FAISS is not needed for it
        self._index: Any = None
        self._mark: Mark | None = None
        self._base: Mark | None = None
        self._changes: tuple[_Change, ...] = ()

    @classmethod
    def open(cls, folder: Path, encoder: str) -> FaissIndex:
        opened = cls(folder, encoder)
        saved = persistence.read(opened._file)
        if saved and saved.maker == encoder:
            opened._mark = opened._base = saved.mark
            if saved.layout and not opened._beside.exists():
                opened._flat = flat.read(saved.payload, saved.layout)
            else:
                opened._load(saved.payload)
                opened._take_in_changes()
        return opened

    def _load(self, payload: memoryview) -> None:
        from . import faiss_kinds

        self._index, self._flat = faiss_kinds.read(payload), None

    @property
    def mark(self) -> Mark | None:
        return self._mark

    def is_on_disk(self) -> bool:
        whole, beside = persistence.header(self._file), persistence.header(self._beside)
        if whole is None or (whole.maker, whole.mark) != (self._encoder, self._base):
            return False
        return self._mark == (beside.mark if beside else self._base)

    def update(self, ids: Sequence[int], vectors: Vectors, removed: Iterable[int], mark: Mark) -> None:
        """`vectors` has one row per id."""
        from . import faiss_kinds

        if self._flat:
            self._load(self._flat.payload)
        came = np.asarray(ids, np.int64)
        new = np.ascontiguousarray(vectors, np.float32)
        gone = np.fromiter(removed, np.int64)
        self._mark = None  # until the file is written, what is in memory is nobody's state
        if self._index is None:
            self._index = faiss_kinds.filled(came, new)
            self._write(mark)
            return
        change = _Change(removed=gone.tobytes(), ids=came.tobytes(), vectors=new.tobytes())
        self._apply(change)
        if faiss_kinds.outgrown(self._index):
            self._index = faiss_kinds.filled(*faiss_kinds.contents(self._index))
            self._write(mark)
        elif self._index.ntotal <= _SMALL or self._waiting() + len(came) + len(gone) > _MANY:
            self._write(mark)
        else:
            self._write_beside(change, mark)

    def clear(self) -> None:
        self._index = self._flat = self._mark = self._base = None
        self._changes = ()
        self._file.unlink(missing_ok=True)
        self._beside.unlink(missing_ok=True)

    def search(self, vector: Vectors, limit: int, within: Collection[int] | None = None) -> list[Hit]:
        if self._flat:
            return self._flat.search(vector, limit, within)
        if self._index is None or not self._index.ntotal or (within is not None and not within):
            return []
        from . import faiss_kinds

        query = np.ascontiguousarray(vector.reshape(1, -1), np.float32)
        parameters = faiss_kinds.parameters(self._index, within)
        scores, ids = self._index.search(query, min(limit, self._index.ntotal), params=parameters)
        found = zip(ids[0].tolist(), scores[0].tolist(), strict=True)
        return [Hit(id=id_, score=score) for id_, score in found if id_ >= 0]

    def _apply(self, change: _Change) -> None:
        removed = np.frombuffer(change.removed, np.int64)
        if len(removed):
            self._index.remove_ids(removed)
        ids = np.frombuffer(change.ids, np.int64)
        if len(ids):
            self._index.add_with_ids(np.frombuffer(change.vectors, np.float32).reshape(len(ids), -1), ids)

    def _waiting(self) -> int:
        return sum(len(change.removed) + len(change.ids) for change in self._changes) // 8

    def _write(self, mark: Mark) -> None:
        from . import faiss_kinds

        payload = faiss_kinds.written(self._index)
        small = self._index.ntotal <= _SMALL
        layout = flat.layout(payload, *faiss_kinds.contents(self._index)) if small else None
        persistence.write(self._file, self._encoder, mark, payload, layout)
        self._mark = self._base = mark
        self._changes = ()
        self._beside.unlink(missing_ok=True)

    def _write_beside(self, change: _Change, mark: Mark) -> None:
        assert self._base is not None
        changes = (*self._changes, change)
        payload = msgspec.msgpack.encode(_Changes(base=self._base, changes=changes))
        persistence.write(self._beside, self._encoder, mark, memoryview(payload))
        self._mark, self._changes = mark, changes

    def _take_in_changes(self) -> None:
        """Those of another base are left alone: the program was killed before it could delete them."""
        saved = persistence.read(self._beside)
        if saved is None or saved.maker != self._encoder:
            return
        try:
            found = msgspec.msgpack.decode(saved.payload, type=_Changes)
        except msgspec.DecodeError:
            return
        if found.base == self._base:
            for change in found.changes:
                self._apply(change)
            self._mark, self._changes = saved.mark, found.changes
