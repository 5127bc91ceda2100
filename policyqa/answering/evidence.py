"""Sentences that may answer a question, with how much of it they speak of."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeVar

from policyqa.answering import wording
from policyqa.answering.units import Unit
from policyqa.library import DocumentSummary, Filters, Library
from policyqa.model import Body, Commitment, Deadline, Passage, Span, Target
from policyqa.searching import passages
from policyqa.zh.text import fold, sentences

_CONTEXT = 0.6  # how much a word in the headings, the title or beside the sentence counts, of one in the sentence
_PHRASE = 0.2
_TITLED = 0.85  # how much a word of the document's title counts in each of its sentences, whether they repeat it or not
_APART = 0.25  # how much of the question such words may make up
_UNSAID = 0.4  # what a verb or an adverb weighs that no sentence has: people have many for one thing
_PARTLY = 0.55  # how much a word counts of which only a part stands there (骨干老师 in 骨干教师)
_ABBREVIATED = 0.4  # how much a word counts whose characters stand there in their order (个转企)
_ITSELF = re.compile(r"本(?:措施|办法|通知|方案|意见|规定|细则|条例|计划|规划|行动|政策|实施|规范|制度)")
_RESPONSIBILITY = re.compile(r"^\s*[(（〔\[]?(?:责任|牵头|配合|主办|承办)[一-龥]{0,6}[:：]")
_IN_BRACKETS = re.compile(r"^\s*[(（〔\[](?=[^。;；]{0,120}(?:牵头|负责|配合|按职责))[^。;；]{4,160}[)）〕\]][。]?\s*$")
_AFTER_BRACKET = re.compile(r"[)）\]〕][^\s)）\]〕]{6,}$")
_HEADING = re.compile(r"[^,，。;；]{2,40}[。:：]?")
_MARKS = dict.fromkeys(map(ord, " \t\n\r()[]{}“”\"‘’'《》<>「」『』【】"))
_FIGURE = re.compile(r"[不超至高低][^,，]{0,6}\d|\d+(?:\.\d+)?\s?(?:%|万|亿|人|名|家|所)")  # a heading that sets one
_LEAD = re.compile(r"[:：]$")
_MEASURE = 400  # characters of a measure that are cited as a whole
_OPENED = re.compile(r"[^:：。；;]{2,40}(?:是|为|如下|目标|任务|要求|包括)[:：](?=.)")
_LABEL = 24  # characters of a line with a colon that names what the next sentence speaks of (地区住建局：)
_ITEM = re.compile(r"^\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）.．、]|[①-⑳●·▪◆-])")
R = TypeVar("R", Target, Deadline, Body, Commitment)


class Place:
    """A passage with its document; `key` is its id in the library, `text` the document's text at its span."""

    def __init__(self, document: DocumentSummary, passage: Passage, key: int, text: str) -> None:
        self.document = document
        self.passage = passage
        self.key = key
        self.text = text

    @cached_property
    def beside(self) -> str:
        """What the passage and its own heading say."""
        return _plain("\n".join((*self.passage.section[-1:], self.text)))

    @cached_property
    def title(self) -> str:
        return _plain(self.document.title or "")

    @cached_property
    def headings(self) -> str:
        """What the headings and the title say."""
        return _plain("\n".join((*self.passage.section, self.document.title or "")))


class Sentence:
    """A sentence of a passage. `lead` is the sentence with a colon that opens the list in which it is an item;
    `is_heading` tells a heading that stands over other sentences, or a line that only says who is responsible."""

    def __init__(self, place: Place, span: Span, quote: str) -> None:
        self.place = place
        self.document = place.document
        self.passage = place.passage
        self.key = place.key
        self.span = span
        self.quote = quote
        self.lead = ""
        self.is_heading = False

    @cached_property
    def text(self) -> str:
        """What the sentence says, with what it points to: the line that opens its list, and for 本办法 the title."""
        title = self.document.title if _ITSELF.search(self.quote) else None
        return _plain("\n".join((self.quote, self.lead, title or "")))

    def up_to(self, end: int) -> str:
        """What is said before a place in the sentence, in the headings and in the line that opens its list."""
        return _plain(f"{self.quote[:end]}\n{self.lead}") + self.place.headings

    @property
    def context(self) -> str:
        """What the headings, the title and the rest of the passage say, and the line that opens the list."""
        return self.place.headings + self.place.beside + _plain(self.lead)

    @property
    def headings(self) -> str:
        return self.place.headings

    @cached_property
    def is_line(self) -> bool:
        """Whether the sentence is the line that says who is responsible."""
        labelled = bool(_RESPONSIBILITY.match(self.quote)) and not _AFTER_BRACKET.search(self.quote)
        return labelled or bool(_IN_BRACKETS.match(self.quote))

    @cached_property
    def names_section(self) -> bool:
        said = re.sub(r"\W", "", self.quote)
        return (
            _HEADING.fullmatch(self.quote.strip()) is not None
            and any(said == re.sub(r"\W", "", head) for head in self.passage.section[-1:])
            and not _FIGURE.search(self.quote)
        )


class Scored(NamedTuple):
    """A sentence with the share of the question that it covers, 0 to 1: with all its context, by itself, and with its
    passage and heading. `phrase` is how many words it has side by side as the question has them, 0 to `_PHRASE`."""

    sentence: Sentence
    score: float
    own: float
    close: float = 0.0
    phrase: float = 0.0


class Evidence:
    """The sentences that were looked at and the records that stand in them, fetched when first asked for."""

    def __init__(self, library: Library, found: Sequence[Sentence]) -> None:
        self._library = library
        self.sentences = found
        self._whole: dict[str, list[Sentence]] = {}
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
        same = [s for s in self._lines if s.key == sentence.key and s.span > sentence.span]
        after = [
            s for s in self._lines
            if s.document.id == sentence.document.id and s.span > sentence.span
            and s.passage.section == sentence.passage.section and s.passage.section
        ]  # fmt: skip
        return next(iter(same or after), None)

    @cached_property
    def _lines(self) -> list[Sentence]:
        return [s for s in self.sentences if s.is_line]

    def measure(self, line: Sentence) -> Sentence:
        """What a responsibility line answers for, from the sentence that opens its section to the line itself; that
        sentence alone where the whole is long."""
        opening = next(
            (
                s
                for s in self.sentences
                if s.document.id == line.document.id and s.passage.section == line.passage.section
            ),
            line,
        )
        whole = Span(opening.span.start, line.span.end)
        if not line.passage.section or opening is line:
            return line
        if whole.end - whole.start > _MEASURE:
            return opening
        return Sentence(line.place, whole, self._library.document(line.document.id).text[whole.start : whole.end])

    def source(self, sentence: Sentence, record: Deadline | Body) -> Sentence | None:
        """The sentence in which a record of the same document stands, where it is another one."""
        if sentence.span.meets(record.span):
            return None
        mine = [s for s in self.sentences if s.document.id == sentence.document.id]
        held = next((s for s in mine if s.span.meets(record.span)), None)
        return held or next((s for s in self._rest(sentence.document.id) if s.span.meets(record.span)), None)

    def items(self, opening: Sentence) -> list[Sentence]:
        """The items under a line that opens a list, up to the next such line."""
        rest = [s for s in self._rest(opening.document.id) if s.span > opening.span]
        end = next((i for i, s in enumerate(rest) if _LEAD.search(s.quote.rstrip())), len(rest))
        return [s for s in rest[:end] if s.lead == opening.quote]

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
        filters = Filters(documents=(sentence.document.id,))
        return [found.record for found in self._library.records(type_, filters) if found.place in set(places)]

    def _of_type(self, type_: type[R]) -> dict[int, list[Target | Deadline | Body | Commitment]]:
        if type_ not in self._records:
            held: defaultdict[int, list[Target | Deadline | Body | Commitment]] = defaultdict(list)
            documents = tuple({s.document.id for s in self.sentences})
            keys = {s.key for s in self.sentences}
            for found in self._library.records(type_, Filters(documents=documents), keys):
                held[found.passage or 0].append(found.record)
            self._records[type_] = held
        return self._records[type_]


def gather(library: Library, about: str, filters: Filters, limit: int) -> list[Sentence]:
    """The sentences of the passages that match best, in the order of documents and text."""
    found: list[Sentence] = []
    hits = passages(library, about, filters=filters, limit=limit)
    for hit in sorted(hits, key=lambda h: (h.document.id, h.passage.span)):
        found += of_passage(hit.document, hit.passage, hit.id, hit.text)
    note_places(found)
    return found


def of_passage(document: DocumentSummary, passage: Passage, key: int, text: str) -> list[Sentence]:
    place, start = Place(document, passage, key, text), passage.span.start
    return [
        Sentence(place, Span(start + span.start, start + span.end), span.of(text))
        for span in sentences(text, Span(0, len(text)))
    ]


def note_places(found: Sequence[Sentence]) -> None:
    """Tell headings, and what opens lists, among sentences in the order of documents and text."""
    _note_leads(found)
    under: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for sentence in found:
        path = sentence.passage.section
        under.update((sentence.document.id, path[:depth]) for depth in range(1, len(path) + 1))
    for sentence in found:
        alone = under[sentence.document.id, sentence.passage.section] < 2
        sentence.is_heading = sentence.is_line or (sentence.names_section and not alone)


def _note_leads(found: Sequence[Sentence]) -> None:
    """An item of a list is read together with the line that opens it, as long as both were found."""
    lead: Sentence | None = None
    for index, sentence in enumerate(found):
        if lead and (lead.document.id != sentence.document.id or sentence.passage.ordinal - lead.passage.ordinal > 20):
            lead = None
        if _LEAD.search(sentence.quote.rstrip()):
            lead = sentence
        elif lead and (_ITEM.match(sentence.quote) or (found[index - 1] is lead and len(lead.quote) <= _LABEL)):
            sentence.lead = lead.quote
        elif index and _continues(found[index - 1], sentence):
            sentence.lead = found[index - 1].lead or _head(found[index - 1].quote)
        elif lead and sentence.passage.ordinal != lead.passage.ordinal and not sentence.lead:
            same = sentence.place.text.lstrip().startswith(sentence.quote[:8])
            lead = None if same else lead


def _continues(before: Sentence, sentence: Sentence) -> bool:
    """主要预期目标是：经济增长5.5%左右；城镇新增就业70万人以上: whether a clause goes on with what a colon opened."""
    joined = before.key == sentence.key and before.quote.endswith(("；", ";")) and not _LEAD.search(before.quote)
    return joined and bool(before.lead or _head(before.quote))


def _head(text: str) -> str:
    """What stands before the colon of a sentence, if that opens a list."""
    match = _OPENED.match(text)
    return match[0] if match else ""


def weigh(found: Sequence[Sentence], units: Sequence[Unit]) -> list[tuple[Unit, float]]:
    """How much each word of the question tells: what few sentences say tells more."""
    most = len(found) + 1
    texts = [s.text for s in found]
    counts = [len({i for word in unit.words for i, text in enumerate(texts) if word in text}) for unit in units]
    told = [unit.weight * math.log(1 + most / (1 + count)) for unit, count in zip(units, counts, strict=True)]
    return [
        (unit, weight if count or unit.others or unit.sort in ("noun", "name", "number") else _UNSAID * weight)
        for unit, count, weight in zip(units, counts, told, strict=True)
    ]


def rank(found: Iterable[Sentence], weighted: Sequence[tuple[Unit, float]], asked: str) -> list[Scored]:
    """Best first; ties in the order of documents and text. `asked` is the question."""
    phrases = _phrases([unit.text for unit, _ in weighted], asked)
    total = sum(weight for _, weight in weighted) or 1.0
    places: dict[int, list[tuple[float, float]]] = {}
    scored = []
    for sentence in found:
        place = places.get(id(sentence.place))
        if place is None:
            place = places[id(sentence.place)] = [_around(unit, sentence.place) for unit, _ in weighted]
        own = near = close = apart = 0.0
        for (unit, weight), (beside, away) in zip(weighted, place, strict=True):
            here = cover(unit, sentence.text) if beside or sentence.lead or away else 0.0
            titled = here < _TITLED and unit.text in sentence.place.title
            own += weight * (_TITLED if titled else here)
            apart += 0.0 if titled else weight * here
            close += weight * max(here, beside)
            near += weight * max(_TITLED if titled else here, _CONTEXT * max(beside, away))
        phrase = _PHRASE * sum(p in sentence.text for p in phrases) / len(phrases) if phrases else 0.0
        own = min(own, apart + _APART * total)
        scored.append(Scored(sentence, near / total, own / total, close / total, phrase))
    return sorted(scored, key=lambda s: (-s.score - s.own - s.phrase, s.sentence.document.id, s.sentence.span))


def _around(unit: Unit, place: Place) -> tuple[float, float]:
    """How much of a word the passage says, and how much the headings and the title."""
    return cover(unit, place.beside), cover(unit, place.headings)


def _phrases(words: Sequence[str], asked: str) -> list[str]:
    """Words that stand side by side in the question (受理时限)."""
    text = _plain(asked)
    return [first + second for first, second in pairwise(words) if first + second in text]


def cover(unit: Unit, text: str) -> float:
    """How much of a word the text says: 1 for the word or its synonym, less for a part or an abbreviation of it."""
    word = unit.text
    if word in text:
        return 1.0
    for other in unit.others:
        if other in text:
            return 1.0
    if len(word) < 2 or not text:
        return 0.0
    parts = _parts(word)
    share = sum([part in text for part in parts]) / len(parts)
    if share:
        return _PARTLY * share
    return _ABBREVIATED if len(word) > 2 and _in_order(word, text) else 0.0


@lru_cache(1024)
def _parts(word: str) -> list[str]:
    return [a + b for a, b in pairwise(word)]


def _in_order(word: str, text: str) -> bool:
    """Whether the characters stand in the text in their order, each a few characters after the last."""
    start = text.find(word[0])
    while start >= 0:
        position = start
        for character in word[1:]:
            position = text.find(character, position + 1, position + 12)
            if position < 0:
                break
        else:
            return True
        start = text.find(word[0], start + 1)
    return False


@lru_cache(8192)
def _plain(text: str) -> str:
    """Half width, lower case, without white space, brackets and quotation marks: 县（区） is 县区."""
    return fold(text).translate(_MARKS).lower()
