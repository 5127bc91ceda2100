"""The commands. What they need is imported when they run, so that --help loads none of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from policyqa.cli import options
from policyqa.language import say
from policyqa.version import __version__

app = typer.Typer(
    help=say(
        "读取区县、市、省发布的政策文件，提取量化目标、时限和责任单位，逐条对应原文；检索、问答、比较。",
        "Reads policy documents of Chinese regions, extracts targets, deadlines and responsible bodies, each tied to its "
        "place; searches, answers, compares.",
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"policyqa {__version__}")
        raise typer.Exit


@app.callback()
def _global(
    lang: Annotated[
        options.Lang, typer.Option("--lang", help=say("界面语言", "language of the interface"))
    ] = options.Lang.zh,
    library: Annotated[
        Path | None,
        typer.Option("--library", "-l", help=say("资料库文件夹（也可写在命令之后）", "folder of the library")),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=say("显示版本", "show the version"))
    ] = False,
) -> None:
    # the language was chosen before the help texts were made (policyqa.cli.main)
    del lang, version
    if library is not None:
        os.environ[options.LIBRARY_VARIABLE] = str(library)


# In the order of the help.
MODULES = {
    "extracting": ("extract",),
    "keeping": ("add", "targets", "docs", "show", "remove", "status"),
    "asking": ("search", "ask"),
    "indexing": ("reindex",),
    "overlapping": ("overlaps", "trace"),
    "comparing": ("compare", "calendar", "duties"),
    "measuring": ("evaluate",),
}


def with_commands(arguments: Sequence[str]) -> typer.Typer:
    """With all commands, or where the line begins with the name of one, with those of its module: to make them all takes
    a tenth of the start."""
    named = [module for module, names in MODULES.items() if arguments and arguments[0] in names]
    for module in named or MODULES:
        import_module(f"policyqa.cli.{module}").register(app)
    return app
