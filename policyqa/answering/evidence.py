"""The sentences that may answer a question, and the records that stand in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import dropwhile, takewhile
from typing import TypeVar

from policyqa.answering import wording
from policyqa.answering.sentence import Sentence, marker, note_places, of_passage
from policyqa.library import Filters, Library, StoredPassage
from policyqa.model import Body, Commitment, Deadline, Document, Span, Target
from policyqa.searching import passages

_ROOTS, _BEFORE, _BEHIND = 24, 2, 12  # of the best passages, and passages around each that are looked at too
_FEW_DOCUMENTS, _FEW_PASSAGES = 5, 300  # that are looked at whole
_MEASURE = 400  # characters of a measure that are cited
_Section = tuple[str, tuple[str, ...]]  # of a document, by its headings
R = TypeVar("R", Target, Deadline, Body, Commitment)


class Evidence:
    """The sentences that were looked at and the records that stand in them, fetched when first asked for."""

    def __init__(self, library: Library, found: Sequence[Sentence]) -> None:
        self._library = library
        self.sentences = found
        self._whole: dict[str, list[Sentence]] = {}
        self._texts: dict[str, str] = {}
        self._placed: dict[tuple[str, type], dict[int, Target | Deadline | Body | Commitment]] = {}
        self._records: dict[type, dict[int, list[Target | Deadline | Body | Commitment]]] = {}

    def records(self, sentence: Sentence, type_: type[R]) -> list[R]:
        """The records that lie in the sentence."""
        found = self._of_type(type_).get(sentence.key, ())
        return [r for r in found if isinstance(r, type_) and sentence.span.meets(r.span)]

    def looks_back(self, sentence: Sentence) -> bool:
        """Whether the sentence tells what has been reached, and nothing that is to be."""
        targets = self.records(sentence, Target)
        back = any(wording.LOOK_BACK.search(head) for head in sentence.passage.section)
        return back or (bool(targets) and all(target.kind == "baseline" for target in targets))

    def governing(self, sentence: Sentence) -> list[Deadline]:
        """Limits that govern the sentence from outside it: a heading, a line in brackets."""
        duty = self._duty(sentence, lambda c: bool(c.deadlines))
        return self._pointed(sentence, duty.deadlines, Deadline) if duty else []

    def responsible(self, sentence: Sentence) -> list[Body]:
        """Bodies of the responsibility line of the sentence's item."""
        duty = self._duty(sentence, lambda c: bool(c.bodies))
        return self._pointed(sentence, duty.bodies, Body) if duty else []

    def line(self, sentence: Sentence, type_: type[R]) -> list[R]:
        """Records of the responsibility line that governs the sentence."""
        line = self.line_of(sentence)
        return self.records(line, type_) if line else []

    def line_of(self, sentence: Sentence) -> Sentence | None:
        """The responsibility line in the sentence's own passage, else the first one after it in its section
        (（责任部门：市公安局；完成时限：9月底前）)."""
        if sentence.is_line:
            return sentence
        lines = self._lines
        of_passage, of_section = lines.get(sentence.key, ()), lines.get(_section(sentence), ())
        same = (s for s in of_passage if s.span > sentence.span)
        after = (s for s in of_section if s.span > sentence.span and s.passage.section)
        return next(same, None) or next(after, None)

    @cached_property
    def _lines(self) -> Mapping[int | _Section, Sequence[Sentence]]:
        """The responsibility lines of each passage and of each section."""
        found: defaultdict[int | _Section, list[Sentence]] = defaultdict(list)
        for sentence in self.sentences:
            if sentence.is_line:
                found[sentence.key].append(sentence)
                found[_section(sentence)].append(sentence)
        return found

    @cached_property
    def _sections(self) -> Mapping[_Section, Sequence[Sentence]]:
        found: defaultdict[_Section, list[Sentence]] = defaultdict(list)
        for sentence in self.sentences:
            found[_section(sentence)].append(sentence)
        return found

    def line_above(self, sentence: Sentence) -> Sentence | None:
        """The line that opens the list in which a sentence is an item."""
        above = (
            s for s in reversed(self.sentences) if s.document.id == sentence.document.id and s.span < sentence.span
        )
        return next((s for s in above if s.quote == sentence.lead), None)

    def measure(self, line: Sentence) -> Sentence:
        """What a responsibility line answers for, from the sentence that opens its section, or that follows the line
        before it, to the line itself; as much of it from its beginning as is not too long."""
        same = [s for s in self._sections.get(_section(line), ()) if s.span <= line.span]
        last = max((i for i, s in enumerate(same[:-1]) if s.is_line), default=-1)
        mine = same[last + 1 :]
        if not line.passage.section or not mine or mine[0] is line:
            return line
        start = mine[0].span.start
        short = [s.span.end for s in mine if s.span.end - start <= _MEASURE]
        whole = Span(start, max(short, default=mine[0].span.end))
        return Sentence(mine[0].place, whole, whole.of(self._text(line.document.id)))

    def through(self, sentence: Sentence, line: Sentence) -> Sentence | None:
        """A sentence with all that follows it up to the responsibility line that governs it; None where that is long."""
        whole = Span(sentence.span.start, line.span.end)
        if line.document.id != sentence.document.id or not 0 < whole.end - whole.start <= _MEASURE:
            return None
        return Sentence(sentence.place, whole, whole.of(self._text(sentence.document.id)))

    def document(self, id_: str) -> Document:
        return self._library.document(id_)

    def _text(self, document: str) -> str:
        if document not in self._texts:
            self._texts[document] = self.document(document).text
        return self._texts[document]

    def source(self, sentence: Sentence, record: Deadline | Body) -> Sentence | None:
        """The sentence in which a record of the same document stands, where it is another one."""
        if sentence.span.meets(record.span):
            return None
        mine = [s for s in self.sentences if s.document.id == sentence.document.id]
        held = next((s for s in mine if s.span.meets(record.span)), None)
        return held or next((s for s in self._rest(sentence.document.id) if s.span.meets(record.span)), None)

    def items(self, opening: Sentence) -> list[Sentence]:
        """The items under a line that opens a list, numbered as the first of them, up to the next such line."""
        rest = [s for s in self._rest(opening.document.id) if s.span > opening.span]
        below = list(dropwhile(lambda s: s.lead != opening.quote, rest))
        until = takewhile(lambda s: s is below[0] or not s.opens_a_list, below)
        found = [s for s in until if s.lead == opening.quote]
        return [s for s in found if marker(s.quote) == marker(found[0].quote)]

    def section(self, document: str, path: tuple[str, ...]) -> list[Sentence]:
        """The sentences of a section of a document, with those of the sections in it."""
        return [s for s in self._rest(document) if s.passage.section[: len(path)] == path]

    def _rest(self, document: str) -> list[Sentence]:
        if document not in self._whole:
            passages = sorted(self._library.all_passages([document]), key=lambda p: p.passage.span)
            found = [s for p in passages for s in of_passage(p.document, p.passage, p.id, p.text)]
            note_places(found)
            self._whole[document] = found
        return self._whole[document]

    def _duty(self, sentence: Sentence, wanted: object) -> Commitment | None:
        assert callable(wanted)
        return next((c for c in self.records(sentence, Commitment) if wanted(c)), None)

    def _pointed(self, sentence: Sentence, places: Sequence[int], type_: type[R]) -> list[R]:
        key = (sentence.document.id, type_)
        if key not in self._placed:
            found = self._library.records(type_, Filters(documents=(sentence.document.id,)))
            self._placed[key] = {one.place: one.record for one in found}
        of_document = self._placed[key]
        return [r for place in sorted(places) if isinstance(r := of_document.get(place), type_)]

    def _of_type(self, type_: type[R]) -> dict[int, list[Target | Deadline | Body | Commitment]]:
        if type_ not in self._records:
            held: defaultdict[int, list[Target | Deadline | Body | Commitment]] = defaultdict(list)
            documents = tuple({s.document.id for s in self.sentences})
            keys = {s.key for s in self.sentences}
            for found in self._library.records(type_, Filters(documents=documents), keys):
                held[found.passage or 0].append(found.record)
            self._records[type_] = held
        return self._records[type_]


def _section(sentence: Sentence) -> _Section:
    return sentence.document.id, sentence.passage.section


def gather(library: Library, about: str, filters: Filters, limit: int, *, around: bool = False) -> list[Sentence]:
    """The sentences of the passages that match best, in the order of documents and text; `around`: and what stands before
    and behind the best of them, since an item of a list shares no word with what opens it. Of a few short documents all:
    what answers may say it in other words."""
    hits = _all_of_few(library, filters) or passages(library, about, filters=filters, limit=limit)
    if around:
        hits = [*hits, *_beside(library, hits)]
    found: list[Sentence] = []
    for hit in sorted(hits, key=lambda h: (h.document.id, h.passage.span)):
        found += of_passage(hit.document, hit.passage, hit.id, hit.text)
    note_places(found)
    return found


def _all_of_few(library: Library, filters: Filters) -> list[StoredPassage]:
    """All passages of the documents that are asked about, where these are few."""
    if not filters.documents or len(filters.documents) > _FEW_DOCUMENTS:
        return []
    ids = library.passage_ids(filters)
    return library.passages(sorted(ids)) if len(ids) <= _FEW_PASSAGES else []


def _beside(library: Library, hits: Sequence[StoredPassage]) -> list[StoredPassage]:
    """The passages of the same documents before and behind the best ones; ids follow one another within a document."""
    held = {hit.id for hit in hits}
    wanted: defaultdict[int, set[str]] = defaultdict(set)
    for hit in hits[:_ROOTS]:
        for id_ in range(hit.id - _BEFORE, hit.id + _BEHIND + 1):
            if id_ not in held:
                wanted[id_].add(hit.document.id)
    return [p for p in library.passages(sorted(wanted)) if p.document.id in wanted[p.id]]
