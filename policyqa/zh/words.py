"""Word lists as regular expressions that share their heads, for lists of hundreds are tried at every character."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words; of several that fit it takes the longest.

    >>> any_of(["建", "建设", "建成", "培养"])
    '(?:培养|建(?:成|设)?)'
    """
    return _branches({word for word in words if word})


def begun(alternatives: str) -> str:
    """Alternatives that each begin with a letter, behind one look at it: at most places none fits, and many are tried.

    >>> begun("做好|组织(?!部)")
    '(?=[做组])(?:做好|组织(?!部))'
    """
    return f"(?=[{''.join(sorted({word[0] for word in alternatives.split('|')}))}])(?:{alternatives})"


def _branches(words: set[str]) -> str:
    heads: dict[str, set[str]] = {}
    for word in words:
        heads.setdefault(word[0], set()).add(word[1:])
    branches = [re.escape(head) + _rest(heads[head]) for head in sorted(heads)]
    return f"(?:{'|'.join(branches)})"


def _rest(tails: set[str]) -> str:
    """What may follow a head; where it may stand alone, the rest is optional."""
    longer = tails - {""}
    if not longer:
        return ""
    if tails == longer and len(longer) == 1:
        return re.escape(next(iter(longer)))
    return _branches(longer) + ("?" if "" in tails else "")
