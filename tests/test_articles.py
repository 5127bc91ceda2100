"""What the sentence of a penalty points to."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyqa.answering import articles
from policyqa.answering.sentence import Sentence, note_places, of_passage
from policyqa.library import Library
from policyqa.pipeline import add

TEXT = """青岭市市容管理条例
第十条 商铺应当保持门前整洁。
商铺不得占用人行道。
第十一条 不得有下列行为：
（一）随地吐痰；
（二）乱扔果皮。
第二十条 违反本条例第十条第二款规定的，责令改正；逾期不改正的，处二百元罚款。
第二十一条 有本条例第十一条第（二）项行为的，处五十元罚款。
第二十二条 依照《中华人民共和国行政处罚法》第十条处理。
第二十三条 违反本条规定的，依法处理。
"""


@pytest.fixture
def sentences(tmp_path: Path) -> list[Sentence]:
    (tmp_path / "law.txt").write_text(TEXT, "utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        add(library, [tmp_path / "law.txt"])
        found = [s for p in library.all_passages() for s in of_passage(p.document, p.passage, p.id, p.text)]
    note_places(found)
    articles.note_pointed(found)
    return found


@pytest.mark.parametrize(
    ("begins", "points_to", "not_to"),
    [
        ("第二十条", "商铺不得占用人行道。", "保持门前整洁"),
        ("逾期不改正的", "第十条第二款", "随地吐痰"),
        ("第二十一条", "乱扔果皮", "随地吐痰"),
    ],
)
def test_a_penalty_points_to_its_article(sentences: list[Sentence], begins: str, points_to: str, not_to: str) -> None:
    [sentence] = [s for s in sentences if s.quote.startswith(begins)]
    assert points_to in sentence.pointed
    assert points_to in sentence.text
    assert not_to not in sentence.pointed


@pytest.mark.parametrize("begins", ["第二十二条", "第二十三条", "第十条"])
def test_no_article_of_another_law_or_of_its_own_is_looked_up(sentences: list[Sentence], begins: str) -> None:
    [sentence] = [s for s in sentences if s.quote.startswith(begins)]
    assert not sentence.pointed
