"""Lists: as many items as promise most, measures by the lines that answer for them, and the forms in which people ask."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyqa.answering import ask, learned, listing, lists, members, telling
from policyqa.answering.answers import understood
from policyqa.answering.units import units
from policyqa.library import Library
from policyqa.pipeline import add

PLAN = """红河哈尼族彝族自治州2023年政务服务工作清单

一、工作目标
坚持以人民满意为指导，到2025年把政务服务办到群众心坎上。
到2025年，建成政务服务驿站40个。网上可办率达到95%以上。培育数字服务企业12家。

二、优化大厅服务
完善大厅导办制度，配齐导办人员。（州政务服务局牵头，州财政局配合）
制定窗口轮岗办法，每月轮岗。（州人力资源社会保障局牵头）
推行午间延时服务。（州政务服务局负责）

三、惠企服务
推广惠企政策直达办法，免于企业来回提交材料。
对信用良好的企业给予“无还本续贷”支持。每月25日前报送惠企工作进展，每年12月10日前报送惠企工作总结。

四、刻章服务
新办企业可自行选择是否参加免费刻章。窗口服务人员不承担刻章职责。

五、信息公开
1.开设营商环境专栏。
〔任务分解：州发展改革委负责信息收集；各县（市）、区政府在门户网站开设专栏〕
2.公布服务热线。
〔任务分解：州政务服务局负责〕
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("lists")
    (folder / "plan.txt").write_text(PLAN, "utf-8")
    opened = Library.open(folder / "library", create=True)
    add(opened, [folder / "plan.txt"])
    return opened


@given(st.lists(st.floats(0.001, 0.999), min_size=1, max_size=7))
def test_as_many_items_are_taken_as_promise_most(likely: list[float]) -> None:
    """Against every choice: twice the items expected among those taken, over how many are taken and how many expected."""

    def promised(places: tuple[int, ...]) -> float:
        return 2 * sum(likely[i] for i in places) / (len(places) + sum(likely))

    every = (c for size in range(1, len(likely) + 1) for c in combinations(range(len(likely)), size))
    taken = listing.taken(np.array(likely))
    assert promised(tuple(taken)) == pytest.approx(max(map(promised, every)))


def test_nothing_is_taken_of_nothing() -> None:
    assert listing.taken(np.zeros(0)) == []


def test_the_weights_that_ship_are_for_these_traits() -> None:
    assert learned.items().alone.names == members.NAMES


def test_a_body_s_measures_end_at_its_own_lines(library: Library) -> None:
    rows = [row.quote for row in ask(library, "红河由州政务服务局牵头或负责的工作有哪些").rows]
    assert [next(words for words in ("导办制度", "午间延时", "服务热线") if words in quote) for quote in rows] == [
        "导办制度", "午间延时", "服务热线",
    ]  # fmt: skip
    assert not any("轮岗" in quote for quote in rows)


def test_a_division_of_tasks_tells_a_body_s_tasks_however_the_body_is_written(library: Library) -> None:
    rows = ask(library, "红河2023政务服务清单里,派给各县(市)区政府的任务都有啥").rows
    assert len(rows) == 1
    assert "专栏" in rows[0].quote


@pytest.mark.parametrize(
    "asked", ["红河的工作目标是什么", "红河州 2025年 主要目标", "红河定了哪些量化指标?", "红河2025年有啥目标"]
)
def test_goals_are_all_told_without_the_thought_that_guides_them(library: Library, asked: str) -> None:
    answer = ask(library, asked)
    assert "指导" not in answer.answer
    assert all(value in answer.answer for value in ("40个", "95%以上", "12家")), answer.answer


@pytest.mark.parametrize(
    ("asked", "years"),
    [
        ("红河2023年政务服务清单里有哪些任务", ()),
        ("红河2025年有哪些任务要完成", (2025,)),
        ("红河2023年工作要点中,2025年底前要完成哪些任务", (2025,)),
    ],
)
def test_a_year_in_a_document_s_name_is_no_limit(library: Library, asked: str, years: tuple[int, ...]) -> None:
    case, _ = understood(library, asked)
    assert case.question.years == years


@pytest.mark.parametrize("asked", ["红河各县几号前报", "红河州 各县 信息公开", "红河 网上可办率"])
def test_an_autonomous_prefecture_has_its_short_name(library: Library, asked: str) -> None:
    case, _ = understood(library, asked)
    assert [region.name for region in case.question.regions] == ["红河哈尼族彝族自治州"]
    assert not case.question.places.missing


def test_the_first_citation_of_a_list_is_its_likeliest_item(library: Library) -> None:
    answer = ask(library, "红河2025年建成驿站、培育企业各有什么目标")
    assert {c.quote for c in answer.citations} == {row.quote for row in answer.rows}
    told = listing.answer(understood(library, "红河2025年建成驿站、培育企业各有什么目标")[0])
    assert told is not None
    assert answer.citations[0].quote == told.sentences[told.best].quote


def test_the_name_of_a_document_is_not_what_is_asked_of_it(library: Library) -> None:
    case, _ = understood(library, "红河政务服务工作清单定了哪些量化指标")
    assert not {unit.text for unit, _ in lists.by_rules(case).topic.words} & {"政务服务", "清单"}
    answer = ask(library, "红河政务服务工作清单定了哪些量化指标")
    assert all(value in answer.answer for value in ("40个", "95%以上", "12家")), answer.answer


@pytest.mark.parametrize("asked", ["报送工作进展、总结的,各是几号之前报", "惠企工作进展和总结分别是几号前报"])
def test_what_is_asked_of_each_of_several_things_is_a_list(library: Library, asked: str) -> None:
    case, _ = understood(library, asked)
    assert case.question.kind == "list"
    assert {"25日", "10日"} <= {day for day in ("25日", "10日") if day in ask(library, asked).answer}


@pytest.mark.parametrize(
    ("asked", "name"),
    [("支持无还本续贷的条款", "无还本续贷"), ("驿站要建几个", None), ("给企业哪些支持", None)],
)
def test_a_name_that_the_segmenter_cuts_is_one_word_where_documents_have_it(
    library: Library, asked: str, name: str | None
) -> None:
    case, _ = understood(library, asked)
    said = [unit.text for unit in case.question.units]
    assert (name in said) if name else all(len(word) < 4 for word in said), said


def test_what_brackets_give_for_a_word_stands_for_it() -> None:
    units_ = units('哪些奖励按"就高不重复"(或从高不重复)执行', lambda text: [(text, "n")], "")
    assert ("就高不重复", ("从高不重复",)) in [(unit.text, unit.others) for unit in units_]


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ("红河新办企业是不是必须参加免费刻章", "否"),
        ("红河新办企业参加刻章要收费吗", "否"),
        ("红河新办企业能参加免费刻章吗", "是"),
        ("红河窗口服务人员承担刻章职责吗", "否"),
    ],
)
def test_what_denies_without_a_negation(library: Library, asked: str, verdict: str) -> None:
    case, _ = understood(library, asked)
    holding = next(s for s in case.ranked if ("承担刻章" if "承担" in asked else "免费刻章") in s.sentence.quote)
    assert telling.read(case, [holding]).words.startswith(verdict)


@pytest.mark.parametrize(
    "asked", ["红河导办制度由哪个科室负责", "红河午间延时服务要几个工作日", "红河导办人员要配多少名"]
)
def test_what_is_asked_for_has_to_stand_there(library: Library, asked: str) -> None:
    assert not ask(library, asked).found


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("哪些条例是1月1日起施行的，列出来", ["本条例自2021年1月1日起施行", "本条例自1999年1月1日起施行"]),
        (
            "这几部条例各自从哪天开始施行，全列一下",
            ["本条例自2021年1月1日起施行", "本条例自1999年1月1日起施行", "本条例自2004年1月15日起施行"],
        ),
    ],
)
def test_the_days_on_which_documents_enter_into_force(asked: str, rows: list[str], tmp_path: Path) -> None:
    """Of all documents, though no word of a matter is asked for; the day asked for, and no other one of its month."""
    days = {"水土保持": "2021年1月1日", "档案管理": "1999年1月1日", "燃气管理": "2004年1月15日"}
    for name, day in days.items():
        duties = "。".join(f"第{n}条 有关部门应当按照职责做好{name}工作" for n in "二三四五")
        (tmp_path / f"{name}.txt").write_text(
            f"云岫市{name}条例\n第一条 为了加强{name}，制定本条例。\n{duties}。\n第六条 本条例自{day}起施行。", "utf-8"
        )
    with Library.open(tmp_path / "library", create=True) as held:
        add(held, sorted(tmp_path.glob("*.txt")))
        found = ask(held, asked)
    assert sorted(row.quote.rstrip("。").split(" ")[-1] for row in found.rows) == sorted(rows)
