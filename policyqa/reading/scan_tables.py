"""Ruled tables of scanned pages: the lines in the picture make the grid, recognised pieces of text fill its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from policyqa.reading.pdf_cells import Glyph
from policyqa.reading.pdf_grid import Grid, grids
from policyqa.reading.pdf_page import Line, PageTable, blocks
from policyqa.reading.pdf_rules import Rule

_SHORTEST = 0.025  # of the page's width: a stroke of a large character is shorter
_THICKEST = 8  # pixels
_BLOCK, _DARKER = 31, 12  # pixels around, and by how many of 256 a pixel of a line is darker than they are on average


class Piece(NamedTuple):
    """A stretch of text with its box, in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


def ruled(image: Any, scale: float) -> list[Grid]:
    """The tables that lines in the picture draw; `scale` turns pixels into points."""
    cv2 = import_module("cv2")
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _BLOCK, _DARKER)
    length = max(int(image.shape[1] * _SHORTEST), 20)
    found = [rule for size in ((length, 1), (1, length)) for rule in _strokes(cv2, dark, size)]
    return grids([Rule(*(value * scale for value in rule)) for rule in found])


def _strokes(cv2: Any, dark: Any, size: tuple[int, int]) -> Iterator[Rule]:
    """Straight runs of dark pixels, as lines without width."""
    kept = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
    kept = cv2.dilate(kept, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3)))  # joins what the scan broke
    contours, _ = cv2.findContours(kept, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for x, y, width, height in map(cv2.boundingRect, contours):
        if size[0] > 1 and height <= _THICKEST:
            yield Rule(x, y + height / 2, x + width, y + height / 2)
        elif size[1] > 1 and width <= _THICKEST:
            yield Rule(x + width / 2, y, x + width / 2, y + height)


def laid_out(lines: Sequence[Sequence[Piece]], tables: Sequence[Grid], height: float) -> tuple[Line | PageTable, ...]:
    """The lines and tables of a page from the pieces of its lines; a piece's characters share its width."""
    glyphs = [glyph for line in lines for glyph in _glyphs(line)]
    return tuple(blocks(glyphs, tables, height))


def _glyphs(line: Sequence[Piece]) -> Iterator[Glyph]:
    for piece in line:
        step = (piece.x1 - piece.x0) / max(len(piece.text), 1)
        for index, character in enumerate(piece.text):
            left = piece.x0 + index * step
            yield Glyph(character, left, piece.top, left + step, piece.bottom)
    last = line[-1]
    yield Glyph("\n", last.x1, last.top, last.x1, last.bottom)
