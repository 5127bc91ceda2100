"""Merge the weights of an earlier training, whose questions are no longer at hand, into new ones.

    python training/merge_answers.py policyqa/answering/data/evidence.json EARLIER.json

What the two say is averaged, the new one counting twice; the result replaces the new file. EARLIER.json may have no trees that rank. What it gains on sets left out: docs/quality.md. Lists have to be trained again afterwards: how likely a sentence is evidence is one of their traits.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from question_sets import written

from policyqa.answering.learned import Learned
from policyqa.trees import Node, Trees
from policyqa.weights import Weights

NEW, OLD = 2 / 3, 1 / 3


class Earlier(msgspec.Struct):
    evidence: Weights
    answer: Weights
    trees: Trees
    ranking: Trees | None = None


def main(new_path: Path, old_path: Path) -> None:
    new = msgspec.json.decode(new_path.read_bytes(), type=Learned)
    old = msgspec.json.decode(old_path.read_bytes(), type=Earlier)
    # ranking is half regression, half trees: without old trees the old regression takes their half as well
    regression = [(NEW, new.evidence), (OLD if old.ranking else 2 * OLD, old.evidence)]
    ranking = [(NEW, new.ranking), *([(OLD, old.ranking)] if old.ranking else [])]
    merged = msgspec.structs.replace(
        new, evidence=_weights(regression), ranking=_trees(ranking),
        answer=_weights([(NEW, new.answer), (OLD, old.answer)]), trees=_trees([(NEW, new.trees), (OLD, old.trees)]),
    )  # fmt: skip
    new_path.write_text(written(merged), "utf-8")


def _weights(parts: Sequence[tuple[float, Weights]]) -> Weights:
    """The weighted sum of regressions, in units of the first one's scales."""
    first = parts[0][1]
    if any(weights.names != first.names for _, weights in parts):
        raise SystemExit("The two files are for other traits.")
    means, scales = np.array(first.means), np.array(first.scales)
    steep = sum(share * np.array(w.weights) / np.array(w.scales) for share, w in parts)
    start = sum(share * (w.bias - np.array(w.means) @ (np.array(w.weights) / np.array(w.scales))) for share, w in parts)
    return msgspec.structs.replace(
        first, weights=tuple(np.round(steep * scales, 4).tolist()), bias=round(float(start + means @ steep), 4)
    )


def _trees(parts: Sequence[tuple[float, Trees]]) -> Trees:
    """The trees of all, their leaves worth their share."""
    if any(one.names != parts[0][1].names for _, one in parts):
        raise SystemExit("The two files are for other traits.")
    trees = tuple(tuple(_worth(node, share) for node in tree) for share, one in parts for tree in one.trees)
    return Trees(parts[0][1].names, round(sum(share * one.start for share, one in parts), 5), trees)


def _worth(node: Node, share: float) -> Node:
    return msgspec.structs.replace(node, value=round(share * node.value, 5))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
