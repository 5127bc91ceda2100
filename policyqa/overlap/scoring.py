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

_FILE = files("policyqa.overlap").joinpath("data/weights.json")


class Weights(msgspec.Struct, frozen=True):
    """`weights` belong to features in units of their `scales` (standard deviations) from their `means`.

    A pair whose probability reaches `threshold` is reported.
    """

    names: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float


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
    logits = (found - np.array(by.means)) / np.array(by.scales) @ np.array(by.weights) + by.bias
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return chances


def one_to_one(
    scores: NDArray[np.float64], pairs: NDArray[np.int64], documents: NDArray[np.int64], threshold: float
) -> NDArray[np.int64]:
    """The rows that are kept, best first: between two documents each measure has one partner.

    Of a measure stated twice in one document the best-fitting mention is kept. Ties go by the measures' places.
    """
    rows = np.flatnonzero(scores >= threshold)
    order = rows[np.lexsort((pairs[rows, 1], pairs[rows, 0], -np.round(scores[rows], 9)))]
    count = int(documents.max(initial=0)) + 1
    first, second = pairs[order, 0], pairs[order, 1]
    partners = (first * count + documents[second]).tolist(), (second * count + documents[first]).tolist()
    taken: set[int] = set()
    kept = []
    for row, forth, back in zip(order, *partners, strict=True):
        if forth not in taken and back not in taken:
            taken.update((forth, back))
            kept.append(row)
    return np.array(kept, np.int64)
