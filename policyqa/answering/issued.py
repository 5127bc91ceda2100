"""When a document was issued: the day under which it was signed or which its page states, as its text writes it."""

from __future__ import annotations

from datetime import date

from policyqa.answering import wording
from policyqa.answering.case import Case, Told, told
from policyqa.answering.question import Question
from policyqa.answering.sentence import Place, Sentence
from policyqa.answering.weighing import cover
from policyqa.library import DocumentSummary
from policyqa.model import Document, Passage, Span
from policyqa.reading import signature
from policyqa.zh.patterns import late

_DAY_ASKED = r"(?:什么时候|啥时候|何时|哪一?[天年月]|几月几[号日]|几[号月])"
_ASKED = late(
    rf"{_DAY_ASKED}(?:正式|对外)?{wording.ISSUE}的|(?:印发|发布|成文|发文|签发|下发|出台|落款)的?(?:日期|时间)(?!之?前|要求)"
    rf"|{wording.ISSUE}得?(?:更|比较)?(?:早|晚|先(?!进|行)|迟|在[前后])|[先早晚迟](?:一天)?{wording.ISSUE}(?!展|挥|动|现|生|票)"
)
_OF_ISSUING = late(rf"{wording.ISSUE}|日期|时间|文件|先|早|晚|落款|哪|年|月|号")
_LINE = 40  # characters of a line that is cited whole


def asked(question: Question) -> bool:
    return question.kind != "list" and _ASKED.search(question.rest) is not None


def answer(case: Case) -> Told | None:
    """Of the document that is asked about; None where it is not plain which one, or its text states no day."""
    document = _meant(case)
    day = document and (document.metadata.issued_on or document.metadata.published_on)
    if not document or not day:
        return None
    line = _line(case.evidence.document(document.id), document, day)
    words = f"{day.year}年{day.month}月{day.day}日"
    return told(words, line, words) if line else None


def _meant(case: Case) -> DocumentSummary | None:
    """The one document found, or the one whose title says most of the question's words."""
    documents = {s.sentence.document.id: s.sentence.document for s in case.ranked}
    names = {region.name for region in case.question.regions}
    own = [d for d in documents.values() if d.region and d.region.name in names] or list(documents.values())
    if len(own) == 1:
        return own[0]
    words = [(unit, weight) for unit, weight in case.weighted if not _OF_ISSUING.fullmatch(unit.text)]
    said = [sum(weight * cover(unit, d.title or "") for unit, weight in words) for d in own]
    best = max(said, default=0.0)
    return own[said.index(best)] if best > 0 and said.count(best) == 1 else None


def _line(document: Document, summary: DocumentSummary, day: date) -> Sentence | None:
    """The last place in the text where the day stands, with its line where that is short."""
    places = [span for span, found in signature.days(document.text) if found == day]
    if not places:
        return None
    span = places[-1]
    start, end = document.text.rfind("\n", 0, span.start) + 1, document.text.find("\n", span.end)
    line = Span(start, len(document.text) if end < 0 else end)
    span = line if line.end - line.start <= _LINE else span
    paragraph = next((p.number for p in document.paragraphs if p.span.meets(span)), None)
    passage = Passage(ordinal=-1, span=span, page=document.page(span.start), paragraph=paragraph)
    quote = span.of(document.text)
    return Sentence(Place(summary, passage, -1, quote), span, quote)
