"""The same measure in two regions: from the measures of a library to pairs with what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from policyqa.collecting import uncollected
from policyqa.errors import TooFewRegions, UnknownRegion
from policyqa.library import DocumentSummary, Library
from policyqa.overlap import candidates, closer, reasons, scoring
from policyqa.overlap import words as w
from policyqa.overlap.candidates import Pairs
from policyqa.overlap.differing import DIFFERENCES, Apart, apart
from policyqa.overlap.features import features, sight, table, worth_judging
from policyqa.overlap.likeness import Array, each, numbered
from policyqa.overlap.measures import Measure, measures
from policyqa.overlap.nearest import neighbours
from policyqa.overlap.records import Overlap, Side
from policyqa.protocols import Encoder


class Judged(NamedTuple):
    """Measures in a fixed order with what their clauses say, and the pairs of them that were judged, with what is alike in
    each."""

    measures: list[Measure]
    said: closer.Said
    documents: NDArray[np.int64]
    pairs: Pairs
    features: Array


class Paired(NamedTuple):
    """Pairs of measures taken for one, the surest first: rows of places in `measures`, as there may be hundreds of
    thousands. `features` are the rows of policyqa.overlap.features.
    """

    measures: list[Measure]
    pairs: Pairs
    scores: NDArray[np.float64]
    features: Array

    def among(self, rows: NDArray[np.bool_] | Sequence[int]) -> Paired:
        return self._replace(pairs=self.pairs[rows], scores=self.scores[rows], features=self.features[rows])

    def each(self) -> Iterator[tuple[Measure, Measure, float]]:
        for (a, b), score in zip(self.pairs.tolist(), self.scores.tolist(), strict=True):
            yield self.measures[a], self.measures[b], score


def overlaps(library: Library, regions: Sequence[str] = (), *, explained: bool = True) -> list[Overlap]:
    """Pairs of measures from documents of different regions, best first.

    `regions` narrows to documents of these (two at least); without them all regions of the library are compared.
    `explained`: say why each pair is one, which takes a fifth of the time. Raises UnknownRegion, TooFewRegions.
    """
    return list(told(found(library, regions), explained=explained))


@uncollected()
def found(library: Library, regions: Sequence[str] = ()) -> Paired:
    """The pairs of policyqa.overlap.overlaps as numbers, for who joins or counts them."""
    return paired([m for group in measures_of(library, regions).values() for m in group], library.encoder)


def told(pairs: Paired, *, explained: bool = True) -> Iterator[Overlap]:
    """Each pair with what differs, one after the other: a library's pairs take gigabytes as records."""
    differing = apart(pairs.measures, pairs.pairs)
    words: dict[int, _Told] = {}
    for row, (a, b) in enumerate(pairs.pairs.tolist()):
        for place in (a, b):
            if place not in words:
                words[place] = _Told(side(pairs.measures[place]), reasons.Wording.of(pairs.measures[place]))
        yield _overlap(pairs, row, differing, words[a], words[b], explained=explained)


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


def paired(measures: list[Measure], encoder: Encoder, owners: Mapping[str, int] | None = None) -> Paired:
    """Best first; between two documents each measure has one partner. `owners` as told for judged_measures."""
    judged = judged_measures(measures, encoder, owners)
    by = scoring.weights(encoder.name)
    chances = scoring.probabilities(judged.features, by)
    chances = closer.looked(judged.said, judged.pairs, judged.features, chances, closer.trees(encoder.name))
    scores = np.where(_on_one_scale(judged.measures, judged.pairs), chances, 0.0)
    kept = scoring.one_to_one(scores, judged.pairs, judged.documents, by.threshold)
    rounded = np.round(scores[kept], 3).astype(np.float64)
    order = np.lexsort((*judged.pairs[kept].T[::-1], -rounded))
    return Paired(judged.measures, judged.pairs[kept[order]], rounded[order], judged.features[kept[order]])


def _on_one_scale(found: Sequence[Measure], pairs: Pairs) -> NDArray[np.bool_]:
    """Whether two measures may be one by their figures: a share of beds is no number of beds, and no growth of either."""
    bits = {"growth": 1, "share": 2, "amount": 4}
    scales = np.array([sum(bits[scale] for scale in m.scales) for m in found], np.int8)
    a, b = scales[pairs[:, 0]], scales[pairs[:, 1]]
    alike: NDArray[np.bool_] = (a == 0) | (b == 0) | ((a & b) > 0)
    return alike


def judged_measures(found: list[Measure], encoder: Encoder, owners: Mapping[str, int] | None = None) -> Judged:
    """The order in which measures are given changes nothing.

    `owners`: whose a document is, by its id; measures of one owner are no pair. Without it, the document's region's.
    """
    ordered = sorted(found, key=lambda m: m.place)
    owned = owners or _by_region(ordered)
    # BLAS has threads of its own, which wait for one another while ours are busy, and wait by counting
    with threadpool_limits(1, user_api="blas"):
        return _judged(ordered, owned, encoder)


def _judged(ordered: list[Measure], owned: Mapping[str, int], encoder: Encoder) -> Judged:
    whose = np.array([owned[m.document.id] for m in ordered], np.int64)
    clauses = [m.clause for m in ordered]
    plain = encoder.encode(clauses)
    mentions = candidates.Mentions.of(clauses, numbered([m.document.id for m in ordered]))
    with ThreadPoolExecutor(1) as aside:  # vectors are compared outside Python's lock, and most of the table within it
        nearest = aside.submit(neighbours, plain, whose, mentions.first)
        grams, telling = each(w.pairs, clauses), each(w.words, clauses)
        told = table(ordered, encoder, plain, grams, telling)
        said = closer.Said.of(clauses, telling)
        alike = candidates.alike(grams, whose, mentions)
    near, cosines = candidates.joined(nearest.result(), alike, plain)
    pairs, seen = worth_judging(near, sight(told, near, cosines))
    return Judged(ordered, said, told.documents, pairs, features(told, pairs, seen))


def _by_region(measures: Sequence[Measure]) -> dict[str, int]:
    documents = {m.document.id: m.document for m in measures}
    regions = {name: number for number, name in enumerate(sorted({_region(d) for d in documents.values()}))}
    return {id_: regions[_region(document)] for id_, document in documents.items()}


def _region(document: DocumentSummary) -> str:
    return document.region.name if document.region else document.id


class _Told(NamedTuple):
    """What is told of a measure in all its pairs."""

    side: Side
    wording: reasons.Wording


def _overlap(pairs: Paired, row: int, differing: Apart, a: _Told, b: _Told, *, explained: bool) -> Overlap:
    copied = reasons.is_copied(a.wording, b.wording)
    return Overlap(
        a=a.side, b=b.side, relation="same", differences=DIFFERENCES[differing.both[row]],
        one_sided=DIFFERENCES[differing.one[row]], score=float(pairs.scores[row]),
        why=reasons.why(a.wording, b.wording, pairs.features[row], copied=copied) if explained else "",
        origin="copied" if copied else "agreeing",
    )  # fmt: skip


def side(measure: Measure) -> Side:
    document, commitment = measure.document, measure.stored.commitment
    return Side(
        document_id=document.id, file=document.file, title=document.title,
        region=document.region.name if document.region else None, quote=measure.text, span=measure.span,
        section=commitment.section, page=commitment.page,
    )  # fmt: skip
