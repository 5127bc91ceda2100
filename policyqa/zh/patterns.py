"""Patterns that are compiled when first used."""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """A pattern's text until something is asked of it; then it does what the compiled one does."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._text), name)
        setattr(self, name, found)  # so that the next time costs no more than with the compiled one
        return found


def late(text: str) -> re.Pattern[str]:
    """A pattern compiled at its first use, for the many of which a single question needs few; a wrong one is found out
    then, which the tests do."""
    return cast("re.Pattern[str]", _Late(text))
