"""What a region's documents say near an indicator for which they state no figure.

A false 未提及 is what readers of a comparison fear most: before a report says it, the texts themselves are searched for
the words that tell what is counted, whether or not a commitment was found there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from policyqa.comparing.material import Material
from policyqa.comparing.records import Source
from policyqa.library import DocumentSummary, Library
from policyqa.model import Passage, Span
from policyqa.overlap import words as w
from policyqa.zh.text import clauses, sentences

_ENOUGH = 0.6  # of the weight of what is counted that a clause has to say
_TELLING = 9.0  # weight of the words said: 教师 alone (5) is said everywhere, 骨干教师 (9) of few things
# How something is counted and whose it is, beside what it is.
_HOW = re.compile(
    r"覆盖率|达标率|比例|占比|比重|总数|数量|人数|率|数|面积|总量|规模|新增|累计|每年|年均|[国省市县区校乡]级|国家级|全[国省市县区]|毛|净|达到|以上"
)


class _Said(NamedTuple):
    clause: str
    document: DocumentSummary
    passage: Passage
    sentence: Span
    text: str


class Nearby:
    """The clauses of a region's documents, read when something is first looked for in them."""

    def __init__(self, material: Material, library: Library) -> None:
        self._documents, self._library = material.side.documents, library

    def find(self, indicator: str) -> Source | None:
        """The sentence whose clause says most of what is counted."""
        weights = {word: w.word_weight(word) for word in w.words(_HOW.sub(" ", indicator))}
        total = sum(weights.values())
        if total < _TELLING:
            return None
        best, most = None, max(_ENOUGH * total, _TELLING)
        for said in self._said:
            found = sum(weight for word, weight in weights.items() if word in said.clause)
            if found > most or (found == most and best is None):
                best, most = said, found
        return _source(best) if best else None

    @cached_property
    def _said(self) -> list[_Said]:
        return [said for summary in self._documents for said in self._clauses(summary)]

    def _clauses(self, summary: DocumentSummary) -> Iterator[_Said]:
        document = self._library.document(summary.id)
        for passage in document.passages:
            for sentence in sentences(document.text, passage.span):
                quote = sentence.of(document.text)
                for clause in clauses(document.text, sentence):
                    yield _Said(w.normal(clause.of(document.text)), summary, passage, sentence, quote)


def _source(said: _Said) -> Source:
    return Source(
        document_id=said.document.id, file=said.document.file, title=said.document.title, quote=said.text,
        span=said.sentence, section=said.passage.section, page=said.passage.page,
    )  # fmt: skip
