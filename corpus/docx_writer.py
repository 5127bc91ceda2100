"""Word files: the layout of official documents, Word's own numbering where asked for, merged table cells.

The bytes depend on the source alone: fixed dates in the properties and in the archive, nothing compressed.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run
from markup import MERGED, Paragraph, Table, parse

WRITTEN = datetime(2026, 1, 1)
TEXT_WIDTH = 156  # mm, between the margins that GB/T 9704 prescribes for A4
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}  # mm
_FONTS = {"title": "宋体", "heading1": "黑体", "heading2": "楷体"}
_BODY_FONT = "仿宋"
_SIZE = 16  # points
_ALIGNMENTS = {
    "title": ALIGN.CENTER,
    "centred": ALIGN.CENTER,
    "letterhead": ALIGN.CENTER,
    "right": ALIGN.RIGHT,
}
_UNINDENTED = ("title", "centred", "letterhead", "left", "right")
_LEVELS = (
    ("chineseCounting", "%1、", "黑体"),
    ("chineseCounting", "（%2）", "楷体"),
    ("decimal", "%3.", _BODY_FONT),
)
_TABLE_STYLE = "Table Grid"
_UNUSED = ("/stylesWithEffects", "/thumbnail")  # the template's relationships that nothing here needs
_NUMBERING_ID = 90  # free in python-docx's template


def write(source: str, title: str, numbered: bool) -> bytes:
    """A .docx; with `numbered` Word counts the headings, else their markers are typed in the source."""
    document = docx.Document()
    _slim(document)
    _set_up(document, title)
    if numbered:
        _define_numbering(document)
    for block in parse(source):
        if isinstance(block, Table):
            _add_table(document, block)
        else:
            _add_paragraph(document, block, numbered)
    written = io.BytesIO()
    document.save(written)
    return _with_fixed_dates(written.getvalue())


def _slim(document: Document) -> None:
    """Leaves out 800 KB of table styles and the thumbnail that python-docx's template brings along."""
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", _TABLE_STYLE):
            style.delete()
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_UNUSED)]:
            del relations[key]


def _set_up(document: Document, title: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for margin, size in _MARGINS.items():
        setattr(section, margin, Mm(size))
    _add_page_number(section.footer.paragraphs[0])
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "policyqa", ""
    properties.created = properties.modified = WRITTEN


def _add_page_number(paragraph: WordParagraph) -> None:
    paragraph.alignment = ALIGN.CENTER
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" —")


def _define_numbering(document: Document) -> None:
    """Adds a multi-level list 一、 （一） 1. to the template's numbering part."""
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:rPr><w:rFonts w:eastAsia="{font}"/>'
        f'<w:sz w:val="{2 * _SIZE}"/></w:rPr></w:lvl>'
        for i, (form, text, font) in enumerate(_LEVELS)
    )
    numbering = document.part.numbering_part.element
    definition = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_NUMBERING_ID}">'
    definition += f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    numbering.insert(0, parse_xml(definition))
    link = f'<w:abstractNumId w:val="{_NUMBERING_ID}"/>'
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{_NUMBERING_ID}">{link}</w:num>'))


def _add_paragraph(document: Document, block: Paragraph, numbered: bool) -> None:
    paragraph = document.add_paragraph()
    if block.kind == "break":
        paragraph.add_run().add_break(WD_BREAK.PAGE)
        return
    layout = paragraph.paragraph_format
    layout.alignment = _ALIGNMENTS.get(block.kind, ALIGN.JUSTIFY)
    layout.line_spacing, layout.space_after = Pt(28), Pt(0)
    if block.kind not in _UNINDENTED:
        layout.first_line_indent = Pt(2 * _SIZE)
    if block.kind == "right":
        layout.right_indent = Pt(2 * _SIZE)
    layout.keep_with_next = block.kind in ("heading1", "heading2")
    if numbered and block.kind.startswith("heading"):
        _count(paragraph, int(block.kind[-1]) - 1)
    size = 22 if block.kind == "title" else _SIZE
    _set_font(paragraph.add_run(block.text), _FONTS.get(block.kind, _BODY_FONT), size)


def _count(paragraph: WordParagraph, level: int) -> None:
    numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    numbering.get_or_add_ilvl().val = level
    numbering.get_or_add_numId().val = _NUMBERING_ID


def _set_font(run: Run, name: str, size: float) -> None:
    run.font.name, run.font.size = name, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _add_table(document: Document, table: Table) -> None:
    grid = document.add_table(rows=len(table.rows), cols=len(table.widths), style=_TABLE_STYLE)
    grid.autofit = False
    widths = [Mm(TEXT_WIDTH * width / 100) for width in table.widths]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for i, row in enumerate(table.rows):
        for j, text in enumerate(row):
            cell = grid.cell(i, j)
            cell.width = widths[j]
            if text == MERGED:
                grid.cell(i - 1, j).merge(cell)
                continue
            font = "黑体" if i == 0 else _BODY_FONT
            _set_font(cell.paragraphs[0].add_run(text), font, 12)


def _with_fixed_dates(archive: bytes) -> bytes:
    """The archive with all members dated `WRITTEN` and uncompressed: zlib's output differs by version."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, WRITTEN.timetuple()[:6]), old.read(name))
    return written.getvalue()
