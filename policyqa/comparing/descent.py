"""What the regions compared made of one another's measures, where one lies in another; and what a document says twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import permutations

from policyqa.comparing.material import of_side, source
from policyqa.comparing.records import Contradiction, Descent, RegionSide, Step
from policyqa.library import Library
from policyqa.overlap.conflicts import conflicts
from policyqa.overlap.trace import Step as Traced
from policyqa.overlap.trace import trace


def descents(library: Library, sides: Sequence[RegionSide]) -> Iterator[Descent]:
    """Each region compared with each that lies in it: a province with its city."""
    documents = {document.id for side in sides for document in side.documents}
    for upper, lower in permutations(sides, 2):
        if upper.name in lower.path[:-1] and not (upper.of_parts or lower.of_parts):
            steps = trace(library, "".join(upper.path) or upper.name, "".join(lower.path))
            yield Descent(upper=upper.name, lower=lower.name, steps=tuple(_steps(steps, documents)))


def _steps(steps: Sequence[Traced], documents: Collection[str]) -> Iterator[Step]:
    for step in steps:
        if all(side is None or side.document_id in documents for side in (step.upper, step.lower)):
            upper, lower = (of_side(side) if side else None for side in (step.upper, step.lower))
            yield Step(changes=step.changes, upper=upper, lower=lower)


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
