"""compare, calendar and duties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyqa.cli import options, output
from policyqa.cli.options import DEFAULT_LIBRARY
from policyqa.errors import UnknownFormat
from policyqa.language import say

if TYPE_CHECKING:
    from policyqa.comparing import Comparison, Load, Unled

Regions = Annotated[
    list[str] | None,
    typer.Option("--region", "-r", help=say("地区，可多次给出；缺省为全部", "a region; may be repeated")),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=["%Y-%m-%d"], help=say("到期情况以此日为准", "the day from which dates count as passed")
    ),
]


def register(app: typer.Typer) -> None:
    app.command(
        "compare",
        help=say(
            "写出地区比较报告（html、docx、xlsx、md，由 -o 的后缀决定）。",
            "Write the comparison report; the suffix of -o decides the format.",
        ),
    )(compare)
    app.command(
        "calendar",
        help=say(
            "什么事项何时到期；-o 的后缀决定格式（ics、xlsx、csv、json、jsonl、md）。",
            "What falls due when; the suffix of -o decides the format (ics, xlsx, csv, json, jsonl, md).",
        ),
    )(calendar)
    app.command(
        "duties",
        help=say(
            "责任矩阵：单位、任务、角色，没有写明牵头单位的任务；-o 的后缀决定格式。",
            "Bodies, tasks and roles, and tasks without a lead; the suffix of -o decides the format.",
        ),
    )(duties)


def compare(
    regions: Annotated[list[str], typer.Argument(help=say("两个或更多地区", "two regions or more"))],
    out: Annotated[Path, typer.Option("--output", "-o", help=say("报告文件", "the report"))],
    library: options.LibraryFolder = DEFAULT_LIBRARY,
    as_of: AsOf = None,
) -> None:
    from policyqa.comparing import compare as compare_regions
    from policyqa.library import Library
    from policyqa.report import html

    write = _writer(out, _REPORTS)
    with Library.open(library) as opened:
        if write is _html:
            html.load_beside()
        result = compare_regions(opened, regions, _day(as_of))
    output.write_out(write(result), out)
    output.line(say(f"比较报告：{out}", f"Report: {out}"))


def calendar(
    region: Regions = None,
    as_of: AsOf = None,
    library: options.LibraryFolder = DEFAULT_LIBRARY,
    out: options.Output = None,
) -> None:
    from policyqa.comparing import calendar as due_in
    from policyqa.library import Library
    from policyqa.report import listing, rows, wording

    day = _day(as_of)
    write = _writer(out, listing.CALENDARS) if out else None
    with Library.open(library) as opened:
        found = due_in(opened, region or ())
    if write:
        output.write_out(write(found, day), out)
        return
    heads = (
        say("截止", "End"),
        say("到期情况", "Status"),
        say("地区", "Region"),
        say("责任单位", "Lead"),
        say("原文", "Quote"),
    )
    lines = (
        (str(d.end), rows.status(d, day), d.region, wording.listed(d.leads), wording.one_line(d.source.quote))
        for d in found
    )
    output.show_table(say(f"有截止日期的承诺 {len(found)} 项", f"{len(found)} dated commitments"), heads, lines)


def duties(
    region: Regions = None,
    library: options.LibraryFolder = DEFAULT_LIBRARY,
    out: options.Output = None,
) -> None:
    from policyqa.comparing import responsibilities
    from policyqa.library import Library
    from policyqa.report import listing

    write = _writer(out, listing.DUTIES) if out else None
    with Library.open(library) as opened:
        tasks, loads, unled = responsibilities(opened, region or ())
    if write:
        output.write_out(write(tasks, loads, unled), out)
        return
    _show_loads(loads)
    _show_unled(unled)


def _show_loads(loads: tuple[Load, ...]) -> None:
    from policyqa.report import words

    t = words.words()
    heads = tuple(t[key] for key in ("region", "body", "leads", "participates", "supervises", "dated", "first"))
    lines = (
        (
            w.region,
            w.body,
            *(str(n or "") for n in (w.leads, w.participates, w.supervises, w.dated)),
            str(w.first or ""),
        )
        for w in loads
    )
    output.show_table(say(f"责任单位 {len(loads)} 个", f"{len(loads)} bodies"), heads, lines)


def _show_unled(unled: tuple[Unled, ...]) -> None:
    from policyqa.report import wording, words

    t = words.words()
    lines = ((u.region, str(u.end or ""), wording.one_line(u.source.quote)) for u in unled)
    output.show_table(f"{t['unled']}（{len(unled)}）", (t["region"], t["end"], t["task"]), lines)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _writer(out: Path, writers: dict[str, Writer]) -> Writer:
    """What writes files with that suffix; asked for before any work is done. Raises UnknownFormat."""
    suffix = out.suffix.lower()
    if suffix not in writers:
        raise UnknownFormat(suffix or str(out), writers)
    return writers[suffix]


Writer = Callable[..., bytes]


def _html(result: Comparison) -> bytes:
    from policyqa.report import html

    return html.comparison(result).encode()


def _word(result: Comparison) -> bytes:
    from policyqa.report import word

    return word.comparison(result)


def _excel(result: Comparison) -> bytes:
    from policyqa.report import excel

    return excel.comparison(result)


def _markdown(result: Comparison) -> bytes:
    from policyqa.report import markdown

    return markdown.comparison(result).encode()


_REPORTS: dict[str, Writer] = {".html": _html, ".docx": _word, ".xlsx": _excel, ".md": _markdown}
