"""Conflicts inside one document: two figures for one indicator, two deadlines for one task."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import Literal

from policyqa.library import DocumentSummary, Library
from policyqa.model import Record, Target
from policyqa.overlap.differing import scaled
from policyqa.zh.indicators import Canonical, of_target
from policyqa.zh.text import fold


class Conflict(Record, frozen=True, kw_only=True):
    """Two targets of one document that cannot both hold: same indicator, scope and year, other figure; or the same
    figure by another date."""

    document_id: str
    file: str
    region: str | None
    kind: Literal["value", "deadline"]
    indicator: str
    first: Target
    second: Target


def conflicts(library: Library, documents: Collection[str] | None = None) -> list[Conflict]:
    """In the order of the documents and of their texts."""
    by_document: dict[str, list[Target]] = defaultdict(list)
    summaries: dict[str, DocumentSummary] = {}
    for stored in library.targets(documents=documents, kind="target"):
        by_document[stored.document.id].append(stored.target)
        summaries[stored.document.id] = stored.document
    return [found for id_, targets in by_document.items() for found in _within(summaries[id_], targets)]


def _within(document: DocumentSummary, targets: Sequence[Target]) -> Iterator[Conflict]:
    groups: dict[object, list[tuple[Canonical, Target]]] = defaultdict(list)
    for target in targets:
        indicator = of_target(target)
        groups[indicator.key, fold(target.scope or ""), target.frequency].append((indicator, target))
    for group in groups.values():
        for (indicator, first), (_, second) in combinations(group, 2):
            kind = _conflict(indicator, first, second)
            if kind:
                yield Conflict(
                    document_id=document.id, file=document.file, region=document.region.name if document.region else None,
                    kind=kind, indicator=indicator.name, first=first, second=second,
                )  # fmt: skip


def _conflict(indicator: Canonical, first: Target, second: Target) -> Literal["value", "deadline"] | None:
    """Figures of different years are steps on a way; two counts in one sentence or list are parts, not a conflict.

    One figure for two periods (5 % this year, 5 % a year until 2030) holds in both; reached by two dates it is a conflict.
    """
    if first.sentence == second.sentence or len(indicator.name) < 3:
        return None
    years = _end(first), _end(second)
    alike = _bounds(first) == _bounds(second)
    if not alike and years[0] == years[1] and (indicator.dimension == "%" or indicator.known):
        return None if _compatible(first, second) else "value"
    reached = all(t.deadline and t.deadline.kind in ("by", "within") for t in (first, second))
    if alike and reached and None not in years and years[0] != years[1]:
        return "deadline"
    return None


def _end(target: Target) -> object:
    return target.deadline.end if target.deadline else None


def _bounds(target: Target) -> tuple[float | None, float | None]:
    return scaled(target.min, target.unit), scaled(target.max, target.unit)


def _compatible(first: Target, second: Target) -> bool:
    """Whether some number satisfies both: 不低于90% and 92%."""
    lows = [low for low, _ in (_bounds(first), _bounds(second)) if low is not None]
    highs = [high for _, high in (_bounds(first), _bounds(second)) if high is not None]
    return not lows or not highs or max(lows) <= min(highs)
