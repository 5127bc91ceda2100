"""Lists are complete and hold nothing else; told by small documents of their own (tests/cases/listed.jsonl)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from casebook import cases

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
