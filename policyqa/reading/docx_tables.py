"""The grid of a Word table: which rows and columns each of its cells covers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from policyqa.reading.numbering import Element, W, value, whole

_HOLDERS = {W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "moveTo"}
_MOST_COLUMNS = 64  # Word makes 63


class Place(NamedTuple):
    """A cell's element and its place in the grid."""

    element: Element
    row: int
    column: int
    rows: int = 1
    columns: int = 1


def places(table: Element) -> list[Place]:
    """Merged cells once each, with all that they cover; deleted rows are left out."""
    found: list[Place] = []
    above: dict[int, int] = {}  # by column, the cell that a row below may continue
    for row, element in enumerate(_rows(table)):
        column = min(whole(value(element.find(W + "trPr"), "gridBefore"), 0), _MOST_COLUMNS)
        for cell in _children(element, W + "tc"):
            properties = cell.find(W + "tcPr")
            columns = min(max(whole(value(properties, "gridSpan"), 1), 1), _MOST_COLUMNS)
            if _merge(properties, "hMerge") == "continue" and found and found[-1].row == row:
                found[-1] = found[-1]._replace(columns=found[-1].columns + columns)
            elif _merge(properties, "vMerge") == "continue" and column in above:
                index = above[column]
                found[index] = found[index]._replace(rows=row - found[index].row + 1)
            else:
                found.append(Place(cell, row, column, 1, columns))
                above[column] = len(found) - 1
            column += columns
    return found


def is_frame(cells: list[Place]) -> bool:
    """Whether no row has two cells: a box around text (专栏), whose paragraphs matter more than its grid."""
    rows = [cell.row for cell in cells]
    return len(rows) == len(set(rows)) and not any(cell.column for cell in cells)


def _rows(table: Element) -> Iterator[Element]:
    for row in _children(table, W + "tr"):
        properties = row.find(W + "trPr")
        if properties is None or properties.find(W + "del") is None:
            yield row


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """Children of that tag, also those that content controls and tracked insertions hold."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _HOLDERS:
            yield from _children(child, tag)


def _merge(properties: Element | None, name: str) -> str | None:
    """ "restart", "continue", or None where the cell is not merged that way."""
    element = properties.find(W + name) if properties is not None else None
    return None if element is None else element.get(W + "val", "continue")
