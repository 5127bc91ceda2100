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
from .context import Context

__all__ = ["bodies", "commitments", "deadlines", "quantities", "spans", "targets"]

_KEY = "policyqa"


def _context(doc: Doc) -> Context:
    """What the components share about a document; made by the first that asks."""
    context = doc.user_data.get(_KEY)
    if context is None:
        context = doc.user_data[_KEY] = Context(doc.user_data["document"])
    found: Context = context
    return found


@Language.component("policyqa_quantities")
def quantities(doc: Doc) -> Doc:
    """Numbers with units and comparators."""
    context = _context(doc)
    context.quantities = list(_quantities.find(context))
    return doc


@Language.component("policyqa_deadlines")
def deadlines(doc: Doc) -> Doc:
    """Time limits, resolved against the document's date."""
    context = _context(doc)
    context.deadlines = [*_deadlines.find(context), *_tables.task_deadlines(context)]
    return doc


@Language.component("policyqa_bodies")
def bodies(doc: Doc) -> Doc:
    """Responsible bodies with their roles."""
    context = _context(doc)
    context.bodies = [*_bodies.find(context), *_tables.task_bodies(context)]
    return doc


@Language.component("policyqa_targets")
def targets(doc: Doc) -> Doc:
    """Figures to be reached; needs quantities, deadlines and bodies."""
    context = _context(doc)
    found = [*_targets.find(context), *_tables.indicator_targets(context), *_tables.task_targets(context)]
    context.targets = sorted(found, key=lambda target: target.span)
    return doc


@Language.component("policyqa_commitments")
def commitments(doc: Doc) -> Doc:
    """Duties that tie the records together; leaves the extraction."""
    context = _context(doc)
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
    return carried(doc, doc.user_data["extraction"], _context(doc).quantities)
