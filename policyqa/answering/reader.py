"""What the reader that ships with the package thinks of sentences: how likely each answers the question, or is an item of the
list that it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from policyqa import plugins
from policyqa.answering.asked import Array
from policyqa.answering.sentence import Sentence
from policyqa.protocols import Reader

# Characters that are read of the question, of the headings, of the line that opens a list up to its end, of the sentence; it was
# trained on as many.
_QUESTION, _HEADINGS, _LEAD, _QUOTE = 60, 36, 50, 150


def read(question: str, sentences: Sequence[Sentence]) -> Array:
    """The log-odds of each."""
    return np.array(_reader().logits(question[:_QUESTION], [shown(question, s)[1] for s in sentences]))


def shown(question: str, sentence: Sentence) -> tuple[str, str]:
    """What is read of a question and of a sentence where it stands, with what it points to."""
    above = (sentence.lead or sentence.pointed)[-_LEAD:]
    return question[:_QUESTION], "|".join((sentence.headings[:_HEADINGS], above, sentence.quote[:_QUOTE]))


@cache
def _reader() -> Reader:
    reader: Reader = plugins.load("policyqa.rerankers", "policy-reader-1")()
    return reader
