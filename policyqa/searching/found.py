"""What a search hands out: a place in a document, and why it was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, TypeVar

from policyqa.library import DocumentSummary, StoredPassage
from policyqa.library.queries import Stored
from policyqa.model import Body, Commitment, Deadline, Passage, Record, Span, Target
from policyqa.zh.text import fold

Kind = Literal["target", "commitment", "deadline", "body", "passage"]
AnyRecord = Target | Commitment | Deadline | Body
R = TypeVar("R", bound=AnyRecord)

TYPES: dict[Kind, type[AnyRecord]] = {"target": Target, "commitment": Commitment, "deadline": Deadline, "body": Body}
_DECIMALS = 4  # of a score; beyond them shows the order in which an index adds up its numbers


class Why(Record, frozen=True, kw_only=True):
    """What spoke for a passage, each from 0 to 1; None where the query names nothing of the kind.

    `words` is the lexical index's score, of the best passage's; `meaning` the vectors'; `text` and `headings` how much of
    the query, by the rarity of its words, stands in one sentence of the passage, in its headings and its document's title; `region`
    whether the document speaks for a region of the query; `numbers` how many of the query's figures stand there.
    """

    words: float
    meaning: float
    text: float
    headings: float
    region: float | None = None
    numbers: float | None = None


class Found(Record, frozen=True, kw_only=True):
    """A place in a document: `quote` is the document's text at `span`, to the letter.

    `score` is between 0 and 1, and 0 in a list without a query. `terms` are the words of the query that stand
    in the passage or its headings; none where only the meaning is alike. `highlights` are the places of these words
    in the document's text, inside `span`.
    """

    document: DocumentSummary
    kind: Kind
    section: tuple[str, ...]
    page: int | None
    quote: str
    span: Span
    score: float
    terms: tuple[str, ...]
    record: Target | Commitment | Deadline | Body | Passage
    highlights: tuple[Span, ...] = ()
    why: Why | None = None


class Match(Record, frozen=True):
    """A passage that a query found."""

    passage: StoredPassage
    score: float = 0.0
    terms: tuple[str, ...] = ()
    why: Why | None = None


def rounded(score: float) -> float:
    return round(score, _DECIMALS)


def of_passage(match: Match) -> Found:
    stored = match.passage
    return Found(
        document=stored.document, kind="passage", section=stored.passage.section, page=stored.passage.page,
        quote=stored.text, span=stored.passage.span, score=rounded(match.score), terms=match.terms,
        record=stored.passage, highlights=_highlights(stored.text, stored.passage.span.start, match.terms), why=match.why,
    )  # fmt: skip


def of_record(kind: Kind, stored: Stored[R], match: Match | None, score: float) -> Found:
    record = stored.record
    passage = match.passage if match else None
    quote = _quote(record, passage)
    terms = match.terms if match else ()
    return Found(
        document=stored.document, kind=kind, section=record.section, page=passage.passage.page if passage else None,
        quote=quote, span=record.span, score=rounded(score), terms=terms, record=record,
        highlights=_highlights(quote, record.span.start, terms) if len(quote) == record.span.end - record.span.start else (),
        why=match.why if match else None,
    )  # fmt: skip


def _highlights(quote: str, start: int, terms: Sequence[str]) -> tuple[Span, ...]:
    if not terms:
        return ()
    pattern = "|".join(map(re.escape, sorted(terms, key=len, reverse=True)))
    return tuple(Span(start + m.start(), start + m.end()) for m in re.finditer(pattern, fold(quote).lower()))


def _quote(record: AnyRecord, passage: StoredPassage | None) -> str:
    """From the text itself: the name of a body may have been completed (人社和财政部门 gives 人社部门)."""
    if passage and passage.passage.span.holds(record.span):
        start = passage.passage.span.start
        return passage.text[record.span.start - start : record.span.end - start]
    match record:
        case Target() | Commitment():
            return record.quote
        case Deadline():
            return record.text
        case Body():
            return record.name


def own_words(record: AnyRecord) -> str:
    match record:
        case Target():
            return "\n".join((record.sentence, record.indicator, record.scope or ""))
        case Commitment():
            return record.quote
        case Deadline():
            return record.sentence
        case Body():
            return "\n".join((record.sentence, record.name, record.canonical or ""))


def standing(terms: Iterable[str], text: str) -> tuple[str, ...]:
    """The terms in the text; of 教育局 and 教育 only the longer."""
    folded = fold(text).lower()
    found = [term for term in terms if term in folded]
    return tuple(term for term in found if not any(term != other and term in other for other in found))


def share(terms: Sequence[str], text: str) -> float:
    """How much of the query, by its characters, stands in the text: 0…1."""
    folded = fold(text).lower()
    return sum(len(term) for term in terms if term in folded) / (sum(map(len, terms)) or 1)
