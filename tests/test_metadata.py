"""What a document says of itself. Every text here is made up; places are real where their codes matter."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from casebook import cases

from policyqa.reading import build
from policyqa.reading.csv_record import record
from policyqa.reading.raw import RawText
from policyqa.reading.text import read_text

CASES = cases("metadata")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_metadata(case: dict[str, Any]) -> None:
    about = build(RawText(text=case["text"]), "id", "case.txt").metadata
    found = msgspec.to_builtins(about)
    found["region_code"] = about.region.code if about.region else None
    found["region"] = about.region.name if about.region else None
    assert {key: found[key] for key in case["expected"]} == case["expected"]


def test_a_page_gives_what_its_text_leaves_out() -> None:
    fields = {
        "标题": "（转载）校园足球补贴指南",
        "发布机构": "市教育局",
        "网站": "东营市人民政府门户网站",
        "发布日期": "2024-05-06 10:20",
    }
    found = build(RawText(text="补贴怎么申请？一看便知。" * 5, fields=fields), "id", "page.html")
    assert found.metadata.title == "校园足球补贴指南"
    assert found.metadata.region
    assert found.metadata.region.name == "东营市"
    assert found.metadata.issuer == "东营市教育局"
    assert "region-guessed" in [problem.code for problem in found.problems]


@pytest.mark.parametrize("source", ["某政务网站", "某某发布微信公众号", "国家法律法规数据库"])
def test_a_site_is_no_issuer(source: str) -> None:
    found = build(RawText(text="补贴怎么申请？一看便知。" * 5, fields={"发布机构": source}), "id", "page.html")
    assert found.metadata.issuer is None


def test_a_row_of_a_data_set_is_a_document() -> None:
    body = "政府工作报告\n各位代表：\n" + "现在，我代表省人民政府报告工作。" * 20
    content = f'province,year,title,publish_date,full_text\n山东省,2024,2024年山东省政府工作报告,2024-02-03,"{body}"\n'
    source = read_text(content.encode(), "report.csv")
    assert source.text == body
    assert source.fields == {"网站": "山东省", "标题": "2024年山东省政府工作报告", "发布日期": "2024-02-03"}


@pytest.mark.parametrize(
    "content",
    ["一,二,三\n四,五,六\n", "甲,乙,丙\n" + '"未完,' * 3, "一段话，没有表头。\n第二段，也没有。", "a,b,c\n" * 9],
)
def test_other_files_with_commas_are_no_record(content: str) -> None:
    assert record(content) is None


def test_a_place_whose_name_the_title_cuts_is_the_one_that_the_text_names() -> None:
    text = "云港市优化营商环境条例\n第一条 为了优化连云港市营商环境，制定本条例。\n第二条 连云港市行政区域内适用本条例。连云港各县区应当落实。\n"
    found = build(RawText(text=text), "id", "page.html")
    assert found.metadata.region
    assert found.metadata.region.name == "连云港市"
    assert "region-guessed" in [problem.code for problem in found.problems]


RUN_ON = (
    "青岭县人民政府办公室关于加强公共停车管理的通知青政办发〔2026〕3号各乡镇人民政府，县政府各部门：停车难事关群众出行。"
    "为加强公共停车管理，现就有关事项通知如下：一、新建停车场。到2027年底，新建公共停车场12处。"
    + "各乡镇要按照职责分工抓好落实。" * 40
    + "二、规范收费。收费标准应当公示。三、加强监督。定期通报进展。青岭县人民政府办公室二○二六年三月一日（此件公开发布）"
)


def test_a_letter_that_lost_its_breaks_is_read_as_one() -> None:
    found = build(RawText(text=RUN_ON), "id", "notice.txt")
    about = found.metadata
    assert (about.doc_number, str(about.issued_on)) == ("青政办发〔2026〕3号", "2026-03-01")
    assert about.title == "青岭县人民政府办公室关于加强公共停车管理的通知"
    assert about.issuer == "青岭县人民政府办公室"
    assert about.addressees == "各乡镇人民政府，县政府各部门"
    frame = [p.span.of(RUN_ON) for p in found.paragraphs if p.kind == "front"]
    assert frame == [
        "青岭县人民政府办公室关于加强公共停车管理的通知", "青政办发〔2026〕3号", "各乡镇人民政府，县政府各部门：",
        "青岭县人民政府办公室", "二○二六年三月一日", "（此件公开发布）",
    ]  # fmt: skip
    assert [section.title for section in found.sections] == ["新建停车场", "规范收费", "加强监督"]


def test_a_date_within_a_long_line_signs_nothing() -> None:
    text = (
        "停车场建设按照规划进行。" * 60
        + "青岭县停车场于二○二六年三月一日起收费。青岭县人民政府二○二六年三月一日起施行新标准。"
    )
    assert build(RawText(text=text), "id", "notice.txt").metadata.issued_on is None
