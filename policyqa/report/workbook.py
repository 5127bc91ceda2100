"""Excel workbooks with filters, frozen headings and native charts; strings of documents never become formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from types import TracebackType
from typing import Any, NamedTuple

Value = str | int | float | date | None
_LONGEST_CELL = 32_767  # characters; Excel's limit
_LONGEST_NOTE = 2_000
_ARROW = 3  # of a column's width, that the button of the filter hides
_LINE_POINTS, _MOST_LINES = 15.0, 25  # Excel allows 409 points


class Cell(NamedTuple):
    """A value with a note that opens where the pointer rests; `style` is a key of `_STYLES`."""

    value: Value
    note: str = ""
    style: str = "body"


_BASE = {"text_wrap": True, "valign": "top"}
_STYLES: dict[str, dict[str, Any]] = {
    "body": _BASE,
    "head": {**_BASE, "bold": True, "bg_color": "#DCE6F1", "border": 1},
    "count": {**_BASE, "num_format": "0;-0;;@"},  # a table of counts is read by what is there: nought stays empty
    "near": {**_BASE, "font_color": "#1F5FA8"},
    "date": {**_BASE, "num_format": "yyyy-mm-dd", "align": "left"},
    "best": {**_BASE, "bg_color": "#E6F4EC", "bold": True},
    "absent": {**_BASE, "font_color": "#8A94A0"},
    "figureless": {**_BASE, "font_color": "#A3480B"},
}


class Workbook:
    """A workbook in memory; `content` is there when the block that writes it has ended."""

    def __enter__(self) -> Workbook:
        import xlsxwriter

        self._buffer = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(self._buffer, options)
        self._formats = {name: self._book.add_format(style) for name, style in _STYLES.items()}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._book.close()

    @property
    def content(self) -> bytes:
        return self._buffer.getvalue()

    def sheet(
        self,
        name: str,
        head: Sequence[str],
        rows: Iterable[Sequence[Value | Cell]],
        widths: Sequence[float],
        frozen: int = 0,
    ) -> Sheet:
        """A table with a filter; its heading and the first `frozen` columns stay in sight."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, frozen)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_row(0, _height([Cell(name) for name in head], [width - _ARROW for width in widths]))
        sheet.write_row(0, 0, head, self._formats["head"])
        last = 0
        for last, row in enumerate(rows, 1):
            filled = [value if isinstance(value, Cell) else Cell(value) for value in row]
            sheet.set_row(last, _height(filled, widths))
            for column, cell in enumerate(filled):
                self._write(sheet, last, column, cell)
        sheet.autofilter(0, 0, max(last, 1), len(head) - 1)
        sheet.hide_gridlines(0)  # printed too
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return Sheet(self._book, sheet, name, last)

    def _write(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        value, form = cell.value, self._formats[cell.style]
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, self._formats["date"])
        elif isinstance(value, str):
            sheet.write_string(row, column, value[:_LONGEST_CELL], form)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self._formats["count"])
        elif value is not None:
            sheet.write_number(row, column, value, form)
        if cell.note:
            sheet.write_comment(row, column, cell.note[:_LONGEST_NOTE], {"x_scale": 3, "y_scale": 2})


def _height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    """Points for the longest cell of a row: WPS and LibreOffice do not make room for wrapped text by themselves."""
    lines = max((_lines(cell.value, width) for cell, width in zip(row, widths, strict=False)), default=1)
    return _LINE_POINTS * min(lines, _MOST_LINES)


def _lines(value: Value, width: float) -> int:
    """Chinese characters are two units wide."""
    if not isinstance(value, str):
        return 1
    return sum(1 + int(sum(1 + (c > "\u2e7f") for c in line) * 1.05 // width) for line in value.split("\n"))


class Sheet(NamedTuple):
    """A sheet that was written; `last` is its last row, counted from 0 for the heading."""

    book: Any
    sheet: Any
    name: str
    last: int

    def shade(self, first_column: int, last_column: int) -> None:
        """A colour scale over a block of numbers: a heat map that stays a table."""
        self.sheet.conditional_format(
            1, first_column, max(self.last, 1), last_column, {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#5B9BD5"}
        )  # fmt: skip

    def chart(
        self,
        kind: str,
        title: str,
        names: int,
        columns: Sequence[tuple[str, int]],
        at: str,
        *,
        stacked: bool = False,
        most: float | None = None,
    ) -> None:
        """A native chart of number columns over the words of column `names`, put at that cell; bars end at `most`."""
        options = {"type": kind, "subtype": "stacked"} if stacked else {"type": kind}
        chart = self.book.add_chart(options)
        for label, column in columns:
            chart.add_series({
                "name": label, "categories": [self.name, 1, names, self.last, names],
                "values": [self.name, 1, column, self.last, column],
            })  # fmt: skip
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_size({"width": 760, "height": max(300, min(900, 120 + 22 * self.last))})
        if kind == "bar":
            chart.set_y_axis({"reverse": True})
        if most is not None:
            chart.set_x_axis({"max": most})
        self.sheet.insert_chart(at, chart)
