"""overlaps and trace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from policyqa.cli import options, output
from policyqa.cli.options import DEFAULT_LIBRARY, AnswerFormat
from policyqa.language import say

if TYPE_CHECKING:
    from policyqa.library import Library
    from policyqa.overlap import Cluster
    from policyqa.overlap.conflicts import Conflict
    from policyqa.overlap.finding import Paired
    from policyqa.overlap.trace import Step


def register(app: typer.Typer) -> None:
    app.command(
        "overlaps",
        help=say("找出不同地区的相同措施及其不同之处。", "The same measure in several regions, with what differs."),
    )(overlaps)
    app.command(
        "trace",
        help=say(
            "追踪上级措施在下级文件中的落实：照搬、改写、提高、降低、提前、推后、遗漏、新增。",
            "What a superior's measures became below: adopted, adapted, raised, lowered, earlier, later, omitted, added.",
        ),
    )(trace)


def overlaps(
    region: Annotated[
        list[str] | None, typer.Option("--region", "-r", help=say("地区，可多次给出", "a region; may be repeated"))
    ] = None,
    library: options.LibraryFolder = DEFAULT_LIBRARY,
    limit: options.Limit = 100,
    clusters: Annotated[
        bool, typer.Option("--clusters", help=say("按措施归并各地区", "one row for a measure over all regions"))
    ] = False,
    conflicts: Annotated[
        bool,
        typer.Option("--conflicts", help=say("列出同一文件内的矛盾", "contradictions inside one document instead")),
    ] = False,
    sample: Annotated[
        int | None,
        typer.Option(
            "--sample", min=1, help=say("随机抽取若干对供人工核对", "so many pairs at random, to be checked by hand")
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help=say("抽样种子", "seed of the sample"))] = 0,
    format: options.Answers = AnswerFormat.table,
    out: options.Output = None,
) -> None:
    from policyqa.library import Library
    from policyqa.overlap.clusters import clusters as joined
    from policyqa.overlap.finding import found as find

    with Library.open(library) as opened:
        if conflicts:
            _conflicts(opened, region or (), format, out, limit)
            return
        found = find(opened, region or ())
        if sample:
            found = _sampled(found, sample, seed)
        names = _compared(opened, region or ())
    groups = joined(found, names) if clusters or format is AnswerFormat.json else []
    if format is not AnswerFormat.table:
        output.write_parts(_encoded(found, groups, format, clusters), out)
    elif not len(found.pairs):
        output.line(say("没有找到相同的措施。", "No shared measure was found."))
    elif clusters:
        _show_clusters(groups, limit)
    else:
        _show_pairs(found, limit)


def _compared(library: Library, regions: Sequence[str]) -> list[str]:
    documents = [d for name in regions for d in library.select(region=name)] if regions else library.documents()
    return sorted({d.region.name for d in documents if d.region})


def _sampled(found: Paired, count: int, seed: int) -> Paired:
    import random

    rows = range(len(found.pairs))
    return found.among(random.Random(seed).sample(rows, min(count, len(rows))))


def _encoded(found: Paired, groups: Sequence[Cluster], format: AnswerFormat, clusters: bool) -> Iterator[bytes]:
    """A record after the other: the pairs of a library are hundreds of megabytes."""
    import msgspec

    from policyqa.overlap.finding import told

    pairs = (msgspec.json.encode(pair) for pair in told(found))
    joined = (msgspec.json.encode(group) for group in groups)
    if format is AnswerFormat.jsonl:
        yield from (line + b"\n" for line in (joined if clusters else pairs))
        return
    yield b'{"pairs": ['
    yield from output.separated(pairs)
    yield b'],\n"clusters": ['
    yield from output.separated(joined)
    yield b"]}\n"


def _show_pairs(found: Paired, limit: int) -> None:
    from policyqa.overlap.finding import told
    from policyqa.report import wording

    heads = (
        say("甲", "A"), say("原文甲", "Quote A"), say("乙", "B"), say("原文乙", "Quote B"), say("不同之处", "Differs in"),
        say("依据", "Why"),
    )  # fmt: skip
    rows = (
        (p.a.region or p.a.file, wording.one_line(p.a.quote), p.b.region or p.b.file, wording.one_line(p.b.quote),
         "、".join(map(wording.difference, p.differences)), p.why)
        for p in told(found.among(range(min(limit, len(found.pairs)))))
    )  # fmt: skip
    output.show_table(
        say(f"相同或相近的措施 {len(found.pairs)} 对", f"{len(found.pairs)} pairs"), heads, rows
    )  # fmt: skip


def _show_clusters(groups: Sequence[Cluster], limit: int) -> None:
    from policyqa.report import wording

    heads = (
        say("措施", "Measure"), say("有此措施的地区", "Regions that have it"), say("未见于", "Not found in"),
        say("不同之处", "Differs in"),
    )  # fmt: skip
    rows = (
        (g.label, _members(g), "、".join(g.absent), "、".join(map(wording.difference, g.differences)))
        for g in groups[:limit]
    )
    title = say(f"多地共有的措施 {len(groups)} 项", f"{len(groups)} measures")
    output.show_table(title, heads, rows)


def _members(group: Cluster) -> str:
    """莆田市（1–2 项）: each region once, with its figures; where others set one, 有目标无数值 for who sets none."""
    from policyqa.report import wording

    figures: dict[str, list[str]] = {}
    for m in group.members:
        figures.setdefault(m.side.region or m.side.file, []).extend(map(wording.one_line, m.figures))
    none = say("有目标无数值", "no figure") if any(figures.values()) else ""
    told = ((region, "；".join(dict.fromkeys(stated)) or none) for region, stated in figures.items())
    return "、".join(f"{region}（{stated}）" if stated else region for region, stated in told)


def _conflicts(library: Library, regions: Sequence[str], format: AnswerFormat, out: object, limit: int) -> None:
    import msgspec

    from policyqa.overlap.conflicts import conflicts as find
    from policyqa.report import wording

    documents = {d.id for name in regions for d in library.select(region=name)} if regions else None
    found: list[Conflict] = find(library, documents)
    if format is not AnswerFormat.table:
        lines = b"\n".join(msgspec.json.encode(conflict) for conflict in found)
        output.write_out(lines if format is AnswerFormat.jsonl else msgspec.json.encode(found), out)  # type: ignore[arg-type]
        return
    if not found:
        output.line(say("未发现同一文件内的矛盾。", "No document contradicts itself."))
        return
    heads = (
        say("文件", "File"),
        say("指标", "Indicator"),
        say("矛盾", "Conflict"),
        say("原文一", "First"),
        say("原文二", "Second"),
    )
    rows = (
        (c.file, c.indicator, wording.difference(c.kind), wording.one_line(c.first.quote), wording.one_line(c.second.quote))
        for c in found[:limit]
    )  # fmt: skip
    output.show_table(say(f"同一文件内的矛盾 {len(found)} 处", f"{len(found)} conflicts"), heads, rows)


def trace(
    upper: Annotated[str, typer.Argument(help=say("上级地区", "the superior region"))],
    lower: Annotated[str, typer.Argument(help=say("下级地区", "the region below"))],
    library: options.LibraryFolder = DEFAULT_LIBRARY,
    limit: options.Limit = 500,
    format: options.Answers = AnswerFormat.table,
    out: options.Output = None,
) -> None:
    import msgspec

    from policyqa.library import Library
    from policyqa.overlap.trace import trace as follow

    with Library.open(library) as opened:
        steps = follow(opened, upper, lower)
    if format is AnswerFormat.table:
        _show_steps(steps, limit)
        return
    lines = [msgspec.json.encode(step) for step in steps]
    whole = b'{"steps": [' + b",\n".join(lines) + b"]}"
    output.write_out(b"\n".join(lines) if format is AnswerFormat.jsonl else whole, out)


def _show_steps(told: Sequence[Step], limit: int) -> None:
    from policyqa.overlap.trace import answered
    from policyqa.report import wording

    steps, apart = answered(told)
    counted = {
        name: sum(name in step.changes for step in steps) for name in dict.fromkeys(c for s in steps for c in s.changes)
    }
    title = "，".join(f"{wording.change(name)} {count}" for name, count in counted.items())
    heads = (say("变化", "Change"), say("上级原文", "Above"), say("下级原文", "Below"))
    rows = (
        (wording.became(step.changes, step.differences),
         wording.one_line(step.upper.quote) if step.upper else "", wording.one_line(step.lower.quote) if step.lower else "")
        for step in steps[:limit]
    )  # fmt: skip
    output.show_table(title, heads, rows)
    for side in apart:
        output.line(
            say(
                f"下级文件没有与之对应的内容、未列入对照：{side.title or side.file}",
                f"Nothing below follows it, left out: {side.title or side.file}",
            )
        )
