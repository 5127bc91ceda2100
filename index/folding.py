"""Long texts to half width and lower case, by a table over all their characters at once."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from policyqa.zh.text import fold

_TWO_UNITS = 0xD800  # the upper five bits of both halves of a character beyond the first 65,536
_UNLIKE = "İΣ"  # their lower case is longer than they are, or depends on what stands beside them


def normalised(text: str) -> str:
    """As `fold(text).lower()`, several times as fast for a hundred texts and more in one."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    if ((units & 0xF800) == _TWO_UNITS).any() or any(character in text for character in _UNLIKE):
        return fold(text).lower()
    return _table()[units].tobytes().decode("utf-16-le")


@cache
def _table() -> NDArray[np.uint16]:
    """What each character becomes; one of several lower-case characters stays (none but those apart)."""
    table = np.arange(1 << 16, dtype=np.uint16)
    for code in range(1 << 16):
        lowered = fold(chr(code)).lower()
        if len(lowered) == 1:
            table[code] = ord(lowered)
    return table
