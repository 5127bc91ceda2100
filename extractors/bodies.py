"""Responsible bodies and their roles, by place and role: responsibility lines first, then running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from operator import eq
from typing import NamedTuple

from policyqa.model import Body, Region, Role, Span, spanned

from . import canonical, duty_lines, subjects
from .context import Context, Sentence
from .names import Mention, Name
from .patterns.bodies import LABELLED

_GATES = LABELLED | subjects.GATES
_BETWEEN, _WIDEST = re.compile(r"\s?[、,和及与]\s?"), 3  # what stands between two names of a list


def find(context: Context) -> Iterator[Body]:
    """Mentions in the order of the text, one for each place and role."""
    seen: set[tuple[int, int, Role]] = set()
    region = context.document.metadata.region
    found = [
        (sentence, mention)
        for sentence in context.sentences
        if not sentence.past and sentence.gates & _GATES
        for mention in _mentions(context, sentence)
    ]
    known: dict[tuple[str, str | None], _Known] = {}  # by the name and the level of its list: most come again
    last, level, place, quoted, text = 0, None, -1, "", context.folded
    for sentence, mention in sorted(found, key=_where):
        name, (start, end), role = mention.name.text, mention.name.span, mention.role
        if level and (start - last > _WIDEST or not _BETWEEN.fullmatch(text, last, start)):
            level = None
        told = known.get((name, level)) or known.setdefault((name, level), _known(name, level, region))
        last, level = end, told.level
        if (start, end, role) in seen or (region and name == region.name):
            continue
        seen.add((start, end, role))
        if sentence.index != place:
            place, quoted = sentence.index, context.quote(sentence.span)
        yield Body(
            name=name, role=role, sentence=quoted, span=_written(text, mention.name), canonical=told.canonical,
            section=context.path_in(sentence, start),
        )  # fmt: skip


def _where(found: tuple[Sentence, Mention]) -> Span:
    return found[1].name.span


class _Known(NamedTuple):
    """What follows from a name and the level of its list: the canonical name, and the level of the list behind it."""

    canonical: str | None
    level: str | None


def _known(name: str, level: str | None, region: Region | None) -> _Known:
    """The canonical name is that of the name with the level of its list, else of the name as it is."""
    full = canonical.with_level(name, level)
    found = canonical.full_name(full, region)
    found = found if found or full == name else canonical.full_name(name, region)
    return _Known(found, canonical.level_of(full) or level)


def _written(text: str, name: Name) -> Span:
    """What is written of a name that is completed from what follows: 东莞 in 广州、东莞等市人民政府."""
    start, end = name.span
    if text[start:end] == name.text:
        return name.span
    alike = takewhile(bool, map(eq, name.text, name.span.of(text)))
    return Span(start, start + sum(alike))


def _mentions(context: Context, sentence: Sentence) -> list[Mention]:
    """A responsibility line ends what runs before it; in it nothing else is looked for."""
    if not sentence.gates & LABELLED:
        return subjects.find(context, sentence, sentence.span)
    lines = duty_lines.find(context.folded, sentence.span, sentence.text, context.leading())
    if lines is None:
        return subjects.find(context, sentence, sentence.span)
    context.lined.add(sentence.index)
    end = min((mention.name.span.start for mention in lines), default=sentence.span.end)
    return lines + subjects.find(context, sentence, spanned((sentence.span.start, end)))
