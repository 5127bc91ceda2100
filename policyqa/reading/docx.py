"""Word documents: paragraphs and tables in order, numbering and all, as the page shows them."""

from __future__ import annotations

from collections.abc import Iterator

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading import docx_tables, ocr
from policyqa.reading.docx_package import open_parts
from policyqa.reading.docx_package import pictures as pictures_of
from policyqa.reading.docx_paragraph import Content, content, is_mark_deleted
from policyqa.reading.failures import empty, macros
from policyqa.reading.numbering import Element, Numbering, Styles, W, value
from policyqa.reading.raw import RawText, Unreadable
from policyqa.reading.writer import Cell, TextWriter, join_lines

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DELETED = {W + "del", W + "moveFrom", _MC + "Fallback"}
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)


def read_docx(data: bytes, name: str) -> RawText:
    """Headers, footers, comments, deleted and hidden text and the generated table of contents are left out.

    Text boxes and footnotes follow the paragraph or table that holds them, endnotes the whole text. Raises
    Unreadable with the code damaged, too-large, scanned (pictures alone) or empty.
    """
    parts = open_parts(data)
    styles = Styles(parts.styles)
    reader = _Reader(Numbering(parts.numbering, styles), styles, _notes(parts.footnotes), _notes(parts.endnotes))
    reader.write(parts.document)
    reader.write_endnotes()
    pictures = sum(1 for tag in _PICTURES for _ in parts.document.iter(tag))
    if not reader.writer.text.strip():
        return _of_pictures(data, pictures)
    problems = (*((_unread(pictures),) if pictures else ()), *((macros(),) if parts.has_macros else ()))
    return RawText(text=reader.writer.text, breaks="paragraphs", tables=reader.writer.tables, problems=problems)


class _Reader:
    """Walks through a document once; numbering counts and notes gather on the way."""

    def __init__(
        self,
        numbering: Numbering,
        styles: Styles,
        footnotes: dict[str, Element],
        endnotes: dict[str, Element],
    ) -> None:
        self.writer = TextWriter()
        self._numbering = numbering
        self._styles = styles
        self._footnotes = footnotes
        self._endnotes = endnotes
        self._pending: list[str] = []  # footnotes seen, to be written after the paragraph or table
        self._last: list[str] = []
        self._count = 0
        self._carried = ""  # text of a paragraph whose mark was deleted: it runs into the next

    def write(self, container: Element) -> None:
        for block in _blocks(container):
            if block.tag == W + "tbl":
                self._write_carried()
                self._write_table(block)
            else:
                found = self._paragraph(block)
                if found is None:
                    continue
                self.writer.paragraph(found.text)
                for box in found.boxes:
                    self.write(box)
            self._write_footnotes()
        self._write_carried()

    def write_endnotes(self) -> None:
        for number, identity in enumerate(self._last, start=1):
            self.writer.paragraph(self._note(self._endnotes[identity], number))

    def _write_carried(self) -> None:
        """Text whose paragraph mark was deleted where no paragraph follows to take it."""
        text, self._carried = self._carried, ""
        if text:
            self.writer.paragraph(text)

    def _write_footnotes(self) -> None:
        pending, self._pending = self._pending, []
        for identity in pending:
            self._count += 1
            self.writer.paragraph(self._note(self._footnotes[identity], self._count))

    def _note(self, element: Element, number: int) -> str:
        return f"[{number}] {join_lines(self._lines(element), header=False)}"

    def _write_table(self, table: Element) -> None:
        cells = docx_tables.places(table)
        if docx_tables.is_frame(cells):
            for cell in cells:
                self.write(cell.element)
        else:
            self.writer.table(self._cells(cells))

    def _cells(self, cells: list[docx_tables.Place]) -> list[Cell]:
        return [
            Cell(join_lines(self._lines(c.element), header=c.row == 0), c.row, c.column, c.rows, c.columns)
            for c in cells
        ]

    def _lines(self, container: Element) -> Iterator[str]:
        """The lines of a cell or note; a table inside it gives one line per row."""
        for block in _blocks(container):
            if block.tag == W + "tbl":
                cells = self._cells(docx_tables.places(block))
                for row in sorted({cell.row for cell in cells}):
                    yield " ".join(cell.text for cell in cells if cell.row == row)
                continue
            found = self._paragraph(block)
            if found is not None:
                yield from found.text.split("\n")
                for box in found.boxes:
                    yield from self._lines(box)
        text, self._carried = self._carried, ""
        yield text

    def _paragraph(self, element: Element) -> Content | None:
        """None for an entry of the table of contents, and for a paragraph that runs into the next."""
        properties = element.find(W + "pPr")
        if self._styles.is_contents(properties):
            return None
        found = content(element)
        self._pending += [note for note in found.footnotes if note in self._footnotes]
        self._last += [note for note in found.endnotes if note in self._endnotes]
        text, self._carried = self._carried + found.text, ""
        if is_mark_deleted(properties):
            self._carried = text
            return found._replace(text="") if found.boxes else None
        return found._replace(text=self._numbering.mark(properties) + text)


def _blocks(container: Element) -> Iterator[Element]:
    """Paragraphs and tables, also those inside content controls and tracked insertions."""
    for child in container:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag not in _DELETED and not _is_contents(child):
            yield from _blocks(child)


def _is_contents(element: Element) -> bool:
    """Whether a content control holds the table of contents that Word generated."""
    properties = element.find(W + "sdtPr") if element.tag == W + "sdt" else None
    part = properties.find(W + "docPartObj") if properties is not None else None
    return value(part, "docPartGallery") == "Table of Contents"


def _notes(part: Element | None) -> dict[str, Element]:
    """Notes by their ids, without the rules that separate them from the text."""
    return {} if part is None else {note.get(W + "id", ""): note for note in part if note.get(W + "type") is None}


def _unread(pictures: int) -> Problem:
    message = say(
        f"文件含 {pictures} 张图片，图片里的文字没有读取。",
        f"The file holds {pictures} pictures; text inside them was not read.",
    )
    return Problem(code="pictures", grade="warning", message=message)


def _of_pictures(data: bytes, count: int) -> RawText:
    """A document whose pages were scanned and put into Word."""
    if not count:
        raise empty()
    if not ocr.is_installed():
        lead = say("文件里只有图片，没有文字。", "The file holds pictures and no text. ")
        raise Unreadable("scanned", lead + ocr.missing())
    from policyqa.reading.image import read_pictures

    return read_pictures(pictures_of(data))
