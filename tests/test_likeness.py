"""Likeness of many pairs at a time against the plain definition, pair by pair; candidates against every pair."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyqa.overlap import alignment, likeness, meanings, nearest
from policyqa.overlap.alignment import Clauses, aligned, words_alike
from policyqa.overlap.candidates import Mentions, alike, joined
from policyqa.overlap.likeness import Items, beside, margin
from policyqa.overlap.meanings import FromMeans, Meanings, cosines, dots, told_apart
from policyqa.overlap.nearest import Near, neighbours

_CLAUSES = st.lists(st.lists(st.integers(0, 19), max_size=14), min_size=2, max_size=12)


@settings(max_examples=60)
@given(_CLAUSES, st.integers(0, 2**32 - 1))
def test_words_are_aligned_as_one_pair_at_a_time_would_be(rows: list[list[int]], seed: int) -> None:
    chance = np.random.default_rng(seed)
    vectors = chance.normal(size=(20, 3)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    weights = chance.uniform(0.1, 9, 20).tolist()
    pairs = np.array(list(combinations(range(len(rows)), 2)))
    words = Items.of(rows)
    heavy = np.array([weights[word] for row in rows for word in row])
    clauses = Clauses.of(words, np.array(words.known, int), heavy)
    found = aligned(clauses, words_alike(vectors), pairs[:, 0], pairs[:, 1])
    for place, (a, b) in enumerate(pairs):
        expected = _aligned_plainly(rows[a][:12], rows[b][:12], vectors, weights)
        assert np.allclose([column[place] for column in found], expected, atol=0.03)


def test_pairs_told_in_pieces_by_several_threads_are_told_as_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(5)
    rows = [chance.integers(0, 40, chance.integers(0, 15)).tolist() for _ in range(60)]
    words, vectors = Items.of(rows), chance.normal(size=(40, 3)).astype(np.float32)
    alike = words_alike(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    numbers = np.array(words.known, int)
    clauses = Clauses.of(words, numbers, chance.uniform(0.1, 9, len(words.places)))
    a, b = chance.integers(0, 60, (2, 500))
    whole = aligned(clauses, alike, a, b)
    for module, name in ((likeness, "_TOLD"), (alignment, "_PAIRS"), (alignment, "_CELLS")):
        monkeypatch.setattr(module, name, 90)
    assert np.array_equal(whole, aligned(clauses, alike, a, b))


@given(st.lists(st.integers(0, 2**40), max_size=30))
def test_numbers_are_sorted_as_python_sorts_them(numbers: list[int]) -> None:
    found = likeness.sorting(np.array(numbers, np.int64))
    assert found.tolist() == sorted(range(len(numbers)), key=numbers.__getitem__)


def _aligned_plainly(first: list[int], second: list[int], vectors: np.ndarray, weights: list[float]) -> list[float]:
    def alike(x: int, y: int) -> float:
        return 1.0 if x == y else 0.9 * float(np.clip((vectors[x] @ vectors[y] - 0.3) / 0.5, 0, 1))

    shares, alone, telling = [], [], []
    for own, other in ((first, second), (second, first)):
        best = [max((alike(x, y) for y in other), default=0.0) for x in own]
        total = sum(weights[x] for x in own)
        shares.append(sum(weights[x] * s for x, s in zip(own, best, strict=True)) / total if own else 0.0)
        alone.append(max((weights[x] * (1 - s) for x, s in zip(own, best, strict=True)), default=0.0))
        telling.append(sorted([0.0, 0.0, *(weights[x] * s for x, s in zip(own, best, strict=True))], reverse=True))
    return [*shares, min(alone), *(min(ranked[place] for ranked in telling) for place in (0, 1))]


def test_no_word_is_like_any_and_looking_up_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = np.eye(3, dtype=np.float32)
    a, b = np.array([0, 0, 2, 3]), np.array([1, 2, 3, 3])  # the places of the texts 0, 1, none and 1
    looked_up = Meanings.of(vectors, np.array([0, 1, -1, 1]))
    monkeypatch.setattr(meanings, "_LOOKED_UP", 0)
    worked_out = Meanings.of(vectors, np.array([0, 1, -1, 1]))
    assert looked_up.alike is not None
    assert worked_out.alike is None
    assert cosines(looked_up, a, b).tolist() == cosines(worked_out, a, b).tolist() == [0, 0, 0, 1]


def _some_vectors(seed: int, count: int, *, zeros: int = 0) -> np.ndarray:
    """Of length 1, the last `zeros` of length 0."""
    vectors = np.random.default_rng(seed).normal(size=(count, 6)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[count - zeros :] = 0
    return vectors


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 3), min_size=1, max_size=60), st.integers(0, 3))
def test_neighbours_are_those_that_every_two_cosines_tell(seed: int, owners: list[int], zeros: int) -> None:
    vectors, whose = _some_vectors(seed, len(owners), zeros=min(zeros, len(owners))), np.array(owners)
    most = 5
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearest, "_BLOCK", 16)
        patch.setattr(nearest, "_MOST", most)
        patch.setattr(nearest, "_FEWEST", most)
        found = neighbours(vectors, whose, np.arange(len(owners)))
    cosines = np.where(whose[:, None] == whose[None], np.nan, vectors @ vectors.T)
    wanted = set()
    for place, row in enumerate(cosines):
        others = sorted((c for c in row if not np.isnan(c)), reverse=True)
        limit = others[most - 1] if len(others) >= most and len(owners) > most else -2
        wanted |= {
            (min(place, other), max(place, other))
            for other, cosine in enumerate(row)
            if cosine >= limit - 1e-6 and (cosine > 1e-6 or limit == -2)
        }
    pairs = [divmod(key, len(owners)) for key in found.keys.tolist()]
    assert set(pairs) == wanted
    assert pairs == sorted(pairs)
    assert np.allclose(found.cosines, [cosines[a, b] for a, b in pairs], atol=1e-6)


def test_a_text_that_stands_in_thousands_of_documents_is_not_compared_with_itself_each_time() -> None:
    count = 3000
    found = neighbours(np.tile(_some_vectors(1, 1), (count, 1)), np.arange(count), np.arange(count))
    assert len(found.keys) < 400 * count
    said = Mentions.of(["健全分级管理制度"] * count, np.arange(count))
    assert 100 * count < len(alike([frozenset({"健全"})] * count, np.arange(count), said)) < 400 * count


def test_a_refrain_meets_another_documents_by_its_number() -> None:
    clauses, documents = ["甲", *["乙"] * 5, "甲", *["乙"] * 6], np.repeat([0, 1], [6, 7])
    said = Mentions.of(clauses, documents)
    assert said.first.tolist() == [0, 1, 2, 3, 6, 7, 8, 9]
    assert said.later.tolist() == [4, 5, 10, 11, 12]
    keys = alike([frozenset(clause) for clause in clauses], documents, said)
    assert [divmod(key, 13) for key in keys.tolist()] == [(4, 10), (5, 11)]


@given(st.integers(0, 2**32 - 1), st.integers(1, 30))
def test_products_looked_up_are_those_told_one_by_one(seed: int, count: int) -> None:
    vectors, chance = _some_vectors(seed, count), np.random.default_rng(seed)
    a, b = np.sort(chance.integers(0, count, 40)), chance.integers(0, count, 40)
    for cells in (0, 1000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(meanings, "_CELLS_FOR_ONE", cells)
            assert np.allclose(dots(vectors, a, b), (vectors[a] * vectors[b]).sum(axis=1), atol=1e-6)


@given(st.lists(st.integers(0, 3), min_size=2, max_size=30), st.integers(0, 2**32 - 1))
def test_cosines_told_from_the_mean_follow_from_those_of_the_vectors(documents: list[int], seed: int) -> None:
    vectors, whose = _some_vectors(seed, len(documents), zeros=1), np.array(documents)
    a, b = (np.array(places) for places in zip(*combinations(range(len(documents)), 2), strict=True))
    centred = Meanings.centred(vectors, np.arange(len(documents)), whose)
    found = told_apart(FromMeans.of(vectors, whose), (vectors[a] * vectors[b]).sum(axis=1), a, b)
    assert np.allclose(found, cosines(centred, a, b), atol=1e-4)


_PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 4)), max_size=30)


@given(_PAIRS.map(sorted))
def test_a_margin_is_the_lead_over_the_best_other_pair(pairs: list[tuple[int, int, int]]) -> None:
    base = np.array([score for *_, score in pairs], np.float32)
    found = margin(base, np.array([m for m, *_ in pairs], int), np.array([d for _, d, _ in pairs], int))
    for place, (measure, document, score) in enumerate(pairs):
        others = [s for n, (m, d, s) in enumerate(pairs) if n != place and (m, d) == (measure, document)]
        assert found[place] == score - max(others, default=0)


def test_an_item_weighs_less_where_much_of_its_document_has_it() -> None:
    rows = [{"美育"}, {"美育", "名师"}, {"美育"}, {"美育"}]
    weights = likeness.local(Items.of(rows), np.array([0, 0, 0, 1]), lambda _: 4.0)
    heavy = iter(weights.tolist())
    told = [{item: next(heavy) for item in row} for row in rows]
    assert told[0]["美育"] == told[1]["美育"] == told[2]["美育"] < told[1]["名师"] == told[3]["美育"] == 4.0


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30), st.integers(0, 2**32 - 1))
def test_vectors_told_from_the_mean_have_length_1(documents: list[int], seed: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(len(documents), 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = Meanings.centred(vectors, np.arange(len(documents)), np.array(documents))
    assert np.allclose(np.linalg.norm(found.vectors[:-1], axis=1), 1, atol=1e-4)


def test_what_all_of_a_document_says_makes_no_two_clauses_alike() -> None:
    theme, matters = np.array([10.0, 0, 0]), np.eye(3)[[1, 2] * 20]
    vectors = (theme + matters) / np.linalg.norm(theme + matters, axis=1, keepdims=True)
    found = Meanings.centred(vectors.astype(np.float32), np.arange(40), np.repeat([0, 1], 20))
    assert cosines(found, np.array([0]), np.array([22]))[0] > cosines(found, np.array([0]), np.array([21]))[0]
    plain = vectors @ vectors.T
    assert plain[0, 21] > 0.98


def test_what_two_rows_share_is_the_weight_of_their_common_items() -> None:
    matrix = likeness.sparse(Items.of([["a", "b"], ["c", "b"], []]), np.array([1.0, 2.0, 4.0, 2.0]))
    a, b = np.array([0, 0, 1]), np.array([1, 2, 2])
    assert np.allclose(likeness.products(matrix, a, b), [2.0, 0.0, 0.0])
    assert np.allclose(likeness.sums(matrix), [3.0, 6.0, 0.0])


def test_wording_alone_finds_nearly_all_pairs_with_most_characters_in_common() -> None:
    chance = random.Random(1)
    texts = [frozenset(chance.sample([f"{n}" for n in range(3000)], 20)) for _ in range(1000)]
    copies = [frozenset([*sorted(text)[:18], "x", f"y{place}"]) for place, text in enumerate(texts)]
    owners = np.repeat([0, 1], 1000)
    alone = Mentions(np.arange(2000), np.zeros(0, int), np.arange(2000))
    keys = alike([*texts, *copies], owners, alone)
    pairs, _ = joined(Near(np.zeros(0, int), np.zeros(0, np.float32)), keys, np.zeros((2000, 4), np.float32))
    found = {tuple(pair) for pair in pairs.tolist()}
    wanted = {(place, 1000 + place) for place in range(1000)}
    assert len(found & wanted) >= 980
    assert all(a < 1000 <= b for a, b in found)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(5, 9), st.floats(0, 9, width=32)), max_size=20))
def test_neighbours_of_a_pair_are_found_as_a_table_would_find_them(rows: list[tuple[int, int, float]]) -> None:
    documents = np.array([0] * 3 + [1] * 4 + [2] * 3)
    table = {row[:2]: row[2] for row in rows}
    pairs = np.array(sorted(table), np.int64).reshape(-1, 2)
    base = np.array([table[a, b] for a, b in pairs.tolist()], np.float32)
    wanted = [
        max(
            table.get((a + step, b + step), 0)
            if a + step >= 0 and (documents[[a + step, min(b + step, 9)]] == documents[[a, b]]).all()
            else 0
            for step in (-1, 1)
        )
        for a, b in pairs.tolist()
    ]
    assert beside(base, pairs, documents).tolist() == wanted
