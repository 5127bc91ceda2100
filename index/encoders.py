"""Encoders: texts to unit vectors.

`HashingEncoder` needs no model and no download. It finds similar wording, not meaning: 幼儿园 and 学前教育
have nothing in common for it. For meaning, name a sentence-transformers model when the library is made.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policyqa.protocols import Vectors

from . import segment, transformers

_FEATURES_REMEMBERED = 500_000


class HashingEncoder:
    """Words and pairs of characters, each hashed to one of 512 dimensions with a sign, counted sublinearly.

    Two unrelated texts reach a cosine of 0.2 by chance, hence the high floor.
    """

    name = "hashing-512"
    dimensions = 512
    floor = 0.3

    def encode(self, texts: Sequence[str]) -> Vectors:
        hashes = [np.fromiter(map(_hash, _features(text)), np.uint32) for text in texts]
        sums = self._sums(hashes)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return (sums / np.where(lengths > 0, lengths, 1)).astype(np.float32)

    def _sums(self, hashes: Sequence[NDArray[np.uint32]]) -> NDArray[np.float64]:
        """Signed weights 1 + ln(count) of each text's features, by dimension, shape (texts, dimensions)."""
        rows = np.repeat(np.arange(len(hashes), dtype=np.int64), [len(h) for h in hashes])
        flat = np.concatenate(hashes).astype(np.int64) if hashes else np.zeros(0, np.int64)
        keys, counts = np.unique((rows << 32) | flat, return_counts=True)
        features = keys & 0xFFFFFFFF
        signs = np.where(features >> 31, 1.0, -1.0)
        cells = (keys >> 32) * self.dimensions + features % self.dimensions
        weights = signs * (1.0 + np.log(counts))
        summed = np.bincount(cells, weights, len(hashes) * self.dimensions).astype(np.float64)
        return summed.reshape(len(hashes), self.dimensions)


def _features(text: str) -> Iterator[str]:
    yield from segment.tokens(text)
    for pair in segment.pairs(segment.normalise(text)):
        yield "+" + pair  # a word of two characters is one feature, the pair another


@lru_cache(_FEATURES_REMEMBERED)
def _hash(feature: str) -> int:
    """A hash that is the same in every process, unlike Python's own."""
    return zlib.crc32(feature.encode())


class SentenceTransformerEncoder:
    """A sentence-transformers model: a local folder, or a model's name.

    A name is looked for on this machine; only with `download` may it be fetched. Raises EncoderUnavailable.
    """

    floor = 0.5

    def __init__(self, name: str, *, download: bool = False) -> None:
        self.name = name
        self._model: Any = transformers.loaded("SentenceTransformer", name, download)
        self.dimensions: int = self._model.encode([""]).shape[1]  # the method that says so was renamed

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        vectors: Vectors = self._model.encode(
            list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        ).astype(np.float32)
        return vectors
