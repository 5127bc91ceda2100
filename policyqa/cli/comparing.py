"""overlaps and compare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from policyqa.cli import options, output
from policyqa.cli.options import DEFAULT_LIBRARY, AnswerFormat
from policyqa.errors import UnknownFormat
from policyqa.language import say


def register(app: typer.Typer) -> None:
    app.command(
        "overlaps",
        help=say("找出不同地区的相同措施及其不同之处。", "The same measure in several regions, with what differs."),
    )(overlaps)
    app.command(
        "compare",
        help=say(
            "写出地区比较报告（html、docx、xlsx、md，由 -o 的后缀决定）。",
            "Write the comparison report; the suffix of -o decides the format.",
        ),
    )(compare)


def overlaps(
    region: Annotated[
        list[str] | None, typer.Option("--region", "-r", help=say("地区，可多次给出", "a region; may be repeated"))
    ] = None,
    library: options.LibraryFolder = DEFAULT_LIBRARY,
    limit: options.Limit = 100,
    format: options.Answers = AnswerFormat.table,
    out: options.Output = None,
) -> None:
    import msgspec

    from policyqa.library import Library
    from policyqa.overlap import overlaps as find
    from policyqa.report import wording

    with Library.open(library) as opened:
        found = find(opened, region or ())
    if format is not AnswerFormat.table:
        parts = [msgspec.json.encode(pair) for pair in found]
        whole = b'{"pairs": [' + b",\n".join(parts) + b'], "clusters": []}'
        output.write_out(b"\n".join(parts) if format is AnswerFormat.jsonl else whole, out)
        return
    if not found:
        output.line(say("没有找到相同的措施。", "No shared measure was found."))
        return
    heads = (
        say("甲", "A"),
        say("原文甲", "Quote A"),
        say("乙", "B"),
        say("原文乙", "Quote B"),
        say("不同之处", "Differs in"),
    )
    rows = (
        (p.a.region or p.a.file, wording.one_line(p.a.quote), p.b.region or p.b.file, wording.one_line(p.b.quote),
         "、".join(map(wording.difference, p.differences)))
        for p in found[:limit]
    )  # fmt: skip
    output.show_table(say(f"相同或相近的措施 {len(found)} 对", f"{len(found)} pairs"), heads, rows, wide=(1, 3))


def compare(
    regions: Annotated[list[str], typer.Argument(help=say("两个或更多地区", "two regions or more"))],
    out: Annotated[Path, typer.Option("--output", "-o", help=say("报告文件", "the report"))],
    library: options.LibraryFolder = DEFAULT_LIBRARY,
) -> None:
    from policyqa.comparing import compare as compare_regions
    from policyqa.library import Library

    suffix = out.suffix.lower()
    if suffix not in _WRITERS:
        raise UnknownFormat(suffix or str(out), _WRITERS)
    with Library.open(library) as opened:
        result = compare_regions(opened, regions)
    output.write_out(_WRITERS[suffix](result), out)
    output.line(say(f"比较报告：{out}", f"Report: {out}"))


def _html(result: object) -> bytes:
    from policyqa.report import html

    return html.comparison(result).encode()  # type: ignore[arg-type]


def _word(result: object) -> bytes:
    from policyqa.report import word

    return word.comparison(result)  # type: ignore[arg-type]


def _excel(result: object) -> bytes:
    from policyqa.report import excel

    return excel.comparison(result)  # type: ignore[arg-type]


def _markdown(result: object) -> bytes:
    from policyqa.report import markdown

    return markdown.comparison(result).encode()  # type: ignore[arg-type]


_WRITERS: dict[str, Callable[[object], bytes]] = {".html": _html, ".docx": _word, ".xlsx": _excel, ".md": _markdown}
