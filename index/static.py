"""The encoder that ships with the package: a vector for each word, a text is the direction of their sum.

It was trained on official texts (training/MODEL_CARD.md). It needs no torch: the time goes to finding the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from policyqa.protocols import Vectors

from . import segment

_FEW = 8  # texts; fewer are summed one by one, without loading SciPy
_FILE = "data/policy-zh.npz"


class Model(NamedTuple):
    """`weights` has a row for each word; the last row is for what is none of them, and is zero."""

    ids: dict[str, int]
    weights: NDArray[np.float32]
    floor: float


@cache
def _model() -> Model:
    with as_file(files("policyqa.index").joinpath(_FILE)) as path, np.load(path) as stored:
        weights = stored["weights"] * stored["scales"].astype(np.float32)[:, None]
        words = stored["words"].tobytes().decode().split("\n")
        floor = float(stored["floor"])
    return Model({word: number for number, word in enumerate(words)}, weights.astype(np.float32), floor)


class PolicyEncoder:
    """Static embeddings of Chinese policy text; an unknown word is the sum of its characters."""

    name = "policy-zh-1"

    def __init__(self) -> None:
        model = _model()
        self.dimensions = model.weights.shape[1]
        self.floor = model.floor

    def encode(self, texts: Sequence[str]) -> Vectors:
        model = _model()
        ids = [_ids(segment.tokens(text), model.ids) for text in texts]
        sums = _few(ids, model.weights) if len(ids) <= _FEW else _many(ids, model.weights)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return (sums / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def _ids(words: Sequence[str], known: dict[str, int]) -> list[int]:
    found = [known.get(word) for word in words]
    if None not in found:
        return found  # type: ignore[return-value]
    ids: list[int] = []
    for word, number in zip(words, found, strict=True):
        ids += [number] if number is not None else [known[character] for character in word if character in known]
    return ids


def _few(ids: Sequence[list[int]], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    sums = np.zeros((len(ids), weights.shape[1]), np.float32)
    for row, chosen in enumerate(ids):
        sums[row] = weights[chosen].sum(axis=0)
    return sums


def _many(ids: Sequence[list[int]], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    from scipy.sparse import csr_matrix

    ends = np.cumsum([0, *map(len, ids)])
    flat = np.fromiter(chain.from_iterable(ids), np.int32, ends[-1])
    counts = csr_matrix((np.ones(len(flat), np.float32), flat, ends), (len(ids), weights.shape[0]))
    sums: NDArray[np.float32] = counts @ weights
    return sums
