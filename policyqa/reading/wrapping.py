"""Which line breaks stand inside a paragraph: texts copied from PDF pages and scans.

A stored line may be a chunk of the visual one, because a justified line is kept in pieces that end at a punctuation
mark. The cheapest way to set the chunks as paragraphs is sought: every visual line but a paragraph's last fills the
page, and a paragraph ends where a sentence ends, or is a heading.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from policyqa.model import Span
from policyqa.zh.text import fold

_BLOCK = re.compile(
    r"第[一二三四五六七八九十百\d]+[编章节条](?![款项约])|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)"
    r"|\d{1,3}[.、](?!\d)|\(\d{1,2}\)|[①-⑳]|附件(?:\d{0,2}\s*[:：]?$|\d{0,2}[:：])|专栏\d*[:：\s]"
    r"|(?:信息名称|信息索引|索引号|发文字号|文号|成文日期|生成日期|发布日期|发文机[构关]|发布机构|主题分类|信息类别|有效性|内容概述)\s*:"
)
_CITED = re.compile(r"第[一二三四五六七八九十百\d]+[编章节条]")
_MARKER_ALONE = re.compile(
    r"(?:\d{1,3}[.、]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|第[一二三四五六七八九十百\d]+[编章节条])\s*$"
)
_TERMINAL = re.compile(r"[。!?！？:：][”\"’)）\]]?$|[;；]$")
_PUNCTUATED = re.compile(r"[,，、;；:：。!?！？”’)）\]》]$")
_BRACKET = re.compile(r"[)\]】]$")
_OPENING = re.compile(r"[“‘《(\[【]")
_ATTACHMENT = re.compile(r"附件")
_DATE_LINE = re.compile(
    r"^(?:\d{4}|[二〇○零一三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日$"
)
_ADDRESSEES = re.compile(r"^各.{2,}[:：]$")
_NUMBER_LINE = re.compile(r"^\(?[一-龥]{2,12}\s?[\[(【]\d{4}[\])】]\s?(?:第\s?)?\d+\s?号\)?$")
_NOTE_LINE = re.compile(r"^[(\[](?:此件|联系人|信息公开|公开).{0,30}[)\]]$")
_TITLE_END = re.compile(r"\(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*\)$")
_ISSUER_LINE = re.compile(r"^[一-龥\s]{4,40}$")
_NARROWEST = 18.0  # characters: no page is set narrower, a few short lines are a frame
_LEAST_LINES, _FEW_LINES = 8, 4
_BROKEN, _MOST_BROKEN = 0.4, 0.7  # of the long lines, that end inside a sentence: the more where there are few lines
_INDENT = 2.0  # characters before the first line of a paragraph
_LOOSE, _TIGHT = 1.5, 1.5  # characters by which a full line may fall short, or go over where marks are set close
_MOST_CHUNKS = 24  # of one visual line
_LONGEST_HEADING = 32.0
_LONGEST_BRACKET = 120  # characters
_INDENTATION = re.compile(r"(?:^|\n)(?:\u3000\u3000| {4}|\t)$")
_DEEPEST = 6  # characters
_MOST_INDENTED = 0.8  # of the lines: where all are, the blanks say nothing

# What it costs to set a break one way or the other; a sentence cut in two costs most.
_WHOLE_LINES = 2.0  # to set two lines as one where lines are whole
_SENTENCE_END, _CLAUSE_END, _HEADING, _BRACKET_END, _LOOSE_JOINT, _CUT, _FORCED = 0.3, 0.9, 0.6, 1.5, 3.5, 6.0, 40.0


def width(text: str) -> float:
    """Columns of the page: a Chinese character is one, an ASCII character half of one."""
    return sum(0.5 if ord(c) < 0x2E80 and c not in "“”‘’—…" else 1.0 for c in text)


def is_wrapped(text: str, kept: Sequence[Span]) -> bool:
    """Whether many full lines end in the middle of a sentence and none is much longer than the others."""
    chunks = [line.of(text) for line in kept if "\t" not in line.of(text)]
    widths = [width(chunk) for chunk in chunks]
    page = _page_width(widths)
    if not chunks or max(widths) > 90:
        return False
    folded = [fold(chunk) for chunk in chunks]
    pairs = [i for i in range(len(chunks) - 1) if widths[i] >= 0.6 * page]
    broken = sum(not _TERMINAL.search(folded[i]) and not _BLOCK.match(folded[i + 1]) for i in pairs)
    return len(pairs) >= _FEW_LINES and broken > (_BROKEN if len(pairs) >= _LEAST_LINES else _MOST_BROKEN) * len(pairs)


def joints(
    text: str,
    kept: Sequence[Span],
    begins: Collection[int] = (),
    continues: Collection[int] = (),
    *,
    chunked: bool = True,
) -> Iterator[Span]:
    """The gaps between lines that belong to one paragraph; unless `chunked`, nearly every line is a visual one.

    `begins` and `continues` are the offsets of lines of which their place on the page tells it.
    """
    first = _indented(text, kept) | {index for index, line in enumerate(kept) if line.start in begins}
    later = {index for index, line in enumerate(kept) if line.start in continues}
    page = _Page([line.of(text) for line in kept], first, later, chunked=chunked)
    ends = page.paragraph_ends()
    for index in range(len(kept) - 1):
        if index not in ends:
            yield Span(kept[index].end, kept[index + 1].start)


def _indented(text: str, kept: Sequence[Span]) -> set[int]:
    """The lines that begin a paragraph, where the text keeps the blanks before them."""
    found: set[int] = set()
    for index, line in enumerate(kept):
        before = text[max(0, line.start - _DEEPEST) : line.start]
        if _INDENTATION.search(before):
            found.add(index)
    return found if len(found) < _MOST_INDENTED * len(kept) else set()


class _Way(NamedTuple):
    """The cheapest way to a chunk that begins a visual line: its cost, and the line before it."""

    cost: float
    previous: tuple[int, bool] | None = None


class _Page:
    """The chunks of a text with their widths, and what may and may not be joined."""

    def __init__(self, chunks: Sequence[str], indented: set[int], flush: set[int], *, chunked: bool) -> None:
        self._indented = indented
        self._flush = flush
        self._per_chunk = 0.0 if chunked else _WHOLE_LINES
        self._folded = [fold(chunk) for chunk in chunks]
        self._widths = [width(chunk) for chunk in chunks]
        self._page = _page_width([w for w, chunk in zip(self._widths, chunks, strict=True) if "\t" not in chunk])
        self._alone = [self._stands_alone(index) for index in range(len(chunks))]
        self._open = _open_brackets(self._folded)

    def paragraph_ends(self) -> set[int]:
        """The chunks that end a paragraph. A state is a chunk that begins a line, and whether a paragraph."""
        count = len(self._folded)
        ways: dict[tuple[int, bool], _Way] = {(0, True): _Way(0.0)}
        for start in range(count):
            for first in (True, False):
                way = ways.get((start, first))
                if way is None:
                    continue
                for state, cost in self._lines_from(start, first):
                    known = ways.get(state)
                    if known is None or way.cost + cost < known.cost:
                        ways[state] = _Way(way.cost + cost, (start, first))
        return self._ends(ways, count)

    def _ends(self, ways: dict[tuple[int, bool], _Way], count: int) -> set[int]:
        ends: set[int] = set()
        state: tuple[int, bool] | None = (count, True)
        while state is not None:
            if state[1]:
                ends.add(state[0] - 1)
            state = ways[state].previous if state in ways else None
        return ends

    def _lines_from(self, start: int, first: bool) -> Iterator[tuple[tuple[int, bool], float]]:
        """Visual lines that begin at a chunk: the state after each, and what it costs."""
        filled = inner = 0.0
        attached = first and bool(_ATTACHMENT.match(self._folded[start]))
        for end in range(start + 1, min(start + _MOST_CHUNKS, len(self._folded)) + 1):
            filled += self._widths[end - 1]
            if end - 1 > start:
                inner += self._inner_cost(end - 1) + (_BRACKET_END if attached else 0.0)
                if filled > self._page + 2 * _TIGHT:
                    return
            yield (end, True), inner + self._end_cost(start, end, first, filled)
            if end < len(self._folded):
                yield (end, False), inner + self._break_cost(end, first, filled)

    def _break_cost(self, following: int, first: bool, filled: float) -> float:
        """What it costs to break a line here and to go on with the paragraph."""
        room = self._unfilled(filled)
        if first:
            room = min(room, self._unfilled(filled + _INDENT))
        return room + self._joint_cost(following)

    def _unfilled(self, filled: float) -> float:
        free = self._page - filled
        if free < 0:
            return 0.2 * -free if free >= -_TIGHT else 2.0 * -free
        return 0.1 * free if free <= _LOOSE else min(0.5 + 0.5 * free, 12.0)

    def _joint_cost(self, following: int) -> float:
        """What it costs to put a chunk into the same paragraph as the one before it."""
        if _MARKER_ALONE.fullmatch(self._folded[following - 1]):
            return 0.0
        if self._alone[following] or self._alone[following - 1] or self._ends_frame(following):
            return _FORCED
        return _FORCED if following in self._indented or self._begins_block(following) else 0.0

    def _begins_block(self, index: int) -> bool:
        """Whether a chunk begins with a mark; 第十四条 behind a law's name cites it."""
        if index in self._flush or not _BLOCK.match(self._folded[index]):
            return False
        return not (self._folded[index - 1].endswith("》") and _CITED.match(self._folded[index]))

    def _inner_cost(self, following: int) -> float:
        """What it costs to set a chunk on the same visual line as the one before it."""
        before, after = self._folded[following - 1], self._folded[following]
        joint = self._joint_cost(following) + self._per_chunk
        if _MARKER_ALONE.fullmatch(before):
            return joint
        if _TERMINAL.search(before):
            return joint + (1.2 if before.endswith(":") else 0.2 if before.endswith(";") else 0.4)
        if len(before) == len(after) == 1:  # 总 / 则, 目 / 录: set wide
            return joint
        return joint + (0.1 if _PUNCTUATED.search(before) or _OPENING.match(after) else _LOOSE_JOINT)

    def _end_cost(self, start: int, end: int, first: bool, filled: float) -> float:
        """What it costs to end a paragraph here."""
        last = self._folded[end - 1]
        if end == len(self._folded) or self._alone[end - 1] or self._alone[end] or self._ends_frame(end):
            return 0.0
        if _MARKER_ALONE.fullmatch(last):
            return _FORCED
        if self._open[end - 1]:
            return 2 * _CUT
        if end in self._indented:
            return 0.0
        if end in self._flush:
            return _CUT
        if _TERMINAL.search(last):
            return _SENTENCE_END if last[-1] not in ";；" else _CLAUSE_END
        if first and filled <= min(_LONGEST_HEADING, self._page - _INDENT - _LOOSE) and self._is_heading(start, end):
            return _HEADING
        if self._begins_block(end):
            return _HEADING
        if _ATTACHMENT.match(self._folded[start]):
            return _HEADING
        return _BRACKET_END if _BRACKET.search(last) else _CUT

    def _ends_frame(self, end: int) -> bool:
        """Whether addressees end before a chunk, or a title with the date that collections put behind it."""
        if _ADDRESSEES.match(self._folded[end - 1]):
            return True
        return bool(
            self._folded[end - 1].endswith(")") and _TITLE_END.search("".join(self._folded[max(0, end - 3) : end]))
        )

    def _is_heading(self, start: int, end: int) -> bool:
        """Whether chunks read like a heading: one clause, no comma at its end, no sentence begun behind a full stop."""
        text = "".join(self._folded[start:end])
        marked = bool(_BLOCK.match(text))
        return not re.search(r"[,、]$|[。;!?].", text) and (marked or not re.search(r"[,:]", text))

    def _stands_alone(self, index: int) -> bool:
        """Lines of a letter's frame and table rows: date, addressees, document number, signature."""
        line = self._folded[index]
        if "\t" in line or any(p.search(line) for p in (_DATE_LINE, _NUMBER_LINE, _NOTE_LINE)):
            return True
        followed = self._folded[index + 1] if index + 1 < len(self._folded) else ""
        return bool(_ISSUER_LINE.match(line) and _DATE_LINE.search(followed))


def _open_brackets(chunks: Sequence[str]) -> list[bool]:
    """For each chunk, whether a bracket or quotation mark is still open at its end; an old one is forgiven."""
    found: list[bool] = []
    opened: list[int] = []  # where, in characters from the start
    position = 0
    for chunk in chunks:
        for offset, character in enumerate(chunk, start=position):
            if character in "([《“":
                opened.append(offset)
            elif character in ")]》”" and opened:
                opened.pop()
        position += len(chunk)
        opened = [offset for offset in opened if position - offset < _LONGEST_BRACKET]
        found.append(bool(opened))
    return found


def _page_width(widths: Sequence[float]) -> float:
    """The width that few lines go over: of the first lines of paragraphs, which are indented, there may be many."""
    ordered = sorted(widths, reverse=True)
    widest = ordered[min(max(1, len(ordered) // 50), len(ordered) - 1)] if ordered else 0.0
    return max(widest, _NARROWEST)
