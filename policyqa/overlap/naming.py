"""Tables of expressions by which a text names something: a line has a label and then its expressions, '#' begins a heading.

An expression may be several parts joined by `&`, all of which must stand in the text, in any order (教师&轮岗).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from operator import add
from typing import NamedTuple

from policyqa.zh.text import fold

_NOTHING = "泛指"  # label of expressions that name nothing


class Expression(NamedTuple):
    row: int  # of the table
    parts: tuple[str, ...]  # in half width and lower case


class Naming(NamedTuple):
    """`beginnings`: parts by their first two characters, or by their only one; `closing`: what a part may complete,
    each expression with the longest of its parts, and what else must stand in the text.
    """

    labels: tuple[str, ...]
    expressions: tuple[Expression, ...]
    beginnings: dict[str, list[str]]
    closing: dict[str, list[tuple[frozenset[str], int]]]

    def named(self, text: str) -> frozenset[int]:
        """The rows of the table that a text names."""
        parts = self.parts(text)
        return frozenset(row for part in parts for others, row in self.closing.get(part, ()) if others <= parts)

    def parts(self, text: str) -> frozenset[str]:
        """The parts of expressions that stand in a text."""
        return frozenset(self._standing(fold(text).lower()))

    def _standing(self, text: str) -> Iterator[str]:
        beginnings = self.beginnings
        for position, pair in enumerate(map(add, text, text[1:])):
            if pair in beginnings:
                yield from (part for part in beginnings[pair] if text.startswith(part, position))
        yield from (character for character in text if character in beginnings)


@cache
def naming(name: str) -> Naming:
    """The table of that name in data/."""
    rows = [line.split("\t") for line in lines(name) if not line.startswith("#")]
    rows = [row for row in rows if row[0] != _NOTHING]
    expressions = tuple(
        Expression(number, tuple(fold(written).lower().split("&")))
        for number, (_, *listed) in enumerate(rows)
        for written in listed
    )
    beginnings: dict[str, list[str]] = {}
    for part in dict.fromkeys(part for e in expressions for part in e.parts):
        beginnings.setdefault(part[:2], []).append(part)
    closing: dict[str, list[tuple[frozenset[str], int]]] = {}
    for row, parts in expressions:
        last = max(parts, key=len)
        closing.setdefault(last, []).append((frozenset(parts) - {last}, row))
    return Naming(tuple(label for label, *_ in rows), expressions, beginnings, closing)


def lines(name: str) -> list[str]:
    """The lines of a file in data/ that are not empty."""
    return [line for line in files("policyqa.overlap").joinpath(f"data/{name}").read_text("utf-8").splitlines() if line]
