"""The lines of a text, each with its place and its words in half width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from policyqa.model import Span
from policyqa.zh.text import fold, lines, strip

HEAD_LINES = 40  # in which a document says what it is
RUN_ON = 600  # characters from which a line may be a text that lost its breaks
# How a letter begins and is signed, all on one line: title, number, to whom it goes; who signs, and when.
_BEGUN = re.compile(
    r"[^。;:!?]{6,120}(?:通知|意见|决定|方案|批复|办法|规定|公告|报告|函)\s*"
    r"(?P<number>[一-龥]{1,8}\s?[\[(<【]\d{4}[\])>】]\s?\d{1,4}\s?号)(?:(?P<to>[^。;:!?]{2,200}:))?"
)
_HAN = "一二三四五六七八九十"
_SIGNED = re.compile(
    rf"(?<=。)(?P<who>[一-龥][一-龥 、]{{1,40}})(?P<day>(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}|[〇○零{_HAN}]{{4}}年[{_HAN}]{{1,2}}月[{_HAN}]{{1,3}})日)"
    r"(?P<note>\([^()]{2,20}\))?(?![起前后以的至内之、,。;])"
)


class Line(NamedTuple):
    """`text` is in half width; `span.of(…)` of the document's text gives it as written."""

    span: Span
    text: str


def lines_of(text: str) -> list[Line]:
    """A line that lost its breaks is cut where its letter's head and signature are."""
    folded = fold(text)
    return [Line(part, part.of(folded)) for line in lines(text) for part in parted(text, line, cuts(folded, line))]


def cuts(folded: str, line: Span) -> list[int]:
    """Where in a line that lost its breaks the number of a letter begins and ends, its addressees end, who signs and the day stand."""
    if line.end - line.start <= RUN_ON:
        return []
    begun = _BEGUN.match(folded, *line)
    head = [begun.start("number"), begun.end("number"), *([begun.end("to")] if begun["to"] else [])] if begun else []
    signed = (
        at for m in _SIGNED.finditer(folded, *line) for at in (m.start("who"), m.start("day"), m.end("day"), m.end())
    )
    return sorted({at for at in (*head, *signed) if line.start < at < line.end})


def parted(text: str, line: Span, at: list[int]) -> Iterator[Span]:
    """The parts of a line cut at these places, without white space around them."""
    for start, end in pairwise([line.start, *at, line.end]):
        part = strip(text, Span(start, end))
        if part.start < part.end:
            yield part
