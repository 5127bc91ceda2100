"""Responsibility lines: 牵头单位:…;配合单位:…, (市教育局、市财政局负责), (A牵头,B、C配合), (市税务局、各区政府)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from policyqa.model import Role, Span, spanned

from . import names
from .names import Mention
from .patterns import bodies as p

Leading = Literal["before the comma", "the first"] | None
_BRACKET = 2  # characters before a label that opens its line
_NEAR = 8  # characters before a bracket that tell what it closes
_ABOVE = 400  # characters in which a label may stand above another
_LINE_MARKS = re.compile(r"[()\[\]。\n]")
_PART = re.compile(r"[^,;]+")
_DUTY_WORD = re.compile("负责|牵头|配合|参与|参加|落实|实施|协同")
_DUTY_END = re.compile(rf"{p.DUTY}[。]?$")


def leading(text: str) -> Leading:
    """Who leads where a line does not say so: 逗号前为牵头单位, 列第一位的为牵头单位; None where the document gives no rule."""
    if "牵" not in text and "主" not in text:
        return None
    if p.COMMA_LEADS.search(text):
        return "before the comma"
    if any(words.search(text) for words in p.FIRST_LEADS_HOLDS) and p.FIRST_LEADS.search(text):
        return "the first"
    return None


def find(text: str, span: Span, sentence: str, leads: Leading = None) -> list[Mention] | None:
    """Bodies of the labels and brackets in a stretch; None where no responsibility line stands in it.

    `sentence` is its text, which opens the gate LABELLED; `leads` is the document's rule (`leading`).
    """
    labels = list(p.LABEL.finditer(text, *span)) if ":" in sentence else []
    if labels:
        return list(_labelled(text, span, labels, leads))
    brackets = [spanned(m.span("line")) for m in p.BRACKET.finditer(text, *span)] if _DUTY_WORD.search(sentence) else []
    lines = brackets or _bare(text, span)
    return [mention for line in lines for mention in _with_duties(text, line, "lead", leads)] if lines else None


def _labelled(text: str, span: Span, labels: list[re.Match[str]], leads: Leading) -> Iterator[Mention]:
    led = any("牵头" in label[0] for label in labels) or _led_above(text, labels[0].start())
    for index, label in enumerate(labels):
        end = labels[index + 1].start() if index + 1 < len(labels) else _line_end(text, label.end(), span.end)
        role: Role = label.lastgroup  # type: ignore[assignment]
        if led and role == "lead" and "牵头" not in label[0]:
            role = "participate"
        line = Span(label.end(), end)
        marked = role == "lead" and p.ROLE_BEHIND.search(text, *line)
        rule = leads if role == "lead" and not led else None
        yield from _with_roles_behind(text, line) if marked else _with_duties(text, line, role, rule)


def _bare(text: str, span: Span) -> list[Span]:
    """The bracket that ends a stretch, where bodies stand in it and nothing else: …减税政策。(市税务局、各区政府)."""
    bracket = p.BARE.search(text, *span) if text[span.end - 1] in ")]" else None
    if not bracket:
        return []
    before = text[max(0, bracket.start() - _NEAR) : bracket.start()]
    issuers = "\n" in before and not before.rstrip().endswith(("。", ";"))  # on a line of their own below a title
    if issuers or before.rstrip().endswith(p.NO_LINE_BEHIND):
        return []
    line = _without_rule(text, Span(*bracket.span("line")))
    found = names.split(text, line)
    own = all(names.is_subject(name.text) and not p.PLACE.fullmatch(name.text) for name in found)
    return [line] if found and own and p.BESIDE_BARE.fullmatch(names.beside(text, line, found)) else []


def _without_rule(text: str, line: Span) -> Span:
    """A line without what it says of all lines: …、各县(市)人民政府。逗号前为牵头部门,下同."""
    rule = p.COMMA_LEADS.search(text, *line) or p.FIRST_LEADS.search(text, *line)
    return Span(line.start, line.start + len(text[line.start : rule.start()].rstrip("。,;( "))) if rule else line


def in_cell(text: str, cell: Span, role: Role, leads: Leading = None) -> Iterator[Mention]:
    """The bodies of a table's cell, in the role of its column unless the cell itself gives roles.

    牵头单位:A;配合单位:B — A牵头,B、C配合 — A(牵头)、B、C.
    """
    words = cell.of(text)
    if p.LABEL.search(words):
        yield from find(text, cell, words, leads) or ()
    elif p.ROLE_BEHIND.search(words):
        yield from _with_roles_behind(text, cell)
    else:
        yield from _with_duties(text, cell, role, leads if role == "lead" else None)


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
    for mark in _LINE_MARKS.finditer(text, start, stop):
        if mark[0] in "([":
            depth += 1
        elif mark[0] in ")]" and depth > 0:
            depth -= 1
        else:
            return mark.start()
    return stop


def _with_duties(text: str, line: Span, role: Role, leads: Leading = None) -> list[Mention]:
    """市教育局牵头,市财政局、市人社局配合: a duty at the end of a part is the role of the names in it.

    Where no part has one, the document's rule tells who leads.
    """
    parts = _parts(text, line)
    duties = [_duty(text, part) for part in parts]
    words = [word for _, word in duties if word]
    roles = _roles(duties, role) if words else [role] * len(parts)
    mentions = [
        Mention(name, each_role)
        for part, (end, _), part_role in zip(parts, duties, roles, strict=True)
        for stretch, each_role in _together(text, spanned((part.start, end)), part_role)
        for name in names.split(text, stretch, line=True)
    ]
    return mentions if words else _by_rule(mentions, parts, leads)


def _together(text: str, part: Span, role: Role) -> Iterator[tuple[Span, Role]]:
    """省发展改革委会同省有关部门负责: who stands behind 会同 takes part."""
    at = text.find(p.TOGETHER_WITH, part.start, part.end)
    if at <= part.start or text.startswith("县", at + len(p.TOGETHER_WITH)):  # 会同县
        yield part, role
        return
    yield Span(part.start, at), role
    yield Span(at + len(p.TOGETHER_WITH), part.end), "participate"


def _parts(text: str, line: Span) -> list[Span]:
    """The stretches of a line between commas and semicolons."""
    start, end = line
    if start < end and text.find(",", start, end) < 0 and text.find(";", start, end) < 0:
        return [line]
    return [spanned(match.span()) for match in _PART.finditer(text, start, end)]


def _roles(duties: list[tuple[int, str | None]], role: Role) -> list[Role]:
    """The role of each part: by its duty, else that of the part behind it."""
    led = any(word and "牵头" in word for _, word in duties)
    roles: list[Role] = []
    for _, word in reversed(duties):
        role = _role_of(word, led) if word else role
        roles.insert(0, role)
    return roles


def _by_rule(mentions: list[Mention], parts: list[Span], leads: Leading) -> list[Mention]:
    """The bodies of a line without duties, in the roles that the document's rule gives them."""
    if leads is None or not mentions:
        return mentions
    first = parts[0].end if leads == "before the comma" else mentions[0].name.span.end
    return [Mention(m.name, "lead" if m.name.span.end <= first else "participate") for m in mentions]


def _duty(text: str, part: Span) -> tuple[int, str | None]:
    """Where the names of a part end, and its duty."""
    start, end = part
    written = text[start:end].rstrip()
    match = _DUTY_END.search(written) if written[-1:] in p.DUTY_ENDS else None
    return (start + match.start(), match["word"]) if match else (end, None)


def _role_of(word: str, led: bool) -> Role:
    if "牵头" in word:
        return "lead"
    if word in ("配合", "参与", "协同", "参加"):
        return "participate"
    return "participate" if led else "lead"
