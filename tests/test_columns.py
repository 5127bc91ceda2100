"""Tables on the terminal: nothing is lost, nothing is wider than the terminal."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from policyqa.cli.columns import table

CELL = st.text("县教育局abc 25%，。", max_size=30)


@settings(max_examples=40)
@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=5), st.integers(24, 120))
def test_every_cell_is_told_within_the_width(rows: list[tuple[str, str, str]], width: int) -> None:
    heads = ("地区", "原文", "出处")
    _, *lines = table(heads, rows, width)
    assert all(cell_len(line) <= width for line in lines)
    told = [c for line in [lines[0], *lines[2:]] for c in line if c != " "]
    assert sorted(told) == sorted(c for row in [heads, *rows] for cell in row for c in cell if c != " ")


def test_columns_stand_below_one_another() -> None:
    _, head, rule, first, second = table(("地区", "内容"), [("奉节县", "至少 25%"), ("a", "b")], 80)
    assert head == " 地区     内容"
    assert rule == " " + "─" * 17
    assert first == " 奉节县   至少 25%"
    assert second == " a        b"


def test_a_long_cell_is_broken_at_blanks_and_inside_words_without_any() -> None:
    _, _, _, *lines = table(("a",), [("one two three",), ("教育局教育局",)], 11)
    assert lines == [" one two", " three", " 教育局教", " 育局"]
