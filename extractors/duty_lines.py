"""Responsibility lines: 牵头单位:…;配合单位:…, (市教育局、市财政局负责), (A牵头,B、C配合)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyqa.model import Role, Span

from . import names
from .names import Mention
from .patterns import bodies as p

_BRACKET = 2  # characters before a label that opens its line
_ABOVE = 400  # characters in which a label may stand above another
_PART = re.compile(r"[^,;]+")
_DUTY_WORD = re.compile("负责|牵头|配合|参与|参加|落实|实施|协同")
_DUTY_END = re.compile(rf"{p.DUTY}[。]?$")


def find(text: str, span: Span, sentence: str) -> Iterator[Mention]:
    """Bodies of the labels and brackets in a stretch; `sentence` is its text, which opens the gate LABELLED."""
    labels = list(p.LABEL.finditer(text, *span)) if ":" in sentence else []
    led = any("牵头" in label[0] for label in labels) or (bool(labels) and _led_above(text, labels[0].start()))
    for index, label in enumerate(labels):
        end = labels[index + 1].start() if index + 1 < len(labels) else _line_end(text, label.end(), span.end)
        role: Role = label.lastgroup  # type: ignore[assignment]
        if led and role == "lead" and "牵头" not in label[0]:
            role = "participate"
        line = Span(label.end(), end)
        marked = role == "lead" and p.ROLE_BEHIND.search(text, *line)
        yield from _with_roles_behind(text, line) if marked else _with_duties(text, line, role)
    if not labels and _DUTY_WORD.search(sentence):
        for bracket in p.BRACKET.finditer(text, *span):
            yield from _with_duties(text, Span(*bracket.span("line")), "lead")


def in_cell(text: str, cell: Span, role: Role) -> Iterator[Mention]:
    """The bodies of a table's cell, in the role of its column unless the cell itself gives roles.

    牵头单位:A;配合单位:B — A牵头,B、C配合 — A(牵头)、B、C.
    """
    words = cell.of(text)
    if p.LABEL.search(words):
        yield from find(text, cell, words)
    elif p.ROLE_BEHIND.search(words):
        yield from _with_roles_behind(text, cell)
    else:
        yield from _with_duties(text, cell, role)


def _with_roles_behind(text: str, cell: Span) -> Iterator[Mention]:
    """Each name up to its role in brackets; those without one take part where another leads."""
    led = "牵头" in cell.of(text)
    start = cell.start
    for mark in p.ROLE_BEHIND.finditer(text, *cell):
        found = names.split(text, Span(start, mark.start()))
        for name in found[:-1]:
            yield Mention(name, "participate" if led else "lead")
        for name in found[-1:]:
            yield Mention(name, _role_of(mark["word"], led))
        start = mark.end()
    for name in names.split(text, Span(start, cell.end)):
        yield Mention(name, "participate" if led else "lead")


def _led_above(text: str, position: int) -> bool:
    """Whether who leads is named before a label of the same item: 牵头单位:A;责任单位:B, on one line or on two."""
    line = text.rfind("\n", 0, position) + 1
    opens_line = position - line <= _BRACKET
    start = text.rfind("\n", 0, line - 1) + 1 if opens_line and line else line
    led = [match.end() for match in p.LED_LABEL.finditer(text, max(start, position - _ABOVE), position)]
    between = text[led[-1] : position] if led else ""
    ended = between.count("。") > 1 or between.count(")") + between.count("]") > between.count("(") + between.count("[")
    return bool(led) and not ended


def _line_end(text: str, start: int, stop: int) -> int:
    """To the bracket that closes the line, else to the end of the sentence."""
    depth = 0
    for position in range(start, stop):
        if text[position] in "([":
            depth += 1
        elif text[position] in ")]":
            depth -= 1
            if depth < 0:
                return position
        elif text[position] in "。\n":
            return position
    return stop


def _with_duties(text: str, line: Span, role: Role) -> Iterator[Mention]:
    """市教育局牵头,市财政局、市人社局配合: a duty at the end of a part is the role of the names in it."""
    parts = [Span(*m.span()) for m in _PART.finditer(text[line.start : line.end])]
    parts = [Span(line.start + s, line.start + e) for s, e in parts]
    duties = [_duty(text, part) for part in parts]
    led = any(word and "牵头" in word for _, word in duties)
    following: Role = role
    roles: list[Role] = []
    for _, word in reversed(duties):
        following = _role_of(word, led) if word else following
        roles.insert(0, following)
    for part, (end, _), part_role in zip(parts, duties, roles, strict=True):
        for name in names.split(text, Span(part.start, end)):
            yield Mention(name, part_role)


def _duty(text: str, part: Span) -> tuple[int, str | None]:
    """Where the names of a part end, and its duty."""
    match = _DUTY_END.search(text[part.start : part.end].rstrip())
    return (part.start + match.start(), match["word"]) if match else (part.end, None)


def _role_of(word: str, led: bool) -> Role:
    if "牵头" in word:
        return "lead"
    if word in ("配合", "参与", "协同", "参加"):
        return "participate"
    return "participate" if led else "lead"
