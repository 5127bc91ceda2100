"""Documents to measures: one thing to be done, usually a clause, with the records that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from policyqa.library import DocumentSummary, StoredCommitment
from policyqa.model import Body, Deadline, Span, Target
from policyqa.overlap import patterns as p
from policyqa.zh.text import fold

_SHORTEST = 5  # Chinese characters without time and ordinal; a shorter clause names no measure by itself
_SHARES = frozenset(("%", "‰", "个百分点"))
_MARK = re.compile(rf"[,。!?;:\n\t{re.escape(''.join(p.BRACKETS))}]")


class Measure(NamedTuple):
    """One thing to be done. `text` is the document's text at `span`; `clause` the same in half width, bare of ordinal."""

    stored: StoredCommitment
    span: Span
    text: str
    clause: str
    targets: tuple[Target, ...]
    deadlines: tuple[Deadline, ...]
    bodies: tuple[Body, ...]

    @property
    def document(self) -> DocumentSummary:
        return self.stored.document

    @property
    def section(self) -> tuple[str, ...]:
        return self.stored.commitment.section

    @property
    def sets_figure(self) -> bool:
        return any(target.kind == "target" for target in self.targets)

    @property
    def scales(self) -> frozenset[str]:
        """What its figures tell: a growth, a share, an amount; nothing where one is a rank, which may stand for any."""
        if any(target.comparator == "rank" for target in self.targets):
            return frozenset()
        return frozenset(_scale(target) for target in self.targets)

    @property
    def place(self) -> tuple[str, Span]:
        return self.document.id, self.span


def _scale(target: Target) -> str:
    if target.unit not in _SHARES:
        return "amount"
    return "growth" if target.comparator == "change" and target.unit == "%" else "share"


def measures(stored: StoredCommitment) -> Iterator[Measure]:
    """The clauses of a commitment that name something to be done."""
    quote = fold(stored.commitment.quote)
    base = stored.commitment.span.start
    for piece in _pieces(quote):
        text = piece.of(stored.commitment.quote)
        clause = p.ORDINAL.sub("", piece.of(quote))
        span = Span(base + piece.start, base + piece.end)
        says_nothing = p.FORMULA.search(clause) or p.FRAME.match(clause) or clause.endswith("的")
        if says_nothing or _is_body_list(span, stored):
            continue
        yield Measure(
            stored, span, text, clause,
            tuple(t for t in stored.targets if span.meets(t.span)), stored.deadlines, stored.bodies,
        )  # fmt: skip


def _pieces(quote: str) -> Iterator[Span]:
    """Clauses between marks outside brackets; one too short to name a measure goes with the next, and so does a condition."""
    start: int | None = None
    for cut in _cuts(quote):
        begin = cut.start if start is None else start
        if not _is_condition(quote, cut) and _weight(quote[begin : cut.end]) >= _SHORTEST:
            yield Span(begin, cut.end)
            start = None
        else:
            start = begin


def _is_condition(quote: str, cut: Span) -> bool:
    """Whether a clause says for whom or when something is done, and the next one what."""
    clause = quote[cut.start : cut.end]
    if quote[cut.end : cut.end + 1] != ",":
        return False
    return bool(p.CONDITION.search(clause) or (p.OBJECT.match(clause) and p.PREDICATE.match(quote, cut.end)))


def _cuts(quote: str) -> Iterator[Span]:
    start, shut = 0, 0  # marks before `shut` stand inside brackets
    for mark in _MARK.finditer(quote):
        index, character = mark.start(), mark[0]
        if character in p.BRACKETS:
            shut = _closed(quote, index) if index >= shut else shut
        elif index >= shut or character == "\n":
            if index > start:
                yield _stripped(quote, start, index)
            start, shut = index + 1, 0
    if start < len(quote):
        yield _stripped(quote, start, len(quote))


def _closed(quote: str, start: int) -> int:
    """Where the bracket that opens at `start` is closed; just there, if it is not closed in the same sentence."""
    end = quote.find(p.BRACKETS[quote[start]], start)
    return start if end < 0 or "。" in quote[start:end] or quote.find(quote[start], start + 1, end) >= 0 else end


def _stripped(quote: str, start: int, end: int) -> Span:
    text = quote[start:end]
    return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))


def _weight(text: str) -> int:
    return len(p.HAN.findall(p.TIME.sub("", p.ORDINAL.sub("", text))))


def _is_body_list(span: Span, stored: StoredCommitment) -> bool:
    """Whether most of a clause is names of bodies: a responsibility line tells who, not what."""
    named = sum(min(span.end, b.span.end) - max(span.start, b.span.start) for b in stored.bodies if span.meets(b.span))
    return named > (span.end - span.start) / 2
