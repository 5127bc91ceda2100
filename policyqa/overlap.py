"""The same measure in two regions: clauses that commit to the same act on the same object, and what differs.

First form: clauses are compared by their wording, rare character pairs counting more than common ones. Formula text
(加强组织领导, 提高政治站位) is left out. What differs is told from the records in the clauses.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from policyqa.errors import TooFewRegions, UnknownRegion
from policyqa.language import say
from policyqa.library import DocumentSummary, Library, StoredCommitment
from policyqa.model import Body, Deadline, Record, Span, Target
from policyqa.zh.text import clauses, fold

Difference = Literal["value", "deadline", "body"]

SAME = 0.4  # of the weight of two clauses, that they have to share
_SHORTEST = 7  # Chinese characters; a shorter clause names no measure by itself
_HAN = re.compile(r"[一-龥]")
_TIME = re.compile(r"(?:自|从|到|至|在)?(?:\d{4}年)?(?:\d{1,2}月)?(?:底|末)?[春秋]?季?(?:学期)?(?:起|前|之前)?")
_NOT_COMPARED = re.compile(r"[^一-龥A-Za-z]+")
_FORMULA = re.compile(
    r"组织领导|思想|精神|指导|高度重视|统一思想|提高认识|政治站位|责任落实|落到实处|落地见效|良好氛围|宣传引导|舆论|经验做法|重要意义|工作合力"
    r"|为目标|为核心|为重点|为主线|为抓手|为导向|为牵引|为原则|习近平|新时代|党中央|总书记|现将|印发|特制定|根据|按照|结合实际|有关规定|要求"
)


class Side(Record, frozen=True, kw_only=True):
    """A measure where it stands; `text[span]` of the document is the quote."""

    document_id: str
    file: str
    title: str | None
    region: str | None
    quote: str
    span: Span
    section: tuple[str, ...]
    page: int | None


class Overlap(Record, frozen=True, kw_only=True):
    """A pair of measures. `differences`: both state it, not alike; `one_sided`: one alone states it."""

    a: Side
    b: Side
    relation: Literal["same"]
    differences: tuple[Difference, ...]
    one_sided: tuple[Difference, ...]
    score: float
    why: str


class Measure(NamedTuple):
    """A clause that commits to something, with the records that belong to it."""

    commitment: StoredCommitment
    span: Span
    text: str
    grams: frozenset[str]
    targets: tuple[Target, ...]
    deadlines: tuple[Deadline, ...]
    bodies: tuple[Body, ...]

    @property
    def document(self) -> DocumentSummary:
        return self.commitment.document


def overlaps(library: Library, regions: Sequence[str] = ()) -> list[Overlap]:
    """Pairs of measures from documents of different regions, best first.

    `regions` narrows to documents of these (two at least); without them all regions of the library are compared.
    Raises UnknownRegion, TooFewRegions.
    """
    measures = [m for stored in _commitments(library, regions) for m in _measures(stored)]
    weights = _weights(measures)
    pairs = [p for p in _pairs(measures, weights) if _region(p.a.document) != _region(p.b.document)]
    found = [_overlap(pair) for pair in _mutual(pairs)]
    return sorted(found, key=lambda o: (-o.score, o.a.document_id, o.a.span, o.b.document_id, o.b.span))


def _commitments(library: Library, regions: Sequence[str]) -> Iterator[StoredCommitment]:
    if not regions:
        yield from library.commitments()
        return
    known = [region.name for region in library.regions()]
    documents: dict[str, str] = {}
    for name in dict.fromkeys(regions):
        found = {d.id: name for d in library.select(region=name)}
        if not found:
            raise UnknownRegion(name, known)
        documents |= found
    if len(set(documents.values())) < 2:
        raise TooFewRegions
    yield from library.commitments(documents=documents)


def _region(document: DocumentSummary) -> str:
    return document.region.name if document.region else document.id


# --- measures --------------------------------------------------------------------------------------------------------


def _measures(stored: StoredCommitment) -> Iterator[Measure]:
    """The clauses of a commitment that name an act by themselves."""
    commitment = stored.commitment
    base = commitment.span.start
    for clause in clauses(fold(commitment.quote), Span(0, len(commitment.quote))):
        text = clause.of(commitment.quote)
        span = Span(base + clause.start, base + clause.end)
        if len(_HAN.findall(_TIME.sub("", text))) < _SHORTEST or _FORMULA.search(text) or _is_body_list(span, stored):
            continue
        yield Measure(
            stored, span, text, frozenset(_grams(text)),
            tuple(t for t in stored.targets if span.meets(t.span)), stored.deadlines, stored.bodies,
        )  # fmt: skip


def _is_body_list(span: Span, stored: StoredCommitment) -> bool:
    """Whether most of a clause is names of bodies: a responsibility line tells who, not what."""
    named = sum(min(span.end, b.span.end) - max(span.start, b.span.start) for b in stored.bodies if span.meets(b.span))
    return named > (span.end - span.start) / 2


def _grams(text: str) -> Iterator[str]:
    """Pairs of neighbouring characters; figures and punctuation tell nothing of the act."""
    for word in _NOT_COMPARED.split(fold(text)):
        for first, second in pairwise(word):
            yield first + second


def _weights(measures: Sequence[Measure]) -> dict[str, float]:
    """How much a pair of characters tells: the rarer among the measures, the more."""
    counted = Counter(gram for measure in measures for gram in measure.grams)
    return {gram: math.log(1 + len(measures) / count) for gram, count in counted.items()}


# --- pairs -----------------------------------------------------------------------------------------------------------


class Pair(NamedTuple):
    a: Measure
    b: Measure
    score: float
    shared: frozenset[str]


def _pairs(measures: Sequence[Measure], weights: dict[str, float]) -> Iterator[Pair]:
    """Pairs of different documents that share enough; only those that share a telling pair of characters are tried."""
    total = [sum(weights[gram] for gram in measure.grams) for measure in measures]
    holders: dict[str, list[int]] = defaultdict(list)
    for index, measure in enumerate(measures):
        common: Counter[int] = Counter()
        for gram in measure.grams:
            for other in holders[gram]:
                common[other] += weights[gram]  # type: ignore[assignment]
            holders[gram].append(index)
        for other, weight in common.items():
            score = 2 * weight / (total[index] + total[other])
            if score >= SAME and measures[other].document.id != measure.document.id:
                yield Pair(measures[other], measure, score, measures[other].grams & measure.grams)


def _mutual(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Of several partners in one document the best, where it is the best the other way round too."""
    ranked = sorted(pairs, key=lambda p: (-p.score, p.a.document.id, p.a.span, p.b.document.id, p.b.span))
    taken: set[tuple[str, Span, str]] = set()
    for pair in ranked:
        keys = {
            (pair.a.document.id, pair.a.span, pair.b.document.id),
            (pair.b.document.id, pair.b.span, pair.a.document.id),
        }
        if not keys & taken:
            taken |= keys
            yield pair


def _overlap(pair: Pair) -> Overlap:
    differences, one_sided = _compared(pair.a, pair.b)
    words = "、".join(_stretches(pair))
    why = say(f"两处都有：{words}", f"Both say: {words}")
    return Overlap(
        a=_side(pair.a), b=_side(pair.b), relation="same", differences=differences, one_sided=one_sided,
        score=round(pair.score, 3), why=why,
    )  # fmt: skip


def _side(measure: Measure) -> Side:
    document, commitment = measure.document, measure.commitment.commitment
    return Side(
        document_id=document.id, file=document.file, title=document.title,
        region=document.region.name if document.region else None, quote=measure.text, span=measure.span,
        section=commitment.section, page=commitment.page,
    )  # fmt: skip


def _stretches(pair: Pair) -> list[str]:
    """The words that both have, as they stand in the first."""
    text = fold(pair.a.text)
    found: list[str] = []
    start = 0
    for position in range(len(text)):
        if text[position : position + 2] not in pair.shared:
            if position > start:
                found.append(text[start : position + 1])
            start = position + 1
    return [word for word in dict.fromkeys(found) if len(word) > 1][:6]


# --- what differs ----------------------------------------------------------------------------------------------------


def _compared(a: Measure, b: Measure) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    stated: list[tuple[Difference, frozenset[object], frozenset[object]]] = [
        ("value", _values(a), _values(b)),
        ("deadline", _limits(a), _limits(b)),
        ("body", _names(a), _names(b)),
    ]
    differences = tuple(name for name, first, second in stated if first and second and first.isdisjoint(second))
    one_sided = tuple(name for name, first, second in stated if bool(first) != bool(second))
    return differences, one_sided


def _values(measure: Measure) -> frozenset[object]:
    return frozenset((t.min, t.max, t.unit, t.comparator) for t in measure.targets if t.kind == "target")


def _limits(measure: Measure) -> frozenset[object]:
    governing = [d for d in measure.deadlines if d.kind != "from"]
    return frozenset(d.frequency or d.end or d.duration for d in governing)


def _names(measure: Measure) -> frozenset[object]:
    return frozenset(b.name for b in measure.bodies if b.role == "lead")
