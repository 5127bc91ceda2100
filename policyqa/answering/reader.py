"""What the reader that ships with the package thinks of sentences: how likely each answers the question, or is an item of the
list that it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from policyqa import plugins
from policyqa.answering.sentence import Sentence
from policyqa.protocols import Placed, Reader

Array = NDArray[np.float64]
# Characters that are read of the question, of the headings, of the line that opens a list up to its end, of the sentence; it was
# trained on as many.
QUESTION, _HEADINGS, _LEAD, _QUOTE = 60, 36, 50, 150


def read(question: str, sentences: Sequence[Sentence]) -> Array:
    """The log-odds of each to answer the question."""
    return np.array(_reader().logits(question[:QUESTION], [text(s) for s in sentences]))


def asks_for_all(question: str) -> float:
    """The log-odds that a question asks for all of something: it was trained to tell from the question alone."""
    return _reader().logits(question[:QUESTION], [""])[0]


def read_together(question: str, sentences: Sequence[Sentence], wanted: NDArray[np.bool_]) -> Array:
    """The log-odds of each to be an item of the list that is asked for, beside those around it; NaN where no sentence of a
    passage is `wanted`."""
    rows = rows_of(sentences)
    told = _reader().together(
        question[:QUESTION],
        [[placed(sentences[at]) for at in row] for row in rows],
        [wanted[row].tolist() for row in rows],
    )
    found = np.full(len(sentences), np.nan)
    for row, logits in zip(rows, told, strict=True):
        found[row] = [np.nan if logit is None else logit for logit in logits]
    return found


def rows_of(sentences: Sequence[Sentence]) -> list[list[int]]:
    """The places of the sentences of each document in the order of its text."""
    order = sorted(range(len(sentences)), key=lambda at: (sentences[at].document.id, sentences[at].span))
    return [list(row) for _, row in groupby(order, lambda at: sentences[at].document.id)]


def text(sentence: Sentence) -> str:
    """A sentence as it is read by itself."""
    return "|".join(placed(sentence))


def placed(sentence: Sentence) -> Placed:
    """Where a sentence stands, and what it says, as far as it is read."""
    above = (sentence.lead or sentence.pointed or sentence.its_clause)[-_LEAD:]
    return f"{sentence.headings[:_HEADINGS]}|{above}", sentence.quote[:_QUOTE]


@cache
def _reader() -> Reader:
    reader: Reader = plugins.load("policyqa.rerankers", "policy-reader-1")()
    return reader
