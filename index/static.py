"""The encoder that ships with the package: a vector for each word, a text is the direction of their sum.

It was trained on official texts (training/MODEL_CARD.md). It needs no torch: the time goes to finding the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from importlib.resources import as_file, files
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from policyqa.protocols import Vectors

from . import segment

_FEW = 8  # texts; fewer are summed one by one, without loading SciPy
_FILE = "data/policy-zh.npz"
_REMEMBERED = 400_000  # words
_END = -1


class Model:
    """`codes` has a row of whole numbers for each word, `scales` what they are multiplied with."""

    def __init__(self) -> None:
        with as_file(files("policyqa.index").joinpath(_FILE)) as path, np.load(path) as stored:
            self.codes: NDArray[np.int8] = stored["weights"]
            self.scales: NDArray[np.float32] = stored["scales"].astype(np.float32)
            self.words = stored["words"].tobytes().decode().split("\n")
            self.floor = float(stored["floor"])
        self.numbers = Numbers(self.words)

    def vectors(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        return self.codes[numbers] * self.scales[numbers, None]

    @cached_property
    def weights(self) -> NDArray[np.float32]:
        """All vectors, for many texts."""
        return self.codes * self.scales[:, None]


class Numbers(dict[str, tuple[int, ...]]):
    """The rows of a word: its own, or those of its characters where it has none; remembered once asked for."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__({segment.END: (_END,)})
        self._own = dict(zip(words, range(len(words)), strict=True))

    def __missing__(self, word: str) -> tuple[int, ...]:
        parts = (word,) if word in self._own else word
        rows = tuple(self._own[part] for part in parts if part in self._own)
        if len(self) < _REMEMBERED:
            self[word] = rows
        return rows


@cache
def model() -> Model:
    return Model()


class PolicyEncoder:
    """Static embeddings of Chinese policy text; an unknown word is the sum of its characters."""

    name = "policy-zh-1"

    def __init__(self) -> None:
        self.dimensions = model().codes.shape[1]
        self.floor = model().floor

    def encode(self, texts: Sequence[str]) -> Vectors:
        sums = _few(texts, model()) if len(texts) <= _FEW else _many(texts, model())
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return (sums / np.where(lengths > 0, lengths, 1)).astype(np.float32, copy=False)


def _few(texts: Sequence[str], model_: Model) -> NDArray[np.float32]:
    sums = np.zeros((len(texts), model_.codes.shape[1]), np.float32)
    for row, text in enumerate(texts):
        chosen = list(chain.from_iterable(map(model_.numbers.__getitem__, segment.tokens(text))))
        sums[row] = model_.vectors(chosen).sum(axis=0)
    return sums


def _many(texts: Sequence[str], model_: Model) -> NDArray[np.float32]:
    """By a sparse matrix, a row for each text, that counts its words."""
    from scipy.sparse import csr_matrix

    words = segment.batch(texts).words
    flat = np.fromiter(chain.from_iterable(map(model_.numbers.__getitem__, words)), np.int32)
    ends = np.flatnonzero(flat == _END)
    starts = np.concatenate([[0], ends - np.arange(len(ends))])
    chosen = flat[flat != _END]
    counts = csr_matrix((np.ones(len(chosen), np.float32), chosen, starts), (len(texts), len(model_.codes)))
    sums: NDArray[np.float32] = counts @ model_.weights
    return sums
