"""Sentences with the place where they stand: headings, the line that opens their list, the line that answers for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache

from policyqa.library import DocumentSummary
from policyqa.model import Passage, Span
from policyqa.zh.patterns import late
from policyqa.zh.text import fold, sentences

_ITSELF = late(r"本(?:措施|办法|通知|方案|意见|规定|细则|条例|计划|规划|行动|政策|实施|规范|制度)")
_ITS_CLAUSE = late(r"本条(?!例)|本款|前款|本项(?!目)|上述")
_BEFORE = 160  # characters of its passage to which a sentence may point
_RESPONSIBILITY = late(r"^\s*[(（〔［【\[]?(?:责任|牵头|配合|主办|承办|任务分[解工])[一-龥]{0,6}[:：]")
_IN_BRACKETS = late(
    r"^\s*[(（〔［【\[](?=[^。;；]{0,120}(?:牵头|负责|配合|按职责))[^。;；]{4,160}(?:。[^。;；]{4,60})?[)）〕］】\]][。]?\s*$"
)
_OFFICES = r"[一-龥]{2,20}(?:局|处|委|办|科|厅|部门|委员会|办公室|中心|公司)"
_OFFICES_ALONE = late(rf"^\s*[(（〔［【\[]{_OFFICES}(?:[、,，]{_OFFICES})*[)）〕］】\]][。]?\s*$")
_AFTER_BRACKET = late(r"[)）\]〕］】][^\s)）\]〕］】]{6,}$")
_SUBJECT = late(
    r"\s*(?:第[一二三四五六七八九十百\d]+条|[(（]?[一二三四五六七八九十\d]+[)）、.．])\s*(?P<name>[^。;；,，:：\n]{2,24})。(?=\s*\S)"
)
_IN_A_WORD = late(r"(?<=[一-龥])\([一-龥]\)(?=[一-龥])")
_HEADING = late(r"[^,，。;；]{2,40}[。:：]?")
_RUN_IN = late(
    r"\s*(?:第[一二三四五六七八九十百\d]+条|[(（]?[一二三四五六七八九十百\d]+[)）、.．])?\s*[^。;；,，:：\n]{2,30}。?\s*"
)
_FOLLOWED = 12  # characters of a passage after its first sentence, which is then its heading
_MARKS = dict.fromkeys(map(ord, " \t\n\r()[]{}“”\"‘’'《》<>「」『』【】"))
_FIGURE = late(r"[不超至高低][^,，]{0,6}\d|\d+(?:\.\d+)?\s?(?:%|万|亿|人|名|家|所)")  # a heading that sets one
# 有下列行为之一的,由主管机关责令改正;…移送司法机关。 says what follows from the items before they stand there.
_POINTS_AHEAD = r"(?:下列|以下)[^,，:：。;；]{1,14}的[,，]"
_OPENS_A_LIST = late(rf"[:：]$|{_POINTS_AHEAD}")
_AHEAD = late(_POINTS_AHEAD)
_OPENED = late(r"[^:：。；;]{2,40}(?:是|为|如下|目标|任务|要求|包括)[:：](?=.)")
_LABEL = 24  # characters of a line with a colon that names what the next sentence speaks of (地区住建局：)
_QUESTION = late(r"[^。！!；;\n]{4,80}[？?]")
_ANSWERS = 12  # passages behind a question, at most
_GOES_ON = ("；", ";")
_ITEM = late(r"^\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）.．、]|[①-⑳●·▪◆-])")


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
        return plain("\n".join((*self.passage.section[-1:], self.text)))

    @cached_property
    def title(self) -> str:
        return plain(self.document.title or "")

    @cached_property
    def headings(self) -> str:
        """What the headings and the title say, and the words with which a numbered passage names its subject
        (第八条 老年助餐补助。…)."""
        opening = _SUBJECT.match(self.text)
        inline = opening["name"] if opening else ""
        return plain("\n".join((*self.passage.section, inline, self.document.title or "")))


class Sentence:
    """A sentence of a passage. `lead` is the sentence with a colon that opens the list in which it is an item, or the
    document's question that it answers; `pointed` is what articles say to which it points, where that was looked up; `is_heading`
    tells a heading that stands over other sentences, or a line that only says who is responsible."""

    def __init__(self, place: Place, span: Span, quote: str) -> None:
        self.place = place
        self.document = place.document
        self.passage = place.passage
        self.key = place.key
        self.span = span
        self.quote = quote
        self.lead = ""
        self.pointed = ""
        self.is_heading = False

    @cached_property
    def text(self) -> str:
        """What the sentence says, with what it points to: the line that opens its list, for 本办法 the title, for 本条
        what its passage says first."""
        title = self.document.title if _ITSELF.search(self.quote) else None
        return plain("\n".join((self.quote, self.lead, title or "", self.its_clause, self.pointed)))

    @property
    def its_clause(self) -> str:
        """What its passage says first, where the sentence speaks of that (本条, 前款)."""
        before = self.place.text[: self.span.start - self.passage.span.start][:_BEFORE]
        return before if _ITS_CLAUSE.search(self.quote) else ""

    def points_to(self, pointed: str) -> None:
        self.pointed = pointed
        self.__dict__.pop("text", None)

    def up_to(self, end: int) -> str:
        """What is said before a place in the sentence, in the headings and in the line that opens its list."""
        return plain(f"{self.quote[:end]}\n{self.lead}") + self.place.headings

    @property
    def context(self) -> str:
        """What the headings, the title and the rest of the passage say, and the line that opens the list."""
        return self.place.headings + self.place.beside + plain(self.lead)

    @property
    def headings(self) -> str:
        return self.place.headings

    @cached_property
    def is_line(self) -> bool:
        """Whether the sentence is the line that says who is responsible."""
        labelled = bool(_RESPONSIBILITY.match(self.quote)) and not _AFTER_BRACKET.search(self.quote)
        return labelled or bool(_IN_BRACKETS.match(self.quote) or _OFFICES_ALONE.match(self.quote))

    @cached_property
    def opens_a_list(self) -> bool:
        return bool(_OPENS_A_LIST.search(self.quote.rstrip()))

    @cached_property
    def asks(self) -> bool:
        """Whether the document asks itself: what it says stands below."""
        return _QUESTION.fullmatch(self.quote.strip()) is not None

    @property
    def where(self) -> str:
        """The region for which it speaks, or the file where the document names none."""
        return self.document.region.name if self.document.region else self.document.file

    @cached_property
    def stands_as_heading(self) -> bool:
        """Whether it opens its passage as a heading does: 8.加强对恶意职业索赔治理。针对…"""
        passage = self.place.text
        opens = passage.lstrip().startswith(self.quote.lstrip()[:6]) and len(passage) > len(self.quote) + _FOLLOWED
        return opens and _RUN_IN.fullmatch(self.quote) is not None

    @cached_property
    def names_section(self) -> bool:
        said = re.sub(r"\W", "", self.quote)
        return (
            _HEADING.fullmatch(self.quote.strip()) is not None
            and any(said == re.sub(r"\W", "", head) for head in self.passage.section[-1:])
            and not _FIGURE.search(self.quote)
        )


def marker(text: str) -> str:
    """How an item is numbered, with 一 for each number: （一）, 一．, or nothing."""
    match = _ITEM.match(text)
    return re.sub(r"[一二三四五六七八九十\d]+", "一", fold(match[0]).strip()) if match else ""


def of_passage(document: DocumentSummary, passage: Passage, key: int, text: str) -> list[Sentence]:
    place, start = Place(document, passage, key, text), passage.span.start
    return [
        Sentence(place, Span(start + span.start, start + span.end), span.of(text))
        for span in sentences(text, Span(0, len(text)))
    ]


def _note_questions(found: Sequence[Sentence]) -> None:
    """What follows a question of the document itself (已领的实体卡还能用吗？) answers it, up to the next one."""
    asked: Sentence | None = None
    for sentence in found:
        if asked and (
            asked.document.id != sentence.document.id or sentence.passage.ordinal - asked.passage.ordinal > _ANSWERS
        ):
            asked = None
        if sentence.asks:
            asked = sentence
        elif asked and not sentence.lead:
            sentence.lead = asked.quote


def note_places(found: Sequence[Sentence]) -> None:
    """Tell headings, and what opens lists, among sentences in the order of documents and text; anew where more of them were
    found."""
    before = [sentence.lead for sentence in found]
    for sentence in found:
        sentence.lead = ""
    _note_leads(found)
    _note_questions(found)
    for sentence, lead in zip(found, before, strict=True):
        if sentence.lead != lead:
            sentence.__dict__.pop("text", None)  # it says what opens the list
    under: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for sentence in found:
        path = sentence.passage.section
        under.update((sentence.document.id, path[:depth]) for depth in range(1, len(path) + 1))
    for sentence in found:
        alone = under[sentence.document.id, sentence.passage.section] < 2
        sentence.is_heading = sentence.is_line or sentence.asks or (sentence.names_section and not alone)


def _note_leads(found: Sequence[Sentence]) -> None:
    """An item of a list is read together with the line that opens it, as long as both were found."""
    lead: Sentence | None = None
    for index, sentence in enumerate(found):
        if lead and (lead.document.id != sentence.document.id or sentence.passage.ordinal - lead.passage.ordinal > 20):
            lead = None
        points_ahead = lead is not None and lead.key == sentence.key and _AHEAD.search(lead.quote)
        if sentence.opens_a_list and not points_ahead:
            lead = sentence
        elif lead and (
            _ITEM.match(sentence.quote)
            or (found[index - 1] is lead and _begins(lead, sentence))
            or _follows(found[index - 1], sentence, lead)
        ):
            sentence.lead = lead.quote
        elif index and _continues(found[index - 1], sentence):
            sentence.lead = found[index - 1].lead or head_of(found[index - 1].quote)
        elif lead and sentence.passage.ordinal != lead.passage.ordinal and not sentence.lead:
            same = sentence.place.text.lstrip().startswith(sentence.quote[:8])
            lead = None if same else lead


def _begins(lead: Sentence, sentence: Sentence) -> bool:
    """Whether what follows a line with a colon, without a number, begins its list or is what a short one names."""
    apart = sentence.passage.ordinal - lead.passage.ordinal
    return apart <= 1 and (len(lead.quote) <= _LABEL or (apart == 1 and sentence.quote.endswith(_GOES_ON)))


def _follows(before: Sentence, sentence: Sentence, lead: Sentence) -> bool:
    """下列货物免税：⏎商业样品；⏎展览用品。: whether a paragraph without a number goes on with the list of the one before it."""
    next_one = sentence.passage.ordinal - before.passage.ordinal == 1
    return next_one and before.lead == lead.quote and before.quote.endswith(_GOES_ON)


def _continues(before: Sentence, sentence: Sentence) -> bool:
    """主要预期目标是：经济增长5.5%左右；城镇新增就业70万人以上: whether a clause goes on with what a colon opened."""
    joined = before.key == sentence.key and before.quote.endswith(_GOES_ON) and not before.opens_a_list
    return joined and bool(before.lead or head_of(before.quote))


def head_of(text: str) -> str:
    """What stands before the colon of a sentence, if that opens a list."""
    match = _OPENED.match(text)
    return match[0] if match else ""


@lru_cache(8192)
def plain(text: str) -> str:
    """Half width, lower case, without white space, brackets and quotation marks: 县（区） is 县区, 抵（质）押 also 抵押."""
    folded = fold(text)
    without = _IN_A_WORD.sub("", folded)
    both = folded if without == folded else f"{folded}\n{without}"
    return both.translate(_MARKS).lower()
