"""Puts a raw text together: paragraphs, and tables with the place of every cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from policyqa.model import Span
from policyqa.reading.raw import RawTable

# A tab marks the border between two cells and nothing else; exotic line ends would split lines unseen.
_PLAIN = str.maketrans({"\t": " ", **dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n")})
_BREAK = re.compile(r"\s*\n\s*")


class Cell(NamedTuple):
    """A cell's text and the rows and columns of the table's grid that it covers."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


class TextWriter:
    """Takes lines and tables in reading order; offsets count characters of `text`."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._tables: list[RawTable] = []
        self.length = 0

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    @property
    def tables(self) -> tuple[RawTable, ...]:
        return tuple(self._tables)

    def paragraph(self, text: str) -> None:
        """One paragraph; line breaks inside it stay."""
        self._line(text.replace("\r\n", "\n").translate(_PLAIN))

    def table(self, cells: Iterable[Cell]) -> list[int]:
        """One line per row; a cell that a row inherits from above leaves its place there empty.

        Returns the offset at which each row begins.
        """
        placed = _grid(cells)
        height = 1 + max((row for row, _ in placed), default=-1)
        width = 1 + max((column for _, column in placed), default=-1)
        spans: dict[Cell, Span] = {}
        rows: list[tuple[Span, ...]] = []
        starts: list[int] = []
        for row in range(height):
            starts.append(self.length)
            rows.append(self._row(row, [placed.get((row, column)) for column in range(width)], spans))
        if rows:
            self._tables.append(RawTable(rows=tuple(rows)))
        return starts

    def _row(self, row: int, cells: Sequence[Cell | None], spans: dict[Cell, Span]) -> tuple[Span, ...]:
        slots: list[str] = []
        found: list[Span] = []
        position = self.length
        previous: Cell | None = None
        for cell in cells:
            if cell is None or cell is not previous:
                text = one_line(cell.text) if cell and cell.row == row else ""
                here = Span(position, position + len(text))
                position = here.end + 1
                slots.append(text)
                if cell and cell.row == row:
                    spans[cell] = here
            found.append(spans.get(cell, here) if cell else here)
            previous = cell
        self._line("\t".join(slots))
        return tuple(found)

    def _line(self, text: str) -> None:
        self._lines.append(text)
        self.length += len(text) + 1


def _grid(cells: Iterable[Cell]) -> dict[tuple[int, int], Cell]:
    """The cell at each place; where two claim one, the first has it."""
    placed: dict[tuple[int, int], Cell] = {}
    for cell in cells:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                placed.setdefault((row, column), cell)
    return placed


def one_line(text: str) -> str:
    return _BREAK.sub(" ", text.strip().translate(_PLAIN)).strip()


def join_lines(lines: Iterable[str], *, header: bool) -> str:
    """A cell's lines as one: in a header (责任/单位) one label, elsewhere (县教育局/县财政局) items."""
    parts = [line for line in (one_line(line) for line in lines) if line]
    return "".join(_glue(parts)) if header else " ".join(parts)


def _glue(parts: Sequence[str]) -> Iterable[str]:
    """The parts with a blank only where two Latin words would run together."""
    for index, part in enumerate(parts):
        if index and part[0].isascii() and part[0].isalnum() and parts[index - 1][-1:].isascii():
            yield " "
        yield part
