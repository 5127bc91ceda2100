"""Documents and records made by hand, for tests that need no reader and no extractor."""

from __future__ import annotations

import hashlib
from datetime import date

from policyqa.model import (
    Body,
    BodyRef,
    Commitment,
    Deadline,
    Document,
    Extraction,
    Metadata,
    OffsetMap,
    Passage,
    Region,
    Role,
    Span,
    Target,
)
from policyqa.zh.text import lines

FENGJIE = Region(name="奉节县", code="500236", path=("重庆市", "奉节县"))
DONGYING = Region(name="东营市", code="370500", path=("山东省", "东营市"))


def document(
    text: str, file: str = "letter.txt", *, region: Region | None = None, section: tuple[str, ...] = ()
) -> Document:
    """Each line is a passage; the id comes from the text, as a reader makes it from the bytes."""
    spans = list(lines(text))
    return Document(
        id=hashlib.sha256(text.encode()).hexdigest()[:16],
        file=file,
        text=text,
        raw=text,
        offsets=OffsetMap(),
        metadata=Metadata(title=text.split("\n", 1)[0], region=region),
        passages=tuple(Passage(ordinal=i, span=span, section=section, paragraph=i + 1) for i, span in enumerate(spans)),
    )


def span_of(text: str, quote: str) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote))


def deadline(text: str, quote: str, end: date) -> Deadline:
    return Deadline(text=quote, sentence=quote, span=span_of(text, quote), kind="by", end=end, rule="by_year")


def body(text: str, name: str, *, role: Role = "lead", canonical: str | None = None) -> Body:
    return Body(name=name, role=role, sentence=name, span=span_of(text, name), canonical=canonical)


def target(
    text: str,
    quote: str,
    indicator: str,
    value: int,
    unit: str,
    *,
    due: Deadline | None = None,
    by: tuple[str, ...] = (),
) -> Target:
    return Target(
        kind="target",
        quote=quote,
        sentence=quote,
        span=span_of(text, quote),
        indicator=indicator,
        min=value,
        max=value,
        unit=unit,
        comparator="eq",
        deadline=due,
        bodies=tuple(BodyRef(name=name, role="lead") for name in by),
    )


def commitment(
    text: str,
    quote: str,
    *,
    targets: tuple[int, ...] = (),
    deadlines: tuple[int, ...] = (),
    bodies: tuple[int, ...] = (),
) -> Commitment:
    return Commitment(
        quote=quote,
        span=span_of(text, quote),
        action=quote[:2],
        object=quote[2:],
        targets=targets,
        deadlines=deadlines,
        bodies=bodies,
    )


NOTHING = Extraction()
