"""The letters of a text as numbers: its half width, and the gates that each of its stretches opens, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from policyqa.model import Span
from policyqa.zh.text import CLOSES, FOLD, MARKS, OPENS, Stops, fold

from .patterns.bodies import NAME_ENDS, SUBJECT, VERB_BEGINS
from .patterns.commitments import ACT_BEGINS
from .patterns.gates import ANY, MOST, bits, word_bits, word_gate
from .patterns.quantities import COMPARATOR_BEGINS, NUMBER_BEGINS

_PLANE = 0x10000
_BEYOND = re.compile("[\U00010000-\U0010ffff]")  # characters that are neither folded nor in a gate
_NONE = "\uffff"  # stands for them, so that each character is one number
_ENCODING, _SURROGATES = "utf-16-le", "surrogatepass"
_MARKS, _OPENS, _CLOSES = word_gate(*MARKS), word_gate(*OPENS), word_gate(*CLOSES)
_Bits = NDArray[np.int64]


@cache
def _folding() -> NDArray[np.uint16]:
    table = np.arange(_PLANE, dtype=np.uint16)
    table[list(FOLD)] = list(FOLD.values())
    return table


class _Tables(NamedTuple):
    """What letters open: `characters[kind]` alone, and `words[first[kind] + second[kind of the next]]` with the next one.

    The letters that stand in a gate are few, so all but the table of their kinds is small and stays near the processor.
    """

    kinds: NDArray[np.intp]
    characters: _Bits
    first: NDArray[np.intp]
    second: NDArray[np.intp]
    words: _Bits


@cache
def _tables() -> _Tables:
    alone, pairs = bits(), word_bits()
    rows = _places(word[0] for word in pairs)
    columns = _places(word[1] for word in pairs)
    kinds = _places((*alone, *rows, *columns))
    words = np.zeros((len(rows) + 1, len(columns) + 1), dtype=np.int64)
    for word, bit in pairs.items():
        row = slice(None) if word[0] == ANY else rows[word[0]]
        column = slice(None) if word[1] == ANY else columns[word[1]]
        words[row, column] |= bit
    table = np.zeros(_PLANE, dtype=np.uint16)
    table[list(map(ord, kinds))] = list(kinds.values())
    return _Tables(
        table[_folding()].astype(np.intp),
        np.array([0, *(alone.get(letter, 0) for letter in kinds)], dtype=np.int64),
        np.array([0, *(rows.get(letter, 0) for letter in kinds)], dtype=np.intp) * words.shape[1],
        np.array([0, *(columns.get(letter, 0) for letter in kinds)], dtype=np.intp),
        words.ravel(),
    )


def _places(letters: Iterable[str]) -> dict[str, int]:
    """A place for each letter; 0 is that of all others."""
    return {letter: place for place, letter in enumerate(sorted({*letters} - {ANY}), 1)}


class Letters:
    """A text in half width with the gates of its stretches.

    `subject_ends` are the places at which a verb of duty may begin behind a name, `comparators` and `numbers` those at
    which a comparator and a number may begin, `stops` what tells sentences.
    """

    def __init__(self, text: str) -> None:
        encoded = text.encode(_ENCODING, _SURROGATES)
        plain = len(encoded) == 2 * len(text)
        if not plain:
            encoded = _BEYOND.sub(_NONE, text).encode(_ENCODING, _SURROGATES)
        letters = np.zeros(len(text) + 1, dtype=np.intp)  # one more, so that the last letter stands before one too
        letters[:-1] = np.frombuffer(encoded, dtype=np.uint16)
        half_width = _folding().take(letters[:-1])
        self.folded = half_width.tobytes().decode(_ENCODING, _SURROGATES) if plain else fold(text)
        tables = _tables()
        kinds = tables.kinds.take(letters)
        self._gates = tables.characters.take(kinds)
        self._words = np.zeros_like(self._gates)
        self._words[:-1] = tables.words.take(tables.first.take(kinds[:-1]) + tables.second.take(kinds[1:]))
        self.subject_ends = self._subject_ends()
        self.stops = self._stops()
        self.comparators: list[int] = self._begin(COMPARATOR_BEGINS).tolist()
        self.numbers: list[int] = self._numbers(half_width)

    def _begin(self, words: int) -> NDArray[np.intp]:
        """Where a word of a gate begins."""
        begins: NDArray[np.bool_] = (self._words & (words >> MOST)) != 0  # searched in half the time of numbers
        return begins.nonzero()[0]

    def _stops(self) -> Stops:
        marks, brackets = self._begin(_MARKS), self._begin(_OPENS | _CLOSES)
        before, opens = brackets.searchsorted(marks), self._words.take(brackets) & (_OPENS >> MOST)
        return Stops(marks.tolist(), before.tolist(), [*brackets.tolist(), len(self._words)], opens.tolist())

    def _subject_ends(self) -> list[int]:
        """Where a verb of duty begins behind the last two letters of a name; opens the gate `SUBJECT` there."""
        names, verbs = self._words[:-2] & (NAME_ENDS >> MOST), self._words[2:] & (VERB_BEGINS >> MOST)
        places = ((names != 0) & (verbs != 0)).nonzero()[0] + 2
        self._gates[places] |= SUBJECT
        found: list[int] = places.tolist()
        return found

    def _numbers(self, letters: NDArray[np.uint16]) -> list[int]:
        """Where a number may begin: at no digit behind another."""
        places = self._begin(NUMBER_BEGINS)
        digits = (letters >= ord("0")) & (letters <= ord("9"))
        inside = digits.take(places) & digits.take(places - 1, mode="wrap") & (places > 0)
        found: list[int] = places[~inside].tolist()
        return found

    def gates(self, spans: Sequence[Span]) -> list[int]:
        """The gates of each stretch; the stretches ascend and none is empty."""
        return self._opened(_borders(spans)) if spans else []

    def gates_and_acts(self, spans: Sequence[Span]) -> tuple[list[int], list[int]]:
        """The gates of each stretch, and how far behind its beginning the first act may begin, in it or behind it."""
        if not spans:
            return [], []
        borders = _borders(spans)
        starts, acts = borders[::2], np.append(self._begin(ACT_BEGINS), len(self._words))
        behind: list[int] = (acts[acts.searchsorted(starts)] - starts).tolist()
        return self._opened(borders), behind

    def _opened(self, borders: NDArray[np.intp]) -> list[int]:
        characters = np.bitwise_or.reduceat(self._gates, borders)[::2].tolist()
        words = np.bitwise_or.reduceat(self._words, borders)[::2].tolist()
        return [opened | more << MOST for opened, more in zip(characters, words, strict=True)]


def _borders(spans: Sequence[Span]) -> NDArray[np.intp]:
    """Where stretches begin and end, in turns."""
    return np.fromiter(chain.from_iterable(spans), dtype=np.intp, count=2 * len(spans))
