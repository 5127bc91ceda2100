"""Words that policy staff use for one thing, as a table that people can read and edit: data/synonyms.tsv.

A line holds the word that documents use, then the others, separated by tabs.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def _table() -> dict[str, str]:
    lines = files("policyqa.zh").joinpath("data/synonyms.tsv").read_text("utf-8").splitlines()
    return {other: words[0] for words in (line.split("\t") for line in lines if line) for other in words[1:]}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_table(), key=len, reverse=True))))


def canonical(text: str) -> str:
    """The text with the word that documents use in place of each of its synonyms."""
    table = _table()
    return _pattern().sub(lambda match: table[match[0]], text)
