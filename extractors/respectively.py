"""Whom each figure of a row is for: 市级、省级示范园分别奖励5万元、10万元 gives the second to 省级示范园."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.model import Quantity, Span

from . import rows
from .patterns import targets as p

_ORDINALS = "一二三四五"
_CLAUSE_MARKS = ",。;:"
_THINGS = re.compile(r"(?:、|和|与|以及)(?![^()]*\))")


def scopes(text: str, sentence: Span, quantities: Sequence[Quantity]) -> dict[Span, str]:
    """The place of a figure to its own scope, for figures in a row behind 分别 and as many kinds named before it."""
    told: dict[Span, str] = {}
    for start, stop in rows.runs(text, quantities):
        places = [quantity.span for quantity in quantities[start:stop]]
        told.update(zip(places, _of_row(text[sentence.start : places[0].start], len(places)), strict=False))
    return told


def _of_row(before: str, count: int) -> list[str]:
    """The clause that names as many kinds as there are figures, once for each kind; empty where none does."""
    respectively = p.RESPECTIVELY.search(before)
    if respectively is None:
        return []
    stop = respectively.start()
    for place, levels in reversed(_levels(before[:stop])):
        if len(levels) == count:
            opening, closing = _clause(before, place, stop)
            head = p.TO_WHOM.sub("", before[opening : place.start], 1)
            return [head + level + before[place.end : closing].rstrip("的 ") for level in levels]
    return _things(before[:stop], count)


def _levels(before: str) -> list[tuple[Span, list[str]]]:
    """Rows of levels, kinds and amounts, in the order of the text."""
    found = [(Span(*run.span()), p.LEVEL.findall(run[0])) for run in p.LEVELS.finditer(before)]
    for match in p.LEVEL_RANGE.finditer(before):
        first, last = _ORDINALS.index(match["first"]), _ORDINALS.index(match["last"])
        levels = [number + match["level"] for number in _ORDINALS[first : last + 1]]
        found.append((Span(*match.span()), levels))
    return sorted(found, key=lambda row: row[0])


def _clause(before: str, place: Span, stop: int) -> tuple[int, int]:
    opening = max(before.rfind(mark, 0, place.start) for mark in _CLAUSE_MARKS) + 1
    comma = before.find(",", place.end, stop)
    return opening, comma if comma >= 0 else stop


def _things(before: str, count: int) -> list[str]:
    """对新认定的示范企业、优势企业,分别给予…: the things that are named one by one."""
    clauses = list(p.FOR_THINGS.finditer(before))
    things = _THINGS.split(clauses[-1]["who"]) if clauses else []
    return things if len(things) == count and all(len(thing) > 1 for thing in things) else []
