"""One PDF page: its lines of text, and the tables that its rules draw, each where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from policyqa.reading.pdf_cells import Glyph, cell_texts
from policyqa.reading.pdf_grid import Grid, grids
from policyqa.reading.pdf_rules import View, rules, view
from policyqa.reading.radicals import plain
from policyqa.reading.writer import Cell

_EDGE_LINES = 3  # at the head and the foot of a page, where headers and footers may stand
_FEW = 200  # characters: a page of more is no scan, whatever images it holds
_MANY_STROKES = 300  # paths: a page without text that has so many shows letters as outlines
_HYPHEN = "\ufffe"  # what pdfium makes of a hyphen where it joins two lines


Box = tuple[float, float, float, float]  # left, top, right and bottom, from the top left corner of the page


class Line(NamedTuple):
    """A line, how far down the page it stands (0 top, 1 bottom; known for the first and last few), and its box."""

    text: str
    height: float | None = None
    box: Box | None = None


class PageTable(NamedTuple):
    """The cells of a table, and the borders of its columns in points from the page's left edge."""

    cells: tuple[Cell, ...]
    borders: tuple[float, ...]


class Page(NamedTuple):
    """`picture`: the share of the page under images, looked up where there is little text."""

    blocks: tuple[Line | PageTable, ...]
    picture: float = 0.0


def read_page(page: Any) -> Page:
    shown = view(page)
    text = page.get_textpage()
    try:
        tables = grids(rules(page, shown))
        if tables:
            return Page(tuple(blocks(_glyphs(text, shown), tables, shown.height)))
        content = text.get_text_range()
        lines = tuple(_lines(content, text, shown))
        return Page(lines, _picture(page) if len(content) < _FEW else 0.0)
    finally:
        text.close()


def _lines(content: str, text: pypdfium2.PdfTextPage, shown: View) -> Iterator[Line]:
    found: list[tuple[str, int]] = []
    start = 0
    for line in content.split("\r\n"):
        if line.strip():
            found.append((line, start))
        start += len(line) + 2
    for index, (line, offset) in enumerate(found):
        at_edge = index < _EDGE_LINES or index >= len(found) - _EDGE_LINES
        box = _box(text, line, offset, shown)
        height = (box[1] + box[3]) / 2 / shown.height if at_edge and box else None
        yield Line(_tidy(line), height, box)


def _tidy(line: str) -> str:
    return plain(line.replace(_HYPHEN, "-").replace("\0", "").rstrip())


def _box(text: pypdfium2.PdfTextPage, line: str, offset: int, shown: View) -> Box | None:
    """From the first character to the last; the height is that of the first."""
    first = _character(text, offset + len(line) - len(line.lstrip()), shown)
    last = _character(text, offset + len(line.rstrip()) - 1, shown)
    return (first[0], first[1], max(first[2], last[2]), first[3]) if first and last else None


def _character(text: pypdfium2.PdfTextPage, offset: int, shown: View) -> Box | None:
    index = pdfium.FPDFText_GetCharIndexFromTextIndex(text.raw, offset)
    return _shown(text, index, shown) if index >= 0 else None


def _shown(text: pypdfium2.PdfTextPage, index: int, shown: View) -> Box:
    """The box of a character on the page as shown."""
    left, bottom, right, top = text.get_charbox(index, loose=True)
    a, b = shown.point(left, bottom), shown.point(right, top)
    return min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y)


def _glyphs(text: pypdfium2.PdfTextPage, shown: View) -> list[Glyph]:
    """Every character in the order of the text, with its box on the page as shown."""
    found = []
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, index)
        if code:
            found.append(Glyph(chr(code), *_shown(text, index, shown)))
    return found


def blocks(glyphs: Sequence[Glyph], tables: Sequence[Grid], height: float) -> Iterator[Line | PageTable]:
    """Running text without what stands in cells; a table stands where its first character stood."""
    inside: list[list[Glyph]] = [[] for _ in tables]
    order: list[Line | int] = []
    line: list[Glyph] = []
    for glyph in glyphs:
        table = _table_of(glyph, tables)
        if table is None and glyph.character not in "\r\n":
            line.append(glyph)
            continue
        order += _as_line(line, height)
        line = []
        if table is not None:
            if not inside[table]:
                order.append(table)
            inside[table].append(glyph)
    order += _as_line(line, height)
    for block in order:
        yield block if isinstance(block, Line) else _page_table(tables[block], inside[block])


def _table_of(glyph: Glyph, tables: Sequence[Grid]) -> int | None:
    if glyph.character.isspace():
        return None
    return next((index for index, table in enumerate(tables) if table.at(glyph.centre)), None)


def _as_line(line: Sequence[Glyph], height: float) -> list[Line]:
    text = "".join(glyph.character for glyph in line)
    seen = [glyph for glyph in line if not glyph.character.isspace()]
    if not seen:
        return []
    first = seen[0]
    return [Line(_tidy(text), first.centre.y / height, (first.x0, first.top, seen[-1].x1, first.bottom))]


def _page_table(grid: Grid, glyphs: Sequence[Glyph]) -> PageTable:
    texts = cell_texts(grid, glyphs)
    cells = (Cell(_tidy(texts.get(b, "")), b.row, b.column, b.rows, b.columns) for b in grid.boxes)
    return PageTable(tuple(cells), grid.xs)


def _picture(page: Any) -> float:
    """The share of the page under images (a scan may come in strips), or 1 where letters are drawn."""
    width, height = page.get_size()
    covered = strokes = 0.0
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        if drawn.type == pdfium.FPDF_PAGEOBJ_PATH:
            strokes += 1
        else:
            left, bottom, right, top = drawn.get_bounds()
            covered += (right - left) * (top - bottom) / (width * height)
    return 1.0 if strokes >= _MANY_STROKES else covered
