"""Commitments: every duty, with a figure or without, tied to its targets, deadlines and bodies."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policyqa.model import Body, Commitment, Deadline, Span, Target

from .context import Context, Sentence
from .governing import Governing
from .patterns import commitments as p
from .patterns.targets import OPENS_PAST, PAST

_SHORTEST = 6
_CLAUSE_MARKS = ",:;。"
_CLAUSE_END = re.compile(f"[{_CLAUSE_MARKS}]")


class _Places:
    """Records in the order of the text, asked for by stretch."""

    def __init__(self, records: Sequence[Target | Deadline | Body]) -> None:
        self._records = records
        self._order = sorted(range(len(records)), key=lambda index: records[index].span)
        self._starts = [records[index].span.start for index in self._order]

    def inside(self, span: Span) -> tuple[int, ...]:
        """Indices of the records that lie in a stretch, ascending."""
        first, last = bisect_left(self._starts, span.start), bisect_right(self._starts, span.end)
        if first == last:
            return ()
        return tuple(sorted(index for index in self._order[first:last] if span.holds(self._records[index].span)))


class _Duty(NamedTuple):
    act: str
    matter: str


def find(context: Context) -> Iterator[Commitment]:
    """One commitment per sentence or semicolon clause that states a duty; formulas and the past state none."""
    governing = Governing(context)
    targets, deadlines = _Places(context.targets), _Places(context.deadlines)
    bodies = {id(body): index for index, body in enumerate(context.bodies)}
    for sentence in context.sentences:
        if sentence.paragraph.kind == "heading" or len(sentence.text) < _SHORTEST:
            continue
        inside = targets.inside(sentence.span)
        duty = _duty(context, sentence)
        if duty is None and not any(context.targets[i].kind == "target" for i in inside):
            continue
        act, matter = duty or _Duty("", context.targets[inside[0]].indicator)
        named = governing.bodies(sentence, Span(sentence.span.end, sentence.span.end))
        yield Commitment(
            quote=context.quote(sentence.span), span=sentence.span, section=context.path(sentence.span.start),
            page=context.document.page(sentence.span.start), action=act, object=matter, targets=inside,
            deadlines=deadlines.inside(sentence.span) or _over(context, governing, sentence),
            bodies=tuple(sorted(bodies[id(body)] for body in named)),
        )  # fmt: skip


def _duty(context: Context, sentence: Sentence) -> _Duty | None:
    """The first verb of action of a clause that is no fact, and its object."""
    text = sentence.text
    if context.is_past(sentence) or p.LABEL_LINE.match(text) or OPENS_PAST.match(text):
        return None
    match = p.duty(text)
    if match is None or p.FORMULA.search(text):
        return None
    while match is not None:
        clause = _clause(text, match)
        if not PAST.search(text, *clause) and not p.EMPTY.search(text, *clause):
            return _Duty(match["act"], match["object"].strip())
        match = p.duty(text, clause.end)
    return None


def _clause(text: str, match: re.Match[str]) -> Span:
    """The stretch between commas, colons, semicolons and full stops that holds a match."""
    start = max(text.rfind(mark, 0, match.start()) for mark in _CLAUSE_MARKS) + 1
    end = _CLAUSE_END.search(text, match.end())
    return Span(start, end.start() if end else len(text))


def _over(context: Context, governing: Governing, sentence: Sentence) -> tuple[int, ...]:
    """The limit that governs a sentence from outside."""
    over = governing.deadline(sentence, Span(sentence.span.end - 1, sentence.span.end))
    return (context.deadlines.index(over),) if over else ()
