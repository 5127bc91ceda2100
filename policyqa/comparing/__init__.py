"""Regions side by side: their indicators, the measures they share, what one alone has, limits, bodies, gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from policyqa.collecting import uncollected
from policyqa.comparing import duties as _duties
from policyqa.comparing.descent import contradictions, descents
from policyqa.comparing.gaps import gaps
from policyqa.comparing.material import Material, columns, gather, own_targets, source
from policyqa.comparing.matrix import matrix
from policyqa.comparing.records import (
    Cell,
    Comparison,
    Contradiction,
    Descent,
    Direction,
    Due,
    Duty,
    Entry,
    Gaps,
    Load,
    MatrixRow,
    Only,
    Pace,
    RegionSide,
    SharedMeasure,
    Source,
    Statement,
    Step,
    ThemeRow,
    Unled,
    Unresolved,
)
from policyqa.comparing.shared import shared
from policyqa.comparing.sides import every_side, one_side, sides
from policyqa.comparing.themes import themes
from policyqa.errors import NoCommonMeasure
from policyqa.library import Library
from policyqa.model import Span
from policyqa.overlap.finding import paired

__all__ = [
    "Cell", "Comparison", "Contradiction", "Descent", "Direction", "Due", "Duty", "Entry", "Gaps", "Load", "MatrixRow", "Only", "Pace", "RegionSide",
    "Responsibilities", "SharedMeasure", "Source", "Statement", "Step", "ThemeRow", "Unled", "Unresolved", "calendar", "compare",
    "responsibilities",
]  # fmt: skip

Responsibilities = tuple[tuple[Duty, ...], tuple[Load, ...], tuple[Unled, ...]]


@uncollected()
def compare(library: Library, names: Sequence[str], as_of: date | None = None) -> Comparison:
    """Compare the documents of two regions or more, in the order given.

    Raises UnknownRegion, NoDocumentsOf, TooFewRegions, and NoCommonMeasure where the regions share nothing.
    """
    chosen = sides(library, names)
    materials = gather(library, chosen)
    measures = [m for material in materials for m in material.measures]
    with ThreadPoolExecutor(1) as aside:  # pairs are judged outside Python's lock
        pairing = aside.submit(paired, measures, library.encoder, columns(materials))
        rows, found, due = matrix(library, materials), _duties.duties(materials), _duties.due(materials)
    pairs = pairing.result()
    together = shared(materials, pairs)
    if not together and not any(row.stated > 1 for row in rows):
        raise NoCommonMeasure(side.name for side in chosen)
    return Comparison(
        regions=chosen, themes=themes(materials), matrix=rows, shared=together,
        only=tuple(_only(materials, rows, together)), due=due, duties=found,
        loads=_duties.loads(found), unled=_duties.unled(materials), gaps=gaps(library, materials),
        descents=tuple(descents(library, materials, pairs)), contradictions=tuple(contradictions(library, chosen)), as_of=as_of,
    )  # fmt: skip


def calendar(library: Library, names: Sequence[str] = ()) -> tuple[Due, ...]:
    """What falls due when, of these regions or of all. Raises UnknownRegion and NoDocumentsOf."""
    return _duties.due(_materials(library, names))


def responsibilities(library: Library, names: Sequence[str] = ()) -> Responsibilities:
    """Duties, what each body has to do, and tasks without a lead. Raises UnknownRegion and NoDocumentsOf."""
    materials = _materials(library, names)
    found = _duties.duties(materials)
    return found, _duties.loads(found), _duties.unled(materials)


def _materials(library: Library, names: Sequence[str]) -> list[Material]:
    chosen = [one_side(library, name) for name in dict.fromkeys(names)] if names else every_side(library)
    return gather(library, chosen)


def _only(
    materials: Sequence[Material], rows: Sequence[MatrixRow], together: Sequence[SharedMeasure]
) -> Iterable[Only]:
    """Quantified commitments that neither share a row of the matrix with another region nor are a shared measure."""
    compared = {
        (cell.source.document_id, cell.source.span)
        for row in rows if row.stated > 1 for entry in row.entries for cell in entry.cells
    }  # fmt: skip
    paired: dict[str, list[Span]] = defaultdict(list)
    for statement in (s for measure in together for statements in measure.statements for s in statements):
        paired[statement.source.document_id].append(statement.source.span)
    for material in materials:
        for stored in material.commitments:
            own = own_targets(stored)
            id_, span = stored.document.id, stored.commitment.span
            if not own or any((id_, target.span) in compared for target in own):
                continue
            if not any(span.meets(other) for other in paired[id_]):
                yield Only(region=material.name, source=source(stored.document, stored.commitment), targets=own)
