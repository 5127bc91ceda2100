"""One invented plan, with a 41-row indicator table and a 41-row task table, in every format that is read.

The bodies of the tables are long enough to run over page breaks; in the task table cells are merged down.
"""

from __future__ import annotations

import io
import quopri
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
import pytest
from making import ofd, ofd_page, text_object, wrapped

sys.path.insert(0, str(Path(__file__).parents[1] / "corpus"))

import docx_writer
import pdf_writer
from markup import MERGED, Paragraph, Table, parse

TITLE = "栎原县人民政府关于印发《栎原县公共服务提质扩面行动方案（2026—2030年）》的通知"
PLAN = "栎原县公共服务提质扩面行动方案（2026—2030年）"
_HEAD = f"""= {TITLE}
~ 栎府发〔2026〕18号
< 各乡镇人民政府、街道办事处，县政府各部门、各直属机构：
现将《{PLAN}》印发给你们，请结合实际认真组织实施。执行中的重要情况，请及时报告县政府办公室。
> 栎原县人民政府
> 2026年4月20日
= {PLAN}
为健全覆盖城乡的公共服务体系，推进教育、养老、医疗和政务服务提质扩面，结合本县实际，制定本方案。
# 一、总体要求
到2028年，约束性指标完成进度达到70%以上；到2030年，基本公共服务达标率达到100%，群众满意度达到92%以上，常住人口与户籍人口享有同等服务。
# 二、重点任务
## （一）推进教育优质均衡
1.扩大学前教育资源。2027年底前新增公办学位1500个，每个乡镇至少办好1所公办中心幼儿园。（县教育局牵头，县自然资源局、县财政局配合）
2.建强教师队伍。教师培训经费占教职工工资总额的比例2026年不低于1.8%，2030年提高到2.2%；义务教育教师交流轮岗比例每年提高1.3个百分点以上。（责任单位：县教育局、县财政局）
## （二）完善养老托育服务
3.增加护理型床位。新建、改建养老机构护理型床位占比不低于80%，2027年底前完成3所乡镇敬老院改造。（县民政局牵头，县发展改革局、县财政局配合）
4.发展居家养老。每年新建家庭养老床位不少于190张，在老年人口较多的村（社区）布设老年助餐点，助餐点步行15分钟可达率达到85%。（责任单位：县民政局）
# 三、组织实施
## （一）加强组织领导
县政府建立公共服务联席会议制度，每半年调度一次；联席会议办公室设在县发展改革局，负责日常工作。
## （二）开展监测评估
县统计局每年4月底前发布上一年度监测结果，县审计局对资金绩效开展审计监督。
"""
_PLACES = ("乡村", "城区", "山区", "库区", "高校", "园区", "社区")
_INDICATORS = (
    ("学校达标率", "%"),
    ("养老床位", "张"),
    ("医师数", "人"),
    ("图书馆藏量", "万册"),
    ("体育场地", "个"),
    ("服务覆盖率", "%"),
)
_TASKS = ("新建幼儿园", "改造敬老院", "配备急救设备", "建设托育点", "设置助餐点", "培训护理员")
_UNITS = "所个套处家人"
_BODIES = ("县教育局", "县民政局", "县卫生健康局", "县财政局", "县数据局")
ROWS = 41


def _indicator_table() -> str:
    rows = [
        f"| {i} | {_PLACES[i % 7]}{_INDICATORS[i % 6][0]} | {_INDICATORS[i % 6][1]} | {40 + i} | {'≥' if i % 5 == 0 else ''}{50 + i} |"
        f" {'约束性' if i % 2 else '预期性'}"
        for i in range(1, ROWS + 1)
    ]
    head = "< 附件1\n= 栎原县公共服务主要指标\n|= 10 | 38 | 12 | 13 | 13 | 14\n| 序号 | 指标 | 单位 | 2025年 | 2030年 | 属性"
    return "\n".join([head, *rows])


def _task_table() -> str:
    """牵头单位 is merged down over runs of three rows, 完成时限 over runs of two."""
    rows = [
        f"| {i} | 在{_PLACES[i % 7]}{_TASKS[i % 6]}{i + 1}{_UNITS[i % 6]}，做好验收和移交 | "
        f"{MERGED if i % 3 == 2 else _BODIES[i // 3 % 5] if i % 3 == 1 else '县政府办公室'} | "
        f"{_BODIES[(i + 2) % 5]}、{_BODIES[(i + 4) % 5]} | {MERGED if i % 4 == 2 else f'{2026 + i % 5}年{1 + i % 12}月底前'}"
        for i in range(1, ROWS + 1)
    ]
    head = "< 附件2\n= 栎原县公共服务任务分工\n|= 8 | 36 | 18 | 22 | 16\n| 序号 | 重点任务 | 牵头单位 | 配合单位 | 完成时限"
    return "\n".join([head, *rows])


SOURCE = _HEAD + _indicator_table() + "\n" + _task_table() + "\n"
BLOCKS = parse(SOURCE)


def paragraphs() -> list[str]:
    """What a reader should find: every paragraph, and every row of the tables with tabs between its own cells."""
    found: list[str] = []
    for block in BLOCKS:
        if isinstance(block, Table):
            found += ["\t".join("" if cell == MERGED else cell for cell in row).rstrip() for row in block.rows]
        else:
            found.append(block.text)
    return found


# --- text and Word ----------------------------------------------------------------------------------------------------


def as_text(encoding: str) -> bytes:
    """As a word processor exports it: tabs between the cells of a table."""
    return "\r\n".join(paragraphs()).encode(encoding)


def as_docx() -> bytes:
    return docx_writer.write(SOURCE, title=PLAN, numbered=False)


# --- web pages --------------------------------------------------------------------------------------------------------

_STYLE = "<style>table{border-collapse:collapse}td,th{border:1px solid}body{font-size:15px}@page{margin:25mm}</style>"


def as_html(layout: str) -> bytes:
    """`paragraphs`, `breaks` (lines in one block), `cells` (a page laid out with tables), `word` (saved by Word)."""
    body = {"paragraphs": _in_paragraphs, "breaks": _in_breaks, "cells": _in_cells, "word": _in_word}[layout]()
    head = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_栎原县人民政府门户网站</title>{_STYLE}</head>'
    )
    return f"{head}<body>{body}</body></html>".encode()


def _in_paragraphs() -> str:
    return "".join(_table_html(b) if isinstance(b, Table) else f"<p>　　{escape(b.text)}</p>" for b in BLOCKS)


def _in_breaks() -> str:
    parts = [
        _table_html(b) if isinstance(b, Table) else f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(b.text)}<br>" for b in BLOCKS
    ]
    crumbs = "<div class='nav'><a href='/'>首页</a> &gt; <a href='/zw'>政务公开</a> &gt; 正文</div>"
    tools = "<div>【字体：大 中 小】 <a href='#'>打印本页</a> <a href='#'>关闭窗口</a></div>"
    foot = "<div class='footer'>主办：栎原县人民政府办公室 网站标识码：0000000001</div>"
    return f"{crumbs}<div class='content'>{''.join(parts)}</div>{tools}{foot}"


def _in_cells() -> str:
    rows = "".join(
        f"<tr><td>{_table_html(b) if isinstance(b, Table) else '<p>' + escape(b.text) + '</p>'}</td></tr>"
        for b in BLOCKS
    )
    menu = "".join(f"<a href='/{i}'>栏目{i}</a> " for i in range(8))
    return f"<table><tr><td>{menu}</td></tr><tr><td><table>{rows}</table></td></tr></table>"


def _in_word() -> str:
    def paragraph(block: Paragraph) -> str:
        middle = len(block.text) // 2
        runs = "".join(
            f"<span lang=ZH-CN style='font-family:仿宋'>{escape(t)}</span>"
            for t in (block.text[:middle], block.text[middle:])
        )
        return f"<p class=MsoNormal style='text-indent:32.0pt'>{runs}<o:p></o:p></p>"

    return (
        "<div class=WordSection1>"
        + "".join(_table_html(b) if isinstance(b, Table) else paragraph(b) for b in BLOCKS)
        + "</div>"
    )


def _table_html(table: Table) -> str:
    rows = []
    for i, row in enumerate(table.rows):
        cells = [
            f"<td{f' rowspan={height}' if height > 1 else ''}>{escape(cell)}</td>"
            for j, cell in enumerate(row)
            if cell != MERGED and (height := _height(table.rows, i, j))
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _height(rows: Sequence[Sequence[str]], i: int, j: int) -> int:
    height = 1
    while i + height < len(rows) and rows[i + height][j] == MERGED:
        height += 1
    return height


# --- pages ------------------------------------------------------------------------------------------------------------


def as_mht() -> bytes:
    """As a browser saves a page with its pictures in one file, in the encoding of old sites."""
    page = as_html("paragraphs").decode().replace("utf-8", "gb2312").encode("gb18030")
    return b"\r\n".join(
        [
            b"From: <Saved by a browser>",
            b"MIME-Version: 1.0",
            b'Content-Type: multipart/related; type="text/html"; boundary="----part"',
            b"",
            b"------part",
            b"Content-Type: text/html",
            b"Content-Transfer-Encoding: quoted-printable",
            b"",
            quopri.encodestring(page),
            b"------part",
            b"Content-Type: image/png",
            b"Content-Transfer-Encoding: base64",
            b"",
            b"iVBORw0KGgo=",
            b"------part--",
        ]
    )


def as_reportlab_pdf() -> bytes:
    return pdf_writer.write(SOURCE, title=PLAN, header=PLAN)


_TOP, _BOTTOM, _LEFT, _WIDTH = 37.0, 260.0, 28.0, 156.0  # millimetres
_LINE, _ROW = 9.8, 9.0


def as_ofd() -> bytes:
    """Lines of 28 characters and ruled tables, with a page number at the foot of each page."""
    pages: list[list[str]] = [[]]
    y = _TOP

    def room(height: float) -> float:
        nonlocal y
        if y + height > _BOTTOM:
            pages.append([])
            y = _TOP
        y += height
        return y - height

    for block in BLOCKS:
        if isinstance(block, Paragraph):
            lines = (
                wrapped(block.text) if block.kind not in ("title", "centred", "left", "right") else _lines(block.text)
            )
            for line in filter(str.strip, lines):
                y_line = room(_LINE)  # may begin a page
                pages[-1].append(text_object(line, _LEFT, y_line))
        else:
            _draw(block, pages, room)
    return ofd([ofd_page("".join(page) + text_object(f"— {n} —", 100, 275, 4)) for n, page in enumerate(pages, 1)])


def _lines(text: str) -> list[str]:
    return [text[i : i + 28] for i in range(0, len(text), 28)]


def _draw(table: Table, pages: list[list[str]], room: Callable[[float], float]) -> None:
    edges = [_LEFT]
    for width in table.widths:
        edges.append(round(edges[-1] + _WIDTH * width / 100, 2))
    for i, row in enumerate(table.rows):
        height = _ROW * max(
            1, *(-(-len(cell) * 4 // int(_WIDTH * w / 100 - 4)) for cell, w in zip(row, table.widths, strict=True))
        )
        y = room(height)
        page = pages[-1]
        is_last = i + 1 == len(table.rows)
        for j, cell in enumerate(row):
            below_merged = not is_last and table.rows[i + 1][j] == MERGED
            if cell != MERGED or not page:
                page.append(_stroke(edges[j], y, edges[j + 1], y))
            if not below_merged or y + 2 * height > _BOTTOM:
                page.append(_stroke(edges[j], y + height, edges[j + 1], y + height))
            if cell != MERGED:
                step = int((_WIDTH * table.widths[j] / 100 - 4) / 4)
                for k in range(0, len(cell), step):
                    page.append(text_object(cell[k : k + step], edges[j] + 2, y + 2 + k // step * 6, 4))
        page += [_stroke(x, y, x, y + height) for x in edges]


def _stroke(a: float, b: float, c: float, d: float) -> str:
    wide, high = round(c - a, 2), round(d - b, 2)
    return (
        f'<ofd:PathObject ID="5" Boundary="{a} {b} {wide} {high}"><ofd:AbbreviatedData>M 0 0 L {wide} {high}'
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )


# --- by office program and browser ------------------------------------------------------------------------------------


@cache
def converted(to: str) -> bytes:
    """The plan's .docx as LibreOffice saves it: doc or pdf."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    with TemporaryDirectory() as folder:
        source = Path(folder) / "plan.docx"
        source.write_bytes(as_docx())
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", to, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return source.with_suffix(f".{to}").read_bytes()


@cache
def printed() -> bytes:
    """The plan's web page as Chromium prints it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed")
    with TemporaryDirectory() as folder:
        page, out = Path(folder) / "plan.html", Path(folder) / "plan.pdf"
        page.write_bytes(as_html("paragraphs"))
        flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder}/profile",
            "--no-pdf-header-footer",
        ]
        subprocess.run(
            [program, *flags, f"--print-to-pdf={out}", page.as_uri()], check=True, capture_output=True, timeout=180
        )
        return out.read_bytes()


@cache
def scanned(pages: int) -> bytes:
    """The first pages of LibreOffice's PDF as images, 200 dots to the inch."""
    images = []
    with pypdfium2.PdfDocument(converted("pdf")) as pdf:
        for index in range(pages):
            images.append(pdf[index].render(scale=200 / 72).to_pil().convert("L"))
    written = io.BytesIO()
    images[0].save(written, "PDF", resolution=200, save_all=True, append_images=images[1:])
    return written.getvalue()


FORMATS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "docx": ("plan.docx", as_docx),
    "html in paragraphs": ("plan.html", lambda: as_html("paragraphs")),
    "html in one file (mht)": ("plan.mht", as_mht),
    "html in lines": ("plan.html", lambda: as_html("breaks")),
    "html in layout tables": ("plan.html", lambda: as_html("cells")),
    "html from Word": ("plan.html", lambda: as_html("word")),
    "txt in UTF-8": ("plan.txt", lambda: as_text("utf-8")),
    "txt in GB18030": ("plan.txt", lambda: as_text("gb18030")),
    "pdf by reportlab": ("plan.pdf", as_reportlab_pdf),
    "ofd": ("plan.ofd", as_ofd),
    "pdf by LibreOffice": ("plan.pdf", lambda: converted("pdf")),
    "pdf by Chromium": ("plan.pdf", printed),
    "doc by LibreOffice": ("plan.doc", lambda: converted("doc")),
}
