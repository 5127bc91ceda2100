"""An encoder as training/train_encoder.py writes it, of words or of subwords, in place of the bundled one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from policyqa.index import segment
from policyqa.index.static import Rows
from scipy.sparse import csr_matrix
from tokenizers import Tokenizer

from policyqa.library.schema import DEFAULT_ENCODER
from policyqa.protocols import Vectors

_TOGETHER = 512


class TrialEncoder:
    name = DEFAULT_ENCODER  # under which the library asks for it

    def __init__(self, weights: Path, tokenizer: Path | None) -> None:
        with np.load(weights) as stored:
            self._weights = stored["weights"] * stored["scales"][:, None]
            words = stored["words"].tobytes().decode().split("\n")
            self.floor = float(stored["floor"])
        self.dimensions = self._weights.shape[1]
        self._rows = subwords(tokenizer) if tokenizer else of_words(words)

    def encode(self, texts: Sequence[str]) -> Vectors:
        parts = [self._encoded(texts[start : start + _TOGETHER]) for start in range(0, len(texts), _TOGETHER)]
        return np.concatenate(parts) if parts else np.zeros((0, self.dimensions), np.float32)

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        rows, starts = self._rows(texts)
        counts = csr_matrix((np.ones(len(rows), np.float32), rows, starts), (len(texts), len(self._weights)))
        sums = counts @ self._weights
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return sums / np.where(lengths > 0, lengths, 1)


Cut = Callable[[Sequence[str]], tuple[np.ndarray, np.ndarray]]


def of_words(words: Sequence[str]) -> Cut:
    rows = Rows(words)
    return lambda texts: rows.of(segment.batch(texts).pieces)


def subwords(file: Path) -> Cut:
    tokenizer = Tokenizer.from_file(str(file))
    unknown = tokenizer.token_to_id("[UNK]")

    def cut(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        found = tokenizer.encode_batch_fast(list(map(segment.normalise, texts)))
        ids = [[number for number in one.ids if number != unknown] for one in found]
        return np.fromiter(chain.from_iterable(ids), np.int32), np.cumsum([0, *map(len, ids)])

    return cut
