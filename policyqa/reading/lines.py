"""The lines of a text, each with its place and its words in half width."""

from __future__ import annotations

from typing import NamedTuple

from policyqa.model import Span
from policyqa.zh.text import fold, lines

HEAD_LINES = 40  # in which a document says what it is


class Line(NamedTuple):
    """`text` is in half width; `span.of(…)` of the document's text gives it as written."""

    span: Span
    text: str


def lines_of(text: str) -> list[Line]:
    folded = fold(text)
    return [Line(span, span.of(folded)) for span in lines(text)]
