"""Pairs of measures worth judging: near one another as vectors, or alike in their pairs of characters."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policyqa.protocols import Vectors

Pairs = NDArray[np.int64]  # shape (n, 2), the smaller place first

BUDGET = 2_500_000  # pairs from vectors; what is judged in about a minute
_FEWEST, _MOST = 10, 200  # neighbours of one measure
_FLAT = 20_000  # measures; up to these every vector is compared with every other
# MinHash: a pair with a Jaccard index of 0.5 shares a band in three cases of four, one of 0.7 in 98 of 100.
_BANDS, _ROWS = 10, 3
_SEED = 20261126  # of the permutations: the same measures give the same pairs
_ODD = np.uint64(0x9E3779B97F4A7C15)  # multiplied, it keeps bands apart that differ in one row


def _neighbours_of_one(count: int) -> int:
    """Neighbours of one measure among so many."""
    return int(np.clip(BUDGET // max(1, count), _FEWEST, _MOST))


def joined(nearest: Pairs, alike: NDArray[np.int64], owners: NDArray[np.int64]) -> Pairs:
    """Each pair once, sorted: those of neighbours, and those with the keys of `alike`."""
    distinct = _distinct([_keys(nearest, owners), alike])
    return np.stack([distinct // len(owners), distinct % len(owners)], axis=1)


def keys(found: Iterable[Pairs], owners: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for each pair, ascending; `owners` tells whose each measure is: the number of its region."""
    return _distinct([_keys(pairs, owners) for pairs in found])


def _distinct(numbers: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    ordered = np.sort(np.concatenate([np.zeros(0, np.int64), *numbers]))
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def _keys(pairs: Pairs, owners: NDArray[np.int64]) -> NDArray[np.int64]:
    """One number for each pair of measures of two owners, whichever of the two stands first."""
    first, second = np.minimum(pairs[:, 0], pairs[:, 1]), np.maximum(pairs[:, 0], pairs[:, 1])
    apart = owners[first] != owners[second]
    keys: NDArray[np.int64] = first[apart] * len(owners) + second[apart]
    return keys


def neighbours(vectors: Vectors) -> Pairs:
    """Of each measure those with the nearest vectors, among all; a row of `vectors` has the length 1 or 0."""
    import faiss

    count = len(vectors)
    if not count:
        return np.zeros((0, 2), np.int64)
    near = min(count, _neighbours_of_one(count) + 1)
    # of this thread; another tells of each measure meanwhile
    faiss.omp_set_num_threads(max(1, (os.cpu_count() or 1) - 1))
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


def alike(grams: Sequence[frozenset[str]]) -> Iterator[Pairs]:
    """Pairs with much the same pairs of characters, by MinHash: those that share a band, of each measure the next ones."""
    if len(grams) <= _MOST:  # each is a neighbour of each
        return
    filled = np.array([place for place, text in enumerate(grams) if text], np.int64)
    if len(filled):
        for bands in _bands([grams[place] for place in filled]):
            order = np.argsort(bands, kind="stable")
            yield from (filled[pairs] for pairs in _equal(bands[order], order, _neighbours_of_one(len(grams))))


def _bands(grams: Sequence[frozenset[str]]) -> Iterator[NDArray[np.uint64]]:
    """Of each text a number for each band, made of the least hashes of its pairs of characters."""
    places = {gram: place for place, gram in enumerate(sorted(frozenset[str]().union(*grams)))}
    items = np.array([places[gram] for text in grams for gram in text], np.int64)
    starts = np.cumsum([0, *(len(text) for text in grams[:-1])])
    chance = np.random.default_rng(_SEED)
    for _ in range(_BANDS):
        band = np.zeros(len(grams), np.uint64)
        for _ in range(_ROWS):
            ranks = chance.permutation(len(places)).astype(np.uint64)
            band = band * _ODD + np.minimum.reduceat(ranks[items], starts) + np.uint64(1)
        yield band


def _equal(keys: NDArray[np.uint64], places: NDArray[np.int64], most: int) -> Iterator[Pairs]:
    """Pairs of places with one key, no more than `most` steps apart; `keys` are sorted."""
    for step in range(1, most + 1):
        same = np.flatnonzero(keys[step:] == keys[:-step])
        if not len(same):
            return
        yield np.stack([places[same], places[same + step]], axis=1)
