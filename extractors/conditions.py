"""Figures that say who or what is meant, or in which case something is done: 营业收入达到3000万元以上的企业,给予…"""

from __future__ import annotations

from policyqa.model import Quantity, Span

from . import rows
from .patterns import figures as p
from .patterns import quantities as q
from .patterns import targets as t
from .phrases import clause_start

_CASE_END, _CASE_NEAR = "的,", 32  # what closes a case, and the characters behind a figure in which it may stand
_BOUNDS = frozenset(("ge", "le", "gt", "lt"))


def without(text: str, sentence: Span, quantities: list[Quantity], gates: int) -> list[Quantity]:
    """A row of figures (1亿元、2亿元以上的,给予…) is a condition where its last figure is one."""
    kept: list[Quantity] = []
    dropped: Quantity | None = None
    for quantity in reversed(quantities):
        in_row = dropped is not None and _in_row(text, quantity, dropped)
        if in_row or _is_condition(text, sentence, quantity, gates):
            dropped = quantity
        else:
            kept.insert(0, quantity)
    return kept


def _in_row(text: str, first: Quantity, second: Quantity) -> bool:
    """1亿元、2亿元以上的, 500人以上及一次招录100人以上的: of the same class."""
    if rows.in_row(text, first, second):
        return True
    between = text[first.span.end : second.span.start]
    return first.unit == second.unit and first.comparator in _BOUNDS and bool(p.JOINED_BOUNDS.fullmatch(between))


def _is_condition(text: str, sentence: Span, quantity: Quantity, gates: int) -> bool:
    """What somebody must reach before he gets something (营业收入达到3000万元以上的企业,给予…)."""
    own = text[clause_start(text, sentence.start, quantity.span.start) : quantity.span.start]
    after = text[quantity.span.end : sentence.end]
    promised = bool(gates & t.PROMISE_GATE and t.PROMISE.search(after))
    says_who = promised and (p.WHO_HAS.match(after) or (p.TO_THOSE.match(own) and t.THRESHOLD_AFTER.match(after)))
    if says_who and not p.GIVES.search(own):
        return True
    before = text[sentence.start : quantity.span.start]
    return _demands(quantity, before, own, after, promised) and not t.OF_PROMISE.search(before)


def _says_who(before: str, after: str) -> bool:
    return bool(p.WHO_IS_MEANT.match(after)) and not t.ACT.match(before.lstrip())


def _of_size(quantity: Quantity, own: str, after: str) -> bool:
    """Whether a bound tells how large that is which stands behind it, or in which case something is done."""
    if p.GIVES.search(own) or (p.INVESTED.search(own) and p.TO_BE_BUILT.match(after)):
        return False
    if quantity.unit in p.SIZES and p.OF_SIZE.match(after):
        return True
    if quantity.unit in p.COUNTED_HEADS and p.OF_SO_MANY.match(after):
        return True
    return _CASE_END in after[:_CASE_NEAR] and bool(p.CASE.match(after))


def _demands(quantity: Quantity, before: str, own: str, after: str, promised: bool) -> bool:
    """Whether a figure bounds who or what is meant; `own` is the part of its clause before it."""
    bound = quantity.comparator
    if bound in _BOUNDS and (_of_size(quantity, own, after) or p.OF_WHAT.match(after) or _says_who(before, after)):
        return True
    if bound in ("ge", "le") and p.TO_WHOM.match(own) and p.DONE_TO.match(after):
        return True
    if quantity.unit in q.EVENTS and p.SANCTION.match(after):
        return True
    if (promised or (own[:1] in p.IF_BEGINS and p.IF.match(own))) and p.CONDITION_CLAUSE.match(after):
        return True
    if after[:1] not in t.NO_THRESHOLD_BEGINS and t.THRESHOLD_AFTER.match(after):
        return promised or bool(p.ONLY_THEN.match(after)) or bool(p.FOR_WHOM.search(before))
    return promised and bound in ("ge", "gt", "change") and bool(p.WHO_REACHES.search(before))
