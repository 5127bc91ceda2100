"""Boosted trees as plain nodes, as the training scripts write them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

_FEW = 1024  # rows that are told by all trees at once
_ROWS = 65_536  # told at a time: fewer, and threads wait for one another more than they tell
_MOST_LEAVES = 8  # of a tree whose rows are told together: a byte has as many bits


class Node(msgspec.Struct, frozen=True, array_like=True):
    """Of a tree: rows whose `column` is at most `limit` go `left`, the others `right`; a leaf, of column −1, has a `value`."""

    column: int
    limit: float
    left: int
    right: int
    value: float


class Trees(msgspec.Struct, frozen=True, dict=True):
    """Log-odds are `start` and the values of the leaves that a row reaches, one in each tree. `names` are the columns."""

    names: tuple[str, ...]
    start: float
    trees: tuple[tuple[Node, ...], ...]

    def logit(self, row: NDArray[Any]) -> float:
        """The log-odds of one row."""
        values = row.tolist()
        return self.start + sum(_leaf(tree, values) for tree in self.trees)

    def logits(self, columns: NDArray[np.float32]) -> NDArray[np.float64]:
        """The log-odds of many rows: `columns` has shape (names, rows). Trees have at most eight leaves."""
        if self.trees and columns.shape[1] <= _FEW:
            return self.start + self._together.values(columns)
        found = np.full(columns.shape[1], self.start)
        told = [_told(tree) for tree in self.trees]
        for start in range(0, len(found), _ROWS):
            here = slice(start, start + _ROWS)
            for tree in told:
                found[here] += tree.values(columns[:, here])
        return found

    @cached_property
    def _together(self) -> _Together:
        return _Together([_told(tree) for tree in self.trees])


def _leaf(tree: Sequence[Node], values: Sequence[float]) -> float:
    node = tree[0]
    while node.column >= 0:
        node = tree[node.left if values[node.column] <= node.limit else node.right]
    return node.value


class _Told(NamedTuple):
    """A tree as rows of bytes tell it: leaves are bits from the left, and a row stops at the first one not ruled out.

    A row beyond a node's limit rules out the leaves on the node's left (the bit vectors of QuickScorer).
    """

    nodes: list[tuple[int, np.float32, np.uint8]]  # column, limit, leaves ruled out beyond it
    leaf_of: NDArray[np.float32]  # the value for each set of leaves that are ruled out

    def values(self, columns: NDArray[np.float32]) -> NDArray[np.float32]:
        ruled_out = np.zeros(columns.shape[1], np.uint8)
        beyond, bits = np.empty(columns.shape[1], bool), np.empty(columns.shape[1], np.uint8)
        for column, limit, left in self.nodes:
            np.greater(columns[column], limit, out=beyond)
            np.multiply(beyond.view(np.uint8), left, out=bits)
            np.bitwise_or(ruled_out, bits, out=ruled_out)
        return np.take(self.leaf_of, ruled_out, mode="clip")


class _Together:
    """All trees at once, for few rows: one comparison for each node and row."""

    def __init__(self, trees: Sequence[_Told]) -> None:
        nodes = [node for tree in trees for node in tree.nodes or [(0, np.float32(np.inf), np.uint8(0))]]
        self.columns = np.array([column for column, _, _ in nodes], np.intp)
        self.limits = np.array([limit for _, limit, _ in nodes], np.float32)[:, None]
        self.bits = np.array([bits for _, _, bits in nodes], np.uint8)[:, None]
        self.starts = np.cumsum([0, *(len(tree.nodes) or 1 for tree in trees)])[:-1]
        self.leaf_of = np.array([tree.leaf_of for tree in trees], np.float32)

    def values(self, columns: NDArray[np.float32]) -> NDArray[np.float64]:
        beyond = columns[self.columns] > self.limits
        ruled_out = np.bitwise_or.reduceat(beyond * self.bits, self.starts, axis=0)
        found: NDArray[np.float64] = np.take_along_axis(self.leaf_of, ruled_out.astype(np.intp), axis=1).sum(
            0, np.float64
        )
        return found


@cache
def _told(tree: tuple[Node, ...]) -> _Told:
    nodes: list[tuple[int, np.float32, np.uint8]] = []
    leaves: list[float] = []

    def walk(at: int) -> None:
        node = tree[at]
        if node.column < 0:
            leaves.append(node.value)
            return
        first = len(leaves)
        walk(node.left)
        nodes.append((node.column, np.float32(node.limit), np.uint8((1 << len(leaves)) - (1 << first))))
        walk(node.right)

    walk(0)
    if len(leaves) > _MOST_LEAVES:
        raise ValueError(f"a tree has {len(leaves)} leaves, and at most {_MOST_LEAVES} can be told")
    reached = [next((leaf for bit, leaf in enumerate(leaves) if not out >> bit & 1), 0) for out in range(256)]
    return _Told(nodes, np.array(reached, np.float32))
