"""Large vector indexes, with small numbers in place of large ones: recall against brute force, changes without a rebuild."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest
from policyqa.index import faiss_kinds, vectors
from policyqa.index.vectors import FaissIndex

from policyqa.protocols import Mark, Vectors

SIZE, COUNT = 32, 3000


def mark(generation: int) -> Mark:
    return Mark(generation=generation, commit=str(generation))


def clustered(count: int, seed: int) -> Vectors:
    """Unit vectors around a few dozen centres, as texts lie around matters."""
    random = np.random.default_rng(seed)
    centres = np.random.default_rng(0).standard_normal((40, SIZE))
    points = centres[random.integers(0, 40, count)] + 0.7 * random.standard_normal((count, SIZE))
    unit: Vectors = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.fixture(autouse=True)
def _small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faiss_kinds, "FLAT", 1000)
    monkeypatch.setattr(faiss_kinds, "_PER_LIST", 60)
    monkeypatch.setattr(faiss_kinds, "_PROBED", 12)
    monkeypatch.setattr(vectors, "_SMALL", 100)
    monkeypatch.setattr(vectors, "_MANY", 50)


def filled(folder: Path, count: int = COUNT) -> tuple[FaissIndex, Vectors]:
    stored = clustered(count, 1)
    index = FaissIndex.open(folder, "e")
    index.update(list(range(count)), stored, (), mark(1))
    return index, stored


def recall(index: FaissIndex, ids: list[int], stored: Vectors) -> float:
    found = right = 0
    for query in clustered(60, 2):
        nearest = {ids[place] for place in np.argsort(-(stored @ query))[:10]}
        found += len(nearest & {hit.id for hit in index.search(query, 10)})
        right += 10
    return found / right


def kind(index: FaissIndex) -> type:
    return type(index._index)


def test_many_vectors_are_found_as_by_brute_force(tmp_path: Path) -> None:
    index, stored = filled(tmp_path)
    assert kind(index) is faiss.IndexIVFScalarQuantizer
    assert recall(index, list(range(COUNT)), stored) >= 0.95
    assert recall(FaissIndex.open(tmp_path, "e"), list(range(COUNT)), stored) >= 0.95


def test_few_among_many_are_all_looked_at(tmp_path: Path) -> None:
    index, stored = filled(tmp_path)
    within = list(range(7, COUNT, 100))
    query = clustered(1, 3)[0]
    best = [within[place] for place in np.argsort(-(stored[within] @ query))[:5]]
    found = [hit.id for hit in index.search(query, 5, within)]
    assert len(set(found) & set(best)) >= 4  # one byte a dimension: neighbours may change places


def test_a_small_change_leaves_the_large_file_alone(tmp_path: Path) -> None:
    index, _ = filled(tmp_path)
    written = (tmp_path / "vectors.faiss").stat().st_mtime_ns
    new = clustered(3, 4)
    index.update([5001, 5002, 5003], new, [10, 11], mark(2))
    index.update([5004], clustered(1, 5), [5002], mark(3))
    assert (tmp_path / "vectors.faiss").stat().st_mtime_ns == written
    again = FaissIndex.open(tmp_path, "e")
    assert again.mark == index.mark == mark(3)
    for opened in (index, again):
        assert opened.search(new[0], 1)[0].id == 5001
        assert {hit.id for hit in opened.search(new[1], COUNT)}.isdisjoint({10, 11, 5002})
    again.update([], np.zeros((0, SIZE), np.float32), range(100, 200), mark(4))
    assert (tmp_path / "vectors.faiss").stat().st_mtime_ns > written, "many changes are written with the rest"
    assert not (tmp_path / "changes.faiss").exists()
    assert FaissIndex.open(tmp_path, "e")._index.ntotal == COUNT - 2 + 3 - 100


def test_changes_of_another_state_are_left_alone(tmp_path: Path) -> None:
    index, _ = filled(tmp_path)
    index.update([5001], clustered(1, 4), (), mark(2))
    beside = (tmp_path / "changes.faiss").read_bytes()
    index.update([], np.zeros((0, SIZE), np.float32), range(60), mark(3))
    (tmp_path / "changes.faiss").write_bytes(beside)  # as a program leaves it that is killed before it deletes
    assert FaissIndex.open(tmp_path, "e").mark == mark(3)


@pytest.mark.parametrize("harm", [lambda b: b[: len(b) // 2], lambda b: b[:-9] + b"123456789"], ids=["cut", "changed"])
def test_damaged_changes_count_as_none(tmp_path: Path, harm) -> None:  # type: ignore[no-untyped-def]
    index, _ = filled(tmp_path)
    index.update([5001], clustered(1, 4), (), mark(2))
    file = tmp_path / "changes.faiss"
    file.write_bytes(harm(file.read_bytes()))
    assert FaissIndex.open(tmp_path, "e").mark == mark(1)


def test_an_index_that_grows_large_changes_its_kind(tmp_path: Path) -> None:
    index, stored = filled(tmp_path, 900)
    assert kind(index) is faiss.IndexIDMap2
    more = clustered(900, 6)
    index.update(list(range(900, 1800)), more, (), mark(2))
    assert kind(index) is faiss.IndexIVFScalarQuantizer
    assert recall(index, list(range(1800)), np.concatenate([stored, more])) >= 0.95


def test_what_an_index_holds_can_be_read_back(tmp_path: Path) -> None:
    index, stored = filled(tmp_path)
    ids, decoded = faiss_kinds.contents(index._index)
    assert sorted(ids.tolist()) == list(range(COUNT))
    assert (decoded * stored[ids]).sum(axis=1).mean() > 0.99
