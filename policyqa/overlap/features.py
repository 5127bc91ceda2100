"""What is alike in two measures, as numbers: shape (pairs, features) for many pairs at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from policyqa.overlap import likeness
from policyqa.overlap import words as w
from policyqa.overlap.candidates import Pairs
from policyqa.overlap.likeness import (
    Array,
    Clauses,
    Lexicon,
    Matrix,
    Meanings,
    Places,
    cosines,
    dots,
    products,
    share,
    sums,
)
from policyqa.overlap.measures import Measure
from policyqa.protocols import Encoder, Vectors

# The sum in worth_judging; nearly all annotated pairs lie above it.
FIRST_SIGHT = 0.3
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
    contexts: Meanings
    sections: Meanings
    lexicon: Lexicon
    clauses: Clauses
    heads: Places  # in the lexicon; -1 is none
    pairs: Matrix  # (measures, pairs of characters), square roots of their weights
    matters: Matrix
    acts: Matrix
    units: Matrix
    sizes: Array
    documents: Places


def table(measures: Sequence[Measure], encoder: Encoder) -> Table:
    telling = [w.words(m.clause) for m in measures]
    places = _by_frequency(telling)
    grams = [w.pairs(m.clause) for m in measures]
    documents = {id_: n for n, id_ in enumerate(sorted({m.document.id for m in measures}))}
    matters = [w.concepts(m.clause) for m in measures]
    clauses = _encoded(encoder, [m.clause for m in measures])
    return Table(
        vectors=clauses.vectors[clauses.places],
        contexts=_encoded(encoder, [m.stored.commitment.quote for m in measures]),
        sections=_encoded(encoder, [" ".join(m.section[-2:]) for m in measures]),
        lexicon=Lexicon.of(encoder.encode(list(places))),
        clauses=Clauses.of(
            [[places[word] for word in row] for row in telling], [w.word_weight(word) for word in places]
        ),
        heads=np.array([places.get(w.head(row) or "", -1) for row in telling], np.int64),
        pairs=likeness.sparse(grams, w.pair_weight),
        matters=likeness.sparse(matters, _rarity(matters)),
        acts=likeness.sparse([w.acts(m.clause) for m in measures]),
        units=likeness.sparse([{t.unit for t in m.targets} for m in measures]),
        sizes=np.array([len(row) + 1 for row in grams], np.float32),
        documents=np.array([documents[m.document.id] for m in measures], np.int64),
    )


class Sight(NamedTuple):
    """What is told of each pair at little cost."""

    cosine: Array
    dice: Array
    contained: Array
    matter: Array
    matters: Array
    other_matter: Array


def sight(told: Table, pairs: Pairs) -> Sight:
    found = np.empty((len(Sight._fields), len(pairs)), np.float32)

    def tell(rows: slice) -> None:
        a, b = pairs[rows, 0], pairs[rows, 1]
        found[:, rows] = dots(told.vectors, a, b), *_shared(told.pairs, a, b), *_matters(told.matters, a, b)

    likeness.in_slices(tell, len(pairs))
    return Sight(*found)


def worth_judging(pairs: Pairs, seen: Sight) -> tuple[Pairs, Sight]:
    """Without pairs of which little is alike at first sight: what takes time is told of the others alone."""
    kept = seen.dice + 0.5 * seen.contained + 0.5 * seen.matter + 0.5 * seen.cosine >= FIRST_SIGHT
    return pairs[kept], Sight(*(column[kept] for column in seen))


def features(told: Table, pairs: Pairs, seen: Sight) -> Array:
    """Shape (pairs, len(NAMES)); `seen` is the sight of the same pairs."""
    found = np.empty((len(pairs), len(NAMES)), np.float32)

    def tell(rows: slice) -> None:
        found[rows, :-2] = np.stack(_columns(told, pairs[rows], Sight(*(column[rows] for column in seen))), axis=1)

    likeness.in_slices(tell, len(pairs))
    # aligned words, pairs of characters and the cosine, as in NAMES
    base = found[:, 0] + found[:, 1] + seen.dice + 0.5 * seen.cosine
    a, b = pairs[:, 0], pairs[:, 1]
    found[:, -2] = likeness.margin(base, a, told.documents[b])
    found[:, -1] = likeness.margin(base, b, told.documents[a])
    return found


def _columns(told: Table, pairs: Pairs, seen: Sight) -> tuple[Array, ...]:
    """What is told of each pair by itself: all but the margins."""
    a, b = pairs[:, 0], pairs[:, 1]
    forth, back, strangers = likeness.aligned(told.clauses, told.lexicon, a, b)
    cosine, dice, contained, matter, matters, other = seen
    unit, one_figure = _figures(told.units, a, b)
    shorter, longer = np.minimum(told.sizes[a], told.sizes[b]), np.maximum(told.sizes[a], told.sizes[b])
    return (
        np.minimum(forth, back), np.maximum(forth, back), strangers, cosine,
        cosines(told.contexts, a, b), cosines(told.sections, a, b), dice, contained, _acts(told.acts, a, b),
        dots(told.lexicon.vectors, told.heads[a], told.heads[b]), unit, one_figure,
        np.log(longer / shorter), np.log(shorter), matter, matters, other,
    )  # fmt: skip


# --- what is told of each measure ------------------------------------------------------------------------------------


def _by_frequency(telling: Sequence[Sequence[str]]) -> dict[str, int]:
    """Places of all words, the most frequent first: those that the lexicon's table should hold."""
    counts = Counter(word for row in telling for word in row)
    return {word: place for place, word in enumerate(sorted(counts, key=lambda word: (-counts[word], word)))}


def _encoded(encoder: Encoder, texts: Sequence[str]) -> Meanings:
    """Each text encoded once, however often it stands in the list."""
    distinct = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    return Meanings(encoder.encode(list(distinct)), np.array([distinct[text] for text in texts], np.int64))


def _rarity(rows: Sequence[frozenset[int]]) -> Callable[[int], float]:
    """A matter of which every clause speaks tells little: 美育 in plans for 美育."""
    counts: dict[int, int] = {}
    for row in rows:
        for item in row:
            counts[item] = counts.get(item, 0) + 1
    return lambda item: float(np.log(1 + len(rows) / counts[item]))


# --- what is alike in a pair -----------------------------------------------------------------------------------------


def _shared(matrix: Matrix, a: Places, b: Places) -> tuple[Array, Array]:
    own = sums(matrix)
    shared = products(matrix, a, b)
    both, least = own[a] + own[b], np.minimum(own[a], own[b])
    return share(2 * shared, both), share(shared, least)


def _matters(matrix: Matrix, a: Places, b: Places) -> tuple[Array, Array, Array]:
    own = sums(matrix)
    shared = products(matrix, a, b)
    either = own[a] + own[b] - shared
    other = (own[a] > 0) & (own[b] > 0) & (shared == 0)
    return share(shared, either), shared, other.astype(np.float32)


def _acts(matrix: Matrix, a: Places, b: Places) -> Array:
    """Kinds of act in common, of all; half where neither names one."""
    own = sums(matrix)
    shared = products(matrix, a, b)
    either = own[a] + own[b] - shared
    return np.where(either > 0, share(shared, either), 0.5).astype(np.float32)


def _figures(matrix: Matrix, a: Places, b: Places) -> tuple[Array, Array]:
    own = sums(matrix) > 0
    return (products(matrix, a, b) > 0).astype(np.float32), (own[a] != own[b]).astype(np.float32)
