"""PDF files with running header, page numbers and ruled tables whose header row repeats on every page.

The font is the viewer's own Song face (CID, not embedded), so that no font file is needed; the bytes
depend on the source alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial

from markup import MERGED, Paragraph, Table, parse
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, HRFlowable, LongTable, PageBreak, SimpleDocTemplate
from reportlab.platypus import Paragraph as Flowing

FONT = "STSong-Light"
SIZE = 14  # points; the lines are twice as high
MARGIN = 27 * mm
TEXT_WIDTH = A4[0] - 2 * MARGIN
_BODY = ParagraphStyle(
    "body",
    fontName=FONT,
    fontSize=SIZE,
    leading=2 * SIZE,
    wordWrap="CJK",
    alignment=TA_JUSTIFY,
    firstLineIndent=2 * SIZE,
)
_flush = partial(ParagraphStyle, parent=_BODY, firstLineIndent=0)
_STYLES = {
    "title": _flush("title", fontSize=20, leading=32, alignment=TA_CENTER, spaceBefore=8, spaceAfter=8),
    "letterhead": _flush("letterhead", fontSize=34, leading=60, alignment=TA_CENTER, textColor=colors.red),
    "centred": _flush("centred", alignment=TA_CENTER),
    "left": _flush("left", alignment=TA_LEFT),
    "right": _flush("right", alignment=TA_RIGHT, rightIndent=2 * SIZE),
    "heading1": ParagraphStyle("heading1", parent=_BODY, fontSize=16, keepWithNext=True),
    "heading2": ParagraphStyle("heading2", parent=_BODY, keepWithNext=True),
}
_CELL = _flush("cell", fontSize=11, leading=18, alignment=TA_CENTER)
_RULES = [("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]


class _Template(SimpleDocTemplate):
    """Pages with a number at the foot and, but for the first, a running header."""

    def __init__(self, file: io.BytesIO, title: str, header: str | None) -> None:
        margins = {"leftMargin": MARGIN, "rightMargin": MARGIN, "topMargin": 30 * mm, "bottomMargin": 28 * mm}
        fixed = {"author": "policyqa", "invariant": 1, "pageCompression": 0}
        super().__init__(file, pagesize=A4, title=title, **margins, **fixed)
        self.header = header

    def beforePage(self) -> None:
        if self.header and self.page > 1:
            self.canv.setFont(FONT, 10.5)
            self.canv.drawCentredString(A4[0] / 2, A4[1] - 18 * mm, self.header)
            self.canv.line(MARGIN, A4[1] - 20 * mm, A4[0] - MARGIN, A4[1] - 20 * mm)

    def afterPage(self) -> None:
        self.canv.setFont(FONT, 10.5)
        self.canv.drawCentredString(A4[0] / 2, 16 * mm, f"— {self.page} —")


def write(source: str, title: str, header: str | None) -> bytes:
    """A .pdf; `header` runs above every page but the first."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    written = io.BytesIO()
    _Template(written, title, header).build([part for block in parse(source) for part in _flow(block)])
    return written.getvalue()


def _flow(block: Paragraph | Table) -> list[Flowable]:
    if isinstance(block, Table):
        return [_grid(block)]
    if block.kind == "break":
        return [PageBreak()]
    paragraph = Flowing(block.text, _STYLES.get(block.kind, _BODY))
    if block.kind == "letterhead":
        return [paragraph, HRFlowable(width="100%", thickness=2, color=colors.red, spaceAfter=12)]
    return [paragraph]


def _grid(table: Table) -> LongTable:
    cells = [["" if text == MERGED else Flowing(_kept(text), _CELL) for text in row] for row in table.rows]
    widths = [TEXT_WIDTH * width / 100 for width in table.widths]
    return LongTable(cells, colWidths=widths, repeatRows=1, style=[*_RULES, *_spans(table)])


def _spans(table: Table) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """One command for each run of merged cells."""
    for column in range(len(table.widths)):
        above = 0
        for row in range(1, len(table.rows) + 1):
            if row == len(table.rows) or table.rows[row][column] != MERGED:
                if row - above > 1:
                    yield "SPAN", (column, above), (column, row - 1)
                above = row


def _kept(text: str) -> str:
    """A lone Han character between no-break blanks: where no Chinese font is installed, pdfium finds no width
    for the character's text object and leaves it out of the page's text."""
    return f"\u00a0{text}\u00a0" if len(text) == 1 and not text.isascii() else text
