"""Search: passages by their words and by their vectors, then the records that stand in them, best first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

from policyqa.library import DocumentSummary, Filters, Library, StoredPassage
from policyqa.library.queries import Stored
from policyqa.library.sync import SideIndexes
from policyqa.model import Body, Commitment, Deadline, Passage, Record, Span, Target
from policyqa.protocols import Hit
from policyqa.zh.text import fold

__all__ = ["Filters", "Found", "Kind", "search"]

Kind = Literal["target", "commitment", "deadline", "body", "passage"]
AnyRecord = Target | Commitment | Deadline | Body

LEXICAL_WEIGHT = 0.7  # the rest is the vectors'
R = TypeVar("R", bound=AnyRecord)

_CANDIDATES = 1000  # passages that either index may propose
_DECIMALS = 4  # of a score; beyond them shows the order in which an index adds up its numbers
_EVERYTHING = Filters()
_TYPES: dict[Kind, type[AnyRecord]] = {
    "target": Target,
    "commitment": Commitment,
    "deadline": Deadline,
    "body": Body,
}


class Found(Record, frozen=True, kw_only=True):
    """A place in a document: `quote` is the document's text at `span`, to the letter.

    `score` is between 0 and 1, and 0 in a list without a query. `terms` are the words of the query that stand
    in the passage or its headings; none where only the wording as a whole is alike.
    """

    document: DocumentSummary
    kind: Kind
    section: tuple[str, ...]
    page: int | None
    quote: str
    span: Span
    score: float
    terms: tuple[str, ...]
    record: Target | Commitment | Deadline | Body | Passage


class _Match(NamedTuple):
    passage: StoredPassage
    score: float
    terms: tuple[str, ...]


def search(
    library: Library,
    words: str,
    *,
    filters: Filters = _EVERYTHING,
    kind: Kind | None = None,
    limit: int = 20,
) -> list[Found]:
    """What matches the words, best first; without words what the filters let through, document by document.

    Without a `kind`: the commitments that match, and the passages in which none does. Raises UnknownRegion.
    """
    if not words.strip():
        return _listed(library, filters, kind or "commitment")[:limit]
    return _ranked(library, words, filters, kind)[:limit]


def passages(library: Library, words: str, *, filters: Filters = _EVERYTHING, limit: int = 20) -> list[StoredPassage]:
    """The passages that match the words, best first, with the ids by which the library's records point to them."""
    with library.snapshot() as indexes:
        terms = indexes.lexical.terms(words)
        matches = _matches(library, indexes, words, terms, _within(library, filters, "passage"))
    ranked = sorted(
        matches.values(),
        key=lambda m: (-round(m.score, _DECIMALS), m.passage.document.id, m.passage.passage.span),
    )
    return [match.passage for match in ranked[:limit]]


def _listed(library: Library, filters: Filters, kind: Kind) -> list[Found]:
    if kind == "passage":
        chosen = library.passages(library.passage_ids(filters))
        return [_of_passage(_Match(passage, 0.0, ())) for passage in chosen]
    records = library.records(_TYPES[kind], filters)
    passages = {p.id: p for p in library.passages({r.passage for r in records if r.passage is not None})}
    return [_of_record(kind, stored, passages.get(stored.passage or 0), 0.0, ()) for stored in records]


def _ranked(library: Library, words: str, filters: Filters, kind: Kind | None) -> list[Found]:
    with library.snapshot() as indexes:
        terms = indexes.lexical.terms(words)
        matches = _matches(library, indexes, words, terms, _within(library, filters, kind))
        if kind == "passage":
            found = [_of_passage(match) for match in matches.values()]
        elif kind:
            found = list(_records(library, kind, matches, terms, filters))
        else:
            found = list(_commitments_and_passages(library, matches, terms, filters))
    return sorted(found, key=lambda f: (-f.score, f.document.id, f.span, f.kind))


def _within(library: Library, filters: Filters, kind: Kind | None) -> list[int] | None:
    """The passages to search; None for all."""
    type_ = _TYPES.get(kind) if kind else None
    return None if filters == _EVERYTHING and type_ is None else library.passage_ids(filters, type_)


def _matches(
    library: Library, indexes: SideIndexes, words: str, terms: Sequence[str], within: Collection[int] | None
) -> dict[int, _Match]:
    encoder = library.encoder
    similar = indexes.vectors.search(encoder.encode([words])[0], _CANDIDATES, within)
    scores = _fused(
        _untied(indexes.lexical.search(words, _CANDIDATES, within)),
        [hit for hit in _untied(similar) if hit.score > encoder.floor],
        encoder.floor,
    )
    return {
        passage.id: _Match(passage, scores[passage.id], _standing(terms, _with_headings(passage)))
        for passage in library.passages(scores)
    }


def _untied(hits: list[Hit]) -> list[Hit]:
    """Without those that tie with the last of a full list: which of them came in depends on their ids."""
    if len(hits) < _CANDIDATES:
        return hits
    return [hit for hit in hits if hit.score > hits[-1].score]


def _fused(lexical: Sequence[Hit], similar: Sequence[Hit], floor: float) -> dict[int, float]:
    """Weighted sums of both scores, each brought to 0…1: from 0 to the best, from the encoder's floor to 1.

    Scores, unlike ranks, tell a clear match from a faint one; and so does a fixed lower end: with the lowest
    score as the end, the lesser of two good matches would count as nothing.
    """
    scores: defaultdict[int, float] = defaultdict(float)
    best = max((hit.score for hit in lexical), default=1.0)
    for hit in lexical:
        scores[hit.id] += LEXICAL_WEIGHT * hit.score / best
    for hit in similar:
        scores[hit.id] += (1 - LEXICAL_WEIGHT) * (hit.score - floor) / (1 - floor)
    return scores


def _records(
    library: Library, kind: Kind, matches: Mapping[int, _Match], terms: Sequence[str], filters: Filters
) -> Iterator[Found]:
    """The records that stand in the passages; one that holds the words itself counts more."""
    for stored in library.records(_TYPES[kind], filters, matches):
        match = matches[stored.passage or 0]
        score = match.score * (1 + _share(terms, _own_words(stored.record))) / 2
        yield _of_record(kind, stored, match.passage, score, match.terms)


def _commitments_and_passages(
    library: Library, matches: Mapping[int, _Match], terms: Sequence[str], filters: Filters
) -> Iterator[Found]:
    """Commitments in place of their passages: the one that says most of the query stands as high as its passage."""
    shares: defaultdict[int, list[tuple[float, Stored[Commitment]]]] = defaultdict(list)
    for stored in library.records(Commitment, filters, matches):
        share = _share(terms, _own_words(stored.record))
        if share:
            shares[stored.passage or 0].append((share, stored))
    for id_, match in matches.items():
        if id_ not in shares:
            yield _of_passage(match)
        most = max((share for share, _ in shares[id_]), default=1.0)
        for share, stored in shares[id_]:
            yield _of_record("commitment", stored, match.passage, match.score * (1 + share / most) / 2, match.terms)


def _of_passage(match: _Match) -> Found:
    stored = match.passage
    return Found(
        document=stored.document,
        kind="passage",
        section=stored.passage.section,
        page=stored.passage.page,
        quote=stored.text,
        span=stored.passage.span,
        score=round(match.score, _DECIMALS),
        terms=match.terms,
        record=stored.passage,
    )


def _of_record(
    kind: Kind, stored: Stored[R], passage: StoredPassage | None, score: float, terms: tuple[str, ...]
) -> Found:
    record = stored.record
    return Found(
        document=stored.document,
        kind=kind,
        section=record.section,
        page=passage.passage.page if passage else None,
        quote=_quote(record, passage),
        span=record.span,
        score=round(score, _DECIMALS),
        terms=terms,
        record=record,
    )


def _quote(record: AnyRecord, passage: StoredPassage | None) -> str:
    """From the text itself: the name of a body may have been completed (人社和财政部门 gives 人社部门)."""
    if passage and passage.passage.span.holds(record.span):
        start = passage.passage.span.start
        return passage.text[record.span.start - start : record.span.end - start]
    match record:
        case Target() | Commitment():
            return record.quote
        case Deadline():
            return record.text
        case Body():
            return record.name


def _own_words(record: AnyRecord) -> str:
    match record:
        case Target():
            return "\n".join((record.sentence, record.indicator, record.scope or ""))
        case Commitment():
            return record.quote
        case Deadline():
            return record.sentence
        case Body():
            return "\n".join((record.sentence, record.name, record.canonical or ""))


def _with_headings(stored: StoredPassage) -> str:
    return "\n".join((*stored.passage.section, stored.text))


def _standing(terms: Iterable[str], text: str) -> tuple[str, ...]:
    """The terms in the text; of 教育局 and 教育 only the longer."""
    folded = fold(text).lower()
    found = [term for term in terms if term in folded]
    return tuple(term for term in found if not any(term != other and term in other for other in found))


def _share(terms: Sequence[str], text: str) -> float:
    """How much of the query, by its characters, stands in the text: 0…1."""
    folded = fold(text).lower()
    return sum(len(term) for term in terms if term in folded) / (sum(map(len, terms)) or 1)
