"""What a figure counts: the noun phrase before or after it, without verbs, comparators and time limits."""

from __future__ import annotations

import re
from typing import NamedTuple

from policyqa.model import Quantity, Span

from .patterns import quantities as q
from .patterns import targets as p

_STOPS = ",。;:!?\n\t"
_EDGE = " 、,:"


class Indicator(NamedTuple):
    """The phrase as it is told, and the stretch of text that shows indicator and value together."""

    phrase: str
    span: Span


class Clause(NamedTuple):
    """The stretch of a sentence in which a quantity stands: between commas, and between the figures of a list."""

    start: int
    end: int
    previous: int
    following: int


def clause(text: str, sentence: Span, quantity: Span, others: list[Span]) -> Clause:
    """`previous` and `following` are the ends of what belongs to the neighbouring figures."""
    start = max((text.rfind(mark, sentence.start, quantity.start) + 1 for mark in _STOPS), default=0)
    start = _outside_brackets(text, max(start, sentence.start), quantity.start, sentence.start)
    ends = [position for position in (text.find(mark, quantity.end, sentence.end) for mark in _STOPS) if position >= 0]
    end = min(ends, default=sentence.end)
    previous = max((o.end for o in others if o.end <= quantity.start), default=sentence.start)
    following = min((o.start for o in others if o.start >= quantity.end), default=sentence.end)
    return Clause(start, end, max(start, previous), min(end, following))


def _outside_brackets(text: str, start: int, stop: int, first: int) -> int:
    """A comma inside brackets ends no clause: A(含B,C)达到60%."""
    stretch = text[start:stop]
    if stretch.count(")") > stretch.count("("):
        opening = text.rfind("(", first, start)
        if opening >= 0:
            return max(first, max(text.rfind(mark, first, opening) + 1 for mark in _STOPS))
    return start


def find(text: str, sentence: Span, quantity: Quantity, others: list[Span]) -> Indicator | None:
    """The indicator of a plain quantity; None where none can be told."""
    place = clause(text, sentence, quantity.span, others)
    if quantity.unit in ("%", "‰", "个百分点", "百分点", "倍", ""):
        return _of_share(text, sentence, quantity, place)
    if quantity.unit in q.MONEY and p.STANDARD.match(text, quantity.span.end, place.end):
        return _rate(text, sentence, quantity, place)
    forward = _forward(text, quantity.span.end, place)
    if forward is None and quantity.unit in q.MONEY:
        return _of_money(text, sentence, quantity, place)
    if forward is None:
        return _backward(text, sentence, quantity.span, place)
    plain = forward.span.of(text) == forward.phrase
    kinds = _kinds_before(text, place, quantity.span.start) if plain else ""
    start = _quote_start(text, place, quantity.span.start) if place.previous == place.start else quantity.span.start
    return Indicator(kinds + forward.phrase, Span(start, forward.span.end))


def _kinds_before(text: str, place: Clause, end: int) -> str:
    """舞蹈、戏剧、影视等1个模块课程: what the figure counts is named before it."""
    if not text[place.previous : end].endswith("等"):
        return ""
    span = phrase(text, place.previous, end - 1)
    return text[span.start : span.end] + "等" if span else ""


def shared(text: str, quantities: list[Quantity], told: list[Indicator | None]) -> list[Indicator | None]:
    """Figures in a row share a noun: 分别给予5万元、10万元奖补; 城乡居民收入分别增长7%和8%."""
    result = list(told)
    for index in range(len(result) - 1, 0, -1):
        following = result[index]
        if following is None or not in_row(text, quantities[index - 1], quantities[index]):
            continue
        if result[index - 1] is None or following.span.end > quantities[index].span.end:
            result[index - 1] = _widened(following, quantities[index - 1])
    for index in range(1, len(result)):
        if _changes_same(text, quantities, index):
            result[index] = _widened(result[index - 1], quantities[index])
        if (
            result[index] is None
            and result[index - 1] is not None
            and in_row(text, quantities[index - 1], quantities[index])
        ):
            result[index] = _widened(result[index - 1], quantities[index])
    return result


def _changes_same(text: str, quantities: list[Quantity], index: int) -> bool:
    """地区生产总值完成168亿元,增长5%: the change is of what was counted before it."""
    between = text[quantities[index - 1].span.end : quantities[index].span.start]
    return quantities[index].comparator == "change" and bool(re.fullmatch(r"\s?,\s?(?:同比|比上年|年均)?", between))


def in_row(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether nothing but a separator stands between two figures of one unit."""
    between = text[first.span.end : second.span.start]
    return (
        bool(re.fullmatch(r"\s?(?:[、,和与及]|以及|或)\s?(?:增长|提高|达到)?", between)) and first.unit == second.unit
    )


def _widened(indicator: Indicator | None, quantity: Quantity) -> Indicator | None:
    if indicator is None:
        return None
    span = Span(min(indicator.span.start, quantity.span.start), max(indicator.span.end, quantity.span.end))
    return Indicator(indicator.phrase, span)


# --- after the figure ------------------------------------------------------------------------------------------------


def _forward(text: str, start: int, place: Clause) -> Indicator | None:
    """培育5个优质中学教育集团: the phrase up to the end of the clause or the next figure of the list."""
    rest = text[start : place.end]
    body = rest.lstrip(" ")
    per = re.match(r"/[一-龥]{1,2}(?=的)", body)  # 5万元/年的租金补贴
    body = body[per.end() :] if per else body
    body = body[1:] if body.startswith("的") and len(body) > 2 else body
    offset = start + len(rest) - len(body)
    if not body or body[0] in "、,和与及)以左上的等/为作是按至到不" or re.match(r"[下上]限", body):
        return None
    stop = p.FORWARD_STOP.search(body)
    noun = body[: stop.start()] if stop else body
    noun = p.TRAILING.sub("", _until_next(text, noun, offset, place).rstrip(_EDGE))
    if re.match(r"(?:后|时|起|前|内|期间|的)", noun) or not noun:
        return None
    told = _told(body, noun)
    return Indicator(told, Span(offset, offset + len(noun))) if len(told) > 1 else None


def _until_next(text: str, noun: str, offset: int, place: Clause) -> str:
    """A、B、3个C: the phrase ends at the 、 before the next figure, with that figure's verb or noun."""
    if offset + len(noun) < place.following or place.following >= place.end:
        return noun
    head = text[offset : place.following]
    cut = max(head.rfind(mark) for mark in "、和与")
    return head[:cut] if cut > 0 else head


def _told(body: str, noun: str) -> str:
    """The noun with what the rest of the clause says of it: who is enrolled where, what something grows into."""
    enrolment = p.ENROLMENT.search(body)
    if enrolment and enrolment.start() <= len(noun) + 40 and not re.search(r"[,。;]", body[: enrolment.start()]):
        return f"{enrolment['verb']}{enrolment['lists']}的{noun}"
    growth = p.GROWTH.match(body[len(noun) :])
    if growth:
        return growth["into"]
    act = p.ACT_OF_NOUN.match(body[len(noun) :]) if len(noun) == 1 else None
    if act:
        return f"{act[0]}的{noun}"
    listed = re.match(r"([^、]{2,})、.*等(?:多项)?(?:工作|任务|事项)$", noun)
    return listed[1] if listed else noun


# --- before the figure -----------------------------------------------------------------------------------------------


def _backward(text: str, sentence: Span, quantity: Span, place: Clause) -> Indicator | None:
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
        span, start = phrase(text, earlier.start, start - 1), earlier.start
    if span is None:
        return None
    told = text[span.start : span.end]
    if len(told) <= 2 and place.previous == place.start > sentence.start and p.ACT.fullmatch(told):
        told = _object_before(text, sentence, place.start - 1) + told
    return Indicator(told, Span(_quote_start(text, place, span.start), quantity.end))


def _of_money(text: str, sentence: Span, quantity: Quantity, place: Clause) -> Indicator | None:
    """每张床位给予1.2万元: what the money is may stand elsewhere in the sentence."""
    own = phrase(text, place.previous, quantity.span.start)
    before = text[place.start : quantity.span.start]
    found = None if own is None and p.PROMISE.search(before) else _backward(text, sentence, quantity.span, place)
    if found is not None and not re.match(r"每|按|对|各|单个|全", found.phrase):
        return found
    named = p.MONEY_NAME.search(text, quantity.span.end, sentence.end) or p.MONEY_NAME.search(text, *sentence)
    return Indicator(named[0], found.span if found else quantity.span) if named else found


def _object_before(text: str, sentence: Span, end: int) -> str:
    """轮训一遍 tells no object; the clause before it does."""
    earlier = clause(text, sentence, Span(end, end), [])
    span = phrase(text, earlier.start, end)
    return text[span.start : span.end] if span and not re.search(r"\d", text[span.start : end]) else ""


def phrase(text: str, start: int, end: int) -> Span | None:
    """The noun phrase that ends before `end`: comparators behind it and time, scope and verbs in front of it cut off."""
    body = text[start:end]
    body = body.rstrip(" ,")
    while tail := p.LINK.search(body) or _TIME_END.search(body):
        body = body[: tail.start()].rstrip(" ,")
    head = _head_length(body)
    noun = body[head:].rstrip(" 的、,")
    if len(noun) < 2 or _NO_NOUN.fullmatch(noun):
        return None
    taken = p.TAKEN.search(noun)
    if taken:
        return Span(start + head + taken.start("what"), start + head + taken.end("what"))
    return Span(start + head, start + head + len(noun))


def _head_length(body: str) -> int:
    """How much of the clause's head is time, scope, modifiers and verbs."""
    length = 0
    while True:
        rest = body[length:]
        step = len(rest) - len(rest.lstrip(_EDGE))
        match = next((m for m in (pattern.match(rest[step:]) for pattern in _HEADS) if m and m.end()), None)
        if match and match.re is p.LEADING and p.RATE.match(rest[step:]):
            match = None
        size = step + (match.end() if match else 0)
        if size == 0 or len(body) - length - size < 2:
            return length + (step if len(body) - length - step >= 2 else 0)
        length += size


_TIME_WORDS = (
    r"(?:20\d\d-20\d\d|20\d\d)学年度?|年内|全年|当年|年底前|今年|明年|(?:力争)?(?:到|至|在|截至|自|从)?(?:\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|前|起|内|[上下]半年|[一二三四]季度)?(?:以?前|之前)?"
    r"|“?[一二三四五六七八九十]+五”?(?:末|期间|时期)|[一二两三四五六七八九十\d]+(?:年|个月)(?:内|左右)|\d{1,2}月底?前?)"
    r"|每[一二两三四五六七八九十\d]*(?:年|学期|学年|半年|季度|月|周|天|日)"
)
_TIME = re.compile(_TIME_WORDS)
_TIME_END = re.compile(rf"(?:{_TIME_WORDS})$")
_HEADS = (_TIME, p.MEANS, p.SCOPE, p.LEADING, p.CONNECTOR, p.WHO_MUST)
_LOOK_BACK = 60  # characters in which an earlier clause may name what a figure counts
_NOUNS = ("床位", "学位", "资金", "投资", "经费", "泊位", "岗位", "奖励", "补助", "补贴")
_NO_NOUN = re.compile(
    r"\d+(?:\.\d+)?[一-龥%]{0,2}|过去[一五]年|(?:合计|其中|分别|累计|总共|单个|每家|年度|首次|最高|最多|至少)+"
)


def _quote_start(text: str, place: Clause, start: int) -> int:
    """The verb or comparator in front of the phrase belongs to the quote."""
    return min(start, place.previous + _blank(text, place.previous)) if start - place.previous <= 24 else start


def _blank(text: str, start: int) -> int:
    rest = text[start : start + 8]
    return len(rest) - len(rest.lstrip(_EDGE))


# --- shares ----------------------------------------------------------------------------------------------------------


def _of_share(text: str, sentence: Span, quantity: Quantity, place: Clause) -> Indicator | None:
    before, after = text[place.previous : quantity.span.start], text[quantity.span.end : place.end]
    rate = _rate(text, sentence, quantity, place)
    if rate is not None:
        return rate
    part = p.PART_OF.search(before)
    if part:
        forward = _forward(text, quantity.span.end, place)
        noun = forward.phrase if forward else "经费"
        return Indicator(
            f"{part['whole']}中的{noun}",
            Span(place.previous + part.start(), forward.span.end if forward else quantity.span.end),
        )
    share_of = p.SHARE_OF.match(after)
    if share_of:
        told = f"{share_of['what']}的{share_of['who']}"
        return Indicator(told, Span(_quote_start(text, place, quantity.span.start), quantity.span.end + share_of.end()))
    if after.startswith("的") or (after[:1] and after[0] not in "、,和与及)以左上/(" and not q.AFTER.match(after)):
        forward = _forward(text, quantity.span.end, place)
        if forward is not None:
            return forward._replace(span=Span(_quote_start(text, place, quantity.span.start), forward.span.end))
    return _with_base(text, sentence, quantity, place)


def _rate(text: str, sentence: Span, quantity: Quantity, place: Clause) -> Indicator | None:
    """按工资总额2.5%的标准预算培训经费; 按投资额的10%,给予最高200万元奖励: what is given at this rate of a base."""
    base = p.BY_STANDARD.search(text[place.previous : quantity.span.start])
    if base is None:
        return None
    start, end = place.previous + base.start(), quantity.span.end
    standard = p.STANDARD.match(text[end : place.end])
    if standard:
        return Indicator(f"{standard['what'].strip()}(占{base['base'].strip()})", Span(start, end + standard.end()))
    named = phrase(text, place.previous, start)
    promised = p.PROMISED.search(text, end, sentence.end)
    noun = text[named.start : named.end] if named else promised[0] if promised else None
    return Indicator(f"{noun}(占{base['base'].strip()})", Span(named.start if named else start, end)) if noun else None


def _with_base(text: str, sentence: Span, quantity: Quantity, place: Clause) -> Indicator | None:
    """互派教师不低于教师总数的2%: the base stands between comparator and number."""
    before = text[place.previous : quantity.span.start]
    base = p.BASE.search(before)
    if base is None or p.LINK.fullmatch(base["base"]):
        return _backward(text, sentence, quantity.span, place)
    shorter = Span(place.previous + base.start(), quantity.span.end)
    found = _backward(text, sentence, shorter, place)
    if found is None:
        return None
    told = found.phrase if "占" in found.phrase else f"{found.phrase}(占{base['base'].strip()})"
    return Indicator(told, Span(found.span.start, quantity.span.end))
