"""Excel workbooks: a sheet's table row for row, so that its targets and tasks are found."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from making import zipped

from policyqa.model import Document
from policyqa.pipeline import extract
from policyqa.reading import Unreadable, read_bytes

INDICATORS = [
    ["清川县“十五五”教育发展主要指标"],
    [None, None, None, None, "2026年5月"],
    ["序号", "指标名称", "单位", "2025年", "2030年", "属性"],
    [1, "学前教育毛入园率", "%", 96.5, 98, "预期性"],
    [2, "公办园在园幼儿占比", "%", 52, 60, "约束性"],
    [None],
    [3, "新增义务教育学位", "个", 1200, 3600, "预期性"],
    ["注：毛入园率按户籍人口计算。"],
]


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def cells(document: Document, table: int = 0) -> list[list[str]]:
    return [[cell.of(document.text) for cell in row] for row in document.tables[table].rows]


def test_titles_table_and_remarks_are_told_apart() -> None:
    document = read_bytes(saved(workbook(("Sheet1", INDICATORS))), "指标.xlsx")
    assert document.text.split("\n")[:2] == [INDICATORS[0][0], "2026年5月"]
    assert document.text.endswith("注：毛入园率按户籍人口计算。")
    assert cells(document) == [[str(c) for c in row] for row in INDICATORS[2:5] + INDICATORS[6:7]]


def test_indicator_rows_are_targets_with_baselines() -> None:
    found = extract(read_bytes(saved(workbook(("Sheet1", INDICATORS))), "指标.xlsx")).targets
    assert [(t.indicator, t.min, t.unit, t.binding, t.baseline.value if t.baseline else None) for t in found] == [
        ("学前教育毛入园率", 98, "%", "预期性", 96.5),
        ("公办园在园幼儿占比", 60, "%", "约束性", 52),
        ("新增义务教育学位", 3600, "个", "预期性", 1200),
    ]


def test_tasks_with_merged_cells_keep_their_bodies_and_limits() -> None:
    rows = [
        ["序号", "重点任务", "牵头单位", "责任单位", "完成时限"],
        [1, "新建公办幼儿园12所", "县教育局", "县发展改革局、县财政局", "2026年12月底前"],
        [2, "培训幼儿园教师300名", None, "各乡镇人民政府", None],
    ]
    book = workbook(("任务", rows))
    book["任务"].merge_cells("C2:C3")
    book["任务"].merge_cells("E2:E3")
    document = read_bytes(saved(book), "任务.xlsx")
    assert cells(document)[2] == ["2", "培训幼儿园教师300名", "县教育局", "各乡镇人民政府", "2026年12月底前"]
    assert document.text.count("县教育局") == 1
    extraction = extract(document)
    assert {b.name for b in extraction.bodies} >= {"县教育局", "县发展改革局", "县财政局"}
    assert [str(d.end) for d in extraction.deadlines] == ["2026-12-31"]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.985, "0.00%", "98.5%"), (0.07, "0%", "7%"), (0.1 + 0.2, "General", "0.3"), (3600.0, "0", "3600"),
        (12, '0"所"', "12所"), (1e15, "General", "1000000000000000"), (True, "General", "TRUE"), (-2.5, "0.0", "-2.5"),
        (datetime(2027, 12, 31), "yyyy-mm-dd", "2027年12月31日"), (datetime(2027, 12, 1), 'yyyy"年"m"月"', "2027年12月"),
        (datetime(2027, 1, 1), "yyyy", "2027年"), (" 县教育局\n县财政局 ", "General", "县教育局 县财政局"),
    ],
)  # fmt: skip
def test_values_read_as_the_sheet_shows_them(value: Any, number_format: str, shown: str) -> None:
    book = workbook(("表", [["项目", "数值"], ["甲", value]]))
    book["表"]["B2"].number_format = number_format
    assert cells(read_bytes(saved(book), "a.xlsx"))[1] == ["甲", shown]


def test_sheets_are_named_hidden_ones_told_and_left_out() -> None:
    book = workbook(
        ("指标", INDICATORS), ("底稿", [["草稿", "不公开"], ["甲", "乙"]]), ("任务", [["任务", "时限"], ["一", "二"]])
    )
    book["底稿"].sheet_state = "hidden"
    document = read_bytes(saved(book), "a.xlsx")
    assert document.text.startswith("指标\n清川县")
    assert "不公开" not in document.text
    assert len(document.tables) == 2
    assert [p.message for p in document.problems if p.code == "hidden-sheets"] == ["隐藏的工作表没有读取：底稿。"]


def test_formulas_without_a_stored_result_are_counted() -> None:
    book = workbook(("表", [["指标", "2030年"], ["合计", "=SUM(B3:B4)"], ["甲", 1], ["乙", 2]]))
    document = read_bytes(saved(book), "a.xlsx")
    assert [p.message[:7] for p in document.problems if p.code == "no-results"] == ["有 1 个公式"]


def test_a_cell_in_the_last_corner_costs_nothing() -> None:
    book = workbook(("表", INDICATORS))
    book["表"]["XFD1048576"] = "x"
    book["表"]["A1048576"] = "注：末行"
    assert cells(read_bytes(saved(book), "a.xlsx"))[1][1] == "学前教育毛入园率"


def test_a_bomb_and_a_wreck_are_refused() -> None:
    good = saved(workbook(("表", INDICATORS)))
    sheet = "<worksheet>" + "<c/>" * 15_000_000 + "</worksheet>"
    parts = {"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet}
    entity = '<!DOCTYPE a [<!ENTITY b "c">]><workbook>&b;</workbook>'
    for data, code in (
        (good[: len(good) // 2], "damaged"),
        (zipped(parts), "too-large"),
        (zipped({"xl/workbook.xml": entity}), "hostile"),
        (zipped({"xl/workbook.xml": "<workbook/>"}), "damaged"),
        (saved(workbook(("表", []))), "empty"),
    ):
        with pytest.raises(Unreadable) as caught:
            read_bytes(data, "a.xlsx")
        assert caught.value.problem.code == code
