"""How well a passage fits a query: what both indexes say, and a few things that they do not see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from policyqa.library import DocumentSummary, StoredPassage
from policyqa.searching.found import Match, Why, standing
from policyqa.zh.text import fold

LEXICAL = 0.75  # of what both indexes say; the rest is the vectors'
# How much of the score each thing decides where the query asks for it; what is left is the indexes'.
_TEXT, _HEADINGS, _REGION, _NUMBERS = 0.25, 0.1, 0.25, 0.1
_RECENT = 0.01  # at most, for the newest document: it decides between like passages
_OLD = 3650  # days behind the newest, from which on a document is merely old
_SENTENCE_END = re.compile(r"[。！？；\n]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Asked(NamedTuple):
    """A query: its words, region names apart, with their rarity; its figures; the regions that it names."""

    terms: tuple[str, ...]
    rarity: Mapping[str, float]
    numbers: frozenset[str]
    regions: frozenset[str]


class Retrieved(NamedTuple):
    """What the indexes say of a passage, both from 0 to 1."""

    words: float
    meaning: float

    @property
    def score(self) -> float:
        return LEXICAL * self.words + (1 - LEXICAL) * self.meaning


def numbers(text: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(fold(text)))


def ranked(asked: Asked, passages: Sequence[StoredPassage], retrieved: Mapping[int, Retrieved]) -> dict[int, Match]:
    newest = max((day for p in passages if (day := _day(p.document))), default=None)
    return {passage.id: _match(asked, passage, retrieved[passage.id], newest) for passage in passages}


def _match(asked: Asked, passage: StoredPassage, indexes: Retrieved, newest: date | None) -> Match:
    headings = "\n".join((*passage.passage.section, passage.document.title or ""))
    why = Why(
        words=_rounded(indexes.words),
        meaning=_rounded(indexes.meaning),
        text=_rounded(max(_covered(asked, sentence) for sentence in _SENTENCE_END.split(passage.text))),
        headings=_rounded(_covered(asked, headings)),
        region=_of_region(asked, passage.document),
        numbers=_figures(asked, f"{headings}\n{passage.text}"),
    )
    terms = standing(asked.terms, f"{headings}\n{passage.text}")
    return Match(passage, _score(indexes.score, why) + _recency(passage.document, newest), terms, why)


def _score(indexes: float, why: Why) -> float:
    values = ((_TEXT, why.text), (_HEADINGS, why.headings), (_REGION, why.region), (_NUMBERS, why.numbers))
    told = [(weight, value) for weight, value in values if value is not None]
    left = 1 - _RECENT - sum(weight for weight, _ in told)
    return left * indexes + sum(weight * value for weight, value in told)


def _covered(asked: Asked, text: str) -> float:
    folded = fold(text).lower()
    whole = sum(asked.rarity[term] for term in asked.terms)
    return sum(asked.rarity[term] for term in asked.terms if term in folded) / whole if whole else 0.0


def _of_region(asked: Asked, document: DocumentSummary) -> float | None:
    if not asked.regions:
        return None
    region = document.region
    return float(region is not None and not asked.regions.isdisjoint((region.name, *region.path)))


def _figures(asked: Asked, text: str) -> float | None:
    return len(asked.numbers & numbers(text)) / len(asked.numbers) if asked.numbers else None


def _recency(document: DocumentSummary, newest: date | None) -> float:
    day = _day(document)
    return _RECENT * max(0.0, 1 - (newest - day).days / _OLD) if day and newest else 0.0


def _day(document: DocumentSummary) -> date | None:
    return document.issued_on or document.published_on


def _rounded(value: float) -> float:
    return round(value, 4)


def without(terms: Iterable[str], spellings: Iterable[str]) -> tuple[str, ...]:
    """The terms that are no part of a region's name: the document's region answers to that."""
    names = tuple(spellings)
    return tuple(term for term in terms if not any(term in name for name in names))
