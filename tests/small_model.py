"""A sentence-transformers model of a few words with fixed vectors, made by the tests and saved to a folder."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest


def save(folder: Path, vectors: dict[str, Sequence[float]]) -> Path:
    """`vectors` by word, three numbers each; a word that is not among them has none."""
    sentence_transformers = pytest.importorskip("sentence_transformers")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # the module was moved
        from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    words = {word: number for number, word in enumerate(["[UNK]", *vectors])}
    tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    weights = np.array([[0, 0, 0], *vectors.values()], np.float32)
    model = sentence_transformers.SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu"
    )
    model.save(str(folder))
    return folder
