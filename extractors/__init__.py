"""spaCy components that read policy records from a document.

The document as read stands in `doc.user_data["document"]`; tokens are not looked at. The components share a context,
in which each leaves what it found; the last one leaves the `Extraction` in `doc.user_data["extraction"]`.
A pipeline that wants spaCy spans adds `policyqa_spans`, which returns the document cut into tokens at the borders of
what was found, with the records under `doc.spans`.
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
from .carrier import carried
from .context import of

__all__ = ["bodies", "commitments", "deadlines", "quantities", "spans", "targets"]


@Language.component("policyqa_quantities")
def quantities(doc: Doc) -> Doc:
    """Numbers with units and comparators."""
    context = of(doc)
    context.quantities = list(_quantities.find(context))
    return doc


@Language.component("policyqa_deadlines")
def deadlines(doc: Doc) -> Doc:
    """Time limits, resolved against the document's date."""
    context = of(doc)
    context.deadlines = [*_deadlines.find(context), *_tables.task_deadlines(context)]
    return doc


@Language.component("policyqa_bodies")
def bodies(doc: Doc) -> Doc:
    """Responsible bodies with their roles."""
    context = of(doc)
    context.bodies = [*_bodies.find(context), *_tables.task_bodies(context)]
    return doc


@Language.component("policyqa_targets")
def targets(doc: Doc) -> Doc:
    """Figures to be reached; needs quantities, deadlines and bodies."""
    context = of(doc)
    found = [*_targets.find(context), *_tables.indicator_targets(context), *_tables.task_targets(context)]
    context.targets = sorted(found, key=lambda target: target.span)
    return doc


@Language.component("policyqa_commitments")
def commitments(doc: Doc) -> Doc:
    """Duties that tie the records together; leaves the extraction."""
    context = of(doc)
    doc.user_data["extraction"] = Extraction(
        targets=tuple(context.targets),
        deadlines=tuple(context.deadlines),
        bodies=tuple(context.bodies),
        commitments=(*_commitments.find(context), *_tables.task_commitments(context)),
    )
    context.governing = None  # the two know each other, and would wait for the collector of cycles
    return doc


@Language.component("policyqa_spans")
def spans(doc: Doc) -> Doc:
    """The document with the records as spans; after the others."""
    return carried(doc, doc.user_data["extraction"], of(doc).quantities)
