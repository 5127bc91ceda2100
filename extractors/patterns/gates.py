"""Gates: what a stretch of text must hold for a pattern to match there; text in half width.

A gate is a set of characters, or of words of two letters, of which a match holds one. Each gate is a bit. A sentence has
the bits of what it holds (`extractors/letters.py`), so most patterns are not tried on most sentences. Of each alternative
of a pattern its rarest character, or two letters that it always holds side by side, stand in its gate.
"""

from __future__ import annotations

from functools import cache, reduce
from operator import or_

MOST = 63  # bits of an integer that numpy knows, but for the sign; as many for characters and for words
BLANKS = "".join(
    chr(code) for code in range(0x10000) if chr(code).isspace()
)  # what white space in a pattern stands for
ANY = "\0"  # in a word of two letters: whatever stands there
_CHARACTERS: dict[frozenset[str], int] = {}
_WORDS: dict[frozenset[str], int] = {}


def gate(*needs: str) -> int:
    """The bits of sets of characters; a pattern with several needs one of each."""
    return reduce(or_, (_bit(_CHARACTERS, frozenset(characters)) for characters in needs), 0)


def word_gate(*words: str) -> int:
    """The bit of a set of words, of which a pattern needs one; of a word its first two letters count.

    A word of one letter is that letter before any other, `ANY` and a letter that letter behind any other.
    """
    return _bit(_WORDS, frozenset((word + ANY)[:2] for word in words)) << MOST


def _bit(known: dict[frozenset[str], int], members: frozenset[str]) -> int:
    if members not in known and len(known) >= MOST:
        raise OverflowError("no more gates: give a pattern one that another has")
    return known.setdefault(members, 1 << len(known))


@cache
def bits() -> dict[str, int]:
    """Each character that stands in a gate, with the bits of all that it opens; asked for once all patterns are loaded."""
    return _opened(_CHARACTERS)


@cache
def word_bits() -> dict[str, int]:
    """Each word of two letters that stands in a gate, likewise; the first bit is that of the first gate of words."""
    return _opened(_WORDS)


def _opened(known: dict[frozenset[str], int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for members, bit in known.items():
        for member in members:
            found[member] = found.get(member, 0) | bit
    return found
