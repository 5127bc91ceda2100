"""Train how much the reader counts beside the traits of sentences, and whether the best sentence answers.

    python training/train_reading.py policyqa/answering/data/reading.json DOCUMENTS QUESTIONS [DOCUMENTS QUESTIONS …]

The flags are those of train_answers.py. The sets of questions have to be others than those from which the reader
(train_reader.py), data/evidence.json and data/items.json learned: what they think of questions that they have seen is no measure
of what they think of new ones. RANKING and ITEMS were chosen by the tables that this prints; acceptance is fitted, and judged
on parts of the sets by weights from the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from question_sets import Set, arguments, finish, fitted, is_evidence, judged, left_out, opened, pooled, shown, written
from train_answers import is_right, told_at
from train_lists import considered

from policyqa.answering import choosing, learned, listing
from policyqa.answering.answers import understood
from policyqa.answering.asked import Array
from policyqa.answering.choosing import Looked
from policyqa.answering.learned import READ, Reading
from policyqa.evaluation.questions import Asked

RANKING, ITEMS, CHOSEN = 1.5, 0.25, 0.4
STRENGTH = 1.0  # of the regression, C of scikit-learn
TRIED = {"ranking": (0.0, 0.3, 0.6, 0.9, 1.2, 1.5, 2.0), "items": (0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5)}
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5)


class Example(NamedTuple):
    """A question that one sentence answers, for each sentence considered whether what is read from it is right; whether any
    is evidence."""

    looked: Looked
    right: list[bool]
    answerable: bool


class Listed(NamedTuple):
    """A question for a list: by traits and by the reader how likely each sentence is an item, and for each item of the answer
    where it stands."""

    traits: Array
    read: Array
    strict: Array
    stands: np.ndarray


def main() -> None:
    options = arguments(__doc__, misses=True).parse_args()
    with opened(options) as sets:
        examples = {s.name: [e for a in s.questions for e in _examples(s, a)] for s in sets}
        every = [e for of_set in examples.values() for e in of_set]
        listed = [e for s in sets for a in s.questions for e in _listed(s, a)]
        print(len(sets), "sets,", len(every), "questions,", len(listed), "lists", flush=True)
        for weight in TRIED["ranking"]:
            print(f"ranking {weight:.2f}: right {_right(every, weight):.3f}", flush=True)
        for weight in TRIED["items"]:
            print(f"items {weight:.2f}: F1 {np.mean([_f1(e, weight) for e in listed]):.3f}", flush=True)
        finish(
            options,
            lambda: _cross_validated(sets, examples, misses=options.misses),
            lambda: written(_learned(every)),
        )


def _examples(of: Set, asked: Asked) -> Iterator[Example]:
    case, _ = understood(of.library, asked.question)
    question = case.question
    if question.places.missing or not question.units or {asked.kind, question.kind} & {"list", "compare"}:
        return
    if case.ranked:
        looked = choosing.look(case)
        evidence = any(is_evidence(asked, s.sentence) for s in looked.of.found)
        yield Example(looked, [is_right(asked, case, s) for s in looked.of.found], evidence)


def _listed(of: Set, asked: Asked) -> Iterator[Listed]:
    listed = considered(of, asked)
    if listed and not listed.ruled.settled:
        sentences = [s.sentence for s in listed.found]
        strict = listing.strictly(listed.ruled, sentences)
        by_traits = listing.by_traits(*listed, strict, learned.items(), learned.weights().evidence)
        each = [msgspec.structs.replace(asked, evidence=(one,)) for one in asked.evidence]
        stands = np.array([[is_evidence(one, s) for s in sentences] for one in each])
        yield Listed(by_traits, listing.read(listed.case, listed.found, by_traits), strict, stands)


# --- what counts how much --------------------------------------------------------------------------------------------


def _right(examples: Sequence[Example], weight: float) -> float:
    """How often the best sentence is right, of the questions for which one is."""
    told = [e.right[_ordered(e, weight).argmax()] for e in examples if e.answerable]
    return float(np.mean(told))


def _ordered(example: Example, weight: float) -> Array:
    looked = example.looked
    return learned.ranked(looked.logits, looked.read, looked.first, weight)


def _f1(listed: Listed, weight: float) -> float:
    """Of the sentences taken how many are items, and of the items how many are taken."""
    chosen = listing.taken(listing.weighed(listed.traits + weight * listed.read, listed.strict))
    found, right = (
        listed.stands[:, chosen].any(axis=1).mean(),
        listed.stands.any(axis=0)[chosen].mean() if chosen else 0,
    )
    return float(2 * found * right / (found + right)) if found + right else 0.0


# --- fitting and judging ---------------------------------------------------------------------------------------------


def _learned(examples: Sequence[Example]) -> Reading:
    """A question is to be answered if any sentence considered is evidence; a wrong choice among them is another matter."""
    rows = np.array([_row(e) for e in examples])
    answer = fitted(rows, np.array([e.answerable for e in examples]), STRENGTH, READ, CHOSEN)
    return Reading(RANKING, ITEMS, answer)


def _row(example: Example) -> Array:
    return example.looked.best(_ordered(example, RANKING))


def _judged(example: Example, by: Reading) -> tuple[float, bool, bool]:
    """The log-odds with which the best sentence is accepted, whether it is right, whether there is an answer."""
    best = _ordered(example, RANKING).argmax()
    return by.ahead(_row(example)) + learned.logit(CHOSEN), example.right[best], example.answerable


def _cross_validated(sets: Sequence[Set], examples: Mapping[str, Sequence[Example]], *, misses: bool) -> None:
    """Prints the figures of each set with acceptance learned from the others, and of all together."""
    marks, told = [], []
    for part, model in left_out(sets, lambda others: _learned([e for s in others for e in examples[s.name]])):
        told += [_judged(e, model) for s in part for e in examples[s.name]]
        learned.reading = lambda model=model: model
        marks += [judged(s, lambda _: True, misses=misses) for s in part]
    for threshold in THRESHOLDS:
        print(f"threshold {threshold:.2f}: {told_at(told, threshold)}", flush=True)
    print("pooled:", shown(pooled(marks)))


if __name__ == "__main__":
    main()
