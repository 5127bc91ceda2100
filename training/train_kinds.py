"""Train what tells whether a question asks for all of something, and tell how well it does on other sets.

    python training/train_kinds.py policyqa/answering/data/kinds.json DOCUMENTS QUESTIONS [DOCUMENTS QUESTIONS …]

Questions that the documents do not answer (kind none) are left out: what they ask for is not annotated. The cases of
tests/cases/asking.jsonl are learned from too, three times, and judged by none. Flags as in train_lists.py, without --misses. The rules' own kind of
question is a trait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from question_sets import Set, arguments, finish, left_out, opened
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from policyqa.answering import answers, question
from policyqa.answering.kinds import MOST_REGIONS, Kinds, runs

STRENGTH = 0.2  # C of scikit-learn
FEWEST = 4  # questions in which a run has to stand
LEAST = 0.03  # in log-odds, of a run that is kept
CASES = Path(__file__).parents[1] / "tests" / "cases" / "asking.jsonl"
COUNTED = 3  # times that each of the cases is
SCALE = 2.0  # of the other traits beside the runs: they are few


class Example(NamedTuple):
    asked: str
    kind: str
    regions: int
    wants_all: bool


def main() -> None:
    options = arguments(__doc__).parse_args()
    with opened(options) as sets:
        examples = {s.name: list(_examples(s)) for s in sets}
        cases = list(_cases(sets[0])) * COUNTED

    def learn(others: Sequence[Set]) -> Kinds:
        return _learned([e for s in others for e in examples[s.name]] + cases)

    finish(options, lambda: _cross_validated(sets, examples, learn), lambda: _written(learn(sets)))


def _cross_validated(
    sets: Sequence[Set], examples: Mapping[str, Sequence[Example]], learn: Callable[[Sequence[Set]], Kinds]
) -> None:
    """Prints how many lists are known as such, by the rules and learned from the other parts of the sets."""
    told, ruled = [], []
    for part, model in left_out(sets, learn):
        for e in (e for s in part for e in examples[s.name]):
            told.append((model.logit(e.asked, e.kind, e.regions) > 0, e.wants_all))
            ruled.append((e.kind == "list", e.wants_all))
    print("by the rules:", _told(ruled), " learned, on other sets:", _told(told))


def _written(model: Kinds) -> str:
    return msgspec.json.format(msgspec.json.encode(model)).decode() + "\n"


def _examples(of: Set) -> Iterator[Example]:
    for asked in of.questions:
        if asked.kind != "none":
            yield example_of(of, asked.question, asked.kind)


def _cases(of: Set) -> Iterator[Example]:
    for line in CASES.read_text("utf-8").splitlines():
        case = msgspec.json.decode(line)
        if "kind" in case:
            yield example_of(of, case["question"], case["kind"])


def example_of(of: Set, text: str, kind: str) -> Example:
    known = answers._known(of.library)
    with of.library.snapshot() as indexes:
        told = question.understand(text, known.scope.gazetteer.find, indexes.lexical.classes, by_rules=True)
    return Example(told.rest, told.kind, len(told.regions), kind == "list")


def _learned(examples: Sequence[Example]) -> Kinds:
    counts: dict[str, int] = {}
    for example in examples:
        for run in runs(example.asked):
            counts[run] = counts.get(run, 0) + 1
    kept = {run: place for place, run in enumerate(sorted(r for r, n in counts.items() if n >= FEWEST))}
    kinds = sorted({e.kind for e in examples})
    rows = np.zeros((len(examples), len(kept) + len(kinds) + 1), np.float32)
    for row, example in zip(rows, examples, strict=True):
        row[[kept[run] for run in runs(example.asked) if run in kept]] = 1
        row[len(kept) + kinds.index(example.kind)] = SCALE
        row[-1] = SCALE * min(example.regions, MOST_REGIONS)
    labels = np.array([e.wants_all for e in examples])
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(csr_matrix(rows), labels)
    weights = model.coef_[0]
    return Kinds(
        runs={run: round(float(weights[place]), 3) for run, place in kept.items() if abs(weights[place]) >= LEAST},
        kinds={kind: round(SCALE * float(weights[len(kept) + i]), 3) for i, kind in enumerate(kinds)},
        region=round(SCALE * float(weights[-1]), 3), start=round(float(model.intercept_[0]), 3),
    )  # fmt: skip


def _told(pairs: Sequence[tuple[bool, bool]]) -> str:
    said, true = np.array(pairs).T
    return f"recall {said[true].mean():.3f} precision {true[said].mean():.3f}"


if __name__ == "__main__":
    main()
