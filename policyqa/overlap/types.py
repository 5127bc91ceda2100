"""Which kinds of measure a clause may be of: the lines of data/types.tsv, by its expressions and by what it means.

A clause that has none of a line's expressions may still be of its kind (校长自主聘任 / 下放用人权): it is as likely as its vector
is near to those of the expressions. Vectors are first turned by data/types.npz, made by training/train_types.py for an
encoder, so that clauses of one kind come near one another; those of other encoders are taken as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import chain

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from policyqa.overlap.likeness import once
from policyqa.overlap.naming import naming
from policyqa.protocols import Encoder, Vectors

TABLE = "types.tsv"
SHARPNESS = 16.0  # by what cosines with the kinds are multiplied before they are shared out (softmax)
_SAID = 2.0  # what an expression in the clause adds
_LIKELIEST = 5  # kinds of one clause
_OF_LABEL = 2.0  # expressions that a label counts for
_ROWS = 4096
_TURNS = files("policyqa.overlap").joinpath("data/types.npz")


def likely(clauses: Sequence[str], vectors: Vectors, encoder: Encoder) -> sp.csr_matrix:
    """Shape (clauses, kinds), rows of sum 1: how likely each clause is of each kind, of the likeliest alone.

    `vectors` are those of the clauses.
    """
    different, which = once(clauses)
    named = list(map(naming(TABLE).named, different))
    vectors = vectors[list(different.values())]
    turned, kinds = _turn(encoder.name, vectors.shape[1]), _kinds(encoder)
    parts = [
        _shared_out(named[start : start + _ROWS], unit(vectors[start : start + _ROWS] @ turned) @ kinds.T)
        for start in range(0, len(named), _ROWS)
    ]
    return sp.vstack(parts, format="csr")[which] if parts else sp.csr_matrix((0, len(kinds)), dtype=np.float32)


def _shared_out(named: Sequence[frozenset[int]], near: NDArray[np.float32]) -> sp.csr_matrix:
    near *= SHARPNESS
    rows = np.repeat(np.arange(len(named)), [len(kinds) for kinds in named])
    near[rows, np.fromiter(chain.from_iterable(named), np.int64, len(rows))] += _SAID
    chosen, values = _largest(near, min(_LIKELIEST, near.shape[1]))
    likely = np.exp(values - values[:, :1])
    likely /= likely.sum(axis=1, keepdims=True)
    ends = np.arange(0, chosen.size + 1, chosen.shape[1])
    made = sp.csr_matrix((likely.ravel(), chosen.ravel(), ends), shape=near.shape)
    made.sort_indices()
    return made


def _largest(near: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The columns of each row's largest values, and these, the largest first; what was taken is struck out of `near`. Of a few
    this takes half the time of a partition.
    """
    rows = np.arange(len(near))
    chosen = np.empty((len(near), count), np.int64)
    values = np.empty((len(near), count), np.float32)
    for place in range(count):
        chosen[:, place] = near.argmax(axis=1)
        values[:, place] = near[rows, chosen[:, place]]
        near[rows, chosen[:, place]] = -np.inf
    return chosen, values


def means(encoder: Encoder) -> Vectors:
    """Of each kind the direction of its expressions and its label, shape (kinds, dimensions)."""
    table = naming(TABLE)
    sums = _OF_LABEL * encoder.encode(table.labels)
    vectors = encoder.encode(["".join(e.parts) for e in table.expressions])
    np.add.at(sums, [e.row for e in table.expressions], vectors)
    return unit(sums)


_kept: dict[str, Vectors] = {}


def _kinds(encoder: Encoder) -> Vectors:
    if encoder.name not in _kept:
        kinds = means(encoder)
        _kept[encoder.name] = unit(kinds @ _turn(encoder.name, kinds.shape[1]))
    return _kept[encoder.name]


@cache
def _turn(encoder: str, dimensions: int) -> Vectors:
    with _TURNS.open("rb") as file, np.load(file) as turns:
        return turns[encoder].astype(np.float32) if encoder in turns else np.eye(dimensions, dtype=np.float32)


def unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32, copy=False)
