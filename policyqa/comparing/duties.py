"""Who answers for what, what falls due when, and what nobody is named for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from policyqa.comparing.material import Material, leads, own_targets, source
from policyqa.comparing.records import Due, Duty, Load, Unled
from policyqa.library import StoredCommitment
from policyqa.model import Deadline

_DATED = ("by", "in", "within")


def due(materials: Sequence[Material]) -> tuple[Due, ...]:
    """Dated commitments by date: one for each different end that a commitment names."""
    found = [item for material in materials for stored in material.commitments for item in _due(material.name, stored)]
    return tuple(sorted(found, key=lambda d: (d.end, d.region, d.source.file, d.source.span)))


def _due(region: str, stored: StoredCommitment) -> Iterable[Due]:
    for end, limit in _limits(stored).items():
        yield Due(
            region=region, start=limit.start, end=end, kind=limit.kind, text=limit.text,
            source=source(stored.document, stored.commitment), leads=leads(stored),
        )  # fmt: skip


def first_end(stored: StoredCommitment) -> date | None:
    """The earliest date on which a commitment falls due."""
    return min(_limits(stored), default=None)


def _limits(stored: StoredCommitment) -> dict[date, Deadline]:
    """The time limits by their ends, each end once.

    The period of a whole chapter (二、2026年主要任务) dates what can be counted at its end: of a work report's thousand
    sentences those with a figure. What the sentence itself is bound to, and 到2027年 wherever it stands, dates all.
    """
    found: dict[date, Deadline] = {}
    for limit in stored.deadlines:
        own = limit.kind != "in" or stored.commitment.span.meets(limit.span)
        if limit.end is not None and limit.kind in _DATED and (own or own_targets(stored)):
            found.setdefault(limit.end, limit)
    return found


def duties(materials: Sequence[Material]) -> tuple[Duty, ...]:
    """Body, role and task, in the order of the documents."""
    return tuple(
        Duty(region=material.name, body=name, role=role, source=source(stored.document, stored.commitment), end=first_end(stored))
        for material in materials
        for stored in material.commitments
        for name, role in dict.fromkeys((b.canonical or b.name, b.role) for b in stored.bodies)
    )  # fmt: skip


def loads(found: Iterable[Duty]) -> tuple[Load, ...]:
    """Per body of a region what it has to do; those with the most dated tasks first, then with the most tasks."""
    grouped: dict[tuple[str, str], list[Duty]] = defaultdict(list)
    for duty in found:
        grouped[duty.region, duty.body].append(duty)
    made = [_load(region, body, tasks) for (region, body), tasks in grouped.items()]
    return tuple(sorted(made, key=lambda w: (-w.dated, -w.leads, -w.participates, w.region, w.body)))


def _load(region: str, body: str, tasks: Sequence[Duty]) -> Load:
    """Whoever is only reported to has nothing due."""
    own = [task for task in tasks if task.role != "report_to"]
    dated = {(t.source.document_id, t.source.span): t.end for t in own if t.end}
    roles = [task.role for task in tasks]
    return Load(
        region=region, body=body, leads=roles.count("lead"), participates=roles.count("participate"),
        supervises=roles.count("supervise"), reported_to=roles.count("report_to"), dated=len(dated),
        first=min(dated.values(), default=None),
    )  # fmt: skip


def unled(materials: Sequence[Material]) -> tuple[Unled, ...]:
    """Tasks with a figure or a date and without a lead body."""
    return tuple(
        Unled(region=material.name, source=source(stored.document, stored.commitment), end=first_end(stored))
        for material in materials
        for stored in material.commitments
        if (own_targets(stored) or first_end(stored)) and not leads(stored)
    )
