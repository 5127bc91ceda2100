"""Lists are complete and hold nothing else; told by small documents of their own (tests/cases/listed.jsonl)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from casebook import cases
from command import DOCUMENTS

from policyqa.answering import ask
from policyqa.library import Library
from policyqa.pipeline import add


@pytest.mark.parametrize("case", cases("listed"), ids=lambda case: case["question"])
def test_a_list_has_all_its_items_and_no_others(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(case["text"], "utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        add(library, [tmp_path / "plan.txt"])
        answer = ask(library, case["question"])
    quotes = [row.quote for row in answer.rows]
    assert len(quotes) == len(case["rows"]), quotes
    assert all(words in quote for words, quote in zip(case["rows"], quotes, strict=True)), quotes


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("samples") / "library", create=True) as library:
        add(library, [DOCUMENTS])
        yield library


@pytest.mark.parametrize(
    "asked",
    [
        "机场建设有哪些任务", "滑雪场有哪些补贴", "渔船补贴有哪些", "各地马拉松赛事有哪些", "宠物医院的许可条件有哪些",
        "哪些县提出发展低空经济", "博物馆文物保护措施有哪些",
    ],
)  # fmt: skip
def test_a_list_of_what_no_document_tells_is_refused(samples: Library, asked: str) -> None:
    answer = ask(samples, asked)
    assert not answer.found
    assert answer.rows == answer.citations == ()


def test_papers_asked_for_in_a_few_words_are_what_stands_below_a_line(tmp_path: Path) -> None:
    text = "一、联合验收\n项目完工后，企业填写综合申请表信息，并上传以下3项申报材料：\n1.竣工验收报告；\n2.施工图审查合格书；\n3.质量保修书。\n"
    (tmp_path / "guide.txt").write_text(f"青岭市工程验收办事指南\n{text}", "utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        add(library, [tmp_path / "guide.txt"])
        answer = ask(library, "联合验收 上传 申报材料")
    assert [c.quote for c in answer.citations if c.quote[0] in "123"] == [
        "1.竣工验收报告；",
        "2.施工图审查合格书；",
        "3.质量保修书。",
    ]
    assert not answer.answer.startswith("3项。")
