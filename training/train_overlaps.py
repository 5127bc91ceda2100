"""Train the scorer of policyqa.overlap, and tell how well it does on pairs of documents that it was not trained on.

    policyqa add ../shared/gold/texts --library LIBRARY
    python training/train_overlaps.py policyqa/overlap/data LIBRARY ../shared/gold/overlaps.json

Further libraries with their sets may follow, and `--judged LIBRARY FILE …`, pairs that people judged one by one (training/judged.py):
with them the trees of policyqa.overlap.closer are learned too. Both are kept by the encoder of the libraries. Pairs that people call
`related` are the same object by other means: they are trained as matches too, since what has to be told apart is one
object from another. Where several measures cover an annotated quote, the one that fits best is the match. Figures are
those of gold/OVERLAPS.md; each pair of documents is judged by weights from the others.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import product
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from boosting import boosted
from judged import Rows, judged
from sklearn.linear_model import LogisticRegression

from policyqa.library import Library
from policyqa.overlap import closer
from policyqa.overlap.closer import columns, looked
from policyqa.overlap.features import NAMES
from policyqa.overlap.finding import Judged, judged_measures, measures_of
from policyqa.overlap.scoring import one_to_one, probabilities
from policyqa.trees import Trees
from policyqa.weights import Weights
from policyqa.zh.text import fold

STRENGTH = 0.02  # of the fit (C of scikit-learn): low, since a few hundred matches are known
_GROWING = {"max_iter": 150, "learning_rate": 0.12, "min_samples_leaf": 30, "max_features": 0.3}
THRESHOLDS = np.arange(0.06, 0.9, 0.02)
LEAST = 0.02  # at first look, of pairs that trees learn from: most are below, and none of them is looked at again


class Gold(NamedTuple):
    same: bool
    a: frozenset[int]
    b: frozenset[int]


class Part(NamedTuple):
    """A pair of documents: its judged pairs of measures, and what people say of it."""

    name: str
    found: Judged
    gold: list[Gold]
    of: Path  # the set it stands in
    features: np.ndarray
    pairs: np.ndarray
    matches: list[np.ndarray]  # of each row of gold the places among `pairs` of measures that cover both quotes


def main() -> None:
    given, also = _arguments(sys.argv[1:])
    out = given.pop(0)
    parts, encoders = [], set()
    for library, gold in zip(given[::2], given[1::2], strict=True):
        with Library.open(library) as opened:
            encoders.add(opened.encoder.name)
            found = judged_measures([m for group in measures_of(opened).values() for m in group], opened.encoder)
        parts += list(_parts(found, gold))
    (encoder,) = encoders
    rows = judged(also[0], also[1:]) if also else None
    weights = _fit(parts, _cross_validated(parts, rows))
    _keep(out / "weights.json", encoder, weights, indent=1)
    if rows:
        _keep(out / "trees.json", encoder, _boosted(parts, weights, rows))


def _arguments(words: list[str]) -> tuple[list[Path], list[Path]]:
    at = words.index("--judged") if "--judged" in words else len(words)
    return list(map(Path, words[:at])), list(map(Path, words[at + 1 :]))


def _keep(file: Path, encoder: str, made: Weights | Trees, indent: int | None = None) -> None:
    listed = json.loads(file.read_text("utf-8")) if file.exists() else {}
    listed[encoder] = msgspec.to_builtins(made)
    separators = (",", ":") if indent is None else None
    file.write_text(json.dumps(listed, indent=indent, separators=separators) + "\n", "utf-8")


def _parts(found: Judged, gold: Path) -> Iterable[Part]:
    sets = json.loads(gold.read_text("utf-8"))
    for first, second in sets["document_pairs"]:
        rows, said = _rows(found, (first, second)), list(_gold(found, sets["pairs"], first, second))
        pairs = found.pairs[rows]
        where = {(a, b): place for place, (a, b) in enumerate(pairs.tolist())}
        matches = [_places(where, row) for row in said]
        yield Part(f"{first}  {second}", found, said, gold, found.features[rows].astype(float), pairs, matches)


def _places(where: dict[tuple[int, int], int], gold: Gold) -> np.ndarray:
    wanted = {(min(a, b), max(a, b)) for a, b in product(gold.a, gold.b)}
    return np.array([where[pair] for pair in sorted(wanted) if pair in where], np.int64)


def _cross_validated(parts: Sequence[Part], rows: Rows | None) -> float:
    """Prints the figures; the threshold that is best for them all, with those beside it: one alone may be best by chance."""
    scores = [_judged_by_others(part, [p for p in parts if p is not part], rows) for part in parts]
    judged = list(zip(parts, scores, strict=True))
    reached = np.convolve([_figures(judged, t)[0] for t in THRESHOLDS], np.ones(5) / 5, mode="same")
    best = float(THRESHOLDS[np.argmax(reached)])
    for part, score in judged:
        print(part.name, _told(_figures([(part, score)], best)))
    for of in dict.fromkeys(part.of for part in parts):
        print("cross-validated", of.parent.name, of.name, _told(_figures([j for j in judged if j[0].of == of], best)))
    print("cross-validated", _told(_figures(judged, best)), f"threshold {best:.3f}")
    return best


def _judged_by_others(part: Part, others: Sequence[Part], rows: Rows | None) -> np.ndarray:
    weights = _fit(others)
    chances = probabilities(part.features, weights)
    by = _boosted(others, weights, rows) if rows else None
    return looked(part.found.said, part.pairs, part.features, chances, by)


def _boosted(parts: Sequence[Part], weights: Weights, rows: Rows) -> Trees:
    """Learned from the pairs of the parts that are not hopeless at first look, and from those judged one by one."""
    told, matches = [rows.columns], [rows.matches]
    for part, chosen, passed in zip(parts, *_chosen(parts, weights), strict=True):
        marked = _marked(part, chosen)
        used = marked | (~_marked(part, passed) & (probabilities(part.features, weights) >= LEAST))
        told.append(_columns(part)[used])
        matches.append(marked[used])
    return boosted(closer.NAMES, np.concatenate(told), np.concatenate(matches).astype(float), **_GROWING)


_kept: dict[str, np.ndarray] = {}


def _columns(part: Part) -> np.ndarray:
    key = f"{part.of} {part.name}"
    if key not in _kept:
        _kept[key] = columns(part.found.said, part.pairs, part.features).T
    return _kept[key]


def _gold(found: Judged, pairs: list[dict[str, dict[str, str]]], first: str, second: str) -> list[Gold]:
    kept = []
    for row in pairs:
        a, b = row["a"], row["b"]
        if {a["document"], b["document"]} != {first, second} or row["relation"] == "trap":
            continue
        kept.append(Gold(row["relation"] == "same", _covering(found, a), _covering(found, b)))  # type: ignore[comparison-overlap]
    return kept


def _covering(found: Judged, side: dict[str, str]) -> frozenset[int]:
    return frozenset(
        place for place, m in enumerate(found.measures)
        if Path(m.document.file).stem == side["document"] and _near(side["quote"], m.text)
    )  # fmt: skip


def _near(first: str, second: str) -> bool:
    a, b = ("".join(fold(text).split()) for text in (first, second))
    if a in b or b in a:
        return True
    match = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
    return match.size >= 0.6 * min(len(a), len(b))


def _rows(found: Judged, pair: tuple[str, ...]) -> np.ndarray:
    stems = np.array([Path(m.document.file).stem for m in found.measures])
    first, second = stems[found.pairs[:, 0]], stems[found.pairs[:, 1]]
    return np.flatnonzero(((first == pair[0]) & (second == pair[1])) | ((first == pair[1]) & (second == pair[0])))


def _fit(parts: Sequence[Part], threshold: float = 0.5) -> Weights:
    """Twice: the second time of the measures that cover a quote only the one that fitted best is a match."""
    every = _fitted(parts, [part.matches for part in parts], [[]] * len(parts), threshold)
    return _fitted(parts, *_chosen(parts, every), threshold)


def _chosen(parts: Sequence[Part], weights: Weights) -> tuple[list[list[np.ndarray]], list[list[np.ndarray]]]:
    """Of each part, of the pairs that cover one row of gold the one that fits best; and all of them."""
    chosen, passed = [], []
    for part in parts:
        scores = probabilities(part.features, weights)
        matches = [found for found in part.matches if len(found)]
        chosen.append([found[[int(np.argmax(scores[found]))]] for found in matches])
        passed.append(matches)
    return chosen, passed


def _fitted(
    parts: Sequence[Part],
    matches: Sequence[Sequence[np.ndarray]],
    passed: Sequence[Sequence[np.ndarray]],
    threshold: float,
) -> Weights:
    """`matches` are places of pairs that match; other ones of `passed` are neither."""
    features = np.concatenate([part.features for part in parts])
    labels = np.concatenate([_marked(part, places) for part, places in zip(parts, matches, strict=True)])
    used = labels | ~np.concatenate([_marked(part, places) for part, places in zip(parts, passed, strict=True)])
    features, labels = features[used], labels[used]
    means, scales = features.mean(axis=0), features.std(axis=0) + 1e-9
    model = LogisticRegression(C=STRENGTH, max_iter=500).fit((features - means) / scales, labels)
    return Weights(
        names=NAMES, means=_rounded(means), scales=_rounded(scales), weights=_rounded(model.coef_[0]),
        bias=round(float(model.intercept_[0]), 4), threshold=round(threshold, 3),
    )  # fmt: skip


def _marked(part: Part, places: Sequence[np.ndarray]) -> np.ndarray:
    marked = np.zeros(len(part.pairs), bool)
    for found in places:
        marked[found] = True
    return marked


def _rounded(values: np.ndarray) -> tuple[float, ...]:
    return tuple(round(float(v), 4) for v in values)


def _figures(judged: Sequence[tuple[Part, np.ndarray]], threshold: float) -> tuple[float, float, float, int]:
    """F1, precision, recall, how many are reported."""
    right = wrong = hit = asked = 0
    for part, scores in judged:
        reported = part.pairs[one_to_one(scores, part.pairs, part.found.documents, threshold)]
        same, related = ([g for g in part.gold if g.same is kind] for kind in (True, False))
        asked += len(same)
        hit += sum(any(_meets(g, p) for p in reported) for g in same)
        right += (fine := sum(any(_meets(g, p) for g in same) for p in reported))
        wrong += len(reported) - fine - sum(
            not any(_meets(g, p) for g in same) and any(_meets(g, p) for g in related) for p in reported
        )  # fmt: skip
    precision, recall = right / max(1, right + wrong), hit / max(1, asked)
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall, right + wrong


def _meets(gold: Gold, pair: np.ndarray) -> bool:
    a, b = (int(place) for place in pair)
    return (a in gold.a and b in gold.b) or (b in gold.a and a in gold.b)


def _told(figures: tuple[float, float, float, int]) -> str:
    f1, precision, recall, count = figures
    return f"F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}  reported {count}"


if __name__ == "__main__":
    main()
