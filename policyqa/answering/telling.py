"""The answer by the kind of question: by rules over all sentences, or read from the one that is known to hold it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from policyqa.answering import figures, limits, passages, responsible, verdicts, wording
from policyqa.answering.case import Case, Told, plain
from policyqa.answering.question import Question
from policyqa.answering.weighing import Scored
from policyqa.answering.wording import QuestionKind
from policyqa.zh.patterns import late

_TERSE = 0.6  # of a few words, that a sentence has to cover whose figure answers them: all of them are meant
_TO_WHOM = late(r"(?:[交报归找给向]|报送|提交|由|上交)给?谁")
_OF_BEST = 0.6  # of what the best sentence covers by itself, that such a one has to


def by_rules(case: Case) -> Told | None:
    """What the rules answer, or nothing."""
    return single(case)


def single(case: Case) -> Told | None:
    """What the sentences of a case say, read by the kind of its question."""
    return _SINGLE[case.question.kind](case)


def read(case: Case, scored: Sequence[Scored]) -> Told:
    """The answer from sentences that hold it, best first: all of them where how or what is asked, else the first."""
    if case.question.kind == "passage":
        return passages.of(passages.below_headings([s.sentence for s in scored], case), case)
    sentence = scored[0].sentence
    found = single(case.of_one(scored[0]))
    return found or Told(plain(sentence.quote), [sentence], [None])


def _open(case: Case) -> Told | None:
    """A few words: the figure that they name, else the sentence that says most of them."""
    best = max((s.own for s in case.ranked), default=0.0)
    clear = [s for s in case.ranked if s.score >= _TERSE and s.own >= _OF_BEST * best]
    return figures.answer(case._replace(ranked=clear)) or passages.answer(case)


def _value(case: Case) -> Told | None:
    if "time" in case.question.measures:
        return limits.answer(case)
    counted = case.question.measures or wording.QUANTITY.search(case.question.rest)
    return figures.answer(case) or (None if counted else passages.answer(case))


def as_single(case: Case) -> Case:
    """A comparison as the question that each of its sides answers."""
    return case._replace(question=case.question._replace(kind=_single_kind(case.question)))


def _single_kind(question: Question) -> QuestionKind:
    """How one side of a comparison is asked: by when, who, or what figure or sentence."""
    kinds = dict(wording.KINDS)
    if kinds["deadline"].search(question.rest) or wording.SOONER.search(question.rest):
        return "deadline"
    if kinds["yesno"].search(question.rest) and not question.measures and "一样" not in question.rest:
        return "passage"
    if "time" in question.measures and kinds["value"].search(question.rest):
        return "value"
    named = kinds["body"].search(question.rest)
    if named and (named[0] != "谁" or _TO_WHOM.search(question.rest)):
        return "body"
    return "value" if question.measures and kinds["value"].search(question.rest) else "open"


_SINGLE: dict[QuestionKind, Callable[[Case], Told | None]] = {
    "value": _value, "deadline": limits.answer, "body": responsible.answer, "yesno": verdicts.answer,
    "passage": passages.answer, "open": _open,
}  # fmt: skip
