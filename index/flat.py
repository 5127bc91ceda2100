"""A small flat index, searched by NumPy in the bytes that FAISS wrote.

To load FAISS takes a command longer than to compare some thousand vectors, so where ids and vectors lie in its file is noted beside it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from policyqa.model import Record
from policyqa.protocols import Hit, Vectors, Within


class Layout(Record, frozen=True, kw_only=True):
    """Where in a payload the ids (int64) and the vectors (float32, a row for each id) begin, in bytes."""

    ids: int
    vectors: int
    count: int
    dimensions: int


class Flat(NamedTuple):
    payload: memoryview
    ids: NDArray[np.int64]
    vectors: Vectors

    def search(self, vector: Vectors, limit: int, within: Collection[int] | None = None) -> list[Hit]:
        """As VectorIndex.search."""
        ids, vectors = self.ids, self.vectors
        if within is not None:
            chosen = Within.of(within).hold(ids)
            ids, vectors = ids[chosen], vectors[chosen]
        scores = vectors @ vector
        best = np.argpartition(-scores, limit)[:limit] if limit < len(scores) else np.arange(len(scores))
        best = best[np.argsort(-scores[best], kind="stable")]
        return [Hit(id=id_, score=score) for id_, score in zip(ids[best].tolist(), scores[best].tolist(), strict=True)]


def layout(payload: memoryview, ids: NDArray[np.int64], vectors: Vectors) -> Layout | None:
    """None where they do not lie in the payload as they are."""
    content = payload.tobytes()
    places = content.find(ids.tobytes()), content.find(vectors.tobytes())
    if not len(ids) or min(places) < 0:
        return None
    return Layout(ids=places[0], vectors=places[1], count=len(ids), dimensions=vectors.shape[1])


def read(payload: memoryview, layout_: Layout) -> Flat:
    count, dimensions = layout_.count, layout_.dimensions
    ids = np.frombuffer(payload, np.int64, count, layout_.ids)
    vectors = np.frombuffer(payload, np.float32, count * dimensions, layout_.vectors)
    return Flat(payload, ids, vectors.reshape(count, dimensions))
