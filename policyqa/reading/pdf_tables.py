"""Tables that run over pages, put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from policyqa.reading.pdf_page import Line, Page, PageTable
from policyqa.reading.writer import Cell

_SAME_BORDER = 6.0  # points
_SERIAL = re.compile(r"[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]?[.、．]?")
_MOSTLY = 0.6
_SUM = re.compile(r"(?:合|总|小)\s*计|汇总")
_UNFINISHED = re.compile(r".{10,}[^。；;！!]", re.S)  # a shorter text without a full stop may well be complete


class LongTable(NamedTuple):
    """A table over one page or several; `starts` holds the first row on each page that it runs on to."""

    cells: tuple[Cell, ...]
    starts: dict[int, int]


Block = Line | LongTable


def joined(pages: Sequence[Page]) -> list[list[Block]]:
    """The blocks of each page; a table stands where it begins, and is gone from the pages it runs on to.

    A table runs on where it ends one page and a table with the same borders begins the next.
    """
    found: list[list[Line | _Growing]] = []
    last: _Growing | None = None
    for index, page in enumerate(pages):
        blocks = list(page.blocks)
        runs_on = bool(last and blocks and isinstance(blocks[0], PageTable) and last.take(blocks[0], index))
        rest: list[Line | _Growing] = [b if isinstance(b, Line) else _Growing(b) for b in blocks[runs_on:]]
        found.append(rest)
        if rest:
            last = rest[-1] if isinstance(rest[-1], _Growing) else None
    return [[b if isinstance(b, Line) else b.table() for b in blocks] for blocks in found]


class _Growing:
    """A table that takes in its parts page by page."""

    def __init__(self, part: PageTable) -> None:
        self._cells = list(part.cells)
        self._borders = part.borders
        self._starts: dict[int, int] = {}

    def table(self) -> LongTable:
        return LongTable(tuple(self._cells), self._starts)

    def take(self, part: PageTable, page: int) -> bool:
        """Append the part if its columns are the same, without the header row that it repeats."""
        borders = _common_borders(self._borders, part.borders)
        if not borders:
            return False
        self._cells = _on_borders(self._cells, self._borders, borders)
        self._borders = borders
        self._append(_on_borders(part.cells, part.borders, borders), page)
        return True

    def _append(self, cells: list[Cell], page: int) -> None:
        header = sum(1 for _ in takewhile(bool, self._repeated(cells)))
        cells = [cell._replace(row=cell.row - header) for cell in cells if cell.row >= header]
        height = _height(self._cells)
        first = sorted((cell for cell in cells if cell.row == 0), key=lambda cell: cell.column)
        if self._splits_row(first):
            self._extend(first, shared=1)
            self._starts[page] = height
            cells, height = [cell for cell in cells if cell.row], height - 1
        else:
            merged = [cell for cell in first if self._is_merged(cell)]
            self._extend(merged, shared=0)
            self._starts[page] = height
            cells = [cell for cell in cells if cell not in merged]
        self._cells += [cell._replace(row=cell.row + height) for cell in cells]

    def _repeated(self, cells: Sequence[Cell]) -> Iterator[bool]:
        for row in range(_height(cells)):
            yield _signature(cells, row) == _signature(self._cells, row)

    def _above(self, cell: Cell) -> int:
        """The index of the cell of the last row that stands above a first cell of the next part, or -1."""
        height = _height(self._cells)
        for index, own in enumerate(self._cells):
            if own.row + own.rows == height and (own.column, own.columns) == (cell.column, cell.columns):
                return index
        return -1

    def _is_merged(self, cell: Cell) -> bool:
        """Whether an empty cell is the rest of a merged one on the page before: where its column merges cells at all.

        Whether a border stands at the page break would tell, but producers differ in drawing it.
        """
        above = self._above(cell)
        if cell.text or above < 0 or not self._cells[above].text:
            return False
        return cell.rows > 1 or any(own.rows > 1 and own.column == cell.column for own in self._cells)

    def _extend(self, cells: Iterable[Cell], *, shared: int) -> None:
        """Give the cells above the text and the rows of these; `shared` rows stand on both pages."""
        grown = [(self._above(cell), cell) for cell in cells]
        for above, cell in grown:
            own = self._cells[above]
            self._cells[above] = own._replace(text=own.text + cell.text, rows=own.rows + cell.rows - shared)

    def _splits_row(self, first: Sequence[Cell]) -> bool:
        """Whether a page break went through a row: its first cell is empty, the others go on or are empty."""
        filled = [cell for cell in first if cell.text]
        above = [self._cells[index] for index in map(self._above, first) if index >= 0]
        if not filled or first[0].text or len(above) < len(first) or any(_SUM.match(cell.text) for cell in filled):
            return False
        before = {cell.column: cell for cell in above}
        if not all(before[cell.column].text for cell in filled):
            return False
        if len(first) == 2:
            return above[0].rows == 1 and bool(_UNFINISHED.fullmatch(above[1].text))
        if len(filled) * 2 <= sum(bool(cell.text) for cell in above):
            return True
        return above[0].rows == 1 == first[0].rows and self._is_numbered()

    def _is_numbered(self) -> bool:
        """Whether the first column holds serial numbers, so that an empty place in it means no new row."""
        texts = [cell.text for cell in self._cells if cell.column == 0 and cell.row and cell.text]
        return len(texts) > 1 and sum(bool(_SERIAL.fullmatch(text)) for text in texts) >= _MOSTLY * len(texts)


def _height(cells: Iterable[Cell]) -> int:
    return max((cell.row + cell.rows for cell in cells), default=0)


def _signature(cells: Iterable[Cell], row: int) -> set[tuple[int, int, str]] | None:
    """What stands in a row, without white space; None where nothing does."""
    found = {(cell.column, cell.columns, "".join(cell.text.split())) for cell in cells if cell.row == row}
    return found if any(text for _, _, text in found) else None


def _common_borders(a: Sequence[float], b: Sequence[float]) -> tuple[float, ...]:
    """The finer of two sets of borders if it holds the other (merged cells hide some), else none."""
    fine, coarse = (a, b) if len(a) >= len(b) else (b, a)
    same_edges = abs(a[0] - b[0]) <= _SAME_BORDER and abs(a[-1] - b[-1]) <= _SAME_BORDER
    held = all(min(abs(x - y) for y in fine) <= _SAME_BORDER for x in coarse)
    return tuple(fine) if same_edges and held else ()


def _on_borders(cells: Iterable[Cell], old: Sequence[float], new: Sequence[float]) -> list[Cell]:
    """The cells with their columns counted on other borders."""
    moved = [min(range(len(new)), key=lambda index: abs(new[index] - x)) for x in old]
    return [
        cell._replace(column=moved[cell.column], columns=moved[cell.column + cell.columns] - moved[cell.column])
        for cell in cells
    ]
