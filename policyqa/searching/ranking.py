"""How well a passage fits a query: what both indexes say, and a few things that they do not see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from policyqa.library import Candidate
from policyqa.model import Metadata, Span
from policyqa.searching.found import Why, rounded
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


class Ranked(NamedTuple):
    """A passage that a query found, before it is fetched whole."""

    candidate: Candidate
    score: float
    why: Why


def best_first(ranked: Ranked) -> tuple[float, str, Span]:
    """What to sort by; ties in the order of documents and text."""
    return -rounded(ranked.score), ranked.candidate.document, ranked.candidate.span


def ranked(asked: Asked, candidates: Sequence[Candidate], retrieved: Mapping[int, Retrieved]) -> list[Ranked]:
    """All of them, best first."""
    newest = max((day for c in candidates if (day := _day(c.about))), default=None)
    return sorted((_ranked(asked, c, retrieved[c.id], newest) for c in candidates), key=best_first)


def _ranked(asked: Asked, candidate: Candidate, indexes: Retrieved, newest: date | None) -> Ranked:
    headings = "\n".join((*candidate.section, candidate.about.title or ""))
    why = Why(
        words=rounded(indexes.words),
        meaning=rounded(indexes.meaning),
        text=rounded(_covered(asked, candidate.text, by_sentence=True)),
        headings=rounded(_covered(asked, headings)),
        region=_of_region(asked, candidate.about),
        numbers=_figures(asked, headings, candidate.text),
    )
    return Ranked(candidate, _score(indexes.score, why) + _recency(candidate.about, newest), why)


def _score(indexes: float, why: Why) -> float:
    values = ((_TEXT, why.text), (_HEADINGS, why.headings), (_REGION, why.region), (_NUMBERS, why.numbers))
    told = [(weight, value) for weight, value in values if value is not None]
    left = 1 - _RECENT - sum(weight for weight, _ in told)
    return left * indexes + sum(weight * value for weight, value in told)


def _covered(asked: Asked, text: str, *, by_sentence: bool = False) -> float:
    """How much of the query, by the rarity of its words, the text says, or that one of its sentences which says most."""
    folded = fold(text).lower()
    said = [term for term in asked.terms if term in folded]
    if not said:
        return 0.0
    whole = sum(asked.rarity[term] for term in asked.terms)
    parts = _sentences(text, folded) if by_sentence and len(said) > 1 else [folded]
    return max([sum([asked.rarity[term] for term in said if term in part]) for part in parts]) / whole


def _sentences(text: str, folded: str) -> list[str]:
    """The folded text cut where the text's sentences end: to fold each by itself takes many times as long."""
    if len(folded) != len(text):
        return [fold(sentence).lower() for sentence in _SENTENCE_END.split(text)]
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [folded[start:end] for start, end in pairwise(ends)]


def _of_region(asked: Asked, about: Metadata) -> float | None:
    if not asked.regions:
        return None
    region = about.region
    return float(region is not None and not asked.regions.isdisjoint((region.name, *region.path)))


def _figures(asked: Asked, headings: str, text: str) -> float | None:
    return len(asked.numbers & numbers(f"{headings}\n{text}")) / len(asked.numbers) if asked.numbers else None


def _recency(about: Metadata, newest: date | None) -> float:
    day = _day(about)
    return _RECENT * max(0.0, 1 - (newest - day).days / _OLD) if day and newest else 0.0


def _day(about: Metadata) -> date | None:
    return about.issued_on or about.published_on


def without(terms: Iterable[str], spellings: Iterable[str]) -> tuple[str, ...]:
    """The terms that are no part of a region's name: the document's region answers to that."""
    names = tuple(spellings)
    return tuple(term for term in terms if not any(term in name for name in names))
