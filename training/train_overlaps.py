"""Train the scorer of policyqa.overlap, and tell how well it does on pairs of documents that it was not trained on.

    policyqa add ../shared/gold/texts --library LIBRARY
    python training/train_overlaps.py LIBRARY ../shared/gold/overlaps.json policyqa/overlap/data/weights.json

Weights are kept by the library's encoder. Pairs that people call `related` are the same object by other means: they are
trained as matches too, since what has to be told apart is one object from another. Figures are those of gold/OVERLAPS.md; each pair of
documents is judged by weights from the others.
"""

from __future__ import annotations

import json
import sys
from difflib import SequenceMatcher
from itertools import product
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from sklearn.linear_model import LogisticRegression

from policyqa.library import Library
from policyqa.overlap.features import NAMES
from policyqa.overlap.finding import Judged, judged_measures, measures_of
from policyqa.overlap.scoring import Weights, one_to_one, probabilities
from policyqa.zh.text import fold

RELATED = 1.0  # what a related pair weighs as a match
PLAINLY_OTHER = (
    0.6  # of least + most + dice + vector / 2: pairs below it are so plainly no match that they teach nothing
)
THRESHOLDS = np.arange(0.1, 0.8, 0.025)


class Gold(NamedTuple):
    same: bool
    a: frozenset[int]
    b: frozenset[int]


def main() -> None:
    library, gold, out = map(Path, sys.argv[1:4])
    sets = json.loads(gold.read_text("utf-8"))
    with Library.open(library) as opened:
        found = judged_measures([m for group in measures_of(opened).values() for m in group], opened.encoder)
        encoder = opened.encoder.name
    wanted = {tuple(p): list(_gold(found, sets["pairs"], *p)) for p in sets["document_pairs"]}
    rows = {pair: _rows(found, pair) for pair in wanted}
    labels = {pair: _labels(found, rows[pair], wanted[pair]) for pair in wanted}
    scores = {}
    for pair in wanted:
        trained = _fit(found, [(rows[other], labels[other]) for other in wanted if other != pair])
        scores[pair] = probabilities(found.features[rows[pair]], trained)
    best = max(THRESHOLDS, key=lambda t: _figures(found, wanted, rows, scores, t)[0])
    for pair in wanted:
        print("  ".join(pair), _told(_figures(found, {pair: wanted[pair]}, rows, scores, best)))
    print("cross-validated", _told(_figures(found, wanted, rows, scores, best)), f"threshold {best:.3f}")
    final = _fit(found, [(rows[pair], labels[pair]) for pair in wanted], float(best))
    listed = json.loads(out.read_text("utf-8")) if out.exists() else {}
    listed[encoder] = msgspec.to_builtins(final)
    out.write_text(json.dumps(listed, indent=1) + "\n", "utf-8")


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


def _labels(found: Judged, rows: np.ndarray, gold: list[Gold]) -> np.ndarray:
    """1 for a match, RELATED for a related pair, 0 for neither."""
    labels: dict[tuple[int, int], float] = {}
    for row in sorted(gold, key=lambda g: g.same):
        for a, b in product(row.a, row.b):
            labels[min(a, b), max(a, b)] = 1.0 if row.same else RELATED
    return np.array([labels.get((int(a), int(b)), 0.0) for a, b in found.pairs[rows]])


def _fit(found: Judged, parts: list[tuple[np.ndarray, np.ndarray]], threshold: float = 0.5) -> Weights:
    rows, labels = (np.concatenate(column) for column in zip(*parts, strict=True))
    features = found.features[rows].astype(float)
    base = features[:, [NAMES.index(n) for n in ("aligned_least", "aligned_most", "dice")]].sum(axis=1)
    kept = (labels > 0) | (base + features[:, NAMES.index("vector")] / 2 > PLAINLY_OTHER)
    features, labels = features[kept], labels[kept]
    means, scales = features.mean(axis=0), features.std(axis=0) + 1e-9
    model = LogisticRegression(C=0.1, max_iter=500)
    model.fit((features - means) / scales, labels > 0, sample_weight=np.where(labels > 0, labels, 1.0))
    return Weights(
        names=NAMES, means=_rounded(means), scales=_rounded(scales), weights=_rounded(model.coef_[0]),
        bias=round(float(model.intercept_[0]), 4), threshold=round(threshold, 3),
    )  # fmt: skip


def _rounded(values: np.ndarray) -> tuple[float, ...]:
    return tuple(round(float(v), 4) for v in values)


def _figures(found, wanted, rows, scores, threshold) -> tuple[float, float, float, int]:  # type: ignore[no-untyped-def]
    """F1, precision, recall, how many are reported."""
    right = wrong = hit = asked = 0
    for pair, gold in wanted.items():
        kept = one_to_one(scores[pair], found.pairs[rows[pair]], found.documents, threshold)
        reported = found.pairs[rows[pair]][kept]
        same, related = ([g for g in gold if g.same is kind] for kind in (True, False))
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
