"""Likeness of many pairs at a time against the plain definition, pair by pair; candidates against every pair."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from policyqa.overlap import likeness
from policyqa.overlap.candidates import candidates
from policyqa.overlap.likeness import Clauses, Lexicon, aligned, margin

_CLAUSES = st.lists(st.lists(st.integers(0, 19), max_size=14), min_size=2, max_size=12)


@settings(max_examples=60, deadline=None)
@given(_CLAUSES, st.integers(0, 2**32 - 1))
def test_words_are_aligned_as_one_pair_at_a_time_would_be(rows: list[list[int]], seed: int) -> None:
    chance = np.random.default_rng(seed)
    vectors = chance.normal(size=(20, 3)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    weights = chance.uniform(0.1, 9, 20).tolist()
    pairs = np.array(list(combinations(range(len(rows)), 2)))
    found = aligned(Clauses.of(rows, weights), Lexicon.of(vectors), pairs[:, 0], pairs[:, 1])
    for place, (a, b) in enumerate(pairs):
        expected = _aligned_plainly(rows[a][:12], rows[b][:12], vectors, weights)
        assert np.allclose([column[place] for column in found], expected, atol=0.03)


def _aligned_plainly(first: list[int], second: list[int], vectors: np.ndarray, weights: list[float]) -> list[float]:
    def alike(x: int, y: int) -> float:
        return 1.0 if x == y else 0.9 * float(np.clip((vectors[x] @ vectors[y] - 0.3) / 0.5, 0, 1))

    shares, alone = [], []
    for own, other in ((first, second), (second, first)):
        best = [max((alike(x, y) for y in other), default=0.0) for x in own]
        total = sum(weights[x] for x in own)
        shares.append(sum(weights[x] * s for x, s in zip(own, best, strict=True)) / total if own else 0.0)
        alone.append(max((weights[x] * (1 - s) for x, s in zip(own, best, strict=True)), default=0.0))
    return [*shares, min(alone)]


_PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 4)), max_size=30)


@given(_PAIRS)
def test_a_margin_is_the_lead_over_the_best_other_pair(pairs: list[tuple[int, int, int]]) -> None:
    base = np.array([score for *_, score in pairs], np.float32)
    found = margin(base, np.array([m for m, *_ in pairs], int), np.array([d for _, d, _ in pairs], int))
    for place, (measure, document, score) in enumerate(pairs):
        others = [s for n, (m, d, s) in enumerate(pairs) if n != place and (m, d) == (measure, document)]
        assert found[place] == score - max(others, default=0)


def test_what_two_rows_share_is_the_weight_of_their_common_items() -> None:
    matrix = likeness.sparse([{"a", "b"}, {"b", "c"}, set()], {"a": 1.0, "b": 2.0, "c": 4.0}.__getitem__)
    a, b = np.array([0, 0, 1]), np.array([1, 2, 2])
    assert np.allclose(likeness.products(matrix, a, b), [2.0, 0.0, 0.0])
    assert np.allclose(likeness.sums(matrix), [3.0, 6.0, 0.0])


def test_wording_alone_finds_nearly_all_pairs_with_most_characters_in_common() -> None:
    """Vectors of zeros propose next to nothing: what is found is found by MinHash."""
    chance = random.Random(1)
    texts = [frozenset(chance.sample([f"{n}" for n in range(3000)], 20)) for _ in range(1000)]
    copies = [frozenset([*sorted(text)[:18], "x", f"y{place}"]) for place, text in enumerate(texts)]
    owners = np.repeat([0, 1], 1000)
    found = {tuple(pair) for pair in candidates(np.zeros((2000, 4), np.float32), [*texts, *copies], owners).tolist()}
    wanted = {(place, 1000 + place) for place in range(1000)}
    assert len(found & wanted) >= 980
    assert all(a < 1000 <= b for a, b in found)
