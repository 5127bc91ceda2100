"""The encoder that ships with the package: a vector for each word, a text is the direction of their sum.

It was trained on official texts (training/MODEL_CARD.md). It needs no torch: the time goes to finding the words.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from importlib.resources import as_file, files
from itertools import chain
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from policyqa.protocols import Vectors

from . import segment

_FEW = 8  # texts; fewer are summed one by one, without loading SciPy
_FILE = "data/policy-zh.npz"
_REMEMBERED = 400_000  # kinds of pieces

Rows_ = NDArray[np.int32]


class Model:
    """`codes` has a row of whole numbers for each word, `scales` what they are multiplied with."""

    def __init__(self) -> None:
        with as_file(files("policyqa.index").joinpath(_FILE)) as path, np.load(path) as stored:
            self.codes: NDArray[np.int8] = stored["weights"]
            self.scales: NDArray[np.float32] = stored["scales"].astype(np.float32)
            self.words = stored["words"].tobytes().decode().split("\n")
            self.floor = float(stored["floor"])
        self.rows = Rows(self.words)

    def vectors(self, rows: Rows_) -> NDArray[np.float32]:
        return self.codes[rows] * self.scales[rows, None]

    @cached_property
    def weights(self) -> NDArray[np.float32]:
        """All vectors, for many texts."""
        return self.codes * self.scales[:, None]


class Rows:
    """The rows of pieces of text: those of a word and of the words in it, of an unknown one those of its characters, none of a
    mark.

    Each kind of piece that was met has a number, by which its rows are looked up for all pieces at once: `_rows` from
    `_starts[number]` on, `_lengths[number]` of them.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._own = dict(zip(words, range(len(words)), strict=True))
        self._lock = Lock()
        self._forget()

    def _forget(self) -> None:
        self._numbers = _Numbers(self._new)
        self._rows, self._starts, self._lengths = array("i", [0]), array("i"), array("i")  # no view of nothing
        self._end = self._numbers[segment.END]

    def _new(self, piece: str) -> int:
        words = segment.parts[piece] if piece != segment.END else ()
        spelt = chain.from_iterable([word] if word in self._own else word for word in words)
        known = [self._own[part] for part in spelt if part in self._own]
        self._starts.append(len(self._rows))
        self._lengths.append(len(known))
        self._rows.extend(known)
        return len(self._starts) - 1

    def of(self, pieces: Sequence[str]) -> tuple[Rows_, NDArray[np.int64]]:
        """The rows of all pieces, END after each text's; where each text's begin, and the end of the last."""
        with self._lock:
            if len(self._numbers) > _REMEMBERED:
                self._forget()
            numbers = np.fromiter(map(self._numbers.__getitem__, pieces), np.int32, len(pieces))
            starts, lengths = (np.frombuffer(column, np.int32)[numbers] for column in (self._starts, self._lengths))
            ends = np.cumsum(lengths, dtype=np.int64)
            places = np.repeat(starts - (ends - lengths), lengths) + np.arange(ends[-1] if len(ends) else 0)
            rows = np.frombuffer(self._rows, np.int32)[places]
        return rows, np.concatenate([[0], ends[numbers == self._end]])


class _Numbers(dict[str, int]):
    def __init__(self, new: Callable[[str], int]) -> None:
        super().__init__()
        self._new = new

    def __missing__(self, piece: str) -> int:
        number = self[piece] = self._new(piece)
        return number


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
        chosen, _ = model_.rows.of(segment.pieces(text))
        sums[row] = model_.vectors(chosen).sum(axis=0)
    return sums


def _many(texts: Sequence[str], model_: Model) -> NDArray[np.float32]:
    """By a sparse matrix, a row for each text, that counts its words."""
    from scipy.sparse import csr_matrix

    chosen, starts = model_.rows.of(segment.batch(texts).pieces)
    counts = csr_matrix((np.ones(len(chosen), np.float32), chosen, starts), (len(texts), len(model_.codes)))
    sums: NDArray[np.float32] = counts @ model_.weights
    return sums
