"""overlaps."""

from __future__ import annotations

from typing import Annotated

import typer

from policyqa.cli import options, output
from policyqa.cli.options import DEFAULT_LIBRARY, AnswerFormat
from policyqa.language import say


def register(app: typer.Typer) -> None:
    app.command(
        "overlaps",
        help=say("找出不同地区的相同措施及其不同之处。", "The same measure in several regions, with what differs."),
    )(overlaps)


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
