"""The tables of a document with their heads: titles and repeated heads left out, parts of one table put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from policyqa.model import Span, Table

from .context import Context
from .patterns import tables as p

_MOST_TITLES = 2  # rows above the head


class Row(NamedTuple):
    """A row below the head: its cells, and the stretch of text that is its own (a cell merged down stands above)."""

    cells: tuple[Span, ...]
    span: Span


class Grid(NamedTuple):
    """A table with its head; `heads` holds the column titles in half width, without blanks, from top to bottom."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    def columns(self, pattern: re.Pattern[str]) -> list[int]:
        return [index for index, head in enumerate(self.heads) if pattern.search(head)]

    def column(self, pattern: re.Pattern[str]) -> int | None:
        return next(iter(self.columns(pattern)), None)


def grids(context: Context) -> list[Grid]:
    """The document's tables that have a head and rows below it."""
    found: list[Grid] = []
    last: Table | None = None
    for table in context.document.tables:
        grid = _grid(context, table)
        if found and last and not _is_known(grid) and _goes_on(context, last, table, found[-1]):
            before = found.pop()
            grid = before._replace(rows=(*before.rows, *_rows(context, table.rows, before.heads, table.span.start)))
        if grid.rows:
            found.append(grid)
            last = table
    return found


def _grid(context: Context, table: Table) -> Grid:
    top, height = _head(table)
    head = table.rows[top : top + height]
    heads = tuple(_stacked(context, [row[column] for row in head]) for column in range(len(table.rows[0])))
    end = max((cell.end for row in head for cell in row), default=table.span.start)
    return Grid(heads, tuple(_rows(context, table.rows[top + height :], heads, end)))


def _head(table: Table) -> tuple[int, int]:
    """The first row of the head and its height: above it may stand a title, and one title may span columns below it."""
    top = 0
    while top < min(_MOST_TITLES, len(table.rows) - 1) and _is_title(table.rows[top]):
        top += 1
    first = table.rows[top]
    spreads = any(a == b and a.start < a.end for a, b in pairwise(first))
    height = 1
    if spreads:
        deep = [cell for cell in first if cell.start < cell.end]
        while top + height < len(table.rows) - 1 and any(c in deep for c in table.rows[top + height]):
            height += 1
        height = min(max(height, 2), 3) if len(table.rows) > top + 2 else 1
    return top, height


def _is_title(row: Sequence[Span]) -> bool:
    """Whether one cell fills the row, or all but one are empty."""
    return len({cell for cell in row if cell.start < cell.end}) <= 1


def _stacked(context: Context, cells: Sequence[Span]) -> str:
    return "".join(text(context, cell) for cell in dict.fromkeys(cells))


def _rows(context: Context, rows: Sequence[tuple[Span, ...]], heads: tuple[str, ...], end: int) -> Iterator[Row]:
    """Rows with a cell of their own; a head that comes again at the top of a page is none."""
    for cells in rows:
        own = [cell for cell in cells if cell.start < cell.end and cell.start >= end]
        if own and not all(word and word in head for word, head in zip(_words(context, cells), heads, strict=False)):
            end = max(cell.end for cell in own)
            yield Row(cells, Span(min(cell.start for cell in own), end))


def _words(context: Context, cells: Sequence[Span]) -> list[str]:
    return [text(context, cell) for cell in cells]


def _is_known(grid: Grid) -> bool:
    """Whether the head says what kind of table it is."""
    patterns = (p.INDICATOR, p.TASK, p.LEAD_HEAD, p.JOIN_HEAD, p.LIMIT, p.SERIAL)
    return sum(bool(grid.columns(pattern)) for pattern in patterns) > 1


def _goes_on(context: Context, last: Table, table: Table, grid: Grid) -> bool:
    """Whether a table without a head continues the one before it: as many columns, and no text between but 续表."""
    between = "".join(context.folded[last.span.end : table.span.start].split())
    return len(table.rows[0]) == len(grid.heads) and bool(p.CONTINUED.fullmatch(between))


def text(context: Context, cell: Span) -> str:
    """A cell's words in half width, without blanks."""
    return "".join(cell.of(context.folded).split())
