"""FAISS's answers against brute force, and what happens to its file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policyqa.index import persistence
from policyqa.index.vectors import FaissIndex

from policyqa.errors import CannotWrite
from policyqa.protocols import Mark, Vectors

FIRST, SECOND = Mark(generation=1, commit="a"), Mark(generation=2, commit="b")
FILE = "vectors.faiss"
SIZE = 16


def unit_vectors(count: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((count, SIZE)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def made(folder: Path, ids: list[int], vectors: Vectors, encoder: str = "e") -> FaissIndex:
    index = FaissIndex.open(folder, encoder)
    index.update(ids, vectors, (), FIRST)
    return index


def nearest(ids: list[int], vectors: Vectors, query: Vectors, limit: int) -> list[tuple[int, float]]:
    order = np.argsort(-(vectors @ query), kind="stable")[:limit]
    return [(ids[place], float(vectors[place] @ query)) for place in order]


def answer(index: FaissIndex, query: Vectors, limit: int) -> list[tuple[int, float]]:
    return [(hit.id, hit.score) for hit in index.search(query, limit)]


def same(one: list[tuple[int, float]], two: list[tuple[int, float]]) -> bool:
    scores = np.allclose([score for _, score in one], [score for _, score in two], atol=1e-5)
    return [id_ for id_, _ in one] == [id_ for id_, _ in two] and scores


@settings(max_examples=25)
@given(st.sets(st.integers(1, 2**40), min_size=1, max_size=40), st.integers(0, 999), st.integers(1, 50))
def test_the_nearest_are_those_of_brute_force(
    tmp_path_factory: pytest.TempPathFactory, chosen: set[int], seed: int, limit: int
) -> None:
    ids, vectors, query = sorted(chosen), unit_vectors(len(chosen), seed), unit_vectors(1, seed + 1)[0]
    folder = tmp_path_factory.mktemp("index")
    index = made(folder, ids, vectors)
    expected = nearest(ids, vectors, query, limit)
    assert same(answer(index, query, limit), expected)
    assert same(answer(FaissIndex.open(folder, "e"), query, limit), expected)  # save, load: identity

    backwards = FaissIndex.open(folder / "backwards", "e")
    for place in reversed(range(len(ids))):
        backwards.update([ids[place]], vectors[place : place + 1], (), FIRST)
    assert same(answer(backwards, query, limit), expected)


def test_what_was_taken_out_is_not_found(tmp_path: Path) -> None:
    ids, vectors = list(range(1, 31)), unit_vectors(30, 1)
    index = made(tmp_path, ids, vectors)
    index.update([31], unit_vectors(1, 2), [3, 7, 4711], SECOND)
    again = FaissIndex.open(tmp_path, "e")
    assert again.mark == index.mark == SECOND
    assert {hit.id for hit in again.search(vectors[2], 99)} == set(range(1, 32)) - {3, 7}


def test_only_the_passages_asked_for_are_searched(tmp_path: Path) -> None:
    ids, vectors, query = list(range(10, 60)), unit_vectors(50, 1), unit_vectors(1, 2)[0]
    index = made(tmp_path, ids, vectors)
    within = ids[::3]
    found = [(hit.id, hit.score) for hit in index.search(query, 99, within)]
    assert same(found, nearest(within, vectors[::3], query, 99))
    assert index.search(query, 99, []) == []


def test_without_passages_nothing_is_found(tmp_path: Path) -> None:
    empty = made(tmp_path, [], np.zeros((0, SIZE), np.float32))
    assert empty.search(unit_vectors(1, 1)[0], 5) == []
    assert FaissIndex.open(tmp_path, "e").mark == FIRST
    assert FaissIndex.open(tmp_path / "nowhere", "e").search(unit_vectors(1, 1)[0], 5) == []


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flip(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize(
    "harm", [cut, flip, lambda _: b"", lambda _: b"{}\n", lambda _: b"\x00" * 9999], ids=lambda f: f.__name__
)
def test_a_damaged_file_counts_as_none_and_is_made_anew(tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    made(tmp_path, [1, 2], unit_vectors(2, 1))
    file = tmp_path / FILE
    file.write_bytes(harm(file.read_bytes()))
    damaged = FaissIndex.open(tmp_path, "e")
    assert damaged.mark is None
    damaged.clear()
    damaged.update([5], unit_vectors(1, 1), (), SECOND)
    assert [hit.id for hit in FaissIndex.open(tmp_path, "e").search(unit_vectors(1, 1)[0], 9)] == [5]


def test_vectors_of_another_encoder_count_as_none(tmp_path: Path) -> None:
    made(tmp_path, [1], unit_vectors(1, 1), "hashing-512")
    assert FaissIndex.open(tmp_path, "hashing-512").mark == FIRST
    assert FaissIndex.open(tmp_path, "bge").mark is None


def test_a_file_is_replaced_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "资料库" / "向量"
    index = made(folder, [1, 2], unit_vectors(2, 1))
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        with pytest.raises(CannotWrite, match="disk full"):
            index.update([3], unit_vectors(1, 3), [1], SECOND)
    assert index.mark is None
    stood = FaissIndex.open(folder, "e")
    assert stood.mark == FIRST
    assert {hit.id for hit in stood.search(unit_vectors(1, 1)[0], 9)} == {1, 2}


def refuse(*_: object) -> None:
    raise OSError(28, "disk full")


def test_a_folder_is_sealed_with_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    assert persistence.sealed(tmp_path) is None
    persistence.seal(tmp_path, "jieba", FIRST, ())
    (tmp_path / "b").write_bytes(b"a file that a writer has begun")
    found = persistence.sealed(tmp_path)
    assert found is not None
    assert (found.maker, found.mark) == ("jieba", FIRST)
    (tmp_path / "a").write_bytes(b"two")
    assert persistence.sealed(tmp_path) is None
