"""Pairs of measures worth judging: near one another as vectors, or alike in their pairs of characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from policyqa.overlap.likeness import Array, Places
from policyqa.overlap.meanings import dots
from policyqa.overlap.nearest import Near, keys_of, neighbours_of_one
from policyqa.protocols import Vectors

Pairs = NDArray[np.int64]  # shape (n, 2), the smaller place first

_MENTIONS = 3  # of a clause in one document that are compared with whatever is like them
# MinHash: a pair with a Jaccard index of 0.5 shares a band in three cases of four, one of 0.7 in 98 of 100.
_BANDS, _ROWS = 10, 3
_SEED = 20261126  # of the permutations: the same measures give the same pairs
_ODD = np.uint64(0x9E3779B97F4A7C15)  # multiplied, it keeps bands apart that differ in one row


class Mentions(NamedTuple):
    """Which measures stand for themselves, and which repeat their clause once more in their document: a refrain of ten
    mentions in each of two documents is no hundred pairs. `numbers` are the same for the n-th mention of one clause.
    """

    first: Places
    later: Places
    numbers: Places

    @classmethod
    def of(cls, clauses: Sequence[str], documents: Places) -> Mentions:
        counted: Counter[tuple[str, int]] = Counter()
        numbers: dict[tuple[str, int], int] = {}
        told = np.empty((2, len(clauses)), np.int64)
        for place, said in enumerate(zip(clauses, documents.tolist(), strict=True)):
            turn = counted[said]
            counted[said] += 1
            told[:, place] = turn, numbers.setdefault((said[0], turn), len(numbers))
        return cls(np.flatnonzero(told[0] < _MENTIONS), np.flatnonzero(told[0] >= _MENTIONS), told[1])


def joined(near: Near, alike: Places, vectors: Vectors) -> tuple[Pairs, Array]:
    """Each pair once, sorted, with the cosine of its vectors: those that are near, and those with the keys of `alike`."""
    further = alike[~_among(alike, near.keys)]
    a, b = np.divmod(further, max(1, len(vectors)))
    keys = np.concatenate([near.keys, further])
    cosines = np.concatenate([near.cosines, dots(vectors, a, b)])
    order = np.argsort(keys, kind="stable")  # two sorted rows are merged
    return np.stack(np.divmod(keys[order], max(1, len(vectors))), axis=1), cosines[order]


def _among(numbers: Places, others: Places) -> NDArray[np.bool_]:
    """Which numbers stand among others, which are sorted."""
    if not len(others):
        return np.zeros(len(numbers), bool)
    found: NDArray[np.bool_] = others[np.minimum(np.searchsorted(others, numbers), len(others) - 1)] == numbers
    return found


def alike(grams: Sequence[frozenset[str]], owners: Places, said: Mentions) -> Places:
    """The keys of pairs with much the same pairs of characters, by MinHash, ascending: those that share a band, of each
    measure the next ones; and of those that say for the n-th time what the other does too. `owners` tells whose each
    measure is; those of one owner are no pair.
    """
    most = neighbours_of_one(len(grams))
    found = [_next_ones(said.numbers[said.later], said.later, owners, most)]
    filled = np.array([place for place in said.first.tolist() if grams[place]], np.int64)
    if len(grams) > most and len(filled):  # of few measures each is a neighbour of each
        bands = _bands([grams[place] for place in filled])
        found.extend(_next_ones(band, filled, owners, most) for band in bands)
    return _distinct(np.concatenate(found))


def _next_ones(numbers: NDArray[Any], places: Places, owners: Places, most: int) -> Places:
    """The keys of places with one number, no more than `most` steps apart."""
    order = np.argsort(numbers, kind="stable")
    first, second = _equal(numbers[order], most)
    return keys_of(places[order[first]], places[order[second]], owners)[0]


def _distinct(numbers: Places) -> Places:
    ordered = np.sort(numbers)
    kept: Places = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return kept


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


def _equal(keys: NDArray[Any], most: int) -> tuple[Places, Places]:
    """Places of two equal keys, no more than `most` steps apart; `keys` are sorted."""
    ends = np.searchsorted(keys, keys, side="right")
    places = np.arange(len(keys))
    ahead = np.minimum(ends - places - 1, most)
    first = np.repeat(places, ahead)
    return first, first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(ahead) - ahead, ahead)
