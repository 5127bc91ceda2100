"""Which stretches of two wordings of one measure differ, for a reader who looks at them side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz.distance import Indel

_ALIKE = 0.5  # of two wordings that have less in common all would be marked, which shows nothing
_CHANCE = 2  # characters in common between two stretches that differ: below this they are read as one


class Piece(NamedTuple):
    text: str
    differs: bool


def pieces(text: str, other: str) -> list[Piece]:
    """`text` in stretches; marked is what `other` does not say."""
    if text == other or not other or Indel.normalized_similarity(text, other) < _ALIKE:
        return [Piece(text, differs=False)]
    told, end = [], 0
    for start, stop in ((step.src_start, step.src_end) for step in Indel.opcodes(text, other) if step.tag == "equal"):
        inside = start > end and stop < len(text)
        if inside and stop - start < _CHANCE:
            continue
        told += [Piece(text[end:start], differs=True), Piece(text[start:stop], differs=False)]
        end = stop
    told.append(Piece(text[end:], differs=True))
    return list(_joined(piece for piece in told if piece.text))


def _joined(told: Iterator[Piece]) -> Iterator[Piece]:
    held: Piece | None = None
    for piece in told:
        if held is not None and held.differs is piece.differs:
            held = Piece(held.text + piece.text, piece.differs)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held
