"""Two matters in one question (tests/cases/matters.jsonl), and what is said of each, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from casebook import cases
from hypothesis import given
from hypothesis import strategies as st

from policyqa.answering import ask, matters
from policyqa.library import Library
from policyqa.pipeline import add

LAWS = {
    "燃气管理条例": "青岭市燃气管理条例\n第一条 为了加强燃气管理，制定本条例。\n第三十条 擅自拆除燃气设施的，处一万元以上三万元以下罚款。\n第五十条 本条例自2014年5月1日起施行。",
    "节约用水条例": "青岭市节约用水条例\n第一条 为了节约用水，制定本条例。\n第二十条 擅自停用节水设施的，处五千元以上一万元以下罚款。\n第四十一条 本条例自2020年11月1日起施行。",
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    for name, text in LAWS.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    with Library.open(tmp_path / "library", create=True) as held:
        add(held, [tmp_path / f"{name}.txt" for name in LAWS])
        yield held


@pytest.mark.parametrize("case", cases("matters"), ids=lambda case: case["question"])
def test_two_matters_are_two_questions(case: dict[str, Any]) -> None:
    found = matters.apart(case["question"])
    assert (list(found.questions) if found else None) == case["questions"]


@given(st.text(alphabet="条例办法和跟、,,哪个谁更高先施行分别各是多少一样吗罚款的青水", max_size=40))
def test_a_side_is_of_the_questions_words(text: str) -> None:
    found = matters.apart(text)
    assert found is None or all(label in text and len(label) >= 4 for label in found.labels)


@pytest.mark.parametrize(
    ("question", "says", "cites"),
    [
        ("燃气条例和节水条例哪个先施行？", "燃气条例更早。", ["2014年5月1日", "2020年11月1日"]),
        ("擅自拆燃气设施和擅自停用节水设施，哪个罚得重？", "擅自拆燃气设施更高", ["三万元以下", "一万元以下"]),
    ],
)
def test_each_side_is_told_and_cited(library: Library, question: str, says: str, cites: list[str]) -> None:
    answer = ask(library, question)
    assert answer.answer.startswith(says)
    assert all(cite in row.quote for cite, row in zip(cites, answer.rows, strict=True))


def test_a_side_that_no_document_tells_is_not_made_up(library: Library) -> None:
    answer = ask(library, "燃气条例和养犬条例哪个先施行？")
    assert "养犬" not in answer.answer
