"""Of each measure those of other owners with the nearest vectors: every two are compared while that is quick."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from policyqa.overlap.likeness import Array, Places
from policyqa.protocols import Vectors

BUDGET = 2_500_000  # pairs from vectors; what is judged in about a minute
_FEWEST, _MOST = 10, 160  # neighbours of one measure
_FLAT = 16_000  # measures; up to these every vector is compared with every other
_BLOCK = 256  # vectors compared with all others at a time: what is turned over stays in the processor's cache
_APART = np.float32(4)  # taken from the cosines of two measures of one owner
_ANY = -1.5  # a limit that all others reach


class Near(NamedTuple):
    """Pairs of places by their keys, first · count + second with the smaller first, ascending, each once; their cosines."""

    keys: Places
    cosines: Array


def neighbours_of_one(count: int) -> int:
    """Neighbours of one measure among so many."""
    return int(np.clip(BUDGET // max(1, count), _FEWEST, _MOST))


def neighbours(vectors: Vectors, owners: Places, places: Places) -> Near:
    """Pairs of `places`, ascending, of which one is among the nearest of the other; a row of `vectors` has the length 1 or
    0. `owners` tells whose each measure is; those of one owner are no pair.
    """
    look = _searched if len(places) > _FLAT else _compared
    keys, cosines = look(vectors[places], owners[places], neighbours_of_one(len(vectors)))
    first, second = np.divmod(keys, max(1, len(places)))
    return Near(places[first] * len(vectors) + places[second], cosines)


def keys_of(first: Places, second: Places, owners: Places) -> tuple[Places, NDArray[np.bool_]]:
    """A number for each pair of measures of two owners, whichever of the two stands first; which pairs these are."""
    apart = owners[first] != owners[second]
    first, second = first[apart], second[apart]
    return np.minimum(first, second) * len(owners) + np.maximum(first, second), apart


# --- every two -------------------------------------------------------------------------------------------------------


def _compared(vectors: Vectors, owners: Places, most: int) -> Near:
    """The cosines of every two are held meanwhile, each once: two bytes for every two measures."""
    starts = range(0, len(vectors), _BLOCK)
    whose = np.unique(owners, return_inverse=True)[1].astype(np.int32)
    blocks = [_others(vectors, whose, start) for start in starts]
    limits = np.concatenate(
        [np.zeros(0, np.float32), *(_limits(blocks, number, most) for number in range(len(blocks)))]
    )
    none = Near(np.zeros(0, np.int64), np.zeros(0, np.float32))
    found = [none, *(_reaching(block, limits, start) for block, start in zip(blocks, starts, strict=True))]
    return Near(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _others(vectors: Vectors, owners: NDArray[np.int32], start: int) -> Array:
    """The cosines of a block of measures with themselves and all that follow."""
    near: Array = vectors[start : start + _BLOCK] @ vectors[start:].T
    near -= (owners[start : start + _BLOCK, None] == owners[None, start:]) * _APART
    return near


def _limits(blocks: list[Array], number: int, most: int) -> Array:
    """What the nearest of each measure of a block reach. Vectors at right angles are no neighbours, unless all others are."""
    own = slice(number * _BLOCK, number * _BLOCK + len(blocks[number]))
    before = [
        block[:, own.start - place * _BLOCK : own.stop - place * _BLOCK].T
        for place, block in enumerate(blocks[:number])
    ]
    cosines = np.hstack([*before, blocks[number]])
    count = cosines.shape[1]
    if count <= most:
        return np.full(len(cosines), _ANY, np.float32)
    cosines.partition(count - most, axis=1)
    limits = cosines[:, count - most]
    reached = np.count_nonzero(cosines >= limits[:, None], axis=1)
    limits = np.where(reached > 2 * most, np.nextafter(limits, np.float32(2)), limits)  # the same text, again and again
    return np.where(limits < _ANY, _ANY, np.maximum(limits, np.finfo(np.float32).tiny)).astype(np.float32)


def _reaching(block: Array, limits: Array, start: int) -> Near:
    """Pairs of a block that reach the limit of either of the two."""
    near = block >= np.minimum(limits[start : start + len(block), None], limits[None, start:])
    places = np.flatnonzero(near)
    first, second = np.divmod(places, block.shape[1])
    ahead = second > first
    return Near((first[ahead] + start) * len(limits) + second[ahead] + start, block.ravel()[places[ahead]])


# --- those of neighbouring cells -------------------------------------------------------------------------------------


def _searched(vectors: Vectors, owners: Places, most: int) -> Near:
    import faiss

    # of this thread; another tells of each measure meanwhile
    faiss.omp_set_num_threads(max(1, (os.cpu_count() or 1) - 1))
    cosines, places = _index(vectors).search(vectors, most + 1)
    there = places >= 0
    first = np.repeat(np.arange(len(vectors)), most + 1)[there.ravel()]
    keys, apart = keys_of(first, places[there].astype(np.int64), owners)
    distinct, rows = np.unique(keys, return_index=True)
    return Near(distinct, cosines[there][apart][rows])


def _index(vectors: Vectors) -> Any:
    import faiss

    count, width = vectors.shape
    cells = int(4 * np.sqrt(count))
    index: Any = faiss.IndexIVFFlat(faiss.IndexFlatIP(width), width, cells, faiss.METRIC_INNER_PRODUCT)
    index.train(vectors[:: max(1, count // (40 * cells))])
    index.nprobe = 8
    index.add(vectors)
    return index
