"""Train what tells the items of a list, and tell how well it does on questions of other documents.

    python training/train_lists.py policyqa/answering/data/items.json DOCUMENTS QUESTIONS [DOCUMENTS QUESTIONS …]

`--kept-only` leaves out the judging by other sets, `--judge-only` writes nothing, `--misses` prints what is wrong,
`--libraries FOLDER` keeps the libraries of the sets for the next run.

Each set of questions (gold/QUESTIONS.md) is asked over its own folder of documents; lists alone count here. The sets are cut
in six parts, each judged by weights from the others and without the reader. The second look learns from first looks that have not seen the set.
How likely a sentence is evidence of any kind is a trait: data/evidence.json has to fit already (train_answers.py), and has
learned from no list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from boosting import GROWING, boosted
from question_sets import (
    Set,
    arguments,
    finish,
    fitted,
    is_evidence,
    judged,
    left_out,
    opened,
    pooled,
    shown,
    without_reader,
    written,
)

from policyqa.answering import candidates, company, learned, listing, lists, members
from policyqa.answering.answers import understood
from policyqa.answering.asked import Array
from policyqa.answering.case import Case
from policyqa.answering.learned import Items
from policyqa.answering.lists import Ruled
from policyqa.answering.sentence import Sentence
from policyqa.answering.weighing import Scored
from policyqa.evaluation.questions import Asked

ALONE = 0.03  # of the regression, C of scikit-learn
COMPANY = {**GROWING, "max_iter": 250, "max_features": 0.4}
PARTS = 4  # of the sets, whose first looks are by the others
LEAST = 0.2  # the likeliest sentence at least, where the rules know no item


class Considered(NamedTuple):
    case: Case
    ruled: Ruled
    found: list[Scored]


class Example(NamedTuple):
    """A question for a list: its sentences with what is known of each, and whether each is an item."""

    ruled: Ruled
    sentences: list[Sentence]
    rows: Array
    items: np.ndarray


def main() -> None:
    options = arguments(__doc__, misses=True).parse_args()
    with opened(options) as sets:
        examples = {s.name: [e for a in s.questions for e in _examples(s, a)] for s in sets}
        print(len(sets), "sets,", sum(map(len, examples.values())), "lists", flush=True)
        finish(
            options,
            lambda: _cross_validated(sets, examples, misses=options.misses),
            lambda: written(_learned(sets, examples)),
        )


def _examples(of: Set, asked: Asked) -> list[Example]:
    listed = considered(of, asked) if asked.kind == "list" else None
    if listed is None:
        return []
    sentences = [s.sentence for s in listed.found]
    rows = listing.first_rows(*listed, learned.weights().evidence)
    return [Example(listed.ruled, sentences, rows, np.array([is_evidence(asked, s) for s in sentences]))]


def considered(of: Set, asked: Asked) -> Considered | None:
    """What may be an item of the list that is asked for, and is none where nothing answers; None for another question, or one
    that is read as another."""
    if asked.kind not in ("list", "none"):
        return None
    case, _ = understood(of.library, asked.question)
    if case.question.places.missing or case.question.kind != "list":
        return None
    ruled = lists.by_rules(case)
    found = candidates.consider(case, ruled)
    return Considered(case, ruled, found) if found else None


def _learned(sets: Sequence[Set], examples: Mapping[str, Sequence[Example]]) -> Items:
    """The second look is learned from first looks by the other parts of the sets."""
    parts = [[e for one in sets[start::PARTS] for e in examples[one.name]] for start in range(PARTS)]
    second = []
    for part in parts:
        first = _first([e for other in parts if other is not part for e in other])
        second += [_second_rows(e, first) for e in part]
    labels = np.concatenate([e.items for part in parts for e in part])
    by_company = boosted(company.NAMES, np.vstack(second), labels.astype(float), **COMPANY)
    return msgspec.structs.replace(_first([e for part in parts for e in part]), company=by_company)


def _first(examples: Sequence[Example]) -> Items:
    rows, labels = np.vstack([e.rows for e in examples]), np.concatenate([e.items for e in examples])
    alone = fitted(rows[:, : len(members.NAMES)], labels, ALONE, members.NAMES, LEAST)
    trees = boosted(learned.FIRST, rows, labels.astype(float), **GROWING)
    return Items(alone=alone, trees=trees, company=trees)


def _second_rows(example: Example, first: Items) -> Array:
    strict = listing.strictly(example.ruled, example.sentences)
    return listing.second_rows(example.sentences, example.rows, first.first(example.rows), strict)


def _cross_validated(sets: Sequence[Set], examples: Mapping[str, Sequence[Example]], *, misses: bool) -> None:
    """Prints the figures of each set by weights of the others, and of all together."""
    marks = []
    without_reader()
    for part, model in left_out(sets, lambda others: _learned(others, examples)):
        learned.items = lambda model=model: model
        marks += [judged(s, lambda asked: asked.kind == "list", misses=misses) for s in part]
    print("pooled:", shown(pooled(marks)))


if __name__ == "__main__":
    main()
