"""The text of a table's cells, from the characters that stand in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policyqa.reading.pdf_grid import Box, Grid
from policyqa.reading.pdf_rules import Point

_PADDING = 12.0  # points that a cell keeps free, both sides together
_NO_ROOM = 1.2  # characters: a line that leaves no more than this free was broken because it was full

_BLANK, _LATIN_BLANK = 0.5, 0.15  # characters: the least gap that counts as a blank


class Glyph(NamedTuple):
    character: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def centre(self) -> Point:
        return Point((self.x0 + self.x1) / 2, (self.top + self.bottom) / 2)


def cell_texts(grid: Grid, glyphs: Sequence[Glyph]) -> dict[Box, str]:
    """`glyphs` are those that stand in the table, in the order of the text and without white space."""
    inside: dict[Box, list[Glyph]] = {}
    for glyph in glyphs:
        box = grid.at(glyph.centre)
        if box:
            inside.setdefault(box, []).append(glyph)
    return {box: _joined(box, _lines(found)) for box, found in inside.items()}


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters by line, from the top; a character belongs to the line that it overlaps by half."""
    found: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.centre.y, g.x0)):
        if found and abs(glyph.centre.y - found[-1][0].centre.y) < 0.5 * _size(glyph):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return [sorted(line, key=lambda g: g.x0) for line in found]


def _size(glyph: Glyph) -> float:
    return max(glyph.bottom - glyph.top, 1.0)


def _joined(box: Box, lines: Sequence[Sequence[Glyph]]) -> str:
    """A line that filled the cell goes on in the next; one that ended early was an item: a blank follows."""
    parts: list[str] = []
    for index, line in enumerate(lines):
        text = "".join(_spaced(line))
        parts.append(text)
        if index + 1 < len(lines) and _needs_blank(box, line, lines[index + 1]):
            parts.append(" ")
    return "".join(parts)


def _needs_blank(box: Box, line: Sequence[Glyph], following: Sequence[Glyph]) -> bool:
    free = (box.x1 - box.x0) - (line[-1].x1 - line[0].x0) - _PADDING
    if free > _NO_ROOM * _size(line[-1]):
        return True
    return _is_latin(line[-1].character) and _is_latin(following[0].character)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _spaced(line: Sequence[Glyph]) -> Iterator[str]:
    """Characters with the blanks that stand between them."""
    for index, glyph in enumerate(line):
        if index and is_apart(line[index - 1], glyph):
            yield " "
        yield glyph.character


def is_apart(last: Glyph, glyph: Glyph) -> bool:
    """Whether a blank stands between two characters; Chinese is set wide beside digits without any."""
    is_ascii = glyph.character.isascii() and last.character.isascii()
    return glyph.x0 - last.x1 > (_LATIN_BLANK if is_ascii else _BLANK) * _size(glyph)
