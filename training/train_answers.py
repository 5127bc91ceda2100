"""Train what ranks and accepts the evidence for a question, and tell how well it does on questions of other documents.

    python training/train_answers.py policyqa/answering/data/evidence.json DOCUMENTS QUESTIONS [DOCUMENTS QUESTIONS …]

`--kept-only` leaves out the judging by other sets, `--judge-only` writes nothing, `--misses` prints what is wrong,
`--libraries FOLDER` keeps the libraries of the sets for the next run.

Each set of questions (gold/QUESTIONS.md) is asked over its own folder of documents. Figures are those of
benchmarks/questions.py: each set is judged by weights from the other sets alone, then all of them by weights from all.
What the rules answer is a trait of a question; on questions that the rules were made with they look better than they
are, so figures of sets that nobody made rules with (`--unseen NAME`, part of a questions file's path) are told apart.
The line "pooled" counts all questions of the sets together, each answered by weights that have not seen its set.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from policyqa.answering import ask, learned, lists, members, sides, telling
from policyqa.answering.answers import understood
from policyqa.answering.asked import Array
from policyqa.answering.case import Case
from policyqa.answering.learned import Learned, likeness, standing
from policyqa.answering.lists import Ruled
from policyqa.answering.passages import SENTENCES
from policyqa.answering.sentence import Sentence
from policyqa.answering.traits import NAMES, considered, traits
from policyqa.answering.weighing import Scored
from policyqa.evaluation.likeness import folded, same_place
from policyqa.evaluation.questions import Asked, Marks, Share, load, mark
from policyqa.library import Library
from policyqa.pipeline import add
from policyqa.trees import Node, Trees
from policyqa.weights import Weights

# Of the fits (C of scikit-learn): low, since some hundreds of questions are known.
RANKING, ACCEPTING, LISTING = 0.005, 0.015, 0.01
# Trees see what goes together; small ones, each of half the questions and a tenth of the traits.
GROWING: dict[str, Any] = {
    "n_estimators": 300, "learning_rate": 0.05, "max_leaf_nodes": 8, "max_depth": 6,
    "subsample": 0.5, "max_features": 0.1, "min_samples_leaf": 16,
}  # fmt: skip
THRESHOLDS = (0.22, 0.24, 0.26, 0.3, 0.34, 0.38)
LIKELY = 0.2  # the best sentence at least, where the rules know no item of a list
CHOSEN = 0.24  # calibrated on sets that nobody has read, where the traits of rules look worse than on those that were
_RANKINGS: dict[frozenset[str], Weights] = {}


class Example(NamedTuple):
    """A question that one sentence answers: for each sentence considered its traits, whether it is evidence, whether
    what is read from it is right, and whether the rules answer with it (None: they do not answer)."""

    of: str
    rows: Array
    evidence: np.ndarray
    right: np.ndarray
    by_rules: list[bool] | None


class ListExample(NamedTuple):
    """A question for a list whose items no form of words tells: its sentences with their traits as any answer's, and
    whether each is an item."""

    of: str
    case: Case
    ruled: Ruled
    considered: Sequence[Scored]
    base: Array
    items: np.ndarray

    def rows(self, ranking: Weights) -> Array:
        return members.rows(self.case, self.ruled, self.considered, ranking.logits(self.base))


class Set(NamedTuple):
    name: str
    library: Library
    questions: list[Asked]
    examples: list[Example]
    lists: list[ListExample]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("paths", type=Path, nargs="+", metavar="DOCUMENTS QUESTIONS")
    parser.add_argument("--unseen", action="append", default=[])
    parser.add_argument("--libraries", type=Path)
    for flag in ("--kept-only", "--judge-only", "--misses"):
        parser.add_argument(flag, action="store_true")
    options = parser.parse_args()
    pairs = zip(options.paths[::2], options.paths[1::2], strict=True)
    with ExitStack() as stack:
        kept = options.libraries or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sets = [_set(stack, kept / str(number), d, q) for number, (d, q) in enumerate(pairs)]
        if not options.kept_only:
            names = {s.name for s in sets}
            unseen = {name for name in names if any(part in name for part in options.unseen)} or names
            _cross_validated(sets, unseen, misses=options.misses)
        if not options.judge_only:
            _write(sets, options.out)


def _write(sets: Sequence[Set], out: Path) -> None:
    final = _learned(sets)
    out.parent.mkdir(exist_ok=True)
    out.write_text(_written(final), "utf-8")
    for one in sets:
        print("trained on all:", one.name, _shown(_marks(one, final).figures), flush=True)


def _written(model: Learned) -> str:
    """Readable: a line for each list of numbers, each tree."""
    text = json.dumps(msgspec.to_builtins(model), indent=1)
    for inner in (r"[^\[\]]*?", r"(?:[^\[\]]|\[[^\[\]]*\])*?"):
        text = re.sub(rf"\[\s+({inner})\s+\]", lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", text)
    return text + "\n"


def _set(stack: ExitStack, folder: Path, documents: Path, questions: Path) -> Set:
    library = stack.enter_context(Library.open(folder, create=not folder.exists()))
    add(library, [documents])
    asked = load(questions)
    examples = [e for a in asked if a.kind != "list" for e in _examples(library, a, str(questions))]
    listed = [e for a in asked if a.kind == "list" for e in _list_examples(library, a, str(questions))]
    print(questions, Counter(a.kind for a in asked).most_common(), flush=True)
    return Set(str(questions), library, asked, examples, listed)


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
        if one.ranked:
            ruled = telling.by_rules(one)
            by_rules = ruled.sentences[0] if ruled else None
            found = considered(one, by_rules)
            yield Example(
                of, traits(one, found, by_rules),
                np.array([_is_evidence(asked, s.sentence) for s in found]),
                np.array([_is_right(asked, one, s) for s in found]),
                [s.sentence is by_rules for s in found] if ruled else None,
            )  # fmt: skip


def _list_examples(library: Library, asked: Asked, of: str) -> Iterator[ListExample]:
    case, _ = understood(library, asked.question)
    if case.question.places.missing or case.question.kind != "list":
        return
    ruled = lists.by_rules(case)
    found = [] if ruled.settled else members.consider(case, ruled)
    if found:
        items = np.array([_is_evidence(asked, s.sentence) for s in found])
        yield ListExample(of, case, ruled, found, traits(case, found, None), items)


def _is_evidence(asked: Asked, sentence: Sentence) -> bool:
    stem = Path(sentence.document.file).stem
    return any(e.document == stem and same_place(e.quote, sentence.quote) for e in asked.evidence)


def _is_right(asked: Asked, case: Case, scored: Scored) -> bool:
    if _is_evidence(asked, scored.sentence):
        return True
    if asked.kind not in ("value", "deadline", "body"):
        return False
    said = folded(telling.read(case, [scored]).words)
    return any(folded(accepted) in said for accepted in asked.answers)


# --- fitting ---------------------------------------------------------------------------------------------------------


def _learned(sets: Sequence[Set]) -> Learned:
    """Acceptance is trained with two rankings of each question: one that has not seen its set, as with a new question,
    and the one that is kept; what tells the items of a list with the first."""
    examples = [e for s in sets for e in s.examples]
    names = [s.name for s in sets]
    ranks = {name: _ranking([e for e in examples if e.of != name]) for name in names}
    kept = _ranking(examples)
    views = [(e, rank) for e in examples for rank in (ranks[e.of], kept)]
    rows = np.array([_standing(e, rank) for e, rank in views])
    labels = np.array([_answers(e, likeness(e.rows, rank)) for e, rank in views])
    accepting = _fit(rows, labels, ACCEPTING, (*learned.STANDING, *NAMES), CHOSEN)
    listed = [e for s in sets for e in s.lists]
    found = [e.rows(ranks[e.of]) for e in listed]
    items = _fit(np.vstack(found), np.concatenate([e.items for e in listed]), LISTING, members.NAMES, LIKELY)
    return Learned(evidence=kept, items=items, answer=accepting, trees=_grown(rows, labels))


def _answers(example: Example, logits: Array) -> bool:
    """Whether the best sentence is right; where how or what is asked, one of those that are shown."""
    shown = SENTENCES if example.rows[0, NAMES.index("asks_passage")] else 1
    return bool(example.right[np.argsort(-logits, kind="stable")[:shown]].any())


def _grown(rows: Array, labels: np.ndarray) -> Trees:
    model = GradientBoostingClassifier(**GROWING, random_state=0).fit(rows.astype(np.float32), labels)
    odds = labels.mean()
    trees = tuple(_nodes(one.tree_, GROWING["learning_rate"]) for one in model.estimators_[:, 0])
    return Trees(names=(*learned.STANDING, *NAMES), start=round(float(np.log(odds / (1 - odds))), 4), trees=trees)


def _nodes(tree: Any, rate: float) -> tuple[Node, ...]:
    return tuple(
        Node(int(trait) if low >= 0 else -1, round(float(least), 4), int(low), int(high), round(rate * float(value), 4))
        for trait, least, low, high, value in zip(
            tree.feature, tree.threshold, tree.children_left, tree.children_right, tree.value[:, 0, 0], strict=True
        )
    )


def _ranking(examples: Sequence[Example]) -> Weights:
    """Fitted once for the same sets: each two of them are left out together twice."""
    names = frozenset(e.of for e in examples)
    if names not in _RANKINGS:
        _RANKINGS[names] = _ranking_of(examples)
    return _RANKINGS[names]


def _ranking_of(examples: Sequence[Example]) -> Weights:
    used = [e for e in examples if e.evidence.any()]
    rows, labels = np.vstack([e.rows for e in used]), np.concatenate([e.evidence for e in used])
    return _fit(rows, labels, RANKING, NAMES, 0.5)


def _standing(example: Example, ranking: Weights) -> Array:
    return standing(example.rows, likeness(example.rows, ranking), example.by_rules)


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


def _cross_validated(sets: Sequence[Set], unseen: set[str], *, misses: bool) -> None:
    """Prints the figures of each set by weights of the others, and of all the unseen ones together."""
    models = {s.name: _learned([other for other in sets if other is not s]) for s in sets}
    told = [_judged(e, models[s.name]) for s in sets for e in s.examples if s.name in unseen]
    for threshold in THRESHOLDS:
        print(f"threshold {threshold:.2f}: {_told(told, threshold)}", flush=True)
    marked = {}
    for one in sets:
        marked[one.name] = _marks(one, models[one.name])
        for miss in marked[one.name].misses if misses else ():
            print("  " + " ".join(miss.split())[:260])
        print("cross-validated:", one.name, _shown(marked[one.name].figures), flush=True)
    print("pooled:", _shown(_pooled([marks for name, marks in marked.items() if name in unseen])))


def _pooled(marks: Sequence[Marks]) -> dict[str, Share]:
    """The figures of several sets as those of one."""
    pooled = {}
    for name in marks[0].figures:
        of = [m.figures[name] for m in marks]
        n = sum(share.n for share in of)
        pooled[name] = Share(sum((share.share or 0) * share.n for share in of) / n if n else None, n)
    return pooled


def _judged(example: Example, model: Learned) -> tuple[float, bool, bool]:
    right = _answers(example, likeness(example.rows, model.evidence))
    logit = model.ahead(_standing(example, model.evidence)) + learned.logit(model.answer.threshold)
    return logit, right, bool(example.evidence.any())


def _told(judged: Sequence[tuple[float, bool, bool]], threshold: float) -> str:
    """Of questions that one sentence answers: right or rightly silent; right, of the answerable; silence."""
    logits, right, answerable = (np.array(column) for column in zip(*judged, strict=True))
    given = logits >= learned.logit(threshold)
    shares = {
        "right or rightly silent": np.where(given, right, ~answerable).mean(),
        "answer": (given & right)[answerable].mean(),
        "abstain.P": (~answerable)[~given].mean(),
        "abstain.R": (~given)[~answerable].mean(),
    }
    return "  ".join(f"{name} {share:.3f}" for name, share in shares.items())


def _marks(of: Set, model: Learned) -> Marks:
    learned.weights = lambda: model  # type: ignore[assignment]
    return mark(of.questions, partial(ask, of.library))


def _shown(figures: Mapping[str, Share]) -> str:
    return "  ".join(
        f"{name} {'-' if f.share is None else format(f.share, '.3f')}/{f.n}" for name, f in figures.items()
    )


if __name__ == "__main__":
    main()
