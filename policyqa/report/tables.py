"""Tables of text as CSV for Excel and as Markdown; nothing of a document becomes a formula, a mark or a tag."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from policyqa.report import wording

Table = tuple[Sequence[str], Iterable[Sequence[str]]]

_FORMULA = re.compile(r"^\s*[=@\t\r]|^\s*[+\-](?!\d[\d,.]*%?(?: ?\w{0,4})?$)")


def as_csv(head: Sequence[str], body: Iterable[Sequence[str]]) -> bytes:
    """With a byte-order mark, so that Excel shows Chinese; cells that look like formulas are quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in line] for line in body)
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A document could say =cmd|…; a spreadsheet must show it, not run it. Figures (+8%) stay as they are."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def as_markdown(head: Sequence[str], body: Iterable[Sequence[str]]) -> bytes:
    return ("\n".join(markdown_lines(head, body)) + "\n").encode()


def markdown_lines(head: Sequence[str], body: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _line(head)
    yield _line(["---"] * len(head))
    for cells in body:
        yield _line([_in_markdown(cell) for cell in cells])


def _in_markdown(cell: str) -> str:
    return wording.one_line(cell).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
