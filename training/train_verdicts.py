"""Train what tells 是 from 否 by the sentence that answers, and tell how well it does on other sets.

    python training/train_verdicts.py policyqa/answering/data/verdicts.json DOCUMENTS QUESTIONS [DOCUMENTS QUESTIONS …]

Questions of kind yesno alone count; their evidence is taken as found. Flags as in train_lists.py, without --misses. The verdict of the rules is
a trait.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from boosting import GROWING, boosted
from question_sets import Set, arguments, finish, fitted, is_evidence, left_out, opened, written

from policyqa.answering import denial, verdicts
from policyqa.answering.answers import understood
from policyqa.answering.asked import Array
from policyqa.answering.denial import Verdicts

STRENGTH = 0.03  # C of scikit-learn
TREES = {**GROWING, "max_iter": 150, "max_features": 0.3}
DENIES = ("否", "不")


class Example(NamedTuple):
    row: Array
    affirmed: bool


def main() -> None:
    options = arguments(__doc__).parse_args()
    with opened(options) as sets:
        examples = {s.name: list(_examples(s)) for s in sets}
    finish(options, lambda: _cross_validated(sets, examples), lambda: written(_learned(sets, examples)))


def _examples(of: Set) -> Iterator[Example]:
    for asked in of.questions:
        if asked.kind != "yesno":
            continue
        case, _ = understood(of.library, asked.question)
        scored = next((s for s in case.ranked if is_evidence(asked, s.sentence)), None)
        if scored:
            affirmed = not any(answer.startswith(DENIES) for answer in asked.answers)
            yield Example(verdicts.traits(case.of_one(scored), scored), affirmed)


def _learned(sets: Sequence[Set], examples: Mapping[str, Sequence[Example]]) -> Verdicts:
    used = [e for s in sets for e in examples[s.name]]
    rows, labels = np.array([e.row for e in used]), np.array([e.affirmed for e in used])
    return Verdicts(
        regression=fitted(rows, labels, STRENGTH, denial.NAMES, 0.5),
        trees=boosted(denial.NAMES, rows, labels.astype(float), **TREES),
    )


def _cross_validated(sets: Sequence[Set], examples: Mapping[str, Sequence[Example]]) -> None:
    """Prints how many verdicts are right, by the rules and learned from the other parts of the sets."""
    told = []
    for part, model in left_out(sets, lambda others: _learned(others, examples)):
        of = [e for s in part for e in examples[s.name]]
        told += [(e.row[denial.NAMES.index("rules")], model.odds(e.row), e.affirmed) for e in of]
    ruled, odds, affirmed = (np.array(column) for column in zip(*told, strict=True))
    sure = np.abs(odds) >= verdicts.SURE
    right = (odds > 0) == affirmed
    print(
        f"{len(told)} verdicts, right by the rules {((ruled > 0) == affirmed).mean():.3f}, learned {right.mean():.3f}"
    )
    print(f"sure of {sure.mean():.3f}, of which right {right[sure].mean():.3f}")
    by_rules = ((ruled > 0) == affirmed)[~sure].mean()
    print(f"of the others right by the rules {by_rules:.3f}, learned {right[~sure].mean():.3f}")


if __name__ == "__main__":
    main()
