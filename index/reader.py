"""The reader that ships with the package: it reads a question together with a sentence, word by word, and judges whether the
sentence answers it, or with a passage, which of its sentences are items of the list that is asked for. So it may see what no
comparison of words does: 哪天开始算数 in 自2026年3月1日起施行.

A small transformer (six layers, 384 dimensions) that was trained on questions over policy documents (training/READER_CARD.md), as an
ONNX graph with weights of one byte. It needs no torch.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from policyqa.protocols import Placed

_DATA = files("policyqa.index").joinpath("data")
_MODEL, _WORDS = "policy-reader.onnx", "policy-reader-words.json"
QUERY, TEXT = 48, 110  # pieces of words that are read
PLACE, SENTENCE = 60, 90  # of where a sentence stands, and of what it says, where several are read together
PASSAGE = 240  # of all of them, with the query
_BEGIN, _END = 0, 2  # numbers of pieces that are none
_REMEMBERED = 256  # queries
_THREADS = min(os.cpu_count() or 1, 4)


class Laid(NamedTuple):
    """Pieces as the reader reads them, for each 1 if it is not of the query, and from where to where what is judged goes."""

    pieces: list[int]
    sides: list[int]
    parts: list[tuple[int, int]]


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
        self._query = lru_cache(_REMEMBERED)(self._pieces)

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """How likely each text answers the query, from 0 to 1."""
        return [1 / (1 + math.exp(-logit)) for logit in self.logits(query, texts)]

    def logits(self, query: str, texts: Sequence[str]) -> list[float]:
        """The log-odds of the same; what stands behind QUERY and TEXT pieces is not read. Each text is read by itself: in one
        byte, numbers are as fine as the largest of those that are reckoned together, and what is thought of a text is not to
        hang on the others."""
        asked = self._query(query)
        laid = [laid_out(asked, self._pieces(text)) for text in texts]
        return [logit for (logit,) in self._side_by_side(laid)]

    def together(
        self, query: str, rows: Sequence[Sequence[Placed]], wanted: Sequence[Sequence[bool]]
    ) -> list[list[float | None]]:
        """The log-odds of each sentence of rows of them. Those of a row, which follow one another in a document, are read
        together, as many as PASSAGE holds: what is thought of one hangs on those around it. A passage of which none is wanted
        is not read."""
        asked = self._query(query)
        found: list[list[float | None]] = [[None] * len(row) for row in rows]
        places: list[tuple[int, int]] = []
        passages: list[Laid] = []
        for number, row in enumerate(rows):
            for start, laid in laid_together(asked, [(self._pieces(place), self._pieces(said)) for place, said in row]):
                if any(wanted[number][start : start + len(laid.parts)]):
                    places.append((number, start))
                    passages.append(laid)
        for (number, start), told in zip(places, self._side_by_side(passages), strict=True):
            found[number][start : start + len(told)] = told
        return found

    def _pieces(self, text: str) -> list[int]:
        pieces: list[int] = self._words.encode(text).ids
        return pieces

    def _side_by_side(self, laid: Sequence[Laid]) -> list[list[float]]:
        if len(laid) < 2:
            return list(map(self._judged, laid))
        with ThreadPoolExecutor(min(_THREADS, len(laid))) as pool:
            return list(pool.map(self._judged, laid))

    def _judged(self, laid: Laid) -> list[float]:
        given = {"ids": np.array([laid.pieces]), "seg": np.array([laid.sides]), "parts": parts_of(laid)[None]}
        told: list[float] = self._session.run(None, given)[0][0].tolist()
        return told


def laid_out(query: list[int], text: list[int]) -> Laid:
    """A text behind a query: what is judged is both."""
    asked, told = _asked(query), [*text[:TEXT], _END]
    return _laid(asked, told, [(0, len(asked) + len(told))])


def laid_together(query: list[int], row: Sequence[tuple[list[int], list[int]]]) -> Iterator[tuple[int, Laid]]:
    """The sentences of a row behind a query, as many at a time as PASSAGE holds, with the place of the first of them; where they
    stand is said once for those that follow one another there."""
    asked, start = _asked(query), 0
    told, before = list[int](), None
    parts: list[tuple[int, int]] = []
    for at, (place, said) in enumerate(row):
        stands, sentence = [*place[:PLACE], _END], [*said[:SENTENCE], _END]
        more = sentence if place == before else stands + sentence
        if parts and len(asked) + len(told) + len(more) > PASSAGE:
            yield start, _laid(asked, told, parts)
            told, parts, start, more = [], [], at, stands + sentence
        told += more
        parts.append((len(asked) + len(told) - len(sentence), len(asked) + len(told)))
        before = place
    if parts:
        yield start, _laid(asked, told, parts)


def _asked(query: list[int]) -> list[int]:
    return [_BEGIN, *query[:QUERY], _END]


def _laid(asked: list[int], told: list[int], parts: list[tuple[int, int]]) -> Laid:
    return Laid(asked + told, [0] * len(asked) + [1] * len(told), parts)


def parts_of(laid: Laid) -> NDArray[np.float32]:
    """How much of each piece is in the mean that is judged, a row for each part."""
    found = np.zeros((len(laid.parts), len(laid.pieces)), np.float32)
    for row, (start, end) in zip(found, laid.parts, strict=True):
        row[start:end] = 1 / (end - start)
    return found
