"""Width folding, swaps with a way back, sentences and paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
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
_RESPONSIBLE = re.compile(
    r"[(（](?<=[。;；].)(?:(?:责任|牵头|主责|主办|承办|落实|配合)(?:单位|部门|处室|科室|主体)[:：]"
    r"(?:[^()（）\n]|[(（][^()（）\n]{0,30}[)）]){1,300}|[^()（）\n。;；:：]{2,120}(?:负责|牵头|配合|参加|参与))[)）](?=[^。;；\n])"
)
MARKS, OPENS, CLOSES = "。!?！？;；\n", "(（[〔《“", ")）]〕》”"  # what `sentences` looks at
_STOP = re.compile(f"[{re.escape(MARKS + OPENS + CLOSES)}]")
_BEHIND_MARK = re.compile(rf"[{MARKS}]*[”\"’』」)）]*")
_BEHIND_MARK_BEGINS = frozenset(MARKS + '”"’』」)）')
_FORGIVEN = 120  # characters behind which a bracket that was not closed counts no more
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


class Stops(NamedTuple):
    """Where marks and brackets stand in a text, ascending.

    `before` is for each mark how many of the brackets stand before it; `opens` is 1 for each that opens, else 0. The
    brackets end in a place behind the text.
    """

    marks: list[int]
    before: list[int]
    brackets: list[int]
    opens: list[int]


def _stops(text: str, within: Span) -> Stops:
    found = Stops([], [], [], [])
    for match in _STOP.finditer(text, *within):
        place, letter = match.start(), match[0]
        if letter in MARKS:
            found.marks.append(place)
            found.before.append(len(found.brackets))
        else:
            found.brackets.append(place)
            found.opens.append(letter in OPENS)
    found.brackets.append(len(text))
    return found


def sentences(text: str, within: Span, stops: Stops | None = None) -> list[Span]:
    """Sentences and semicolon clauses, with their closing mark; a break inside brackets or quotes does not count.

    `stops` are those of the whole text, where they are known.
    """
    start, stop = within
    marks, before, brackets, opens = stops or _stops(text, within)
    first = bisect_left(brackets, start)  # the first bracket of the sentence
    end = start  # no sentence ends before it
    found: list[Span] = []
    if brackets[first] == start:
        start = end = _behind_bracket(found, text, start, stop)
    for index in range(bisect_left(marks, start), bisect_left(marks, stop)):
        mark, last = marks[index], before[index]
        if mark < end:
            continue
        end = mark + 1
        if last > first and text[mark] != "\n" and _is_open(brackets, opens, first, last, mark):
            while end < stop and text[end] in MARKS:
                end += 1
            continue
        if end < stop and text[end] in _BEHIND_MARK_BEGINS:
            end = _end_of(_BEHIND_MARK, text, end, stop)
        _add(found, text, start, end)
        start, first = end, last
        while brackets[first] < start:
            first += 1
        if brackets[first] == start:
            start = end = _behind_bracket(found, text, start, stop)
    if start < stop:
        _add(found, text, start, stop)
    return found


def _behind_bracket(found: list[Span], text: str, start: int, stop: int) -> int:
    """Where the next sentence begins where one would begin with a bracket: behind it if that is a sentence of its own."""
    end = _end_of(_RESPONSIBLE, text, start, stop)
    if start < end:
        _add(found, text, start, end)
    return end


def _end_of(pattern: re.Pattern[str], text: str, place: int, stop: int) -> int:
    """Where what begins at a place ends; the place itself where nothing does."""
    match = pattern.match(text, place, stop)
    return match.end() if match else place


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    """The stretch without white space at its ends, unless nothing is left."""
    span = spanned((start, end))
    if text[start].isspace() or text[end - 1].isspace():
        span = strip(text, span)
        if span.start == span.end:
            return
    found.append(span)


def _is_open(brackets: list[int], opens: list[int], first: int, last: int, end: int) -> bool:
    """Whether one of some brackets or quotation marks is still open at `end`; a stray one is forgiven."""
    depth = 0
    for index in range(first, last):
        if brackets[index] >= end - _FORGIVEN:
            if opens[index]:
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


@lru_cache(1024)
def letters(text: str) -> str:
    """The text without marks and blanks."""
    return re.sub(r"\W", "", text)


@lru_cache(1024)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, marks and blanks left out."""
    return frozenset(a + b for a, b in pairwise(letters(text)))
