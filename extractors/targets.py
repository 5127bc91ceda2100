"""Targets: figures that the document commits somebody to reach, with indicator, scope, limit and bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policyqa.model import Baseline, Body, BodyRef, Deadline, Quantity, Span, Target, TargetKind, spanned

from . import figures, governing, respectively, worded
from .context import Context, Sentence
from .figures import Figure
from .patterns import quantities as q
from .patterns import targets as p
from .patterns.gates import word_gate
from .phrases import clause_start

_FROM_BASE = re.compile(r"[^,。;]{0,8}的?基础上")
# a plan's name is no fact of its year: 按照2022年度建设计划
_YEARS = re.compile(r"(20\d\d)(?<![较比与以]\d{4})年(?![^,。;:]{0,24}(?:计划|方案|规划|清单|目录|标准|办法|要点))")
_BASE_GATE, _YEAR_GATE = word_gate("基础"), word_gate("20")
_LATER_SCOPE = re.compile("[,、]" + p.SCOPE.pattern[1:])
_MONTHLY = re.compile(r"月(?!报|考|收入|工资|薪)")  # 月巡检次数
_PER_MONTH = "P1M"
_EACH = {"年": "P1Y", "学年": "P1Y", "月": "P1M", "学期": "P6M", "季度": "P3M", "季": "P3M", "天": "P1D", "日": "P1D"}


def find(context: Context) -> Iterator[Target]:
    """Targets in the order of the text. What is already so is a baseline."""
    govern = governing.of(context)
    quantities = context.by_sentence(context.quantities)
    refs: dict[tuple[int, ...], tuple[BodyRef, ...]] = {(): ()}
    for sentence in context.sentences:
        if sentence.paragraph.kind == "heading":
            continue
        inside = quantities.get(sentence.index, ())
        if not inside and not sentence.gates & p.WORDED:
            continue
        found = [context.quantities[index] for index in inside]
        told = _figures(context, sentence.span, found, sentence.gates)
        own = _own_scopes(context.folded, sentence, told)
        for figure in told:
            if sentence.past or _is_past(context, sentence, figure):
                own_scope = own.get(figure.quantity.span)
                yield _record(context, sentence.span, sentence.gates, figure, scope=own_scope, kind="baseline")
            else:
                place = figure.quantity.span
                responsible = govern.bodies(sentence, place.start)
                if responsible not in refs:
                    refs[responsible] = _refs(context.bodies, responsible)
                yield _record(
                    context, sentence.span, sentence.gates, figure, govern.deadline(sentence, place),
                    refs[responsible], govern.frequency(sentence.span, place), own.get(place),
                )  # fmt: skip


def in_cell(context: Context, cell: Span, deadline: Deadline | None, bodies: tuple[BodyRef, ...]) -> Iterator[Target]:
    """Figures in a task's own words; the row's limit and bodies govern them."""
    found = [context.quantities[index] for index in context.places("quantities").inside(cell)]
    gates = context.gates(cell)
    for figure in _figures(context, cell, found, gates):
        yield _record(context, cell, gates, figure, deadline, bodies)


def _figures(context: Context, stretch: Span, found: list[Quantity], gates: int) -> list[Figure]:
    """Figures in the order of the text, with a number and in words."""
    told = list(figures.counted(context, stretch, found, gates))
    worded_too = list(worded.find(context.folded, stretch, gates)) if gates & p.WORDED else []
    if not worded_too:
        return told
    # 基层机构100%达到标准: told with what they reach
    told = [figure for figure in told if not any(_within(figure, other) for other in worded_too)] + worded_too
    return sorted(told, key=lambda figure: figure.quantity.span)


def _within(figure: Figure, other: Figure) -> bool:
    """Whether a share of 100 % is the one of a figure in words."""
    return (
        figure.quantity.unit == "%" and figure.quantity.min == 100 and other.quantity.span.holds(figure.quantity.span)
    )


def _own_scopes(text: str, sentence: Sentence, told: list[Figure]) -> dict[Span, str]:
    if not sentence.gates & p.RESPECTIVE or len(told) < 2:
        return {}
    return respectively.scopes(text, sentence.span, [figure.quantity for figure in told])


def _refs(bodies: Sequence[Body], indices: tuple[int, ...]) -> tuple[BodyRef, ...]:
    return tuple(dict.fromkeys(BodyRef(name=bodies[i].name, role=bodies[i].role) for i in indices))


# --- the past --------------------------------------------------------------------------------------------------------


def _is_past(context: Context, sentence: Sentence, figure: Figure) -> bool:
    """Figures of what is already so: 已建成12所, 2020年毛入园率为94.51%."""
    text, (start, end), quantity, opens = context.folded, sentence.span, figure.quantity.span, sentence.gates
    if opens & p.PAST_GATE and (
        p.PAST.search(text[clause_start(text, start, quantity.start) : quantity.end])
        or p.DONE_SINCE.match(text, quantity.end, end)
    ):
        return True
    if opens & p.OPENS_PAST_GATE and p.OPENS_PAST.match(text, start):
        return True
    if opens & _BASE_GATE and _FROM_BASE.match(text, quantity.end, end):
        return True
    years = _YEARS.findall(text, start, quantity.end) if opens & _YEAR_GATE else ()
    return bool(years and context.first_year and int(years[-1]) < context.first_year)


# --- putting together ------------------------------------------------------------------------------------------------


def _record(
    context: Context, sentence: Span, gates: int, figure: Figure, deadline: Deadline | None = None,
    bodies: tuple[BodyRef, ...] = (), frequency: str | None = None, scope: str | None = None, kind: TargetKind = "target",
) -> Target:  # fmt: skip
    quantity, span, text = figure.quantity, _quote(sentence, figure), context.folded
    clause = clause_start(text, sentence.start, quantity.span.start)
    binding = p.BINDING.findall(text, clause, quantity.span.start) if gates & p.BINDING_GATE else None
    return Target(
        kind=kind, quote=context.quote(span), sentence=context.quote(sentence), span=span,
        section=context.path(span.start), page=context.document.page(span.start),
        indicator=figure.indicator.phrase, min=quantity.min, max=quantity.max, unit=quantity.unit,
        comparator=quantity.comparator, scope=scope or _scope(text, sentence, clause, figure),
        frequency=_amount_each(text, quantity) or (_PER_MONTH if _is_monthly(figure.indicator.phrase) else frequency),
        deadline=deadline, bodies=bodies, baseline=_baseline(figure.baseline), binding=binding[-1] if binding else None,
    )  # fmt: skip


def _is_monthly(phrase: str) -> bool:
    return phrase[:1] == "月" and _MONTHLY.match(phrase) is not None


def _amount_each(text: str, quantity: Quantity) -> str | None:
    """每人每月100元, 5万元/年: how often an amount is due."""
    if quantity.unit not in q.MONEY:
        return None
    if quantity.unit.count("/") > 1:  # 元/人/日
        return _EACH.get(quantity.unit.rpartition("/")[2])
    start = quantity.span.start
    each = p.AMOUNT_EACH.search(text[max(0, start - 16) : start]) or p.AMOUNT_PER.match(text, quantity.span.end)
    return _EACH[each["u"]] if each and not each.groupdict().get("n") else None


def _baseline(quantity: Quantity | None) -> Baseline | None:
    value = None if quantity is None else quantity.min if quantity.min is not None else quantity.max
    return None if quantity is None or value is None else Baseline(value=value, unit=quantity.unit)


def _quote(sentence: Span, figure: Figure) -> Span:
    (start, end), (first, last) = figure.indicator.span, figure.quantity.span
    start, end = (start if start < first else first), (end if end > last else last)
    return spanned((start if start > sentence.start else sentence.start, end if end < sentence.end else sentence.end))


def _scope(text: str, sentence: Span, start: int, figure: Figure) -> str | None:
    """For whom a figure is, where its indicator does not tell."""
    end = figure.quantity.span.start
    before = text[max(sentence.start, start - 60) : end]
    recipient = p.RECIPIENT.search(before) if "对" in before else None
    if recipient:
        return recipient["who"]
    head = text[start:end].lstrip(" 、")
    brought = p.SO_THAT.match(head) if head[:1] in p.SO_THAT_BEGINS else None
    head = head[brought.end() :] if brought else head
    scoped = head[:1] in p.SCOPE_BEGINS or "县" in head or "区" in head or "市" in head
    match = (p.SCOPE.match(head) if scoped else None) or (
        _LATER_SCOPE.search(head) if "、" in head or "," in head else None
    )
    scope = match["scope"] if match else None
    return None if scope is None or scope in figure.indicator.phrase else scope
