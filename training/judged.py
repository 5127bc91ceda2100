"""Pairs of measures that people judged one by one, as rows that policyqa.overlap.closer learns from.

A file of them is a list: {"a": {"file", "span"}, "b": …, "relation": "same" | "related" | "neither"}, spans as policyqa.overlap
tells them of texts in a library. The pairs were drawn from what the first look was least sure of.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from policyqa.library import Library
from policyqa.overlap.closer import columns
from policyqa.overlap.finding import judged_measures
from policyqa.overlap.measures import measures

_MATCHES = {"same": 1.0, "related": 0.5, "neither": 0.0}  # how far it counts as a match


class Rows(NamedTuple):
    """`columns` has shape (rows, closer.NAMES); `matches` are 0…1."""

    columns: np.ndarray
    matches: np.ndarray


def judged(library: Path, files: Sequence[Path]) -> Rows:
    """The pairs of the files whose documents and measures stand in the library."""
    by_documents = defaultdict(list)
    for row in chain.from_iterable(json.loads(file.read_text("utf-8")) for file in files):
        by_documents[row["a"]["file"], row["b"]["file"]].append(row)
    found = []
    with Library.open(library) as opened:
        for documents, rows in by_documents.items():
            found.append(_of_documents(opened, documents, rows))
    return Rows(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _of_documents(library: Library, documents: tuple[str, str], rows: list[dict[str, Any]]) -> Rows:
    owners = {d.id: documents.index(d.file) for d in library.select() if d.file in documents}
    found = judged_measures(
        [m for stored in library.commitments(documents=list(owners)) for m in measures(stored)], library.encoder, owners
    )
    places = {(m.document.file, m.span.start, m.span.end): place for place, m in enumerate(found.measures)}
    pairs = {tuple(pair): row for row, pair in enumerate(found.pairs.tolist())}
    where, matches = [], []
    for row in rows:
        a, b = (places.get((row[side]["file"], *row[side]["span"]), -1) for side in ("a", "b"))
        if (pair := (min(a, b), max(a, b))) in pairs:
            where.append(pairs[pair])
            matches.append(_MATCHES[row["relation"]])
    told = columns(found.said, found.pairs[where], found.features[where]).T
    return Rows(told, np.array(matches))
