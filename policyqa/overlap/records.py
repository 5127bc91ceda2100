"""What a comparison of measures yields: pairs, with what differs, and clusters over many regions."""

from __future__ import annotations

from typing import Literal

from policyqa.model import Record, Span

Difference = Literal["value", "deadline", "body", "scope", "binding"]
Change = Literal["adopted", "adapted", "raised", "lowered", "earlier", "later", "omitted", "added"]


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


class Overlap(Record, frozen=True, kw_only=True, gc=False):
    """A pair of measures. `differences`: both state it, not alike; `one_sided`: one alone states it.

    There may be hundreds of thousands: the collector of cycles need not look at them. `score` is the probability that people would call them one measure, 0…1. `origin` tells text copied to the letter,
    from one another or from a superior document that both follow, from measures that merely agree.
    """

    a: Side
    b: Side
    relation: Literal["same"]
    differences: tuple[Difference, ...]
    one_sided: tuple[Difference, ...]
    score: float
    why: str
    origin: Literal["copied", "agreeing"] = "agreeing"


class Member(Record, frozen=True, kw_only=True):
    """A region's mention of a measure, with the figures it sets, in words; none where it sets no figure."""

    side: Side
    figures: tuple[str, ...]


class Cluster(Record, frozen=True, kw_only=True):
    """One measure over several regions. `absent` are the regions compared whose documents do not mention it."""

    label: str
    members: tuple[Member, ...]
    absent: tuple[str, ...]
    differences: tuple[Difference, ...]
