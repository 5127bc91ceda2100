"""Text in columns. rich's own tables do the same and take a tenth of a second longer to load and print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len, chop_cells

_BETWEEN = "   "
_NARROWEST = 4


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Its lines; cells that are too long for `width` characters (a Chinese one counts two) go over several."""
    natural = [max(map(cell_len, column)) for column in zip(heads, *rows, strict=True)]
    widths = _narrowed(natural, width - 2 - len(_BETWEEN) * (len(heads) - 1))
    yield ""
    yield from _lines(heads, widths)
    yield f" {'─' * (sum(widths) + len(_BETWEEN) * (len(widths) - 1))}"
    for row in rows:
        yield from _lines(row, widths)


def _narrowed(widths: Sequence[int], room: int) -> list[int]:
    """The widest columns give way first."""
    cap = max(widths, default=0)
    while cap > _NARROWEST and sum(min(width, cap) for width in widths) > room:
        cap -= 1
    return [min(width, cap) for width in widths]


def _lines(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    cells = [list(_folded(cell, width)) for cell, width in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        padded = (part + " " * (width - cell_len(part)) for part, width in zip(parts, widths, strict=True))
        yield f" {_BETWEEN.join(padded)}".rstrip()


def _folded(text: str, width: int) -> Iterator[str]:
    """Lines of at most that width, broken at blanks and inside what is longer than a line."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if cell_len(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        *full, line = chop_cells(word, width) or [""]
        yield from full
    yield line
