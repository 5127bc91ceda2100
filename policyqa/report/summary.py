"""The comparison in sentences with figures: what a director reads first. Every figure is counted from the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from policyqa.comparing import Comparison, MatrixRow, Source
from policyqa.language import say
from policyqa.model import Record
from policyqa.report import rows, wording

_TOLD = 5  # indicators, regions or bodies that are named one by one


class Sentence(Record, frozen=True, kw_only=True):
    """A sentence, the part of the report that shows what it counts, and the places of the figures that it cites."""

    text: str
    part: str
    sources: tuple[Source, ...] = ()


def sentences(result: Comparison) -> list[Sentence]:
    """About a dozen sentences, in the order of the report."""
    return [
        *_scope(result), *_matrix(result), *_shared(result), *_descents(result), *_only(result), *_due(result),
        *_duties(result), *_contradictions(result), *_gaps(result),
    ]  # fmt: skip


def _scope(result: Comparison) -> Iterator[Sentence]:
    regions = result.regions
    names = wording.listed(region.name for region in regions)
    documents = sum(len(region.documents) for region in regions)
    targets = sum(region.targets for region in regions)
    issued = sorted(d.issued_on.year for r in regions for d in r.documents if d.issued_on)
    span = ""
    if issued:
        years = str(issued[0]) if issued[0] == issued[-1] else f"{issued[0]}—{issued[-1]}"
        span = say(f"（写明成文日期的成文于 {years} 年）", f" (issued {years} where they say so)")
    yield Sentence(
        text=say(
            f"本报告比较{names} {len(regions)} 个地区的 {documents} 份文件{span}，共有量化目标 {targets} 条、承诺 "
            f"{sum(r.commitments for r in regions)} 项。",
            f"This report compares {documents} documents{span} of {len(regions)} regions ({names}): {targets} quantified "
            f"targets and {sum(r.commitments for r in regions)} commitments.",
        ),
        part="sources",
    )
    counted = wording.listed(
        say(
            f"{r.name} {r.targets} 条（{len(r.documents)} 份文件）",
            f"{r.name} {r.targets} in {len(r.documents)} documents",
        )
        for r in sorted(regions, key=lambda r: -r.targets)
    )
    yield Sentence(text=say(f"量化目标由多到少：{counted}。", f"Quantified targets: {counted}."), part="sources")


def _matrix(result: Comparison) -> Iterator[Sentence]:
    common = rows.common(result)
    different = [row for row in common if row.differs]
    everywhere = sum(row.stated == len(result.regions) for row in common)
    if not common:
        yield Sentence(
            text=say("没有两地都提出数值的同一指标。", "No indicator has a figure in two regions."), part="matrix"
        )
        return
    held = (
        say(f"，其中 {everywhere} 项各地都有数值", f", {everywhere} of them in all")
        if everywhere and len(result.regions) > 2
        else ""
    )
    apart = (
        say(f"{len(different)} 项数值不同", f"{len(different)} differ")
        if different
        else say("各地数值一致" if len(common) > 1 else "数值一致", "none differs")
    )
    yield Sentence(
        text=say(
            f"至少两地提出数值的同口径指标 {len(common)} 项{held}；{apart}。",
            f"{len(common)} indicators measured alike have a figure in two regions or more{held}; {apart}.",
        ),
        part="matrix",
    )
    comparable = sorted(different, key=lambda row: row.direction is None)
    yield from (_row(row, result) for row in comparable[:_TOLD])


def _row(row: MatrixRow, result: Comparison) -> Sentence:
    """The figures of a row; with more regions than can be told, the lowest and the highest."""
    shown = list(rows.points(row))
    if len({point.column for point in shown}) > _TOLD:
        shown = list(rows.ends(row))
        low, high = (rows.told(point, result) for point in shown)
        told = say(f"最低 {low}，最高 {high}", f"lowest {low}, highest {high}")
    else:
        told = say("；", "; ").join(
            f"{result.regions[column].name} {wording.listed(map(rows.figure, own))}"
            for column, own in groupby(shown, key=lambda point: point.column)
        )
    return Sentence(
        text=say(
            f"{rows.label(row)}：{told}{_absent(row, result)}。", f"{rows.label(row)}: {told}{_absent(row, result)}."
        ),
        part="matrix",
        sources=tuple(point.cell.source for point in shown),
    )


def _absent(row: MatrixRow, result: Comparison) -> str:
    told = list(zip((region.name for region in result.regions), row.entries, strict=True))
    near = [name for name, entry in told if entry.near]
    silent = [name for name, entry in told if not (entry.cells or entry.said)]
    return _these(near, "另有相近表述", "said in like words by") + _these(silent, "未提及", "not mentioned by")


def _these(names: Sequence[str], zh: str, en: str) -> str:
    """；甲、乙未提及, or how many where they are too many."""
    if not names:
        return ""
    if len(names) <= _TOLD:
        return say(f"；{wording.listed(names)}{zh}", f"; {en} {wording.listed(names)}")
    return say(f"；{len(names)} 地{zh}", f"; {en} {len(names)} regions")


def _shared(result: Comparison) -> Iterator[Sentence]:
    total = len(result.regions)
    if not result.shared:
        yield Sentence(text=say("没有找到共有的措施。", "No shared measure was found."), part="shared")
        return
    everywhere = sum(m.held == total for m in result.shared)
    counts = Counter(difference for m in result.shared for difference in m.differences)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    named = _counted(((wording.difference(name), count) for name, count in ordered), say("项", ""))
    held = (
        "" if total == 2 or not everywhere else say(f"，其中 {everywhere} 项各地都有", f", {everywhere} of them by all")
    )
    differ = len(rows.differing(result))
    told = say(f"；{differ} 项有不同之处（{named}）", f"; {differ} differ ({named})") if differ else ""
    yield Sentence(
        text=say(
            f"两地以上共有的措施 {len(result.shared)} 项{held}{told}。",
            f"{len(result.shared)} measures are shared by two regions or more{held}{told}.",
        ),
        part="shared",
    )


def _descents(result: Comparison) -> Iterator[Sentence]:
    for found in result.descents:
        above = sum(step.upper is not None for step in found.steps)
        told = _counted(((wording.change(name), count) for name, count in rows.changes(found)), say("项", ""))
        near = sum(step.near is not None for step in found.steps)
        rest = (
            say(f"；未提及的有 {near} 项另有相近表述", f"; {near} of the omitted are said in like words")
            if near
            else ""
        )
        yield Sentence(
            text=say(
                f"{found.lower}对{found.upper} {above} 项措施的落实：{told}{rest}。",
                f"What {found.lower} made of {above} measures of {found.upper}: {told}{rest}.",
            ),
            part="descent",
        )


def _contradictions(result: Comparison) -> Iterator[Sentence]:
    if result.contradictions:
        named = _ranked(Counter(c.region for c in result.contradictions), say("处", ""))
        yield Sentence(
            text=say(
                f"同一文件内前后不一的数值或时限 {len(result.contradictions)} 处：{named}，请核对原文。",
                f"{len(result.contradictions)} figures or dates of one document contradict each other: {named}.",
            ),
            part="conflicts",
        )


def _only(result: Comparison) -> Iterator[Sentence]:
    counts = Counter(item.region for item in result.only)
    if counts:
        named = _ranked(counts, say("项", ""))
        yield Sentence(
            text=say(
                f"只见于一地的量化承诺 {len(result.only)} 项：{named}。",
                f"{len(result.only)} quantified commitments stand in one region alone: {named}.",
            ),
            part="only",
        )


def _due(result: Comparison) -> Iterator[Sentence]:
    if not result.due:
        yield Sentence(text=say("没有写明截止日期的承诺。", "No commitment has a date."), part="due")
        return
    years = Counter(item.end.year for item in result.due)
    year, most = max(years.items(), key=lambda item: (item[1], -item[0]))
    yield Sentence(
        text=say(
            f"有截止日期的承诺 {len(result.due)} 项，最早 {result.due[0].end}，最晚 {result.due[-1].end}，"
            f"在 {year} 年到期的最多（{most} 项）。",
            f"{len(result.due)} commitments have a date, from {result.due[0].end} to {result.due[-1].end}; "
            f"most fall due in {year} ({most}).",
        ),
        part="due",
    )
    if result.as_of:
        passed = sum(item.end < result.as_of for item in result.due)
        reached = (
            say(f"{passed} 项已到期，", f"{passed} of them have passed and ")
            if passed
            else say("没有一项到期，", "none has passed, ")
        )
        yield Sentence(
            text=say(
                f"截至 {result.as_of}，{reached}{len(result.due) - passed} 项未到期（是否完成，文件中没有记载）。",
                f"By {result.as_of}, {reached}{len(result.due) - passed} are to come "
                "(whether they were met, the documents do not say).",
            ),
            part="due",
        )


def _duties(result: Comparison) -> Iterator[Sentence]:
    heaviest = []
    for region in result.regions:
        own = [load for load in result.loads if load.region == region.name and load.dated]
        if own and own[0].dated > 1:  # most of one task each is no load
            heaviest.append(
                say(
                    f"{region.name}为{own[0].body}（{own[0].dated} 项）",
                    f"{own[0].body} in {region.name} ({own[0].dated})",
                )
            )
    if heaviest:
        named = wording.listed(heaviest[:_TOLD])
        rest = say("等", " and others") if len(heaviest) > _TOLD else ""
        yield Sentence(
            text=say(f"承担有期限任务最多的单位：{named}{rest}。", f"Bodies with the most dated tasks: {named}{rest}."),
            part="duties",
        )
    if result.unled:
        named = _ranked(Counter(item.region for item in result.unled), say("项", ""))
        yield Sentence(
            text=say(
                f"有数值或期限而没有写明牵头单位的任务 {len(result.unled)} 项：{named}。",
                f"{len(result.unled)} tasks with a figure or a date name no lead body: {named}.",
            ),
            part="duties",
        )


def _ranked(counts: Counter[str], unit: str) -> str:
    """甲 5 项、乙 3 项等; the largest first."""
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    named = _counted(order[: 2 * _TOLD], unit)
    return named + (say("等", " and others") if len(order) > 2 * _TOLD else "")


def _counted(counts: Iterable[tuple[str, int]], unit: str) -> str:
    """甲 5 项、乙 3 项"""
    return wording.listed(f"{name} {count} {unit}".rstrip() for name, count in counts)


def _gaps(result: Comparison) -> Iterator[Sentence]:
    gaps = result.gaps
    told = [
        (len(gaps.unreadable), "未能读取的文件 {} 份", "{} files could not be read"),
        (len(gaps.placeless), "地区不明、未列入比较的文件 {} 份", "{} documents name no region and are left out"),
        (sum(r.left_out for r in result.regions), "下辖地区的文件 {} 份未列入上级地区", "{} documents of regions within are left out"),
        (len(gaps.unresolved), "未能确定日期的时限 {} 处", "{} limits have no date"),
        (len(gaps.doubts), "存疑之处 {} 处", "{} points are in doubt"),
    ]  # fmt: skip
    named = _said(told)
    if named:
        yield Sentence(text=say(f"{named}，见文末。", f"{named}; see the end."), part="gaps")


def _said(told: Iterable[tuple[int, str, str]]) -> str:
    return say("，", ", ").join(say(zh, en).format(count) for count, zh, en in told if count)
