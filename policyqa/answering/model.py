"""What an answer is made of. `quote` is the document's text at `span`, to the letter."""

from __future__ import annotations

from policyqa.model import Record, Span


class Citation(Record, frozen=True, kw_only=True):
    """Where it is said; `paragraph` is counted from 1, `page` is None where the format has no pages."""

    file: str
    title: str | None
    region: str | None
    section: tuple[str, ...]
    page: int | None
    paragraph: int | None = None
    quote: str
    span: Span


class Row(Record, frozen=True, kw_only=True):
    """An item of an answer that has several; `value` is what was asked for, in the document's words."""

    file: str
    region: str | None
    quote: str
    span: Span
    section: tuple[str, ...]
    value: str | None = None


class Searched(Record, frozen=True, kw_only=True):
    """Documents that were looked into, and files of the library that could not be read."""

    documents: int
    unread: int


class Answer(Record, frozen=True, kw_only=True):
    """`found` false: the documents do not say it; `related` are then the nearest things, not an answer.

    `note` says how the question was read where that is not plain: a misspelt name, a region that the library lacks.
    `prose` is a language model's wording of the evidence, where one was asked for and its sentences could be checked.
    """

    id: str | None = None
    question: str
    found: bool
    answer: str
    rows: tuple[Row, ...]
    citations: tuple[Citation, ...]
    related: tuple[Citation, ...] = ()
    note: str | None = None
    prose: str | None = None
    searched: Searched
