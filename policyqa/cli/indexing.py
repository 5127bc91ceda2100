"""reindex."""

from __future__ import annotations

from typing import Annotated

import typer

from policyqa.cli import options, output
from policyqa.cli.options import DEFAULT_LIBRARY
from policyqa.language import say


def register(app: typer.Typer) -> None:
    app.command(
        "reindex",
        help=say(
            "重建资料库的索引；--encoder 同时改换编码模型。完成之前，检索照旧使用原来的索引。",
            "Make the library's indexes anew, with another encoder if one is named; searches use the old ones until then.",
        ),
    )(reindex)


def reindex(
    library: options.LibraryFolder = DEFAULT_LIBRARY,
    encoder: Annotated[
        str | None,
        typer.Option(
            "--encoder",
            help=say(
                "编码模型：内置的 policy-zh-1，或 sentence-transformers 的模型名称或文件夹",
                "the bundled policy-zh-1, or a sentence-transformers model by name or folder",
            ),
        ),
    ] = None,
) -> None:
    from policyqa.library import Library

    with Library.open(library) as opened, output.progress() as bar:
        task = bar.add_task(say("索引", "indexing"), total=None)

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        if encoder is None or encoder == opened.encoder_name:
            opened.synchronise(tell, anew=True)
        else:
            opened.reindex(encoder, tell)
        used = opened.encoder_name
    output.line(say(f"索引已重建；编码模型：{used}", f"The indexes were made anew; encoder: {used}"))
