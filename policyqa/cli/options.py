"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from policyqa.language import say


class Lang(StrEnum):
    zh = "zh"
    en = "en"


class RecordFormat(StrEnum):
    """How lists of records are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    xlsx = "xlsx"
    md = "md"


class AnswerFormat(StrEnum):
    table = "table"
    json = "json"
    jsonl = "jsonl"


class Kind(StrEnum):
    target = "target"
    commitment = "commitment"
    deadline = "deadline"
    body = "body"
    passage = "passage"


LIBRARY_VARIABLE = "POLICYQA_LIBRARY"


class Sort(StrEnum):
    """The order of what a search found: best, newest, soonest due, or by region first."""

    score = "score"
    date = "date"
    deadline = "deadline"
    region = "region"


LibraryFolder = Annotated[
    Path, typer.Option("--library", "-l", help=say("资料库文件夹", "folder of the library"), envvar=LIBRARY_VARIABLE)
]
DEFAULT_LIBRARY = Path("policyqa-library")
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help=say("写入文件（缺省为屏幕）", "write to this file"))
]
Records = Annotated[RecordFormat, typer.Option("--format", "-f", help=say("输出格式", "output format"))]
Answers = Annotated[AnswerFormat, typer.Option("--format", "-f", help=say("输出格式", "output format"))]
OneRegion = Annotated[
    str | None,
    typer.Option("--region", "-r", help=say("只看某地区（含下辖地区，可用简称）", "only this region and those in it")),
]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help=say("最多条数", "how many at most"))]
