"""Where results go: tables for the eye, bytes for scripts, files written whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from policyqa.errors import CannotWrite
from policyqa.language import say

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")


def line(text: str) -> None:
    sys.stdout.write(text + "\n")


def complain(text: str) -> None:
    """One plain line on standard error."""
    sys.stderr.write(text + "\n")


def write_out(content: bytes, path: Path | None) -> None:
    """To standard output in UTF-8 whatever the terminal speaks, or to a file that appears only when it is whole."""
    write_parts([content, b"" if path or content.endswith(b"\n") else b"\n"], path)


def write_parts(parts: Iterable[bytes], path: Path | None) -> None:
    """As write_out, part by part, for what is too large to be held in one piece."""
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(parts)
        sys.stdout.buffer.flush()
        return
    try:
        place = path.resolve()  # what a link points to is written, and the link stays
        if place.exists() and not (place.is_file() or place.is_dir()):
            # a device or a pipe: no file may take its place
            with place.open("wb") as stream:
                stream.writelines(parts)
        else:
            _put(parts, place)
    except OSError as error:
        raise CannotWrite(path, error.strerror or str(error)) from error


def _put(parts: Iterable[bytes], path: Path) -> None:
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".policyqa-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(partial, 0o666 & ~mask)
        os.replace(partial, path)
    finally:
        Path(partial).unlink(missing_ok=True)


def separated(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Encoded records of a JSON list, a record a line."""
    for number, part in enumerate(parts):
        yield b",\n" + part if number else part


def json_list(parts: Iterable[bytes], by_line: bool = False) -> bytes:
    """Encoded records as one JSON list, a record a line; or as JSON lines, where a script wants to read one by one."""
    return b"\n".join(parts) if by_line else b"[" + b",\n".join(parts) + b"]"


def show_table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table aligned by the width of Chinese characters, as wide as the terminal at most."""
    from policyqa.cli import columns

    for text in (title, *columns.table(heads, list(rows), shutil.get_terminal_size().columns)):
        line(text)
    line("")


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar on standard error while something takes long; nothing where nobody looks on."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    error = Console(stderr=True)
    with Progress(*columns, console=error, transient=True, disable=not error.is_terminal) as bar:
        yield bar


def progressing(things: Sequence[T], what: str) -> Iterator[T]:
    """One after the other, with a bar."""
    with progress() as bar:
        yield from bar.track(things, description=what)


def report_unreadable(files: Iterable[tuple[str, str]]) -> None:
    """One clear line for each file that could not be read."""
    for name, message in files:
        complain(say(f"未读取 {name}：{message}", f"Not read: {name}: {message}"))
