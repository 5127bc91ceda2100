"""Paragraphs and the tree of sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from policyqa.model import Paragraph, ParagraphKind, Section, Span
from policyqa.reading import markers
from policyqa.zh.text import fold, lines, strip

_RUN_ON = 600  # characters from which a line with several marks inside is taken for a text that lost its breaks
_LONGEST_HEADING = 40
_HEADING_END = re.compile(r"[。；;:：!！\n]")
_NO_HEADING = re.compile(
    r"[。；;，,!！?？:：、]$|^\d+$|\d{4}年\d{1,2}月\d{1,2}日|^[\[(（].*[\])）]$|[.．]{3}|—{2}|http|@|联系|电话"
)


class Structure:
    """Sections in the order of their headings and paragraphs in the order of the text."""

    def __init__(self, sections: tuple[Section, ...], paragraphs: tuple[Paragraph, ...]) -> None:
        self.sections = sections
        self.paragraphs = paragraphs


def read(text: str, front: Sequence[Span] = (), rows: Sequence[Span] = ()) -> Structure:
    """`front` holds the lines of a letter's frame (title, number, addressees, signature), `rows` those of tables."""
    folded = fold(text)
    blocks = list(_blocks(text, folded))
    kinds: list[ParagraphKind] = [_kind(block, front, rows) for block in blocks]
    tree = _Tree(text)
    paragraphs = []
    for index, (block, kind) in enumerate(zip(blocks, kinds, strict=True)):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if kind == "text" and tree.take(folded, block, following):
            kind = "heading"
        paragraphs.append(Paragraph(number=index + 1, span=block, kind=kind, section=tree.innermost))
        tree.items(folded, block)
    return Structure(tree.finish(len(text)), tuple(paragraphs))


def _blocks(text: str, folded: str) -> Iterator[Span]:
    """Lines; a line that lost its breaks is cut before each mark that follows the end of a sentence."""
    for line in lines(text):
        cuts = [m.end() for m in markers.INLINE.finditer(folded, *line)] if line.end - line.start > _RUN_ON else []
        starts = [line.start, *cuts] if len(cuts) >= 3 else [line.start]
        for start, end in zip(starts, [*starts[1:], line.end], strict=True):
            block = strip(text, Span(start, end))
            if block.start < block.end:
                yield block


def _kind(block: Span, front: Iterable[Span], rows: Iterable[Span]) -> Literal["text", "front", "row"]:
    if any(span.meets(block) for span in front):
        return "front"
    return "row" if any(span.meets(block) for span in rows) else "text"


class _Tree:
    """Builds the sections while the paragraphs go by; `_open` is the path of those that have not ended."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._done: dict[int, Section] = {}
        self._open: list[tuple[int, Section]] = []

    @property
    def innermost(self) -> int | None:
        return self._open[-1][0] if self._open else None

    def take(self, folded: str, block: Span, following: Span | None) -> bool:
        """Open a section if the paragraph begins with a heading; whether it is nothing but a heading."""
        mark = markers.mark_at(folded, block.start)
        if mark is None:
            if not _is_unnumbered_heading(block.of(folded), following):
                return False
            self._push(markers.UNNUMBERED_LEVEL, "", block, block)
            return True
        heading = _heading(folded, block, mark.end)
        self._push(mark.level, mark.text, heading, block)
        return heading.end >= block.end and not _is_sentence(block.of(folded))

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
        title = heading.of(self._text)[len(marker) :].strip(" \u3000、.。：:")
        section = Section(
            level=level, marker=heading.of(self._text)[: len(marker)], title=title,
            span=Span(heading.start, block.end), heading=heading, parent=parent,
        )  # fmt: skip
        index = len(self._done) + len(self._open)
        self._open.append((index, section))

    def _close(self, level: int, end: int) -> None:
        while self._open and self._open[-1][1].level >= level:
            index, section = self._open.pop()
            self._done[index] = Section(
                level=section.level, marker=section.marker, title=section.title,
                span=Span(section.span.start, end), heading=section.heading, parent=section.parent,
            )  # fmt: skip


def _heading(folded: str, block: Span, after: int) -> Span:
    """The heading at the head of a paragraph: to its first full stop, or the mark alone before a long sentence."""
    end = _HEADING_END.search(folded, after, block.end)
    stop = end.end() if end else block.end
    title = folded[after:stop]
    if stop - after > _LONGEST_HEADING or title.count(",") > 1:
        words = re.compile(rf"(?:{markers.HEADING_WORDS})").match(folded, after)
        return Span(block.start, words.end() if words else after)
    return Span(block.start, stop)


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
