"""The noun phrase after or before a figure."""

from __future__ import annotations

import re

from policyqa.model import Record, Span, spanned

from .patterns import targets as p
from .phrases import EDGE, Clause, clause, phrase

_CLAUSE_END = re.compile("[,。;]")
_AMONG_TASKS = re.compile(r"([^、]{2,})、.*等(?:多项)?(?:工作|任务|事项)$")
_DIGIT = re.compile(r"\d")
_LOOK_BACK = 60  # characters in which an earlier clause may name what a figure counts
_LONGEST_OWNER = 14  # characters of what a bare measure may be of
_QUOTED_HEAD = 24  # characters between a clause's head and the phrase that a quote may begin with


class Indicator(Record, frozen=True):
    """The phrase as it is told, and the stretch of text that shows indicator and value together."""

    phrase: str
    span: Span


# --- after the figure ------------------------------------------------------------------------------------------------


def after(text: str, start: int, place: Clause) -> Indicator | None:
    """培育5个优质中学教育集团: the phrase up to the end of the clause or the next figure of the list."""
    body = text[start : place.end]
    head = p.BEFORE_NOUN.match(body) if body[:1] in p.BEFORE_NOUN_BEGINS else None
    if head:
        start += head.end()
        body = text[start : place.end]
    if not body or p.NO_NOUN_AFTER.match(body):
        return None
    stop = p.FORWARD_STOP.search(body)
    noun = body[: stop.start()] if stop else body
    glossed = _behind_gloss(text, start + len(noun), place) if stop and stop[0] == "(" and len(noun) > 1 else None
    if glossed:
        return Indicator(noun + glossed.of(text), Span(start, glossed.end))
    noun = _until_next(text, noun, start, place).rstrip(EDGE)
    if noun[-1:] in p.TRAILING_ENDS:
        noun = p.TRAILING.sub("", noun)
    if noun.count("(") > noun.count(")"):
        noun = noun[: noun.rindex("(")]
    elif noun.count(")") > noun.count("("):  # (每个社团至少配备一名指导教师): the figure stands in the bracket
        noun = noun[: noun.rindex(")")]
    told = _told(body, noun)
    return Indicator(told, spanned((start, start + len(noun)))) if len(told) > 1 and noun else None


def _behind_gloss(text: str, start: int, place: Clause) -> Span | None:
    """中学生(包括…的学生)艺术展演活动: what goes on behind a bracket that explains the word before it."""
    gloss = p.GLOSS.match(text, start, place.end)
    if gloss is None or gloss.end() >= place.following < place.end:
        return None
    stop = p.FORWARD_STOP.search(text, gloss.end(), place.end)
    end = stop.start() if stop else place.end
    return Span(gloss.end(), end) if end - gloss.end() > 1 else None


def _until_next(text: str, noun: str, offset: int, place: Clause) -> str:
    """A、B、3个C: the phrase ends at the 、 before the next figure, with that figure's verb or noun."""
    if offset + len(noun) < place.following or place.following >= place.end:
        return noun
    head = text[offset : place.following]
    cut = max(head.rfind("、"), head.rfind("和"), head.rfind("与"))
    return head[:cut] if cut > 0 else head


def before_next(text: str, start: int, place: Clause) -> int:
    """Where what is told behind a figure ends, in a row of such: 留言3个工作日内答复、咨询5个工作日内答复."""
    cut = text.rfind("、", start, place.following) if place.following < place.end else -1
    return cut if cut > start else place.end


def behind_previous(text: str, place: Clause, stop: int) -> int:
    """Where what is told before a figure begins, in a row of such."""
    cut = text.rfind("、", place.previous, stop) if place.previous > place.start else -1
    return cut + 1 if cut >= 0 else place.previous


def _told(body: str, noun: str) -> str:
    """The noun with what the rest of the clause says of it: who is enrolled where, what something grows into."""
    enrolment = p.ENROLMENT.search(body) if "入" in body else None
    if enrolment and enrolment.start() <= len(noun) + 40 and not _CLAUSE_END.search(body, 0, enrolment.start()):
        return f"{enrolment['verb']}{enrolment['lists']}的{noun}"
    growth = p.GROWTH.match(body[len(noun) :])
    if growth:
        return growth["into"]
    act = p.ACT_OF_NOUN.match(body[len(noun) :]) if len(noun) == 1 else None
    if act:
        return f"{act[0]}的{noun}"
    listed = _AMONG_TASKS.match(noun)
    return listed[1] if listed else noun


# --- before the figure -----------------------------------------------------------------------------------------------


def before(text: str, sentence: Span, quantity: Span, place: Clause) -> Indicator | None:
    """县级班主任工作室10个, 家长、学生满意度达到90%以上; where the clause holds no noun, the one before it."""
    span = phrase(text, place.previous, quantity.start)
    start = place.start
    while (
        span is None
        and place.previous == place.start
        and sentence.start < start
        and quantity.start - start < _LOOK_BACK
    ):
        earlier = clause(text, sentence, Span(start - 1, start - 1), [])
        if _FIGURE.search(text, earlier.start, start - 1):
            return None
        length = _LENGTH_END.search(text, earlier.start, start - 1)
        span, start = phrase(text, earlier.start, length.start() if length else start - 1), earlier.start
    if span is None or (start < place.start and _COUNTED.search(text, *span)):
        return None
    told = _said_once(text[span.start : span.end])
    if place.previous == place.start > sentence.start and p.LIGHT_VERB.fullmatch(told):
        told = p.BY_WHOM.sub("", _object_before(text, sentence, place.start - 1)) or told
    if len(told) <= 2 and place.previous == place.start > sentence.start and p.ACT.fullmatch(told):
        told = _object_before(text, sentence, place.start - 1) + told
    elif start == place.start == place.previous > sentence.start and p.BARE_MEASURE.fullmatch(told):
        told = _measured(text, sentence, place.start - 1) + told
    elif start == place.start == place.previous > sentence.start and p.STAGE.fullmatch(told):
        told = of_stage(told, _object_before(text, sentence, place.start - 1))
    return Indicator(told, spanned((quote_start(text, place, span.start), quantity.end)))


def _said_once(told: str) -> str:
    """美育教师每年参与培训: the phrase without how often it is done."""
    return p.EACH_INSIDE.sub("", told, 1) if "每" in told else told


def _measured(text: str, sentence: Span, end: int) -> str:
    """择优给予奖励,金额最高50万元: what a bare measure is of."""
    earlier = _object_before(text, sentence, end)
    paid = p.PROMISED.search(earlier)
    told = paid[0] if paid and paid.end() == len(earlier) else earlier
    return told if len(told) <= _LONGEST_OWNER else ""


# An earlier clause with a figure names what that figure counts: the later one inherits it (see `shared`).
_FIGURE = re.compile(r"\d(?:\s?[万亿])?\s?(?:[%‰倍]|[万亿]?元|个百分点)")
# 租赁期限不低于5年,不超过20年: a length of time is a figure of the same noun
_LENGTH_END = re.compile(
    r"(?:不(?:少|低|短)于|不超过|至少|最[长短低少]|达到?|为|[压缩精]?[缩减短]至|控制在)\d{1,4}(?:年|个月|天|日|个?工作日|个?小时|分钟)(?:以上)?$"
)
_COUNTED = re.compile(r"\d\s?[万亿]?(?:个|名|家|所|首|项|次|张|座|条|场|人|处)")


def of_stage(stage: str, noun: str) -> str:
    """初中 and 小学音乐课: 初中音乐课."""
    other = p.STAGE.match(noun)
    return stage + noun[other.end() if other else 0 :].removeprefix("的")


def _object_before(text: str, sentence: Span, end: int) -> str:
    """轮训一遍 tells no object; the clause before it does."""
    earlier = clause(text, sentence, Span(end, end), [])
    span = phrase(text, earlier.start, end)
    return text[span.start : span.end] if span and not _DIGIT.search(text, span.start, end) else ""


def quote_start(text: str, place: Clause, start: int) -> int:
    """The verb or comparator in front of the phrase belongs to the quote."""
    if start - place.previous > _QUOTED_HEAD:
        return start
    head = text[place.previous : place.previous + 8]
    return min(start, place.previous + len(head) - len(head.lstrip(EDGE)))
