"""Train what ranks and accepts the evidence for a question, and tell how well it does on questions of other documents.

    python training/train_answers.py policyqa/answering/data/evidence.json DOCUMENTS QUESTIONS [DOCUMENTS QUESTIONS …]

`--kept-only` leaves out the judging by other sets, `--judge-only` writes nothing, `--misses` prints what is wrong,
`--libraries FOLDER` keeps the libraries of the sets for the next run.

Each set of questions (gold/QUESTIONS.md) is asked over its own folder of documents; lists are told by train_lists.py. The
sets are cut in six parts, each judged by weights from the others. What the rules answer is a trait of a question; on
questions that the rules were made with they look better than they are.
The judging leaves the reader out, which has learned from the sets itself (train_reader.py).
The line "pooled" counts all questions of the sets together, each answered by weights that have not seen its set.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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

from policyqa.answering import choosing, learned, sides, telling
from policyqa.answering.answers import understood
from policyqa.answering.asked import Array
from policyqa.answering.case import Case
from policyqa.answering.learned import Learned, likeness, standing
from policyqa.answering.passages import SENTENCES
from policyqa.answering.traits import NAMES
from policyqa.answering.weighing import Scored
from policyqa.evaluation.likeness import folded
from policyqa.evaluation.questions import Asked
from policyqa.library import Library
from policyqa.weights import logit

# Of the regressions, C of scikit-learn.
RANKING, ACCEPTING = 0.01, 0.015
ACCEPTING_TREES = {**GROWING, "max_iter": 200, "max_features": 0.1}
THRESHOLDS = (0.3, 0.34, 0.38, 0.42, 0.46, 0.5)
CHOSEN = 0.42  # the best balance of answers given and silence on sets left out
PARTS = 4  # of the sets, whose rankings acceptance learns from, each by the others
STANDING = (*learned.STANDING, *NAMES)


class Example(NamedTuple):
    """A question that one sentence answers: for each sentence considered its traits, whether it is evidence, whether
    what is read from it is right, and whether the rules answer with it (None: they do not answer)."""

    rows: Array
    evidence: np.ndarray
    right: np.ndarray
    by_rules: list[bool] | None


def main() -> None:
    options = arguments(__doc__, misses=True).parse_args()
    with opened(options) as sets:
        examples = {}
        for one in sets:
            examples[one.name] = [e for a in one.questions if a.kind != "list" for e in _examples(one.library, a)]
            print(one.name, Counter(a.kind for a in one.questions).most_common(), flush=True)
        finish(
            options,
            lambda: _cross_validated(sets, examples, misses=options.misses),
            lambda: written(_learned(sets, examples)),
        )


def _examples(library: Library, asked: Asked) -> Iterator[Example]:
    for case in cases(library, asked):
        of = choosing.consider(case)
        yield Example(
            of.traits, np.array([is_evidence(asked, s.sentence) for s in of.found]),
            np.array([is_right(asked, case, s) for s in of.found]), of.by_rules,
        )  # fmt: skip


def cases(library: Library, asked: Asked) -> Iterator[Case]:
    """Of a question that one sentence answers its case, of a comparison that of each side, where anything was found."""
    case, _ = understood(library, asked.question)
    question = case.question
    if question.places.missing or not question.units or question.kind == "list":
        return
    compared = question.kind == "compare"
    several = [side for _, side in sides.cases(telling.as_single(case))] if compared else [case]
    yield from (one for one in several if one.ranked)


def is_right(asked: Asked, case: Case, scored: Scored) -> bool:
    if is_evidence(asked, scored.sentence):
        return True
    if asked.kind not in ("value", "deadline", "body"):
        return False
    said = folded(telling.read(case, [scored]).words)
    return any(folded(accepted) in said for accepted in asked.answers)


# --- fitting ---------------------------------------------------------------------------------------------------------


def _learned(sets: Sequence[Set], examples: Mapping[str, Sequence[Example]]) -> Learned:
    """Acceptance is learned from rankings that have not seen the set, as with a new question."""
    parts = [[e for one in sets[start::PARTS] for e in examples[one.name]] for start in range(PARTS)]
    rows, labels = [], []
    for part in parts:
        ranking = _ranking([e for other in parts if other is not part for e in other])
        for example in part:
            logits = likeness(example.rows, ranking)
            rows.append(standing(example.rows, logits, example.by_rules))
            labels.append(_answers(example, logits))
    return _accepting(_ranking([e for part in parts for e in part]), np.array(rows), np.array(labels))


def _ranking(examples: Sequence[Example]) -> Learned:
    """What ranks; it accepts all."""
    used = [e for e in examples if e.evidence.any()]
    rows, labels = np.vstack([e.rows for e in used]), np.concatenate([e.evidence for e in used])
    evidence = fitted(rows, labels, RANKING, NAMES, 0.5)
    trees = boosted(NAMES, rows, labels.astype(float), **GROWING)
    return Learned(evidence=evidence, ranking=trees, answer=evidence, trees=trees)


def _accepting(ranking: Learned, rows: Array, labels: np.ndarray) -> Learned:
    return msgspec.structs.replace(
        ranking, answer=fitted(rows, labels, ACCEPTING, STANDING, CHOSEN),
        trees=boosted(STANDING, rows, labels.astype(float), **ACCEPTING_TREES),
    )  # fmt: skip


def _answers(example: Example, logits: Array) -> bool:
    """Whether the best sentence is right; where how or what is asked, one of those that are shown."""
    shown_ = SENTENCES if example.rows[0, NAMES.index("asks_passage")] else 1
    return bool(example.right[np.argsort(-logits, kind="stable")[:shown_]].any())


# --- judging ---------------------------------------------------------------------------------------------------------


def _cross_validated(sets: Sequence[Set], examples: Mapping[str, Sequence[Example]], *, misses: bool) -> None:
    """Prints the figures of each set by weights of the others, and of all together."""
    marks, told = [], []
    without_reader()
    for part, model in left_out(sets, lambda others: _learned(others, examples)):
        told += [_judged(e, model) for s in part for e in examples[s.name]]
        learned.weights = lambda model=model: model
        marks += [judged(s, lambda asked: asked.kind != "list", misses=misses) for s in part]
    for threshold in THRESHOLDS:
        print(f"threshold {threshold:.2f}: {told_at(told, threshold)}", flush=True)
    print("pooled:", shown(pooled(marks)))


def _judged(example: Example, model: Learned) -> tuple[float, bool, bool]:
    logits = likeness(example.rows, model)
    right = _answers(example, logits)
    odds = model.ahead(standing(example.rows, logits, example.by_rules)) + logit(model.answer.threshold)
    return odds, right, bool(example.evidence.any())


def told_at(answers: Sequence[tuple[float, bool, bool]], threshold: float) -> str:
    """Of questions that one sentence answers: right or rightly silent; right, of the answerable; silence."""
    logits, right, answerable = (np.array(column) for column in zip(*answers, strict=True))
    given = logits >= logit(threshold)
    shares = {
        "right or rightly silent": np.where(given, right, ~answerable).mean(),
        "answer": (given & right)[answerable].mean(),
        "abstain.P": (~answerable)[~given].mean(),
        "abstain.R": (~given)[~answerable].mean(),
    }
    return "  ".join(f"{name} {share:.3f}" for name, share in shares.items())


if __name__ == "__main__":
    main()
