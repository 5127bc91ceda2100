"""Task tables whose cells a copy from a PDF set one below the other. The county and its offices are made up."""

from __future__ import annotations

import pytest

from policyqa.model import Document
from policyqa.pipeline import extract
from policyqa.reading import read_bytes

HEAD = ["序号", "重点任务", "主要内容", "牵头部门", "责任单位"]
# A row to a list: the lines of its cells as a narrow page breaks them, cells apart by None.
ROWS: list[list[str | None]] = [
    ["1", None, "1.优化企业开", "办服务", None, "推进电子营业执照在公共资源", "交易平台中的应用，覆盖率达到", "95%。", None, "县市场监管", "局", None, "县政务服务办、县大", "数据管理中心"],
    ["2", None, "试点推动企业电子证照信息与", "电子营业执照相关联。", None, "县市场监管", "局", None, "县大数据管理中心"],
    ["3", None, "2.提高项目开", "工建设效率", None, "完善长效制度，", "规范审批，办理时间缩短至12", "个工作日以内。", None, "县住房城乡", "建设局", None, "—"],
    ["4", None, "落实联合验收。", None, "县住房城乡", "建设局、县", "自然资源局", None, "各乡镇人民政府、有", "关单位"],
]  # fmt: skip


def _flat(rows: list[list[str | None]], head: list[str] = HEAD, breaks_before: int | None = None) -> str:
    found = ["栎原县优化营商环境责任清单", *head]
    for index, row in enumerate(rows):
        found += head if index == breaks_before else []
        found += [line for line in row if line]
    return "\n".join(found) + "\n"


def _cells(row: list[str | None]) -> list[str]:
    cells = [""]
    for line in row:
        cells = [*cells, ""] if line is None else [*cells[:-1], cells[-1] + line]
    return cells


def _read(text: str) -> Document:
    return read_bytes(text.encode(), "flat.txt")


@pytest.mark.parametrize("breaks_before", [None, 2], ids=["one page", "a page break between two rows"])
def test_rows_and_columns_are_put_together(breaks_before: int | None) -> None:
    document = _read(_flat(ROWS, breaks_before=breaks_before))
    (table,) = document.tables
    found = [[cell.of(document.text) for cell in row] for row in table.rows]
    labels = ["1.优化企业开办服务", "1.优化企业开办服务", "2.提高项目开工建设效率", "2.提高项目开工建设效率"]
    expected = [_cells(row) for row in ROWS]
    assert found == [HEAD, *([row[0], label, *row[-3:]] for row, label in zip(expected, labels, strict=True))]
    assert document.text.count("序号") == 1


def test_every_cell_leads_back_to_the_raw_text() -> None:
    document = _read(_flat(ROWS))
    for row in document.tables[0].rows:
        for cell in row:
            assert document.offsets.span(cell).of(document.raw).replace("\n", "") == cell.of(document.text)


def test_targets_bear_the_offices_of_their_row() -> None:
    found = [(t.indicator, t.max, [(b.name, b.role) for b in t.bodies]) for t in extract(_read(_flat(ROWS))).targets]
    assert [("县市场监管局", "lead"), ("县政务服务办", "participate"), ("县大数据管理中心", "participate")] in [
        f[2] for f in found
    ]
    assert [("县住房城乡建设局", "lead")] in [f[2] for f in found]


def test_a_row_that_can_be_read_in_two_ways_stays_text_and_is_told() -> None:
    doubtful: list[str | None] = ["5", "加强监管。", "县发改局", "县财政局", "县教育局"]
    document = _read(_flat([*ROWS, doubtful, ["6", *ROWS[3][1:]]]))
    assert [row[0].of(document.text) for row in document.tables[0].rows[1:]] == ["1", "2", "3", "4", "6"]
    assert [problem.message for problem in document.problems if problem.code == "flat-rows"] == [
        "任务表的第 5 行分不清栏目（或跨页断开），按文字保留。"
    ]
    kinds = {paragraph.span.of(document.text): paragraph.kind for paragraph in document.paragraphs}
    assert kinds["县财政局"] == "text"


def test_a_row_that_a_page_break_cuts_stays_text() -> None:
    cut: list[str | None] = ["3", "完善长效", "县住建局", "县财", *HEAD, "制度。", "政局"]
    document = _read(_flat([*ROWS[:2], cut, *ROWS[3:]]))
    assert [row[0].of(document.text) for row in document.tables[0].rows[1:]] == ["1", "2", "4"]
    assert "第 3 行" in " ".join(problem.message for problem in document.problems)


def test_where_most_rows_cannot_be_told_the_table_is_left_and_that_is_told() -> None:
    doubtful: list[list[str | None]] = [[str(n), "加强监管。", "县发改局", "县财政局", "县教育局"] for n in range(1, 6)]
    document = _read(_flat(doubtful))
    assert not document.tables
    assert [problem.code for problem in document.problems if problem.grade == "warning"] == ["flat-table-left"]


@pytest.mark.parametrize(
    "head", [["序号", "姓名", "学校", "年级"], ["序号", "县区名称", "名额数", "备注"], ["序号", "工作任务", "说明"]]
)
def test_other_lists_are_no_task_tables(head: list[str]) -> None:
    document = _read(_flat([[str(n), "甲", "乙", "丙"] for n in range(1, 5)], head=head))
    assert not document.tables
    assert not [problem for problem in document.problems if problem.code.startswith("flat")]
