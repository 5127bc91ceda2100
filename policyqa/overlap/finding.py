"""The same measure in two regions: from the measures of a library to pairs with what differs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from policyqa.errors import TooFewRegions, UnknownRegion
from policyqa.library import DocumentSummary, Library
from policyqa.overlap import reasons, scoring
from policyqa.overlap import words as w
from policyqa.overlap.candidates import Pairs, candidates
from policyqa.overlap.differing import Stated, statements, told_apart
from policyqa.overlap.features import features, sight, table, worth_judging
from policyqa.overlap.likeness import Array
from policyqa.overlap.measures import Measure, measures
from policyqa.overlap.records import Overlap, Side
from policyqa.protocols import Encoder


class Judged(NamedTuple):
    """Measures in a fixed order, and the pairs of them that were judged, with what is alike in each."""

    measures: list[Measure]
    documents: NDArray[np.int64]
    pairs: Pairs
    features: Array


class Pair(NamedTuple):
    """Two measures taken for one. `features` is the row of policyqa.overlap.features."""

    a: Measure
    b: Measure
    score: float
    features: Array


def overlaps(library: Library, regions: Sequence[str] = (), *, explained: bool = True) -> list[Overlap]:
    """Pairs of measures from documents of different regions, best first.

    `regions` narrows to documents of these (two at least); without them all regions of the library are compared.
    `explained`: say why each pair is one, which takes a fifth of the time. Raises UnknownRegion, TooFewRegions.
    """
    found = [m for group in measures_of(library, regions).values() for m in group]
    pairs = paired(found, library.encoder)
    told = {place: _Told.of(m) for place, m in {m.place: m for pair in pairs for m in (pair.a, pair.b)}.items()}
    made = [_overlap(pair, told[pair.a.place], told[pair.b.place], explained=explained) for pair in pairs]
    return sorted(made, key=lambda o: (-o.score, o.a.document_id, o.a.span, o.b.document_id, o.b.span))


def measures_of(library: Library, regions: Sequence[str] = ()) -> dict[str, list[Measure]]:
    """The measures of each region, as documents name it, in the order given. Raises UnknownRegion, TooFewRegions."""
    grouped: dict[str, list[Measure]] = {}
    if not regions:
        for stored in library.commitments():
            grouped.setdefault(_region(stored.document), []).extend(measures(stored))
        return grouped
    for name, documents in _documents_of(library, regions).items():
        stored_there = library.commitments(documents=documents)
        grouped[name] = [m for stored in stored_there for m in measures(stored)]
    return grouped


def _documents_of(library: Library, regions: Sequence[str]) -> dict[str, list[str]]:
    """The ids of each region's documents; one of a city that is named itself is no more its province's."""
    chosen = {name: {d.id for d in library.select(region=name)} for name in dict.fromkeys(regions)}
    for name, ids in chosen.items():
        if not ids:
            raise UnknownRegion(name, [region.name for region in library.regions()])
    if len({frozenset(ids) for ids in chosen.values()}) < 2:
        raise TooFewRegions
    narrower = {name: [other for other in chosen.values() if other < ids] for name, ids in chosen.items()}
    return {name: sorted(ids.difference(*narrower[name])) for name, ids in chosen.items()}


def paired(found: list[Measure], encoder: Encoder) -> list[Pair]:
    """Best first; between two documents each measure has one partner."""
    judged = judged_measures(found, encoder)
    found = judged.measures
    by = scoring.weights(encoder.name)
    scores = np.where(_on_one_scale(found, judged.pairs), scoring.probabilities(judged.features, by), 0.0)
    kept = scoring.one_to_one(scores, judged.pairs, judged.documents, by.threshold)
    places = [(row, *(int(place) for place in judged.pairs[row])) for row in kept]
    return [Pair(found[a], found[b], float(scores[row]), judged.features[row]) for row, a, b in places]


def _on_one_scale(found: Sequence[Measure], pairs: Pairs) -> NDArray[np.bool_]:
    """Whether two measures may be one by their figures: a share of beds is no number of beds, and no growth of either."""
    bits = {"growth": 1, "share": 2, "amount": 4}
    scales = np.array([sum(bits[scale] for scale in m.scales) for m in found], np.int8)
    a, b = scales[pairs[:, 0]], scales[pairs[:, 1]]
    alike: NDArray[np.bool_] = (a == 0) | (b == 0) | ((a & b) > 0)
    return alike


def judged_measures(found: list[Measure], encoder: Encoder) -> Judged:
    """The order in which measures are given changes nothing."""
    ordered = sorted(found, key=lambda m: m.place)
    regions = {name: n for n, name in enumerate(sorted({_region(m.document) for m in ordered}))}
    owners = np.array([regions[_region(m.document)] for m in ordered], np.int64)
    told = table(ordered, encoder)
    near = candidates(told.plain, [w.pairs(m.clause) for m in ordered], owners)
    pairs, seen = worth_judging(near, sight(told, near))
    return Judged(ordered, told.documents, pairs, features(told, pairs, seen))


def _region(document: DocumentSummary) -> str:
    return document.region.name if document.region else document.id


class _Told(NamedTuple):
    """What is told of a measure in all its pairs."""

    side: Side
    stated: tuple[Stated, ...]
    wording: reasons.Wording

    @classmethod
    def of(cls, measure: Measure) -> _Told:
        return cls(side(measure), statements(measure), reasons.Wording.of(measure))


def _overlap(pair: Pair, a: _Told, b: _Told, *, explained: bool) -> Overlap:
    differences, one_sided = told_apart(a.stated, b.stated)
    copied = reasons.is_copied(a.wording, b.wording)
    return Overlap(
        a=a.side, b=b.side, relation="same", differences=differences, one_sided=one_sided, score=round(pair.score, 3),
        why=reasons.why(a.wording, b.wording, pair.features, copied=copied) if explained else "",
        origin="copied" if copied else "agreeing",
    )  # fmt: skip


def side(measure: Measure) -> Side:
    document, commitment = measure.document, measure.stored.commitment
    return Side(
        document_id=document.id, file=document.file, title=document.title,
        region=document.region.name if document.region else None, quote=measure.text, span=measure.span,
        section=commitment.section, page=commitment.page,
    )  # fmt: skip
