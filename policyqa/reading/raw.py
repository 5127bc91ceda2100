"""What a format's reader hands on: the file's text as it stands, before any repair."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from policyqa.model import Problem, Record, Span

Breaks = Literal["paragraphs", "lines", "unknown"]


class RawTable(Record, frozen=True, kw_only=True):
    """Cells as spans of the raw text; a merged cell appears in each row and column that it covers."""

    rows: tuple[tuple[Span, ...], ...]


class RawText(Record, frozen=True, kw_only=True):
    """`breaks` says what a line break means: the end of a paragraph (docx, html), of a line (pdf), or unknown (txt).

    A table stands in the text with one line per row and a tab between cells; a merged cell's text stands once.
    `pages` holds the offset of each page's first character. `fields` are labelled values that stand outside the
    text (索引号, 发布日期 of a web page), by their Chinese label.
    """

    text: str
    breaks: Breaks = "paragraphs"
    pages: tuple[int, ...] = ()
    tables: tuple[RawTable, ...] = ()
    fields: Mapping[str, str] = msgspec.field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


Reader = Callable[[bytes, str], RawText]


class Unreadable(Exception):
    """A file that yields no text at all; carries the problem that says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(code=code, grade="error", message=message)
