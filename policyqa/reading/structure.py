"""Paragraphs and the tree of sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from policyqa.model import Paragraph, ParagraphKind, Section, Span
from policyqa.reading import markers
from policyqa.reading.lines import RUN_ON, cuts, parted
from policyqa.zh.text import fold, lines

_LONGEST_HEADING = 40
_PAGE_BEHIND = re.compile(r"[\s.…·-]*\d*$")  # dots and a page number
_ARTICLE_TITLE = re.compile(r"\s*(?:【[^】]{1,24}】|\[[^\]]{1,24}\]|\([^)]{1,24}\))\s*")
_ANY_STOP = re.compile(r"[。；;:：!！,，]")
_HEADING_END = re.compile(r"[。；;:：!！\n]")
_NO_HEADING = re.compile(
    r"[。；;，,!！?？:：、]$|^\d+$|\d{4}年\d{1,2}月\d{1,2}日|.:|^[\[(（].*[\])）]$|[.．]{3}|—{2}|http|@|联系|电话"
)
_OF_A_YEAR = re.compile(r"20\d\d年")


class Structure:
    """Sections in the order of their headings, paragraphs in the order of the text."""

    def __init__(self, sections: tuple[Section, ...], paragraphs: tuple[Paragraph, ...]) -> None:
        self.sections = sections
        self.paragraphs = paragraphs


def read(text: str, front: Sequence[Span] = (), rows: Sequence[Span] = (), parts: Sequence[int] = ()) -> Structure:
    """`front` holds the lines of a letter's frame (title, number, addressees, signature), `rows` those of tables.

    At each offset of `parts` another document begins (the plan that a notice issues): no section goes over it.
    """
    folded = fold(text)
    blocks = list(_blocks(text, folded))
    kinds: list[ParagraphKind] = [_kind(block, front, rows) for block in blocks]
    for index in _contents(folded, blocks, kinds):
        kinds[index] = "front"
    tree = _Tree(text, _han_is_wider(folded, blocks, kinds))
    paragraphs = []
    for index, (block, kind) in enumerate(zip(blocks, kinds, strict=True)):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        tree.begin_part(block, parts)
        if kind == "text" and (tree.name(folded, block) or tree.take(folded, block, following)):
            kind = "heading"
        paragraphs.append(Paragraph(number=index + 1, span=block, kind=kind, section=tree.innermost))
        tree.items(folded, block)
    return Structure(tree.finish(len(text)), tuple(paragraphs))


def _blocks(text: str, folded: str) -> Iterator[Span]:
    """Lines; a line that lost its breaks is cut where the head and the signature of its letter are, and, if there are several,
    before each mark that follows the end of a sentence."""
    for line in lines(text):
        marks = [m.end() for m in markers.INLINE.finditer(folded, *line)] if line.end - line.start > RUN_ON else []
        marks = marks if len(marks) >= 3 else []
        yield from parted(text, line, sorted({*marks, *cuts(folded, line)}))


def _kind(block: Span, front: Iterable[Span], rows: Iterable[Span]) -> Literal["text", "front", "row"]:
    if any(span.meets(block) for span in front):
        return "front"
    return "row" if any(span.meets(block) for span in rows) else "text"


def _contents(folded: str, blocks: Sequence[Span], kinds: Sequence[ParagraphKind]) -> Iterator[int]:
    """A table of contents (目录): the lines below that word that come again as headings."""
    words = [re.sub(r"\s", "", _PAGE_BEHIND.sub("", block.of(folded))) for block in blocks]
    for index, word in enumerate(words):
        if word != "目录":
            continue
        yield index
        for entry in range(index + 1, len(words)):
            if kinds[entry] == "row" or words[entry] not in words[entry + 1 :]:
                break
            yield entry
        return


def _han_is_wider(folded: str, blocks: Sequence[Span], kinds: Sequence[ParagraphKind]) -> bool:
    """Whether 一、 is wider than 第一条: both count through the text, and 一、 comes first."""
    counted: dict[int, list[int]] = {markers.ARTICLE_LEVEL: [], markers.HAN_LEVEL: []}
    order: list[int] = []
    for block, kind in zip(blocks, kinds, strict=True):
        mark = markers.mark_at(folded, block.start) if kind == "text" else None
        number = markers.value(mark.text) if mark else None
        if mark and number and mark.level in counted:
            counted[mark.level].append(number)
            order.append(mark.level)
    articles, han = counted[markers.ARTICLE_LEVEL], counted[markers.HAN_LEVEL]
    runs_through = all(numbers == sorted(set(numbers)) and len(numbers) > 1 for numbers in (articles, han))
    return runs_through and order[0] == markers.HAN_LEVEL


class _Tree:
    """Builds the sections while the paragraphs go by; `_open` is the path of those that have not ended."""

    def __init__(self, text: str, han_is_wider: bool) -> None:
        self._text = text
        self._han_is_wider = han_is_wider
        self._done: dict[int, Section] = {}
        self._open: list[tuple[int, Section]] = []
        self._boxed: dict[int, int] = {}  # by level, the last number that was counted inside the open box

    @property
    def innermost(self) -> int | None:
        return self._open[-1][0] if self._open else None

    def begin_part(self, block: Span, parts: Iterable[int]) -> None:
        """Close all sections where another document begins."""
        if any(block.start <= part < block.end for part in parts):
            self._close(-1, block.start)

    def name(self, folded: str, block: Span) -> bool:
        """Take a short line below 附件1 for the attachment's title."""
        if not self._open or self._open[-1][1].level != 0:
            return False
        index, section = self._open[-1]
        is_next = not section.title and not self._text[section.heading.end : block.start].strip()
        if not is_next or block.end - block.start > _LONGEST_HEADING or markers.mark_at(folded, block.start):
            return False
        if _ANY_STOP.search(folded, *block):
            return False
        self._open[-1] = index, msgspec.structs.replace(section, title=block.of(self._text))
        return True

    def take(self, folded: str, block: Span, following: Span | None) -> bool:
        """Open a section if the paragraph begins with a heading; whether it is nothing but a heading."""
        mark = markers.mark_at(folded, block.start)
        if mark is None:
            if not _is_unnumbered_heading(block.of(folded), following):
                return False
            self._push(self._unnumbered_level(block.of(folded)), "", block, block)
            return True
        heading = _heading(folded, block, mark)
        self._push(self._level(mark), mark.text, heading, block)
        return heading.end >= block.end and not _is_sentence(block.of(folded))

    def _level(self, mark: markers.Mark) -> int:
        if mark.level == markers.HAN_LEVEL and self._han_is_wider:
            return markers.CHAPTER_LEVEL
        if mark.level == markers.BOX_LEVEL:
            self._boxed = {}
        elif any(section.level == markers.BOX_LEVEL for _, section in self._open):
            return self._level_in_box(mark)
        return mark.level

    def _level_in_box(self, mark: markers.Mark) -> int:
        """1., (1) and ① belong to a box if they begin at one in it or go on from there."""
        number = markers.value(mark.text)
        if number is None or not markers.HAN_LEVEL + 1 < mark.level < markers.BOX_LEVEL:
            return mark.level
        if number == 1 or number == self._boxed.get(mark.level, 0) + 1:
            self._boxed[mark.level] = number
            return mark.level + markers.IN_BOX
        return mark.level

    def _unnumbered_level(self, line: str) -> int:
        """Below the marked sections that are open, as a mark of theirs will go on (no 一是: nothing stands between such);
        alone as wide as 一、, and 2025年工作安排 as wide as the 2024年工作回顾 before it."""
        if _OF_A_YEAR.match(line):
            alike = (s.level for _, s in self._open if not s.marker and _OF_A_YEAR.match(fold(s.title)))
            level = next(alike, None)
            if level is not None:
                return level
        marked = any(section.marker and section.level != markers.ITEM_LEVEL for _, section in self._open)
        return markers.BOX_LEVEL if marked else markers.UNNUMBERED_LEVEL

    def items(self, folded: str, block: Span) -> None:
        """一是…；二是… inside a paragraph, or each in a paragraph of its own."""
        found = list(markers.ITEM.finditer(folded, *block))
        if len(found) < 2 and not (found and found[0].start() == block.start):
            return
        for match in found:
            self._push(markers.ITEM_LEVEL, match[0], Span(*match.span()), block)
        if len(found) > 1:
            self._close(markers.ITEM_LEVEL, block.end)

    def finish(self, end: int) -> tuple[Section, ...]:
        self._close(-1, end)
        return tuple(self._done[index] for index in sorted(self._done))

    def _push(self, level: int, marker: str, heading: Span, block: Span) -> None:
        self._close(level, heading.start)
        parent = self._open[-1][0] if self._open else None
        title = heading.of(self._text)[len(marker) :].strip(" \u3000、.。：:；;")
        section = Section(
            level=level, marker=heading.of(self._text)[: len(marker)], title=title,
            span=Span(heading.start, block.end), heading=heading, parent=parent,
        )  # fmt: skip
        index = len(self._done) + len(self._open)
        self._open.append((index, section))

    def _close(self, level: int, end: int) -> None:
        while self._open and self._open[-1][1].level >= level:
            index, section = self._open.pop()
            self._done[index] = msgspec.structs.replace(section, span=Span(section.span.start, end))


def _heading(folded: str, block: Span, mark: markers.Mark) -> Span:
    """The heading at the head of a paragraph: to its first full stop, or the mark alone before a long sentence.

    An article's heading stands in brackets (第五条【职责】) or fills its line; else the article has none.
    """
    if mark.level == markers.ARTICLE_LEVEL:
        return _article_heading(folded, block, mark)
    begin = mark.end
    if mark.level == markers.BOX_LEVEL:  # 专栏3:… has its title behind the colon
        begin += len(folded[begin : block.end]) - len(folded[begin : block.end].lstrip(" :"))
    end = _HEADING_END.search(folded, begin, block.end)
    stop = end.end() if end else block.end
    title = folded[mark.end : stop]
    if stop - mark.end > _LONGEST_HEADING or title.count(",") > 1:
        words = re.compile(rf"(?:{markers.HEADING_WORDS})").match(folded, mark.end)
        return Span(block.start, words.end() if words else mark.end)
    return Span(block.start, stop)


def _article_heading(folded: str, block: Span, mark: markers.Mark) -> Span:
    bracketed = _ARTICLE_TITLE.match(folded, mark.end, block.end)
    if bracketed:
        return Span(block.start, bracketed.end())
    is_whole = block.end - mark.end <= _LONGEST_HEADING and not _ANY_STOP.search(folded, mark.end, block.end)
    return Span(block.start, block.end if is_whole else mark.end)


def _is_sentence(block: str) -> bool:
    """Whether a short numbered paragraph says something of its own: (二)评定为二级的,给予5万元。"""
    return block[-1] in "。;；" and bool(re.search(r"[,\d]", block[4:]))


def _is_unnumbered_heading(line: str, following: Span | None) -> bool:
    """A short line without a mark of its own and without an end, before a paragraph."""
    if len(line) > 25 or len(line) < 4 or _NO_HEADING.search(line) or following is None:
        return False
    return following.end - following.start > 2 * len(line)


def path(sections: Sequence[Section], index: int | None) -> tuple[str, ...]:
    """Headings from the outermost section to this one, as a person would cite them: 三、…, (二)…, 5."""
    labels: list[str] = []
    while index is not None:
        section = sections[index]
        labels.append(section.marker + section.title)
        index = section.parent
    return tuple(reversed(labels))


def innermost(sections: Sequence[Section], offset: int) -> int | None:
    """The narrowest section that holds a character."""
    best = None
    for index, section in enumerate(sections):
        if section.span.start > offset:
            break
        if offset < section.span.end:
            best = index
    return best
