"""Words that policy staff use for one thing, as tables that people can read and edit.

`data/synonyms.tsv`: words that may stand for one another anywhere; `canonical` puts the first of a line, the one that
documents use, in place of the others. `data/spoken.tsv`: words that people ask with and words that documents answer
with (涨 for 增长, 奖 for 给予): near enough to find a sentence, too far apart to make two indicators one.
A line holds words separated by tabs, `#` begins a comment.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files


@cache
def _lines(name: str) -> tuple[tuple[str, ...], ...]:
    lines = files("policyqa.zh").joinpath(f"data/{name}").read_text("utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def _canonical() -> dict[str, str]:
    return {other: words[0] for words in _lines("synonyms.tsv") for other in words[1:]}


@cache
def _pattern() -> re.Pattern[str]:
    return _any_of(_canonical())


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    """Each word in lower case with those that may stand for it; a word may stand in several lines."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for line in (*_lines("synonyms.tsv"), *_lines("spoken.tsv")):
        words = [word.lower() for word in line]
        for word in words:
            found[word].update(dict.fromkeys(other for other in words if other != word))
    return {word: tuple(others) for word, others in found.items()}


def listed(text: str) -> Iterator[tuple[int, int]]:
    """Where words of both tables stand in a text in lower case, from left to right, of those that begin together the
    longest; single characters are left to a segmenter."""
    words, longest = _groups(), _longest()
    start = 0
    while start < len(text):
        end = next((e for e in range(min(len(text), start + longest), start + 1, -1) if text[start:e] in words), start)
        if end > start:
            yield start, end
        start = max(end, start + 1)


@cache
def _longest() -> int:
    return max(map(len, _groups()))


def _any_of(words: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def canonical(text: str) -> str:
    """The text with the word that documents use in place of each of its synonyms."""
    table = _canonical()
    return _pattern().sub(lambda match: table[match[0]], text)


def variants(word: str) -> tuple[str, ...]:
    """The words that may stand for a word, without itself; none where the tables do not list it."""
    return _groups().get(word.lower(), ())
