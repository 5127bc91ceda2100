"""How far the telling words of one clause find a partner in another, for millions of pairs of clauses.

What a word counts beside each of a clause's words is looked up once for all words and not once for each pair: of the
pairs, sorted by one of their clauses, those of one clause meet a single row of bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from policyqa.overlap.likeness import Array, Items, Places, in_slices, sorting
from policyqa.protocols import Vectors

Bytes = NDArray[np.uint8]

WORDS = 12  # of a clause that are aligned; longer clauses are rare
_CHANCE, _SURE = 0.3, 0.8  # cosines of two words: below nothing in common, above nearly the same
_NEARLY = 0.9  # what a word that is nearly the same counts
# Words, the first ones, of which every two are compared: a byte for each pair; further ones are like none.
_TABLED = 25_000
_FULL = 255  # of a byte: the same word
_WORDS_AT_A_TIME = 500
_CELLS, _PAIRS = 2_000_000, 8_192  # bytes looked up in, and pairs at a time: both stay in the processor's cache


def words_alike(vectors: Vectors) -> Bytes:
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
        rows, rest = slice(start, min(start + _WORDS_AT_A_TIME, size)), slice(start, size)
        near = left[rows] @ right[:, rest]
        table[rows, rest] = np.clip(near, 0, _NEARLY * _FULL + 0.5, out=near)
        table[rest, rows] = table[rows, rest].T
    table[np.arange(size), np.arange(size)] = _FULL
    return table


class Clauses(NamedTuple):
    """The telling words of each clause: `words` are their places among all words, -1 where a clause has no more of them."""

    words: Places  # (WORDS, clauses)
    weights: Array  # (WORDS, clauses)
    counts: Bytes

    @classmethod
    def of(cls, words: Items, numbers: Places, weights: NDArray[np.float64]) -> Clauses:
        """`numbers` are the places of the known words among all, `weights` those of the words of each clause."""
        clauses = words.rows
        ranks = np.arange(len(clauses)) - np.repeat(np.cumsum(words.lengths) - words.lengths, words.lengths)
        first = np.flatnonzero(ranks < WORDS)
        placed = np.full((WORDS, len(words.lengths)), -1, np.int64)
        weighed = np.zeros(placed.shape, np.float32)
        placed[ranks[first], clauses[first]] = numbers[words.places[first]]
        weighed[ranks[first], clauses[first]] = weights[first]
        return cls(placed, weighed, np.minimum(words.lengths, WORDS).astype(np.uint8))

    def within(self, words: int) -> Clauses:
        """With those words alone that stand in a table of `words`; any other is its last row, no word."""
        known = (self.words >= 0) & (self.words < words - 1)
        return self._replace(words=np.where(known, self.words, words - 1))


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


def aligned(clauses: Clauses, alike: Bytes, a: Places, b: Places) -> Aligned:
    """`alike` as words_alike tells of the words that the clauses name."""
    clauses = clauses.within(len(alike))
    there, here = _sorted(clauses, alike, b, a), _sorted(clauses, alike, a, b)
    return Aligned(there[0], here[0], *np.minimum(there[1:], here[1:]))


def _sorted(clauses: Clauses, alike: Bytes, x: Places, y: Places) -> Array:
    """What _partners tells of pairs in any order."""
    order = sorting(x)
    x, y = x[order], y[order]
    found = np.empty((4, len(x)), np.float32)

    def tell(rows: slice) -> None:
        found[:, order[rows]] = _partners(clauses, alike, x[rows], y[rows])

    in_slices(tell, len(x))
    return found


def _partners(clauses: Clauses, alike: Bytes, x: Places, y: Places) -> Array:
    """Of each pair how the words of its `y` find partners in its `x`: the share, by weight, that does; the weight of the
    most telling word without one; of the most telling with one; of the second. `x` is sorted.
    """
    found = np.empty((4, len(x)), np.float32)
    for rows in _blocks(x, max(1, _CELLS // len(alike))):
        first, last = int(x[rows.start]), int(x[rows.stop - 1])
        table = _best(clauses, alike, slice(first, last + 1))
        # by the number of their words: a short clause is not told as if it were a long one
        order = np.argsort(clauses.counts[y[rows]], kind="stable") + rows.start
        for start in range(0, len(order), _PAIRS):
            chosen = order[start : start + _PAIRS]
            found[:, chosen] = _told(clauses, table, (x[chosen] - first) * len(alike), y[chosen])
    return found


def _blocks(x: Places, most: int) -> Iterator[slice]:
    """Rows whose values lie less than `most` apart."""
    start = 0
    while start < len(x):
        stop = int(np.searchsorted(x, x[start] + most))
        yield slice(start, stop)
        start = stop


def _best(clauses: Clauses, alike: Bytes, those: slice) -> Bytes:
    """What each word counts beside the one of the clause's words that it is most alike, row after row."""
    best = alike[clauses.words[0, those]]
    for words in clauses.words[1 : int(clauses.counts[those].max()), those]:
        np.maximum(best, alike[words], out=best)
    return best.reshape(-1)


def _told(clauses: Clauses, table: Bytes, beside: Places, y: Places) -> Array:
    """As _partners, by the rows of `table` that begin at `beside`; the last of `y` has the most words."""
    count = max(1, int(clauses.counts[y[-1]]))
    where = clauses.words[:count].take(y, axis=1)
    where += beside
    partnered = table.take(where, mode="wrap").astype(np.float32)
    partnered /= _FULL
    weights = clauses.weights[:count].take(y, axis=1)
    partnered *= weights
    best, second = _two_best(partnered)
    total = weights.sum(axis=0)
    share = partnered.sum(axis=0) / np.where(total > 0, total, 1)
    weights -= partnered
    return np.stack([share, weights.max(axis=0), best, second])


def _two_best(values: Array) -> tuple[Array, Array]:
    """The best and the second best of each column; 0 where there is none."""
    best, second = values[0].copy(), np.zeros_like(values[0])
    for row in values[1:]:
        np.maximum(second, np.minimum(best, row), out=second)
        np.maximum(best, row, out=best)
    return best, second
