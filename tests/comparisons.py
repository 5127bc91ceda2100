"""A library made by hand whose comparison can be read off, and walks over the records of a comparison."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from factories import commitment, deadline, document, span_of, target

from policyqa.comparing import Source
from policyqa.library import Library
from policyqa.model import Baseline, Body, Comparator, Document, Extraction, Region, Role, Span, Target

PUTIAN = Region(name="莆田市", code="350300", path=("福建省", "莆田市"))
FUJIAN = Region(name="福建省", code="350000", path=("福建省",))
NINGDE = Region(name="宁德市", code="350900", path=("福建省", "宁德市"))

_PUTIAN = """莆田市教育行动计划
到2025年，学前教育毛入园率达到96%，由市教育局牵头。
到2027年，智慧校园覆盖率达到80%，由市教育局牵头，市财政局配合。
每年培训骨干教师500名。
地区生产总值增长6%。
建立校园食品安全追溯平台<script>alert(1)</script>。
=HYPERLINK("http://x.example")一律公开，每年公开2次。
"""
_NINGDE = """宁德市教育行动计划
到2027年，学前三年毛入园率提高到94%，由市教育局牵头。
智慧校园覆盖率稳步提高。
每年培训骨干教师300名。
地区生产总值达到4000亿元。
建立校园食品安全追溯平台。
"""
_FUJIAN = """福建省教育行动计划
到2025年，学前教育毛入园率达到95%以上，由省教育厅牵头。
全省培训骨干教师9000名。
"""


_SECTION = ("一、主要目标",)
_BODIES = {"市教育局": "lead", "市财政局": "participate", "省教育厅": "lead", "市文化局": "lead"}


def _named(text: str, name: str) -> Iterator[Body]:
    """Each mention of a body."""
    role: Role = _BODIES[name]  # type: ignore[assignment]
    for match in re.finditer(name, text):
        yield Body(name=name, role=role, sentence=name, span=Span(*match.span()))


def lines_of(
    text: str, region: Region | None, file: str, records: Sequence[Target], *, dated: dict[str, date] | None = None
) -> tuple[Document, Extraction]:
    """Each line is a commitment with the targets, dates and bodies (…局, …厅) that stand in it."""
    dated = dated or {}
    limits = [deadline(text, words, end) for words, end in dated.items()]
    bodies = [found for name in _BODIES for found in _named(text, name)]
    commitments = []
    for line in filter(None, text.split("\n")[1:]):
        span = span_of(text, line)
        held = [[i for i, r in enumerate(found) if span.holds(r.span)] for found in (records, limits, bodies)]
        made = commitment(text, line, targets=tuple(held[0]), deadlines=tuple(held[1]), bodies=tuple(held[2]))
        commitments.append(msgspec.structs.replace(made, action="", object=line.rstrip("。").removesuffix("稳步提高")))
    extraction = Extraction(
        targets=tuple(records), deadlines=tuple(limits), bodies=tuple(bodies), commitments=tuple(commitments)
    )
    return document(text, file, region=region, section=_SECTION), extraction


def figure(text: str, quote: str, indicator: str, value: float, unit: str, **more: Any) -> Target:
    end: date | None = more.pop("end", None)
    comparator: Comparator = more.pop("comparator", "eq")
    low, high = (None, value) if comparator in ("le", "lt") else (value, None if comparator in ("ge", "gt") else value)
    due = deadline(text, f"到{end.year}年", end) if end else None
    made = target(text, quote, indicator, 0, unit, due=due)
    more.setdefault("section", _SECTION)
    return msgspec.structs.replace(made, min=low, max=high, comparator=comparator, **more)


def records() -> list[tuple[Document, Extraction]]:
    until = {year: date(year, 12, 31) for year in (2025, 2027)}
    putian = [
        figure(_PUTIAN, "学前教育毛入园率达到96%", "学前教育毛入园率", 96, "%", end=until[2025], baseline=Baseline(value=92, unit="%", year="2021年")),
        figure(_PUTIAN, "智慧校园覆盖率达到80%", "智慧校园覆盖率", 80, "%", end=until[2027]),
        figure(_PUTIAN, "每年培训骨干教师500名", "培训骨干教师", 500, "名", frequency="P1Y"),
        figure(_PUTIAN, "地区生产总值增长6%", "地区生产总值", 6, "%", comparator="change"),
        figure(_PUTIAN, "每年公开2次", "一律公开", 2, "次", frequency="P1Y"),
    ]  # fmt: skip
    ningde = [
        figure(_NINGDE, "学前三年毛入园率提高到94%", "学前三年毛入园率", 94, "%", end=until[2027]),
        figure(_NINGDE, "每年培训骨干教师300名", "培训骨干教师", 300, "名", frequency="P1Y"),
        figure(_NINGDE, "地区生产总值达到4000亿元", "地区生产总值", 4000, "亿元"),
    ]
    fujian = [
        figure(_FUJIAN, "学前教育毛入园率达到95%以上", "学前教育毛入园率", 95, "%", comparator="ge", end=until[2025]),
        figure(_FUJIAN, "培训骨干教师9000名", "培训骨干教师", 9000, "名"),
    ]
    dates = {"到2025年": until[2025], "到2027年": until[2027]}
    return [
        lines_of(_PUTIAN, PUTIAN, "putian.txt", putian, dated=dates),
        lines_of(_NINGDE, NINGDE, "ningde.txt", ningde, dated={"到2027年": until[2027]}),
        lines_of(_FUJIAN, FUJIAN, "fujian.txt", fujian, dated={"到2025年": until[2025]}),
    ]


def library_of(folder: Path, documents: Sequence[tuple[Document, Extraction]]) -> Library:
    made = Library.open(folder, create=True)
    with made.transaction():
        for read, extraction in documents:
            made.put(read.file, read, extraction, "test")
    return made


def sources(record: Any) -> Iterator[Source]:
    """Every source anywhere in a record."""
    if isinstance(record, Source):
        yield record
    elif isinstance(record, msgspec.Struct):
        for name in record.__struct_fields__:
            yield from sources(getattr(record, name))
    elif isinstance(record, tuple):
        for item in record:
            yield from sources(item)
