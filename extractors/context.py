"""What the components of the pipeline share while they read one document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Literal

import msgspec

from policyqa.model import Body, Deadline, Document, Paragraph, Quantity, Span, Target, spanned
from policyqa.zh import dates
from policyqa.zh.text import sentences

from . import duty_lines
from .letters import Letters
from .patterns.targets import LOOKS_AHEAD, LOOKS_BACK, LOOKS_BACK_BEGINS, PAST_HEADING
from .places import Places

if TYPE_CHECKING:
    from .governing import Governing
    from .tables import Tasks

_Kind = Literal["quantities", "deadlines", "bodies", "targets"]
# Numbering at the head of a paragraph is no part of its first sentence.
_MARK = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+条(?![、和款规的至到第,)]|政策|措施|第)|[一二三四五六七八九十百]+、|\([一二三四五六七八九十\d]+\)|\d{1,3}\s?[.、](?!\d)|[①-⑳])\s*"
)
_MAY_BE_PAST = re.compile(PAST_HEADING.pattern, re.MULTILINE)  # in headings line by line
_MARK_BEGINS = frozenset("第(一二三四五六七八九十百0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


class Sentence(msgspec.Struct, gc=False):
    """A sentence or semicolon clause with its paragraph: its text in half width, and the gates that it opens.

    `act` is how far into it the first act may begin, its length or more where none does; `first` and `last` are the
    stretches between borders of sections in which it begins and ends. `past`: it stands in a section (工作回顾, 发展现状)
    or paragraph (这五年,…) that looks back.
    """

    index: int
    span: Span
    paragraph: Paragraph
    text: str
    gates: int
    act: int
    first: int
    last: int
    past: bool = False


class Context:
    """The document, its text in half width, its sentences, and the records found so far.

    `today` is the date from which relative limits count, `first_year` the year before which everything is past: the
    document's own, else the first of its period.
    """

    # Slots, for a property that is kept in mind makes each access to its object three times as slow.
    __slots__ = (
        "_between", "_borders", "_ends", "_leading", "_letters", "_paths", "_places", "_starts", "bodies", "deadlines",
        "document", "first_year", "folded", "governing", "lined", "numbers", "quantities", "sentences", "subject_ends", "targets", "tasks", "text", "today",
    )  # fmt: skip

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self._letters = Letters(document.text)
        self.folded, self.numbers = self._letters.folded, self._letters.numbers
        self._borders, self._between = self._section_map()
        self._paths = self._all_paths()
        self.sentences = self._sentences()
        self._starts = [sentence.span[0] for sentence in self.sentences]
        self._ends = [sentence.span[1] for sentence in self.sentences]
        self.subject_ends = self._subject_ends()
        self.quantities: list[Quantity] = []
        self.deadlines: list[Deadline] = []
        self.bodies: list[Body] = []
        self.targets: list[Target] = []
        self.lined: set[int] = set()  # the sentences in which a responsibility line stands, see bodies
        self.governing: Governing | None = None  # see governing.of
        self.tasks: Sequence[Tasks] | None = None  # see tables
        self._places: dict[_Kind, Places] = {}
        self._leading: tuple[duty_lines.Leading] | None = None
        self.today = self._today()
        self.first_year = self._first_year()
        self._mark_past()

    def _sentences(self) -> list[Sentence]:
        text, stops, spans, paragraphs = self.folded, self._letters.stops, [], []
        for paragraph in self.document.paragraphs:
            if paragraph.kind not in ("front", "row"):
                for span in sentences(text, paragraph.span, stops):
                    spans.append(self._without_mark(span) if text[span[0]] in _MARK_BEGINS else span)
                    paragraphs.append(paragraph)
        texts = [text[start:end] for start, end in spans]
        opened = self._letters.gates_and_acts(spans)
        return list(map(Sentence, count(), spans, paragraphs, texts, *opened, *self._stretches(spans)))

    def _stretches(self, spans: Sequence[Span]) -> tuple[list[int], list[int]]:
        """Between which borders of sections each of some ascending spans begins and ends."""
        borders, last = self._borders, len(self._borders)
        firsts, lasts, index = [], [], 0
        for start, end in spans:
            while index < last and borders[index] <= start:
                index += 1
            firsts.append(index)
            while index < last and borders[index] < end:
                index += 1
            lasts.append(index)
        return firsts, lasts

    def _without_mark(self, span: Span) -> Span:
        mark = _MARK.match(self.folded, *span)
        return spanned((mark.end(), span.end)) if mark and mark.end() < span.end else span

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds a character; None in the document's frame and in tables."""
        index = bisect_right(self._starts, offset) - 1
        return self.sentences[index] if index >= 0 and offset < self._ends[index] else None

    def by_sentence(self, records: Sequence[Body | Deadline | Quantity | Target]) -> dict[int, list[int]]:
        """Sentences, by their indices, to those of the records that begin in them."""
        starts, ends = self._starts, self._ends
        found: dict[int, list[int]] = {}
        inside: list[int] = []
        first = last = -1  # of the sentence of the record before, in which most stand
        for index, record in enumerate(records):
            start = record.span.start
            if not first <= start < last:
                place = bisect_right(starts, start) - 1
                if place < 0 or start >= ends[place]:
                    continue
                first, last, inside = starts[place], ends[place], found.setdefault(place, [])
            inside.append(index)
        return found

    def leading(self) -> duty_lines.Leading:
        """Who leads on a responsibility line that does not say so."""
        if self._leading is None:
            self._leading = (duty_lines.leading(self.folded),)
        return self._leading[0]

    def _today(self) -> date | None:
        """When the document was issued, else published.

        A site that reposts a plan years later gives no such date; the plan's period tells.
        """
        about = self.document.metadata
        if about.issued_on is None and about.published_on and about.period:
            reposted = about.published_on.year > int(about.period[0]) + 1
            return None if reposted else about.published_on
        return about.issued_on or about.published_on

    def _first_year(self) -> int | None:
        if self.today:
            return self.today.year
        period = self.document.metadata.period
        return int(period[0]) if period else None

    def section(self, offset: int) -> int | None:
        """The index of the narrowest section that holds a character."""
        return self._between[bisect_right(self._borders, offset)]

    def _section_map(self) -> tuple[list[int], list[int | None]]:
        """The places at which a section begins or ends, and the narrowest section before, between and behind them."""
        sections = self.document.sections
        starts = [section.span.start for section in sections]
        borders = sorted({*starts, *(section.span.end for section in sections)})
        between: list[int | None] = [None]
        for border in borders:
            index = bisect_right(starts, border) - 1
            while index >= 0 and border >= sections[index].span.end:
                index -= 1
            between.append(index if index >= 0 else None)
        return borders, between

    def path_in(self, sentence: Sentence, offset: int) -> tuple[str, ...]:
        """The path at a character of a sentence, which is that of its beginning unless a section ends in it."""
        return self._paths[sentence.first] if sentence.first == sentence.last else self.path(offset)

    def section_behind(self, sentence: Sentence) -> int | None:
        """The index of the narrowest section that holds the last character of a sentence."""
        return self._between[sentence.last]

    def path(self, offset: int) -> tuple[str, ...]:
        """Headings from the outermost section to the narrowest one at a character."""
        return self._paths[bisect_right(self._borders, offset)]

    def _all_paths(self) -> list[tuple[str, ...]]:
        """The path before, between and behind the borders of sections."""
        of_section: list[tuple[str, ...]] = []
        for section, heading in zip(self.document.sections, self._headings(), strict=True):
            above = () if section.parent is None else of_section[section.parent]
            of_section.append((*above, heading))
        return [() if index is None else of_section[index] for index in self._between]

    def _headings(self) -> list[str]:
        return [section.marker + section.title for section in self.document.sections]

    def _mark_past(self) -> None:
        """A paragraph looks back from a sentence that opens with a time that is over to one that looks ahead."""
        past_sections = self._past_sections()
        paragraph, past, back = None, False, False
        for sentence in self.sentences:
            if sentence.paragraph is not paragraph:
                paragraph, back = sentence.paragraph, False
                section = self._between[sentence.first] if past_sections else None
                past = section is not None and past_sections[section]
            if (back or sentence.text[0] in LOOKS_BACK_BEGINS) and sentence.paragraph.kind != "heading":
                back = self._looks_back(sentence.text, back)
            if past or back:
                sentence.past = True

    def _past_sections(self) -> list[bool]:
        """Whether each section's heading, or one above it, speaks of what has been; empty where none does."""
        headings = self._headings()
        if not _MAY_BE_PAST.search("\n".join(headings)):  # of most documents none
            return []
        past: list[bool] = []
        for section, heading in zip(self.document.sections, headings, strict=True):
            above = section.parent is not None and past[section.parent]
            past.append(above or PAST_HEADING.search(heading) is not None)
        return past

    def _looks_back(self, text: str, back: bool) -> bool:
        if self._is_over(LOOKS_BACK.match(text)):
            return True
        return back and not LOOKS_AHEAD.match(text)

    def _is_over(self, opening: re.Match[str] | None) -> bool:
        """Whether the plan or the year that a sentence opens with ended before the document's own."""
        if opening is None or not (opening["plan"] or opening["year"]):
            return opening is not None
        years = dates.plan_years(opening["plan"]) if opening["plan"] else (0, int(opening["year"]))
        return bool(years and self.first_year and years[1] < self.first_year)

    def _subject_ends(self) -> dict[int, list[int]]:
        """Sentences, by their indices, to the places in them at which a verb of duty may begin behind a name."""
        found: dict[int, list[int]] = {}
        sentences = iter(zip(self._starts, self._ends, count()))
        start = end = index = -1
        for place in self._letters.subject_ends:
            while place >= end:
                start, end, index = next(sentences, (len(self.text), len(self.text), -1))
            if place >= start:
                found.setdefault(index, []).append(place)
        return found

    def may_compare(self, start: int, end: int) -> bool:
        """Whether a comparator may begin between two places."""
        places = self._letters.comparators
        index = bisect_left(places, start)
        return index < len(places) and places[index] < end

    def deadlines_in(self, span: Span) -> list[Deadline]:
        """Deadlines that begin in a stretch; asked for once all of them are found."""
        return [self.deadlines[index] for index in self.places("deadlines").beginning(span)]

    def places(self, kind: _Kind) -> Places:
        """Where the records of a kind stand; asked for once all of them are found."""
        found = self._places.get(kind)
        if found is None:
            found = self._places[kind] = Places(getattr(self, kind))
        return found

    def gates(self, span: Span) -> int:
        """The gates that a stretch opens that is no sentence."""
        return self._letters.gates([span])[0]

    def quote(self, span: Span) -> str:
        return self.text[span.start : span.end]
