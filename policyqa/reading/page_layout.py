"""Where paragraphs begin on a page, by the places of its lines: first-line indents, wider gaps, centred and set-off lines.

What the places leave open stays open, for the wording decides then (policyqa.reading.wrapping).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from policyqa.reading.pdf_page import Line
from policyqa.reading.wrapping import width

_INDENT = (
    1.2,
    3.2,
)  # characters before a paragraph's first line: two, and what rounding and half-width marks make of it
_FLUSH = 0.6  # characters by which a line at the margin may be off
_FULL = 1.6  # characters that a full line may leave free: one mark must not begin a line
_SHORT = 8.0  # characters that a line leaves free because it is at its end, also inside the column of a layout
_CENTRED = 2.5  # characters by which the space left and right of a centred line may differ: many are indented too
_GAP = 1.35  # times the common distance of lines
_LEAST_SHARE = 0.1  # of the lines that stand at a page's margin, and of the distances that are the common one
_LEAST_AGREEING = 0.85  # of the indented lines, that follow on a finished paragraph
_LEAST_INDENTED = 3
_LEAST_LINES = 4  # of a document, to know its page
_STEP = 2.0  # points: places closer than that are one
_OPEN = re.compile(r"[，,、（(“《]\s*$")
_FINISHED = re.compile(r"[。！？!?：:；;][”’）)」』》]?\s*$")


class Layout(NamedTuple):
    """Lines by the indices of their page and block: those that begin a paragraph, and those that go on with one."""

    begins: frozenset[tuple[int, int]]
    continues: frozenset[tuple[int, int]]


class _Row(NamedTuple):
    """What stands side by side on a page. Spaces are in characters of the document's common size; `gap` is the distance
    from the row above on the same page, in points; `is_below`: it stands below a later piece of that row."""

    key: tuple[int, int]
    text: str
    left: float
    right: float
    gap: float | None
    is_below: bool

    @property
    def is_flush(self) -> bool:
        return abs(self.left) <= _FLUSH

    @property
    def is_indented(self) -> bool:
        return _INDENT[0] <= self.left <= _INDENT[1]

    @property
    def is_set_off(self) -> bool:
        """In the middle or at the right: a heading, a signature."""
        return self.left > _SHORT and (self.is_centred or self.right <= _SHORT)

    @property
    def is_even(self) -> bool:
        return abs(self.left - self.right) <= _CENTRED

    @property
    def is_centred(self) -> bool:
        return min(self.left, self.right) >= _INDENT[0] and self.is_even

    @property
    def is_full(self) -> bool:
        return self.right <= _FULL

    @property
    def is_short(self) -> bool:
        return self.right >= _SHORT

    @property
    def is_open(self) -> bool:
        return bool(_OPEN.search(self.text))

    @property
    def is_finished(self) -> bool:
        return bool(_FINISHED.search(self.text))


def layout(pages: Sequence[Sequence[object]]) -> Layout:
    """`pages`: the blocks of each, of which lines with a known place count."""
    sheets = [_visual(number, blocks) for number, blocks in enumerate(pages)]
    placed = [line for sheet in sheets for line in sheet]
    if len(placed) < _LEAST_LINES:
        return Layout(frozenset(), frozenset())
    size = median(line.size for line in placed)
    rows = list(_rows(sheets, size))
    pairs = list(pairwise(rows))
    first_lines = _are_first_lines(pairs)
    pitch = _least_common([row.gap for row in rows if row.gap] or [0.0])
    begins = {row.key for above, row in pairs if _begins(above, row, pitch, first_lines=first_lines)}
    continues = {
        row.key for above, row in pairs if first_lines and row.key not in begins and _continues(above, row, pitch)
    }
    return Layout(frozenset(begins), frozenset(continues))


def _begins(above: _Row, row: _Row, pitch: float, *, first_lines: bool) -> bool:
    """Whether a row cannot go on with the paragraph of the one above it."""
    if row.is_centred and above.is_even and not above.is_finished:
        return False  # a title over two lines
    if row.is_below or above.is_open:
        return False
    if row.is_indented and first_lines:
        return True
    if row.is_set_off != above.is_set_off:
        return above.is_finished or above.is_short
    return above.is_finished and row.gap is not None and row.gap > _GAP * pitch


def _continues(above: _Row, row: _Row, pitch: float) -> bool:
    near = row.gap is not None and row.gap <= _GAP * pitch
    return near and row.is_flush and above.is_full and (above.is_flush or above.is_indented)


def _are_first_lines(pairs: Sequence[tuple[_Row, _Row]]) -> bool:
    """Whether indented rows begin paragraphs here; in lists with hanging marks they go on with them."""
    agree = [above.is_finished or not above.is_full for above, row in pairs if row.is_indented]
    return len(agree) >= _LEAST_INDENTED and sum(agree) >= _LEAST_AGREEING * len(agree)


class _Placed(NamedTuple):
    """A visual line: its pieces as one, in points; `pieces` are the left edges of all but the first."""

    key: tuple[int, int]
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    pieces: tuple[float, ...] = ()

    @property
    def size(self) -> float:
        """The common width of a character."""
        return (self.x1 - self.x0) / max(width(self.text), 1.0)


def _visual(page: int, blocks: Iterable[object]) -> list[_Placed]:
    found: list[_Placed] = []
    for index, line in enumerate(blocks):
        if not isinstance(line, Line) or line.box is None:
            continue
        x0, top, x1, bottom = line.box
        last = found[-1] if found else None
        if last and min(last.bottom, bottom) - max(last.top, top) > 0.5 * (bottom - top) and x0 >= last.x1 - _STEP:
            found[-1] = last._replace(text=last.text + line.text, x1=x1, pieces=(*last.pieces, x0))
        else:
            found.append(_Placed((page, index), line.text, x0, top, x1, bottom))
    return found


def _rows(sheets: Sequence[Sequence[_Placed]], size: float) -> Iterator[_Row]:
    margin = None
    for sheet in filter(None, sheets):
        edges = sorted((line.x1 for line in sheet), reverse=True)
        edge = edges[len(edges) // 20]
        later = [line.x0 for above, line in pairwise(sheet) if _goes_on(above, edge, size)]
        margin = (
            _least_common(later) if later else _least_common([line.x0 for line in sheet]) if margin is None else margin
        )
        for above, line in zip([None, *sheet], sheet, strict=False):
            gap = line.bottom - above.bottom if above and line.bottom > above.bottom else None
            below = any(abs(line.x0 - piece) < _STEP for piece in above.pieces) if above else False
            yield _Row(line.key, line.text, (line.x0 - margin) / size, (edge - line.x1) / size, gap, below)


def _goes_on(line: _Placed, edge: float, size: float) -> bool:
    """Whether the next line belongs to the same paragraph, and so stands at the margin."""
    return edge - line.x1 <= _FULL * size and not _FINISHED.search(line.text)


def _least_common(values: Sequence[float]) -> float:
    """The least of the values of which a tenth are about the same."""
    counts = Counter(round(value / _STEP) for value in values)
    common = [step for step, count in counts.items() if count >= max(2, _LEAST_SHARE * len(values))]
    return _STEP * min(common or counts)
