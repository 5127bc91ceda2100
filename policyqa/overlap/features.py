"""What is alike in two measures, as numbers: shape (pairs, features) for many pairs at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from policyqa.overlap import likeness, types
from policyqa.overlap import patterns as p
from policyqa.overlap import words as w
from policyqa.overlap.alignment import Aligned, Clauses, aligned, words_alike
from policyqa.overlap.candidates import Pairs
from policyqa.overlap.likeness import Array, Flags, Items, Matrix, Places, each, products, share, sums
from policyqa.overlap.meanings import FromMeans, Meanings, cosines, told_apart
from policyqa.overlap.measures import Measure
from policyqa.protocols import Encoder, Vectors

# The sum in worth_judging; nearly all annotated pairs lie above it.
FIRST_SIGHT = 0.3

NAMES = (
    "aligned_least",  # share of the telling words of the worse covered clause that find a partner in the other
    "aligned_most",  # the same of the better covered one
    "strangers",  # weight of the most telling word without a partner, where both clauses have one: another object
    "first",  # weight of the most telling word with a partner
    "second",  # of the second
    "dice",  # shared pairs of characters, by weight
    "contained",  # the same, of the shorter clause
    "shared",  # their weight
    "characters",  # single characters in common, by weight, of the clause that has less of its own: 招聘 / 招录
    "characters_most",  # of the other clause
    "vector",  # cosine of the clauses
    "context",  # cosine of the sentences with their clauses
    "section",  # cosine of the headings
    "act",  # kinds of act in common, of all
    "head",  # cosine of the last telling words
    "unit",  # a figure in the same unit
    "matter",  # matters of concepts.tsv in common, by weight, of all
    "matters",  # their weight
    "other_matter",  # both speak of matters, and of none in common
    "kind",  # cosine of how likely each clause is of each kind of measure in types.tsv
    "kinds",  # how likely both are of one
    "apart",  # how far apart the two stand in their documents, 0…1: plans of one origin keep its order
    "no_act",  # one names no act: part of a list, of a frame or of a description
    "no_acts",  # neither names one
    "list",  # one lists things
    "lists",  # both do
    "effect",  # one tells what shall come of a measure, and no figure
    "neighbours",  # how alike the measures before the two are, or those after them, by a plain sum
    "ahead_least",  # how far the pair is ahead of the next best partner in the document, of the measure where it is less
    "ahead_most",  # of the other measure
)


# By what partners are ranked before anything is learned.
_BASE = {"aligned_least": 2.0, "aligned_most": 1.0, "dice": 1.0, "vector": 1.0, "matter": 0.3, "context": 0.5}


class Table(NamedTuple):
    """What is told of each measure once, row by row.

    Words, pairs of characters and matters weigh less where much of their document speaks of them, and vectors are told
    from the mean of their document: every clause of a plan for 美育 is about 美育.
    """

    vectors: FromMeans | Meanings
    contexts: Meanings
    sections: Meanings
    clauses: Clauses
    alike: NDArray[np.uint8]  # of the words of the clauses
    heads: Meanings
    pairs: Matrix  # (measures, pairs of characters), square roots of their weights
    characters: Matrix
    matters: Matrix
    kinds: Matrix  # how likely each is of each kind of measure, and no square root
    acts: NDArray[np.uint64]  # a bit for each kind
    units: Matrix
    places: Array  # in the document, 0…1
    no_acts: Flags
    lists: Flags
    effects: Flags
    documents: Places


def table(
    measures: Sequence[Measure],
    encoder: Encoder,
    plain: Vectors,
    grams: Sequence[frozenset[str]],
    telling: Sequence[list[str]],
) -> Table:
    """`plain` are the vectors of the measures' clauses, `grams` their pairs of characters, `telling` their telling words."""
    documents = likeness.numbered([m.document.id for m in measures])
    words = Items.of(telling)
    lexicon, numbers = _by_frequency(words)
    meant = encoder.encode(lexicon)
    places = dict(zip(lexicon, range(len(lexicon)), strict=True))
    clauses = [m.clause for m in measures]
    acts = each(w.acts, clauses)

    def weighed(rows: Sequence[frozenset[Any]], weight: Callable[[Any], float] | None = None) -> Matrix:
        items = Items.of(rows)
        return likeness.sparse(items, likeness.local(items, documents, weight or _rarity(items)))

    return Table(
        vectors=FromMeans.of(plain, documents),
        contexts=_encoded(encoder, [m.stored.commitment.quote for m in measures], documents),
        sections=_encoded(encoder, [" ".join(m.section[-2:]) for m in measures], documents),
        clauses=Clauses.of(words, numbers, likeness.local(words, documents, w.word_weight)),
        alike=words_alike(meant),
        heads=_heads(meant, [places.get(w.head(row) or "", -1) for row in telling]),
        pairs=weighed(grams, w.pair_weight),
        characters=weighed(each(w.characters, clauses)),
        matters=weighed(each(w.concepts, clauses)),
        kinds=types.likely(clauses, plain, encoder),
        acts=np.array([sum(1 << kind for kind in row) for row in acts], np.uint64),
        units=likeness.sparse(Items.of([{t.unit for t in m.targets} for m in measures])),
        places=_standing(documents),
        no_acts=np.array([not row for row in acts], bool),
        lists=np.array(["、" in clause for clause in clauses], bool),
        effects=np.array([bool(p.RESULT.match(m.clause)) and not m.sets_figure for m in measures], bool),
        documents=documents,
    )


class Sight(NamedTuple):
    """What is told of each pair at little cost."""

    plain: Array
    dice: Array
    contained: Array
    shared: Array
    matter: Array
    matters: Array
    other_matter: Array


def sight(told: Table, pairs: Pairs, plain: Array) -> Sight:
    """`plain` are the cosines of the clauses' vectors as they are."""
    found = np.empty((len(Sight._fields) - 1, len(pairs)), np.float32)

    def tell(rows: slice) -> None:
        a, b = pairs[rows, 0], pairs[rows, 1]
        found[:, rows] = *_shared(told.pairs, a, b), *_matters(told.matters, a, b)

    likeness.in_slices(tell, len(pairs))
    return Sight(plain, *found)


def worth_judging(pairs: Pairs, seen: Sight) -> tuple[Pairs, Sight]:
    """Without pairs of which little is alike at first sight: what takes time is told of the others alone."""
    kept = seen.dice + 0.5 * seen.contained + 0.5 * seen.matter + 0.5 * seen.plain >= FIRST_SIGHT
    return pairs[kept], Sight(*(column[kept] for column in seen))


def features(told: Table, pairs: Pairs, seen: Sight) -> Array:
    """Shape (pairs, len(NAMES)); `seen` is the sight of the same pairs."""
    found = np.empty((len(NAMES), len(pairs)), np.float32)
    words = aligned(told.clauses, told.alike, pairs[:, 0], pairs[:, 1])

    def tell(rows: slice) -> None:
        here = Sight(*(column[rows] for column in seen)), Aligned(*(column[rows] for column in words))
        for place, column in enumerate(_columns(told, pairs[rows], *here)):
            found[place, rows] = column

    likeness.in_slices(tell, len(pairs))
    base: Array = sum(weight * found[NAMES.index(name)] for name, weight in _BASE.items())
    first, second, found[-3] = _among_others(base, told.documents, pairs)
    found[-2], found[-1] = np.minimum(first, second), np.maximum(first, second)
    return found.T


def _among_others(base: Array, documents: Places, pairs: Pairs) -> tuple[Array, Array, Array]:
    """How far each pair is ahead of the next best of its first measure, and of its second; the better of its neighbours."""
    with ThreadPoolExecutor() as threads:
        first = threads.submit(_ahead, base, documents, pairs, np.arange(len(pairs)), 0)
        second = threads.submit(_ahead, base, documents, pairs, likeness.sorting(pairs[:, 1]), 1)
        beside = threads.submit(likeness.beside, base, pairs, documents)
    return first.result(), second.result(), beside.result()


def _ahead(base: Array, documents: Places, pairs: Pairs, order: Places, side: int) -> Array:
    """Of the measures on one side; `order` sorts by them, and so by the documents of the others, whose measures follow
    one another.
    """
    found = np.empty(len(base), np.float32)
    found[order] = likeness.margin(base[order], pairs[order, side], documents[pairs[order, 1 - side]])
    return found


def _columns(told: Table, pairs: Pairs, seen: Sight, words: Aligned) -> tuple[Array | Flags, ...]:
    """What is told of each pair by itself: all but what its neighbours and rivals tell."""
    a, b = pairs[:, 0], pairs[:, 1]
    return (
        np.minimum(words.forth, words.back), np.maximum(words.forth, words.back), words.strangers, words.first, words.second,
        seen.dice, seen.contained, seen.shared, *_covered(told.characters, a, b),
        told_apart(told.vectors, seen.plain, a, b), cosines(told.contexts, a, b), cosines(told.sections, a, b), _acts(told.acts, a, b),
        cosines(told.heads, a, b), products(told.units, a, b) > 0,
        seen.matter, seen.matters, seen.other_matter, *_kinds(told.kinds, a, b),
        np.abs(told.places[a] - told.places[b]), told.no_acts[a] | told.no_acts[b],
        told.no_acts[a] & told.no_acts[b], told.lists[a] | told.lists[b], told.lists[a] & told.lists[b], told.effects[a] | told.effects[b],
    )  # fmt: skip


# --- what is told of each measure ------------------------------------------------------------------------------------


def _by_frequency(words: Items) -> tuple[list[str], Places]:
    """All words, the most frequent first: those that the lexicon's table should hold; and where each known word stands."""
    order = np.argsort(-np.bincount(words.places, minlength=len(words.known)), kind="stable")
    numbers = np.empty(len(order), np.int64)
    numbers[order] = np.arange(len(order))
    return [words.known[place] for place in order.tolist()], numbers


def _heads(vectors: Vectors, words: Sequence[int]) -> Meanings:
    """The last telling word of each clause by its place among all words, -1 for none."""
    known, places = np.unique(np.array(words, np.int64), return_inverse=True)
    absent = int(np.count_nonzero(known < 0))  # -1 comes first
    return Meanings.of(vectors[known[absent:]], places - absent)


def _encoded(encoder: Encoder, texts: Sequence[str], documents: Places) -> Meanings:
    """Each text of a document encoded once, however often it stands in the list."""
    keys = list(zip(texts, documents.tolist(), strict=True))
    distinct = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    places = np.array([distinct[key] for key in keys], np.int64)
    return Meanings.centred(
        encoder.encode([text for text, _ in distinct]), places, np.array([d for _, d in distinct], np.int64)
    )


def _standing(documents: Places) -> Array:
    """Where each measure stands among those of its document, which are given in the order of the text."""
    order = np.argsort(documents, kind="stable")
    counts = np.bincount(documents)
    found = np.zeros(len(documents), np.float32)
    found[order] = (np.arange(len(documents)) - np.repeat(np.cumsum(counts) - counts, counts)) / np.repeat(
        counts, counts
    )
    return found


def _rarity(items: Items) -> Callable[[Any], float]:
    """A matter of which every clause speaks tells little: 美育 in plans for 美育. Rows hold an item once."""
    counts = dict(zip(items.known, np.bincount(items.places, minlength=len(items.known)).tolist(), strict=True))
    return lambda item: float(np.log(1 + len(items.lengths) / counts[item]))


# --- what is alike in a pair -----------------------------------------------------------------------------------------


def _shared(matrix: Matrix, a: Places, b: Places) -> tuple[Array, Array, Array]:
    own = sums(matrix)
    shared = products(matrix, a, b)
    both, least = own[a] + own[b], np.minimum(own[a], own[b])
    return share(2 * shared, both), share(shared, least), shared


def _covered(matrix: Matrix, a: Places, b: Places) -> tuple[Array, Array]:
    """What the two share, of the one that weighs more and of the other."""
    own = sums(matrix)
    shared = products(matrix, a, b)
    return share(shared, np.maximum(own[a], own[b])), share(shared, np.minimum(own[a], own[b]))


def _matters(matrix: Matrix, a: Places, b: Places) -> tuple[Array, Array, Array]:
    own = sums(matrix)
    shared = products(matrix, a, b)
    either = own[a] + own[b] - shared
    other = (own[a] > 0) & (own[b] > 0) & (shared == 0)
    return share(shared, either), shared, other.astype(np.float32)


def _kinds(matrix: Matrix, a: Places, b: Places) -> tuple[Array, Array]:
    """The cosine of two rows, and their product."""
    lengths = np.sqrt(sums(matrix))
    shared = products(matrix, a, b)
    return share(shared, lengths[a] * lengths[b]), shared


def _acts(bits: NDArray[np.uint64], a: Places, b: Places) -> Array:
    """Kinds of act in common, of all; half where neither names one."""
    first, second = bits[a], bits[b]
    shared, either = np.bitwise_count(first & second), np.bitwise_count(first | second)
    return np.where(either > 0, shared / np.maximum(either, 1), 0.5).astype(np.float32)
