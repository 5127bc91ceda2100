"""OFD files: lines and paragraphs joined, tables from rules, templates in, what is broken told."""

from __future__ import annotations

import pytest
from making import OFD_NAMESPACE, ofd, ofd_lines, ofd_page, text_object, wrapped

from policyqa.reading import Unreadable, read_bytes

PLAN = [
    "清川县学前教育普及普惠三年行动方案",
    "一、主要目标",
    "到2027年，全县新建、改扩建公办幼儿园12所，新增公办学位3600个，学前三年毛入园率稳定在98%以上，公办园在园幼儿占比达到60%。",
    "县教育局负责牵头，县发展改革局、县财政局配合，每年12月底前将进展情况报县人民政府备案，并向社会公开。",
]


def _pages(copies: int = 1) -> list[str]:
    lines = [PLAN[0], *(line for part in PLAN[1:] * copies for line in wrapped(part))]
    return ofd_lines(lines)


def test_lines_of_a_paragraph_are_joined_and_pages_are_known() -> None:
    document = read_bytes(ofd(_pages(10)), "方案.ofd")
    assert document.text.split("\n") == [PLAN[0], *PLAN[1:] * 10]
    assert len(document.pages) == 3
    last = [p for p in document.passages if p.span.of(document.text) == PLAN[3]][-1]
    assert last.page == 3
    assert document.page(0) == 1


def test_runs_painted_in_any_order_stand_in_reading_order() -> None:
    parts = [
        text_object("县教育局负责落实", 70, 60),
        text_object("清川县人民政府", 28, 40),
        text_object("一、目标由", 28, 60),
    ]
    document = read_bytes(ofd([ofd_page("".join(parts))]), "a.ofd")
    assert document.text == "清川县人民政府\n一、目标由 县教育局负责落实"


def _table(rows: list[list[str]], x: float = 28, y: float = 50, wide: float = 38, high: float = 10) -> str:
    strokes = [(x, y + i * high, x + wide * len(rows[0]), y + i * high) for i in range(len(rows) + 1)]
    strokes += [(x + i * wide, y, x + i * wide, y + high * len(rows)) for i in range(len(rows[0]) + 1)]
    paths = "".join(
        f'<ofd:PathObject ID="5" Boundary="{a} {b} {c - a} {d - b}"><ofd:AbbreviatedData>M 0 0 L {c - a} {d - b}'
        "</ofd:AbbreviatedData></ofd:PathObject>"
        for a, b, c, d in strokes
    )
    cells = [
        text_object(cell, x + 2 + column * wide, y + 2 + row * high, 4)
        for row, line in enumerate(rows)
        for column, cell in enumerate(line)
        if cell
    ]
    return paths + "".join(cells)


def test_ruled_cells_are_a_table() -> None:
    rows = [["指标", "单位", "2025年", "2030年"], ["公办园占比", "%", "52", "60"], ["新增学位", "个", "800", "3600"]]
    page = ofd_page(text_object("附表", 28, 40) + _table(rows) + text_object("说明：数据由县教育局提供", 28, 90))
    document = read_bytes(ofd([page]), "表.ofd")
    (table,) = document.tables
    assert [[cell.of(document.text) for cell in row] for row in table.rows] == rows
    assert document.text.startswith("附表\n指标\t单位")
    assert document.text.endswith("说明：数据由县教育局提供")


def test_templates_are_in_and_invisible_objects_out() -> None:
    template = ofd_page(text_object("清川县人民政府文件", 40, 30))
    hidden = text_object("不显示", 28, 80).replace("<ofd:TextObject ", '<ofd:TextObject Visible="false" ')
    page = ofd_page(text_object("各乡镇人民政府：", 28, 60) + hidden)
    page = page.replace("<ofd:Content>", '<ofd:Template TemplateID="90" ZOrder="Background"/><ofd:Content>', 1)
    document = read_bytes(ofd([page], {"Doc_0/Tpls/Tpl_0/Content.xml": template}), "a.ofd")
    assert document.text == "清川县人民政府文件\n各乡镇人民政府："


def test_a_damaged_page_is_told_and_the_others_are_read() -> None:
    pages = _pages(10)
    document = read_bytes(ofd([pages[0], pages[1][:200], pages[2]]), "a.ofd")
    assert PLAN[0] in document.text
    assert [p.message for p in document.problems if p.code == "damaged-pages"] == ["第 2 页已损坏，没有读取。"]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (ofd([ofd_page("")]), "empty"),
        (ofd([ofd_page('<ofd:ImageObject ID="1" Boundary="0 0 210 297" ResourceID="3"/>')]), "scanned"),
        (ofd([ofd_page(text_object("字", 1, 1))[:80]]), "damaged"),
        (ofd([ofd_page(text_object("字", 1, 1))])[:-60], "damaged"),
        (ofd([], {"OFD.xml": f'<!DOCTYPE a [<!ENTITY b "c">]><ofd:OFD {OFD_NAMESPACE}>&b;</ofd:OFD>'}), "hostile"),
        (ofd([ofd_page(text_object("字", 1, 1))], {"OFD.xml": "<a/>"}), "empty"),
    ],
)  # fmt: skip
def test_files_without_text_say_why(files: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_bytes(files, "a.ofd")
    assert caught.value.problem.code == code
    assert caught.value.problem.message.endswith("。")


@pytest.mark.parametrize(
    ("delta", "ends"),
    [("g 3 5", 15.0), ("5 5 5", 15.0), ("5 g 2 5", 15.0), ("g 99999999999 5", 15.0), ("g", 16.8), ("", 16.8)],
)
def test_steps_between_characters(delta: str, ends: float) -> None:
    """The last of four characters decides where the next run begins to be apart."""
    first = (
        text_object("四字一组", 28, 40).split(" DeltaX")[0]
        + f' DeltaX="{delta}">四字一组</ofd:TextCode></ofd:TextObject>'
    )
    page = ofd_page(first + text_object("近", 28 + ends + 5.7, 40))
    assert read_bytes(ofd([page]), "a.ofd").text in ("四字一组近", "四近字一组")


def test_one_text_at_two_heights_of_a_margin_is_no_header() -> None:
    page = ofd_page(text_object("于俪", 28, 5) + text_object("于俪", 28, 30) + text_object("各乡镇人民政府", 28, 80))
    assert read_bytes(ofd([page]), "a.ofd").text.count("于俪") == 2
