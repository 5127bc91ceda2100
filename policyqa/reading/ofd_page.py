"""One OFD page: its characters and ruled lines where they stand, in points from the top left corner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import NamedTuple

from policyqa.reading.package import Element
from policyqa.reading.pdf_cells import Glyph, is_apart
from policyqa.reading.pdf_grid import grids
from policyqa.reading.pdf_page import Page, blocks
from policyqa.reading.pdf_rules import Rule

_POINTS = 72 / 25.4  # to a millimetre
_A4 = (210.0, 297.0)
_ASCENT, _DESCENT = 0.85, 0.15  # of the size: a character's box above and below its base line
_HALF = 0.5  # of the size: how wide an ASCII character is where nothing says so
_WIDEST = 1.2  # of the size: a longer step leaves a gap
_SAME_LINE = 0.5  # of the height by which two characters of one line overlap
_MOST_REPEATS = 10_000  # a count in DeltaX beyond any line
_DEEPEST = 16  # nested blocks
_LEAST_PATHS, _MOST_PATHS = 2, 20_000  # fewer make no table, more a map
_OUTLINES = 50  # paths: a page without text that has so many shows letters as outlines
_STRAIGHT, _SHORTEST = 1.0, 1.0  # points
_TOKEN = re.compile(r"[MLSBQAC]|-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|-?\.\d+")
_COORDINATES = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7}


class Area(NamedTuple):
    """In millimetres."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, text: str | None) -> Area | None:
        numbers = _numbers(text)
        return cls(*numbers) if len(numbers) == 4 and min(numbers[2:]) > 0 else None


class Drawn(NamedTuple):
    """An object of a page with what turns its coordinates into those of the page, in points."""

    element: Element
    kind: str
    matrix: tuple[float, float, float, float, float, float]

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        return (a * x + c * y + e) * _POINTS, (b * x + d * y + f) * _POINTS


def local(element: Element) -> str:
    """The name without its namespace, which differs between writers; a comment has none."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if local(child) == name)


def drawn(page: Element) -> list[Drawn]:
    """The objects of all layers in the order in which they are painted."""
    return [found for content in children(page, "Content") for found in _objects(content, _DEEPEST)]


def _objects(parent: Element, depth: int) -> Iterator[Drawn]:
    for child in parent:
        kind = local(child)
        if kind in ("Layer", "PageBlock") and depth:
            yield from _objects(child, depth - 1)
        elif kind in ("TextObject", "PathObject", "ImageObject") and child.get("Visible", "true") != "false":
            yield Drawn(child, kind, _matrix(child))


def _matrix(element: Element) -> tuple[float, float, float, float, float, float]:
    boundary = [*_numbers(element.get("Boundary")), 0.0, 0.0]
    found = _numbers(element.get("CTM"))
    a, b, c, d, e, f = found if len(found) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return a, b, c, d, e + boundary[0], f + boundary[1]


def read_page(objects: Sequence[Drawn], area: Area | None) -> Page:
    width, height = (area.width * _POINTS, area.height * _POINTS) if area else (side * _POINTS for side in _A4)
    glyphs = list(_in_lines([glyph for found in objects if found.kind == "TextObject" for glyph in _glyphs(found)]))
    paths = [found for found in objects if found.kind == "PathObject"]
    rules = [rule for path in paths for rule in _rules(path)] if _LEAST_PATHS <= len(paths) <= _MOST_PATHS else []
    covered = sum(_share(found, width * height) for found in objects if found.kind == "ImageObject")
    return Page(tuple(blocks(glyphs, grids(rules), height)), 1.0 if len(paths) >= _OUTLINES else covered)


# --- characters ------------------------------------------------------------------------------------------------------


def _glyphs(text: Drawn) -> Iterator[Glyph]:
    size = next(iter(_numbers(text.element.get("Size"))), 0.0) or 1.0
    scale = next(iter(_numbers(text.element.get("HScale"))), 1.0) or 1.0
    x = y = 0.0
    for code in children(text.element, "TextCode"):
        x = next(iter(_numbers(code.get("X"))), x)
        y = next(iter(_numbers(code.get("Y"))), y)
        yield from _run(text, code, (x, y), size, scale)


def _run(text: Drawn, code: Element, at: tuple[float, float], size: float, scale: float) -> Iterator[Glyph]:
    """Each character is moved from the one before by DeltaX and DeltaY; without any it follows by its width."""
    characters = (code.text or "").replace("\r", "").replace("\n", "")
    across = chain(_steps(code.get("DeltaX")), repeat(None))
    down = chain(_steps(code.get("DeltaY")), repeat(None))
    has_down = bool(code.get("DeltaY"))
    x, y = at
    for character in characters:
        step_x, step_y = next(across), next(down)
        wide = size * scale * (_HALF if character.isascii() else 1.0)
        # a run leaves no gaps: digits set as wide as Chinese characters have no blanks between them
        yield _glyph(text, character, x, y, step_x if step_x and 0 < step_x <= _WIDEST * size else wide, size)
        x += step_x if step_x is not None else 0.0 if has_down else wide
        y += step_y or 0.0


def _glyph(text: Drawn, character: str, x: float, y: float, wide: float, size: float) -> Glyph:
    a = text.point(x, y - _ASCENT * size)
    b = text.point(x + wide, y + _DESCENT * size)
    return Glyph(character, min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def _steps(delta: str | None) -> Iterator[float]:
    """ "3 g 4 5" is 3 5 5 5 5."""
    words = iter((delta or "").split())
    for word in words:
        count = 1
        if word == "g":
            count, word = int(float(next(words, "0"))), next(words, "")
        step = next(iter(_numbers(word)), 0.0)
        yield from repeat(step, min(count, _MOST_REPEATS))


def _in_lines(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """From top to bottom and left to right, with blanks and line breaks; writers paint in any order."""
    lines: list[list[Glyph]] = []
    for glyph in sorted((g for g in glyphs if not g.character.isspace()), key=lambda g: (g.centre.y, g.x0)):
        if lines and abs(glyph.centre.y - lines[-1][0].centre.y) < _SAME_LINE * (glyph.bottom - glyph.top):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    for line in lines:
        last: Glyph | None = None
        for glyph in sorted(line, key=lambda g: g.x0):
            if last is not None and is_apart(last, glyph):
                yield last._replace(character=" ")
            yield glyph
            last = glyph
        if last is not None:
            yield last._replace(character="\n")


# --- lines and pictures ----------------------------------------------------------------------------------------------


def _rules(path: Drawn) -> Iterator[Rule]:
    """The level and upright strokes of a path; a filled one is a line where it is thin, else shading."""
    fill = path.element.get("Fill", "false") == "true"
    stroke = path.element.get("Stroke", "true") == "true"
    found = [rule for data in children(path.element, "AbbreviatedData") for rule in _segments(path, data.text or "")]
    if found and not stroke and not (fill and _is_thin(found)):
        return
    for rule in found:
        wide, high = rule.x1 - rule.x0, rule.bottom - rule.top
        if max(wide, high) >= _SHORTEST and min(wide, high) <= _STRAIGHT:
            yield rule


def _is_thin(found: Sequence[Rule]) -> bool:
    width = max(rule.x1 for rule in found) - min(rule.x0 for rule in found)
    height = max(rule.bottom for rule in found) - min(rule.top for rule in found)
    return min(width, height) <= 3.0


def _segments(path: Drawn, data: str) -> Iterator[Rule]:
    """M or S begins, L draws a line, C closes, the others are curves, of which the end alone counts."""
    tokens = _TOKEN.findall(data)
    start = last = (0.0, 0.0)
    place = 0
    while place < len(tokens):
        command = tokens[place]
        count = _COORDINATES.get(command, 0)
        values = _numbers(" ".join(tokens[place + 1 : place + 1 + count]))
        place += 1 + count
        if command == "C":
            yield _between(last, start)
            last = start
        elif len(values) == count and count:
            point = path.point(values[-2], values[-1])
            if command == "L":
                yield _between(last, point)
            elif command in "MS":
                start = point
            last = point


def _between(a: tuple[float, float], b: tuple[float, float]) -> Rule:
    return Rule(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def _share(image: Drawn, area: float) -> float:
    boundary = Area.of(image.element.get("Boundary"))
    return boundary.width * boundary.height * _POINTS**2 / area if boundary else 0.0


def _numbers(text: str | None) -> list[float]:
    """What is no number is left out; so is what no page holds (nan, inf)."""
    found = []
    for word in (text or "").replace(",", " ").split():
        try:
            number = float(word)
        except ValueError:
            continue
        if abs(number) < 1e6:
            found.append(number)
    return found
