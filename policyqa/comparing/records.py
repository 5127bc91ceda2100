"""What a comparison tells. Columns of every row stand in the order of `Comparison.regions`."""

from __future__ import annotations

from datetime import date
from typing import Literal

from policyqa.library import DocumentSummary, UnreadableFile
from policyqa.model import DeadlineKind, Record, Role, Span, Target
from policyqa.overlap.records import Change, Difference
from policyqa.zh.indicators import Measured

Direction = Literal["higher", "lower"]


class Source(Record, frozen=True, kw_only=True):
    """A quote where it stands; `text[span]` of the document is the quote, to the letter."""

    document_id: str
    file: str
    title: str | None
    quote: str
    span: Span
    section: tuple[str, ...]
    page: int | None


class RegionSide(Record, frozen=True, kw_only=True):
    """A region with its documents and how much they commit to.

    The documents are the region's own; where it has none, those of the regions in it (`of_parts`). `left_out` counts
    documents of regions in it that are no part of the comparison.
    """

    name: str
    code: str | None
    path: tuple[str, ...]
    documents: tuple[DocumentSummary, ...]
    of_parts: bool
    left_out: int
    targets: int
    commitments: int


class Pace(Record, frozen=True, kw_only=True):
    """What has to be gained each year from the baseline that the document states, in `unit` (百分点 for shares)."""

    yearly: float
    unit: str
    since: int
    until: int


class Cell(Record, frozen=True, kw_only=True):
    """One figure of a region. `repeats` counts further places of its documents that state the same.

    `compared`: it may be ranked with those of other regions (MatrixRow.direction); `best`: of these none is higher, or
    lower where less is asked for; never set where all are alike.
    """

    source: Source
    target: Target
    pace: Pace | None = None
    repeats: int = 0
    compared: bool = False
    best: bool = False


class Entry(Record, frozen=True, kw_only=True):
    """What a region says of an indicator.

    Without `cells` its documents state no figure for it: `mention` is where they name it without one, `other` where
    they count it in another way (growth instead of a level), `near` where they say most of its words. Without any of
    them it is not mentioned.
    """

    cells: tuple[Cell, ...] = ()
    mention: Source | None = None
    other: Source | None = None
    near: Source | None = None

    @property
    def said(self) -> Source | None:
        """Where it stands without a figure, if anywhere."""
        return self.mention or self.other or self.near


class MatrixRow(Record, frozen=True, kw_only=True):
    """An indicator, how it is measured, and what each region says of it.

    `direction` says which figure is the more ambitious, None where they cannot be ranked (a city's total and a
    county's, totals for different years, floors and caps).
    `unit` is the unit without its scale (元 for 万元), `frequency` an ISO duration where the figure recurs,
    `each` whether it is asked of each of several (每个乡镇). `differs`: no figure is common to all that state one.
    """

    indicator: str
    measured: Measured
    unit: str
    frequency: str | None
    each: bool
    direction: Direction | None
    entries: tuple[Entry, ...]
    differs: bool

    @property
    def stated(self) -> int:
        """How many regions state a figure."""
        return sum(bool(entry.cells) for entry in self.entries)


class Statement(Record, frozen=True, kw_only=True):
    """How one region words a measure, with the figures, limits and lead bodies that belong to it."""

    source: Source
    targets: tuple[Target, ...] = ()
    limits: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()


class SharedMeasure(Record, frozen=True, kw_only=True):
    """A measure that two regions have, or more. `one_sided`: some state it and others do not."""

    label: str
    statements: tuple[tuple[Statement, ...], ...]
    differences: tuple[Difference, ...]
    one_sided: tuple[Difference, ...]
    score: float

    @property
    def held(self) -> int:
        """How many regions have it."""
        return sum(bool(statements) for statements in self.statements)


class Step(Record, frozen=True, kw_only=True):
    """A superior's measure and what became of it below; without `upper` it was added below, without `lower` left out.

    `differences` are those that the changes do not tell: another body, scope or binding strength. `near` is where the
    texts below say most of the words of a measure that was left out.
    """

    changes: tuple[Change, ...]
    differences: tuple[Difference, ...]
    upper: Source | None
    lower: Source | None
    near: Source | None = None


class Descent(Record, frozen=True, kw_only=True):
    """The measures of a region in a region that lies in it; `upper` and `lower` are their names.

    `apart` are measures, one each, of documents above that nothing below follows: what they ask for is not called left out.
    """

    upper: str
    lower: str
    steps: tuple[Step, ...]
    apart: tuple[Source, ...] = ()

    def count(self, change: Change) -> int:
        return sum(change in step.changes for step in self.steps)


class Contradiction(Record, frozen=True, kw_only=True):
    """Two figures, or two deadlines, of one document that cannot both hold."""

    region: str
    indicator: str
    kind: Literal["value", "deadline"]
    first: Source
    second: Source


class Only(Record, frozen=True, kw_only=True):
    """A quantified commitment that one region alone has."""

    region: str
    source: Source
    targets: tuple[Target, ...]


class Due(Record, frozen=True, kw_only=True):
    """A dated commitment: what a region has to do on or before `end`, or in `start` to `end`."""

    region: str
    start: date | None
    end: date
    kind: DeadlineKind
    text: str
    source: Source
    leads: tuple[str, ...]


class Duty(Record, frozen=True, kw_only=True):
    """A body, its role and the task; `end` is the task's earliest limit."""

    region: str
    body: str
    role: Role
    source: Source
    end: date | None


class Load(Record, frozen=True, kw_only=True):
    """What a body of a region has to do: tasks by role, those that are dated, and the earliest date."""

    region: str
    body: str
    leads: int
    participates: int
    supervises: int
    reported_to: int
    dated: int
    first: date | None


class Unled(Record, frozen=True, kw_only=True):
    """A task with a figure or a date for which the document names no lead."""

    region: str
    source: Source
    end: date | None


class ThemeRow(Record, frozen=True, kw_only=True):
    """How many commitments of each region fall under a theme."""

    theme: str
    counts: tuple[int, ...]


class Unresolved(Record, frozen=True, kw_only=True):
    """A time limit that the documents do not fix to a date."""

    region: str
    file: str
    text: str
    sentence: str


class Gaps(Record, frozen=True, kw_only=True):
    """What the comparison could not take into account, or only with doubt.

    `placeless` are documents of the library of which no region is known, so that no column can hold them.
    """

    unreadable: tuple[UnreadableFile, ...]
    placeless: tuple[str, ...]
    unresolved: tuple[Unresolved, ...]
    doubts: tuple[str, ...]


class Comparison(Record, frozen=True, kw_only=True):
    """Everything that a report tells. `descents` are told where one region lies in another; `as_of` is the day from which limits count as passed."""

    regions: tuple[RegionSide, ...]
    themes: tuple[ThemeRow, ...]
    matrix: tuple[MatrixRow, ...]
    shared: tuple[SharedMeasure, ...]
    only: tuple[Only, ...]
    due: tuple[Due, ...]
    duties: tuple[Duty, ...]
    loads: tuple[Load, ...]
    unled: tuple[Unled, ...]
    gaps: Gaps
    descents: tuple[Descent, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    as_of: date | None = None
