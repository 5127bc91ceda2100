"""What every layer shares: frozen records, without I/O.

A `Span` counts characters of `Document.text`, start inclusive, end exclusive; `text[start:end]` is the quote, to the
letter. Dates are inclusive. What a document does not say is `None`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Literal, NamedTuple

import msgspec

Grade = Literal["error", "warning", "note"]
Role = Literal["lead", "participate", "supervise", "report_to"]
Comparator = Literal["eq", "ge", "gt", "le", "lt", "range", "approx", "rank", "change"]
DeadlineKind = Literal["by", "in", "recurring", "within", "from"]
ParagraphKind = Literal["text", "heading", "row", "front"]
TargetKind = Literal["target", "baseline"]
Number = int | float


class Span(NamedTuple):
    """Characters [start, end) of a text."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        return text[self.start : self.end]


# A pair as a span, at half the cost of the constructor, for where there are thousands of them.
spanned: Callable[[tuple[int, int]], Span] = partial(tuple.__new__, Span)


class Record(msgspec.Struct, frozen=True, gc=False):
    """A value without behaviour; fields are written in the order in which they are declared."""


class Problem(Record, frozen=True, kw_only=True):
    """What is wrong with a document, in one sentence for its reader.

    `error`: nothing, or not all, could be read; `warning`: something was guessed; `note`: something was repaired.
    `places` are the stretches of the raw text that a repair took out or put otherwise, in their order.
    """

    code: str
    grade: Grade
    message: str
    span: Span | None = None
    places: tuple[Span, ...] = ()


class OffsetMap(Record, frozen=True, kw_only=True):
    """Where each kept run of the cleaned text stands in the raw text; all tuples ascend.

    `swapped` are the stretches of the raw text for each of which the cleaned text has one other character.
    """

    clean: tuple[int, ...] = (0,)
    raw: tuple[int, ...] = (0,)
    swapped: tuple[Span, ...] = ()

    def position(self, offset: int) -> int:
        """The raw offset of the character at a cleaned offset."""
        run = bisect_right(self.clean, offset) - 1
        return self.raw[run] + offset - self.clean[run]

    def span(self, span: Span) -> Span:
        """The stretch of raw text, debris included, from which a cleaned span came."""
        if span.start == span.end:
            return Span(self.position(span.start), self.position(span.start))
        return Span(self.position(span.start), self._end(self.position(span.end - 1)))

    def _end(self, last: int) -> int:
        """Where the raw text of a character ends that begins at a raw offset."""
        index = bisect_left(self.swapped, last, key=lambda swap: swap.start)
        found = self.swapped[index : index + 1]
        return found[0].end if found and found[0].start == last else last + 1


class Region(Record, frozen=True, kw_only=True):
    """An administrative division (行政区划) with its official six-digit code and its parents, province first."""

    name: str
    code: str | None = None
    path: tuple[str, ...] = ()


class Section(Record, frozen=True, kw_only=True):
    """A heading and what stands below it. `parent` is the index of the section that holds this one."""

    level: int
    marker: str
    title: str
    span: Span
    heading: Span
    parent: int | None = None


class Paragraph(Record, frozen=True, kw_only=True):
    """A paragraph, counted from 1. `front` is a letter's frame (title, number, addressees, signature), `row` a row of
    a table; `section` is the index of the section that holds it."""

    number: int
    span: Span
    kind: ParagraphKind
    section: int | None = None


class Passage(Record, frozen=True, kw_only=True):
    """A paragraph, a table row, or a part of a long paragraph: the unit that is indexed and searched."""

    ordinal: int
    span: Span
    section: tuple[str, ...] = ()
    page: int | None = None
    paragraph: int | None = None


class Table(Record, frozen=True, kw_only=True):
    """Cells as spans of the text, row by row; a merged cell appears in each row and column that it covers."""

    span: Span
    rows: tuple[tuple[Span, ...], ...]


class Part(Record, frozen=True, kw_only=True):
    """A document inside a document: the notice, and the plan that it issues."""

    title: str | None
    span: Span


class Metadata(Record, frozen=True, kw_only=True):
    """What a document says of itself: 标题, 地区, 发布机构, 发文字号, 索引号, 成文日期, 发布日期, 期间."""

    title: str | None = None
    region: Region | None = None
    issuer: str | None = None
    doc_number: str | None = None
    index_number: str | None = None
    issued_on: date | None = None
    published_on: date | None = None
    period: tuple[str, str] | None = None
    addressees: str | None = None
    topic: str | None = None
    validity: str | None = None


class Document(Record, frozen=True, kw_only=True):
    """A file as read. `text` is `raw` without what is no part of the document; `offsets` lead back.

    `id` is made from the file's bytes, so the same file has the same id everywhere. `pages` holds the offset in
    `text` at which each page begins, and is empty where the format has no pages. `parts` are two where a notice
    issues a plan (印发…的通知), and none where the document is one.
    """

    id: str
    file: str
    text: str
    raw: str
    offsets: OffsetMap
    metadata: Metadata = Metadata()
    sections: tuple[Section, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    passages: tuple[Passage, ...] = ()
    tables: tuple[Table, ...] = ()
    parts: tuple[Part, ...] = ()
    pages: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()

    def page(self, offset: int) -> int | None:
        """The page, counted from 1, on which a character stands."""
        return bisect_right(self.pages, offset) if self.pages else None


class Quantity(Record, frozen=True, kw_only=True):
    """A number with its unit: one bound is `None` where that side is open."""

    span: Span
    min: Number | None
    max: Number | None
    unit: str
    comparator: Comparator


class Deadline(Record, frozen=True, kw_only=True):
    """A time limit. `duration` and `frequency` are ISO 8601 durations (1至3年 is P1Y/P3Y).

    `anchor` is the date from which a relative limit was counted, `rule` the name of the pattern that read it.
    """

    text: str
    sentence: str
    span: Span
    kind: DeadlineKind
    start: date | None = None
    end: date | None = None
    duration: str | None = None
    frequency: str | None = None
    anchor: date | None = None
    rule: str
    section: tuple[str, ...] = ()


class Body(Record, frozen=True, kw_only=True):
    """A mention of a responsible body (责任单位) in a role; `canonical` is its full name within the region."""

    name: str
    role: Role
    sentence: str
    span: Span
    canonical: str | None = None
    section: tuple[str, ...] = ()


class BodyRef(Record, frozen=True, kw_only=True):
    """A body as a target names it."""

    name: str
    role: Role


class Baseline(Record, frozen=True, kw_only=True):
    """The value from which a target starts (基期值)."""

    value: Number
    unit: str
    year: str | None = None


class Target(Record, frozen=True, kw_only=True):
    """One figure that the document commits somebody to reach; `kind` "baseline" marks a figure of the past.

    `indicator` is what is counted, `scope` for whom, `binding` the strength that the text states
    (约束性, 预期性, 力争, 确保, 原则上, 鼓励).
    """

    kind: TargetKind
    quote: str
    sentence: str
    span: Span
    section: tuple[str, ...] = ()
    page: int | None = None
    indicator: str
    min: Number | None
    max: Number | None
    unit: str
    comparator: Comparator
    scope: str | None = None
    frequency: str | None = None
    deadline: Deadline | None = None
    bodies: tuple[BodyRef, ...] = ()
    baseline: Baseline | None = None
    binding: str | None = None


class Commitment(Record, frozen=True, kw_only=True):
    """A duty, with a figure or without: indices point into the targets, deadlines and bodies beside it."""

    quote: str
    span: Span
    section: tuple[str, ...] = ()
    page: int | None = None
    action: str
    object: str
    targets: tuple[int, ...] = ()
    deadlines: tuple[int, ...] = ()
    bodies: tuple[int, ...] = ()


class Extraction(Record, frozen=True, kw_only=True):
    """The structured records of one document, in the order in which they stand in its text."""

    targets: tuple[Target, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    bodies: tuple[Body, ...] = ()
    commitments: tuple[Commitment, ...] = ()
