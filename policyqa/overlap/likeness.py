"""How alike the rows of a table are, for many pairs of rows at a time; `a` and `b` are the places of the two of each pair.

Millions of pairs are compared, so each function works along the pairs, in slices that stay in the processor's cache.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from policyqa.protocols import Vectors

Array = NDArray[np.float32]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
Matrix = Any  # a scipy sparse matrix, which has no types

WORDS = 12  # of a clause that are aligned; longer clauses are rare
_CHANCE, _SURE = 0.3, 0.8  # cosines of two words: below nothing in common, above nearly the same
_NEARLY = 0.9  # what a word that is nearly the same counts
# Words, the first ones, of which every two are compared: a byte for each pair; further ones are like none.
_TABLED = 25_000
_FULL = 255  # of a byte: the same word
_FEW = 5  # vectors of a document whose mean tells little of it
_SLICE, _ROWS, _WORDS_AT_A_TIME = 20_000, 500, 500
_LOOKED_UP = 3_000  # texts, up to which every two are compared once: headings and last words stand in many pairs
_TOLD = 100_000  # pairs of which a thread tells all


def in_slices(tell: Callable[[slice], None], count: int) -> None:
    """Calls `tell` for slices of `count` pairs, on all cores: numpy and scipy work outside Python's lock."""
    slices = [slice(start, start + _TOLD) for start in range(0, count, _TOLD)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        for _ in threads.map(tell, slices):
            pass


def words_alike(vectors: Vectors) -> NDArray[np.uint8]:
    """What two of the first words count, of _FULL: a product of their vectors, drawn out so that _CHANCE is 0 and _SURE
    is _NEARLY. The last row and column are those of no word.
    """
    vectors = vectors[:_TABLED]
    size = len(vectors)
    steep = _NEARLY * _FULL / (_SURE - _CHANCE)
    left = np.hstack([vectors * steep, np.full((size, 1), 0.5 - _CHANCE * steep)]).astype(np.float32)
    right = np.hstack([vectors, np.ones((size, 1), np.float32)]).T
    table = np.zeros((size + 1, size + 1), np.uint8)
    for start in range(0, size, _WORDS_AT_A_TIME):
        rows = slice(start, min(start + _WORDS_AT_A_TIME, size))
        near = left[rows] @ right
        table[rows, :size] = np.clip(near, 0, _NEARLY * _FULL + 0.5, out=near)
    table[np.arange(size), np.arange(size)] = _FULL
    return table


class Clauses(NamedTuple):
    """The telling words of each clause: `words` are their places among all words, -1 where a clause has no more of them."""

    words: Places  # (WORDS, clauses)
    weights: Array  # (WORDS, clauses)
    counts: Places

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]], weights: Sequence[Sequence[float]]) -> Clauses:
        """`weights` of the words of each clause, in their order."""
        words = np.full((WORDS, len(rows)), -1, np.int64)
        weighed = np.zeros(words.shape, np.float32)
        for place, (row, heavy) in enumerate(zip(rows, weights, strict=True)):
            words[: len(row[:WORDS]), place] = row[:WORDS]
            weighed[: len(row[:WORDS]), place] = heavy[:WORDS]
        return cls(words, weighed, (words >= 0).sum(axis=0))


class Aligned(NamedTuple):
    """`forth`: the share of the first's words, by weight, that find a partner in the second; `back` the other way round.

    `strangers`: the weight of the most telling word without a partner, where both have one; `first` and `second`: of the
    most telling words with a partner, in the clause where they weigh less.
    """

    forth: Array
    back: Array
    strangers: Array
    first: Array
    second: Array


def aligned(clauses: Clauses, alike: NDArray[np.uint8], a: Places, b: Places) -> Aligned:
    """`alike` as words_alike tells of the words that the clauses name."""
    whole = Aligned(*(np.zeros(len(a), np.float32) for _ in Aligned._fields))
    for rows in _alike_in_length(clauses.counts, a, b):
        for column, found in zip(whole, _aligned(clauses, alike, a[rows], b[rows]), strict=True):
            column[rows] = found
    return whole


def _alike_in_length(counts: Places, a: Places, b: Places) -> Iterator[Places]:
    """Pairs by the number of their words: a short clause is not compared as if it were a long one."""
    lengths = ((np.maximum(counts, 1) + 1) // 2).astype(np.int64)
    kinds = lengths[a] * (WORDS + 1) + lengths[b]
    order = np.argsort(kinds, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(kinds[order])) + 1):
        yield from (group[start : start + _SLICE] for start in range(0, len(group), _SLICE))


def _aligned(clauses: Clauses, alike: NDArray[np.uint8], a: Places, b: Places) -> Aligned:
    size = len(alike)
    first, second = (_words(clauses, places, size - 1) for places in (a, b))
    there, here = np.zeros(first.shape, np.uint8), np.zeros(second.shape, np.uint8)
    flat = alike.reshape(-1)
    for row, word in enumerate(first * size):
        for column, other in enumerate(second):
            found = flat[word + other]
            np.maximum(there[row], found, out=there[row])
            np.maximum(here[column], found, out=here[column])
    weights = clauses.weights[: len(first), a], clauses.weights[: len(second), b]
    shares = [np.divide(found, _FULL, dtype=np.float32) for found in (there, here)]
    alone = [(weight * (1 - share)).max(axis=0) for weight, share in zip(weights, shares, strict=True)]
    forth, back = (_weighted(share, weight) for share, weight in zip(shares, weights, strict=True))
    best = [_two_best(weight * share) for weight, share in zip(weights, shares, strict=True)]
    return Aligned(
        forth, back, np.minimum(*alone), np.minimum(best[0][-1], best[1][-1]), np.minimum(best[0][0], best[1][0])
    )


def _two_best(values: Array) -> Array:
    """The second best and the best of each column, shape (2, columns)."""
    if len(values) < 2:
        values = np.vstack([values, np.zeros_like(values)])
    found: Array = np.partition(values, len(values) - 2, axis=0)[-2:]
    return found


def _words(clauses: Clauses, places: Places, none: int) -> Places:
    """The words of these clauses, (most words, clauses); those outside the table are no word."""
    words = clauses.words[: max(1, int(clauses.counts[places].max())), places]
    return np.where((words < 0) | (words >= none), none, words)


def _weighted(values: Array, weights: Array) -> Array:
    total = weights.sum(axis=0)
    mean: Array = (values * weights).sum(axis=0) / np.where(total > 0, total, 1)
    return mean


class Meanings(NamedTuple):
    """Vectors of texts: each different text once, and which of them is each row's, -1 for none.

    `alike` are the cosines of every two, where there are few.
    """

    vectors: Vectors
    places: Places
    alike: Array | None

    @classmethod
    def of(cls, vectors: Vectors, places: Places) -> Meanings:
        """`vectors` of length 1 or 0; the row of zeros at their end is what the place -1 finds."""
        vectors = np.vstack([vectors, np.zeros((1, vectors.shape[1]), np.float32)])
        return cls(vectors, places, vectors @ vectors.T if len(vectors) <= _LOOKED_UP else None)

    @classmethod
    def centred(cls, vectors: Vectors, places: Places, documents: Places) -> Meanings:
        """Told from the mean of their document, `documents` says whose each is: from all of it where there are many."""
        if not len(vectors):
            return cls.of(vectors, places)
        counts = np.bincount(documents)
        totals = np.zeros((len(counts), vectors.shape[1]), np.float32)
        np.add.at(totals, documents, vectors)
        apart = vectors - (totals / (counts + _FEW)[:, None])[documents]
        lengths = np.linalg.norm(apart, axis=1, keepdims=True)
        return cls.of(np.ascontiguousarray(apart / np.where(lengths > 0, lengths, 1), np.float32), places)


def cosines(texts: Meanings, a: Places, b: Places) -> Array:
    """Of each pair of texts."""
    first, second = texts.places[a], texts.places[b]
    return dots(texts.vectors, first, second) if texts.alike is None else texts.alike[first, second]


def dots(vectors: Vectors, a: Places, b: Places) -> Array:
    whole = np.zeros(len(a), np.float32)
    left, right = (np.empty((_ROWS, vectors.shape[1]), np.float32) for _ in "ab")
    for start in range(0, len(a), _ROWS):
        found = whole[start : start + _ROWS]
        for side, places in ((left, a), (right, b)):
            np.take(vectors, places[start : start + _ROWS], axis=0, out=side[: len(found)], mode="wrap")
        np.einsum("ij,ij->i", left[: len(found)], right[: len(found)], out=found)
    return whole


def local(rows: Sequence[Collection[Any]], documents: Places, weight: Callable[[Any], float]) -> list[list[float]]:
    """Of each item of each row its weight, less where much of the row's document has it; 1 of it where one row has it."""
    numbers: dict[Any, int] = {}
    items = np.array([numbers.setdefault(item, len(numbers)) for row in rows for item in row], np.int64)
    lengths = np.array([len(row) for row in rows], np.int64)
    owners, count = np.repeat(documents, lengths), max(1, len(numbers))
    once = np.unique(np.repeat(np.arange(len(rows)), lengths) * count + items)  # an item of a row counts once
    of_owner, places = np.unique(owners * count + items, return_inverse=True)
    held = np.bincount(np.searchsorted(of_owner, documents[once // count] * count + once % count), minlength=1)
    sizes = np.bincount(documents)[owners]
    weights = np.array([max(weight(item), 0.0) for item in numbers])
    told = weights[items] * np.log1p(sizes / held[places]) / np.log1p(sizes) if len(items) else np.zeros(0)
    return [part.tolist() for part in np.split(told, np.cumsum(lengths)[:-1])]


def sparse(rows: Sequence[Collection[Any]], weights: Sequence[Sequence[float]] | None = None) -> Matrix:
    """Rows of items as a matrix of the square roots of their weights, so that a product adds up weights."""
    columns = {item: place for place, item in enumerate(sorted(set().union(*rows)))}
    where = np.array([columns[item] for row in rows for item in row], np.int64)
    roots = np.ones(len(where)) if weights is None else np.sqrt([heavy for row in weights for heavy in row])
    ends = np.cumsum([0, *(len(row) for row in rows)])
    return sp.csr_matrix((roots.astype(np.float32), where, ends), shape=(len(rows), max(1, len(columns))))


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
    for start in range(0, len(both), 5 * _SLICE):
        rows = both[start : start + 5 * _SLICE]
        shared = matrix[a[rows]].multiply(matrix[b[rows]])
        whole[rows] = np.asarray(shared.sum(axis=1), np.float32).ravel()
    return whole


def margin(base: Array, measures: Places, documents: Places) -> Array:
    """How far each pair is ahead of the best other pair of the same measure with the same document; −: behind."""
    if not len(base):
        return np.zeros(0, np.float32)
    keys = measures * (int(documents.max()) + 1) + documents
    order = np.argsort(keys, kind="stable")
    ranked, groups = base[order], keys[order]
    starts = np.flatnonzero(np.append(True, groups[1:] != groups[:-1]))
    sizes = np.diff(np.append(starts, len(order)))
    best = np.repeat(np.maximum.reduceat(ranked, starts), sizes)
    leads = _first_of_each(ranked == best, starts, sizes)
    others = np.where(leads, -np.inf, ranked).astype(np.float32)
    second = np.repeat(np.maximum.reduceat(others, starts), sizes)
    rival = np.where(leads, np.where(np.isfinite(second), second, 0), best)
    found = np.zeros(len(order), np.float32)
    found[order] = ranked - rival
    return found


def beside(base: Array, pairs: Places, documents: Places) -> Array:
    """The better of the pairs that stand just before and just after each in both documents; 0 where neither was judged.

    `pairs`, shape (n, 2), are sorted. Plans that follow one superior keep its order, so that neighbours of a match match too.
    """
    count = len(documents)
    keys = pairs[:, 0] * count + pairs[:, 1]
    found = np.zeros(len(pairs), np.float32)
    if not len(pairs):
        return found
    for step in (-1, 1):
        beside = np.clip(pairs + step, 0, count - 1)
        wanted = beside[:, 0] * count + beside[:, 1]
        places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        there = (keys[places] == wanted) & (documents[beside] == documents[pairs]).all(axis=1)
        there &= (beside != pairs).all(axis=1)
        np.maximum(found, np.where(there, base[places], 0), out=found)
    return found


def _first_of_each(chosen: NDArray[np.bool_], starts: Places, sizes: Places) -> NDArray[np.bool_]:
    """Of the chosen rows of each group the first alone."""
    counted = np.cumsum(chosen)
    before: Places = np.repeat(counted[starts] - chosen[starts], sizes)
    first: NDArray[np.bool_] = chosen & (counted - before == 1)
    return first
