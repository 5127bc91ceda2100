"""The closer look at pairs of measures: what clauses say, and trees as they were learned."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyqa.library.schema import DEFAULT_ENCODER
from policyqa.overlap import closer
from policyqa.overlap.closer import SAID, Said, looked, trees
from policyqa.overlap.words import words
from policyqa.trees import Node, Trees

CLAUSES = [
    "幼儿园教师配备达到标准", "普通高中教师配备达到标准", "严禁教师有偿补课", "推进“双减”工作", "落实“双减”“五项管理”",
    "新增学位3000个", "培养教师、校长、教研员", "引导家长参与", "",
]  # fmt: skip


def told(first: str, second: str) -> dict[str, float]:
    said = Said.of([first, second], [words(first), words(second)])
    return {name: float(column[0]) for name, column in zip(SAID, said.alike(np.array([[0, 1]])), strict=True)}


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (
            "幼儿园教师配备达到标准",
            "普通高中教师配备达到标准",
            {"stages_apart": 1, "stages": 0, "addressees": 1, "ending": 1},
        ),
        ("中小学和幼儿园教师", "幼儿园教师", {"stages_apart": 0, "stages": 1}),
        ("教师队伍建设", "幼儿园建设", {"stages_apart": 0, "stages": 0}),
        ("教师培训", "家长学校培训", {"addressees_apart": 1, "addressees": 0}),
        ("严禁教师有偿补课", "开展教师有偿补课治理", {"against": 1}),
        ("推进“双减”工作", "落实“双减”“五项管理”", {"quoted": 1, "quoted_apart": 0}),
        ("推进“双减”工作", "落实“五项管理”", {"quoted": 0, "quoted_apart": 1}),
        ("新增学位3000个", "新增学位", {"figures": 0, "figure": 1}),
        ("教师、校长、教研员", "教师", {"items_least": 0, "items_most": 2}),
    ],
)
def test_what_clauses_say(first: str, second: str, wanted: dict[str, float]) -> None:
    found = told(first, second)
    assert {name: found[name] for name in wanted} == wanted


@given(st.sampled_from(CLAUSES), st.sampled_from(CLAUSES))
def test_it_does_not_matter_which_clause_stands_first(first: str, second: str) -> None:
    assert told(first, second) == told(second, first)


def walked(tree: tuple[Node, ...], row: np.ndarray) -> float:
    node = tree[0]
    while node.column >= 0:
        node = tree[node.left if row[node.column] <= np.float32(node.limit) else node.right]
    return node.value


def test_rows_reach_the_leaves_that_a_walk_reaches() -> None:
    by = trees(DEFAULT_ENCODER)
    assert by is not None
    rows = np.random.default_rng(20261126).normal(0.4, 0.5, (50, len(closer.NAMES))).astype(np.float32)
    wanted = [by.start + sum(walked(tree, row) for tree in by.trees) for row in rows]
    assert np.allclose(by.logits(rows.T), wanted, atol=1e-4)
    assert np.ptp(wanted) > 1


def test_pairs_that_are_sure_or_unlikely_at_first_look_stay_as_they_are() -> None:
    chances = np.array([0.0, 0.19, 0.6, 0.71])
    sure = Trees(closer.NAMES, 0.0, ((Node(-1, 0, 0, 0, 4.0),),))

    features = np.zeros((4, len(closer.NAMES) - len(SAID)), np.float32)
    found = looked(Said.of(["教师培训"] * 2, [["教师", "培训"]] * 2), np.array([[0, 1]] * 4), features, chances, sure)
    assert found[[0, 1, 3]].tolist() == [0.0, 0.19, 0.71]
    assert found[2] == pytest.approx(1 / (1 + np.exp(-(np.log(1.5) + 4) / 2)))
    assert looked(Said.of([], []), np.zeros((4, 2), np.int64), features, chances, None).tolist() == chances.tolist()
