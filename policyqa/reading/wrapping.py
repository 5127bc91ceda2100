"""Which line breaks stand inside a sentence: texts copied from PDF pages and scans.

A visual line may itself be broken into chunks after commas, because a justified line is stored in pieces; the chunks
of one line add up to the page's width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from policyqa.model import Span

_BLOCK = re.compile(
    r"第[一二三四五六七八九十百\d]+[编章节条](?![款项约])|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)"
    r"|\d{1,3}[.、](?!\d)|\(\d{1,2}\)|[①-⑳]|附件(?:\d{0,2}\s*[:：]?$|\d{0,2}[:：])|专栏\d*[:：\s]"
)
_MARKER_ALONE = re.compile(r"(?:\d{1,3}[.、]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\))\s*$")
_TERMINAL = re.compile(r"[。!?！？:：][”\"’)）\]]?$|[;；]$")
_PUNCTUATED = re.compile(r"[,，、;；:：。!?！？”’)）\]》]$")
_DATE_LINE = re.compile(
    r"^(?:\d{4}|[二〇○零一三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日$"
)
_ADDRESSEES = re.compile(r"^各.{2,}[:：]$")
_NUMBER_LINE = re.compile(r"^\(?[一-龥]{2,12}\s?[\[(【]\d{4}[\])】]\s?(?:第\s?)?\d+\s?号\)?$")
_NOTE_LINE = re.compile(r"^[(\[](?:此件|联系人|信息公开|公开).{0,30}[)\]]$")
_TITLE_END = re.compile(r"[(（]\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*[)）]$")
_ISSUER_LINE = re.compile(r"^[一-龥\s]{4,40}$")
_LEAST_LINES = 8
_FULL = 0.88  # of the page's width, from which a line counts as full
_SLACK = 1.06  # of the page's width, over which no line goes


def width(text: str) -> float:
    """Columns of the page: a Chinese character is one, an ASCII character half of one."""
    return sum(0.5 if ord(c) < 0x2E80 and c not in "“”‘’—…" else 1.0 for c in text)


def is_wrapped(text: str, kept: Sequence[Span]) -> bool:
    """Whether many full lines end in the middle of a sentence and none is much longer than the others."""
    contents = [line.of(text) for line in kept]
    page = _page_width(contents)
    if not contents or max(map(width, contents)) > 90:
        return False
    pairs = [(line, following) for line, following in pairwise(contents) if width(line) >= 0.6 * page]
    broken = sum(not _TERMINAL.search(line) and not _BLOCK.match(following) for line, following in pairs)
    return len(pairs) >= _LEAST_LINES and broken > 0.4 * len(pairs)


def joints(text: str, kept: Sequence[Span]) -> Iterator[Span]:
    """The gaps between lines that belong to one paragraph."""
    contents = [line.of(text) for line in kept]
    page = _page_width(contents)
    filled = 0.0
    for index, (line, following) in enumerate(pairwise(kept)):
        filled += width(contents[index])
        if not _continues(contents, index, filled, page):
            filled = 0.0
            continue
        yield Span(line.end, following.start)
        if filled + width(contents[index + 1]) > _SLACK * page:
            filled = 0.0


def _page_width(contents: Sequence[str]) -> float:
    widths = sorted(map(width, contents))
    return widths[int(0.95 * (len(widths) - 1))] if widths else 0.0


def _continues(contents: Sequence[str], index: int, filled: float, page: float) -> bool:
    """Whether the next line goes on with the paragraph; `filled` is how much of the visual line stands so far."""
    line, following = contents[index], contents[index + 1]
    if _MARKER_ALONE.fullmatch(line):
        return True
    if (
        _BLOCK.match(following)
        or _TITLE_END.search(line)
        or _stands_alone(contents, index)
        or _stands_alone(contents, index + 1)
    ):
        return False
    if not _PUNCTUATED.search(line):
        return filled >= _FULL * page
    if _TERMINAL.search(line) and filled < _FULL * page:
        return _fills_up(contents, index + 1, filled, page)
    return True


def _stands_alone(contents: Sequence[str], index: int) -> bool:
    """Lines of a letter's frame and table rows: date, addressees, document number, signature."""
    line = contents[index]
    if "\t" in line or any(p.search(line) for p in (_DATE_LINE, _ADDRESSEES, _NUMBER_LINE, _NOTE_LINE)):
        return True
    followed = contents[index + 1] if index + 1 < len(contents) else ""
    return bool(_ISSUER_LINE.match(line) and _DATE_LINE.search(followed))


def _fills_up(contents: Sequence[str], index: int, filled: float, page: float) -> bool:
    """Whether the chunks that follow complete the visual line that was begun."""
    for position in range(index, min(index + 8, len(contents))):
        if _BLOCK.match(contents[position]) or _stands_alone(contents, position):
            return False
        filled += width(contents[position])
        if filled >= _FULL * page:
            return filled <= _SLACK * page
    return False
