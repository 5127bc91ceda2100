"""The library: add, docs, show, remove, status, targets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyqa.cli import options, output, problems
from policyqa.cli.options import DEFAULT_LIBRARY, AnswerFormat, RecordFormat
from policyqa.language import say

if TYPE_CHECKING:
    from policyqa.model import Document


_CHECKED = 1_000  # documents that status searches for contradictions: half a millisecond each


def register(app: typer.Typer) -> None:
    app.command(
        "add",
        help=say(
            "把文件或文件夹读入资料库；内容未变的跳过，可随时中断后继续。",
            "Read files and folders into the library; unchanged ones are skipped.",
        ),
    )(add)
    app.command("targets", help=say("列出资料库中的量化目标。", "List the targets in the library."))(targets)
    app.command("docs", help=say("列出资料库中的文件。", "List the documents in the library."))(docs)
    app.command(
        "show",
        help=say(
            "显示一份文件（文件路径，或资料库中的文件名、编号、标题）的元数据、结构与问题；--text 显示正文，--repairs 列出整理过的每一处。",
            "Show a document's metadata, structure and problems; --text prints its text, --repairs what was repaired.",
        ),
    )(show)
    app.command("remove", help=say("从资料库移除一份文件。", "Take a document out of the library."))(remove)
    app.command(
        "status",
        help=say("资料库的数量、未能读取的文件和存疑之处。", "Counts, unread files and doubts of the library."),
    )(status)


def add(
    paths: Annotated[list[Path], typer.Argument(help=say("文件或文件夹", "files or folders"))],
    library: options.LibraryFolder = DEFAULT_LIBRARY,
    encoder: Annotated[
        str | None,
        typer.Option(
            "--encoder",
            help=say("新资料库的编码模型（sentence-transformers 名称或文件夹）", "encoder of a new library"),
        ),
    ] = None,
) -> None:
    from policyqa.library import Library
    from policyqa.pipeline import add as add_all
    from policyqa.pipeline import documents_in

    documents_in(paths)  # what is wrong with the paths is said before a library is made
    with Library.open(library, create=True, encoder=encoder) as opened, output.progress() as bar:
        reading = bar.add_task(say("读取", "reading"), total=None)
        indexing = bar.add_task(say("索引", "indexing"), total=None, visible=False)
        result = add_all(
            opened, paths,
            lambda done, total, path: bar.update(reading, completed=done, total=total, description=path.name[:24]),
            lambda done, total: bar.update(indexing, completed=done, total=total, visible=True),
        )  # fmt: skip
    output.report_unreadable((str(path), problem.message) for path, problem in result.unreadable)
    output.line(
        say(
            f"新读入 {len(result.added)} 份，未变 {len(result.unchanged)} 份，未能读取 {len(result.unreadable)} 份；资料库：{library}",
            f"{len(result.added)} added, {len(result.unchanged)} unchanged, {len(result.unreadable)} not read; library: {library}",
        )
    )
    raise typer.Exit(1 if result.unreadable else 0)


def targets(
    library: options.LibraryFolder = DEFAULT_LIBRARY,
    region: options.OneRegion = None,
    format: options.Records = RecordFormat.table,
    out: options.Output = None,
) -> None:
    import msgspec

    from policyqa.cli.tables import show_targets
    from policyqa.library import Library
    from policyqa.report import excel, records, tables

    with Library.open(library) as opened:
        found = [stored for stored in opened.targets(region=region) if stored.target.kind == "target"]
    names = [stored.document.region.name if stored.document.region else "" for stored in found]
    if format is RecordFormat.table:
        show_targets(say(f"量化目标 {len(found)} 条", f"{len(found)} targets"), [s.target for s in found], names)
        return
    rows = [records.row(s.document.file, name, s.target) for s, name in zip(found, names, strict=True)]
    lines = [
        msgspec.json.encode({"file": s.document.file, "region": name or None, **msgspec.to_builtins(s.target)})
        for s, name in zip(found, names, strict=True)
    ]
    content = {
        RecordFormat.json: lambda: output.json_list(lines),
        RecordFormat.jsonl: lambda: output.json_list(lines, by_line=True),
        RecordFormat.csv: lambda: tables.as_csv(*records.table(rows)),
        RecordFormat.xlsx: lambda: excel.targets(rows),
        RecordFormat.md: lambda: tables.as_markdown(*records.table(rows)),
    }[format]()
    output.write_out(content, out or (Path("targets.xlsx") if format is RecordFormat.xlsx else None))


def docs(library: options.LibraryFolder = DEFAULT_LIBRARY, format: options.Answers = AnswerFormat.table) -> None:
    import msgspec

    from policyqa.library import Library

    with Library.open(library) as opened:
        found = opened.documents()
    if format is not AnswerFormat.table:
        parts = [msgspec.json.encode(document) for document in found]
        output.write_out(output.json_list(parts, by_line=format is AnswerFormat.jsonl), None)
        return
    heads = (
        say("编号", "Id"),
        say("文件", "File"),
        say("地区", "Region"),
        say("标题", "Title"),
        say("成文日期", "Issued"),
        say("目标", "Targets"),
    )
    rows = (
        (
            d.id[:8],
            d.file,
            d.region.name if d.region else "",
            d.title or "",
            str(d.issued_on or ""),
            str(d.counts.targets),
        )
        for d in found
    )
    output.show_table(say(f"文件 {len(found)} 份", f"{len(found)} documents"), heads, rows)


def show(
    name: Annotated[
        str,
        typer.Argument(help=say("文件路径，或资料库中的文件名、编号、标题", "a file, or a document of the library")),
    ],
    library: options.LibraryFolder = DEFAULT_LIBRARY,
    text: Annotated[
        bool, typer.Option("--text", help=say("只显示正文，位置（span）以此为准", "the text that spans count"))
    ] = False,
    raw: Annotated[bool, typer.Option("--raw", help=say("只显示未经整理的原文", "the text before any repair"))] = False,
    repairs: Annotated[
        bool,
        typer.Option(
            "--repairs",
            help=say("只列出整理过的每一处，及其在原文中的行", "every repaired place, by its line of the raw text"),
        ),
    ] = False,
) -> None:
    document = _document(name, library)
    if text or raw:
        import sys

        sys.stdout.flush()
        sys.stdout.buffer.write((document.raw if raw else document.text).encode())
        return
    if repairs:
        _show_repairs(document)
        return
    _show_document(document)


def _document(name: str, library: Path) -> Document:
    """The file of that name, else the library's document."""
    from policyqa.library import Library
    from policyqa.reading import Unreadable, read

    path = Path(name)
    if path.is_file():
        try:
            return read(path)
        except Unreadable as error:
            output.report_unreadable([(name, error.problem.message)])
            raise typer.Exit(1) from error
    with Library.open(library) as opened:
        return opened.document(opened.find(name).id)


def _show_document(document: Document) -> None:
    about = document.metadata
    region = " ".join((*about.region.path, about.region.code or "")) or about.region.name if about.region else None
    fields = (
        (say("文件", "file"), document.file), (say("编号", "id"), document.id), (say("标题", "title"), about.title),
        (say("地区", "region"), region), (say("发布机构", "issuer"), about.issuer), (say("发文字号", "number"), about.doc_number),
        (say("索引号", "index number"), about.index_number), (say("成文日期", "issued"), about.issued_on),
        (say("发布日期", "published"), about.published_on), (say("期间", "period"), "—".join(about.period) if about.period else None),
        (say("主送", "addressees"), about.addressees), (say("主题分类", "topic"), about.topic), (say("有效性", "validity"), about.validity),
    )  # fmt: skip
    for label, value in fields:
        output.line(f"{label}：{value if value is not None else say('（未写明）', '(not stated)')}")
    for part in document.parts:
        output.line(say(f"组成部分：{part.title}", f"part: {part.title}"))
    output.line("")
    for section in document.sections:
        if section.level <= 8:
            depth = _depth(document, section.parent)
            output.line(f"{'  ' * depth}{section.marker}{section.title}")
    for problem in document.problems:
        output.line(problems.line(problem))
    if any(problem.places for problem in document.problems):
        output.line(say("（--repairs 逐处列出整理过的地方）", "(--repairs lists every repaired place)"))


def _show_repairs(document: Document) -> None:
    repaired = [problem for problem in document.problems if problem.places]
    for problem in repaired:
        output.line(problems.line(problem))
        for place in problems.places(document.raw, problem):
            output.line(place)
    if not repaired:
        output.line(say("正文未作整理。", "Nothing was repaired."))


def _depth(document: Document, parent: int | None) -> int:
    depth = 0
    while parent is not None:
        depth, parent = depth + 1, document.sections[parent].parent
    return depth


def remove(
    name: Annotated[str, typer.Argument(help=say("文件名、编号或标题", "file name, id or title"))],
    library: options.LibraryFolder = DEFAULT_LIBRARY,
) -> None:
    from policyqa.library import Library

    with Library.open(library) as opened:
        found = opened.find(name)
        opened.remove(found.id)
        opened.synchronise()
    output.line(say(f"已移除：{found.file}", f"Removed: {found.file}"))


def status(library: options.LibraryFolder = DEFAULT_LIBRARY) -> None:
    from policyqa.library import Library
    from policyqa.library.sources import readable
    from policyqa.overlap.conflicts import conflicts

    with Library.open(library) as opened:
        documents, unread = opened.documents(), opened.unreadable()
        encoder, generation = opened.encoder_name, opened.generation
        unchecked = len(documents) > _CHECKED
        contradicting = 0 if unchecked else len(conflicts(opened))
    counts = [d.counts for d in documents]
    output.line(
        say(
            f"文件 {len(documents)} 份，目标 {sum(c.targets for c in counts)} 条，时限 {sum(c.deadlines for c in counts)} 处，"
            f"承诺 {sum(c.commitments for c in counts)} 项，段落 {sum(c.passages for c in counts)} 个。",
            f"{len(documents)} documents, {sum(c.targets for c in counts)} targets, {sum(c.deadlines for c in counts)} deadlines, "
            f"{sum(c.commitments for c in counts)} commitments, {sum(c.passages for c in counts)} passages.",
        )
    )
    output.line(say(f"编码器 {encoder}，第 {generation} 代。", f"Encoder {encoder}, generation {generation}."))
    for file in unread:
        path, message = readable(file.path), file.problem.message
        output.line(say(f"未读取 {path}：{message}", f"Not read: {path}: {message}"))
    for told in problems.summary(documents):
        output.line(told)
    if unchecked:
        output.line(
            say(
                "同一文件内的数值和时限是否前后不一，见 policyqa overlaps --conflicts。",
                "Whether figures or dates contradict others of their document: policyqa overlaps --conflicts.",
            )
        )
    if contradicting:
        output.line(
            say(
                f"同一文件内前后不一的数值或时限 {contradicting} 处，见 policyqa overlaps --conflicts。",
                f"{contradicting} figures or dates contradict others of their document: policyqa overlaps --conflicts.",
            )
        )
