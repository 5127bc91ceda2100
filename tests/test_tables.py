"""Tables as data: heads of one row and of two, repeated and missing heads, units and numbers in names. All made up."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from policyqa.model import Document
from policyqa.pipeline import extract
from policyqa.reading import read_bytes

TITLE = "<p>栎原县“十五五”校园足球发展规划</p><p>为发展校园足球，结合本县实际，制定本规划，主要指标如下。</p>"


def _page(*tables: str, between: str = "") -> bytes:
    return f"<html><body>{TITLE}{between.join(f'<table>{table}</table>' for table in tables)}</body></html>".encode()


def _rows(*rows: str) -> str:
    """One row to a string, cells apart by |; 名称*2 spans two columns, 类别^3 three rows."""
    return "".join(f"<tr>{''.join(_cell(cell.strip()) for cell in row.split('|'))}</tr>" for row in rows)


def _cell(text: str) -> str:
    text, _, columns = text.partition("*")
    text, _, rows = text.partition("^")
    return f"<td colspan={columns or 1} rowspan={rows or 1}>{text}</td>"


class Case(NamedTuple):
    name: str
    tables: tuple[str, ...]
    expected: list[tuple[object, ...]]  # indicator, value, unit, end, baseline, its year
    between: str = ""


CASES = [
    Case(
        "one head",
        (_rows("序号 | 指标 | 单位 | 2025年 | 2030年 | 属性", "1 | 足球场地 | 片 | 12 | 30 | 约束性", "2 | 参训学生 | 万人 | 1.2 | ≥3 | 预期性"),),
        [("足球场地", 30, "片", 2030, 12, "2025"), ("参训学生", 3, "万人", 2030, 1.2, "2025")],
    ),
    Case(
        "a title in the first row, and a head of two rows",
        (
            _rows(
                "校园足球主要指标*5",
                "类别^2 | 指标^2 | 数值*2 | 属性^2",
                "2025年实际 | 2030年目标",
                "设施^2 | 足球场地（片） | 12 | 30 | 约束性",
                "器材达标率（%） | 55 | 100 | 约束性",
            ),
        ),
        [("足球场地", 30, "片", 2030, 12, "2025"), ("器材达标率", 100, "%", 2030, 55, "2025")],
    ),
    Case(
        "words for the years, and a rate of growth that is none",
        (
            _rows(
                "指标名称 | 计量单位 | 基期值 | “十五五”末目标值 | 年均增长（%）",
                "1.足球场地 | 片 | 12 | 30 | 20.1",
                "（2）专职教师 | 人 | 40 | 120左右 | 24.6",
            ),
        ),
        [("足球场地", 30, "片", 2030, 12, None), ("专职教师", 120, "人", 2030, 40, None)],
    ),
    Case(
        "the head again on the next page",
        (
            _rows(
                "序号 | 指标 | 单位 | 2025年 | 2030年",
                "1 | 足球场地 | 片 | 12 | 30",
                "序号 | 指标 | 单位 | 2025年 | 2030年",
                "2 | 专职教师 | 人 | 40 | 120",
            ),
        ),
        [("足球场地", 30, "片", 2030, 12, "2025"), ("专职教师", 120, "人", 2030, 40, "2025")],
    ),
    Case(
        "a second table goes on without a head",
        (
            _rows("序号 | 指标 | 单位 | 2025年 | 2030年", "1 | 足球场地 | 片 | 12 | 30", "2 | 球队 | 支 | 8 | 20"),
            _rows("3 | 专职教师 | 人 | 40 | 120", "4 | 比赛 | 场 | 60 | 200"),
        ),
        [("足球场地", 30, "片", 2030, 12, "2025"), ("球队", 20, "支", 2030, 8, "2025"), ("专职教师", 120, "人", 2030, 40, "2025"), ("比赛", 200, "场", 2030, 60, "2025")],
        between="<p>（续表）</p>",
    ),
    Case(
        "no values",
        (_rows("序号 | 指标 | 单位 | 2025年 | 2030年", "1 | 足球场地 | 片 | — | 完成上级任务", "2 | 球队 | 支 | 8 | —"),),
        [],
    ),
]  # fmt: skip


def read(case: Case) -> Document:
    return read_bytes(_page(*case.tables, between=case.between), "plan.html")


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_indicator_tables(case: Case) -> None:
    document = read(case)
    found = [
        (
            t.indicator, t.min if t.min is not None else t.max, t.unit, t.deadline and t.deadline.end and t.deadline.end.year,
            t.baseline and t.baseline.value, t.baseline and t.baseline.year,
        )
        for t in extract(document).targets
    ]  # fmt: skip
    assert found == case.expected


def test_a_text_between_two_tables_keeps_them_apart() -> None:
    first = _rows("序号 | 指标 | 单位 | 2025年 | 2030年", "1 | 足球场地 | 片 | 12 | 30", "2 | 球队 | 支 | 8 | 20")
    second = _rows("3 | 甲校 | 人 | 40 | 120", "4 | 乙校 | 人 | 60 | 200")
    document = read_bytes(_page(first, second, between="<p>各校现有人数如下，供安排时参考。</p>"), "plan.html")
    assert [target.indicator for target in extract(document).targets] == ["足球场地", "球队"]


def test_task_tables_with_two_columns_of_words_and_merged_bodies() -> None:
    table = _rows(
        "序号 | 重点任务 | 具体举措 | 县级牵头单位 | 配合单位 | 完成时限",
        "1 | 建设场地^2 | 新建足球场12片 | 县教育局^2 | 县财政局 | 2027年底前",
        "2 | 改建足球场8片 | 县自然资源局、县财政局 | 2028年6月底前^2",
        "3 | 建强队伍 | 招聘教练30名 | 县委编办 | 县教育局",
    )
    found = extract(read_bytes(_page(table), "plan.html"))
    tasks = [c for c in found.commitments if "片" in c.object or "教练" in c.object]
    assert [task.object for task in tasks] == ["新建足球场12片", "改建足球场8片", "招聘教练30名"]
    bodies = [[(found.bodies[i].name, found.bodies[i].role) for i in task.bodies] for task in tasks]
    assert bodies[0] == [("县教育局", "lead"), ("县财政局", "participate")]
    limits = [t.deadline and t.deadline.end and t.deadline.end.isoformat() for t in found.targets]
    assert limits == ["2027-12-31", "2028-06-30", "2028-06-30"]
    leads = [{b.name for b in target.bodies if b.role == "lead"} for target in found.targets]
    assert leads == [{"县教育局"}, {"县教育局"}, {"县委编办"}]


def test_tabs_make_a_table_of_plain_text() -> None:
    text = "栎原县校园足球方案\n主要指标如下。\n序号\t指标\t单位\t2025年\t2030年\n1\t足球场地\t片\t12\t30\n2\t球队\t支\t8\t20\n"
    document = read_bytes(text.encode("gb18030"), "plan.txt")
    assert [[cell.of(document.text) for cell in row] for row in document.tables[0].rows][1] == [
        "1",
        "足球场地",
        "片",
        "12",
        "30",
    ]
    assert [target.min for target in extract(document).targets] == [30, 20]


@pytest.mark.parametrize(
    ("head", "cell", "expected"),
    [
        ("责任单位", "牵头单位：县教育局；配合单位：县财政局、县人社局", {"县教育局": "lead", "县财政局": "participate", "县人社局": "participate"}),
        ("责任分工", "牵头单位：县教育局；配合单位：县财政局、县人社局", {"县教育局": "lead", "县财政局": "participate", "县人社局": "participate"}),
        ("责任单位", "县教育局牵头，县财政局、县人社局配合", {"县教育局": "lead", "县财政局": "participate", "县人社局": "participate"}),
        ("责任单位", "县教育局（牵头）、县财政局、县人社局", {"县教育局": "lead", "县财政局": "participate", "县人社局": "participate"}),
        ("责任单位", "县教育局（牵头）、县财政局（配合）", {"县教育局": "lead", "县财政局": "participate"}),
        ("责任单位", "县教育局、县财政局", {"县教育局": "lead", "县财政局": "lead"}),
        ("备注", "责任单位：县教育局", {"县教育局": "lead"}),
        ("备注", "县教育局已有场地", {}),
    ],
)  # fmt: skip
def test_a_cell_may_give_its_offices_roles(head: str, cell: str, expected: dict[str, str]) -> None:
    rows = _rows(
        f"序号 | 重点任务 | {head} | 完成时限",
        f"1 | 新建足球场12片 | {cell} | 2027年底",
        "2 | 改建足球场8片 | 县体育局 | 2028年底",
    )
    found = extract(read_bytes(_page(rows), "tasks.html"))
    row = next(task for task in found.commitments if task.object == "新建足球场12片")
    assert {found.bodies[i].name: found.bodies[i].role for i in row.bodies} == expected
    target = next(target for target in found.targets if target.max == 12)
    assert {body.name: body.role for body in target.bodies} == expected


def test_a_task_that_names_its_offices_in_its_own_cell() -> None:
    rows = _rows(
        "序号 | 重点任务",
        "1 | 新建足球场12片。（牵头单位：县教育局；配合单位：县财政局）",
        "2 | 改建足球场8片。（责任单位：县体育局）",
    )
    found = extract(read_bytes(_page(rows), "tasks.html"))
    assert [[(b.name, b.role) for b in target.bodies] for target in found.targets] == [
        [("县教育局", "lead"), ("县财政局", "participate")],
        [("县体育局", "lead")],
    ]
