"""A Word document in the form of Chinese official papers (公文), after GB/T 9704: page, fonts, headings, tables.

The title stands in 小标宋, headings of the first level in 黑体, of the second in 楷体, text in 仿宋 of size three; each
font names another for machines that lack it. Tables state the width of every column: Word and WPS keep them only then.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

TITLE, BODY, HEAD, SUBHEAD, LATIN = "方正小标宋简体", "仿宋", "黑体", "楷体", "Times New Roman"
_FALLBACKS = {TITLE: "宋体", BODY: "FangSong", HEAD: "SimHei", SUBHEAD: "KaiTi"}
_WIDTH_CM, _WIDE_CM = 15.6, 24.3  # A4 less the margins of the standard, upright and across
_TABLE_POINTS, _SOURCE_POINTS = 10.5, 9


class Paper:
    """Written from top to bottom."""

    def __init__(self, title: str) -> None:
        import docx

        self._document: WordDocument = docx.Document()
        self._styles()
        self._page()
        self._fonts()
        self._width = _WIDTH_CM
        self._document.core_properties.title = title
        self._document.add_paragraph(title, style="Title")

    def heading(self, text: str, level: int = 1) -> None:
        self._document.add_heading(text, level=level)

    def paragraph(self, text: str, note: str = "") -> None:
        """A paragraph of the text; the note under it in small print."""
        self._document.add_paragraph(text)
        if note:
            self._document.add_paragraph(note, style="Note")

    def note(self, text: str) -> None:
        self._document.add_paragraph(text, style="Note")

    @contextmanager
    def across(self) -> Iterator[None]:
        """What is written inside stands on pages turned across, for wide tables."""
        self._turn(across=True)
        yield
        self._turn(across=False)

    def _turn(self, *, across: bool) -> None:
        from docx.enum.section import WD_ORIENT, WD_SECTION

        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = section.page_height, section.page_width
        self._width = _WIDE_CM if across else _WIDTH_CM

    def picture(self, image: bytes, caption: str) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm

        self._document.add_paragraph(caption, style="Caption").paragraph_format.keep_with_next = True
        paragraph = self._document.add_paragraph(style="Table")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run().add_picture(io.BytesIO(image), width=Cm(_WIDTH_CM))

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[float]) -> None:
        """`shares` of the page's width by column; the head is repeated on each page and no row is torn."""
        from docx.shared import Cm

        widths = [Cm(self._width * share / sum(shares)) for share in shares]
        table = self._document.add_table(rows=0, cols=len(head), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        body = table._tbl
        body.tblPr.append(_margins())
        for number, cells in enumerate((head, *rows)):
            body.append(_row(cells, widths, is_head=number == 0))
        self._document.add_paragraph(style="Note")

    def content(self) -> bytes:
        buffer = io.BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        styles: Any = self._document.styles
        for name in ("Note", "Table"):
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _style(styles["Normal"], BODY, 16, line=28, indent=32)
        _style(styles["Title"], TITLE, 22, line=34, after=18)
        styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _style(styles["Heading 1"], HEAD, 16, line=28, before=12, indent=32)
        _style(styles["Heading 2"], SUBHEAD, 16, line=28, before=6, indent=32)
        _style(styles["Note"], BODY, _SOURCE_POINTS + 1, line=15, after=4)
        _style(styles["Table"], BODY, _TABLE_POINTS)
        _style(styles["Caption"], SUBHEAD, 12, line=20, before=6)
        styles["Normal"].paragraph_format.space_after = Pt(0)

    def _page(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        footer = section.footer.paragraphs[0]
        footer.style = self._document.styles["Table"]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        footer.add_run("— ")
        _page_number(footer)
        footer.add_run(" —")

    def _fonts(self) -> None:
        """Which font stands in where the one of the standard is missing (fontTable.xml)."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from lxml import etree

        part: Any = self._document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
        table = etree.fromstring(part.blob)
        w = table.nsmap["w"]
        for name, other in _FALLBACKS.items():
            font = etree.SubElement(table, f"{{{w}}}font", {f"{{{w}}}name": name})
            etree.SubElement(font, f"{{{w}}}altName", {f"{{{w}}}val": other})
            etree.SubElement(font, f"{{{w}}}charset", {f"{{{w}}}val": "86"})
        part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)


def _style(
    style: Any, font: str, points: float, *, line: float = 0, before: float = 0, after: float = 0, indent: float = 0
) -> None:
    """`line` is an exact line height, `indent` that of the first line, all in points."""
    from docx.shared import Pt, RGBColor

    style.font.size, style.font.bold, style.font.italic = Pt(points), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    _set_font(style, font)
    form = style.paragraph_format
    form.space_before, form.space_after, form.first_line_indent = Pt(before), Pt(after), Pt(indent)
    if line:
        form.line_spacing = Pt(line)
    borders = style.element.xpath("./w:pPr/w:pBdr")
    for border in borders:  # the rule under Word's own title style
        border.getparent().remove(border)


def _set_font(style: Any, name: str) -> None:
    """Latin letters in Times, Chinese characters in the given font; python-docx alone sets the former."""
    from docx.oxml.ns import qn

    style.font.name = LATIN
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _page_number(paragraph: Any) -> None:
    from docx.oxml.parser import parse_xml

    paragraph._p.append(parse_xml(f'<w:fldSimple {_NAMESPACE} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


def _row(cells: Sequence[str], widths: Sequence[int], *, is_head: bool) -> Any:
    """A row as XML: python-docx's own cells take a hundred times as long."""
    from docx.oxml.parser import parse_xml

    marks = "<w:cantSplit/><w:tblHeader/>" if is_head else "<w:cantSplit/>"
    inner = "".join(_cell(text, width, is_head) for text, width in zip(cells, widths, strict=True))
    return parse_xml(f"<w:tr {_NAMESPACE}><w:trPr>{marks}</w:trPr>{inner}</w:tr>")


def _margins() -> Any:
    """Room above and below the text of a cell, in twentieths of a point."""
    from docx.oxml.parser import parse_xml

    sides = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in _CELL_MARGINS.items())
    return parse_xml(f"<w:tblCellMar {_NAMESPACE}>{sides}</w:tblCellMar>")


_CELL_MARGINS = {"top": 50, "left": 90, "bottom": 50, "right": 90}
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _cell(text: str, width: int, is_head: bool) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E7ECF2"/>' if is_head else ""
    lines = "".join(_paragraph(line, is_head) for line in text.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{round(width / 635)}" w:type="dxa"/>{shade}</w:tcPr>{lines}</w:tc>'


def _paragraph(text: str, is_head: bool) -> str:
    from xml.sax.saxutils import escape

    font = f'<w:rFonts w:eastAsia="{HEAD}"/>' if is_head else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Table"/></w:pPr><w:r><w:rPr>{font}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(_printable(text))}</w:t></w:r></w:p>'
    )  # fmt: skip


def _printable(text: str) -> str:
    """XML has no place for control characters, which scraped documents hold."""
    return "".join(c for c in text if c >= " " or c == "\t")
