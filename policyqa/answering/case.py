"""What every kind of answer is made from, and what it comes to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from policyqa.answering import wording
from policyqa.answering.evidence import Evidence
from policyqa.answering.question import Question
from policyqa.answering.sentence import Sentence
from policyqa.answering.units import Classes, Unit
from policyqa.answering.weighing import Scored, cover
from policyqa.model import Deadline, Target
from policyqa.zh import dates
from policyqa.zh.patterns import late
from policyqa.zh.text import fold

# How much of the question a sentence has to cover, with its headings and by itself.
COVERED, OWN = 0.5, 0.3
_MOSTLY = 0.5  # of a word, that has to stand there
_NOUN = 0.9  # what a noun weighs that says what is asked about
_FOCUS = 0.6  # what a word weighs that may be what is to happen
_QUALIFIER = 6  # characters before a thing in which its kind stands
CLOSE = 0.5  # of the question, that a passage covers in which the sentence with the answer may say little of it
LOOKED_AT = 16  # sentences that may hold the answer, best first
_PLAN = late(r"([一二三四五六七八九十]{2,3}五)[”\"]?(?:时期|期间|规划|以来|期?末|,|，|$)")
_FOUR_DIGITS = late(r"(?<!\d)20\d{2}(?=年|\D|$)")


class Case(NamedTuple):
    """A question with the sentences found for it, best first; `said` are those of its words that any of them says.

    `sure`: the sentences are known to hold the answer, so that they are read whatever words they share with it.
    """

    question: Question
    evidence: Evidence
    weighted: Sequence[tuple[Unit, float]]
    ranked: Sequence[Scored]
    said: frozenset[str]
    classes: Classes
    sure: bool = False

    def of_one(self, scored: Scored) -> Case:
        """The case of a sentence that is known to hold the answer."""
        return self._replace(ranked=[scored._replace(score=1.0, own=1.0, close=1.0)], sure=True)

    @property
    def good(self) -> list[Scored]:
        """The sentences that speak of enough of what was asked."""
        if self.sure:
            return list(self.ranked)
        covering = [s for s in self.ranked if s.score >= COVERED and s.own >= OWN and not s.sentence.is_heading]
        return [s for s in covering[:LOOKED_AT] if self.specific(s.sentence)]

    @property
    def near(self) -> list[Scored]:
        """These, and the sentences whose passage does: 4.当事人回访。…目标时限：结案1个月内。"""
        if self.sure:
            return list(self.ranked)
        telling = [s for s in self.ranked if (s.score >= COVERED and s.own >= OWN) or s.close >= CLOSE]
        return [s for s in telling if not s.sentence.is_heading and self.specific(s.sentence)][:LOOKED_AT]

    def specific(self, sentence: Sentence) -> bool:
        """Whether a sentence with its context speaks of the rarest thing in the question that the documents know, of
        every name in it, and not of the same thing of another kind (全体居民 for 农村居民)."""
        said = [(weight, unit) for unit, weight in self.weighted if unit.weight >= 1 and unit.text in self.said]
        rarest = not said or cover(max(said)[1], sentence.context) > _MOSTLY
        names = [unit for unit, _ in self.weighted if unit.sort == "name" and unit.weight >= _NOUN]
        return (
            rarest and all(cover(name, sentence.context) > _MOSTLY for name in names) and not self._of_another(sentence)
        )

    def on_focus(self, sentence: Sentence) -> float:
        """How much a sentence says of the last word of the question, which is what is to happen, 0 to 1 (…审核完要多久)."""
        words = [unit for unit, _ in self.weighted if unit.weight >= _FOCUS]
        focus = max(words, key=lambda unit: self.question.rest.rfind(unit.text), default=None)
        return cover(focus, sentence.text) if focus else 0.0

    def names_the_head(self, sentence: Sentence) -> bool:
        """Whether a sentence with its context has the last noun of the question, of which the others tell the kind
        (护理员培训什么时候开始)."""
        head = self.head
        return head is None or head.text not in self.said or cover(head, sentence.context) > 0

    @property
    def head(self) -> Unit | None:
        """The last noun of the question."""
        return max(self._nouns, key=lambda unit: self.question.rest.rfind(unit.text), default=None)

    @property
    def _nouns(self) -> list[Unit]:
        """What the question asks about."""
        return [unit for unit, _ in self.weighted if unit.sort in ("noun", "name") and unit.weight >= _NOUN]

    def _of_another(self, sentence: Sentence) -> bool:
        """Whether the sentence has a thing of the question, but each time qualified as one that was not asked for."""
        nouns = self._nouns
        around = sentence.text + sentence.headings
        return any(
            cover(kind, around) <= _MOSTLY and self._otherwise(thing.words, sentence)
            for kind in nouns
            for thing in nouns
            if kind.text + thing.text in self.question.rest
        )

    def _otherwise(self, thing: Sequence[str], sentence: Sentence) -> bool:
        before = [
            sentence.text[max(0, m.start() - _QUALIFIER) : m.start()]
            for word in thing
            for m in re.finditer(re.escape(word), sentence.text)
        ]
        return bool(before) and all(self._is_qualifier(text) for text in before)

    def _is_qualifier(self, text: str) -> bool:
        words = self.classes(text)
        return bool(words) and len(words[-1][0]) > 1 and words[-1][1].startswith(("n", "b", "j"))


class Fit(NamedTuple):
    """A possible answer with how well it fits; ties go to the sentence that ranks first."""

    fit: float
    told: Told


class Told(NamedTuple):
    """An answer in words with the sentences it rests on; `values` are what was asked for, sentence by sentence; `best` is
    the place of the sentence that is likeliest to be right; `apart`: it is told region by region."""

    words: str
    sentences: list[Sentence]
    values: list[str | None]
    best: int = 0
    apart: bool = False


def told(words: str, sentence: Sentence, value: str | None = None, source: Sentence | None = None) -> Told:
    """The short answer, then the sentence that it answers for; `source` is where it stands, if elsewhere."""
    whole = plain(sentence.quote)
    said = words if re.sub(r"\W", "", whole) in re.sub(r"\W", "", words) else f"{words}。{whole}"
    return Told(said, [sentence, *([source] if source else [])], [value or words] * (2 if source else 1))


def plain(text: str) -> str:
    """One line for the eye; the citation keeps the letter."""
    return re.sub(r"\s+", " ", text).strip().rstrip("。；;")


def share(weighted: Iterable[tuple[Unit, float]], text: str) -> float:
    """How much of the question a text says, 0 to 1."""
    pairs = list(weighted)
    total = sum(weight for _, weight in pairs) or 1.0
    return sum(weight * cover(unit, text) for unit, weight in pairs) / total


def name_of(target: Target) -> str:
    """The words of a figure, without its headings."""
    return fold(f"{target.indicator}{target.scope or ''}{target.quote}")


def timely(question: Question, sentence: Sentence, evidence: Evidence) -> float | None:
    """How well a sentence fits the year asked for: None where it speaks of another one.

    1 where it names the year or a limit in it, less where only its headings, its passage or the document do.
    """
    years = _asked(question, sentence)
    if not years:
        later = question.this_year and _plan("".join(sentence.passage.section))
        return None if later else 0.0
    named = _named(sentence.quote)
    plan = _plan(sentence.text) or _plan("".join(sentence.passage.section))
    if question.plan_end and plan and plan[1] in years:
        return 1.0
    if named:
        return 1.0 if named & years else None
    ends = {d.end.year for d in _limits(sentence, evidence) if d.end}
    if ends & years:
        return 1.0
    headings = "".join(sentence.passage.section)
    if _named(headings):
        return 0.8 if _named(headings) & years else None
    plan = _plan(sentence.text) or _plan(headings)
    if plan and not question.plan_end:
        return 1.0 if plan[1] in years else None
    if ends:
        return None
    around, title = _named(sentence.context), _named(sentence.document.title or "")
    issued = sentence.document.issued_on
    if years & (around | title) or (issued and issued.year in years):
        return 0.5
    return 0.2 if question.this_year else None


def _plan(text: str) -> tuple[int, int] | None:
    """First and last year of the five-year plan that a text speaks of."""
    match = _PLAN.search(text)
    return dates.plan_years(match[1]) if match else None


def _asked(question: Question, sentence: Sentence) -> set[int]:
    if question.years:
        return set(question.years)
    issued = sentence.document.issued_on
    return {issued.year} if question.this_year and issued else set()


def _limits(sentence: Sentence, evidence: Evidence) -> list[Deadline]:
    found = list(evidence.records(sentence, Deadline))
    found += [t.deadline for t in evidence.records(sentence, Target) if t.deadline]
    return [limit for limit in found if limit.frequency is None]


def _named(text: str) -> set[int]:
    """Years that a text names; of a span of years (2025—2027) the last too."""
    return {int(year) for year in _FOUR_DIGITS.findall(text)}


def negated(text: str) -> bool:
    return bool(wording.NEGATIVE.search(text))


def best(fits: Iterable[Fit]) -> Told | None:
    found = max(fits, key=lambda fit: fit.fit, default=None)
    return found.told if found else None
