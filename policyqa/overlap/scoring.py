"""How likely two measures are one: a logistic regression over policyqa.overlap.features.

Its weights are data (data/weights.json), made by training/train_overlaps.py; people can read off them what counts.
They belong to an encoder, since each has cosines of its own.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec
import numpy as np
from numpy.typing import NDArray

from policyqa.overlap.features import NAMES
from policyqa.overlap.likeness import Array
from policyqa.weights import Weights

_SLOTS = 20_000_000  # of one byte and one number each
_FILE = files("policyqa.overlap").joinpath("data/weights.json")


@cache
def weights(encoder: str) -> Weights:
    """Those made with that encoder; with one that is not listed, those made with the first."""
    listed = msgspec.json.decode(_FILE.read_bytes(), type=dict[str, Weights])
    chosen = listed.get(encoder) or next(iter(listed.values()))
    if chosen.names != NAMES:
        raise RuntimeError("data/weights.json was made for other features: run training/train_overlaps.py")
    return chosen


def probabilities(found: Array, by: Weights) -> NDArray[np.float64]:
    """Of each row of features, 0…1."""
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(by.logits(found), -30, 30)))
    return chances


def one_to_one(
    scores: NDArray[np.float64], pairs: NDArray[np.int64], documents: NDArray[np.int64], threshold: float
) -> NDArray[np.int64]:
    """The rows that are kept, best first: between two documents each measure has one partner.

    Of a measure stated twice in one document the best-fitting mention is kept. Ties go by the order of
    the pairs.
    """
    rows = np.flatnonzero(scores >= threshold)
    order = rows[np.argsort(-np.round(scores[rows], 9), kind="stable")]
    count = int(documents.max(initial=0)) + 1
    first, second = pairs[order, 0], pairs[order, 1]
    partners = np.stack([first * count + documents[second], second * count + documents[first]])
    slots = _numbered(partners, len(documents) * count)
    return order[np.flatnonzero(_first_come(slots))]


def _numbered(values: NDArray[np.int64], limit: int) -> NDArray[np.int64]:
    """Numbers from 0 on, the same for the same values; they need no other ones where they lie below a small `limit`."""
    if limit <= _SLOTS:
        return values
    return np.unique(values, return_inverse=True)[1].reshape(values.shape)


def _first_come(slots: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Of columns that each take two slots those that find both free when they come in order.

    In rounds, as there may be hundreds of thousands: who comes first to both slots takes them, and whoever wanted one of
    them leaves.
    """
    kept = np.zeros(slots.shape[1], bool)
    waiting = np.arange(slots.shape[1])
    first = np.zeros(int(slots.max(initial=0)) + 1, np.int64)
    free = np.ones(len(first), bool)
    while len(waiting):
        wanted = slots[:, waiting]
        turns = np.arange(len(waiting))
        # of those that want a slot the last that is written stays
        first[wanted[:, ::-1].T.ravel()] = np.repeat(turns[::-1], 2)
        takes = (first[wanted] == turns).all(axis=0)
        kept[waiting[takes]] = True
        free[wanted[:, takes]] = False
        waiting = waiting[free[wanted].all(axis=0)]
    return kept
