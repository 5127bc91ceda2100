"""Records as the JSON that scripts rely on (contract.md), and as rows for tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from policyqa.language import say
from policyqa.model import Document, Extraction, Record, Target
from policyqa.report import tables, wording


class DocumentFields(Record, frozen=True, kw_only=True):
    """The `document` object of `extract --format json`."""

    file: str
    id: str
    title: str | None
    region: str | None
    region_code: str | None
    region_path: tuple[str, ...]
    issuer: str | None
    doc_number: str | None
    issued_on: str | None
    published_on: str | None
    period: tuple[str, str] | None
    index_number: str | None
    addressees: str | None
    topic: str | None
    validity: str | None
    problems: tuple[dict[str, Any], ...]


class TargetRow(Record, frozen=True, kw_only=True):
    """A target as a row of a table, every value as text."""

    file: str
    region: str
    kind: str
    indicator: str
    value: str
    minimum: str
    maximum: str
    unit: str
    comparator: str
    scope: str
    frequency: str
    deadline: str
    bodies: str
    binding: str
    baseline: str
    section: str
    page: str
    quote: str


def as_json(document: Document, extraction: Extraction) -> bytes:
    """One object per file, UTF-8, keys in the order of the contract."""
    about = document.metadata
    fields = DocumentFields(
        file=document.file, id=document.id, title=about.title, region=about.region.name if about.region else None,
        region_code=about.region.code if about.region else None, region_path=about.region.path if about.region else (),
        issuer=about.issuer, doc_number=about.doc_number,
        issued_on=about.issued_on.isoformat() if about.issued_on else None,
        published_on=about.published_on.isoformat() if about.published_on else None, period=about.period,
        index_number=about.index_number, addressees=about.addressees, topic=about.topic, validity=about.validity,
        problems=tuple(msgspec.to_builtins(problem) for problem in document.problems),
    )  # fmt: skip
    return msgspec.json.encode({"document": fields, **{name: getattr(extraction, name) for name in _LISTS}})


_LISTS = ("targets", "deadlines", "bodies", "commitments")


def headings() -> tuple[str, ...]:
    """Column titles in the order of TargetRow's fields."""
    return (
        say("文件", "file"), say("地区", "region"), say("类别", "kind"), say("指标", "indicator"), say("目标值", "value"),
        say("下限", "min"), say("上限", "max"), say("单位", "unit"), say("比较", "comparator"), say("范围", "scope"),
        say("频次", "frequency"), say("时限", "deadline"), say("责任单位", "bodies"), say("约束力", "binding"),
        say("基期值", "baseline"), say("章节", "section"), say("页码", "page"), say("原文", "quote"),
    )  # fmt: skip


def row(file: str, region: str | None, target: Target) -> TargetRow:
    base = target.baseline
    baseline = f"{wording.number(base.value)}{base.unit}" + (f"（{base.year}）" if base.year else "") if base else ""
    return TargetRow(
        file=file, region=region or "", kind=say("目标", "target") if target.kind == "target" else say("基期", "baseline"),
        indicator=wording.one_line(target.indicator), value=wording.value(target),
        minimum="" if target.min is None else str(target.min), maximum="" if target.max is None else str(target.max),
        unit=target.unit, comparator=target.comparator, scope=wording.one_line(target.scope or ""),
        frequency=wording.frequency(target.frequency), deadline=wording.limit(target.deadline),
        bodies=wording.bodies(target), binding=target.binding or "", baseline=baseline,
        section=wording.section(target.section), page="" if target.page is None else str(target.page),
        quote=wording.one_line(target.quote),
    )  # fmt: skip


def cells(target_row: TargetRow) -> tuple[str, ...]:
    return tuple(getattr(target_row, field) for field in target_row.__struct_fields__)


def table(rows: Iterable[TargetRow]) -> tables.Table:
    """Targets as a table of text, for CSV and Markdown."""
    return headings(), map(cells, rows)
