"""Boosted trees for policyqa.overlap.closer, learned with scikit-learn and kept as plain nodes."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from policyqa.overlap.closer import NAMES
from policyqa.trees import Node, Trees

_TREES, _RATE, _LEAVES, _FEWEST = 150, 0.12, 8, 30  # trees, what each counts, leaves of one, rows of a leaf
_SEED = 20261126


def boosted(columns: np.ndarray, matches: np.ndarray, seed: int = _SEED) -> Trees:
    """`columns` has shape (rows, NAMES); `matches` are 0…1: what is half a match counts half as one and half as none."""
    unsure = (matches > 0) & (matches < 1)
    weights = np.append(np.where(unsure, matches, 1.0), 1 - matches[unsure])
    labels = np.append(matches > 0, np.zeros(int(unsure.sum()), bool))
    model = HistGradientBoostingClassifier(
        max_iter=_TREES, learning_rate=_RATE, max_leaf_nodes=_LEAVES, min_samples_leaf=_FEWEST, l2_regularization=5,
        max_features=0.3, early_stopping=False, random_state=seed,
    )  # fmt: skip
    model.fit(np.concatenate([columns, columns[unsure]]), labels, sample_weight=weights)
    trees = tuple(tuple(map(_node, step[0].nodes)) for step in model._predictors)
    return Trees(NAMES, round(float(model._baseline_prediction.ravel()[0]), 5), trees)


def _node(node: Any) -> Node:
    if node["is_leaf"]:
        return Node(-1, 0.0, 0, 0, float(f"{node['value']:.4g}"))
    return Node(
        int(node["feature_idx"]), float(f"{node['num_threshold']:.9g}"), int(node["left"]), int(node["right"]), 0.0
    )
