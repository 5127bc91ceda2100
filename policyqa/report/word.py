"""The comparison as a Word document with Chinese fonts, numbered headings and a source under every quote."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from policyqa.comparing import Cell, Comparison
from policyqa.language import say
from policyqa.report import wording
from policyqa.report.summary import common, sentences

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_BODY_FONT, _HEAD_FONT = "FangSong", "SimHei"
_ORDINALS = "一二三四五六七八"


def comparison(result: Comparison) -> bytes:
    """The bytes of a .docx file."""
    names = [region.name for region in result.regions]
    page = _Page(f"{say('政策措施比较报告', 'Comparison of policy measures')}：{'、'.join(names)}")
    page.heading(say("摘要", "Summary"))
    page.paragraphs(sentences(result))
    page.heading(say("指标对照", "Indicators"))
    page.table(
        (say("指标", "Indicator"), *names),
        ([row.indicator, *("\n".join(map(_cell, cells)) or say("未提及", "not mentioned") for cells in row.cells)]
         for row in common(result)),
    )  # fmt: skip
    page.heading(say("共有措施与不同之处", "Shared measures"))
    page.table(
        ("A", "B", say("不同之处", "Differences")),
        ([_quoted(o.a.region, o.a.quote, o.a.file, o.a.section, o.a.page), _quoted(o.b.region, o.b.quote, o.b.file, o.b.section, o.b.page),
          "、".join(map(wording.difference, o.differences))] for o in result.shared),
    )  # fmt: skip
    page.heading(say("只见于一地的量化承诺", "In one region alone"))
    page.paragraphs(_quoted(o.region, o.quote, o.file, o.section, o.page) for o in result.only)
    page.heading(say("时限", "Deadlines"))
    page.table(
        (say("截止日期", "End"), say("地区", "Region"), say("承诺", "Commitment")),
        ([d.end.isoformat(), d.region, _quoted(None, d.quote, d.file, d.section, d.page)] for d in result.due),
    )
    page.heading(say("责任单位", "Responsible bodies"))
    page.table(
        (say("地区", "Region"), say("单位", "Body"), say("角色", "Role"), say("次数", "Mentions")),
        ([d.region, d.body, wording.role(d.role), str(d.mentions)] for d in result.duties),
    )
    page.heading(say("缺口与存疑", "Gaps and doubts"))
    page.paragraphs(_gaps(result) or [say("无。", "None.")])
    return page.content()


def _cell(cell: Cell) -> str:
    target = cell.target
    when = wording.limit(target.deadline)
    return f"{wording.value(target)}{f'（{when}）' if when else ''} {wording.one_line(target.quote)} [{cell.file}]"


def _quoted(region: str | None, quote: str, file: str, section: Sequence[str], page: int | None) -> str:
    head = f"{region}：" if region else ""
    return f"{head}{wording.one_line(quote)}\n[{file} {wording.place(section, page)}]"


def _gaps(result: Comparison) -> list[str]:
    gaps = result.gaps
    return [
        *(f"{f.path}：{f.problem.message}" for f in gaps.unreadable),
        *(f"{u.region} {u.file}：{u.text}，{wording.one_line(u.sentence)}" for u in gaps.unresolved),
        *gaps.doubts,
    ]


class _Page:
    """A Word document that is written from top to bottom."""

    def __init__(self, title: str) -> None:
        import docx
        from docx.shared import Pt

        self._document: WordDocument = docx.Document()
        self._sections = 0
        style = self._document.styles["Normal"]
        style.font.size = Pt(11)
        _set_font(style, _BODY_FONT)
        for name in ("Title", "Heading 1"):
            _set_font(self._document.styles[name], _HEAD_FONT)
        self._document.add_heading(title, level=0)

    def heading(self, text: str) -> None:
        self._document.add_heading(f"{_ORDINALS[self._sections]}、{text}", level=1)
        self._sections += 1

    def paragraphs(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._document.add_paragraph(line)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        from docx.shared import Cm

        rows = list(rows)
        table = self._document.add_table(rows=1 + len(rows), cols=len(head), style="Table Grid")
        # Word and WPS keep columns of one width only where every cell states it
        width = Cm(16 / len(head))
        for line, cells in zip(table.rows, [head, *rows], strict=True):
            for cell, text in zip(line.cells, cells, strict=True):
                cell.width = width
                cell.text = text
        for cell in table.rows[0].cells:
            for run in cell.paragraphs[0].runs:
                run.bold = True

    def content(self) -> bytes:
        buffer = io.BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()


def _set_font(style: Any, name: str) -> None:
    """The font of Latin and of Chinese characters; python-docx alone sets the former."""
    from docx.oxml.ns import qn

    style.font.name = name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
