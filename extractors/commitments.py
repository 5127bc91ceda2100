"""Commitments: every duty, with a figure or without, tied to its targets, deadlines and bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policyqa.model import Body, Commitment, Deadline, Span, Target

from .context import Context, Sentence
from .governing import Governing
from .patterns import commitments as p
from .patterns.targets import PAST

_SHORTEST = 6


def find(context: Context) -> Iterator[Commitment]:
    """One commitment per sentence or semicolon clause that states a duty; formulas and the past state none."""
    governing = Governing(context)
    for sentence in context.sentences:
        if sentence.paragraph.kind == "heading" or sentence.span.end - sentence.span.start < _SHORTEST:
            continue
        targets = _inside(context.targets, sentence.span)
        duty = _duty(context, sentence)
        if duty is None and not any(context.targets[i].kind == "target" for i in targets):
            continue
        act, matter = duty or ("", context.targets[targets[0]].indicator)
        yield Commitment(
            quote=context.quote(sentence.span), span=sentence.span, section=context.path(sentence.span.start),
            page=context.document.page(sentence.span.start), action=act, object=matter,
            targets=targets, deadlines=_limits(context, governing, sentence), bodies=_bodies(context, governing, sentence),
        )  # fmt: skip


def _inside(records: Sequence[Target | Deadline | Body], span: Span) -> tuple[int, ...]:
    return tuple(index for index, record in enumerate(records) if span.holds(record.span))


def _duty(context: Context, sentence: Sentence) -> tuple[str, str] | None:
    """The first verb of action at the head of a clause, and its object."""
    folded = sentence.span.of(context.folded)
    if p.FORMULA.search(folded) or context.is_past(sentence):
        return None
    for clause in re.split(r"[,:;。]", folded):
        match = p.HEAD.search(clause)
        if match and not PAST.search(clause):
            return match["act"], match["object"].strip()
    return None


def _limits(context: Context, governing: Governing, sentence: Sentence) -> tuple[int, ...]:
    inside = _inside(context.deadlines, sentence.span)
    if inside:
        return inside
    over = governing.deadline(sentence, Span(sentence.span.end - 1, sentence.span.end))
    return (context.deadlines.index(over),) if over else ()


def _bodies(context: Context, governing: Governing, sentence: Sentence) -> tuple[int, ...]:
    named = governing.bodies(sentence, Span(sentence.span.end, sentence.span.end))
    indices = {id(body): index for index, body in enumerate(context.bodies)}
    return tuple(sorted(indices[id(body)] for body in named))
