"""A file to a `Document`: decode, repair, structure, metadata, passages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from policyqa.errors import NoSuchPath
from policyqa.language import say
from policyqa.model import Document, Problem, Span, Table
from policyqa.reading import metadata, repair, structure
from policyqa.reading.archive import File, Refused, files
from policyqa.reading.candidates import may_be_document
from policyqa.reading.detect import kind
from policyqa.reading.passages import passages
from policyqa.reading.raw import RawText, Reader, Unreadable

__all__ = ["File", "Refused", "Unreadable", "digest", "files", "load", "may_be_document", "read", "read_bytes"]

_READERS = {
    "docx": "read_docx",
    "pdf": "read_pdf",
    "html": "read_html",
    "mht": "read_mht",
    "text": "read_text",
    "ofd": "read_ofd",
    "xlsx": "read_xlsx",
    "office": "read_office",
    "image": "read_image",
}
_MOST_TEXT = (
    1_000_000  # characters: five times the longest plan of a province; extraction takes seconds for each 100,000
)
_LARGEST = 200 * 2**20  # bytes; a plan is a few megabytes at most


def read(path: Path) -> Document:
    """Raises NoSuchPath, or Unreadable with the problem of a file that yields no text."""
    return read_bytes(load(path), path.name)


def load(path: Path) -> bytes:
    """A file's bytes. Raises NoSuchPath, or Unreadable with the code too-large or cannot-open."""
    if not path.is_file():
        raise NoSuchPath(path)
    try:
        if path.stat().st_size > _LARGEST:
            raise Unreadable(
                "too-large", say("文件超过 200 MB，未读取。", "The file is larger than 200 MB and was not read.")
            )
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise Unreadable(
            "cannot-open", say(f"文件无法打开：{reason}。", f"The file cannot be opened: {reason}.")
        ) from error


def digest(data: bytes) -> str:
    """A document's id: sixteen hexadecimal digits from its bytes."""
    return hashlib.sha256(data).hexdigest()[:16]


def read_bytes(data: bytes, name: str) -> Document:
    """`name` is shown and never trusted: what the file is, its content decides."""
    format_name = kind(data, name)
    if format_name == "archive":
        raise _several()
    source = _reader(format_name)(data, name).shortened(_MOST_TEXT)
    return build(source, digest(data), name)


def _reader(format_name: str) -> Reader:
    function = _READERS[format_name]
    reader: Reader = getattr(import_module(f"policyqa.reading.{format_name}"), function)
    return reader


def build(source: RawText, identity: str, name: str) -> Document:
    """The document of a text as a reader hands it on."""
    cleaned = repair.clean(source)
    text = cleaned.text
    tables = tuple(_table(table.rows, cleaned) for table in source.tables if table.rows)
    pages = tuple(span.start for span in repair.positions(cleaned.offsets, [Span(p, p) for p in source.pages]))
    about = metadata.read(text, source.fields)
    rows = [span for table in tables for span in _rows(text, table)]
    shape = structure.read(text, about.front, rows, [part.span.start for part in about.parts])
    problems = [*cleaned.problems, *about.problems, *_silences(text)]
    return Document(
        id=identity, file=name, text=text, raw=source.text, offsets=cleaned.offsets, metadata=about.metadata,
        sections=shape.sections, paragraphs=shape.paragraphs,
        passages=passages(text, shape.paragraphs, shape.sections, pages),
        tables=tables, parts=about.parts, pages=pages, problems=tuple(problems),
    )  # fmt: skip


def _table(rows: tuple[tuple[Span, ...], ...], cleaned: repair.Cleaned) -> Table:
    moved = tuple(tuple(repair.positions(cleaned.offsets, row)) for row in rows)
    cells = [cell for row in moved for cell in row]
    return Table(span=Span(min(c.start for c in cells), max(c.end for c in cells)), rows=moved)


def _rows(text: str, table: Table) -> Iterator[Span]:
    """Where a table's rows stand; between two of them there may be lines that could not be told apart."""
    open_: Span | None = None
    for row in table.rows:
        own = _own(text, sorted(cell for cell in row if open_ is None or cell.start >= open_.end))
        if own is None:
            continue
        if open_ and text[open_.end : own.start].strip():
            yield open_
            open_ = None
        open_ = Span(open_.start if open_ else own.start, own.end)
    if open_:
        yield open_


def _own(text: str, cells: Sequence[Span]) -> Span | None:
    """The last cells between which nothing stands: what is merged down may come from lines that are no row."""
    if not cells:
        return None
    start, end = cells[-1].start, max(cell.end for cell in cells)
    for cell in reversed(cells):
        if text[cell.end : start].strip():
            break
        start = cell.start
    return Span(start, end)


def _several() -> Unreadable:
    return Unreadable(
        "archive",
        say(
            "文件是压缩包，含多个文件；用 policyqa extract 或 policyqa add 读取其中的文件。",
            "The file is an archive of several files; read them with `policyqa extract` or `policyqa add`.",
        ),
    )


def _silences(text: str) -> list[Problem]:
    if len(text.strip()) >= 50:
        return []
    message = say(
        "文件只有很少的文字，可能没有读全。", "The file holds very little text; it may not have been read in full."
    )
    return [Problem(code="little-text", grade="warning", message=message)]
