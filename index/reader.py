"""The reader that ships with the package: it reads a question together with a sentence, word by word, and judges whether the
sentence answers it. So it may see what no comparison of words does: 哪天开始算数 in 自2026年3月1日起施行.

A small transformer (six layers, 384 dimensions) that was trained on questions over policy documents (training/READER_CARD.md), as an
ONNX graph with weights of one byte. It needs no torch.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from importlib.resources import files
from typing import Any

import numpy as np

_DATA = files("policyqa.index").joinpath("data")
_MODEL, _WORDS = "policy-reader.onnx", "policy-reader-words.json"
QUERY, TEXT = 48, 110  # pieces of words that are read
_BEGIN, _END = 0, 2  # numbers of pieces that are none
_REMEMBERED = 256  # queries
_THREADS = min(os.cpu_count() or 1, 4)


class PolicyReader:
    name = "policy-reader-1"

    def __init__(self) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # side by side texts take two thirds of what they take one by one
        self._session: Any = onnxruntime.InferenceSession(
            _DATA.joinpath(_MODEL).read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        self._words: Any = Tokenizer.from_str(_DATA.joinpath(_WORDS).read_text("utf-8"))
        self._query = lru_cache(_REMEMBERED)(lambda query: self._words.encode(query).ids)

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """How likely each text answers the query, from 0 to 1."""
        return [1 / (1 + math.exp(-logit)) for logit in self.logits(query, texts)]

    def logits(self, query: str, texts: Sequence[str]) -> list[float]:
        """The log-odds of the same; what stands behind QUERY and TEXT pieces is not read. Each text is read by itself: in one
        byte, numbers are as fine as the largest of those that are reckoned together, and what is thought of a text is not to
        hang on the others."""
        judged = partial(self._judged, self._query(query))
        if len(texts) < 2:
            return list(map(judged, texts))
        with ThreadPoolExecutor(min(_THREADS, len(texts))) as pool:
            return list(pool.map(judged, texts))

    def _judged(self, query: list[int], text: str) -> float:
        pieces, sides = laid_out(query, self._words.encode(text).ids)
        return float(self._session.run(None, {"ids": np.array([pieces]), "seg": np.array([sides])})[0][0])


def laid_out(query: list[int], text: list[int]) -> tuple[list[int], list[int]]:
    """The pieces as the reader reads them, those of a query before those of a text, and 1 for each that is of the text."""
    asked, told = [_BEGIN, *query[:QUERY], _END], [*text[:TEXT], _END]
    return asked + told, [0] * len(asked) + [1] * len(told)
