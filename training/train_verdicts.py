"""Train what tells 是 from 否 by the sentence that answers, and tell how well it does on other sets.

    python training/train_verdicts.py policyqa/answering/data/verdicts.json DOCUMENTS QUESTIONS [DOCUMENTS QUESTIONS …]

Questions of kind yesno alone count; their evidence is taken as found. Flags as in train_lists.py, without --misses. The verdict of the rules is
a trait.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from boosting import boosted
from question_sets import Set, arguments, fitted, folds, is_evidence, opened, written

from policyqa.answering import denial, verdicts
from policyqa.answering.answers import understood
from policyqa.answering.asked import Array
from policyqa.answering.learned import Verdicts

STRENGTH = 0.03  # C of scikit-learn
TREES: dict[str, Any] = {
    "max_iter": 150,
    "learning_rate": 0.05,
    "max_depth": 6,
    "min_samples_leaf": 20,
    "max_features": 0.3,
}
DENIES = ("否", "不")


class Example(NamedTuple):
    row: Array
    affirmed: bool


def main() -> None:
    options = arguments(__doc__).parse_args()
    with opened(options) as sets:
        examples = [list(_examples(s)) for s in sets]
    if not options.kept_only:
        _cross_validated(sets, examples)
    if not options.judge_only:
        options.out.write_text(written(_learned([e for one in examples for e in one])), "utf-8")


def _examples(of: Set) -> Iterator[Example]:
    for asked in of.questions:
        if asked.kind != "yesno":
            continue
        case, _ = understood(of.library, asked.question)
        scored = next((s for s in case.ranked if is_evidence(asked, s.sentence)), None)
        if scored:
            affirmed = not any(answer.startswith(DENIES) for answer in asked.answers)
            yield Example(verdicts.traits(case.of_one(scored), scored), affirmed)


def _learned(examples: Sequence[Example]) -> Verdicts:
    rows, labels = np.array([e.row for e in examples]), np.array([e.affirmed for e in examples])
    return Verdicts(
        regression=fitted(rows, labels, STRENGTH, denial.NAMES, 0.5),
        trees=boosted(denial.NAMES, rows, labels.astype(float), **TREES),
    )


def _cross_validated(sets: Sequence[Set], examples: Sequence[Sequence[Example]]) -> None:
    """Prints how many verdicts are right, by the rules and learned from the other parts of the sets."""
    by = dict(zip((s.name for s in sets), examples, strict=True))
    told = []
    for part in folds(sets):
        inside = {s.name for s in part}
        model = _learned([e for name, of in by.items() if name not in inside for e in of])
        told += [(e.row[denial.NAMES.index("rules")], model.odds(e.row), e.affirmed) for n in inside for e in by[n]]
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
