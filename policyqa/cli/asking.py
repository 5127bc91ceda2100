"""search and ask."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyqa.cli import options, output
from policyqa.cli.options import DEFAULT_LIBRARY, AnswerFormat
from policyqa.language import say

if TYPE_CHECKING:
    from policyqa.answering import Answer, Citation
    from policyqa.searching import Found


def register(app: typer.Typer) -> None:
    app.command(
        "search",
        help=say("检索承诺、目标和段落，最相关的在前。", "Search commitments, targets and passages, best first."),
    )(search)
    app.command(
        "ask",
        help=say(
            "提问并给出带出处的回答；文件没有写明的，回答未找到。",
            "Answer a question with citations, or say that it is not found.",
        ),
    )(ask)


def search(
    words: Annotated[
        str, typer.Argument(help=say("检索词；空串加条件则全部列出", "words; an empty string lists all that fits"))
    ],
    library: options.LibraryFolder = DEFAULT_LIBRARY,
    region: options.OneRegion = None,
    by: Annotated[
        datetime | None,
        typer.Option("--by", formats=["%Y-%m-%d"], help=say("只看此日及以前到期的", "due on or before this day")),
    ] = None,
    body: Annotated[str | None, typer.Option("--body", help=say("只看提到此单位的", "naming this body"))] = None,
    issuer: Annotated[str | None, typer.Option("--issuer", help=say("只看此机构发布的", "issued by this body"))] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d"], help=say("只看此日及以后成文的", "issued on or after this day")),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help=say("只看此日及以前成文的", "issued on or before this day")),
    ] = None,
    theme: Annotated[
        str | None, typer.Option("--theme", help=say("标题或章节名含此词的", "under a title or heading with this word"))
    ] = None,
    kind: Annotated[options.Kind | None, typer.Option("--kind", help=say("只看一类", "one kind alone"))] = None,
    sort: Annotated[
        options.Sort, typer.Option("--sort", help=say("排序：相关度、成文日期、到期日、地区", "the order"))
    ] = options.Sort.score,
    reranker: Annotated[
        str | None,
        typer.Option(
            "--reranker", help=say("重排模型（cross-encoder 名称或文件夹）", "a cross-encoder by name or folder")
        ),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help=say("说明为何相符", "say why each was found"))] = False,
    limit: options.Limit = 20,
    format: options.Answers = AnswerFormat.table,
) -> None:
    from policyqa.library import Filters, Library
    from policyqa.library.sync import reranker_named
    from policyqa.searching import search as find

    def day(moment: datetime | None) -> date | None:
        return moment.date() if moment else None

    filters = Filters(
        region=region, by=day(by), body=body, issuer=issuer, since=day(since), until=day(until), theme=theme
    )
    with Library.open(library) as opened:
        found = find(
            opened, words, filters=filters, kind=kind.value if kind else None, limit=limit, sort=sort.value,
            reranker=reranker_named(reranker, download=True) if reranker else None,
        )  # fmt: skip
    if format is AnswerFormat.table:
        _show_found(found, explain=explain)
        return
    parts = [_as_json(one) for one in found]
    output.write_out(output.json_list(parts, by_line=format is AnswerFormat.jsonl), None)


def _as_json(found: Found) -> bytes:
    import msgspec

    from policyqa.searching import explained

    return msgspec.json.encode({
        "file": found.document.file, "region": found.document.region.name if found.document.region else None,
        "kind": found.kind, "section": found.section, "page": found.page, "quote": found.quote, "span": found.span,
        "score": found.score, "terms": found.terms, "highlights": found.highlights, "why": found.why,
        "explanation": explained(found),
    })  # fmt: skip


def _show_found(found: list[Found], *, explain: bool) -> None:
    from policyqa.report import wording
    from policyqa.searching import explained

    if not found:
        output.line(say("没有找到。", "Nothing was found."))
        return
    heads = [say("地区", "Region"), say("原文", "Quote"), say("出处", "Source")]
    rows = [
        [f.document.region.name if f.document.region else "", wording.one_line(f.quote),
         f"{f.document.file} {wording.place(f.section, f.page)}"]
        for f in found
    ]  # fmt: skip
    if explain:
        heads.append(say("为何", "Why"))
        rows = [[*row, f"{f.score:.2f} {explained(f)}"] for row, f in zip(rows, found, strict=True)]
    output.show_table(say(f"找到 {len(found)} 条", f"{len(found)} found"), heads, rows)


def ask(
    question: Annotated[str | None, typer.Argument(help=say("问题", "the question"))] = None,
    questions: Annotated[
        Path | None,
        typer.Option(
            "--questions", help=say("问题文件：每行一个含 id、question 的 JSON", "JSON lines with id and question")
        ),
    ] = None,
    library: options.LibraryFolder = DEFAULT_LIBRARY,
    format: options.Answers = AnswerFormat.table,
    out: options.Output = None,
    llm: Annotated[
        str | None,
        typer.Option(
            "--llm",
            envvar="POLICYQA_LLM",
            help=say(
                "另由语言模型据证据成文：OpenAI 兼容接口地址（缺省不用）",
                "prose by a language model from the evidence: address of an OpenAI-compatible endpoint (off by default)",
            ),
        ),
    ] = None,
    llm_model: Annotated[
        str, typer.Option("--llm-model", envvar="POLICYQA_LLM_MODEL", help=say("模型名", "name of the model"))
    ] = "default",
) -> None:
    import msgspec

    from policyqa.answering import ask as answer
    from policyqa.answering.llm import Endpoint
    from policyqa.library import Library

    if (question is None) == (questions is None):
        raise typer.BadParameter(
            say("请给出一个问题，或用 --questions 指定文件。", "Give a question, or a file with --questions.")
        )
    asked = [(None, question)] if question is not None else _read_questions(questions)
    writer = Endpoint(llm, llm_model) if llm else None
    with Library.open(library) as opened:
        told = output.progressing(asked, say("回答", "answering")) if questions else asked
        answers = [answer(opened, text or "", identity, writer) for identity, text in told]
    if format is AnswerFormat.table:
        for one in answers:
            _show(one)
        return
    parts = [msgspec.json.encode(one) for one in answers]
    single = format is AnswerFormat.json and question is not None
    joined = parts[0] if single else output.json_list(parts, by_line=format is AnswerFormat.jsonl)
    output.write_out(joined, out)


def _read_questions(path: Path | None) -> list[tuple[str | None, str | None]]:
    import msgspec

    from policyqa.errors import BadQuestions, NoSuchPath

    assert path is not None
    if not path.is_file():
        raise NoSuchPath(path)
    asked: list[tuple[str | None, str | None]] = []
    for number, row in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        if not row.strip():
            continue
        try:
            found = msgspec.json.decode(row)
            asked.append((found.get("id"), found["question"]))
        except (msgspec.DecodeError, AttributeError, KeyError, TypeError) as error:
            raise BadQuestions(path, number) from error
    return asked


def _show(answer: Answer) -> None:
    """The answer, a table where it has rows, its sources, and apart from it what is only near."""
    from policyqa.report import wording

    if answer.note:
        output.line(say(f"（{answer.note}）", f"({answer.note})"))
    output.line(_above_rows(answer.answer) if answer.rows else answer.answer)
    if answer.prose:
        output.line(f"\n{answer.prose}\n")
    if answer.rows:
        _show_rows(answer)
    else:
        for index, citation in enumerate(answer.citations, 1):
            output.line(f"  [{index}] {_source(citation)}\n      “{wording.one_line(citation.quote)}”")
    if answer.related:
        output.line(say("相近内容（不是答案）：", "Related, not an answer:"))
        for citation in answer.related:
            output.line(f"  · {_source(citation)}\n      “{wording.one_line(citation.quote)}”")
    searched = answer.searched
    output.line(
        say(
            f"（查了 {searched.documents} 份文件，另有 {searched.unread} 份未能读取）",
            f"({searched.documents} documents searched, {searched.unread} unread)",
        )
    )


def _above_rows(words: str) -> str:
    """What the table does not say: the answer itself where further regions' follow it, else the first line."""
    return words.split("\n· ")[0] if "\n· " in words else words.split("\n")[0]


def _show_rows(answer: Answer) -> None:
    from policyqa.report import wording

    heads = (say("地区", "Region"), say("内容", "Value"), say("原文", "Quote"), say("出处", "Source"))
    rows = (
        (row.region or "", wording.one_line(row.value or ""), wording.one_line(row.quote), f"{row.file} {wording.section(row.section[-1:])}")
        for row in answer.rows
    )  # fmt: skip
    output.show_table("", heads, rows)


def _source(citation: Citation) -> str:
    """Region, file, and where in it: heading, page or paragraph."""
    from policyqa.report import wording

    where = wording.place(citation.section, citation.page)
    if citation.page is None and citation.paragraph is not None:
        where = f"{where} {say(f'第 {citation.paragraph} 段', f'para. {citation.paragraph}')}".strip()
    return f"{citation.region or ''} {citation.file} {where}".strip()
