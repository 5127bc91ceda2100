"""What `status` says of many documents: what is missing first, each thing once, repairs counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from comparisons import PUTIAN, figure, library_of, lines_of

from policyqa.cli import keeping, problems
from policyqa.library import DocumentSummary
from policyqa.library.records import Counts
from policyqa.model import Grade, Metadata, Problem, Span


def _document(file: str, *found: tuple[Grade, str]) -> DocumentSummary:
    told = tuple(Problem(code="x", grade=grade, message=message) for grade, message in found)
    return DocumentSummary(id=file, file=file, sources=(file,), metadata=Metadata(), counts=Counts(), problems=told)


DOCUMENTS = [
    _document("甲.docx", ("note", "删去页码。"), ("warning", "地区由正文推定。"), ("note", "删去页码。")),
    _document("乙.pdf", ("error", "第 2 页已损坏，没有读取。")),
    *(_document(f"{number}.txt", ("warning", "标题由首行推定。")) for number in range(5)),
]


def test_the_order_is_that_of_weight_and_each_thing_is_said_once() -> None:
    assert list(problems.summary(DOCUMENTS)) == [
        "乙.pdf [缺漏] 第 2 页已损坏，没有读取。",
        "甲.docx [存疑] 地区由正文推定。",
        "[存疑] 标题由首行推定。 （5 份：0.txt、1.txt、2.txt 等）",
        "另有 2 处整理和提示，涉及 1 份文件；policyqa show 文件名 --repairs 逐处列出。",
    ]


def test_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policyqa.language._current", "en")
    assert list(problems.summary(DOCUMENTS[:2])) == [
        "乙.pdf [missing] 第 2 页已损坏，没有读取。",
        "甲.docx [doubtful] 地区由正文推定。",
        "2 repairs and notes in 1 documents; `policyqa show FILE --repairs` lists them.",
    ]


def test_nothing_to_say_says_nothing() -> None:
    assert list(problems.summary([_document("甲.docx")])) == []


def test_a_repaired_place_is_shown_by_its_line() -> None:
    raw = "第一行\n深化教\n学改革，推进\t各校"
    found = Problem(code="x", grade="note", message="。", places=(Span(7, 8), Span(10, 12)))
    assert list(problems.places(raw, found)) == [
        "  原文第 2 行：第一行↵深化教[↵]学改革，推进 各",
        "  原文第 3 行：行↵深化教↵学改[革，]推进 各校",
    ]


@pytest.mark.parametrize(("checked", "said"), [(0, "的数值和时限是否前后不一"), (1_000, "前后不一的数值或时限 1 处")])
def test_a_large_library_is_not_searched_for_contradictions(
    checked: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "莆田市计划\n九年义务教育巩固率达到92%。\n义务教育巩固率达到90%。\n"
    stated = [
        figure(text, f"义务教育巩固率达到{n}%", "义务教育巩固率", n, "%", sentence=f"义务教育巩固率达到{n}%。")
        for n in (92, 90)
    ]
    with library_of(tmp_path, [lines_of(text, PUTIAN, "a.txt", stated)]):
        pass
    monkeypatch.setattr(keeping, "_CHECKED", checked)
    keeping.status(tmp_path)
    assert said in capsys.readouterr().out
