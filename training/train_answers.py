"""Train what ranks and accepts the evidence for a question, and tell how well it does on questions of other documents.

    python training/train_answers.py policyqa/answering/data/evidence.json DOCUMENTS QUESTIONS [DOCUMENTS QUESTIONS …]

Each set of questions (gold/QUESTIONS.md) is asked over its own folder of documents. Figures are those of
benchmarks/questions.py: each set is judged by weights from the other sets alone, then all of them by weights from all.
What the rules answer is a trait of a question; on questions that the rules were made with they look better than they
are, so figures of sets that nobody made rules with (`--unseen NAME`, part of a questions file's path) are told apart.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from sklearn.linear_model import LogisticRegression

from policyqa.answering import ask, choosing, learned, sides, telling
from policyqa.answering.answers import understood
from policyqa.answering.case import Case
from policyqa.answering.learned import Learned, Weights, standing
from policyqa.answering.sentence import Sentence
from policyqa.answering.traits import CONSIDERED, NAMES, Array, traits
from policyqa.evaluation.likeness import folded, same_place
from policyqa.evaluation.questions import Asked, load, mark
from policyqa.library import Library
from policyqa.pipeline import add

RANKING, ACCEPTING = 0.02, 0.03  # of the fits (C of scikit-learn): low, since some hundreds of questions are known
THRESHOLDS = np.arange(0.2, 0.7, 0.02)


class Example(NamedTuple):
    """A question that one sentence answers: for each sentence considered its traits, whether it is evidence, whether
    what is read from it is right, and whether the rules answer with it (None: they do not answer)."""

    of: str
    rows: Array
    evidence: np.ndarray
    right: np.ndarray
    by_rules: list[bool] | None


class Set(NamedTuple):
    name: str
    library: Library
    questions: list[Asked]
    examples: list[Example]


def main() -> None:
    unseen = [name for flag, name in zip(sys.argv, sys.argv[1:], strict=False) if flag == "--unseen"]
    given = [a for before, a in zip(sys.argv, sys.argv[1:], strict=False) if a != "--unseen" and before != "--unseen"]
    out, *paths = map(Path, given)
    with ExitStack() as stack:
        sets = [_set(stack, d, q) for d, q in zip(paths[::2], paths[1::2], strict=True)]
        new = {s.name for s in sets if not unseen or any(name in s.name for name in unseen)}
        threshold = _cross_validated(sets, new)
        final = _learned([e for s in sets for e in s.examples], threshold)
        out.parent.mkdir(exist_ok=True)
        out.write_text(json.dumps(msgspec.to_builtins(final), indent=1) + "\n", "utf-8")
        for one in sets:
            print("trained on all:", one.name, _figures(one, final), flush=True)


def _set(stack: ExitStack, documents: Path, questions: Path) -> Set:
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    library = stack.enter_context(Library.open(Path(folder) / "library", create=True))
    add(library, [documents])
    asked = load(questions)
    examples = [e for a in asked if a.kind != "list" for e in _examples(library, a, str(questions))]
    print(questions, Counter(a.kind for a in asked).most_common(), flush=True)
    return Set(str(questions), library, asked, examples)


def _examples(library: Library, asked: Asked, of: str) -> Iterator[Example]:
    """One of the question; of a comparison one of each side."""
    case, _ = understood(library, asked.question)
    question = case.question
    if question.places.missing or not question.units or question.kind == "list":
        return
    cases = [case]
    if question.kind == "compare":
        cases = [side for _, side in sides.cases(telling.as_single(case))]
    for one in cases:
        considered = one.ranked[:CONSIDERED]
        if considered:
            ruled = telling.by_rules(one)
            yield Example(
                of, traits(one, considered),
                np.array([_is_evidence(asked, s.sentence) for s in considered]),
                np.array([_is_right(asked, one, place) for place in range(len(considered))]),
                [s.sentence is ruled.sentences[0] for s in considered] if ruled else None,
            )  # fmt: skip


def _is_evidence(asked: Asked, sentence: Sentence) -> bool:
    stem = Path(sentence.document.file).stem
    return any(e.document == stem and same_place(e.quote, sentence.quote) for e in asked.evidence)


def _is_right(asked: Asked, case: Case, place: int) -> bool:
    if _is_evidence(asked, case.ranked[place].sentence):
        return True
    if asked.kind not in ("value", "deadline", "body"):
        return False
    said = folded(telling.read(case, [case.ranked[place]]).words)
    return any(folded(accepted) in said for accepted in asked.answers)


# --- fitting ---------------------------------------------------------------------------------------------------------


def _learned(examples: Sequence[Example], threshold: float) -> Learned:
    """The logits with which acceptance is trained are those of a ranking that has not seen the question's set."""
    names = sorted({e.of for e in examples})
    ranks = {name: _ranking([e for e in examples if e.of != name]) for name in names}
    rows = [_standing(e, ranks[e.of]) for e in examples]
    labels = np.array([e.right[int(np.argmax(ranks[e.of].logits(e.rows)))] for e in examples])
    accepting = _fit(np.array(rows), labels, ACCEPTING, (*learned.STANDING, *NAMES), threshold)
    return Learned(evidence=_ranking(examples), answer=accepting)


def _ranking(examples: Sequence[Example]) -> Weights:
    used = [e for e in examples if e.evidence.any()]
    rows, labels = np.vstack([e.rows for e in used]), np.concatenate([e.evidence for e in used])
    return _fit(rows, labels, RANKING, NAMES, 0.5)


def _standing(example: Example, ranking: Weights) -> Array:
    return standing(example.rows, ranking.logits(example.rows), example.by_rules)


def _fit(rows: Array, labels: np.ndarray, strength: float, names: tuple[str, ...], threshold: float) -> Weights:
    means, scales = rows.mean(axis=0), rows.std(axis=0)
    scales = np.where(scales < 1e-6, 1.0, scales)
    model = LogisticRegression(C=strength, max_iter=1000).fit((rows - means) / scales, labels)
    return Weights(
        names=names, means=_rounded(means), scales=_rounded(scales), weights=_rounded(model.coef_[0]),
        bias=round(float(model.intercept_[0]), 4), threshold=round(threshold, 3),
    )  # fmt: skip


def _rounded(values: Array) -> tuple[float, ...]:
    return tuple(round(float(v), 4) for v in values)


# --- judging ---------------------------------------------------------------------------------------------------------


def _cross_validated(sets: Sequence[Set], new: set[str]) -> float:
    """Prints the figures of each set by weights of the others; the threshold that is best for the unseen ones."""
    models = {s.name: _learned([e for other in sets if other is not s for e in other.examples], 0.5) for s in sets}
    judged = [(*_judged(e, models[s.name]), s.name in new) for s in sets for e in s.examples]
    told = [(logit, right, answerable) for logit, right, answerable, unseen in judged if unseen]
    best = float(max(THRESHOLDS, key=lambda t: _share_right(told, t)))
    for threshold in THRESHOLDS[::4]:
        print(f"threshold {threshold:.2f}: right or rightly silent {_share_right(told, threshold):.3f}")
    print(f"best {best:.2f}: {_share_right(told, best):.3f} of {len(told)}", flush=True)
    for one in sets:
        model = models[one.name]
        accepting = msgspec.structs.replace(model.answer, threshold=round(best, 3))
        figures = _figures(one, msgspec.structs.replace(model, answer=accepting))
        print("cross-validated:", one.name, "(unseen)" if one.name in new else "", figures, flush=True)
    return best


def _judged(example: Example, model: Learned) -> tuple[float, bool, bool]:
    best = int(np.argmax(model.evidence.logits(example.rows)))
    logit = float(model.answer.logits(_standing(example, model.evidence)))
    return logit, bool(example.right[best]), bool(example.evidence.any())


def _share_right(told: Sequence[tuple[float, bool, bool]], threshold: float) -> float:
    least = learned.logit(threshold)
    return sum(right if logit >= least else not answerable for logit, right, answerable in told) / max(1, len(told))


def _figures(of: Set, model: Learned) -> str:
    choosing.learned.weights = lambda: model  # type: ignore[attr-defined,assignment]
    figures = mark(of.questions, partial(ask, of.library)).figures
    return "  ".join(f"{name} {'-' if f.share is None else format(f.share, '.3f')}/{f.n}" for name, f in figures.items())


if __name__ == "__main__":
    main()
