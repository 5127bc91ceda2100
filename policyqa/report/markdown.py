"""The comparison as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policyqa.comparing import Comparison
from policyqa.language import say
from policyqa.report import wording
from policyqa.report.summary import common, sentences


def comparison(result: Comparison) -> str:
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Comparison) -> Iterator[str]:
    names = [region.name for region in result.regions]
    yield f"# {say('政策措施比较报告', 'Comparison of policy measures')}：{'、'.join(names)}"
    yield from ("", f"## {say('摘要', 'Summary')}", "", *(f"- {line}" for line in sentences(result)))
    yield from ("", f"## {say('指标对照', 'Indicators')}", "")
    yield from _table(
        (say("指标", "indicator"), *names),
        ([row.indicator, *("<br>".join(_cell(c) for c in cells) or say("未提及", "not mentioned") for cells in row.cells)]
         for row in common(result)),
    )  # fmt: skip
    yield from ("", f"## {say('共有措施与不同之处', 'Shared measures')}", "")
    yield from _table(
        ("A", "B", say("不同之处", "differences")),
        ([f"{o.a.region}：{o.a.quote}", f"{o.b.region}：{o.b.quote}", "、".join(map(wording.difference, o.differences))]
         for o in result.shared),
    )  # fmt: skip
    yield from ("", f"## {say('只见于一地的量化承诺', 'In one region alone')}", "")
    yield from (
        f"- {o.region}：{wording.one_line(o.quote)}（{o.file}，{wording.place(o.section, o.page)}）"
        for o in result.only
    )
    yield from ("", f"## {say('时限', 'Deadlines')}", "")
    yield from (
        f"- {d.end} {d.region}：{wording.one_line(d.quote)}（{d.file}，{wording.place(d.section, d.page)}）"
        for d in result.due
    )
    yield from ("", f"## {say('责任单位', 'Responsible bodies')}", "")
    yield from _table(
        (say("地区", "region"), say("单位", "body"), say("角色", "role"), say("次数", "mentions")),
        ([d.region, d.body, wording.role(d.role), str(d.mentions)] for d in result.duties),
    )
    yield from ("", f"## {say('缺口与存疑', 'Gaps and doubts')}", "")
    yield from (f"- {f.path}：{f.problem.message}" for f in result.gaps.unreadable)
    yield from (f"- {u.region} {u.file}：{u.text}（{wording.one_line(u.sentence)}）" for u in result.gaps.unresolved)
    yield from (f"- {doubt}" for doubt in result.gaps.doubts)


def _cell(cell: object) -> str:
    target = cell.target  # type: ignore[attr-defined]
    return f"{wording.value(target)} {wording.limit(target.deadline)}：{wording.one_line(target.quote)}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "| " + " | ".join("---" for _ in head) + " |"
    for row in rows:
        yield "| " + " | ".join(wording.one_line(cell).replace("|", "\\|") for cell in row) + " |"
