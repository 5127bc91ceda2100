"""How near texts are in meaning: cosines of their vectors, as they are or told from the mean of their document, for many
pairs at a time; `a` and `b` are the places of the two of each pair.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from policyqa.overlap.likeness import Array, Places, sorting
from policyqa.protocols import Vectors

_FEW = 5  # vectors of a document whose mean tells little of it
_LOOKED_UP = 3_000  # texts, up to which every two are compared once: headings and last words stand in many pairs
_DOTS = 10_000  # pairs of vectors at a time
_CELLS_FOR_ONE = 60  # products of two vectors in a table of all, which take as long as that of a pair read by itself
_BESIDE = 64_000_000  # products of documents and vectors that are told beforehand


class Meanings(NamedTuple):
    """Vectors of texts: each different text once, and which of them is each row's.

    `alike` are the cosines of every two, where there are few.
    """

    vectors: Vectors
    places: Places
    alike: Array | None

    @classmethod
    def of(cls, vectors: Vectors, places: Places) -> Meanings:
        """`vectors` of length 1 or 0; a row of zeros at their end is that of no text."""
        vectors = np.vstack([vectors, np.zeros((1, vectors.shape[1]), np.float32)])
        places = np.where(places < 0, len(vectors) - 1, places)
        return cls(vectors, places, vectors @ vectors.T if len(vectors) <= _LOOKED_UP else None)

    @classmethod
    def centred(cls, vectors: Vectors, places: Places, documents: Places) -> Meanings:
        """Told from the mean of their document, `documents` says whose each is: from all of it where there are many."""
        if not len(vectors):
            return cls.of(vectors, places)
        apart = vectors - centres(vectors, documents)[documents]
        lengths = np.linalg.norm(apart, axis=1, keepdims=True)
        return cls.of(np.ascontiguousarray(apart / np.where(lengths > 0, lengths, 1), np.float32), places)


def centres(vectors: Vectors, documents: Places) -> Vectors:
    """The mean of each document, nearer to zero where it has few vectors."""
    counts = np.bincount(documents)
    order, held = sorting(documents), np.flatnonzero(counts)
    totals = np.zeros((len(counts), vectors.shape[1]), np.float32)
    totals[held] = np.add.reduceat(vectors[order], (np.cumsum(counts) - counts)[held], axis=0)
    told: Vectors = (totals / (counts + _FEW)[:, None]).astype(np.float32)
    return told


def cosines(texts: Meanings, a: Places, b: Places) -> Array:
    """Of each pair of texts."""
    first, second = texts.places[a], texts.places[b]
    return dots(texts.vectors, first, second) if texts.alike is None else texts.alike[first, second]


def dots(vectors: Vectors, a: Places, b: Places) -> Array:
    """Of pairs sorted by `a`. Those of some vectors are looked up among the products of these with all that stand beside
    them, where that is less work, else those of one vector are told at a time: it is read once, and not once for each.
    """
    whole = np.empty(len(a), np.float32)
    for start in range(0, len(a), _DOTS):
        rows = slice(start, start + _DOTS)
        tell = _looked_up if _is_dense(a[rows], b[rows]) else _one_by_one
        whole[rows] = tell(vectors, a[rows], b[rows])
    return whole


def _is_dense(a: Places, b: Places) -> bool:
    return int(np.ptp(a) + 1) * int(np.ptp(b) + 1) < _CELLS_FOR_ONE * len(a)


def _looked_up(vectors: Vectors, a: Places, b: Places) -> Array:
    first, second = int(a.min()), int(b.min())
    found: Array = (vectors[first : int(a.max()) + 1] @ vectors[second : int(b.max()) + 1].T)[a - first, b - second]
    return found


def _one_by_one(vectors: Vectors, a: Places, b: Places) -> Array:
    whole = np.empty(len(a), np.float32)
    starts = np.flatnonzero(np.append(True, a[1:] != a[:-1]))
    for start, stop in pairwise([*starts.tolist(), len(a)]):
        np.einsum("ij,j->i", vectors[b[start:stop]], vectors[a[start]], out=whole[start:stop])
    return whole


class FromMeans(NamedTuple):
    """Vectors told from the mean of their document, by what they are nearest as they are.

    `beside`, shape (documents, vectors): the product of each document's mean with each vector; `between`, shape (documents,
    documents): of two means; `lengths` are those of the vectors told from their mean.
    """

    beside: Array
    between: Array
    lengths: Array
    documents: Places

    @classmethod
    def of(cls, vectors: Vectors, documents: Places) -> FromMeans | Meanings:
        """With very many documents the vectors themselves are told."""
        if (int(documents.max(initial=0)) + 1) * len(vectors) > _BESIDE:
            return Meanings.centred(vectors, np.arange(len(vectors)), documents)
        means = centres(vectors, documents)
        lengths = np.linalg.norm(vectors - means[documents], axis=1).astype(np.float32)
        return cls(means @ vectors.T, means @ means.T, np.where(lengths > 0, lengths, 1), documents)


def told_apart(texts: FromMeans | Meanings, plain: Array, a: Places, b: Places) -> Array:
    """The cosines told from the mean; `plain` are those of the vectors as they are."""
    if isinstance(texts, Meanings):
        return cosines(texts, a, b)
    of_a, of_b = texts.documents[a], texts.documents[b]
    product = plain - texts.beside[of_a, b] - texts.beside[of_b, a] + texts.between[of_a, of_b]
    found: Array = product / (texts.lengths[a] * texts.lengths[b])
    return found
