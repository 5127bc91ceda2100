"""How fast files are read, each format beside a peer in the same run.

    python benchmarks/reading.py [FOLDER…]

PDF pages beside pypdfium2's bare text of the same pages, Word documents beside python-docx's loop over paragraphs.
Without arguments: the sample documents, and ../shared/documents where it is there. Each figure is the best of five
rounds, in seconds of this process (so that other work on the machine counts little); the two sides take turns.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2

from policyqa.reading import Unreadable, ocr, read_bytes
from policyqa.reading.docx import read_docx
from policyqa.reading.pdf import read_pdf

ROOT = Path(__file__).parents[1]
FOLDERS = (ROOT / "corpus" / "documents", ROOT.parent / "shared" / "documents")
ROUNDS = 5


def main() -> int:
    ocr.is_installed = lambda: False  # a scan would measure the recognition, and has no text for the peer
    for folder in [Path(argument) for argument in sys.argv[1:]] or FOLDERS:
        if folder.is_dir():
            print(folder.name)
            _pdf([path.read_bytes() for path in sorted(folder.rglob("*.pdf"))])
            _docx([path.read_bytes() for path in sorted(folder.rglob("*.docx"))])
    return 0


def _pdf(files: list[bytes]) -> None:
    """Files with a text layer; the reader's time is without and with repair, structure and metadata."""
    files = [data for data in files if _is_read(data, "a.pdf")]
    pages = sum(_pages(data) for data in files)
    if pages:
        bare, reader, whole = _timed(
            lambda: [_bare_pdf(data) for data in files],
            lambda: [read_pdf(data, "a.pdf") for data in files],
            lambda: [read_bytes(data, "a.pdf") for data in files],
        )
        _report("pdf", pages, "pages", ("pypdfium2", bare), ("read_pdf", reader), ("whole document", whole))


def _docx(files: list[bytes]) -> None:
    files = [data for data in files if _is_read(data, "a.docx")]
    if files:
        bare, reader, whole = _timed(
            lambda: [_bare_docx(data) for data in files],
            lambda: [read_docx(data, "a.docx") for data in files],
            lambda: [read_bytes(data, "a.docx") for data in files],
        )
        _report(
            "docx", len(files), "documents", ("python-docx", bare), ("read_docx", reader), ("whole document", whole)
        )


def _is_read(data: bytes, name: str) -> bool:
    try:
        read_bytes(data, name)
    except Unreadable:
        return False
    return True


def _pages(data: bytes) -> int:
    with pypdfium2.PdfDocument(data) as document:
        return len(document)


def _bare_pdf(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _bare_docx(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def _timed(*sides: Callable[[], object]) -> list[float]:
    best = [float("inf")] * len(sides)
    for _ in range(ROUNDS):
        for index, side in enumerate(sides):
            started = time.process_time()
            side()
            best[index] = min(best[index], time.process_time() - started)
    return best


def _report(kind: str, count: int, unit: str, peer: tuple[str, float], *sides: tuple[str, float]) -> None:
    print(f"  {kind}: {count} {unit}")
    for name, seconds in (peer, *sides):
        print(f"    {name:16} {count / seconds:8.0f} {unit}/s   {seconds / peer[1]:.2f} x {peer[0]}")


if __name__ == "__main__":
    sys.exit(main())
