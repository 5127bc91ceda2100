"""Figures: the quantities of a sentence that count something to be reached, each with its indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from policyqa.model import Quantity, Record, Span

from . import conditions, indicators, rows
from .context import Context
from .nouns import Indicator
from .patterns import figures as p
from .patterns import quantities as q
from .patterns import targets as t
from .phrases import clause_start

# 增长7%左右和8%左右, 增长7%以上、力争达到8%
_JOINED = re.compile(r"\s?[和、与]\s?(?:(?:力争|争取|确保)(?:达到|实现|为)?)?")
_AT_LEAST = re.compile(r"不(?:少|低)于\d")
_NO_NEIGHBOURS = p.SILENT | p.LONG_TIMES  # units that most often count nothing beside a figure
_REACH = 30  # characters between a recurrence and the number of its acts
_ACT_NEAR = 40  # characters before a number in which an act makes it a figure


class Figure(Record, frozen=True):
    """A quantity with its indicator, before it is known who is to reach it and until when."""

    quantity: Quantity
    indicator: Indicator
    baseline: Quantity | None = None


def counted(context: Context, sentence: Span, found: list[Quantity], gates: int) -> Iterator[Figure]:
    """Figures with a number, in the order of the sentence."""
    if not found:
        return
    text = context.folded
    found = rows.bounded(text, _without_attributes(text, found))
    risen = _risen(text, found)
    accepted: list[Quantity] = []
    for quantity in found:
        if risen and quantity in risen.values():
            continue
        change = _change(text, sentence, quantity) or _next_change(text, quantity, accepted)
        if change is not None or quantity.span in risen or _counts(context, sentence, quantity, accepted):
            accepted.append(change or quantity)
    accepted = conditions.without(text, sentence, accepted, gates)
    others = [q.span for q in found if q.unit not in _NO_NEIGHBOURS or not (_is_silent(text, q) or _is_bare_time(q))]
    told = [_indicator(text, sentence, quantity, others, risen.get(quantity.span)) for quantity in accepted]
    for quantity, indicator in zip(accepted, indicators.shared(text, accepted, told), strict=True):
        if indicator is not None:
            yield Figure(quantity, indicator, risen.get(quantity.span))


def _indicator(
    text: str, sentence: Span, quantity: Quantity, others: list[Span], baseline: Quantity | None
) -> Indicator | None:
    """Of a rise (由10%提高到20%) what stands before its beginning."""
    whole = quantity
    if baseline is not None:
        whole = Quantity(
            span=Span(baseline.span.start, quantity.span.end), min=quantity.min, max=quantity.max,
            unit=quantity.unit, comparator=quantity.comparator,
        )  # fmt: skip
    return indicators.find(text, sentence, whole, others)


def _without_attributes(text: str, found: list[Quantity]) -> list[Quantity]:
    """70个30亿元以上项目: what follows a counted number at once describes what is counted."""
    kept: list[Quantity] = []
    for quantity in found:
        last = kept[-1] if kept else None
        if last is not None and _closes(last, quantity):
            kept[-1] = replace(
                last, span=Span(last.span.start, quantity.span.end), max=quantity.max, comparator="range"
            )
            continue
        if last is not None and quantity.span.start <= last.span.end and last.unit.partition("(")[0] in q.CLASSIFIERS:
            if last.unit not in p.KINDS:
                continue
            kept.pop()
        if last is not None and _says_which(text, last, quantity):
            kept.pop()
        kept.append(quantity)
    return kept


def _closes(first: Quantity, second: Quantity) -> bool:
    """二倍以上五倍以下: both ends of one range."""
    return (
        first.comparator == "ge" and second.comparator == "le" and first.unit == second.unit
        and first.span.end == second.span.start
    )  # fmt: skip


def _says_which(text: str, first: Quantity, counted: Quantity) -> bool:
    """年产值1亿元以上的企业达到80家: the first figure describes what the second counts."""
    if first.comparator not in ("ge", "gt") or counted.unit not in q.CLASSIFIERS:
        return False
    return bool(p.OF_WHICH.fullmatch(text, first.span.end, counted.span.start))


def _risen(text: str, quantities: list[Quantity]) -> dict[Span, Quantity]:
    """由300元提高到500元, 从4天压缩至4小时: the span of the second figure to the first, which is its baseline.

    Rows rise together: 分别从209元、280元提高到217元、290元.
    """
    risen: dict[Span, Quantity] = {}
    for index, (a, b) in enumerate(pairwise(quantities)):
        if not _rises(text, a, b):
            continue
        row = 0
        while _go_together(text, quantities, index - row, index + 1 + row):
            row += 1
        for step in range(row + 1):
            risen[quantities[index + 1 + step].span] = quantities[index - row + step]
    return risen


def _rises(text: str, first: Quantity, second: Quantity) -> bool:
    if text[second.span.start - 1] not in p.RISE_ENDS:
        return False
    if p.RISES_TO.fullmatch(text, first.span.end, second.span.start):
        return True
    named = p.RISES_TO_NAMED.fullmatch(text, first.span.end, second.span.start)
    return bool(named) and bool(p.RISES_FROM.search(text, max(0, first.span.start - 8), first.span.start))


def _go_together(text: str, quantities: list[Quantity], first: int, last: int) -> bool:
    """Whether the figures before `first` and after `last` continue the two rows of a rise."""
    if first < 1 or last + 1 >= len(quantities):
        return False
    return rows.in_row(text, quantities[first - 1], quantities[first]) and rows.in_row(
        text, quantities[last], quantities[last + 1]
    )


# --- changes ---------------------------------------------------------------------------------------------------------


def _change(text: str, sentence: Span, quantity: Quantity) -> Quantity | None:
    """增长8%以上, 提高3个百分点: the change itself is the figure."""
    if quantity.unit not in q.SHARE and quantity.unit not in q.MONEY:
        return None
    window = text[max(sentence.start, quantity.span.start - 24) : quantity.span.start]
    match = q.CHANGE.search(window) if window[-1:] in q.CHANGE_ENDS else None
    if match is None and quantity.unit in q.SHARE:
        fall = p.FALL_OF.search(text, clause_start(text, sentence.start, quantity.span.start), quantity.span.start)
        return _signed(quantity, quantity.span, -1) if fall else None
    if match is None or (quantity.unit in q.MONEY and not p.MONEY_CHANGE.search(window)):
        return None
    if p.LEVEL_END.search(window) and not p.GROWTH_RATE_END.search(window):
        return None
    span = Span(max(sentence.start, quantity.span.start - len(match[0])), quantity.span.end)
    return _signed(quantity, span, -1 if match["fall"] else 1)


def _next_change(text: str, quantity: Quantity, accepted: list[Quantity]) -> Quantity | None:
    """分别增长7%左右和8%左右: the second figure of the list is a change too."""
    last = accepted[-1] if accepted else None
    if last is None or last.comparator != "change" or quantity.unit != last.unit:
        return None
    if not _JOINED.fullmatch(text, last.span.end, quantity.span.start):
        return None
    falls = (last.min if last.min is not None else last.max or 0) < 0
    return _signed(quantity, quantity.span, -1 if falls else 1)


def _signed(quantity: Quantity, span: Span, sign: int) -> Quantity:
    """The quantity as a change, up positive and down negative; 左右 leaves one value."""
    low, high = (None if bound is None else sign * bound for bound in (quantity.min, quantity.max))
    if sign < 0:
        low, high = high, low
    return Quantity(span=span, min=low, max=high, unit=quantity.unit, comparator="change")


# --- what counts -----------------------------------------------------------------------------------------------------


def _counts(context: Context, sentence: Span, quantity: Quantity, accepted: list[Quantity]) -> bool:
    """Whether a number is a figure of a commitment and not of a name, a time or a manner of speaking."""
    text, start = context.folded, quantity.span.start
    own = text[clause_start(text, sentence.start, start) : start]
    by_unit = _by_unit(context, sentence, quantity, own)
    if by_unit is not None:
        return by_unit
    if quantity.comparator != "eq":
        return True
    by_words = _by_words(text, quantity, own)
    if by_words is not None:
        return by_words
    before = text[max(sentence.start, start - _ACT_NEAR) : start]
    return (
        bool(accepted or t.ACT.search(before) or p.STATES.search(own))
        or _has_limit(context, sentence, start)
        or (bool(p.IN_SO_MANY.search(own)) and bool(p.DONE_IN.match(text, quantity.span.end)))
        or (bool(p.TO_SO_MANY.search(own)) and bool(p.DONE_TO_THEM.match(text, quantity.span.end)))
        or (len(own) > 2 and bool(p.LIST_END.match(text, quantity.span.end)))
    )


def _by_unit(context: Context, sentence: Span, quantity: Quantity, own: str) -> bool | None:
    """What the unit decides: classes, lengths of time, distances, events; None where it leaves the matter open."""
    text = context.folded
    if text.startswith("为", quantity.span.end) and p.AS_AIM.match(text, quantity.span.end):
        return False
    if text.startswith("级", quantity.span.end) and quantity.unit not in q.SHARE:
        return False  # 30万千瓦级煤电机组: the class of what is meant
    if _is_silent(text, quantity):
        return bool(p.LENGTH_NAMED.search(own))
    if _is_bare_time(quantity):
        return bool(p.LENGTH_NAMED.search(own) or p.SHORTENED_TO.search(own)) or _is_benefit(text, quantity)
    if quantity.unit in p.SHORT_TIMES:
        named = p.LENGTH_NAMED.search(text, sentence.start, quantity.span.start)  # a colon begins a clause
        return _is_service_time(text, quantity) or bool(named or p.SET_ASIDE.search(own))
    if quantity.unit in q.EVENTS:
        return _is_event(context, sentence, quantity)
    if quantity.unit in p.DISTANCES and text[quantity.span.end - 1] == "内":
        return False if p.NEAR_WHAT.match(text, quantity.span.end) else None
    return None


def _by_words(text: str, quantity: Quantity, own: str) -> bool | None:
    """What the way of writing decides: 一所, 三项, 百所, shares and money; None where it leaves the matter open."""
    written = quantity.span.of(text)
    if _is_chinese_one(written):
        concrete = quantity.unit in q.CONCRETE or (quantity.unit == "个" and p.FOR_EACH.match(own))
        return bool(concrete and p.BUILDS.search(own))
    if quantity.unit in q.SHARE or quantity.unit in q.MONEY:
        return True
    if p.FEW.match(written):
        return bool(p.BUILDS_OR_EACH.search(own))
    if p.SLOGAN.fullmatch(written):
        return bool(p.ACT_END.search(own))
    if quantity.unit.partition("(")[0] in q.CLASSIFIERS and p.REGARDED.search(own):
        return False
    if own.endswith("等") and (
        (p.COMPOSED_OF.search(own) and p.COMPOSE.match(text, quantity.span.end)) or p.SUMS_UP.match(own)
    ):
        return False
    return None


def _is_silent(text: str, quantity: Quantity) -> bool:
    """Units that say of whom or which; 4.46亿度 counts electricity."""
    return quantity.unit in p.SILENT and not (quantity.unit == "度" and p.LARGE.search(text, *quantity.span))


def _is_bare_time(quantity: Quantity) -> bool:
    """Lengths of time that are limits elsewhere: 三年, 6个月."""
    return quantity.unit in p.LONG_TIMES


def _is_benefit(text: str, quantity: Quantity) -> bool:
    """最长3年免费居住, 每年脱产培训不少于5天: a length that is promised or demanded."""
    window = text[max(0, quantity.span.start - 12) : quantity.span.end + 8]
    if quantity.comparator == "le":
        return bool(t.BENEFIT_TIME.search(window))
    return quantity.unit in ("天", "周", "个月") and bool(_AT_LEAST.search(window))


def _is_service_time(text: str, quantity: Quantity) -> bool:
    """办理时限压缩至3个工作日 is a figure, 3个工作日内办结 a limit, 15分钟“养老服务圈” a name."""
    window = text[max(0, quantity.span.start - 16) : quantity.span.start]
    if text.startswith("“", quantity.span.end) and quantity.comparator == "eq":
        return False
    if text[quantity.span.end - 1] == "内" and quantity.unit not in p.MINUTES:
        return bool(p.SHORTENED.search(window) or p.SERVED.match(text, quantity.span.end))
    if quantity.unit in p.MINUTES and p.ANSWERED.match(text, quantity.span.end):
        return True
    return quantity.comparator != "eq" or bool(p.SHORTENED_TO.search(window))


def _is_event(context: Context, sentence: Span, quantity: Quantity) -> bool:
    """每年举办一次, 轮训一遍: an act counts where it recurs or has a bound."""
    if quantity.comparator not in ("eq", "range"):
        return True
    head = max(sentence.start, quantity.span.start - _REACH)
    limits = context.deadlines_in(Span(head, quantity.span.start))
    recurs = any(limit.kind == "recurring" for limit in limits)
    written = context.folded[quantity.span.start : quantity.span.end]
    before = context.folded[max(sentence.start, quantity.span.start - _ACT_NEAR) : quantity.span.start]
    if _is_chinese_one(written):
        once = p.HOLDS.search(before) and p.HELD.match(context.folded, quantity.span.end)
        return recurs or bool(once)
    return recurs or bool(t.ACT.search(before)) or before.endswith("相当于")  # 4个学分(相当于72课时)


def _has_limit(context: Context, sentence: Span, position: int) -> bool:
    """年内新登记企业2万户: a time limit before a number makes it a figure."""
    limits = context.deadlines_in(Span(sentence.start, position))
    return any(limit.kind in ("by", "in") and limit.span.end <= position for limit in limits)


def _is_chinese_one(written: str) -> bool:
    return written[0] == "一" and bool(p.CHINESE_ONE.match(written))
