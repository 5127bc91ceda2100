"""Why two measures were taken for one, in words."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from policyqa.language import say
from policyqa.overlap import words as w
from policyqa.overlap.features import NAMES
from policyqa.overlap.likeness import Array
from policyqa.overlap.measures import Measure

_COPIED, _LONG = 90, 12  # of 100: how alike the wording; characters from which likeness is no chance
_SHOWN = 6  # words in common
_HEADINGS_ALIKE = 0.7


def is_copied(a: Measure, b: Measure) -> bool:
    """Whether the wording is all but the same: one text was copied, or both follow a superior document's."""
    first, second = w.normal(a.clause), w.normal(b.clause)
    return min(len(first), len(second)) >= _LONG and fuzz.ratio(first, second) >= _COPIED


def why(a: Measure, b: Measure, found: Array, *, copied: bool) -> str:
    """One line: wording, words and matters in common, headings alike."""
    return say("；", "; ").join(_reasons(a, b, found, copied=copied))


def _reasons(a: Measure, b: Measure, found: Array, *, copied: bool) -> Iterator[str]:
    if copied:
        yield say("文字基本相同，或同出上级文件", "all but the same wording, or from one superior document")
    shared = "、".join(_stretches(a, b)[:_SHOWN])
    if shared:
        yield say(f"两处都有：{shared}", f"both say: {shared}")
    matters = sorted(w.concepts(a.clause) & w.concepts(b.clause))
    if matters:
        names = "、".join(w.concept_names()[place] for place in matters)
        yield say(f"同一事项：{names}", f"same matter: {names}")
    if found[NAMES.index("section")] >= _HEADINGS_ALIKE:
        yield say("所在章节相近", "under headings that are alike")
    if not shared and not matters:
        yield say("语义相近", "close in meaning")


def _stretches(a: Measure, b: Measure) -> list[str]:
    """The stretches of two characters and more that both have, as they stand in the first."""
    text, shared = w.normal(a.clause), w.pairs(a.clause) & w.pairs(b.clause)
    found, start = [], 0
    for position in range(len(text)):
        if text[position : position + 2] not in shared:
            if position > start:
                found.append(text[start : position + 1])
            start = position + 1
    return list(dict.fromkeys(found))
