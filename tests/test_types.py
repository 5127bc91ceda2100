"""Kinds of measure: expressions of several parts, and how likely clauses are of one kind."""

import numpy as np
import pytest

from policyqa.overlap.naming import lines, naming
from policyqa.overlap.types import TABLE, likely
from policyqa.plugins import load


def labels(clause: str) -> set[str]:
    table = naming(TABLE)
    return {table.labels[row] for row in table.named(clause)}


@pytest.mark.parametrize(
    ("clause", "said"), [("推进城乡教师定期轮岗", True), ("轮岗的干部", False), ("加强教师培训", False)]
)
def test_all_parts_of_an_expression_must_stand(clause: str, said: bool) -> None:
    assert ("教师交流轮岗" in labels(clause)) is said


def test_every_kind_has_expressions() -> None:
    rows = [line.split("\t") for line in lines(TABLE) if not line.startswith("#")]
    assert all(len(row) > 1 and all(part for e in row[1:] for part in e.split("&")) for row in rows)


@pytest.mark.parametrize("table", [TABLE, "concepts.tsv", "acts.tsv"])
def test_no_label_stands_twice(table: str) -> None:
    assert len(set(naming(table).labels)) == len(naming(table).labels)


@pytest.mark.parametrize("encoder", ["policy-zh-1", "hashing-512"])
def test_clauses_in_other_words_are_likelier_of_one_kind_than_of_another(encoder: str) -> None:
    chosen = load("policyqa.encoders", encoder)()
    clauses = ["消除中小学大班额", "把班级学生数控制在标准班额以内", "简化企业注销手续"]
    found = likely(clauses, chosen.encode(clauses), chosen).toarray()
    assert found.sum(axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    assert found[0] @ found[1] > 10 * (found[0] @ found[2])
    assert likely([], chosen.encode([]), chosen).shape[0] == 0
