"""The marks in which `sources/` keeps a document's text, one paragraph to a line.

    = title   ~ centred   ^ letterhead   < flush left   > flush right   # ## ### heading   --- page break
    |= 20 | 80 opens a table: its columns' widths in per cent; then one row to a line: | cell | cell
    A cell ^ is merged with the one above it.

A line without a mark is a body paragraph.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["title", "centred", "letterhead", "left", "right", "heading1", "heading2", "heading3", "body", "break"]

MERGED = "^"
_MARKS: dict[str, Kind] = {
    "=": "title",
    "~": "centred",
    "^": "letterhead",
    "<": "left",
    ">": "right",
    "#": "heading1",
    "##": "heading2",
    "###": "heading3",
}


class Paragraph(NamedTuple):
    kind: Kind
    text: str


class Table(NamedTuple):
    """`widths` are per cent of the text's width; the first row is the header."""

    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Table


def parse(source: str) -> list[Block]:
    """The paragraphs and tables of a source, in order."""
    blocks: list[Block] = []
    for line in filter(None, map(str.strip, source.splitlines())):
        if line.startswith("|="):
            blocks.append(Table(tuple(map(int, _cells(line[2:]))), ()))
        elif line.startswith("|"):
            table = blocks[-1]
            assert isinstance(table, Table), f"a row without column widths above it: {line}"
            blocks[-1] = table._replace(rows=(*table.rows, _cells(line[1:])))
        else:
            blocks.append(_paragraph(line))
    return blocks


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("|"))


def _paragraph(line: str) -> Paragraph:
    if line == "---":
        return Paragraph("break", "")
    mark, _, text = line.partition(" ")
    kind = _MARKS.get(mark)
    return Paragraph(kind, text) if kind else Paragraph("body", line)
