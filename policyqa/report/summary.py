"""The comparison in sentences with figures: what a director reads first."""

from __future__ import annotations

from collections.abc import Iterator

from policyqa.comparing import Comparison, MatrixRow
from policyqa.language import say
from policyqa.report import wording


def sentences(result: Comparison) -> list[str]:
    """At most a dozen sentences; every figure is counted from the records."""
    return [*_scope(result), *_matrix(result), *_shared(result), *_gaps(result)]


def _scope(result: Comparison) -> Iterator[str]:
    names = "、".join(region.name for region in result.regions)
    documents = sum(len(region.documents) for region in result.regions)
    targets = sum(region.targets for region in result.regions)
    yield say(
        f"本报告比较{names} {len(result.regions)} 个地区的 {documents} 份文件，其中量化目标 {targets} 条。",
        f"This report compares {documents} documents of {len(result.regions)} regions ({names}) with {targets} quantified targets.",
    )
    for region in result.regions:
        yield say(
            f"{region.name}：{len(region.documents)} 份文件，{region.targets} 条量化目标，{region.commitments} 项承诺。",
            f"{region.name}: {len(region.documents)} documents, {region.targets} targets, {region.commitments} commitments.",
        )


def common(result: Comparison) -> list[MatrixRow]:
    """Indicators for which every region, or at least two, state a figure."""
    return [row for row in result.matrix if sum(bool(cells) for cells in row.cells) > 1]


def differs(row: MatrixRow) -> bool:
    """Whether no figure of an indicator is common to all regions that state one."""
    stated = [{(c.target.min, c.target.max, c.target.comparator) for c in cells} for cells in row.cells if cells]
    return len(stated) > 1 and not set.intersection(*stated)


def _matrix(result: Comparison) -> Iterator[str]:
    rows = common(result)
    different = [row for row in rows if differs(row)]
    yield say(
        f"至少两地都提出数值的指标有 {len(rows)} 项，其中 {len(different)} 项数值不同。",
        f"{len(rows)} indicators have a figure in two regions or more; {len(different)} of them differ.",
    )
    for row in different[:5]:
        told = (
            f"{region.name} {wording.value(cells[0].target)}"
            for region, cells in zip(result.regions, row.cells, strict=True)
            if cells
        )
        yield say(f"{row.indicator}：{'；'.join(told)}。", f"{row.indicator}: {'; '.join(told)}.")


def _shared(result: Comparison) -> Iterator[str]:
    with_differences = sum(bool(overlap.differences) for overlap in result.shared)
    yield say(
        f"措辞相同或相近的措施 {len(result.shared)} 对，其中 {with_differences} 对在数值、时限或责任单位上不同；"
        f"只见于一地的量化承诺 {len(result.only)} 项。",
        f"{len(result.shared)} pairs of measures are worded alike, {with_differences} of them differ in value, deadline or body; "
        f"{len(result.only)} quantified commitments stand in one region alone.",
    )


def _gaps(result: Comparison) -> Iterator[str]:
    gaps = result.gaps
    if gaps.unreadable or gaps.unresolved or gaps.doubts:
        yield say(
            f"未能读取的文件 {len(gaps.unreadable)} 份，未能确定日期的时限 {len(gaps.unresolved)} 处，存疑之处 {len(gaps.doubts)} 处，见文末。",
            f"{len(gaps.unreadable)} files could not be read, {len(gaps.unresolved)} limits have no date, "
            f"{len(gaps.doubts)} points are in doubt; see the end.",
        )
