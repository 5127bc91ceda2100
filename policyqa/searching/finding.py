"""A query to what it finds: candidates from both indexes, ranked, and the records that stand in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from policyqa.library import Candidate, Filters, Library, StoredPassage
from policyqa.library.queries import Stored
from policyqa.library.sync import SideIndexes
from policyqa.model import Commitment, Deadline, Span, Target
from policyqa.protocols import Hit, Reranker, Within
from policyqa.searching.found import (
    TYPES,
    Found,
    Kind,
    Match,
    of_passage,
    of_record,
    own_words,
    rounded,
    share,
    standing,
)
from policyqa.searching.ranking import Asked, Ranked, Retrieved, best_first, numbers, ranked, without
from policyqa.zh.synonyms import canonical
from policyqa.zh.text import fold

Sort = Literal["score", "date", "deadline", "region"]

_CANDIDATES = 200  # passages that either index may propose, or twice the limit where that is more
_RERANKED = 50  # of the best, that a cross-encoder reads
_READ = 0.7  # how much its judgement counts
_TOGETHER = 40  # passages whose records are fetched at once
_EVERYTHING = Filters()


def search(
    library: Library,
    words: str,
    *,
    filters: Filters = _EVERYTHING,
    kind: Kind | None = None,
    limit: int = 20,
    sort: Sort = "score",
    reranker: Reranker | None = None,
) -> list[Found]:
    """What matches the words, best first; without words what the filters let through, document by document.

    Without a `kind`: the commitments that match, and the passages in which none does. `sort` orders what is found:
    newest document first, soonest due first, or by the regions' codes. Raises UnknownRegion.
    """
    if words.strip():
        found = _ranked(library, words, filters, kind, limit, reranker)[:limit]
        return sorted(found, key=_ORDERS[sort])
    return sorted(_listed(library, filters, kind or "commitment"), key=_ORDERS[sort])[:limit]


def passages(library: Library, words: str, *, filters: Filters = _EVERYTHING, limit: int = 20) -> list[StoredPassage]:
    """The passages that match the words, best first, with the ids by which the library's records point to them."""
    with library.snapshot() as indexes:
        within = _within(library, filters, "passage")
        best, _ = _best(library, indexes, words, within, max(_CANDIDATES, 2 * limit))
        fetched = {passage.id: passage for passage in library.passages([r.candidate.id for r in best[:limit]])}
    return [fetched[r.candidate.id] for r in best[:limit]]


def _listed(library: Library, filters: Filters, kind: Kind) -> list[Found]:
    if kind == "passage":
        return [of_passage(Match(passage)) for passage in library.passages(library.passage_ids(filters))]
    records = library.records(TYPES[kind], filters)
    chosen = library.passages({r.passage for r in records if r.passage is not None})
    matches = {passage.id: Match(passage) for passage in chosen}
    return [of_record(kind, stored, matches.get(stored.passage or 0), 0.0) for stored in records]


def _ranked(
    library: Library, words: str, filters: Filters, kind: Kind | None, limit: int, reranker: Reranker | None
) -> list[Found]:
    with library.snapshot() as indexes:
        within = _within(library, filters, kind)
        best, asked = _best(library, indexes, words, within, max(_CANDIDATES, 2 * limit))
        if reranker:
            best = _reread(words, best, reranker)
        if kind and kind != "passage":
            found = _best_records(library, kind, best, asked.terms, filters, limit)
        else:
            # each of the best stands for itself or gives way to a commitment that stands as high: no other can pass them
            matches = _matches(library, best[:limit], asked.terms)
            found = [of_passage(match) for match in matches.values()]
            if kind is None:
                found = list(_commitments_and_passages(library, matches, asked.terms, filters))
    return sorted(found, key=_order)


def _order(found: Found) -> tuple[float, str, Span, str]:
    return -found.score, found.document.id, found.span, found.kind


def _within(library: Library, filters: Filters, kind: Kind | None) -> Within | None:
    """The passages to search; None for all."""
    type_ = TYPES.get(kind) if kind else None
    return None if filters == _EVERYTHING and type_ is None else library.passage_ids(filters, type_)


def _best(
    library: Library, indexes: SideIndexes, words: str, within: Collection[int] | None, candidates: int
) -> tuple[list[Ranked], Asked]:
    """What both indexes propose, best first."""
    encoder = library.encoder
    similar = indexes.vectors.search(encoder.encode([words])[0], candidates, within)
    retrieved = _retrieved(
        _untied(indexes.lexical.search(_with_synonyms(words), candidates, within), candidates),
        _untied(similar, candidates),
        encoder.floor,
    )
    asked = _asked(library, indexes, words)
    return ranked(asked, library.candidates(retrieved), retrieved), asked


def _matches(library: Library, best: Sequence[Ranked], terms: Sequence[str]) -> dict[int, Match]:
    """The passages fetched whole, by their ids."""
    fetched = {passage.id: passage for passage in library.passages([r.candidate.id for r in best])}
    return {
        r.candidate.id: Match(fetched[r.candidate.id], r.score, standing(terms, _headed(r.candidate)), r.why)
        for r in best
    }


def _headed(candidate: Candidate) -> str:
    return "\n".join((*candidate.section, candidate.about.title or "", candidate.text))


def _asked(library: Library, indexes: SideIndexes, words: str) -> Asked:
    named = library.regions_named(fold(words))
    terms = indexes.lexical.terms(words)
    about = without(terms, named.values()) or tuple(terms)
    return Asked(about, indexes.lexical.rarity(about), numbers(words), frozenset(named))


def _with_synonyms(words: str) -> str:
    """The query, and the words that documents use for its own; a longer name of the same (护理员, 养老护理员) is left
    out, since its other half would find what is not meant."""
    folded = fold(words)
    other = canonical(folded)
    return words if folded in other else f"{words} {other}"


def _untied(hits: list[Hit], asked_for: int) -> list[Hit]:
    """Without those that tie with the last of a full list: which of them came in depends on their ids."""
    if len(hits) < asked_for:
        return hits
    return [hit for hit in hits if hit.score > hits[-1].score]


def _retrieved(lexical: Sequence[Hit], similar: Sequence[Hit], floor: float) -> dict[int, Retrieved]:
    """Both scores, each brought to 0…1: from 0 to the best, and from half the encoder's floor to 1.

    Scores, unlike ranks, tell a clear match from a faint one; and so does a fixed lower end: with the lowest
    score as the end, the lesser of two good matches would count as nothing. What has no word of the query is taken
    only above the floor.
    """
    best = max((hit.score for hit in lexical), default=1.0)
    words = {hit.id: hit.score / best for hit in lexical}
    low = floor / 2
    near = (hit for hit in similar if hit.score > floor or hit.id in words)
    meaning = {hit.id: max(0.0, (hit.score - low) / (1 - low)) for hit in near}
    return {id_: Retrieved(words.get(id_, 0.0), meaning.get(id_, 0.0)) for id_ in words.keys() | meaning.keys()}


def _reread(words: str, best: Sequence[Ranked], reranker: Reranker) -> list[Ranked]:
    """The best once more, by a model that reads query and passage together; the rest stay behind them."""
    read, rest = best[:_RERANKED], best[_RERANKED:]
    judged = reranker.score(words, ["\n".join((*r.candidate.section, r.candidate.text)) for r in read])
    reread = [
        r._replace(score=0.5 + 0.5 * (_READ * judgement + (1 - _READ) * r.score))
        for r, judgement in zip(read, judged, strict=True)
    ]
    return sorted([*reread, *(r._replace(score=0.5 * r.score) for r in rest)], key=best_first)


def _best_records(
    library: Library, kind: Kind, best: Sequence[Ranked], terms: Sequence[str], filters: Filters, limit: int
) -> list[Found]:
    """As many passages are read as it takes: no record stands higher than its passage."""
    found: list[Found] = []
    for start in range(0, len(best), _TOGETHER):
        if len(found) >= limit and found[limit - 1].score > rounded(best[start].score):
            break
        found += _records(library, kind, _matches(library, best[start : start + _TOGETHER], terms), terms, filters)
        found.sort(key=_order)
    return found


def _records(
    library: Library, kind: Kind, matches: Mapping[int, Match], terms: Sequence[str], filters: Filters
) -> Iterator[Found]:
    """The records that stand in the passages; one that holds the words itself counts more."""
    for stored in library.records(TYPES[kind], filters, matches):
        match = matches[stored.passage or 0]
        yield of_record(kind, stored, match, match.score * (1 + share(terms, own_words(stored.record))) / 2)


def _commitments_and_passages(
    library: Library, matches: Mapping[int, Match], terms: Sequence[str], filters: Filters
) -> Iterator[Found]:
    """Commitments in place of their passages: the one that says most of the query stands as high as its passage."""
    shares: defaultdict[int, list[tuple[float, Stored[Commitment]]]] = defaultdict(list)
    for stored in library.records(Commitment, filters, matches):
        said = share(terms, own_words(stored.record))
        if said:
            shares[stored.passage or 0].append((said, stored))
    for id_, match in matches.items():
        if id_ not in shares:
            yield of_passage(match)
        most = max((said for said, _ in shares[id_]), default=1.0)
        for said, stored in shares[id_]:
            yield of_record("commitment", stored, match, match.score * (1 + said / most) / 2)


def _newest_first(found: Found) -> int:
    day = found.document.issued_on or found.document.published_on
    return -day.toordinal() if day else 0


def _soonest_due(found: Found) -> date:
    record = found.record
    due = (
        record.end
        if isinstance(record, Deadline)
        else record.deadline.end
        if isinstance(record, Target) and record.deadline
        else None
    )
    return due or date.max


def _by_code(found: Found) -> str:
    region = found.document.region
    return (region.code or "9") if region else "99"


_ORDERS: dict[Sort, Callable[[Found], Any]] = {
    "score": lambda _: 0, "date": _newest_first, "deadline": _soonest_due, "region": _by_code,
}  # fmt: skip
