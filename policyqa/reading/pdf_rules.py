"""The ruled lines of a PDF page as shown: in points from its top left corner, rotation applied."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

_DEEPEST = 8  # nested forms
_LEAST_SEGMENTS = 8  # four strokes, or two rectangles: fewer make no table
_MOST_SEGMENTS = 20_000  # a map or a chart, not a table
_STRAIGHT = 1.0  # points that a line may be out of the level
_THIN = 3.0  # points: a filled rectangle up to this is a drawn line, a thicker one is shading
_SHORTEST = 1.0


class Rule(NamedTuple):
    """A level or upright line."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def is_upright(self) -> bool:
        return self.x1 - self.x0 < self.bottom - self.top


class Point(NamedTuple):
    x: float
    y: float


class View(NamedTuple):
    """What turns PDF coordinates into those of the page as shown."""

    matrix: pypdfium2.PdfMatrix
    width: float
    height: float

    def point(self, x: float, y: float) -> Point:
        return Point(*self.matrix.on_point(x, y))


def view(page: Any) -> View:
    left, bottom, right, top = page.get_cropbox()
    matrix = pypdfium2.PdfMatrix().translate(-left, -bottom).scale(1, -1).translate(0, top - bottom)
    turns = page.get_rotation() // 90 % 4
    width, height = right - left, top - bottom
    for _ in range(turns):  # a quarter to the right: (x, y) goes to (height - y, x)
        matrix = matrix.multiply(pypdfium2.PdfMatrix(0, 1, -1, 0, height, 0))
        width, height = height, width
    return View(matrix, width, height)


def rules(page: Any, shown: View) -> list[Rule]:
    """The lines that may border cells; none where there are too few for a table, or enough for a map."""
    paths = list(_paths(page.raw, shown.matrix))
    segments = sum(pdfium.FPDFPath_CountSegments(path.handle) for path in paths)
    if not _LEAST_SEGMENTS <= segments <= _MOST_SEGMENTS:
        return []
    return [rule for path in paths for rule in _lines(path)]


class _Path(NamedTuple):
    handle: Any
    matrix: pypdfium2.PdfMatrix


def _paths(page: Any, shown: pypdfium2.PdfMatrix) -> Iterator[_Path]:
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _paths_of(pdfium.FPDFPage_GetObject(page, index), shown, _DEEPEST)


def _paths_of(handle: Any, outer: pypdfium2.PdfMatrix, depth: int) -> Iterator[_Path]:
    kind = pdfium.FPDFPageObj_GetType(handle)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield _Path(handle, _matrix(handle).multiply(outer))
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
        inner = _matrix(handle).multiply(outer)
        for index in range(pdfium.FPDFFormObj_CountObjects(handle)):
            yield from _paths_of(pdfium.FPDFFormObj_GetObject(handle, index), inner, depth - 1)


def _matrix(handle: Any) -> pypdfium2.PdfMatrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, found):
        return pypdfium2.PdfMatrix()
    return pypdfium2.PdfMatrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _lines(path: _Path) -> list[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path.handle, fill, stroke)
    if not fill.value and not stroke.value:
        return []
    found = list(_segments(path))
    if not stroke.value and found and not _is_thin(found):
        return []
    return [rule for rule in found if max(rule.x1 - rule.x0, rule.bottom - rule.top) >= _SHORTEST and _is_level(rule)]


def _is_thin(found: list[Rule]) -> bool:
    width = max(rule.x1 for rule in found) - min(rule.x0 for rule in found)
    height = max(rule.bottom for rule in found) - min(rule.top for rule in found)
    return min(width, height) <= _THIN


def _is_level(rule: Rule) -> bool:
    return min(rule.x1 - rule.x0, rule.bottom - rule.top) <= _STRAIGHT


def _segments(path: _Path) -> Iterator[Rule]:
    """The straight segments of a path, in any direction."""
    start = last = Point(0, 0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium.FPDFPath_CountSegments(path.handle)):
        segment = pdfium.FPDFPath_GetPathSegment(path.handle, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = Point(*path.matrix.on_point(x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield _between(last, point)
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield _between(last, start)
            last = start


def _between(a: Point, b: Point) -> Rule:
    return Rule(min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y))
