"""The language of the interface: Simplified Chinese unless the user asks for English."""

from __future__ import annotations

import os
from typing import Literal

Language = Literal["zh", "en"]

_current: Language = "en" if os.environ.get("POLICYQA_LANG", "").lower().startswith("en") else "zh"


def use(language: Language) -> None:
    """Set the language for the messages that are made from now on."""
    global _current
    _current = language


def current() -> Language:
    return _current


def say(zh: str, en: str) -> str:
    """The one of two wordings of a message that the user reads."""
    return en if _current == "en" else zh
