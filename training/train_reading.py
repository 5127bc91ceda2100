"""Train how much the reader counts beside the traits of sentences, whether the best sentence answers, and what is an item of a list.

    python training/train_reading.py policyqa/answering/data/reading.json DOCUMENTS QUESTIONS [DOCUMENTS QUESTIONS …]

The flags are those of train_answers.py. The sets of questions have to be others than those from which the reader
(train_reader.py), data/evidence.json and data/items.json learned: what they think of questions that they have seen is no measure
of what they think of new ones. RANKING was chosen by the table that this prints; acceptance and items are fitted, and judged
on parts of the sets by weights from the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import msgspec
import numpy as np
from boosting import boosted
from question_sets import Set, arguments, finish, fitted, is_evidence, judged, left_out, opened, pooled, shown, written
from train_answers import is_right, told_at
from train_lists import considered

from policyqa.answering import choosing, learned, listing
from policyqa.answering.answers import understood
from policyqa.answering.asked import Array
from policyqa.answering.choosing import Looked
from policyqa.answering.learned import LISTED, READ, TOGETHER, Reading
from policyqa.evaluation.questions import Asked

RANKING, CHOSEN, ANY = 1.5, 0.4, 0.35
STRENGTH, OF_ITEMS = 1.0, 0.05  # of the regressions, C of scikit-learn
TREES = {"max_iter": 150, "learning_rate": 0.05, "min_samples_leaf": 60, "l2_regularization": 10, "max_features": 0.4}
RANKINGS = (0.0, 0.3, 0.6, 0.9, 1.2, 1.5, 2.0)
HALF = 0.5
THRESHOLDS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.7)


class Example(NamedTuple):
    """A question that one sentence answers, for each sentence considered whether what is read from it is right; whether any
    is evidence."""

    looked: Looked
    right: list[bool]
    answerable: bool


class Listed(NamedTuple):
    """A question for a list: what is known of its sentences, and for each item of the answer where it stands; one that nothing
    answers has none."""

    looked: listing.Looked
    stands: np.ndarray

    @property
    def answerable(self) -> bool:
        return len(self.stands) > 0


class Known(NamedTuple):
    """What is known of the questions of a set."""

    single: list[Example]
    lists: list[Listed]


def main() -> None:
    options = arguments(__doc__, misses=True).parse_args()
    with opened(options) as sets:
        known = {s.name: _known(s) for s in sets}
        every = _together(known.values())
        print(len(sets), "sets,", len(every.single), "questions,", len(every.lists), "lists", flush=True)
        for weight in RANKINGS:
            print(f"ranking {weight:.2f}: right {_right(every.single, weight):.3f}", flush=True)
        finish(
            options,
            lambda: _cross_validated(sets, known, misses=options.misses),
            lambda: written(_learned(every)),
        )


def _known(of: Set) -> Known:
    return Known([e for a in of.questions for e in _examples(of, a)], [e for a in of.questions for e in _listed(of, a)])


def _together(parts: Iterable[Known]) -> Known:
    single, lists = zip(*parts, strict=True)
    return Known(list(chain.from_iterable(single)), list(chain.from_iterable(lists)))


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
        each = [msgspec.structs.replace(asked, evidence=(one,)) for one in asked.evidence]
        stands = np.array([[is_evidence(one, s.sentence) for s in listed.found] for one in each], bool)
        stands = stands.reshape(len(each), len(listed.found))
        yield Listed(listing.look(*listed, learned.items(), learned.weights().evidence), stands)


# --- what counts how much --------------------------------------------------------------------------------------------


def _right(examples: Sequence[Example], weight: float) -> float:
    """How often the best sentence is right, of the questions for which one is."""
    told = [e.right[_ordered(e, weight).argmax()] for e in examples if e.answerable]
    return float(np.mean(told))


def _ordered(example: Example, weight: float) -> Array:
    looked = example.looked
    return learned.ranked(looked.logits, looked.read, looked.first, weight)


def _f1(listed: Listed, logits: Array) -> float:
    """Of the sentences taken how many are items, and of the items how many are taken."""
    chosen = listing.taken(listing.weighed(logits, listed.looked.strict))
    found, right = (
        listed.stands[:, chosen].any(axis=1).mean(),
        listed.stands.any(axis=0)[chosen].mean() if chosen else 0,
    )
    return float(2 * found * right / (found + right)) if found + right else 0.0


# --- fitting and judging ---------------------------------------------------------------------------------------------


def _learned(known: Known) -> Reading:
    """A question is to be answered if any sentence considered is evidence; a wrong choice among them is another matter."""
    rows, answerable = np.array([_row(e) for e in known.single]), np.array([e.answerable for e in known.single])
    answer = fitted(rows, answerable, STRENGTH, READ, CHOSEN)
    enough = [e for e in known.lists if len(e.looked.rows) >= listing.FEW]
    any_ = np.array([e.answerable for e in enough])
    listed = fitted(np.array([listing.listed_row(e.looked.read) for e in enough]), any_, STRENGTH, LISTED, ANY)
    told = [e for e in enough if e.answerable]
    rows, items = np.vstack([e.looked.rows for e in told]), np.concatenate([e.stands.any(axis=0) for e in told])
    by = fitted(rows, items, OF_ITEMS, TOGETHER, HALF)
    trees = boosted(TOGETHER, rows, items.astype(float), **TREES)
    return Reading(RANKING, by, trees, listed, answer)


def _row(example: Example) -> Array:
    return example.looked.best(_ordered(example, RANKING))


def _judged(example: Example, by: Reading) -> tuple[float, bool, bool]:
    """The log-odds with which the best sentence is accepted, whether it is right, whether there is an answer."""
    best = _ordered(example, RANKING).argmax()
    return float(by.answer.logits(_row(example))), example.right[best], example.answerable


def _cross_validated(sets: Sequence[Set], known: Mapping[str, Known], *, misses: bool) -> None:
    """Prints the figures of each set with acceptance and items learned from the others, and of all together."""
    marks, told, lists, listed = [], [], [], []
    for part, model in left_out(sets, lambda others: _learned(_together(known[s.name] for s in others))):
        told += [_judged(e, model) for s in part for e in known[s.name].single]
        of_part = [e for s in part for e in known[s.name].lists]
        lists += [
            (_f1(e, e.looked.by_traits), _f1(e, listing.with_reader(e.looked.rows, model)))
            for e in of_part
            if e.answerable
        ]
        listed += [
            (float(model.listed.logits(listing.listed_row(e.looked.read))), e.answerable, e.answerable)
            for e in of_part
            if len(e.looked.rows) >= listing.FEW
        ]
        learned.reading = lambda model=model: model
        marks += [judged(s, lambda _: True, misses=misses) for s in part]
    for threshold in THRESHOLDS:
        print(f"threshold {threshold:.2f}: {told_at(told, threshold)}", flush=True)
        print(f"  of lists: {told_at(listed, threshold)}", flush=True)
    by_traits, with_reader = np.mean(lists, axis=0)
    print(f"lists: F1 by traits {by_traits:.3f}, with the reader {with_reader:.3f}")
    print("pooled:", shown(pooled(marks)))


if __name__ == "__main__":
    main()
