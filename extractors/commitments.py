"""Commitments: every duty, with a figure or without, tied to its targets, deadlines and bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policyqa.model import Commitment, Deadline, Record, Target, spanned

from . import governing
from .context import Context, Sentence
from .governing import Governing
from .patterns import commitments as p
from .patterns.targets import OPENS_PAST, OPENS_PAST_GATE, PAST, PAST_GATE

_SHORTEST = 6
_CLAUSE_END = re.compile("[,:;。]")
# What makes a clause a fact or a formula, with its gate.
_DOUBTS, _DOUBTFUL = ((PAST_GATE, PAST), (p.EMPTY_GATE, p.EMPTY)), PAST_GATE | p.EMPTY_GATE


def _by_sentence(context: Context, records: Sequence[Target | Deadline]) -> dict[int, tuple[int, ...]]:
    """Sentences to the indices of the records that lie in them, ascending."""
    found = context.by_sentence(records).items()
    ends = [sentence.span.end for sentence in context.sentences] if found else []
    return {place: tuple([i for i in inside if records[i].span.end <= ends[place]]) for place, inside in found}


class _Duty(Record, frozen=True):
    act: str
    matter: str


def find(context: Context) -> Iterator[Commitment]:
    """One commitment per sentence or semicolon clause that states a duty; formulas and the past state none."""
    govern, text, document = governing.of(context), context.text, context.document
    targets, deadlines = _by_sentence(context, context.targets), _by_sentence(context, context.deadlines)
    for sentence in context.sentences:
        if sentence.paragraph.kind == "heading" or len(sentence.text) < _SHORTEST:
            continue
        inside = targets.get(sentence.index, ())
        duty = None if sentence.past else _duty(sentence)
        if duty is None:
            if not inside or not any(context.targets[i].kind == "target" for i in inside):
                continue
            duty = _Duty("", context.targets[inside[0]].indicator)
        start, end = sentence.span
        yield Commitment(
            quote=text[start:end], span=sentence.span, section=context.path_in(sentence, start),
            page=document.page(start) if document.pages else None, action=duty.act, object=duty.matter, targets=inside, bodies=govern.bodies(sentence, end),
            deadlines=deadlines.get(sentence.index) or _over(context, govern, sentence),
        )  # fmt: skip


def _duty(sentence: Sentence) -> _Duty | None:
    """The first verb of action of a clause that is no fact, and its object."""
    text, opens, first = sentence.text, sentence.gates, sentence.act
    if text[0] in p.LABEL_BEGINS and (p.LABEL_LINE.match(text) or _in_brackets(text)):
        return None
    if opens & OPENS_PAST_GATE and OPENS_PAST.match(text):
        return None
    match = p.duty(text, 0, first)
    if match is None or (opens & p.FORMULA_GATE and p.FORMULA.search(text)):
        return None
    doubts = [doubt for opening, doubt in _DOUBTS if opens & opening] if opens & _DOUBTFUL else ()
    while match is not None and doubts:
        clause = _clause(text, match)
        if not any(doubt.search(text, *clause) for doubt in doubts):
            break
        match = p.duty(text, clause[1], first)
    return _predicate(text, match) if match else None


def _in_brackets(text: str) -> bool:
    return text.endswith(p.CLOSED) and p.IN_BRACKETS.fullmatch(text) is not None


def _predicate(text: str, first: re.Match[str]) -> _Duty:
    """The first act that stands where a verb does and has an object; the first of all where none does."""
    match: re.Match[str] | None = first
    while match is not None and match.lastgroup == "object":  # no TAIL
        act, matter = match.group("act", "object")
        start, matter = match.start(), matter.strip()
        before = text[start - _BEFORE if start > _BEFORE else 0 : start].rstrip() if start else ""
        if _stands(before, act) and not _says_when_or_whom(before, matter):
            return _Duty(act, matter)
        match = p.HEAD.search(text, start + len(act))
    return _Duty(first["act"], first["object"].strip())


def _stands(before: str, act: str) -> bool:
    """Whether a verb may stand behind these words."""
    last = before[-1:]
    if not last or last in p.BEFORE_ACT_ENDS or act in p.VERBS or before.endswith(p.BEFORE_ACT.get(last, ())):
        return True
    counted = (
        p.COUNTED_ACT.search(before, max(0, len(before) - p.COUNTED_ACT_LONGEST))
        if last in p.COUNTED_ACT_ENDS
        else None
    )
    return bool(counted or p.TOWARD.search(before) or p.TOWARD_FIRST.match(before))


def _says_when_or_whom(before: str, matter: str) -> bool:
    """Whether the clause of an act tells a case, a person or a noun that begins like the act."""
    if matter.endswith(p.CASE_ENDS) or (matter[:1] in p.NO_OBJECT_BEGINS and p.NO_OBJECT.match(matter)):
        return True
    ought = p.OUGHT.search(matter) if "应" in matter or "须" in matter else None
    if ought and ought.start() <= p.OUGHT_NEAR:
        return True
    return bool(matter.endswith(p.WHOM_ENDS) and p.WHOM.search(matter) and p.FOR_WHOM.search(before))


_BEFORE = 32  # characters before an act that tell whether it is a verb


def _clause(text: str, match: re.Match[str]) -> tuple[int, int]:
    """The stretch between commas, colons, semicolons and full stops that holds a match."""
    first, last = match.span()
    before = max(
        text.rfind(",", 0, first), text.rfind(":", 0, first), text.rfind(";", 0, first), text.rfind("。", 0, first)
    )
    end = _CLAUSE_END.search(text, last)
    return before + 1, end.start() if end else len(text)


def _over(context: Context, govern: Governing, sentence: Sentence) -> tuple[int, ...]:
    """The limit that governs a sentence from outside."""
    if not govern.may_limit(sentence):
        return ()
    end = sentence.span.end
    over = govern.deadline(sentence, spanned((end - 1, end)))
    return (context.deadlines.index(over),) if over else ()
