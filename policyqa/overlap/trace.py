"""What a superior's measures became below: province → city → county."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from rapidfuzz import fuzz

from policyqa.library import DocumentSummary, Library
from policyqa.model import Deadline, Record, Span
from policyqa.overlap import differing
from policyqa.overlap.finding import Paired, measures_of, paired, side
from policyqa.overlap.measures import Measure
from policyqa.overlap.records import Change, Difference, Side
from policyqa.zh.text import fold

_FOLLOWED = 0.25  # of the measures of a document, that stand below where it is followed
_NAMED = 2  # characters, beyond which a region's name may go without 省, 市 or 县
_ITSELF = "[我本全][省市县区州盟旗](?![级直域])"
_SAID, _TELLING = 90, 6  # of 100: how alike the letters are; letters from which likeness is no chance


class Step(Record, frozen=True, kw_only=True):
    """One measure on its way down. `changes` are all that apply.

    adopted: to the letter but for the region's own name; adapted: in other words, or with another body or scope; raised and lowered: the figure;
    earlier and later: the deadline; omitted: above alone; added: below alone.
    """

    changes: tuple[Change, ...]
    upper: Side | None
    lower: Side | None
    differences: tuple[Difference, ...] = ()
    score: float | None = None


def trace(library: Library, upper: str, lower: str) -> tuple[Step, ...]:
    """The measures above in their order, then what was added below.

    Between the upper region's own documents (not those of regions in it) and the lower's. Raises UnknownRegion,
    TooFewRegions.
    """
    found = measures_of(library, (upper, lower))
    above, below = _highest(found[upper]), _highest(found[lower])
    return followed(library, above, below, paired([*above, *below], library.encoder))


def followed(library: Library, above: Sequence[Measure], below: Sequence[Measure], pairs: Paired) -> tuple[Step, ...]:
    """The steps from measures above to those below; `pairs` may hold those of others too."""
    texts = {m.document.id: _Letters.of(m.document, library) for m in below}
    return tuple(_steps(above, below, pairs, tuple(texts.values())))


def _highest(found: Sequence[Measure]) -> list[Measure]:
    """The measures of the highest region among them: a province's own, not those of cities in it."""
    highest = min((_depth(m) for m in found), default=0)
    return sorted((m for m in found if _depth(m) == highest), key=lambda m: m.place)


def _depth(measure: Measure) -> int:
    region = measure.document.region
    return len(region.path) if region else 0


def answered(steps: Sequence[Step]) -> tuple[list[Step], list[Side]]:
    """The steps without those of documents above that have no counterpart below, and a measure of each such document.

    A notice on pianos or the rules of a pool of experts, of which next to nothing stands below, was not omitted: the plan
    below does not follow it. Where no document above is followed, all are told.
    """
    measures: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        if step.upper:
            measures[step.upper.document_id].append(step)
    apart = {
        id_: of[0].upper for id_, of in measures.items()
        if sum("omitted" not in step.changes for step in of) < _FOLLOWED * len(of)
    }  # fmt: skip
    if len(apart) == len(measures):
        return list(steps), []
    kept = [s for s in steps if not (s.upper and s.upper.document_id in apart and "omitted" in s.changes)]
    return kept, [side for side in apart.values() if side]


class _Letters(NamedTuple):
    """The letters of a document, with the place of each in its text."""

    document: DocumentSummary
    text: str
    letters: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, summary: DocumentSummary, library: Library) -> _Letters:
        text = library.document(summary.id).text
        folded = fold(text)
        places = tuple(place for place, character in enumerate(folded) if character.isalnum())
        return cls(summary, text, "".join(folded[place] for place in places), places)

    def said(self, clause: str) -> Side | None:
        """Where the document says a clause in all but the same letters."""
        found = fuzz.partial_ratio_alignment(clause, self.letters, score_cutoff=_SAID)
        if found is None or found.dest_end - found.dest_start < _TELLING:
            return None
        span = Span(self.places[found.dest_start], self.places[found.dest_end - 1] + 1)
        region = self.document.region
        return Side(
            document_id=self.document.id, file=self.document.file, title=self.document.title,
            region=region.name if region else None, quote=span.of(self.text), span=span, section=(), page=None,
        )  # fmt: skip


def _steps(
    above: Sequence[Measure], below: Sequence[Measure], pairs: Paired, texts: Sequence[_Letters]
) -> Iterable[Step]:
    uppers, lowers = ({m.document.id for m in measures} for measures in (above, below))
    partners: dict[object, list[tuple[Measure, Measure, float]]] = defaultdict(list)
    taken = set()
    for a, b, score in pairs.each():
        up, low = (a, b) if a.document.id in uppers else (b, a)
        if up.document.id in uppers and low.document.id in lowers:
            partners[up.place].append((up, low, score))
            taken.add(low.place)
    for measure in above:
        for up, low, score in partners.get(measure.place, ()):
            yield _step(up, low, score)
        if measure.place not in partners:
            yield _unpaired(measure, texts)
    for measure in below:
        if measure.place not in taken:
            yield Step(changes=("added",), upper=None, lower=side(measure))


def _unpaired(measure: Measure, texts: Sequence[_Letters]) -> Step:
    """Left out, unless the text below says it where it commits to nothing: in a heading or among the principles."""
    letters = _letters(measure)
    said = next((s for text in texts if len(letters) >= _TELLING and (s := text.said(letters))), None)
    if said is None:
        return Step(changes=("omitted",), upper=side(measure), lower=None)
    document = next(text.document for text in texts if text.document.id == said.document_id)
    copied = _own(measure.clause, measure.document) == _own(fold(said.quote), document)
    return Step(changes=("adopted" if copied else "adapted",), upper=side(measure), lower=said)


def _step(up: Measure, low: Measure, score: float) -> Step:
    differences = differing.compared(up, low)
    changes = [*_value_change(up, low), *_deadline_change(up, low)]
    if not changes:
        changes = [
            "adopted"
            if _own(up.clause, up.document) == _own(low.clause, low.document) and not differences
            else "adapted"
        ]
    return Step(
        changes=tuple(changes), upper=side(up), lower=side(low), differences=differences, score=score
    )  # fmt: skip


def _letters(measure: Measure) -> str:
    return "".join(character for character in measure.clause if character.isalnum())


def _own(clause: str, document: DocumentSummary) -> str:
    """The letters without the names that a region has for itself: 福建省, 我省 and 全省 are 莆田市, 我市 and 全市 below."""
    names = document.region.path or (document.region.name,) if document.region else ()
    own = sorted({*names, *(name[:-1] for name in names if len(name) > _NAMED)}, key=len, reverse=True)
    bare = re.sub("|".join((*map(re.escape, own), _ITSELF)), "", clause)
    return "".join(character for character in bare if character.isalnum())


class _Figure(NamedTuple):
    dimension: str
    number: float


def _value_change(up: Measure, low: Measure) -> Iterable[Change]:
    """Told where both state one figure of one kind; a lower number is no lower ambition where the text sets a ceiling."""
    first, second = _figure(up), _figure(low)
    if first is None or second is None or first.dimension != second.dimension or first.number == second.number:
        return ()
    ceiling = any(t.comparator in ("le", "lt", "rank") for t in (*up.targets, *low.targets))
    more = (second.number > first.number) is not ceiling
    return ("raised",) if more else ("lowered",)


def _figure(measure: Measure) -> _Figure | None:
    stated = list(differing.values(measure))
    if len(stated) != 1:
        return None
    dimension, low, high = stated[0]
    number = low if low is not None else high
    return None if number is None else _Figure(dimension, number)


def _deadline_change(up: Measure, low: Measure) -> Iterable[Change]:
    first, second = _end(up), _end(low)
    if first is None or second is None or first == second:
        return ()
    return ("earlier",) if second < first else ("later",)


def _end(measure: Measure) -> date | None:
    ends = [deadline.end for deadline in differing.governing(measure) if _is_end(deadline)]
    return ends[0] if len(ends) == 1 else None


def _is_end(deadline: Deadline) -> bool:
    return deadline.end is not None and deadline.frequency is None
