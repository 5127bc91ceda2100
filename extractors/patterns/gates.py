"""Gates: sets of characters of which a stretch of text must hold one for a pattern to match there; text in half width.

Each set is a bit. A sentence has the bits whose characters it holds (`extractors/letters.py`), so most patterns are not
tried on most sentences. Of each alternative of a pattern its rarest character stands in its gate.
"""

from __future__ import annotations

from functools import cache, reduce
from operator import or_

MOST = 63  # bits of an integer that numpy knows, but for the sign
_SETS: dict[frozenset[str], int] = {}


def gate(*needs: str) -> int:
    """The bits of sets of characters; a pattern with several needs one of each."""
    return reduce(or_, (_bit(frozenset(characters)) for characters in needs), 0)


def _bit(characters: frozenset[str]) -> int:
    if characters not in _SETS and len(_SETS) >= MOST:
        raise OverflowError("no more gates: give a pattern one that another has")
    return _SETS.setdefault(characters, 1 << len(_SETS))


@cache
def bits() -> dict[str, int]:
    """Each character that stands in a gate, with the bits of all that it opens; asked for once all patterns are loaded."""
    found: dict[str, int] = {}
    for characters, bit in _SETS.items():
        for character in characters:
            found[character] = found.get(character, 0) | bit
    return found


def opened(text: str) -> int:
    """The gates that a short text opens."""
    known = bits()
    return reduce(or_, (known.get(character, 0) for character in text), 0)


LABELLED = gate(":([")
