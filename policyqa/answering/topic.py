"""What a list is about: words that every item has to say, and alternatives of which an item says one (比赛、展演、监测)."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import NamedTuple

from policyqa.answering import wording
from policyqa.answering.case import share
from policyqa.answering.sentence import Sentence
from policyqa.answering.units import Unit
from policyqa.zh.patterns import late

_JOINED = late(r"[、/]|或者?|以及|还是|[和与及]")
_OR = late(r"或者?|还是")
_MARKS = dict.fromkeys(map(ord, '“”"「」『』'))
_LEAST = 0.45  # what a word weighs at least that is part of the matter
_NOUN = 0.9  # what a noun weighs that is meant as it stands
_BESIDE = 0.9  # how much what the headings say counts, of what the sentence says
Weighted = Sequence[tuple[Unit, float]]


class Topic(NamedTuple):
    """`core` is said by every item; of each of `choices` an item says one."""

    core: Weighted
    choices: Sequence[Sequence[Weighted]]

    def __bool__(self) -> bool:
        return bool(self.core or self.choices)

    @property
    def words(self) -> Weighted:
        return [*self.core, *(pair for choice in self.choices for bundle in choice for pair in bundle)]

    def share(self, text: str) -> float:
        """How much of the matter a text says, 0 to 1."""
        said = _weight(self.core) * share(self.core, text)
        whole = _weight(self.core)
        for choice in self.choices:
            weight = sum(_weight(bundle) for bundle in choice) / len(choice)
            said += weight * max(share(bundle, text) for bundle in choice)
            whole += weight
        return said / whole if whole else 0.0

    def rarest(self) -> Unit | None:
        """The noun that tells most of what every item has to say."""
        nouns = self._nouns
        return max((weight, unit) for unit, weight in nouns)[1] if nouns else None

    @property
    def nouns(self) -> list[Unit]:
        """What every item has to say."""
        return [unit for unit, _ in self._nouns]

    @property
    def _nouns(self) -> Weighted:
        return [(unit, weight) for unit, weight in self.core if unit.sort in ("noun", "name") and unit.weight >= _NOUN]

    def covered(self, sentence: Sentence) -> tuple[float, float]:
        """The share of the matter that a sentence says by itself, and with its headings."""
        return self.share(sentence.text), _BESIDE * self.share(sentence.text + sentence.headings)


def topic_of(weighted: Weighted, asked: str, tested: Callable[[Unit], bool] = lambda _: False) -> Topic:
    """What the words of a question make of its matter; `tested` tells those that a test on the records looks at, with
    which the alternatives beside them go (奖励、减税、融资)."""
    words = [(unit, weight) for unit, weight in weighted if unit.weight >= _LEAST]
    looked_at = {unit.text for unit, _ in words if tested(unit)}
    found: list[list[Weighted]] = []
    taken: set[str] = set()
    acts = {unit.text for unit, _ in words if unit.sort == "verb"}
    for choice in _choices([unit.text for unit, _ in words], asked):
        if any(text in looked_at for bundle in choice for text in bundle):
            looked_at.update(text for bundle in choice for text in (bundle[:1] if bundle[0] in looked_at else bundle))
            continue
        choice = _without_what_is_shared(choice, acts, asked)
        bundles = [[(u, w) for u, w in words if u.text in bundle] for bundle in choice]
        found.append([bundle for bundle in bundles if bundle])
        taken.update(text for bundle in choice for text in bundle)
    return Topic([(u, w) for u, w in words if u.text not in taken | looked_at], found)


def _choices(words: Sequence[str], asked: str) -> list[list[tuple[str, ...]]]:
    """The words that stand side by side with 、 or 和 between them; the last may be of several (科研经费)."""
    asked = asked.translate(_MARKS)
    places = _places(words, asked)
    choices: list[list[tuple[str, ...]]] = []
    last = -1
    for start, word in places:
        between = asked[last:start] if last >= 0 else ""
        if choices and not between and last == start and len(choices[-1]) > 1:
            choices[-1][-1] = (*choices[-1][-1], word)
        elif choices and _JOINED.fullmatch(between):
            choices[-1].append((word,))
        else:
            choices.append([(word,)])
        last = max(last, start + len(word))
    return [choice for choice in choices if len(choice) > 1]


def _places(words: Sequence[str], asked: str) -> list[tuple[int, str]]:
    """Where each word first stands by itself (艺术 of 艺术节、艺术展演), in the order of the question."""
    taken: set[int] = set()
    found = []
    for word in sorted(words, key=len, reverse=True):
        starts = (i for i in range(len(asked)) if asked.startswith(word, i) and not taken & {*range(i, i + len(word))})
        start = next(starts, -1)
        if start >= 0:
            taken.update(range(start, start + len(word)))
            found.append((start, word))
    return sorted(found)


def _without_what_is_shared(choice: list[tuple[str, ...]], acts: Set[str], asked: str) -> list[tuple[str, ...]]:
    """建立或完善技术调查官制度, 营商环境或政务服务体验官: what follows the last of two acts, or of two things with 或 between
    them, goes with both."""
    first, last = choice[0], choice[-1]
    either = bool(_OR.fullmatch(asked[asked.find(first[-1]) + len(first[-1]) : asked.find(last[0])]))
    shared = (
        len(choice) == 2
        and len(first) == 1 < len(last)
        and last[-1] not in wording.GENERIC
        and (either or {first[0], last[0]} <= acts)
    )
    return [first, last[:1]] if shared else choice


def _weight(words: Weighted) -> float:
    return sum(weight for _, weight in words)
