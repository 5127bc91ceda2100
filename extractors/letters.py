"""The letters of a text as numbers: its half width, and the gates that each of its stretches opens, all at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from policyqa.model import Span
from policyqa.zh.text import FOLD, fold

from .patterns.bodies import NAME_ENDS, SUBJECT, VERB_BEGINS
from .patterns.gates import bits

_PLANE = 0x10000
_BEYOND = re.compile("[\U00010000-\U0010ffff]")  # characters that are neither folded nor in a gate
_NONE = "\uffff"  # stands for them, so that each character is one number
_ENCODING, _SURROGATES = "utf-16-le", "surrogatepass"


@cache
def _folding() -> NDArray[np.uint16]:
    table = np.arange(_PLANE, dtype=np.uint16)
    table[list(FOLD)] = list(FOLD.values())
    return table


@cache
def _gates() -> NDArray[np.int64]:
    table = np.zeros(_PLANE, dtype=np.int64)
    for character, opened in bits().items():
        table[ord(character)] = opened
    return table[_folding()]


class Letters:
    """A text in half width with the gates of its stretches.

    `subject_ends` are the places at which a verb of duty may begin behind a name.
    """

    def __init__(self, text: str) -> None:
        encoded = text.encode(_ENCODING, _SURROGATES)
        plain = len(encoded) == 2 * len(text)
        if not plain:
            encoded = _BEYOND.sub(_NONE, text).encode(_ENCODING, _SURROGATES)
        letters = np.frombuffer(encoded, dtype=np.uint16).astype(np.intp)
        self.folded = _folding()[letters].tobytes().decode(_ENCODING, _SURROGATES) if plain else fold(text)
        self._gates = np.zeros(len(text) + 1, dtype=np.int64)  # one more, so that a stretch may end with the text
        self._gates[:-1] = _gates()[letters]
        ends, begins = self._gates[:-1] & NAME_ENDS, self._gates[1:] & VERB_BEGINS
        places = np.flatnonzero(ends.astype(bool) & begins.astype(bool))
        self._gates[places] |= SUBJECT
        self.subject_ends: list[int] = (places + 1).tolist()

    def gates(self, spans: Sequence[Span]) -> list[int]:
        """The gates of each stretch; the stretches ascend and none is empty."""
        borders = np.fromiter(chain.from_iterable(spans), dtype=np.intp, count=2 * len(spans))
        found: list[int] = np.bitwise_or.reduceat(self._gates, borders)[::2].tolist() if len(spans) else []
        return found
