"""What commitments are about, by the words of data/themes.tsv: a table that people can read and edit.

A line holds a set (`field` or `means`), a theme and the words that tell it, separated by tabs and blanks. Fields are
areas of policy; means are ways of acting. Documents of one field tell more when they are sorted by means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from policyqa.comparing.material import Material
from policyqa.comparing.records import ThemeRow
from policyqa.library import StoredCommitment

_ONE_FIELD = 0.5  # above this share of the commitments, one field is what the documents are about
_REST = "其他"


def themes(materials: Sequence[Material]) -> tuple[ThemeRow, ...]:
    """Commitments of each region by theme, the most frequent theme first, what fits none last."""
    fields = [_counted(material.commitments, "field") for material in materials]
    total = sum(fields, Counter())
    largest = max((n for theme, n in total.items() if theme != _REST), default=0)
    counts = fields
    if largest > _ONE_FIELD * sum(total.values()):
        counts = [_counted(material.commitments, "means") for material in materials]
        total = sum(counts, Counter())
    order = sorted(total, key=lambda theme: (theme == _REST, -total[theme], theme))
    return tuple(ThemeRow(theme=theme, counts=tuple(c[theme] for c in counts)) for theme in order)


def _counted(commitments: Sequence[StoredCommitment], kind: str) -> Counter[str]:
    return Counter(
        theme_of(f"{''.join(c.commitment.section)}{c.commitment.quote}", c.commitment.quote, kind) for c in commitments
    )


def theme_of(context: str, quote: str, kind: str) -> str:
    """The theme whose words stand most often in the quote, else in its headings; the first of the table among equals."""
    for text in (quote, context):
        hits = [(len(pattern.findall(text)), theme) for theme, pattern in _table()[kind]]
        most = max(hits, key=lambda hit: hit[0])
        if most[0]:
            return most[1]
    return _REST


@cache
def _table() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    lines = files("policyqa.comparing").joinpath("data/themes.tsv").read_text("utf-8").splitlines()
    table: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for line in lines:
        if line and not line.startswith("#"):
            kind, theme, words = line.split("\t")
            table.setdefault(kind, []).append((theme, re.compile("|".join(map(re.escape, words.split())))))
    return table
