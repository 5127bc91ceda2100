"""Why two measures were taken for one, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

from policyqa.language import say
from policyqa.overlap import words as w
from policyqa.overlap.features import NAMES
from policyqa.overlap.likeness import Array
from policyqa.overlap.measures import Measure

_COPIED, _LONG = 90, 12  # of 100: how alike the wording; characters from which likeness is no chance
_SHOWN = 6  # words in common
_HEADINGS_ALIKE = 0.7
_SECTION = NAMES.index("section")


# 底前, 达到, 以上: when and how much is no reason why two measures are one
_NO_REASON = re.compile("[年月日底前末内期间起至到达不低于少超过以上下的和与等]+")


class Wording(NamedTuple):
    """The words of a measure, prepared once for all its pairs."""

    text: str
    pairs: frozenset[str]
    matters: frozenset[int]

    @classmethod
    def of(cls, measure: Measure) -> Wording:
        return cls(w.normal(measure.clause), w.pairs(measure.clause), w.concepts(measure.clause))


def is_copied(a: Wording, b: Wording) -> bool:
    """Whether the wording is all but the same: one text was copied, or both follow a superior document's."""
    if min(len(a.text), len(b.text)) < _LONG:
        return False
    return fuzz.ratio(a.text, b.text, score_cutoff=_COPIED) >= _COPIED


def why(a: Wording, b: Wording, found: Array, *, copied: bool) -> str:
    """One line: wording, words and matters in common, headings alike."""
    return say("；", "; ").join(_reasons(a, b, found, copied=copied))


def _reasons(a: Wording, b: Wording, found: Array, *, copied: bool) -> Iterator[str]:
    if copied:
        yield say("文字基本相同，或同出上级文件", "all but the same wording, or from one superior document")
    shared = "、".join([stretch for stretch in _stretches(a, b) if not _NO_REASON.fullmatch(stretch)][:_SHOWN])
    if shared:
        yield say(f"两处都有：{shared}", f"both say: {shared}")
    matters = sorted(a.matters & b.matters)
    if matters:
        names = "、".join(w.concept_names()[place] for place in matters)
        yield say(f"同一事项：{names}", f"same matter: {names}")
    if found[_SECTION] >= _HEADINGS_ALIKE:
        yield say("所在章节相近", "under headings that are alike")
    if not shared and not matters:
        yield say("语义相近", "close in meaning")


def _stretches(a: Wording, b: Wording) -> list[str]:
    """The stretches of two characters and more that both have, as they stand in the first."""
    text, shared = a.text, a.pairs & b.pairs
    found, start = [], 0
    for position in range(len(text)):
        if text[position : position + 2] not in shared:
            if position > start:
                found.append(text[start : position + 1])
            start = position + 1
    return list(dict.fromkeys(found))
