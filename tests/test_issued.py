"""When a document was issued: by its own signature, and nothing where it states no day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from policyqa.answering import ask
from policyqa.library import Library
from policyqa.pipeline import add

LETTERS = {
    "青岭市": "青岭市人民政府办公室关于印发青岭市营商环境工作要点的通知\n各县区人民政府：\n现将《青岭市营商环境工作要点》印发给你们。\n"
    "青岭市人民政府办公室\n2023年4月4日\n青岭市营商环境工作要点\n一、优化审批\n2023年12月底前，印发审批事项清单。",
    "白水县": "白水县人民政府关于印发白水县养老服务实施意见的通知\n各乡镇人民政府：\n现将实施意见印发给你们。\n白水县人民政府\n"
    "二〇二二年十一月三日\n白水县养老服务实施意见\n一、总体要求\n到2025年底，养老床位达到800张。",
    "黑石县": "黑石县全民健身实施计划\n一、目标任务\n到2025年底，人均体育场地面积达到2.6平方米。",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("letters")
    for name, text in LETTERS.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    with Library.open(folder / "library", create=True) as held:
        add(held, [folder / f"{name}.txt" for name in LETTERS])
        yield held


@pytest.mark.parametrize(
    ("asked", "day", "quote"),
    [
        ("青岭市的营商环境要点是什么时候印发的？", "2023年4月4日", "2023年4月4日"),
        ("白水县养老意见 印发日期", "2022年11月3日", "二〇二二年十一月三日"),
        ("养老服务实施意见是哪天发的", "2022年11月3日", "二〇二二年十一月三日"),
    ],
)
def test_the_day_of_a_document_is_that_of_its_signature(library: Library, asked: str, day: str, quote: str) -> None:
    answer = ask(library, asked)
    assert day in answer.answer
    cited = answer.citations[0]
    assert cited.quote == quote == LETTERS[cited.region or ""][cited.span.start : cited.span.end]


def test_a_document_without_a_day_has_none(library: Library) -> None:
    assert not ask(library, "黑石县的健身计划是什么时候印发的？").found


@pytest.mark.parametrize("asked", ["青岭市和白水县的文件谁先印发？", "营商环境要点和养老服务意见哪份发得早"])
def test_which_of_two_was_issued_first(library: Library, asked: str) -> None:
    answer = ask(library, asked)
    assert answer.answer.split("。")[0] in ("白水县更早", "养老服务意见更早")
    assert {row.value for row in answer.rows} == {"2023年4月4日", "2022年11月3日"}


def test_what_is_to_be_issued_by_a_day_is_no_matter_of_the_signature(library: Library) -> None:
    assert "12月底前" in ask(library, "青岭市要在什么时候之前印发审批事项清单？").answer


def test_a_document_that_holds_from_its_issue_holds_from_that_day(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "a.txt").write_text(
        "青岭市养老服务办法\n第一条 制定本办法。\n第二条 本办法自2026年7月1日起施行，有效期3年。", "utf-8"
    )
    (folder / "b.txt").write_text(
        "青岭市人民政府关于印发教师奖励措施的通知\n各县区人民政府：\n现印发给你们。\n青岭市人民政府\n2026年3月2日\n教师奖励措施\n"
        "一、本措施自印发之日起施行，有效期至2028年12月31日。",
        "utf-8",
    )
    with Library.open(folder / "library", create=True) as held:
        add(held, [folder / "a.txt", folder / "b.txt"])
        assert ask(held, "青岭市养老服务办法和教师奖励措施哪个先施行").answer.startswith("教师奖励措施更早。")
