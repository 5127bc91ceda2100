"""Boosted trees as plain nodes: few rows are told all trees at once, many tree by tree, one by walking down."""

from __future__ import annotations

import numpy as np
import pytest

from policyqa.answering import learned
from policyqa.trees import Node, Trees

LEAF = Node(-1, 0.0, 0, 0, 0.25)
STUMP = (Node(0, 1.0, 1, 2, 0.0), Node(-1, 0.0, 0, 0, -1.0), Node(1, 0.0, 3, 4, 0.0), Node(-1, 0.0, 0, 0, 2.0), LEAF)


def test_a_row_is_told_alike_whichever_way_it_is_told() -> None:
    trees = Trees(("a", "b"), 0.5, (STUMP, (LEAF,)))
    columns = np.array([[0.0, 1.0, 2.0, 2.0], [0.0, 0.0, 0.0, 0.5]], np.float32)
    wanted = [-0.25, -0.25, 2.75, 1.0]
    assert trees.logits(columns).tolist() == wanted
    assert [trees.logit(row) for row in columns.T] == wanted
    assert trees.logits(np.tile(columns, 400))[:4].tolist() == wanted


def test_no_trees_say_what_they_start_from() -> None:
    assert Trees(("a",), 0.5, ()).logits(np.zeros((1, 3), np.float32)).tolist() == [0.5] * 3


@pytest.mark.parametrize("part", ["trees", "company"])
def test_the_trees_that_ship_say_the_same_of_few_rows_and_of_many(part: str) -> None:
    trees: Trees = getattr(learned.items(), part)
    columns = np.random.default_rng(3).normal(size=(len(trees.names), 1200)).astype(np.float32)
    assert np.allclose(trees.logits(columns)[:50], trees.logits(columns[:, :50]), atol=1e-5)
