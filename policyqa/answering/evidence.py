"""Sentences that may answer a question, with how much of it they speak of."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from policyqa.library import DocumentSummary, Filters, Library
from policyqa.model import Passage, Span
from policyqa.searching import search
from policyqa.zh.synonyms import canonical
from policyqa.zh.text import fold, sentences

_PASSAGES = 80  # that are looked into for each region asked about
_CONTEXT = 0.6  # how much a word in the headings or the title counts, of one in the sentence itself
_WORDS = re.compile(r"[一-龥]+|[A-Za-z]+|\d+(?:\.\d+)?")


class Sentence:
    """A sentence of a passage; `quote` is the document's text at `span`, to the letter."""

    def __init__(self, document: DocumentSummary, passage: Passage, span: Span, quote: str, around: str) -> None:
        self.document = document
        self.passage = passage
        self.span = span
        self.quote = quote
        self.around = around

    @cached_property
    def grams(self) -> frozenset[str]:
        return frozenset(grams(self.quote))

    @cached_property
    def context(self) -> frozenset[str]:
        """What the headings, the title and the rest of the passage say."""
        title = self.document.title or ""
        return frozenset(grams("，".join((*self.passage.section, title)))) | frozenset(grams(self.around))


class Scored:
    """A sentence with the share of the question that it covers, 0 to 1."""

    def __init__(self, sentence: Sentence, score: float, own: float) -> None:
        self.sentence = sentence
        self.score = score
        self.own = own


def grams(text: str) -> list[str]:
    """Pairs of neighbouring characters of Chinese words; Latin words and numbers whole. Synonyms are made one."""
    found: list[str] = []
    for word in _WORDS.findall(canonical(fold(text)).lower()):
        if "一" <= word[0] <= "龥":
            found += [word] if len(word) == 1 else [a + b for a, b in pairwise(word)]
        else:
            found.append(word)
    return found


def gather(library: Library, about: str, filters: Filters) -> list[Sentence]:
    """The sentences of the passages that match best."""
    found: list[Sentence] = []
    for hit in search(library, about, filters=filters, kind="passage", limit=_PASSAGES):
        assert isinstance(hit.record, Passage)
        for span in sentences(hit.quote, Span(0, len(hit.quote))):
            place = Span(hit.span.start + span.start, hit.span.start + span.end)
            found.append(Sentence(hit.document, hit.record, place, span.of(hit.quote), hit.quote))
    return found


def weights(sentences_: Sequence[Sentence], about: str) -> dict[str, float]:
    """How much each part of the question tells: what few sentences say tells more."""
    asked = set(grams(about))
    counted = Counter(gram for sentence in sentences_ for gram in sentence.grams & asked)
    most = len(sentences_) + 1
    return {gram: math.log(1 + most / (1 + counted[gram])) for gram in asked}


def rank(sentences_: Iterable[Sentence], weight: dict[str, float]) -> list[Scored]:
    """Best first; ties in the order of documents and text."""
    total = sum(weight.values()) or 1.0
    asked = weight.keys()
    scored = []
    for sentence in sentences_:
        own = sum(weight[gram] for gram in sentence.grams & asked)
        near = sum(weight[gram] for gram in (sentence.context - sentence.grams) & asked)
        scored.append(Scored(sentence, (own + _CONTEXT * near) / total, own / total))
    return sorted(scored, key=lambda s: (-s.score - s.own, s.sentence.document.id, s.sentence.span))
