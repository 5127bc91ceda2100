"""Boosted trees, learned with scikit-learn and kept as plain nodes."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from policyqa.trees import Node, Trees

_SEED = 20261126
# How trees for questions grow, unless a script says otherwise.
GROWING: dict[str, Any] = {
    "max_iter": 300, "learning_rate": 0.05, "max_depth": 6, "min_samples_leaf": 20, "max_features": 0.2,
}  # fmt: skip


def boosted(
    names: tuple[str, ...], columns: np.ndarray, labels: np.ndarray, seed: int = _SEED, **growing: Any
) -> Trees:
    """`columns` has shape (rows, names); `labels` are 0…1: what is half a match counts half as one and half as none.
    `growing` is what HistGradientBoostingClassifier is told besides (max_iter, learning_rate, min_samples_leaf …)."""
    unsure = (labels > 0) & (labels < 1)
    weights = np.append(np.where(unsure, labels, 1.0), 1 - labels[unsure])
    matches = np.append(labels > 0, np.zeros(int(unsure.sum()), bool))
    model = HistGradientBoostingClassifier(
        **{"max_leaf_nodes": 8, "l2_regularization": 5, "early_stopping": False, "random_state": seed, **growing}
    )
    model.fit(np.concatenate([columns, columns[unsure]]), matches, sample_weight=weights)
    trees = tuple(tuple(map(_node, step[0].nodes)) for step in model._predictors)
    return Trees(names, round(float(model._baseline_prediction.ravel()[0]), 5), trees)


def _node(node: Any) -> Node:
    if node["is_leaf"]:
        return Node(-1, 0.0, 0, 0, float(f"{node['value']:.4g}"))
    return Node(
        int(node["feature_idx"]), float(f"{node['num_threshold']:.9g}"), int(node["left"]), int(node["right"]), 0.0
    )
