"""One gold row to one extracted row: as many pairs as possible, required rows first, the closest ones together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

G = TypeVar("G")
R = TypeVar("R")


class Pair(NamedTuple, Generic[G, R]):
    gold: G
    row: R


class Matching(NamedTuple, Generic[G, R]):
    pairs: list[Pair[G, R]]
    missed: list[G]
    spare: list[R]


def match(
    gold: Sequence[G],
    rows: Sequence[R],
    fits: Callable[[G, R], bool],
    closeness: Callable[[G, R], float],
    optional: Callable[[G], bool],
) -> Matching[G, R]:
    """A bipartite matching: the closest pairs are joined first, then rows move on where that lets one more in."""
    edges = [{j for j, row in enumerate(rows) if fits(wanted, row)} for wanted in gold]
    owner: dict[int, int] = {}
    for kind in (False, True):
        group = [i for i, wanted in enumerate(gold) if optional(wanted) == kind]
        _join_closest(group, edges, owner, lambda i, j: closeness(gold[i], rows[j]))
        for i in group:
            if i not in owner.values():
                _make_room(i, set(group), edges, owner, set())
    pairs = [Pair(gold[i], rows[j]) for j, i in sorted(owner.items(), key=lambda item: item[1])]
    missed = [wanted for i, wanted in enumerate(gold) if i not in owner.values()]
    return Matching(pairs, missed, [row for j, row in enumerate(rows) if j not in owner])


def _join_closest(
    group: list[int], edges: list[set[int]], owner: dict[int, int], closeness: Callable[[int, int], float]
) -> None:
    candidates = sorted((-closeness(i, j), i, j) for i in group for j in edges[i])
    for _, i, j in candidates:
        if j not in owner and i not in owner.values():
            owner[j] = i


def _make_room(i: int, group: set[int], edges: list[set[int]], owner: dict[int, int], visited: set[int]) -> bool:
    """Kuhn's augmenting path: find a row for `i`, if need be by moving another gold row of the group."""
    for j in sorted(edges[i] - visited):
        visited.add(j)
        holder = owner.get(j)
        if holder is None or (holder in group and _make_room(holder, group, edges, owner, visited)):
            owner[j] = i
            return True
    return False
