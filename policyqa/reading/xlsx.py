"""Excel workbooks: each sheet a table, with the values that Excel stored last and merged cells once."""

from __future__ import annotations

import io
import re
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading.failures import damaged, empty, macros, too_large
from policyqa.reading.package import BROKEN, Package, opened
from policyqa.reading.raw import RawText
from policyqa.reading.writer import Cell, TextWriter, join_lines
from policyqa.reading.xlsx_values import shown

_MOST_SHEET_BYTES = 48 * 2**20  # of one sheet's XML: some 700,000 cells
_MOST_ROWS = 20_000  # of a sheet; a county's task table has hundreds
_MOST_COLUMNS = 256
_UNNAMED = re.compile(r"Sheet\s*\d*|工作表\s*\d*", re.I)
_HEAD_LINES = 6  # rows above the table's head that may hold title, unit and date


def read_xlsx(data: bytes, name: str) -> RawText:
    """Hidden sheets, charts and pictures are left out.

    Raises Unreadable with the code damaged, encrypted, hostile, too-large or empty.
    """
    with opened(data) as package:
        _refuse(package)
        has_macros = any(part.lower().endswith("vbaproject.bin") for part in package.names)
        has_formulas = any(b"<f>" in xml or b"<f " in xml for xml in map(package.read, _sheet_parts(package)))
    book = _book(data, formulas=False)
    writer = TextWriter()
    problems = [macros()] if has_macros else []
    sheets = [(sheet, _rows(sheet)) for sheet in _visible(book)]
    filled = [(sheet, rows) for sheet, rows in sheets if rows]
    for sheet, rows in filled:
        if len(filled) > 1 and not _UNNAMED.fullmatch(sheet.title):
            writer.paragraph(sheet.title)
        _write(rows[:_MOST_ROWS], writer)
        problems += _too_many(sheet.title, len(rows))
    if not writer.text.strip():
        raise empty()
    problems += _hidden(book)
    problems += _unsaved(book, _book(data, formulas=True)) if has_formulas else []
    return RawText(text=writer.text, breaks="paragraphs", tables=writer.tables, problems=tuple(problems))


def _sheet_parts(package: Package) -> list[str]:
    return [part for part in package.names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part, re.I)]


def _refuse(package: Package) -> None:
    package.refuse_document_types()
    if any(package.size(part) > _MOST_SHEET_BYTES for part in _sheet_parts(package)):
        raise too_large()


def _book(data: bytes, *, formulas: bool) -> Any:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not know (validation, extensions) holds no text
            return openpyxl.load_workbook(io.BytesIO(data), data_only=not formulas, keep_links=False)
    except (*BROKEN, TypeError, AttributeError, IndexError) as error:
        raise damaged() from error


def _visible(book: Any) -> list[Any]:
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


class _Row(NamedTuple):
    """The cells that hold something, by column."""

    cells: tuple[Cell, ...]


def _rows(sheet: Any) -> list[_Row]:
    """Rows and columns without any text are gone; a merged cell covers those that are left."""
    texts = _texts(sheet)
    rows = sorted({row for row, _ in texts})
    columns = sorted({column for _, column in texts})
    merged = _merged(sheet)
    found: dict[int, list[Cell]] = {row: [] for row in rows}
    for (row, column), text in sorted(texts.items()):
        last_row, last_column = merged.get((row, column), (row, column))
        top, left = bisect_left(rows, row), bisect_left(columns, column)
        height, width = bisect_right(rows, last_row) - top, bisect_right(columns, last_column) - left
        found[row].append(Cell(text, top, left, height, width))
    return [_Row(tuple(cells)) for cells in found.values()]


def _texts(sheet: Any) -> dict[tuple[int, int], str]:
    # the sheet's own iterators make a cell for every place up to the last one, which may be XFD1048576
    cells = ((place, shown(cell)) for place, cell in sheet._cells.items() if place[1] <= _MOST_COLUMNS)
    return {place: text for place, text in cells if text}


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """By the place of its first cell, the place of a merged range's last one."""
    return {(r.min_row, r.min_col): (r.max_row, r.max_col) for r in sheet.merged_cells.ranges}


def _write(rows: Sequence[_Row], writer: TextWriter) -> None:
    """Title lines above the table and remarks below it are paragraphs; a sheet of one column is all paragraphs."""
    first = next((i for i, row in enumerate(rows[:_HEAD_LINES]) if not _is_alone(row)), len(rows))
    last = 1 + max((i for i, row in enumerate(rows) if not _is_alone(row) or row.cells[0].column), default=-1)
    if last - first < 2:  # no head with a row below it
        first = last = len(rows)
    for row in rows[:first]:
        _paragraph(row, writer)
    if first < last:
        writer.table(_moved(cell, first) for row in rows[first:last] for cell in row.cells)
    for row in rows[last:]:
        _paragraph(row, writer)


def _is_alone(row: _Row) -> bool:
    """Whether a row holds one cell and none beside it is merged down: a title, a unit, a remark."""
    return len(row.cells) == 1 and row.cells[0].rows == 1


def _paragraph(row: _Row, writer: TextWriter) -> None:
    for cell in row.cells:
        for line in cell.text.split("\n"):
            writer.paragraph(line.strip())


def _moved(cell: Cell, rows: int) -> Cell:
    row = cell.row - rows
    return cell._replace(text=join_lines(cell.text.split("\n"), header=row == 0), row=row)


def _too_many(sheet: str, count: int) -> Iterator[Problem]:
    if count > _MOST_ROWS:
        message = say(
            f"工作表“{sheet}”有 {count} 行，只读取了前 {_MOST_ROWS} 行。",
            f"The sheet {sheet} has {count} rows; the first {_MOST_ROWS} were read.",
        )
        yield Problem(code="too-many-rows", grade="error", message=message)


def _hidden(book: Any) -> Iterator[Problem]:
    names = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if names:
        message = say(
            f"隐藏的工作表没有读取：{'、'.join(names)}。", f"Hidden sheets were not read: {', '.join(names)}."
        )
        yield Problem(code="hidden-sheets", grade="note", message=message)


def _unsaved(values: Any, formulas: Any) -> Iterator[Problem]:
    """Formulas whose result the writing program did not store: nobody opened the file in Excel since."""
    count = sum(
        cell.data_type == "f" and sheet._cells[place].value is None
        for sheet in _visible(values)
        for place, cell in formulas[sheet.title]._cells.items()
    )
    if count:
        message = say(
            f"有 {count} 个公式没有保存计算结果，没有读取；请用 Excel 或 WPS 打开后另存。",
            f"{count} formulas hold no stored result and were not read; open the file in Excel and save it again.",
        )
        yield Problem(code="no-results", grade="warning", message=message)
