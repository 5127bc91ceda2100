"""Deadlines: time limits on what is to be done, resolved against the document's date.

What a document does not fix stays open: 五年内 in a document without a date has a duration and no end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from policyqa.model import Deadline, Record, Span, spanned
from policyqa.zh.text import clause_at

from . import limits
from .context import Context
from .limits import Limit
from .patterns import deadlines as p

_REMEMBERED = 4096  # sets of gates whose patterns are kept in mind


class _Found(Record, frozen=True):
    span: Span
    rule: str
    match: re.Match[str]


def find(context: Context) -> Iterator[Deadline]:
    """Deadlines in the order of the text; dates of the past, of issue and of cited documents are none."""
    for sentence in context.sentences:
        if sentence.past or not sentence.gates & p.TIME:
            continue
        folded = sentence.text
        for found in _expressions(folded, sentence.gates):
            limit = limits.of(found.rule, found.match, context.today)
            if limit is not None and limit.kind == "within":
                limit = _counted_from_event(folded, found, limit)
            heading = sentence.paragraph.kind == "heading" and _heads(folded, found)
            if limit is not None and (heading or _governs(folded, found, limit, context.first_year)):
                start = sentence.span.start
                span = Span(start + found.span.start, start + found.span.end)
                yield _record(context, span, sentence.span, found.rule, limit)


def _expressions(sentence: str, gates: int) -> list[_Found]:
    """Time expressions that do not overlap: of two at one place the longer, then the earlier pattern."""
    found = [
        _Found(spanned(match.span()), rule, match)
        for rule, pattern in _tried(gates & p.GATES)
        for match in pattern.finditer(sentence)
    ]
    if not found:
        return found
    cited = [spanned(match.span()) for match in p.CITED.finditer(sentence)]
    if len(found) == 1 and not cited:
        return found
    chosen: list[_Found] = []
    for candidate in sorted(found, key=lambda f: f.span.start - f.span.end):
        if not any(candidate.span.meets(span) for span in (*cited, *(c.span for c in chosen))):
            chosen.append(candidate)
    return sorted(chosen, key=lambda f: f.span)


@lru_cache(_REMEMBERED)
def _tried(gates: int) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns that gates let through, with their rules."""
    return tuple((rule, pattern) for rule, needs, pattern in p.COMPILED if gates & needs == needs)


def _record(context: Context, span: Span, sentence: Span, rule: str, limit: Limit) -> Deadline:
    return Deadline(
        text=context.quote(span), sentence=context.quote(sentence), span=span, kind=limit.kind,
        start=limit.start, end=limit.end, duration=limit.duration, frequency=limit.frequency,
        anchor=limit.anchor, rule=rule, section=context.path(span.start),
    )  # fmt: skip


def in_cell(context: Context, cell: Span, row: Span) -> Deadline | None:
    """The limit that a cell under 完成时限 states: a date alone means by that date."""
    folded = cell.of(context.folded)
    bare = p.CELL.fullmatch(folded.strip())
    if bare:
        return _record(context, cell, row, "cell-date", limits.of_cell(bare))
    for found in _expressions(folded, context.gates(cell)):
        limit = limits.of(found.rule, found.match, context.today)
        if limit is not None:
            limit = limit._replace(kind="by", start=None) if limit.kind == "in" and limit.end else limit
            span = Span(cell.start + found.span.start, cell.start + found.span.end)
            return _record(context, span, row, found.rule, limit)
    return None


def _counted_from_event(sentence: str, found: _Found, limit: Limit) -> Limit | None:
    """收到申请之日起20日内 ends at no date; 压缩至4小时内 is a value and no limit."""
    before = sentence[max(0, found.span.start - 8) : found.span.start]
    if p.SHORTENED_TO.search(before) or p.WHO_FOR.search(before):
        return None
    if p.FROM_EVENT.search(before + found.match[0]) or p.FROM_CASE.search(sentence, 0, found.span.start):
        return limit._replace(end=None, anchor=None)
    return limit


# --- whether it governs anything -------------------------------------------------------------------------------------


def _governs(sentence: str, found: _Found, limit: Limit, first_year: int | None) -> bool:
    if (sentence[-1] in p.NAME_LINE_ENDS and p.NAME_LINE.fullmatch(sentence)) or p.ADOPTED.match(sentence):
        return False
    after = sentence[found.span.end : found.span.end + 24]
    before = sentence[: found.span.start]
    if found.rule == "day-in" and not before and not after.strip():  # the line of a signature
        return False
    if limit.kind == "recurring":
        return _recurs(before, after)
    clause = clause_at(sentence, found.span)
    if found.rule == "from-issue" or (limit.kind in ("by", "from") and p.VALIDITY.search(clause)):
        return not p.VALIDITY.search(sentence)
    if p.LAST_YEARS.match(found.match[0]) and not p.TO_REACH.match(after):
        return False
    if found.rule == "plan-in" and p.AIMED_AT.search(before):
        return False
    if p.STATES.match(after) or _is_over(limit, first_year) or p.PAST.search(clause):
        return False
    if limit.kind == "in" and found.rule in (
        "day-in",
        "year-in",
        "month-in",
        "months",
        "third",
        "years",
        "half",
        "quarter",
        "this-year-in",
        "whole-year",
    ):
        return _opens(before, after, found)
    return not (found.rule in ("phase", "cycle") and not p.PHASED.search(sentence))


def _heads(heading: str, found: _Found) -> bool:
    """三、2026年的重点工作: a year that a heading opens with governs its section."""
    return (
        found.rule in ("year-in", "this-year-in")
        and bool(p.HEADING_YEAR.fullmatch(heading[: found.span.start]))
        and bool(p.HEADING_WORK.match(heading[found.span.end :]))
    )


def _is_over(limit: Limit, first_year: int | None) -> bool:
    last = limit.start if limit.kind == "from" else limit.end
    return first_year is not None and last is not None and last.year < first_year


def _recurs(before: str, after: str) -> bool:
    """每年 governs an act; per head and year (每人每月100元) and attributive forms it does not."""
    if p.PER_HEAD.search(before):
        return False
    return not (p.ATTRIBUTIVE.match(after) or p.AMOUNT_PER.match(after))


def _opens(before: str, after: str, found: _Found) -> bool:
    """Whether a bare year or month stands where a limit stands: before what is to be done, not in a name or a fact."""
    rule = found.rule
    if p.OF_WORK.search(before) or p.YEAR_IN_NAME.match(after) or p.ATTRIBUTE.match(after):
        return False
    if p.COMPARES.search(before) and not before.endswith("("):
        return False
    if rule == "whole-year" and p.FIGURE_NEAR.match(after) and not p.NOT_FOR_YEAR.search(before):
        return True
    if rule in ("month-in", "months", "third", "half", "quarter", "whole-year"):
        return bool(p.OPENS.search(before)) and not p.SUM_OF.match(after)
    if rule == "day-in":
        return found.match[0][0] in p.ON_A_DAY or bool(p.OPENS.search(before))
    return not before.endswith("(") or bool(p.REACHED_IN.match(after))
