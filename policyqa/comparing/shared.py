"""Measures that several regions have: pairs of one measure gathered to one row, with what each region states."""

from __future__ import annotations

from collections.abc import Sequence

from policyqa.comparing.material import Material, columns, leads, of_side
from policyqa.comparing.records import SharedMeasure, Statement
from policyqa.model import Deadline
from policyqa.overlap.clusters import Group, groups
from policyqa.overlap.differing import governing
from policyqa.overlap.finding import Paired, side
from policyqa.overlap.measures import Measure


def shared(materials: Sequence[Material], pairs: Paired) -> tuple[SharedMeasure, ...]:
    """Measures of more regions first, then by how sure their pairs are."""
    of = columns(materials)
    made = [_measure(group, of, len(materials)) for group in groups(pairs)]
    return tuple(sorted((m for m in made if m.held > 1), key=lambda m: (-m.held, -m.score, m.label)))


def _measure(group: Group, of: dict[str, int], regions: int) -> SharedMeasure:
    statements: list[list[Statement]] = [[] for _ in range(regions)]
    for measure in group.measures:
        statements[of[measure.document.id]].append(_statement(measure))
    return SharedMeasure(
        label=group.label, statements=tuple(map(tuple, statements)), differences=group.differences,
        one_sided=group.one_sided, score=group.score,
    )  # fmt: skip


def _statement(measure: Measure) -> Statement:
    return Statement(
        source=of_side(side(measure)), targets=tuple(t for t in measure.targets if t.kind == "target"),
        limits=tuple(dict.fromkeys(map(_limit, governing(measure)))), leads=leads(measure.stored),
    )  # fmt: skip


def _limit(deadline: Deadline) -> str:
    """The end of a limit; a recurring or open one in its own words."""
    return deadline.end.isoformat() if deadline.end else deadline.text
