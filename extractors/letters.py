"""The letters of a text as numbers: its half width, and the gates that each of its stretches opens, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from policyqa.model import Span
from policyqa.zh.text import FOLD

from .patterns.bodies import NAME_ENDS, SUBJECT, VERB_BEGINS
from .patterns.gates import bits

_PLANE = 0x10000  # what lies beyond is neither folded nor in a gate
_ENCODING = "utf-32-le"


@cache
def _folding() -> NDArray[np.uint32]:
    table = np.arange(_PLANE, dtype=np.uint32)
    table[list(FOLD)] = list(FOLD.values())
    return table


@cache
def _gates() -> NDArray[np.int64]:
    table = np.zeros(_PLANE, dtype=np.int64)
    for character, opened in bits().items():
        table[ord(character)] = opened
    return table


class Letters:
    """A text in half width with the gates of its stretches.

    `subject_ends` are the places at which a verb of duty may begin behind a name.
    """

    def __init__(self, text: str) -> None:
        codes = np.frombuffer(text.encode(_ENCODING, "surrogatepass"), dtype=np.uint32)
        beyond = codes >= _PLANE
        within = codes if not beyond.any() else np.where(beyond, _PLANE - 1, codes)
        folded = _folding()[within]
        self.folded = np.where(beyond, codes, folded).tobytes().decode(_ENCODING, "surrogatepass")
        # one more, so that a stretch may end with the text
        self._gates = np.append(_gates()[folded], np.int64(0))
        places = np.flatnonzero((self._gates[:-1] & NAME_ENDS != 0) & (self._gates[1:] & VERB_BEGINS != 0))
        self._gates[places] |= SUBJECT
        self.subject_ends: list[int] = (places + 1).tolist()

    def gates(self, spans: Sequence[Span]) -> list[int]:
        """The gates of each stretch; the stretches ascend and none is empty."""
        borders = np.fromiter(chain.from_iterable(spans), dtype=np.intp, count=2 * len(spans))
        found: list[int] = np.bitwise_or.reduceat(self._gates, borders)[::2].tolist() if len(spans) else []
        return found
