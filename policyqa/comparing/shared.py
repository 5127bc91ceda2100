"""Measures that several regions have: pairs of one measure gathered to one row, with what each region states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from policyqa.comparing.material import Material, holder, leads, of_side
from policyqa.comparing.records import SharedMeasure, Statement
from policyqa.library import StoredCommitment
from policyqa.model import Deadline, Span
from policyqa.overlap import Cluster, Overlap, Side

Place = tuple[str, Span]


def inside(materials: Sequence[Material], pairs: Iterable[Overlap]) -> list[Overlap]:
    """The pairs of documents that stand in two columns."""
    columns = _columns(materials)
    return [
        pair
        for pair in pairs
        if pair.a.document_id in columns
        and pair.b.document_id in columns
        and columns[pair.a.document_id] != columns[pair.b.document_id]
    ]


def shared(
    materials: Sequence[Material], pairs: Iterable[Overlap], found: Iterable[Cluster]
) -> tuple[SharedMeasure, ...]:
    """Measures of more regions first, then by how sure their pairs are; `found` are the clusters of the pairs."""
    columns = _columns(materials)
    of_side: dict[Place, list[Overlap]] = defaultdict(list)
    for pair in pairs:
        of_side[_place(pair.a)].append(pair)
    commitments: dict[str, list[StoredCommitment]] = defaultdict(list)
    for stored in (c for material in materials for c in material.commitments):
        commitments[stored.document.id].append(stored)
    made = [_measure(cluster, of_side, columns, commitments, len(materials)) for cluster in found]
    return tuple(sorted((m for m in made if m.held > 1), key=lambda m: (-m.held, -m.score, m.label)))


def _columns(materials: Sequence[Material]) -> dict[str, int]:
    return {document.id: column for column, m in enumerate(materials) for document in m.side.documents}


def _place(side: Side) -> Place:
    return side.document_id, side.span


def _measure(
    cluster: Cluster,
    of_side: Mapping[Place, Sequence[Overlap]],
    columns: Mapping[str, int],
    commitments: Mapping[str, Sequence[StoredCommitment]],
    regions: int,
) -> SharedMeasure:
    places = {_place(member.side) for member in cluster.members}
    pairs = [p for place in sorted(places) for p in of_side[place] if _place(p.b) in places]
    statements: list[list[Statement]] = [[] for _ in range(regions)]
    for member in cluster.members:
        id_ = member.side.document_id
        statements[columns[id_]].append(_statement(member.side, commitments[id_]))
    return SharedMeasure(
        label=cluster.label, statements=tuple(map(tuple, statements)), differences=cluster.differences,
        one_sided=tuple(dict.fromkeys(name for pair in pairs for name in pair.one_sided)),
        score=round(sum(pair.score for pair in pairs) / len(pairs), 3) if pairs else 0.0,
    )  # fmt: skip


def _statement(side: Side, commitments: Sequence[StoredCommitment]) -> Statement:
    stored = holder(commitments, side.span)
    where = of_side(side)
    if stored is None:
        return Statement(source=where)
    return Statement(
        source=where, targets=tuple(t for t in stored.targets if t.kind == "target" and side.span.meets(t.span)),
        limits=tuple(dict.fromkeys(map(_limit, stored.deadlines))), leads=leads(stored),
    )  # fmt: skip


def _limit(deadline: Deadline) -> str:
    """The end of a limit; a recurring or open one in its own words."""
    return deadline.end.isoformat() if deadline.end else deadline.text
