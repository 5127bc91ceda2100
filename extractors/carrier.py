"""The spaCy document that carries an extraction: tokens cut at the borders of the records, records as its spans.

A token per character would cost more than all rules together; these are enough for exact spans.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from policyqa.model import Extraction, Quantity, Span

Labelled = tuple[Span, str]


def carried(doc: Doc, extraction: Extraction, quantities: Sequence[Quantity]) -> Doc:
    """A document of the same text with spans "quantities", "deadlines", "bodies", "targets" and "commitments"."""
    text = doc.user_data["document"].text
    groups: dict[str, list[Labelled]] = {
        "quantities": [(q.span, q.comparator) for q in quantities],
        "deadlines": [(d.span, d.kind) for d in extraction.deadlines],
        "bodies": [(b.span, b.role) for b in extraction.bodies],
        "targets": [(t.span, t.kind) for t in extraction.targets],
        "commitments": [(c.span, c.action) for c in extraction.commitments],
    }
    borders = _borders(text, (span for group in groups.values() for span, _ in group))
    words = [text[start:end] for start, end in pairwise(borders)]
    cut = Doc(doc.vocab, words=words, spaces=[False] * len(words), user_data=doc.user_data)
    tokens = {border: index for index, border in enumerate(borders)}
    for name, group in groups.items():
        cut.spans[name] = [TokenSpan(cut, tokens[span.start], tokens[span.end], label=label) for span, label in group]
    return cut


def _borders(text: str, spans: Iterable[Span]) -> list[int]:
    found = {0, len(text)}
    for span in spans:
        found.update(span)
    return sorted(found)
