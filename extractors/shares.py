"""What a share is a share of: 互派教师不低于教师总数的2%, 按投资额的10%给予奖励, 40%以上的县达到标准."""

from __future__ import annotations

import re

from msgspec.structs import replace

from policyqa.model import Quantity, Span

from . import nouns
from .nouns import Indicator
from .patterns import quantities as q
from .patterns import targets as p
from .phrases import Clause, phrase

_DIGIT = re.compile(r"\d")
_DEMANDS = frozenset(("要求", "规定", "标准", "比例", "目标"))  # 分值权重不低于4%的要求: told of what stands before
_TOLD = frozenset(("%", "‰", "百分点", "个百分点", "倍", ""))


def find(text: str, sentence: Span, quantity: Quantity, place: Clause) -> Indicator | None:
    before, after = text[place.previous : quantity.span.start], text[quantity.span.end : place.end]
    return (
        rate(text, sentence, quantity, place)
        or _part(text, quantity, place, before)
        or _of_class(text, quantity, place, after)
        or _counted(text, quantity, place, after)
        or _with_base(text, sentence, quantity, place)
    )


def rate(text: str, sentence: Span, quantity: Quantity, place: Clause) -> Indicator | None:
    """按工资总额2.5%的标准预算培训经费; 按投资额的10%,给予最高200万元奖励: what is given at this rate of a base."""
    by = text.rfind("按", place.start, quantity.span.start)
    if by < 0:
        return None
    of_case = _of_case(text, quantity, place, by)
    if of_case is not None:
        return of_case
    base = p.BY_STANDARD.search(text[place.previous : quantity.span.start])
    if base is None:
        return _bare_rate(text, sentence, quantity, place)
    start, end = place.previous + base.start(), quantity.span.end
    standard = p.STANDARD.match(text[end : place.end])
    capped = standard and _DIGIT.search(standard["what"])  # 按设备购置额10%给予最高500万元补助
    if standard and not capped and not p.EACH_BASE.match(base["base"]):
        return Indicator(f"{standard['what'].strip()}(占{base['base'].strip()})", Span(start, end + standard.end()))
    if p.EACH_BASE.match(base["base"]):  # 按每个托位1万元给予补助
        promised = p.PROMISED.search(text, end, sentence.end)
        return Indicator(promised[0], Span(start, end)) if promised else None
    named = phrase(text, place.previous, start)
    promised = p.PROMISED.search(text, end, sentence.end)
    noun = text[named.start : named.end] if named else None
    if promised and (noun is None or noun[0] == "对"):  # 对符合条件的银行按余额增量的2%给予激励: whom, and no noun
        noun = promised[0]
    return Indicator(f"{noun}(占{base['base'].strip()})", Span(named.start if named else start, end)) if noun else None


def _of_case(text: str, quantity: Quantity, place: Clause, by: int) -> Indicator | None:
    """由基金按住院75%、门诊60%的比例支付: the rate of each case; 按 stands at `by`."""
    row = p.BY_CASE.match(text, by, place.end)
    if row is None or quantity.span.start >= row.end("rows"):
        return None
    first = max(row.start("rows"), text.rfind("、", by, quantity.span.start) + 1)
    who = p.PAYER.search(text, place.start, by)
    told = (who["who"] if who else "") + text[first : quantity.span.start] + row["act"] + "比例"
    return Indicator(told, Span(first, quantity.span.end))


def _bare_rate(text: str, sentence: Span, quantity: Quantity, place: Clause) -> Indicator | None:
    """水资源费在现行标准基础上按照80%收取, 按10%给予不超过200万元的补助: what is charged or given at this rate."""
    by = p.BY_BARE.search(text, place.previous, quantity.span.start)
    act = p.RATED_ACT.match(text, quantity.span.end, place.end) if by else None
    if by is None or act is None:
        return None
    if act["what"]:
        return Indicator(act["what"], Span(by.start(), act.end()))
    named = phrase(text, place.previous, by.start())
    if act["paid"]:  # 由基金按90%的比例支付: the rate at which somebody pays
        who = text[named.start : named.end].removeprefix("由") if named else ""
        return Indicator(f"{who}{act['paid']}比例", Span(named.start if named else by.start(), act.end()))
    if named is not None:
        return Indicator(text[named.start : named.end], Span(named.start, act.end()))
    promised = p.PROMISED.search(text, quantity.span.end, sentence.end)
    return Indicator(promised[0], Span(by.start(), promised.end())) if promised else None


def _part(text: str, quantity: Quantity, place: Clause, before: str) -> Indicator | None:
    """从奖励资金中拿出30%用于…: a part of a whole."""
    part = p.PART_OF.search(before) if before[-1:] in p.PART_OF_ENDS else None
    if part is None:
        return None
    forward = nouns.after(text, quantity.span.end, place)
    noun, end = (forward.phrase, forward.span.end) if forward else ("经费", quantity.span.end)
    return Indicator(f"{part['whole']}中的{noun}", Span(place.previous + part.start(), end))


def _of_class(text: str, quantity: Quantity, place: Clause, after: str) -> Indicator | None:
    """40%以上的县(区)达到…标准: the share is of a class, the indicator what the class does."""
    if not after.startswith("的"):
        return None
    stop = nouns.before_next(text, quantity.span.end, place)  # 90%的园区达标、90%的煤矿达标
    share = p.SHARE_OF.match(after[: stop - quantity.span.end])
    if share is None:
        return None
    first = nouns.behind_previous(text, place, quantity.span.start)
    start = first if first > place.previous else nouns.quote_start(text, place, quantity.span.start)
    return Indicator(f"{share['what']}的{share['who']}", Span(start, quantity.span.end + share.end()))


def _counted(text: str, quantity: Quantity, place: Clause, after: str) -> Indicator | None:
    """减免50%租金: what is counted stands after the share."""
    start = quantity.span.start
    follows = after.startswith("的") or (
        after[:1] and after[0] not in "、,和与及)以左上/(" and not q.AFTER.match(after)
    )
    if (
        follows
        and q.REACHED.search(text, max(place.previous, start - 6), start)
        and not text.endswith(("完成", "实现"), 0, start)
    ):
        return None
    forward = nouns.after(text, quantity.span.end, place) if follows else None
    if forward is None or forward.phrase in _DEMANDS or (not after.startswith("的") and p.ACT.match(forward.phrase)):
        return None
    return replace(forward, span=Span(nouns.quote_start(text, place, quantity.span.start), forward.span.end))


def _with_base(text: str, sentence: Span, quantity: Quantity, place: Clause) -> Indicator | None:
    """互派教师不低于教师总数的2%: the base stands between comparator and number."""
    before = text[place.previous : quantity.span.start]
    base = p.BASE.search(before) if "不" in before or "占" in before else None
    if base is None or p.LINK.fullmatch(base["base"]):
        return nouns.before(text, sentence, quantity.span, place)
    shorter = Span(place.previous + base.start(), quantity.span.end)
    found = nouns.before(text, sentence, shorter, place)
    if found is None:
        return None
    if "占" in found.phrase:
        return replace(found, span=Span(found.span.start, quantity.span.end))
    if p.RATIO_WORD.search(base["base"]):  # A占B的比例不低于8%: the ratio is what is told
        return nouns.before(text, sentence, quantity.span, place)
    return Indicator(f"{found.phrase}(占{base['base'].strip()})", Span(found.span.start, quantity.span.end))


def is_share(quantity: Quantity) -> bool:
    """Whether a quantity is told of something and not counted: 90%, 2倍, 0.15."""
    return quantity.unit in _TOLD
