"""What a format's reader hands on: the file's text as it stands, before any repair."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from policyqa.language import say
from policyqa.model import Problem, Record, Span
from policyqa.zh.text import Swap

Breaks = Literal["paragraphs", "lines", "unknown"]


class RawTable(Record, frozen=True, kw_only=True):
    """Cells as spans of the raw text; a merged cell appears in each row and column that it covers."""

    rows: tuple[tuple[Span, ...], ...]


class RawText(Record, frozen=True, kw_only=True):
    """`breaks` says what a line break means: the end of a paragraph (docx, html), of a line (pdf), or unknown (txt).

    A table stands in the text with one line per row and a tab between cells; a merged cell's text stands once.
    `pages` holds the offset of each page's first character, `begins` and `continues` those of lines that begin or go
    on with a paragraph by where they stand on the page. `fields` are labelled values that stand outside the
    text (索引号, 发布日期 of a web page), by their Chinese label. `gaps` are what
    stands for line breaks inside the tables: nothing inside a cell, a tab between two.
    """

    text: str
    breaks: Breaks = "paragraphs"
    pages: tuple[int, ...] = ()
    begins: frozenset[int] = frozenset()
    continues: frozenset[int] = frozenset()
    tables: tuple[RawTable, ...] = ()
    gaps: tuple[Swap, ...] = ()
    fields: Mapping[str, str] = msgspec.field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def shortened(self, most: int) -> RawText:
        """The first `most` characters, to the end of a line; tables that are cut go."""
        if len(self.text) <= most:
            return self
        cut = self.text.rfind("\n", 0, most) + 1 or most
        message = say(
            f"文字超过 {most} 字，只读取了前 {cut} 字；请分成几个文件。",
            f"More than {most} characters; the first {cut} were read. Split the file.",
        )
        return msgspec.structs.replace(
            self,
            text=self.text[:cut],
            pages=tuple(page for page in self.pages if page <= cut),
            tables=tuple(table for table in self.tables if _end(table) <= cut),
            gaps=tuple(gap for gap in self.gaps if gap.span.end <= cut),
            problems=(*self.problems, Problem(code="too-long", grade="error", message=message)),
        )


def _end(table: RawTable) -> int:
    return max((cell.end for row in table.rows for cell in row), default=0)


Reader = Callable[[bytes, str], RawText]


class Unreadable(Exception):
    """A file that yields no text at all; carries the problem that says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(code=code, grade="error", message=message)
