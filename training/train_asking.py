"""Train how much the reader counts beside a question's turns of phrase in telling whether it asks for all of something.

    python training/train_asking.py policyqa/answering/data/asking.json DOCUMENTS QUESTIONS [DOCUMENTS QUESTIONS …]

The flags are those of train_kinds.py. The sets have to be others than those from which the reader (train_reader.py) and
data/kinds.json learned: what they think of questions that they have seen is no measure of what they think of new ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from question_sets import Set, arguments, finish, fitted, left_out, opened, written
from train_kinds import example_of

from policyqa.answering import kinds
from policyqa.answering.asked import Array
from policyqa.weights import Weights

STRENGTH = 1.0  # of the regression, C of scikit-learn
CHOSEN = 0.45  # the threshold, by the table that this prints
THRESHOLDS = (0.3, 0.4, 0.45, 0.5, 0.6)


class Example(NamedTuple):
    """What is known of a question, and its kind as the set has it."""

    traits: Array
    kind: str


def main() -> None:
    options = arguments(__doc__).parse_args()
    with opened(options) as sets:
        examples = {s.name: _examples(s) for s in sets}
    finish(
        options,
        lambda: _cross_validated(sets, examples),
        lambda: written(_learned([e for s in sets for e in examples[s.name]])),
    )


def _examples(of: Set) -> list[Example]:
    """What the documents do not answer is left out: what it asks for is not annotated."""
    asked = [a for a in of.questions if a.kind != "none"]
    known = [example_of(of, a.question, a.kind) for a in asked]
    return [
        Example(kinds.traits(a.question, e.asked, e.kind, e.regions), a.kind)
        for a, e in zip(asked, known, strict=True)
    ]  # fmt: skip


def _learned(examples: Sequence[Example]) -> Weights:
    rows, labels = np.array([e.traits for e in examples]), np.array([e.kind == "list" for e in examples])
    return fitted(rows, labels, STRENGTH, kinds.TRAITS, CHOSEN)


def _cross_validated(sets: Sequence[Set], examples: Mapping[str, Sequence[Example]]) -> None:
    """Prints at each threshold how many lists are known as such, and how many of each other kind are taken for one, learned from
    the other parts of the sets; with what the turns of phrase alone tell."""
    told: list[tuple[float, float, str]] = []
    for part, by in left_out(sets, lambda others: _learned([e for s in others for e in examples[s.name]])):
        of = [e for s in part for e in examples[s.name]]
        told += [(float(by.logits(e.traits)), e.traits[0], e.kind) for e in of]
    print("turns of phrase alone:", _taken([(turns > 0, kind) for _, turns, kind in told]))
    for threshold in THRESHOLDS:
        least = np.log(threshold / (1 - threshold))
        print(f"threshold {threshold:.2f}:", _taken([(odds > least, kind) for odds, _, kind in told]), flush=True)


def _taken(told: Sequence[tuple[bool, str]]) -> str:
    names = sorted({kind for _, kind in told}, key=lambda kind: kind != "list")
    return " ".join(f"{name} {np.mean([taken for taken, kind in told if kind == name]):.3f}" for name in names)


if __name__ == "__main__":
    main()
