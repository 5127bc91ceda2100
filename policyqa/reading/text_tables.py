"""Tables in plain text: lines with tabs between their cells, as word processors and spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from policyqa.model import Span
from policyqa.reading.raw import RawTable
from policyqa.zh.text import strip

_LEAST_COLUMNS, _LEAST_ROWS = 3, 3
_NUMBER = re.compile(r"[≥≤<>＜＞＋+\-—\[\]()\d.,%‰万亿\s]+")
_LEAST_LABELS = 0.5  # of a column's cells that are words, so that an empty one means the one above


def tables(text: str) -> tuple[RawTable, ...]:
    """Runs of lines with as many cells as the first, or fewer where the last are empty."""
    return tuple(RawTable(rows=_filled_down(text, run)) for run in _runs(text) if _is_table(run))


def _runs(text: str) -> Iterator[list[tuple[Span, ...]]]:
    run: list[tuple[Span, ...]] = []
    start = 0
    for line in text.split("\n"):
        cells = _cells(text, line, start) if "\t" in line.strip() else ()
        start += len(line) + 1
        if run and (not cells or len(cells) > len(run[0])):
            yield run
            run = []
        if cells:
            run.append(_padded(cells, len(run[0]) if run else len(cells)))
    if run:
        yield run


def _cells(text: str, line: str, start: int) -> tuple[Span, ...]:
    found: list[Span] = []
    for part in line.split("\t"):
        found.append(strip(text, Span(start, start + len(part))))
        start += len(part) + 1
    return tuple(found)


def _padded(cells: tuple[Span, ...], columns: int) -> tuple[Span, ...]:
    end = Span(cells[-1].end, cells[-1].end)
    return cells + (end,) * (columns - len(cells))


def _is_table(run: Sequence[tuple[Span, ...]]) -> bool:
    return len(run) >= _LEAST_ROWS and len(run[0]) >= _LEAST_COLUMNS and all(cell.start < cell.end for cell in run[0])


def _filled_down(text: str, run: Sequence[tuple[Span, ...]]) -> tuple[tuple[Span, ...], ...]:
    """The rows with the cells that were merged down: empty ones in a column of words, but for the first column."""
    rows = [list(row) for row in run]
    for column in range(1, len(rows[0])):
        words = sum(
            bool(cells[column].of(text)) and not _NUMBER.fullmatch(cells[column].of(text)) for cells in rows[1:]
        )
        if words < _LEAST_LABELS * (len(rows) - 1):
            continue
        for above, row in pairwise(rows[1:]):
            if row[column].start == row[column].end:
                row[column] = above[column]
    return tuple(tuple(row) for row in rows)
