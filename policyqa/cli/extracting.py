"""`extract`: the target table of documents, without a library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyqa.cli import options, output
from policyqa.cli.options import RecordFormat
from policyqa.language import say

if TYPE_CHECKING:
    from policyqa.pipeline import Processed


def register(app: typer.Typer) -> None:
    app.command(
        "extract",
        help=say(
            "提取文件中的目标、时限、责任单位和承诺，不建资料库。"
            "json：一个文件为一个对象，多个文件为数组；-o 为文件夹时每个文件写成一个 JSON。",
            "Extract the records of documents without a library. json: one object for a file, a list for several; "
            "with a folder as -o one JSON file per document.",
        ),
    )(extract)


def extract(
    files: Annotated[list[Path], typer.Argument(help=say("文件或文件夹", "files or folders"))],
    format: options.Records = RecordFormat.table,
    out: options.Output = None,
) -> None:
    from policyqa.model import Problem
    from policyqa.pipeline import ahead, documents_in, process

    paths = documents_in(files)
    done: list[Processed] = []
    unreadable: list[tuple[str, str]] = []
    with output.progress() as bar:
        task = bar.add_task(say("提取", "extracting"), total=len(paths))
        for path in ahead(paths):
            for outcome in process(path):
                if isinstance(outcome.result, Problem):
                    unreadable.append((str(outcome.path), outcome.result.message))
                else:
                    done.append(outcome.result)
            bar.advance(task)
    output.report_unreadable(unreadable)
    if done:
        _write(done, format, out, several=len(paths) > 1 or "/" in done[0].document.file)
    raise typer.Exit(1 if unreadable else 0)


def _write(done: list[Processed], format: RecordFormat, out: Path | None, several: bool) -> None:
    from policyqa.report import excel, records, tables

    if format is RecordFormat.json and out is not None and out.is_dir():
        for item, name in zip(done, _names(done), strict=True):
            output.write_out(_json(item), out / f"{name}.json")
        return
    rows = [
        records.row(item.document.file, _region(item), target) for item in done for target in item.extraction.targets
    ]
    if format is RecordFormat.table:
        _show(done)
    elif format is RecordFormat.json:
        parts = [_json(item) for item in done]
        output.write_out(output.json_list(parts) if several else parts[0], out)
    elif format is RecordFormat.jsonl:
        output.write_out(output.json_list((_json(item) for item in done), by_line=True), out)
    elif format is RecordFormat.csv:
        output.write_out(tables.as_csv(*records.table(rows)), out)
    elif format is RecordFormat.xlsx:
        output.write_out(excel.targets(rows), out or Path("targets.xlsx"))
    else:
        output.write_out(tables.as_markdown(*records.table(rows)), out)


def _names(done: list[Processed]) -> list[str]:
    """What each document's file is called: by its stem, in full where two would share one (plan.docx, plan.pdf)."""
    files = [item.document.file.replace("/", "_") for item in done]
    stems = [Path(file).stem for file in files]
    names = [stem if stems.count(stem) == 1 else file for stem, file in zip(stems, files, strict=True)]
    return [
        name if names.count(name) == 1 else f"{name}-{item.document.id}" for name, item in zip(names, done, strict=True)
    ]


def _json(item: Processed) -> bytes:
    from policyqa.report.records import as_json

    return as_json(item.document, item.extraction)


def _region(item: Processed) -> str | None:
    region = item.document.metadata.region
    return region.name if region else None


def _show(done: list[Processed]) -> None:
    from policyqa.cli.tables import show_targets

    for item in done:
        title = (
            f"{item.document.metadata.title or item.document.file}（{_region(item) or say('地区不明', 'no region')}）"
        )
        targets = [target for target in item.extraction.targets if target.kind == "target"]
        show_targets(title, targets)
        found = item.extraction
        output.line(
            say(
                f"目标 {len(targets)} 条，时限 {len(found.deadlines)} 处，责任单位 {len({b.name for b in found.bodies})} 个，"
                f"承诺 {len(found.commitments)} 项。",
                f"{len(targets)} targets, {len(found.deadlines)} deadlines, {len({b.name for b in found.bodies})} bodies, "
                f"{len(found.commitments)} commitments.",
            )
        )
