"""spaCy components that read policy records from a document in character mode.

Each stores its spans under `doc.spans` and its records in the shared context; the last one puts the `Extraction`
into `doc.user_data["extraction"]`. The document stands in `doc.user_data["document"]`.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from policyqa.model import Extraction

from . import bodies as _bodies
from . import commitments as _commitments
from . import deadlines as _deadlines
from . import quantities as _quantities
from . import tables as _tables
from . import targets as _targets
from .context import mark, of

__all__ = ["bodies", "commitments", "deadlines", "quantities", "targets"]


@Language.component("policyqa_quantities")
def quantities(doc: Doc) -> Doc:
    """Numbers with units and comparators."""
    context = of(doc)
    context.quantities = list(_quantities.find(context))
    mark(doc, "quantities", ((q.span, q.comparator) for q in context.quantities))
    return doc


@Language.component("policyqa_deadlines")
def deadlines(doc: Doc) -> Doc:
    """Time limits, resolved against the document's date."""
    context = of(doc)
    context.deadlines = [*_deadlines.find(context), *_tables.task_deadlines(context)]
    mark(doc, "deadlines", ((d.span, d.kind) for d in context.deadlines))
    return doc


@Language.component("policyqa_bodies")
def bodies(doc: Doc) -> Doc:
    """Responsible bodies with their roles."""
    context = of(doc)
    context.bodies = [*_bodies.find(context), *_tables.task_bodies(context)]
    mark(doc, "bodies", ((b.span, b.role) for b in context.bodies))
    return doc


@Language.component("policyqa_targets")
def targets(doc: Doc) -> Doc:
    """Figures to be reached; needs quantities, deadlines and bodies."""
    context = of(doc)
    found = [*_targets.find(context), *_tables.indicator_targets(context), *_tables.task_targets(context)]
    context.targets = sorted(found, key=lambda target: target.span)
    mark(doc, "targets", ((t.span, t.kind) for t in context.targets))
    return doc


@Language.component("policyqa_commitments")
def commitments(doc: Doc) -> Doc:
    """Duties that tie the records together; puts the extraction into doc.user_data."""
    context = of(doc)
    found = (*_commitments.find(context), *_tables.task_commitments(context))
    mark(doc, "commitments", ((c.span, c.action) for c in found))
    doc.user_data["extraction"] = Extraction(
        targets=tuple(context.targets),
        deadlines=tuple(context.deadlines),
        bodies=tuple(context.bodies),
        commitments=found,
    )
    return doc
