"""What is alike in two measures, as numbers: shape (pairs, features) for many pairs at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from policyqa.overlap import words as w
from policyqa.overlap.candidates import Pairs
from policyqa.overlap.measures import Measure
from policyqa.protocols import Encoder, Vectors

Array = NDArray[np.float32]
Matrix = Any  # a scipy sparse matrix, which has no types

_WORDS = 12  # of a clause that are aligned; longer clauses are rare
_BATCH = 2000  # pairs aligned at a time
FIRST_SIGHT = (
    0.3  # the sum in worth_judging; nearly all annotated pairs lie above it, and a twentieth of the candidates
)
_CHANCE, _SURE = 0.3, 0.8  # cosines of two words: below nothing in common, above nearly the same
_NEARLY = 0.9  # what a word that is nearly the same counts

NAMES = (
    "aligned_least",  # share of the telling words of the worse covered clause that find a partner in the other
    "aligned_most",  # the same of the better covered one
    "strangers",  # weight of the most telling word without a partner, where both clauses have one: another object
    "vector",  # cosine of the clauses
    "context",  # cosine of the sentences with their clauses
    "section",  # cosine of the headings
    "dice",  # shared pairs of characters, by weight
    "contained",  # the same, of the shorter clause
    "act",  # kinds of act in common, of all
    "head",  # cosine of the last telling words
    "unit",  # a figure in the same unit
    "one_figure",  # a figure in one alone
    "length",  # how far the lengths lie apart, as a logarithm
    "shortest",  # length of the shorter, as a logarithm
    "matter",  # matters of concepts.tsv in common, by weight, of all
    "matters",  # their weight
    "other_matter",  # both speak of matters, and of none in common
    "margin_first",  # how far the pair is ahead of the first's next best partner in the document
    "margin_second",  # how far it is ahead of the second's
)


class Table(NamedTuple):
    """What is told of each measure once, row by row."""

    vectors: Vectors
    contexts: Vectors
    sections: Vectors
    word_vectors: Vectors  # and a row of zeros, the last, for no word
    words: NDArray[np.int64]  # (measures, _WORDS), places in word_vectors; -1 is none
    weights: Array  # of those words
    heads: NDArray[np.int64]
    pairs: Matrix  # (measures, pairs of characters), square roots of their weights
    matters: Matrix
    acts: Matrix
    units: Matrix
    sizes: Array
    documents: NDArray[np.int64]


def table(measures: Sequence[Measure], encoder: Encoder) -> Table:
    telling = [w.words(m.clause) for m in measures]
    places = {word: place for place, word in enumerate(sorted({word for row in telling for word in row}))}
    grams = [w.pairs(m.clause) for m in measures]
    documents = {id_: n for n, id_ in enumerate(sorted({m.document.id for m in measures}))}
    matters = [w.concepts(m.clause) for m in measures]
    return Table(
        vectors=_encoded(encoder, [m.clause for m in measures]),
        contexts=_encoded(encoder, [m.stored.commitment.quote for m in measures]),
        sections=_encoded(encoder, [" ".join(m.section[-2:]) for m in measures]),
        word_vectors=_with_none(_encoded(encoder, list(places))),
        words=_padded([[places[word] for word in row] for row in telling]),
        weights=_word_weights(telling),
        heads=np.array([places.get(w.head(row) or "", -1) for row in telling], np.int64),
        pairs=_sparse(grams, w.pair_weight),
        matters=_sparse(matters, _rarity(matters)),
        acts=_sparse([w.acts(m.clause) for m in measures]),
        units=_sparse([{t.unit for t in m.targets} for m in measures]),
        sizes=np.array([len(row) + 1 for row in grams], np.float32),
        documents=np.array([documents[m.document.id] for m in measures], np.int64),
    )


def worth_judging(told: Table, pairs: Pairs) -> Pairs:
    """Without pairs of which little is alike at first sight: what takes time is told of the others alone."""
    a, b = pairs[:, 0], pairs[:, 1]
    dice, contained = _shared(told.pairs, a, b)
    matter, _, _ = _matters(told.matters, a, b)
    cosine = _dots(told.vectors, told.vectors, a, b)
    kept: Pairs = pairs[(dice + 0.5 * contained + 0.5 * matter + 0.5 * cosine) >= FIRST_SIGHT]
    return kept


def features(told: Table, pairs: Pairs) -> Array:
    """Shape (pairs, len(NAMES))."""
    a, b = pairs[:, 0], pairs[:, 1]
    forth, back, strangers = _aligned(told, a, b)
    least, most = np.minimum(forth, back), np.maximum(forth, back)
    cosine = _dots(told.vectors, told.vectors, a, b)
    dice, contained = _shared(told.pairs, a, b)
    matter, matters, other = _matters(told.matters, a, b)
    unit, one_figure = _figures(told.units, a, b)
    shorter, longer = np.minimum(told.sizes[a], told.sizes[b]), np.maximum(told.sizes[a], told.sizes[b])
    base = least + most + dice + 0.5 * cosine
    columns = (
        least, most, strangers, cosine, _dots(told.contexts, told.contexts, a, b), _dots(told.sections, told.sections, a, b),
        dice, contained, _acts(told.acts, a, b), _heads(told, a, b), unit, one_figure,
        np.log(longer / shorter), np.log(shorter), matter, matters, other,
        _margin(base, a, told.documents[b]), _margin(base, b, told.documents[a]),
    )  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)


# --- what is told of each measure ------------------------------------------------------------------------------------


def _encoded(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """Each text encoded once, however often it stands in the list."""
    distinct = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    vectors = encoder.encode(list(distinct))
    return np.ascontiguousarray(vectors[[distinct[text] for text in texts]], np.float32)


def _with_none(vectors: Vectors) -> Vectors:
    """With a last row for "no word", which is what the place -1 finds."""
    return np.vstack([vectors, np.zeros((1, vectors.shape[1]), np.float32)])


def _padded(rows: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    whole = np.full((len(rows), _WORDS), -1, np.int64)
    for place, row in enumerate(rows):
        whole[place, : len(row[:_WORDS])] = row[:_WORDS]
    return whole


def _word_weights(telling: Sequence[Sequence[str]]) -> Array:
    whole = np.zeros((len(telling), _WORDS), np.float32)
    for place, row in enumerate(telling):
        whole[place, : len(row[:_WORDS])] = [w.word_weight(word) for word in row[:_WORDS]]
    return whole


def _sparse(rows: Sequence[Iterable[Any]], weight: Callable[[Any], float] = lambda _: 1.0) -> Matrix:
    """Rows of items as a matrix of the square roots of their weights, so that a product adds up weights."""
    columns: dict[Any, int] = {}
    counts, places, values = [0], [], []
    for row in rows:
        for item in row:
            places.append(columns.setdefault(item, len(columns)))
            values.append(max(weight(item), 0.0) ** 0.5)
        counts.append(len(places))
    shape = (len(rows), max(1, len(columns)))
    return sp.csr_matrix((np.array(values, np.float32), np.array(places, np.int64), np.array(counts)), shape=shape)


def _rarity(rows: Sequence[frozenset[int]]) -> Callable[[int], float]:
    """A matter of which every clause speaks tells little: 美育 in plans for 美育."""
    counts: dict[int, int] = {}
    for row in rows:
        for item in row:
            counts[item] = counts.get(item, 0) + 1
    return lambda item: float(np.log(1 + len(rows) / counts[item]))


# --- what is alike in a pair -----------------------------------------------------------------------------------------


def _dots(first: Vectors, second: Vectors, a: NDArray[np.int64], b: NDArray[np.int64]) -> Array:
    whole = np.zeros(len(a), np.float32)
    for start in range(0, len(a), 50_000):
        rows = slice(start, start + 50_000)
        whole[rows] = np.einsum("ij,ij->i", first[a[rows]], second[b[rows]])
    return whole


def _aligned(told: Table, a: NDArray[np.int64], b: NDArray[np.int64]) -> tuple[Array, Array, Array]:
    """The share of the first's words, by weight, that find a partner in the second; the other way round; strangers."""
    forth, back, strangers = (np.zeros(len(a), np.float32) for _ in range(3))
    for start in range(0, len(a), _BATCH):
        rows = slice(start, start + _BATCH)
        first, second = told.words[a[rows]], told.words[b[rows]]
        weights = told.weights[a[rows]], told.weights[b[rows]]
        alike = np.matmul(told.word_vectors[first], told.word_vectors[second].transpose(0, 2, 1))
        alike = np.clip((alike - _CHANCE) / (_SURE - _CHANCE), 0, 1) * _NEARLY
        alike[(first[:, :, None] == second[:, None, :]) & (first[:, :, None] >= 0)] = 1.0
        there, here = alike.max(axis=2), alike.max(axis=1)
        forth[rows], back[rows] = _weighted(there, weights[0]), _weighted(here, weights[1])
        alone = [(weight * (1 - found)).max(axis=1) for weight, found in zip(weights, (there, here), strict=True)]
        strangers[rows] = np.minimum(*alone)
    return forth, back, strangers


def _weighted(values: Array, weights: Array) -> Array:
    total = weights.sum(axis=1)
    mean: Array = (values * weights).sum(axis=1) / np.where(total > 0, total, 1)
    return mean


def _shared(matrix: Matrix, a: NDArray[np.int64], b: NDArray[np.int64]) -> tuple[Array, Array]:
    own = _sums(matrix, matrix)
    shared = _products(matrix, a, b)
    both, least = own[a] + own[b], np.minimum(own[a], own[b])
    return _share(2 * shared, both), _share(shared, least)


def _matters(matrix: Matrix, a: NDArray[np.int64], b: NDArray[np.int64]) -> tuple[Array, Array, Array]:
    own = _sums(matrix, matrix)
    shared = _products(matrix, a, b)
    either = own[a] + own[b] - shared
    other = (own[a] > 0) & (own[b] > 0) & (shared == 0)
    return _share(shared, either), shared, other.astype(np.float32)


def _acts(matrix: Matrix, a: NDArray[np.int64], b: NDArray[np.int64]) -> Array:
    """Kinds of act in common, of all; half where neither names one."""
    own = _sums(matrix, matrix)
    shared = _products(matrix, a, b)
    either = own[a] + own[b] - shared
    return np.where(either > 0, _share(shared, either), 0.5).astype(np.float32)


def _figures(matrix: Matrix, a: NDArray[np.int64], b: NDArray[np.int64]) -> tuple[Array, Array]:
    own = _sums(matrix, matrix) > 0
    return (_products(matrix, a, b) > 0).astype(np.float32), (own[a] != own[b]).astype(np.float32)


def _heads(told: Table, a: NDArray[np.int64], b: NDArray[np.int64]) -> Array:
    return _dots(told.word_vectors, told.word_vectors, told.heads[a], told.heads[b])


def _share(part: Array, whole: Array) -> Array:
    return (part / np.where(whole > 0, whole, 1)).astype(np.float32)


def _sums(first: Matrix, second: Matrix) -> Array:
    return np.asarray(first.multiply(second).sum(axis=1), np.float32).ravel()


def _products(matrix: Matrix, a: NDArray[np.int64], b: NDArray[np.int64]) -> Array:
    whole = np.zeros(len(a), np.float32)
    for start in range(0, len(a), 100_000):
        rows = slice(start, start + 100_000)
        whole[rows] = _sums(matrix[a[rows]], matrix[b[rows]])
    return whole


def _margin(base: Array, measures: NDArray[np.int64], documents: NDArray[np.int64]) -> Array:
    """How far each pair is ahead of the best other pair of the same measure with the same document; −: behind."""
    order = np.lexsort((-base, documents, measures))
    keys = np.stack([measures[order], documents[order]], axis=1)
    fresh = np.ones(len(order), bool)
    fresh[1:] = np.any(keys[1:] != keys[:-1], axis=1)
    starts = np.flatnonzero(fresh)
    group = np.cumsum(fresh) - 1
    best = base[order[starts]]
    ends = np.append(starts[1:], len(order))
    second = np.where(ends - starts > 1, base[order[np.minimum(starts + 1, len(order) - 1)]], 0)
    rival = np.where(fresh, second[group], best[group])
    margin = np.zeros(len(order), np.float32)
    margin[order] = base[order] - rival
    return margin
