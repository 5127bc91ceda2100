"""Until when a document is in force, as the labels of its page say it (失效日期：2028-05-15): they stand above its text, in no
passage of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyqa.answering.sentence import Place, Sentence
from policyqa.library import Library
from policyqa.model import Document, Passage, Span
from policyqa.zh.patterns import late

_LABEL = late(r"(?:失效|废止|到期)(?:日期|时间)\s*[:：][ \t　]*\d{4}[^\n]{4,8}")
_DAY = late(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_IN_WORDS = r"\1年\2月\3日"
_DOCUMENTS = 8  # of those found, that are looked at
_HEAD = 3000  # characters of a document in which its labels stand


def force(library: Library, found: Sequence[Sentence]) -> list[Sentence]:
    """The labels of the documents of these sentences that none of them holds."""
    documents = {s.document.id: s.document for s in found}
    lines = []
    for number, (id_, summary) in enumerate(list(documents.items())[:_DOCUMENTS], 1):
        document = library.document(id_)
        for span in _labels(document):
            if not any(s.document.id == id_ and s.span.meets(span) for s in found):
                paragraph = next((p.number for p in document.paragraphs if p.span.meets(span)), None)
                passage = Passage(ordinal=-1, span=span, page=document.page(span.start), paragraph=paragraph)
                quote = span.of(document.text)
                line = Sentence(Place(summary, passage, -number, quote), span, quote)
                line.points_to("有效期至" + _DAY.sub(_IN_WORDS, quote))  # as a text would say it
                lines.append(line)
    return lines


def _labels(document: Document) -> Iterator[Span]:
    for label in _LABEL.finditer(document.text, 0, _HEAD):
        yield Span(label.start(), label.start() + len(label[0].rstrip()))
