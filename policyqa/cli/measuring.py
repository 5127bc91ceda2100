"""`evaluate`: how good the extraction is on documents that the user annotated."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policyqa.cli import output
from policyqa.language import say


def register(app: typer.Typer) -> None:
    app.command(
        "evaluate",
        help=say(
            "在自己标注的文件上衡量提取质量：文件夹里有 名称.gold.json 和同名正文。",
            "Measure extraction on annotated documents: NAME.gold.json with the text of that name.",
        ),
    )(evaluate)


def evaluate(
    gold: Annotated[Path, typer.Argument(help=say("标注文件夹", "folder with annotations"))],
    misses: Annotated[bool, typer.Option("--misses", help=say("逐条列出差错", "list every miss"))] = False,
    json: Annotated[bool, typer.Option("--json", help=say("输出 JSON", "as JSON"))] = False,
) -> None:
    import msgspec

    from policyqa.errors import NoSuchPath
    from policyqa.evaluation import evaluate as measure

    if not gold.is_dir():
        raise NoSuchPath(gold)
    with output.progress() as bar:
        task = bar.add_task(say("衡量", "measuring"), total=None)
        scores = measure(gold, lambda name: bar.update(task, advance=1, description=name))
    if misses:
        for miss in scores.misses:
            output.line(miss)
    figures = scores.figures()
    if json:
        named = {name: figure.named() for name, figure in figures.items()}
        output.write_out(msgspec.json.format(msgspec.json.encode(named)), None)
        return
    for name, figure in figures.items():
        cells = (
            f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}"
            for key, value in figure.named().items()
        )
        output.line(f"{name:20} {'  '.join(cells)}")
