"""The reader that ships with the package: what it thinks of a sentence hangs on the question and the sentence alone, of an item of a
list on the sentences beside it too."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
from command import DOCUMENTS, ROOT
from policyqa.index.reader import PASSAGE, SENTENCE, TEXT, PolicyReader, laid_together, parts_of

from policyqa.answering import answers, candidates, choosing, learned, listing, lists
from policyqa.answering import reader as reading
from policyqa.answering.sentence import Sentence
from policyqa.evaluation.likeness import same_place
from policyqa.evaluation.questions import load
from policyqa.library import Library
from policyqa.library.sync import reranker_named
from policyqa.pipeline import add

SENTENCES = (
    "当事人逾期未改正的，处五百元以上二千元以下罚款。",
    "公共停车场应当向社会公布收费标准和监督电话。",
    "市城市管理部门负责公共停车场的监督管理。",
    "本办法自2026年3月1日起施行。",
    "对取得中级工证书的护理员，在护理岗位工作满2年后，一次性给予1000元补贴。",
)


@pytest.fixture(scope="module")
def reader() -> PolicyReader:
    return PolicyReader()


@pytest.mark.parametrize(("question", "best"), [("这个办法哪天开始算数", 3), ("护理员干满两年拿得到多少一次性奖金", 4)])
def test_the_sentence_that_answers_in_other_words_is_likeliest(reader: PolicyReader, question: str, best: int) -> None:
    judged = reader.logits(question, [f"青岭市停车管理办法||{sentence}" for sentence in SENTENCES])
    assert judged.index(max(judged)) == best


def test_of_the_sentences_that_are_read_it_knows_the_evidence(tmp_path: Path) -> None:
    """By itself, for nine in ten questions over the sample documents that one sentence answers."""
    right = []
    with Library.open(tmp_path / "library", create=True) as library:
        add(library, [DOCUMENTS])
        for asked in load(ROOT / "tests" / "cases" / "questions.jsonl"):
            case, _ = answers.understood(library, asked.question)
            if asked.kind in ("value", "deadline", "body", "passage") and case.question.kind == asked.kind:
                looked = choosing.look(case)
                read = [looked.of.found[place].sentence.quote for place in looked.first]
                evidence = [any(same_place(e.quote, quote) for e in asked.evidence) for quote in read]
                right += [evidence[int(looked.read.argmax())]] if any(evidence) else []
    assert len(right) > 30
    assert sum(right) >= 0.9 * len(right)


def test_what_is_thought_of_a_text_does_not_hang_on_the_others(reader: PolicyReader) -> None:
    question = "到期不改要罚多少钱?"
    together = reader.logits(question, SENTENCES)
    assert reader.logits(question, SENTENCES[::-1])[::-1] == together
    assert [reader.logits(question, [sentence])[0] for sentence in SENTENCES] == together


def test_what_stands_far_behind_is_not_read(reader: PolicyReader) -> None:
    begun = "，".join(f"第{n}项" for n in range(TEXT))
    assert len(set(reader.logits("有几项", [begun, begun + SENTENCES[0]]))) == 1


@pytest.mark.parametrize("text", ["", " ", "\x00", "😀" * 500, "a" * 5000])
def test_any_text_is_judged(reader: PolicyReader, text: str) -> None:
    assert all(map(math.isfinite, reader.logits(text, [text, SENTENCES[0]])))
    assert reader.logits(text, []) == []


def test_it_may_be_named_as_a_reranker() -> None:
    named = reranker_named("policy-reader-1", download=False)
    scores = named.score("护理员干满两年拿得到多少一次性奖金", SENTENCES)
    assert all(0 <= score <= 1 for score in scores)
    assert scores.index(max(scores)) == 4


ROWS = [
    [("青岭市停车管理办法|有下列情形之一的，处二百元罚款：", f"（{n}）{said}；") for n, said in enumerate(("占用消防通道的", "占用盲道的", "遮挡号牌的") * 6)],
    [("青岭市停车管理办法|", sentence) for sentence in SENTENCES],
]  # fmt: skip


def test_sentences_that_stand_together_are_read_together(reader: PolicyReader) -> None:
    everything = [[True] * len(row) for row in ROWS]
    whole = reader.together("停车有哪些情形要罚款?", ROWS, everything)
    assert [len(row) for row in whole] == [len(row) for row in ROWS]
    assert all(logit is not None and math.isfinite(logit) for row in whole for logit in row)
    assert reader.together("停车有哪些情形要罚款?", ROWS[::-1], everything[::-1]) == whole[::-1]
    alone = reader.together("停车有哪些情形要罚款?", [ROWS[1][:1]], [[True]])
    assert alone[0][0] != whole[1][0]


def test_of_a_passage_of_which_none_is_wanted_nothing_is_read(reader: PolicyReader) -> None:
    wanted = [[False] * len(ROWS[0]), [False, False, True, False, False]]
    whole = reader.together("停车有哪些情形要罚款?", ROWS, [[True] * len(row) for row in ROWS])
    assert reader.together("停车有哪些情形要罚款?", ROWS, wanted) == [[None] * len(ROWS[0]), whole[1]]
    assert reader.together("停车有哪些情形要罚款?", [], []) == []


def test_every_sentence_of_a_row_is_in_one_passage_that_is_not_too_long() -> None:
    row = [([7] * n, [n + 10] * (n * 9)) for n in (1, 1, 40, 90, 2, 2, 30)]
    starts, passages = zip(*laid_together([5] * 99, row), strict=True)
    assert starts == tuple(accumulate([len(laid.parts) for laid in passages[:-1]], initial=0))
    assert all(len(laid.pieces) == len(laid.sides) <= PASSAGE for laid in passages)
    said = [laid.pieces[start : end - 1] for laid in passages for start, end in laid.parts]
    assert said == [sentence[:SENTENCE] for _, sentence in row]
    assert all(parts_of(laid).sum(axis=1) == pytest.approx(1.0) for laid in passages)


@pytest.mark.parametrize(("question", "wanted"), [("停车场要公示哪些内容，都列出来", True), ("停车超时罚多少", False)])
def test_it_tells_whether_all_of_something_is_asked_for(question: str, wanted: bool) -> None:
    assert (reading.asks_for_all(question) > 0) == wanted


def test_of_a_list_only_passages_that_may_hold_an_item_by_their_traits_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "青岭县停车管理办法\n\n" + "\n".join(f"第{n}条 {said}" for n, said in enumerate("一二三四五六七八九", 1))
    (tmp_path / "rules.txt").write_text(text + "\n" + "\n".join(SENTENCES), "utf-8")
    asked: list[str] = []

    def read(question: str, sentences: Sequence[Sentence], wanted: np.ndarray) -> np.ndarray:
        asked.extend(s.quote for s, want in zip(sentences, wanted, strict=True) if want)
        return np.where(wanted, 1.0, np.nan)

    monkeypatch.setattr(reading, "read_together", read)
    with Library.open(tmp_path / "library", create=True) as library:
        add(library, [tmp_path / "rules.txt"])
        case, _ = answers.understood(library, "青岭县停车场有哪些处罚?")
        ruled = lists.by_rules(case)
        found = candidates.consider(case, ruled)
        strict = listing.strictly(ruled, [s.sentence for s in found])
        logits = listing.by_traits(case, ruled, found, strict, learned.items(), learned.weights().evidence)
        told = listing.read(case, found, logits)
    likely = [s.sentence.quote for s, logit in zip(found, logits, strict=True) if logit > listing._MAY_BE]
    assert asked == likely
    assert told.tolist() == [1.0 if s.sentence.quote in likely else listing._UNREAD for s in found]
