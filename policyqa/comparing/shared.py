"""Measures that several regions have: pairs of one measure gathered to one row, with what each region states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from policyqa.comparing.material import Material, holder, leads
from policyqa.comparing.records import SharedMeasure, Source, Statement
from policyqa.library import StoredCommitment
from policyqa.model import Deadline, Span
from policyqa.overlap import Overlap, Side

Place = tuple[str, Span]


def shared(materials: Sequence[Material], pairs: Iterable[Overlap]) -> tuple[SharedMeasure, ...]:
    """Measures of more regions first, then by how alike they are worded; pairs outside the columns are passed over."""
    columns = {document.id: column for column, m in enumerate(materials) for document in m.side.documents}
    inside = [
        p for p in pairs
        if p.a.document_id in columns and p.b.document_id in columns
        and columns[p.a.document_id] != columns[p.b.document_id]
    ]  # fmt: skip
    made = [_measure(group, columns, materials) for group in _gathered(inside)]
    return tuple(sorted(made, key=lambda m: (-m.held, -m.score, m.label)))


def _gathered(pairs: Sequence[Overlap]) -> list[list[Overlap]]:
    """Pairs that share a side are of one measure."""
    root: dict[Place, Place] = {}

    def find(place: Place) -> Place:
        root.setdefault(place, place)
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    for pair in pairs:
        root[find(_place(pair.b))] = find(_place(pair.a))
    groups: dict[Place, list[Overlap]] = defaultdict(list)
    for pair in pairs:
        groups[find(_place(pair.a))].append(pair)
    return list(groups.values())


def _place(side: Side) -> Place:
    return side.document_id, side.span


def _measure(group: Sequence[Overlap], columns: dict[str, int], materials: Sequence[Material]) -> SharedMeasure:
    sides = {_place(side): side for pair in group for side in (pair.a, pair.b)}
    statements: list[list[Statement]] = [[] for _ in materials]
    for side in sides.values():
        column = columns[side.document_id]
        statements[column].append(_statement(side, materials[column].commitments))
    return SharedMeasure(
        label=min((side.quote for side in sides.values()), key=lambda quote: (len(quote), quote)),
        statements=tuple(map(tuple, statements)),
        differences=tuple(dict.fromkeys(d for pair in group for d in pair.differences)),
        one_sided=tuple(dict.fromkeys(d for pair in group for d in pair.one_sided)),
        score=round(sum(pair.score for pair in group) / len(group), 3),
    )  # fmt: skip


def _statement(side: Side, commitments: Iterable[StoredCommitment]) -> Statement:
    stored = holder(commitments, side.document_id, side.span)
    where = Source(
        document_id=side.document_id, file=side.file, title=side.title, quote=side.quote, span=side.span,
        section=side.section, page=side.page,
    )  # fmt: skip
    if stored is None:
        return Statement(source=where)
    return Statement(
        source=where, targets=tuple(t for t in stored.targets if t.kind == "target" and side.span.meets(t.span)),
        limits=tuple(dict.fromkeys(map(_limit, stored.deadlines))), leads=leads(stored),
    )  # fmt: skip


def _limit(deadline: Deadline) -> str:
    """The end of a limit; a recurring or open one in its own words."""
    return deadline.end.isoformat() if deadline.end else deadline.text
