"""What a figure counts: the noun phrase after or before it, or the one that it shares with its neighbours."""

from __future__ import annotations

import re

from msgspec.structs import replace

from policyqa.model import Quantity, Span

from . import nouns, rows, shares
from .nouns import Indicator
from .patterns import figures
from .patterns import quantities as q
from .patterns import targets as p
from .phrases import Clause, clause, phrase, without_light_verb
from .rows import in_row


def find(text: str, sentence: Span, quantity: Quantity, others: list[Span]) -> Indicator | None:
    """The indicator of a quantity by itself; None where the clause names none."""
    found = _named(text, sentence, quantity, others)
    if found is not None and found.phrase.count("“") != found.phrase.count("”"):  # the other mark stands elsewhere
        return replace(found, phrase=found.phrase.strip("“”"))
    return found


def _named(text: str, sentence: Span, quantity: Quantity, others: list[Span]) -> Indicator | None:
    place = clause(text, sentence, quantity.span, others)
    if shares.is_share(quantity):
        return shares.find(text, sentence, quantity, place)
    money = quantity.unit in q.MONEY
    rate = (
        shares.rate(text, sentence, quantity, place)
        if money and p.STANDARD.match(text, quantity.span.end, place.end)
        else None
    )
    if rate is not None:
        return rate
    if quantity.unit in figures.SHORT_TIMES:
        end = quantity.span.end
        if figures.SERVED.match(text, end, place.end) or figures.ANSWERED.match(text, end, place.end):
            return _of_service(text, quantity, place)
        behind = figures.SERVED_BEHIND.match(text, quantity.span.end, sentence.end)
        if behind and figures.EVENT_END.search(text, place.start, quantity.span.start):
            return Indicator(behind["act"], Span(quantity.span.start, behind.end()))
    bound = (
        p.BOUND_BY.search(text, place.previous, quantity.span.start) if quantity.unit in figures.LONG_TIMES else None
    )
    named = phrase(text, place.previous, bound.start("bound")) if bound else None
    if named is not None:
        return Indicator(named.of(text), Span(named.start, quantity.span.end))
    following = nouns.after(text, quantity.span.end, place)
    if following is None:
        return _of_money(text, sentence, quantity, place) if money else _of_event(text, sentence, quantity, place)
    if p.ATTRIBUTE.fullmatch(following.phrase) and quantity.unit in q.CLASSIFIERS:
        counted = p.COUNTED_BEHIND.search(text, following.span.end, sentence.end)
        if counted is not None:
            following = Indicator(counted["what"], Span(following.span.start, counted.end()))
    plain = following.span.of(text) == following.phrase
    kinds = _kinds_before(text, place, quantity.span.start) if plain else ""
    start = (
        nouns.quote_start(text, place, quantity.span.start) if place.previous == place.start else quantity.span.start
    )
    return Indicator(kinds + following.phrase, Span(start, following.span.end))


def _of_service(text: str, quantity: Quantity, place: Clause) -> Indicator:
    """5个工作日内完成审批, 案件60日内办结: the act that is done in that time, with its object where that stands before."""
    start = nouns.behind_previous(text, place, quantity.span.start)
    stop = nouns.before_next(text, quantity.span.end, place)
    act = text[quantity.span.end : stop].strip().removeprefix("将").removeprefix("予以")
    matter = phrase(text, start, quantity.span.start)
    end = quantity.span.end + len(text[quantity.span.end : stop].rstrip())
    if matter is None or len(act) > _BARE_ACT or figures.EVENT_END.search(text, *matter):
        matter, told = quantity.span, act
    else:
        told = p.MUST_END.sub("", text[matter.start : matter.end]) + act
    first = matter.start if start > place.previous else nouns.quote_start(text, place, matter.start)
    return Indicator(told, Span(first, end))


_BARE_ACT = 4  # characters of an act that names no object: 办结, 完成审批


def _kinds_before(text: str, place: Clause, end: int) -> str:
    """舞蹈、戏剧、影视等1个模块课程: what the figure counts is named before it."""
    if not text[place.previous : end].endswith("等"):
        return ""
    span = phrase(text, place.previous, end - 1)
    return text[span.start : span.end].removeprefix("对") + "等" if span else ""


def _of_event(text: str, sentence: Span, quantity: Quantity, place: Clause) -> Indicator | None:
    """教研活动每月开展2次: what takes place, without the verb that says so."""
    found = nouns.before(text, sentence, quantity.span, place)
    if found is None or quantity.unit not in q.EVENTS:
        return found
    span = phrase(text, place.previous, quantity.span.start)
    shorter = without_light_verb(text, span) if span else None
    return replace(found, phrase=text[shorter.start : shorter.end]) if shorter and shorter != span else found


def _of_money(text: str, sentence: Span, quantity: Quantity, place: Clause) -> Indicator | None:
    """每张床位给予1.2万元: what the money is may stand elsewhere in the sentence."""
    own = phrase(text, place.previous, quantity.span.start)
    if place.previous > place.start and _BARE_SEPARATOR.fullmatch(text, place.previous, quantity.span.start):
        return None  # the next of a row: it shares what the first is told of
    promised = own is None and p.PROMISE.search(text, place.start, quantity.span.start)
    found = None if promised else nouns.before(text, sentence, quantity.span, place)
    paid = p.EACH_PAID.fullmatch(found.phrase) if found else None
    if found is not None and (paid or not _WHOM.match(found.phrase)):
        return replace(found, phrase=paid["what"]) if paid else found
    named = p.MONEY_NAME.search(text, quantity.span.end, sentence.end) or p.MONEY_NAME.search(text, *sentence)
    return Indicator(named[0], found.span if found else quantity.span) if named else found


_WHOM = re.compile("每|按|对|以|各|单[个家]|同一|全")
_BARE_SEPARATOR = re.compile(r"\s?[、和与或]\s?")


# --- shared with a neighbour -----------------------------------------------------------------------------------------


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
        result[index] = _from_previous(text, quantities, result, index)
    return rows.told(text, quantities, result)


def _from_previous(text: str, quantities: list[Quantity], told: list[Indicator | None], index: int) -> Indicator | None:
    """What a figure takes from the one before it: the whole phrase, or the noun to a bare level (省级5所、市级10所)."""
    own, previous, quantity = told[index], told[index - 1], quantities[index]
    if previous is None:
        return own
    between = text[quantities[index - 1].span.end : quantity.span.start]
    if quantity.comparator == "change" and _CHANGE_OF_SAME.fullmatch(between):
        return _widened(previous, quantity)
    if own is None and (in_row(text, quantities[index - 1], quantity) or _SAME_MATTER.fullmatch(between)):
        if quantity.unit != quantities[index - 1].unit:  # the base of a rate is none of the cap's
            previous = replace(previous, phrase=_BASE.sub("", previous.phrase))
        return _widened(previous, quantity)
    same = quantity.unit == quantities[index - 1].unit
    if (
        own is not None and same and quantity.unit in q.CLASSIFIERS and p.ACT.fullmatch(own.phrase)
    ):  # 已建成分馆18个,2026年新建6个
        return replace(own, phrase=previous.phrase)
    if own is not None and same and quantity.unit in q.MONEY and _WHOM_EACH.fullmatch(own.phrase):
        return own if _WHOM_EACH.fullmatch(previous.phrase) else replace(own, phrase=previous.phrase)
    return None if own is None else replace(own, phrase=_completed(own.phrase, previous.phrase, quantity, same))


def _completed(own: str, previous: str, quantity: Quantity, same: bool) -> str:
    """A phrase that tells only the level, the place, the stage or the measure, with the noun of the figure before."""
    if same and quantity.unit in q.CLASSIFIERS and p.PLACE.fullmatch(own):
        noun = _noun_elsewhere(previous)
        return own.removeprefix("其中") + noun if noun else own
    if same and "级" in own and _BARE_LEVEL.fullmatch(own):
        return own + _LEVEL.sub("", previous)
    if same and p.STAGE.fullmatch(own) and p.STAGE.match(previous):
        return nouns.of_stage(own, previous)
    if _BARE_MEASURE.fullmatch(own) and _MEASURE.search(previous):
        return _MEASURE.sub("", previous) + own
    return own


def _noun_elsewhere(phrase: str) -> str:
    """城六区新建幼儿园: what is counted, without the place; nothing where the phrase is a place itself."""
    head = p.PLACE_HEAD.match(phrase)
    return "" if p.PLACE.fullmatch(phrase) else phrase[head.end() if head else 0 :]


# 地区生产总值完成168亿元,增长5%: the change is of what was counted before it.
_CHANGE_OF_SAME = re.compile(r"\s?,\s?(?:同比|比上年|年均|较上年|比20\d\d年|较20\d\d年)?")
# 按投资额的10%给予奖励,最高100万元: the clause names nothing else
_SAME_MATTER = re.compile(r"[^;。\d()]{0,24}[,、][^;。\d()]{0,16}|\s?\((?:相当于|折合)约?")  # 6个学分(相当于108课时)
# 限额标准为职工每人每天105元、居民每人每天60元: the second figure is of the same matter for other people
_WHOM_EACH = re.compile(
    r"[一-龥]{0,12}(?:人员|对象|家庭|职工|居民|学生|老年人|儿童)|(?:同一|单[个家]|每[个家])[一-龥]{1,8}"
)
_BASE = re.compile(r"\(占[^()]*\)$")
_BARE_LEVEL = re.compile(r"(?:其中)?(?:国家|省|市|县|区|校|院|州|镇|乡镇|自治区)级(?:及以上|以上)?")
# 粮食播种面积3320万亩、产量1285万吨: a bare measure is of what was measured before it
_BARE_MEASURE = re.compile(r"(?:总)?(?:产量|产值|面积|产能|单产|销量|销售额|营业收入|增加值)")
_MEASURE = re.compile(r"(?:总|播种|种植|养殖|建筑|生产)?(?:产量|产值|面积|产能|单产|销量|销售额|营业收入|增加值|规模)$")
_LEVEL = re.compile(r"^(?:国家|省|市|县|区|校|院|州|镇|乡镇|自治区)级(?:及以上|以上)?")


def _widened(indicator: Indicator, quantity: Quantity) -> Indicator:
    span = Span(min(indicator.span.start, quantity.span.start), max(indicator.span.end, quantity.span.end))
    return Indicator(indicator.phrase, span)
