"""Paragraphs to passages: the unit that is indexed, at most a few sentences long."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from policyqa.model import Paragraph, Passage, Section, Span
from policyqa.reading.structure import path
from policyqa.zh.text import sentences

_LONGEST = 320  # characters; a longer paragraph is cut between sentences


def passages(
    text: str, paragraphs: Sequence[Paragraph], sections: Sequence[Section], pages: Sequence[int]
) -> tuple[Passage, ...]:
    """Passages of what the document says; its frame (title, number, signature) is metadata, not passage."""
    made: list[Passage] = []
    for paragraph in paragraphs:
        if paragraph.kind == "front":
            continue
        for span in _pieces(text, paragraph.span):
            made.append(
                Passage(
                    ordinal=len(made),
                    span=span,
                    section=path(sections, paragraph.section),
                    page=bisect_right(pages, span.start) or None,
                    paragraph=paragraph.number,
                )
            )
    return tuple(made)


def _pieces(text: str, span: Span) -> Iterator[Span]:
    if span.end - span.start <= _LONGEST:
        yield span
        return
    start = end = span.start
    for sentence in sentences(text, span):
        if sentence.end - start > _LONGEST and end > start:
            yield Span(start, end)
            start = sentence.start
        end = sentence.end
    yield Span(start, span.end)
