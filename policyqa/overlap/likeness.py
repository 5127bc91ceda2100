"""How alike the rows of a table are, for many pairs of rows at a time; `a` and `b` are the places of the two of each pair.

Millions of pairs are compared, so each function works along the pairs, in slices that stay in the processor's cache.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any, NamedTuple, TypeVar

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Array = NDArray[np.float32]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
Told = TypeVar("Told")
Matrix = Any  # a scipy sparse matrix, which has no types

_ROWS = 100_000  # of two sparse matrices that are multiplied at a time
_TOLD = 100_000  # pairs of which a thread tells all


def in_slices(tell: Callable[[slice], None], count: int) -> None:
    """Calls `tell` for slices of `count` pairs, on all cores: numpy and scipy work outside Python's lock."""
    slices = [slice(start, start + _TOLD) for start in range(0, count, _TOLD)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        for _ in threads.map(tell, slices):
            pass


def each(tell: Callable[[str], Told], texts: Sequence[str]) -> list[Told]:
    """What is told of each text; of texts that stand several times, once."""
    told = {text: tell(text) for text in dict.fromkeys(texts)}
    return [told[text] for text in texts]


def once(texts: Sequence[str]) -> tuple[dict[str, int], Places]:
    """Each different text with the place where it stands first; which of them each text is."""
    first: dict[str, int] = {}
    for place, text in enumerate(texts):
        first.setdefault(text, place)
    numbers = dict(zip(first, range(len(first)), strict=True))
    return first, np.fromiter(map(numbers.__getitem__, texts), np.int64, len(texts))


def numbered(names: Sequence[str]) -> Places:
    """The place of each name among all, sorted."""
    numbers = {name: number for number, name in enumerate(sorted(set(names)))}
    return np.array([numbers[name] for name in names], np.int64)


class Items(NamedTuple):
    """What stands in each row, one row after the other, as places in `known`, which is sorted."""

    known: list[Any]
    places: Places
    lengths: Places

    @classmethod
    def of(cls, rows: Sequence[Collection[Any]]) -> Items:
        flat = list(chain.from_iterable(rows))
        known = sorted(set(flat))
        numbers = dict(zip(known, range(len(known)), strict=True))
        places = np.fromiter(map(numbers.__getitem__, flat), np.int64, len(flat))
        return cls(known, places, np.fromiter(map(len, rows), np.int64, len(rows)))

    @property
    def rows(self) -> Places:
        """The row of each."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)


def local(items: Items, documents: Places, weight: Callable[[Any], float]) -> NDArray[np.float64]:
    """Of each item of each row its weight, less where much of the row's document has it; 1 of it where one row has it."""
    rows, count = items.rows, max(1, len(items.known))
    once = np.sort(rows * count + items.places)
    once = once[np.append(True, once[1:] != once[:-1])[: len(once)]]  # an item of a row counts once
    of_owner, places = np.unique(documents[rows] * count + items.places, return_inverse=True)
    held = np.bincount(np.searchsorted(of_owner, documents[once // count] * count + once % count), minlength=1)
    sizes = np.bincount(documents)[documents[rows]]
    weights = np.array([max(weight(item), 0.0) for item in items.known])
    if not len(rows):
        return np.zeros(0)
    told: NDArray[np.float64] = weights[items.places] * np.log1p(sizes / held[places]) / np.log1p(sizes)
    return told


def sparse(items: Items, weights: NDArray[np.float64] | None = None) -> Matrix:
    """Rows of items as a matrix of the square roots of their weights, so that a product adds up weights."""
    roots = np.ones(len(items.places)) if weights is None else np.sqrt(weights)
    ends = np.append(0, np.cumsum(items.lengths))
    made = sp.csr_matrix(
        (roots.astype(np.float32), items.places, ends), shape=(len(items.lengths), max(1, len(items.known)))
    )
    made.sort_indices()  # rows are multiplied in half the time
    return made


def share(part: Array, whole: Array) -> Array:
    return (part / np.where(whole > 0, whole, 1)).astype(np.float32)


def sums(matrix: Matrix) -> Array:
    """The weight of each row."""
    return np.asarray(matrix.multiply(matrix).sum(axis=1), np.float32).ravel()


def products(matrix: Matrix, a: Places, b: Places) -> Array:
    """The weight of what the two of each pair share."""
    whole = np.zeros(len(a), np.float32)
    filled = np.diff(matrix.indptr) > 0
    both = np.flatnonzero(filled[a] & filled[b])
    for start in range(0, len(both), _ROWS):
        rows = both[start : start + _ROWS]
        shared = matrix[a[rows]].multiply(matrix[b[rows]])
        whole[rows] = np.asarray(shared.sum(axis=1), np.float32).ravel()
    return whole


def margin(base: Array, measures: Places, documents: Places) -> Array:
    """How far each pair is ahead of the best other pair of the same measure with the same document; −: behind. Pairs are
    sorted by both.
    """
    if not len(base):
        return np.zeros(0, np.float32)
    starts = np.flatnonzero(np.append(True, (measures[1:] != measures[:-1]) | (documents[1:] != documents[:-1])))
    sizes = np.diff(np.append(starts, len(base)))
    best = np.repeat(np.maximum.reduceat(base, starts), sizes)
    leads = _first_of_each(base == best, starts, sizes)
    others = np.where(leads, -np.inf, base).astype(np.float32)
    second = np.repeat(np.maximum.reduceat(others, starts), sizes)
    rival = np.where(leads, np.where(np.isfinite(second), second, 0), best)
    ahead: Array = base - rival
    return ahead


def sorting(numbers: Places) -> Places:
    """The order of numbers, by 16 bits at a time, which numpy sorts in linear time."""
    order = np.arange(len(numbers))
    for bits in range(0, int(numbers.max(initial=0)).bit_length(), 16):
        order = order[np.argsort((numbers >> bits).astype(np.uint16)[order], kind="stable")]
    return order


def beside(base: Array, pairs: Places, documents: Places) -> Array:
    """The better of the pairs that stand just before and just after each in both documents; 0 where neither was judged.

    `pairs`, shape (n, 2), are sorted. Plans that follow one superior keep its order, so that neighbours of a match match too.
    """
    found = np.zeros(len(pairs), np.float32)
    count = len(documents)
    followed = np.append(documents[1:] == documents[:-1], False)[: len(documents)]  # by a measure of its document
    here = np.flatnonzero(followed[pairs[:, 0]] & followed[pairs[:, 1]])
    if not len(here):
        return found
    keys = pairs[:, 0] * count + pairs[:, 1]
    wanted = keys[here] + count + 1
    after = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    there = keys[after] == wanted
    here, after = here[there], after[there]
    found[after] = np.maximum(base[here], 0)
    found[here] = np.maximum(found[here], base[after])
    return found


def _first_of_each(chosen: NDArray[np.bool_], starts: Places, sizes: Places) -> NDArray[np.bool_]:
    """Of the chosen rows of each group the first alone."""
    counted = np.cumsum(chosen)
    before: Places = np.repeat(counted[starts] - chosen[starts], sizes)
    first: NDArray[np.bool_] = chosen & (counted - before == 1)
    return first
