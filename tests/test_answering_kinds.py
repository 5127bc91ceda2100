"""What is asked for has to stand in the answer: a figure of its unit, a day or a length, who takes it; told by small
documents of their own (tests/cases/answers.jsonl)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from casebook import cases
from hypothesis import given, settings
from hypothesis import strategies as st

import policyqa.answering
from policyqa.answering import ask, bounds, labelled
from policyqa.answering.sentence import of_passage
from policyqa.library import Library
from policyqa.pipeline import add
from policyqa.zh import synonyms


@pytest.mark.parametrize("case", cases("answers"), ids=lambda case: case["question"])
def test_an_answer_holds_what_was_asked_for(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(case["text"], "utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        add(library, [tmp_path / "plan.txt"])
        answer = ask(library, case["question"])
    if case["says"] is None:
        assert not answer.found, answer.answer
    else:
        assert case["says"] in answer.answer
        assert "not" not in case or case["not"] not in answer.answer


@pytest.mark.parametrize(
    ("text", "value", "unit", "least"),
    [
        ("增长目标定在5%以上的地方", 5, "%", True),
        ("补贴超过100万元的项目", 1_000_000, "元", True),
        ("不超过3个工作日的事项", 3, "工作日", False),
        ("面积2万平方米以下的", 20_000, "平方米", False),
    ],
)
def test_a_bound_is_read_with_its_unit(text: str, value: float, unit: str, least: bool) -> None:
    assert bounds.asked(text) == bounds.Bound(value, unit, least)


@pytest.mark.parametrize("text", ["增长目标是多少", "每3年办一次", "5%的地方"])
def test_what_bounds_nothing_is_no_bound(text: str) -> None:
    assert bounds.asked(text) is None


def test_a_list_with_a_bound_keeps_those_within_it(tmp_path: Path) -> None:
    for name, growth in (("青岭县", "4.5%左右"), ("白水县", "5.5%左右"), ("黑石县", "6%")):
        text = f"{name}2026年工作要点\n2026年全县地区生产总值增长{growth}。粮食产量保持稳定，进出口增长5%以上。"
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        add(library, [tmp_path])
        rows = ask(library, "2026年哪些地方的地区生产总值增长目标在5%以上？").rows
    assert {row.file for row in rows} == {"白水县.txt", "黑石县.txt"}


def test_a_place_that_begins_a_longer_name_is_no_region(tmp_path: Path) -> None:
    text = "浙江省2025年工作要点\n力争宁波舟山港集装箱吞吐量突破4000万标箱。学习宁波经验，公路货运量突破90万吨。"
    (tmp_path / "浙江.txt").write_text(text, "utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        add(library, [tmp_path])
        assert "4000万标箱" in ask(library, "宁波舟山港2025年集装箱吞吐量要突破多少万标箱?").answer
        assert not ask(library, "宁波公路货运量要突破多少万吨?").found


def test_each_side_of_a_comparison_answers_for_its_own_matter(tmp_path: Path) -> None:
    (tmp_path / "奉节.txt").write_text("奉节县美育方案\n创建50所艺术示范学校。建设90所美育特色学校。", "utf-8")
    (tmp_path / "东营.txt").write_text("东营市美育方案\n建设60所美育特色学校。培育20所艺术示范学校。", "utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        add(library, [tmp_path])
        answer = ask(library, "奉节艺术示范学校和东营美育特色学校，哪边的目标数多？").answer
    assert answer.startswith("东营市")
    assert "50所" in answer
    assert "60所" in answer


def test_every_pattern_can_be_compiled() -> None:
    seen = 0
    for module in iter_modules(policyqa.answering.__path__):
        for value in vars(import_module(f"policyqa.answering.{module.name}")).values():
            for pattern in _patterns(value):
                assert pattern.pattern
                seen += 1
    assert seen > 150


def _patterns(value: object) -> list[Any]:
    if isinstance(value, tuple):
        return [pattern for one in value for pattern in _patterns(one)]
    return [value] if type(value).__name__ == "_Late" else []


@given(
    st.lists(
        st.sampled_from(["孩子", "艺术课", "补贴", "的", "最低", "生活", "保障", "最低生活保障", "a级景区", " "])
    ).map("".join)
)
@settings(max_examples=100)
def test_listed_words_are_found_as_an_alternation_of_them_would(text: str) -> None:
    longest_first = sorted((word for word in synonyms._groups() if len(word) > 1), key=len, reverse=True)
    alternation = re.compile("|".join(map(re.escape, longest_first)))
    assert list(synonyms.listed(text)) == [match.span() for match in alternation.finditer(text)]


@contextmanager
def _library(folder: Path, texts: Mapping[str, str]) -> Iterator[Library]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    with Library.open(folder / "library", create=True) as library:
        add(library, [folder])
        yield library


def test_an_answer_names_its_region_and_what_others_answer(tmp_path: Path) -> None:
    texts = {
        "东营市": "普通高中艺术课程不低于6个学分。",
        "奉节县": "普通高中艺术课程不低于8个学分。",
        "莆田市": "普通高中艺术课程不低于6个学分。",
        "合肥市": "普通高中要重视艺术课程，每学期安排4场讲座。",
    }
    with _library(tmp_path, {name: f"{name}学校艺术教育办法\n{text}" for name, text in texts.items()}) as library:
        answer = ask(library, "普通高中艺术课程不低于多少学分？")
        named = ask(library, "东营市普通高中艺术课程不低于多少学分？")
        told = ask(library, "普通高中艺术课程是否不低于6个学分？")
    assert {row.region for row in answer.rows} == {"东营市", "奉节县", "莆田市"}
    assert [c.quote for c in answer.citations] == [row.quote for row in answer.rows]
    assert all(f"{region}：" in answer.answer for region in ("东营市", "奉节县", "莆田市"))
    assert not named.rows
    assert "东营市：" not in named.answer
    assert re.match(r"[是否](?:（把握不大，请以原文为准）)?。", told.answer)


def test_what_a_province_says_itself_comes_before_its_cities(tmp_path: Path) -> None:
    texts = {
        "西安市": "建立教育部门牵头、文化部门配合的学校美育工作机制，统筹推进学校美育工作。",
        "陕西省": "建立教育部门牵头、文化部门配合的美育工作机制。",
    }
    with _library(
        tmp_path, {name: f"{name}学校美育工作方案\n一、组织领导\n{text}" for name, text in texts.items()}
    ) as library:
        answer = ask(library, "陕西省学校美育工作机制由哪个部门牵头？")
    assert [c.region for c in answer.citations] == ["陕西省"], answer
    assert "西安" not in answer.answer


def test_a_comparison_with_one_side_silent_shows_what_the_other_says(tmp_path: Path) -> None:
    texts = {"东营市": "普通高中艺术课程不低于6个学分。", "莆田市": "小学每周开设音乐课2节。"}
    with _library(tmp_path, {name: f"{name}学校艺术教育办法\n{text}" for name, text in texts.items()}) as library:
        answer = ask(library, "东营市和莆田市普通高中艺术课程学分对比")
    assert not answer.found
    assert "莆田市的文件没有查到" in answer.answer
    assert [c.quote for c in answer.related][:1] == ["普通高中艺术课程不低于6个学分。"]


@pytest.mark.parametrize(
    ("question", "files"),
    [
        ("除南京市以外，哪些城市给外来务工人员补贴", {"苏州市.txt"}),
        ("除无锡市以外，哪些城市给外来务工人员补贴", {"南京市.txt", "苏州市.txt"}),
        ("除了南京和苏州以外补贴有哪些", set()),
        ("消除南京市对外来务工人员限制的措施有哪些", {"南京市.txt"}),
        ("列出所有每人补贴1000元以上的城市", set()),
    ],
)
def test_what_is_left_out_is_a_region_and_what_is_outside_a_bound_no_item(
    tmp_path: Path, question: str, files: set[str]
) -> None:
    texts = {"南京市": "免除外来人员落户限制，外来务工人员每人补贴500元。", "苏州市": "外来务工人员每人补贴300元。"}
    with _library(tmp_path, {name: f"{name}务工人员服务办法\n{text}" for name, text in texts.items()}) as library:
        answer = ask(library, question)
    assert {row.file for row in answer.rows} == files


def test_two_documents_of_one_place_are_set_side_by_side(tmp_path: Path) -> None:
    texts = {
        "青岭市排水条例": "第二条 排水设施由市水务局管理。\n第五十三条 本条例自2010年10月1日起施行。",
        "青岭市养犬条例": "第二条 养犬由市公安局管理。\n第四十条 本条例自2011年5月1日起施行。",
    }
    with _library(tmp_path, {name: f"{name}\n{text}" for name, text in texts.items()}) as library:
        sooner = ask(library, "青岭市排水条例和养犬条例哪个施行得早？")
        alike = ask(library, "青岭市排水条例和养犬条例是同一天起施行的吗？")
    assert sooner.answer.startswith("青岭市排水条例更早。")
    assert alike.answer.startswith("否，不是同一天。")
    assert [c.file for c in sooner.citations] == ["青岭市排水条例.txt", "青岭市养犬条例.txt"]


def test_documents_of_no_region_or_of_one_above_speak_where_they_name_it(tmp_path: Path) -> None:
    texts = {
        "a": "杭州市西湖区学校美育方案\n一、课程\n小学每周开设音乐课2节。",
        "b": "浙江省居住证办理说明\n一、期限\n居住证有效期为一年。在杭州申领的，审核期限为5个工作日。",
        "c": "浙江省养老服务办法\n一、补贴\n每张床位补贴3000元。",
    }
    with _library(tmp_path, texts) as library:
        told = ask(library, "杭州市居住证审核期限是几个工作日？")
        silent = ask(library, "杭州市每张床位补贴多少元？")
    assert "5个工作日" in told.answer
    assert [c.file for c in told.citations] == ["b.txt"]
    assert not silent.found


def test_what_is_asked_of_everything_is_not_all_that_is_said(tmp_path: Path) -> None:
    duties = "".join(f"第{number}条 居民委员会应当做好第{number}类居民服务工作。\n" for number in range(2, 60))
    text = f"青岭市居民委员会条例\n{duties}第六十条 居民委员会应当及时公布下列事项：\n（一）工作经费使用情况；\n（二）救灾物资管理情况。"
    with _library(tmp_path, {"青岭市": text}) as library:
        answer = ask(library, "青岭市居民委员会应当及时公布哪些事项？")
    assert answer.found
    assert len(answer.rows) < 30


def test_until_when_it_is_in_force_may_stand_in_a_label_above_the_text(tmp_path: Path) -> None:
    text = "发布日期：2025-05-15\n失效日期：2028-05-15\n奉节县制造业数字化实施细则\n第一条 对企业给予奖励。\n第二条 本细则自印发之日起施行。"
    with _library(tmp_path, {"奉节县": text}) as library:
        answer = ask(library, "奉节县制造业数字化细则什么时候失效？")
    assert answer.found
    assert "2028-05-15" in answer.answer
    [citation] = answer.citations
    assert citation.quote == "失效日期：2028-05-15"
    assert text[citation.span.start : citation.span.end] == citation.quote


def test_a_province_beside_its_city_speaks_by_its_own_documents(tmp_path: Path) -> None:
    texts = {
        "浙江省": "浙江省养老服务办法\n一、补贴\n养老机构新增床位每张补贴3000元。",
        "杭州市": "杭州市养老服务办法\n一、补贴\n养老机构新增床位每张补贴6000元。",
    }
    with _library(tmp_path, texts) as library:
        answer = ask(library, "浙江省和杭州市养老机构新增床位每张补贴多少元？")
    assert {(row.region, row.file) for row in answer.rows} == {("浙江省", "浙江省.txt"), ("杭州市", "杭州市.txt")}


@pytest.mark.parametrize(
    ("question", "files"),
    [
        ("哪几部条例是从2015年起施行的？", {"b.txt"}),
        ("2014年以后才施行的条例有哪几部？", {"b.txt", "c.txt"}),
        ("2015年以前施行的条例有哪些？", {"a.txt", "b.txt"}),
    ],
)
def test_what_enters_into_force_in_a_year_is_told_by_its_last_article(
    tmp_path: Path, question: str, files: set[str]
) -> None:
    matters = {
        "a": ("奉节县养犬条例", "2010年10月1日"),
        "b": ("奉节县节能条例", "2015年1月1日"),
        "c": ("奉节县档案条例", "2018年5月1日"),
    }
    texts = {
        name: f"{title}\n第一条 本县行政区域内适用本条例。\n第二条 县人民政府应当加强领导。\n第三条 本条例自{day}起施行。"
        for name, (title, day) in matters.items()
    }
    with _library(tmp_path, texts) as library:
        answer = ask(library, question)
    assert {row.file for row in answer.rows} == files
    assert all("起施行" in row.quote for row in answer.rows)


def test_what_is_left_out_is_a_region_with_its_own_documents(tmp_path: Path) -> None:
    texts = {
        "a": "苏州市外来务工人员服务办法\n外来务工人员每人补贴300元。",
        "b": "外来务工人员补贴说明\n外来务工人员每人补贴500元，苏州的标准另见通知。",
        "c": "无锡市外来务工人员服务办法\n外来务工人员每人补贴400元。",
    }
    with _library(tmp_path, texts) as library:
        answer = ask(library, "除苏州市以外，哪些文件给外来务工人员补贴？")
    assert "a.txt" not in {row.file for row in answer.rows}
    assert {"b.txt", "c.txt"} <= {row.file for row in answer.rows}


def test_a_closing_date_for_applications_is_no_end_of_validity(tmp_path: Path) -> None:
    labels = "截止日期：2025-06-30\n失效日期：2028-05-15"
    with _library(
        tmp_path, {"奉节县": f"{labels}\n奉节县数字化细则\n第一条 对企业给予奖励。\n第二条 企业自愿申请。"}
    ) as library:
        found = [s for p in library.all_passages() for s in of_passage(p.document, p.passage, p.id, p.text)]
        assert [line.quote for line in labelled.force(library, found)] == ["失效日期：2028-05-15"]
