"""What was learned of evidence is read as it was written, and decides: a sentence without what was asked for is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from policyqa.answering import ask, choosing, learned
from policyqa.answering.answers import understood
from policyqa.answering.asked import Asked
from policyqa.answering.traits import NAMES
from policyqa.library import Library
from policyqa.pipeline import add
from policyqa.trees import Node, Trees
from policyqa.weights import Weights

PLAN = """青岭县学校美育工作方案

一、课程
义务教育阶段学校每周开设不少于3节艺术课。

二、师资
到2027年，全县培养60名美育骨干教师。选拔一批美育学科带头人。

三、展演
进一步办好中小学生艺术展演等活动。
（责任单位：县教育局）
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    opened = Library.open(tmp_path / "library", create=True)
    add(opened, [tmp_path / "plan.txt"])
    return opened


def test_a_tree_is_followed_to_its_leaf() -> None:
    tree = (Node(1, 0.5, 1, 2, 0.0), Node(-1, 0.0, -1, -1, 0.25), Node(-1, 0.0, -1, -1, -1.0))
    trees = Trees(names=("a", "b"), start=0.1, trees=(tree, tree))
    assert trees.logit(np.array([9.0, 0.5])) == pytest.approx(0.6)
    assert trees.logit(np.array([9.0, 0.6])) == pytest.approx(-1.9)


def test_weights_count_in_units_of_their_scales() -> None:
    weights = Weights(names=("a",), means=(1.0,), scales=(2.0,), weights=(3.0,), bias=0.5, threshold=0.5)
    assert weights.logits(np.array([[1.0], [3.0]])).tolist() == [0.5, 3.5]


def test_the_best_is_told_with_what_stands_behind_it() -> None:
    rows = np.arange(3.0)[:, None]
    found = learned.standing(rows, np.array([-1.0, 2.0, 0.5]), [False, False, True])
    assert found[:3].tolist() == [2.0, 1.5, 3.0]
    assert found[4:].tolist() == [1.0, 0.0, 1.0, 1.0]  # the rules answer, not with it; then its own traits
    assert learned.standing(rows[:1], np.array([0.0]), None)[4:7].tolist() == [0.0, 0.0, 0.0]


def test_the_weights_that_ship_are_for_these_traits() -> None:
    assert learned.weights().evidence.names == NAMES


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("青岭县的初中一星期至少上几节艺术课?", True),
        ("青岭县要带出多少名美育骨干老师?", True),
        ("青岭县学校美育经费每年安排多少万元?", False),
        ("青岭县中小学生艺术展演几年办一届?", False),
    ],
)
def test_a_sentence_without_what_was_asked_for_is_no_answer(library: Library, question: str, found: bool) -> None:
    answer = ask(library, question)
    assert answer.found is found
    assert answer.citations if found else answer.related


@pytest.mark.parametrize(
    ("question", "predicate"),
    [
        ("青岭县的奖励能不能和补贴叠加?", "叠加"),
        ("青岭县的补贴可以一起拿吗", "一起拿"),
        ("青岭县教师编制取消了没", "取消"),
    ],
)
def test_a_yes_no_question_asks_for_what_stands_behind_may_else_for_its_last_word(
    library: Library, question: str, predicate: str
) -> None:
    case, _ = understood(library, question)
    assert predicate in [unit.text for unit in Asked(case, []).predicate]


def test_counters_that_mean_the_same_are_alike(library: Library) -> None:
    case, _ = understood(library, "青岭县学生要学会几样本领?")
    assert {"项", "种"} <= Asked(case, []).counters
    case, _ = understood(library, "青岭县要开多少天会?")
    assert "项" not in Asked(case, []).counters


def test_what_is_related_comes_likeliest_first(library: Library) -> None:
    question = "青岭县学校美育经费每年安排多少万元?"
    standing = choosing.stand(understood(library, question)[0])
    assert standing
    likeliest = [s.sentence.quote for s in standing.ranked]
    related = [c.quote for c in ask(library, question).related]
    assert related
    assert related == [quote for quote in likeliest if quote in related]


def test_the_first_few_stand_anew_by_what_the_reader_thinks() -> None:
    logits = np.array([0.5, -4.0, 2.0, 1.0, -0.9, -3.0, -0.5, 3.0, -5.0])
    first = learned.foremost(logits)
    assert first.tolist() == [7, 2, 3, 0]
    for weight, order in ((0.0, [7, 2, 3, 0]), (9.0, [0, 3, 2, 7])):
        found = learned.ranked(logits, np.arange(4.0), first, weight)
        assert np.argsort(-found)[:4].tolist() == order
        assert np.argsort(-found)[4:].tolist() == [6, 4, 5, 1, 8]
        assert sorted(found) == sorted(logits)


def test_what_is_much_less_likely_than_the_best_is_not_read() -> None:
    assert learned.foremost(np.array([-1.1, 3.0, -1.0])).tolist() == [1, 2]


def test_what_the_reader_thinks_of_the_best_is_told_with_the_next_best() -> None:
    assert learned.read_row(1.5, -2.0, np.array([-3.0, -2.5])).tolist() == [1.5, -2.0, 0.5]
    assert learned.read_row(1.5, -2.0, np.zeros(0)).tolist() == [1.5, -2.0, 6.0]  # none beside it


def test_what_the_reader_thinks_counts_for_an_answer() -> None:
    reading = learned.reading()
    doubted, believed = (reading.ahead(learned.read_row(0.0, read, np.zeros(0))) for read in (-6.0, 3.0))
    assert doubted < 0 < believed
