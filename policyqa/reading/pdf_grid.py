"""Cells of the ruled tables on a page: pdfplumber finds them among the lines that pdfium reads.

pdfplumber's own reading of a page (pdfminer's) takes some 60 ms and floods stderr with warnings about fonts;
its table finder needs nothing but the lines, so that is all it gets.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from policyqa.reading.pdf_rules import Point, Rule

_NEAR = 3.0  # points: lines this close are one, ends this close meet (pdfplumber's own default)
_SHORTEST = 3.0  # points, once the pieces of a dashed line are joined
_OVERSHOT = 12.0  # points by which a level line may stick out over the border
_MOST_RULES = 800  # after joining; a page of more is a drawing


class Box(NamedTuple):
    """A cell: its place on the page, and the rows and columns of its grid that it covers."""

    x0: float
    top: float
    x1: float
    bottom: float
    row: int
    column: int
    rows: int
    columns: int


class Grid(NamedTuple):
    """A table's cells, the cell at each row and column, and all borders of columns and rows."""

    boxes: tuple[Box, ...]
    places: dict[tuple[int, int], Box]
    xs: tuple[float, ...]
    ys: tuple[float, ...]

    def at(self, point: Point) -> Box | None:
        """The cell under a point."""
        return self.places.get((bisect_right(self.ys, point.y) - 1, bisect_right(self.xs, point.x) - 1))


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """Tables of two columns at least: a single column is a frame around text."""
    if not rules:
        return []
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells

    joined = _joined(rules)
    if len(joined) > _MOST_RULES:
        return []
    edges = [_edge(rule) for rule in joined]
    cells = intersections_to_cells(edges_to_intersections(edges, _NEAR, _NEAR))
    found = [_grid(table) for table in cells_to_tables(cells)]
    return [grid for grid in found if len(grid.xs) > 2]


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces of one line as one, with the borders that a table leaves open."""
    merged = _merged(rules)
    closed = [*merged, *_open_ends(merged), *map(_turned, _open_ends([_turned(rule) for rule in merged]))]
    return _merged(closed) if len(closed) > len(merged) else merged


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    from pdfplumber.table import merge_edges

    edges = merge_edges([_edge(rule) for rule in rules], _NEAR, _NEAR, _NEAR, _NEAR)
    found = (Rule(e["x0"], e["top"], e["x1"], e["bottom"]) for e in edges)
    return [rule for rule in found if max(rule.x1 - rule.x0, rule.bottom - rule.top) >= _SHORTEST]


def _edge(rule: Rule) -> dict[str, Any]:
    """pdfplumber's record of a line."""
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": rule.x1 - rule.x0,
        "height": rule.bottom - rule.top,
        "orientation": "v" if rule.is_upright else "h",
    }


def _turned(rule: Rule) -> Rule:
    return Rule(rule.top, rule.x0, rule.bottom, rule.x1)


def _open_ends(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Upright borders missing at the sides: where two neighbouring level lines begin (or end) at the same x.

    Many tables have no outer border, and a browser draws none where a page breaks through a row. Between the
    two lines an inner upright must join them, else they belong to different tables.
    """
    level = [rule for rule in rules if not rule.is_upright]
    upright = [rule for rule in rules if rule.is_upright]
    for side in ("x0", "x1"):
        for near in _clusters(level, side):
            for above, below in pairwise(sorted(near, key=attrgetter("top"))):
                x = getattr(above, side)
                if _are_joined(above, below, upright) and not _is_closed(x, above, below, upright):
                    yield Rule(x, above.top, x, below.top)


def _clusters(rules: Iterable[Rule], side: str) -> list[list[Rule]]:
    found: list[list[Rule]] = []
    for rule in sorted(rules, key=attrgetter(side)):
        if found and getattr(rule, side) - getattr(found[-1][-1], side) <= _NEAR:
            found[-1].append(rule)
        else:
            found.append([rule])
    return found


def _are_joined(above: Rule, below: Rule, upright: Iterable[Rule]) -> bool:
    return any(
        above.x0 < rule.x0 < above.x1 and rule.top <= above.top + _NEAR and rule.bottom >= below.top - _NEAR
        for rule in upright
    )


def _is_closed(x: float, above: Rule, below: Rule, upright: Iterable[Rule]) -> bool:
    return any(
        abs(rule.x0 - x) < _OVERSHOT and rule.top < below.top - _NEAR and rule.bottom > above.top + _NEAR
        for rule in upright
    )


def _grid(cells: Sequence[tuple[float, float, float, float]]) -> Grid:
    xs = sorted({x for cell in cells for x in (cell[0], cell[2])})
    ys = sorted({y for cell in cells for y in (cell[1], cell[3])})
    boxes = []
    for x0, top, x1, bottom in sorted(cells, key=itemgetter(1, 0)):
        row, column = ys.index(top), xs.index(x0)
        boxes.append(Box(x0, top, x1, bottom, row, column, ys.index(bottom) - row, xs.index(x1) - column))
    places = {
        (row, column): box
        for box in boxes
        for row in range(box.row, box.row + box.rows)
        for column in range(box.column, box.column + box.columns)
    }
    return Grid(tuple(boxes), places, tuple(xs), tuple(ys))
