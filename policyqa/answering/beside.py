"""What is said of each of two matters (matters.py), asked by itself and set beside the other."""

from __future__ import annotations

from collections.abc import Callable

from policyqa.answering import choosing, matters, sides, telling
from policyqa.answering.case import Case, Told
from policyqa.answering.question import Question
from policyqa.answering.sides import Side
from policyqa.zh.text import fold

_TWO = 2  # regions: they are compared as such, unless documents of theirs are named
Understood = Callable[[str], Case]


def answer(question: Question, understood: Understood) -> tuple[Told, list[Question]] | None:
    """With the questions of the two sides. None where the question is no such, where one sentence answers both, or one of them
    is answered by none. `understood` finds the sentences for a question."""
    pair = matters.apart(fold(question.text).lower()) if question.kind != "list" else None
    if pair is None or not (len(question.regions) < _TWO or pair.of_documents):
        return None
    (label, asked), (other_label, other_asked) = zip(pair.labels, pair.questions, strict=True)
    first = _side(label, understood(asked))
    if first is None:
        return None
    within = "".join(region.name for region in first.case.question.regions)
    found = (_side(other_label, understood(text)) for text in dict.fromkeys((f"{within}{other_asked}", other_asked)))
    second = next((side for side in found if side and not _same(side, first)), None)
    if second is None:
        return None
    both = [first, second]
    return sides.together(question.rest, both)._replace(apart=True), [side.case.question for side in both]


def _side(label: str, case: Case) -> Side | None:
    """What is said of one matter, as surely as if it alone were asked about: the other one is another."""
    question = case.question
    told = choosing.side(telling.as_single(case), 0.0) if question.units and not question.places.missing else None
    return Side(label, case, told._replace(sentences=told.sentences[:1], values=told.values[:1])) if told else None


def _same(one: Side, other: Side) -> bool:
    first, second = one.told.sentences[0], other.told.sentences[0]
    return (first.document.id, first.span) == (second.document.id, second.span)
