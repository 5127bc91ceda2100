"""Segmentation, and tantivy's answers against a BM25 written down naively."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from policyqa.index import segment
from policyqa.index.lexical import TantivyIndex

from policyqa.protocols import Mark

FIRST, SECOND = Mark(generation=1, commit="a"), Mark(generation=2, commit="b")
TEXTS = {
    1: "落实“双减”政策，减轻学生作业负担",
    2: "到2025年，新建幼儿园5所，学前教育普及普惠",
    3: "县教育局牵头，县财政局配合，推进学前教育普及普惠县创建",
    4: "全面双减提质，优化课后服务，学前教育学前教育",
    5: "培育规模以上工业企业30家，工业增加值增长8%",
}
WORDS = st.sampled_from(
    ["教育", "幼儿园", "双减", "政策", "县", "财政局", "工业", "企业", "2025年", "增长", "服务", "学前"]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=8).map("".join)

quick = settings(max_examples=20, suppress_health_check=list(HealthCheck))


@pytest.fixture
def index(tmp_path: Path) -> TantivyIndex:
    opened = TantivyIndex.open(tmp_path / "词语索引")
    opened.update(TEXTS.items(), (), FIRST)
    return opened


def ids(index: TantivyIndex, query: str, limit: int = 10) -> list[int]:
    return [hit.id for hit in index.search(query, limit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("教育局", ["教育", "教育局"]),
        ("２０２５年，增长８．５％。", ["2025", "年", "增长", "8.5%"]),
        ("“双减”——ＡＢＣ", ["双减", "abc"]),
        ("　、。\n\t（）", []),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert segment.tokens(text) == expected


@given(st.text(alphabet="教育局县双减2５.％%、。（ \n—Aａ𠮷", max_size=30))
def test_a_token_is_a_stretch_of_the_folded_text_and_holds_no_blank(text: str) -> None:
    for token in segment.tokens(text):
        assert token in segment.normalise(text)
        assert token.split() == [token]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("幼儿园有哪些政策？", ["幼儿", "幼儿园", "政策"]),
        ("教育和教育", ["教育"]),
        ("的", ["的"]),
        ("？", []),
    ],
)
def test_empty_words_are_not_looked_for(query: str, terms: list[str]) -> None:
    assert segment.query_terms(query) == terms


def test_segmentation_is_silent_and_leaves_nothing_in_the_temporary_folder(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from policyqa.index import segment; segment.tokens('教育局')"],
        env={**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TMP": str(tmp_path)},
        capture_output=True,
        check=True,
    )
    assert (run.stdout, run.stderr, list(tmp_path.iterdir())) == (b"", b"", [])


def bm25(query: Sequence[str], field: Callable[[str], list[str]], texts: dict[int, str]) -> Counter[int]:
    """BM25 as in the textbook, k1 = 1.2 and b = 0.75."""
    words = {id_: field(text) for id_, text in texts.items()}
    documents = len(words)
    mean = sum(map(len, words.values())) / documents or 1
    scores: Counter[int] = Counter()
    for term in set(query):
        holding = sum(term in found for found in words.values())
        idf = math.log(1 + (documents - holding + 0.5) / (holding + 0.5))
        for id_, found in words.items():
            count = found.count(term)
            scores[id_] += idf * 2.2 * count / (count + 1.2 * (0.25 + 0.75 * len(found) / mean))
    return scores


def naive_pairs(text: str) -> list[str]:
    return [a + b for a, b in pairwise(segment.normalise(text)) if a.isalnum() and b.isalnum()]


@quick
@given(st.lists(SENTENCES, min_size=1, max_size=8), st.lists(WORDS, min_size=1, max_size=3).map("".join))
def test_scores_are_those_of_a_naive_bm25(
    tmp_path_factory: pytest.TempPathFactory, sentences: list[str], query: str
) -> None:
    texts = dict(enumerate(sentences, 1))
    index = TantivyIndex.open(tmp_path_factory.mktemp("index"))
    index.update(texts.items(), (), FIRST)
    expected = bm25(segment.query_terms(query), segment.tokens, texts)
    expected.update(bm25(naive_pairs(query), naive_pairs, texts))
    found = {hit.id: hit.score for hit in index.search(query, 100)}
    assert found == pytest.approx({id_: score for id_, score in expected.items() if score}, rel=1e-4)
    assert [hit.score for hit in index.search(query, 100)] == sorted(found.values(), reverse=True)


@quick
@given(
    st.dictionaries(st.integers(1, 10**12), SENTENCES, min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_the_order_of_indexing_changes_no_answer(
    tmp_path_factory: pytest.TempPathFactory, texts: dict[int, str], random: object
) -> None:
    shuffled = list(texts.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    half = len(shuffled) // 2
    one = TantivyIndex.open(tmp_path_factory.mktemp("one"))
    one.update(texts.items(), (), FIRST)
    two = TantivyIndex.open(tmp_path_factory.mktemp("two"))
    two.update(shuffled[:half], (), FIRST)
    two.update(shuffled[half:], (), SECOND)
    for query in ("教育", "双减政策", "2025年工业企业增长"):
        answers = [{h.id: round(h.score, 4) for h in index.search(query, 100)} for index in (one, two)]
        assert answers[0] == answers[1]


def test_what_was_saved_is_read_again(index: TantivyIndex, tmp_path: Path) -> None:
    again = TantivyIndex.open(tmp_path / "词语索引")
    assert again.mark == FIRST
    assert again.search("学前教育", 10) == index.search("学前教育", 10)


@pytest.mark.parametrize("query", ["双减", " 双减　", "“双减”？", "双减的"])
def test_two_characters_find_their_passages(index: TantivyIndex, query: str) -> None:
    assert set(ids(index, query)) == {1, 4}


def test_pairs_find_what_the_segmenter_cuts_through(tmp_path: Path) -> None:
    text = "南京市长江大桥"
    assert "市长" not in segment.tokens(text)
    index = TantivyIndex.open(tmp_path)
    index.update([(7, text)], (), FIRST)
    assert ids(index, "市长") == [7]


def test_passages_are_replaced_and_taken_out(index: TantivyIndex) -> None:
    index.update([(6, "幼儿园收费")], [2, 99], SECOND)
    assert ids(index, "幼儿园") == [6]
    assert index.mark == SECOND


def test_only_the_passages_asked_for_are_searched(index: TantivyIndex) -> None:
    everywhere = {hit.id: hit.score for hit in index.search("学前教育", 10)}
    assert set(everywhere) == {2, 3, 4}
    assert {hit.id: hit.score for hit in index.search("学前教育", 10, [3, 5])} == {3: everywhere[3]}
    assert index.search("学前教育", 10, []) == []


@pytest.mark.parametrize("query", ["", "？！", "冥王星", '"', "id:1", "AND (", "*"])
def test_a_query_is_never_a_formula(index: TantivyIndex, query: str) -> None:
    assert ids(index, query) == []


def test_an_update_that_fails_half_way_leaves_what_stood(index: TantivyIndex, tmp_path: Path) -> None:
    def broken() -> Iterator[tuple[int, str]]:
        yield 8, "双减"
        raise OSError("the reader failed")

    with pytest.raises(OSError, match="the reader failed"):
        index.update(broken(), [1], SECOND)
    again = TantivyIndex.open(tmp_path / "词语索引")
    assert (again.mark, set(ids(again, "双减"))) == (FIRST, {1, 4})
    again.update([(8, "双减")], [1], SECOND)
    assert set(ids(again, "双减")) == {4, 8}


def damage_meta(folder: Path) -> None:
    (folder / "meta.json").write_text("{")


def cut_segments(folder: Path) -> None:
    for file in folder.glob("*.*"):
        if not file.name.startswith((".", "meta")):
            file.write_bytes(file.read_bytes()[:7])


def delete_segments(folder: Path) -> None:
    for file in folder.glob("*.term"):
        file.unlink()


@pytest.mark.parametrize("harm", [damage_meta, cut_segments, delete_segments])
def test_a_damaged_index_has_no_mark_and_is_made_anew(
    index: TantivyIndex, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    del index
    harm(tmp_path / "词语索引")
    damaged = TantivyIndex.open(tmp_path / "词语索引")
    assert damaged.mark is None
    damaged.clear()
    damaged.update(TEXTS.items(), (), SECOND)
    assert TantivyIndex.open(tmp_path / "词语索引").mark == SECOND
    assert set(ids(damaged, "双减")) == {1, 4}


def test_words_of_another_segmenter_count_as_no_index(
    index: TantivyIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segment, "name", lambda: "jieba-9")
    assert index.mark == FIRST
    assert TantivyIndex.open(tmp_path / "词语索引").mark is None
