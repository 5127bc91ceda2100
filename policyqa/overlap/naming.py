"""Tables of expressions by which a text names something: a line has a label and then its expressions, '#' begins a heading.

An expression may be several parts joined by `&`, all of which must stand in the text, in any order (教师&轮岗).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import ahocorasick

from policyqa.zh.text import fold

_NOTHING = "泛指"  # label of expressions that name nothing


class Expression(NamedTuple):
    row: int  # of the table
    parts: tuple[str, ...]  # in half width and lower case


class Naming(NamedTuple):
    """`standing`: finds all parts in a text in one pass; `closing`: what a part may complete, each expression with the
    longest of its parts, and what else must stand in the text.
    """

    labels: tuple[str, ...]
    expressions: tuple[Expression, ...]
    standing: ahocorasick.Automaton
    closing: dict[str, list[tuple[frozenset[str], int]]]

    def named(self, text: str) -> frozenset[int]:
        """The rows of the table that a text names."""
        parts = self.parts(text)
        return frozenset(row for part in parts for others, row in self.closing.get(part, ()) if others <= parts)

    def parts(self, text: str) -> frozenset[str]:
        """The parts of expressions that stand in a text."""
        return frozenset(part for _, part in self.standing.iter(fold(text).lower()))


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
    standing = ahocorasick.Automaton()
    for part in dict.fromkeys(part for e in expressions for part in e.parts):
        standing.add_word(part, part)
    standing.make_automaton()
    closing: dict[str, list[tuple[frozenset[str], int]]] = {}
    for row, parts in expressions:
        last = max(parts, key=len)
        closing.setdefault(last, []).append((frozenset(parts) - {last}, row))
    return Naming(tuple(label for label, *_ in rows), expressions, standing, closing)


def lines(name: str) -> list[str]:
    """The lines of a file in data/ that are not empty."""
    return [line for line in files("policyqa.overlap").joinpath(f"data/{name}").read_text("utf-8").splitlines() if line]
