"""Pairs of measures worth judging: near one another as vectors, or alike in their pairs of characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policyqa.protocols import Vectors

Pairs = NDArray[np.int64]  # shape (n, 2), the smaller place first

BUDGET = 2_500_000  # pairs from vectors; what is judged in about a minute
_FEWEST, _MOST = 10, 200  # neighbours of one measure
_FLAT = 20_000  # measures; up to these every vector is compared with every other
_PERMUTATIONS, _ALIKE = 32, 0.5  # of MinHash, and the Jaccard index from which it should find a pair


def candidates(vectors: Vectors, grams: Sequence[frozenset[str]], owners: NDArray[np.int64]) -> Pairs:
    """Each pair once, sorted; measures of one owner (a region) are no pair.

    `vectors` has one row per measure, of length 1 or 0; `owners` the number of the region of each.
    """
    if not len(grams):
        return np.zeros((0, 2), np.int64)
    found = [_neighbours(vectors)]
    if len(grams) > _MOST:  # with fewer each is a neighbour of each
        found.append(_alike(grams))
    pairs = np.concatenate(found)
    pairs = np.sort(pairs[owners[pairs[:, 0]] != owners[pairs[:, 1]]], axis=1)
    count = len(grams)
    keys = np.unique(pairs[:, 0] * count + pairs[:, 1])
    return np.stack([keys // count, keys % count], axis=1)


def _neighbours(vectors: Vectors) -> Pairs:
    """Of each measure those with the nearest vectors, among all."""

    count = len(vectors)
    near = min(count, int(np.clip(BUDGET // count, _FEWEST, _MOST)) + 1)
    _, found = _index(vectors).search(vectors, near)
    places = np.asarray(found, np.int64).ravel()
    pairs = np.stack([np.repeat(np.arange(count), near), places], axis=1)
    kept: Pairs = pairs[(places >= 0) & (pairs[:, 0] != places)]
    return kept


def _index(vectors: Vectors) -> Any:
    """Compares every vector with every other while that is quick, else those of neighbouring cells."""
    import faiss

    count, width = vectors.shape
    index: Any = faiss.IndexFlatIP(width)
    if count > _FLAT:
        cells = int(4 * np.sqrt(count))
        index = faiss.IndexIVFFlat(index, width, cells, faiss.METRIC_INNER_PRODUCT)
        index.train(vectors[:: max(1, count // (40 * cells))])
        index.nprobe = 8
    index.add(vectors)
    return index


def _alike(grams: Sequence[frozenset[str]]) -> Pairs:
    """Pairs with much the same pairs of characters, by MinHash."""
    found = np.array(list(_collisions(grams)), np.int64)
    return found.reshape(-1, 2)


def _collisions(grams: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=_ALIKE, num_perm=_PERMUTATIONS)
    encoded = ([gram.encode() for gram in sorted(text)] for text in grams)
    for place, sketch in enumerate(MinHash.generator(encoded, num_perm=_PERMUTATIONS)):
        if grams[place]:
            yield from ((int(other), place) for other in index.query(sketch)[:_MOST])
            index.insert(place, sketch)
