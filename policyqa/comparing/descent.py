"""What the regions compared made of one another's measures, where one lies in another; and what a document says twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from policyqa.comparing.material import Material, of_side, source
from policyqa.comparing.nearby import Nearby
from policyqa.comparing.records import Contradiction, Descent, RegionSide, Step
from policyqa.library import Library
from policyqa.overlap.conflicts import conflicts
from policyqa.overlap.finding import Paired
from policyqa.overlap.trace import Step as Traced
from policyqa.overlap.trace import answered, followed
from policyqa.zh.text import fold


def descents(library: Library, materials: Sequence[Material], pairs: Paired) -> Iterator[Descent]:
    """Each region compared with each that lies in it: a province with its city. `pairs` are those of all regions."""
    for upper, lower in permutations(materials, 2):
        if upper.name in lower.side.path[:-1] and not (upper.side.of_parts or lower.side.of_parts):
            steps = followed(library, upper.measures, lower.measures, pairs)
            kept, apart = answered(steps)
            nearby = Nearby(lower, library)
            yield Descent(
                upper=upper.name, lower=lower.name, steps=tuple(_step(step, nearby) for step in kept),
                apart=tuple(map(of_side, apart)),
            )  # fmt: skip


def _step(step: Traced, nearby: Nearby) -> Step:
    upper, lower = (of_side(side) if side else None for side in (step.upper, step.lower))
    near = nearby.find(fold(step.upper.quote)) if step.upper and not step.lower else None
    return Step(changes=step.changes, differences=step.differences, upper=upper, lower=lower, near=near)


def contradictions(library: Library, sides: Sequence[RegionSide]) -> Iterator[Contradiction]:
    """In the order of the regions."""
    for side in sides:
        documents = {document.id: document for document in side.documents}
        for found in conflicts(library, set(documents)):
            document = documents[found.document_id]
            yield Contradiction(
                region=side.name, indicator=found.indicator, kind=found.kind,
                first=source(document, found.first), second=source(document, found.second),
            )  # fmt: skip
