"""Width folding, swaps with a way back, sentences and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from policyqa.model import OffsetMap, Span, spanned

# Character by character, so that offsets stay: full-width ASCII to ASCII, the ideographic space to a blank.
FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0x00A0: 0x20,
    **dict.fromkeys(map(ord, "—–－﹣−―‐"), ord("-")),
    **dict.fromkeys(map(ord, "～∼"), ord("~")),
    **dict.fromkeys(map(ord, "〔﹝［"), ord("[")),
    **dict.fromkeys(map(ord, "〕﹞］"), ord("]")),
    **dict.fromkeys(map(ord, "﹪"), ord("%")),
    **dict.fromkeys(map(ord, "∶"), ord(":")),
}

_FOLD_TO = {chr(code): chr(folded) for code, folded in FOLD.items()}
_FOLDED = re.compile(f"[{re.escape(''.join(_FOLD_TO))}]")

# Brackets that say who is responsible for the sentence before them are no part of the one behind them.
_RESPONSIBLE = (
    r"(?<=[。;；][(（])(?:(?:责任|牵头|主责|主办|承办|落实|配合)(?:单位|部门|处室|科室|主体)[:：]"
    r"(?:[^()（）\n]|[(（][^()（）\n]{0,30}[)）]){1,300}|[^()（）\n。;；:：]{2,120}(?:负责|牵头|配合|参加|参与))[)）](?=[^。;；\n])"
)
# The set at its head lets the search skip to where a sentence may end.
_SENTENCE_END = re.compile(rf"[。!?！？;；\n(（](?:(?<![(（])[。!?！？;；\n]*[”\"’』」)）]*|{_RESPONSIBLE})")
_OPENS = re.compile(r"[(（\[〔《“]")
_BRACKETS = re.compile(r"[(（\[〔《“)）\]〕》”]")
_CLAUSE_END = re.compile(r"[,，。!?！？;；:：\n\t]")
OPENING, CLOSING = "([{“‘《<【『「", ")]}”’》>】』」"


def fold(text: str) -> str:
    """The text in half width with dashes and brackets of one shape; as long as before, so offsets hold in both."""
    # A replacement for each character that occurs: several times as fast as one translation of them all.
    for character in set(_FOLDED.findall(text)):
        text = text.replace(character, _FOLD_TO[character])
    return text


class Swap(NamedTuple):
    """A stretch of a text and what stands for it: one character, or nothing."""

    span: Span
    text: str = ""


def swap(raw: str, swaps: Iterable[Swap]) -> tuple[str, OffsetMap]:
    """The text with each stretch swapped (in any order; of those that overlap the first and longest counts), and the way back."""
    clean: list[int] = []
    starts: list[int] = []
    parts: list[str] = []
    changed: list[Span] = []
    length = position = 0
    for cut, text in sorted(swaps, key=lambda found: (found.span.start, -found.span.end)):
        kept = [(position, raw[position : cut.start])] if cut.start > position else []
        if text and cut.start >= position:
            kept.append((cut.start, text))
            changed.append(cut)
        for start, part in kept:
            clean.append(length)
            starts.append(start)
            parts.append(part)
            length += len(part)
        position = max(position, cut.end)
    if position < len(raw) or not clean:
        clean.append(length)
        starts.append(position)
        parts.append(raw[position:])
    return "".join(parts), OffsetMap(clean=tuple(clean), raw=tuple(starts), swapped=tuple(changed))


def lines(text: str, within: Span | None = None) -> Iterator[Span]:
    """Non-blank lines, without the white space around them."""
    start, stop = within or (0, len(text))
    while start < stop:
        end = text.find("\n", start, stop)
        end = stop if end < 0 else end
        stripped = strip(text, Span(start, end))
        if stripped.start < stripped.end:
            yield stripped
        start = end + 1


def strip(text: str, span: Span, characters: str | None = None) -> Span:
    """The span without white space (or without `characters`) at its ends."""
    body = text[span.start : span.end]
    rest = body.lstrip(characters)
    if rest == body.rstrip(characters):  # nothing to strip
        return span
    head = span.start + len(body) - len(rest)
    return Span(head, head + len(rest.rstrip(characters)))


def sentences(text: str, within: Span) -> list[Span]:
    """Sentences and semicolon clauses, with their closing mark; a break inside brackets or quotes does not count."""
    start, stop = within
    found: list[Span] = []
    opening = -1  # where the next bracket opens, asked for where a sentence may end before the stretch does
    for match in _SENTENCE_END.finditer(text, start, stop):
        mark, end = match.span()
        if end == stop:
            break
        if opening < start:
            opening = _opening(text, start, stop)
        if opening < mark and text[mark] != "\n" and _is_open(text, opening, mark):
            continue
        _add(found, text, start, end)
        start = end
    if start < stop:
        _add(found, text, start, stop)
    return found


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    """The stretch without white space at its ends, unless nothing is left."""
    span = spanned((start, end))
    if text[start].isspace() or text[end - 1].isspace():
        span = strip(text, span)
        if span.start == span.end:
            return
    found.append(span)


def _opening(text: str, start: int, stop: int) -> int:
    """Where the next bracket or quotation mark opens; `stop` where none does."""
    found = _OPENS.search(text, start, stop)
    return found.start() if found else stop


def _is_open(text: str, start: int, end: int) -> bool:
    """Whether a bracket or quotation mark that opens in [start, end) is still open; a stray one is forgiven."""
    depth = 0
    for bracket in _BRACKETS.findall(text, max(start, end - 120), end):
        if bracket in "(（[〔《“":
            depth += 1
        elif depth:
            depth -= 1
    return depth > 0


def clause_at(text: str, place: Span) -> str:
    """What stands between the commas, colons, semicolons and full stops around a place that ends in none of them."""
    start = 0
    for mark in _CLAUSE_END.finditer(text, 0, place.end):
        start = mark.end()
    closing = _CLAUSE_END.search(text, place.end)
    return text[start : closing.start() if closing else len(text)]


def clauses(text: str, within: Span) -> Iterator[Span]:
    """The stretches between commas, colons, semicolons and full stops."""
    start = within.start
    for match in _CLAUSE_END.finditer(text, *within):
        if match.start() > start:
            yield Span(start, match.start())
        start = match.end()
    if start < within.end:
        yield Span(start, within.end)
