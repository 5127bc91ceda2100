"""Words typed wrong, put right by what the documents say: 校圆 where they speak of 校园."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from policyqa.answering.question import Question
from policyqa.answering.wording import EMPTY, SOONER
from policyqa.language import say
from policyqa.zh import sounds
from policyqa.zh.patterns import late

_RUN = late(r"[一-龥]{2,}")
_LONGEST, _SHORTEST = 4, 2


class Corrected(NamedTuple):
    text: str
    note: str


def corrected(question: Question, said: str, segment: Callable[[str], Sequence[str]]) -> Corrected | None:
    """The question with one slip put right, or None.

    `said` is what the documents say. A stretch with a word that it lacks is a slip where one that it has sounds the
    same, or has two neighbouring characters the other way round; of two characters only where they are no word.
    """
    text = question.text
    words = question.unsaid(said) if said else []
    unknown = _places(words, text) - _of_asking(text)
    if not unknown:
        return None
    for length in range(_LONGEST, _SHORTEST - 1, -1):
        for run in _RUN.finditer(text):
            for start in range(run.start(), run.end() - length + 1):
                written = text[start : start + length]
                holes = [i for i in range(length) if start + i in unknown]
                meant = _meant(written, holes, said, segment) if holes and written not in said else None
                if meant and _whole(words, text, start, meant, said):
                    note = say(f"“{written}”按“{meant}”理解。", f"{written} was read as {meant}.")
                    return Corrected(text[:start] + meant + text[start + length :], note)
    return None


def _places(words: Sequence[str], text: str) -> set[int]:
    """Where in the text the characters of the words stand, without particles at their ends (于多)."""
    return {
        match.start() + i
        for word in words
        for match in re.finditer(re.escape(word), text)
        for i in range(len(word))
        if 0 < i < len(word) - 1 or word[i] not in EMPTY
    }


def _of_asking(text: str) -> set[int]:
    """Where in the text it is asked which comes first: 谁先印发 is no slip for 现印发."""
    return {at for match in SOONER.finditer(text) for at in range(*match.span())}


def _whole(words: Sequence[str], text: str, start: int, meant: str, said: str) -> bool:
    """Whether the words put right are words that the documents have, each as a whole."""
    fixed = text[:start] + meant + text[start + len(meant) :]
    return all(
        fixed[m.start() : m.end()] in said
        for word in words
        for m in re.finditer(re.escape(word), text)
        if m.start() < start + len(meant) and m.end() > start
    )


def _meant(written: str, holes: Sequence[int], said: str, segment: Callable[[str], Sequence[str]]) -> str | None:
    if len(written) == _SHORTEST and list(segment(written)) == [written]:
        return None
    for pattern in _patterns(written, holes):
        for match in re.finditer(pattern, said):
            if sounds.misspelt(written, match[0]) and _is_meant(match[0], segment):
                return match[0]
    return None


def _patterns(written: str, places: Sequence[int]) -> list[str]:
    """One character other than written, or two neighbours the other way round."""
    holes = [re.escape(written[:i]) + "." + re.escape(written[i + 1 :]) for i in places]
    swaps = [
        re.escape(written[:i] + written[i + 1] + written[i] + written[i + 2 :])
        for i in range(len(written) - 1)
        if len(written) > 2
    ]
    return holes + swaps


def _is_meant(text: str, segment: Callable[[str], Sequence[str]]) -> bool:
    """Whether a text is a word, or several without one that carries nothing."""
    words = segment(text)
    return text in words or (len(text) > _SHORTEST and not EMPTY & set(text))
