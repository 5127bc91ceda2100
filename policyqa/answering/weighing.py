"""How much of a question a sentence says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from policyqa.answering.sentence import Place, Sentence, plain
from policyqa.answering.units import Unit

_CONTEXT = 0.6  # how much a word in the headings, the title or beside the sentence counts, of one in the sentence
_PHRASE = 0.2
_TITLED = 0.85  # how much a word of the document's title counts in each of its sentences, whether they repeat it or not
_APART = 0.25  # how much of the question such words may make up
_UNSAID = 0.4  # what a verb or an adverb weighs that no sentence has: people have many for one thing
_PARTLY = 0.55  # how much a word counts of which only a part stands there (骨干老师 in 骨干教师)
_SHORTENED = 0.7  # how much a word counts whose characters stand close together in their order (社科奖 in 社科成果奖)
_ABBREVIATED = 0.4  # the same, farther apart (个转企)
_NEAR, _FAR = 4, 12  # characters from one to the next, of which the next is one


class Scored(NamedTuple):
    """A sentence with the share of the question that it covers, 0 to 1: with all its context, by itself, and with its
    passage and heading. `phrase` is how many words it has side by side as the question has them, 0 to `_PHRASE`."""

    sentence: Sentence
    score: float
    own: float
    close: float = 0.0
    phrase: float = 0.0


def weigh(found: Sequence[Sentence], units: Sequence[Unit]) -> list[tuple[Unit, float]]:
    """How much each word of the question tells: what few sentences say tells more."""
    most = len(found) + 1
    texts = [s.text for s in found]
    counts = [len({i for word in unit.words for i, text in enumerate(texts) if word in text}) for unit in units]
    told = [unit.weight * math.log(1 + most / (1 + count)) for unit, count in zip(units, counts, strict=True)]
    return [
        (unit, weight if count or unit.others or unit.sort in ("noun", "name", "number") else _UNSAID * weight)
        for unit, count, weight in zip(units, counts, told, strict=True)
    ]


def rank(found: Iterable[Sentence], weighted: Sequence[tuple[Unit, float]], asked: str) -> list[Scored]:
    """Best first; ties in the order of documents and text. `asked` is the question."""
    phrases = _phrases([unit.text for unit, _ in weighted], asked)
    total = sum(weight for _, weight in weighted) or 1.0
    places: dict[int, list[tuple[float, float]]] = {}
    scored = []
    for sentence in found:
        place = places.get(id(sentence.place))
        if place is None:
            place = places[id(sentence.place)] = [_around(unit, sentence.place) for unit, _ in weighted]
        own = near = close = apart = 0.0
        for (unit, weight), (beside, away) in zip(weighted, place, strict=True):
            here = cover(unit, sentence.text) if beside or sentence.lead or away else 0.0
            titled = here < _TITLED and unit.text in sentence.place.title
            own += weight * (_TITLED if titled else here)
            apart += 0.0 if titled else weight * here
            close += weight * max(here, beside)
            near += weight * max(_TITLED if titled else here, _CONTEXT * max(beside, away))
        phrase = _PHRASE * sum(p in sentence.text for p in phrases) / len(phrases) if phrases else 0.0
        own = min(own, apart + _APART * total)
        scored.append(Scored(sentence, near / total, own / total, close / total, phrase))
    return sorted(scored, key=lambda s: (-s.score - s.own - s.phrase, s.sentence.document.id, s.sentence.span))


def _around(unit: Unit, place: Place) -> tuple[float, float]:
    """How much of a word the passage says, and how much the headings and the title."""
    return cover(unit, place.beside), cover(unit, place.headings)


def _phrases(words: Sequence[str], asked: str) -> list[str]:
    """Words that stand side by side in the question (受理时限)."""
    text = plain(asked)
    return [first + second for first, second in pairwise(words) if first + second in text]


def cover(unit: Unit, text: str) -> float:
    """How much of a word the text says: 1 for the word or its synonym, less for a part or an abbreviation of it."""
    word = unit.text
    if word in text:
        return 1.0
    for other in unit.others:
        if other in text:
            return 1.0
    if len(word) < 2 or not text:
        return 0.0
    parts = _parts(word)
    share = sum([part in text for part in parts]) / len(parts)
    if share and not (len(word) > 2 and _in_order(word, text, _NEAR)):
        return _PARTLY * share
    if len(word) > 2 and _in_order(word, text, _NEAR):
        return _SHORTENED
    return _ABBREVIATED if len(word) > 2 and _in_order(word, text, _FAR) else 0.0


@lru_cache(1024)
def _parts(word: str) -> list[str]:
    return [a + b for a, b in pairwise(word)]


def _in_order(word: str, text: str, gap: int) -> bool:
    """Whether the characters stand in the text in their order, each fewer than `gap` after the last."""
    start = text.find(word[0])
    while start >= 0:
        position = start
        for character in word[1:]:
            position = text.find(character, position + 1, position + gap)
            if position < 0:
                break
        else:
            return True
        start = text.find(word[0], start + 1)
    return False
