"""The bundled encoder against a plain sum of its vectors; that it needs no torch; that it knows some words' company."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policyqa.index import folding, segment, static
from policyqa.index.static import PolicyEncoder

TEXTS = st.lists(
    st.text(alphabet="教育局新建幼儿园双减养老服务0125％，。 aBİΣ魑魅𠮷\n\x1e\x00", max_size=25), max_size=20
)
with np.load(Path(static.__file__).parent / "data" / "policy-zh.npz") as stored:
    WORDS = {word: row for row, word in enumerate(stored["words"].tobytes().decode().split("\n"))}
    WEIGHTS = stored["weights"] * stored["scales"][:, None]


def plain(text: str) -> np.ndarray:
    """The sum of the vectors of its words, unknown ones by their characters, brought to length 1."""
    total = np.zeros(WEIGHTS.shape[1])
    for word in segment.tokens(text):
        for part in [word] if word in WORDS else word:
            if part in WORDS:
                total += WEIGHTS[WORDS[part]]
    length = np.linalg.norm(total)
    return total / length if length else total


@settings(max_examples=40)
@given(TEXTS)
def test_vectors_are_plain_sums(texts: list[str]) -> None:
    vectors = PolicyEncoder().encode(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(texts), PolicyEncoder().dimensions)
    for vector, text in zip(vectors, texts, strict=True):
        assert vector == pytest.approx(plain(text), abs=1e-5)


def test_a_text_is_encoded_alike_alone_and_among_others() -> None:
    texts = [f"到2025年，新建幼儿园{n}所。" for n in range(30)]
    together = PolicyEncoder().encode(texts)
    assert np.abs(together - np.concatenate([PolicyEncoder().encode([t]) for t in texts])).max() < 1e-6


@settings(max_examples=40)
@given(TEXTS)
def test_words_are_the_same_alone_and_in_a_batch(texts: list[str]) -> None:
    segment.batch([])
    alone = [segment.tokens(text) for text in texts]
    batch = segment.batch(texts)
    assert [segment.tokens(text) for text in texts] == alone == [batch.of(text) for text in texts]
    assert [word for word in batch.words if word != segment.END] == [word for words in alone for word in words]


@given(st.text(alphabet="教育局新建幼儿园双减养老服务中华人民共和国有企业0125％，。 aBİΣ魑魅𠮷\n", max_size=60))
def test_words_in_words_are_those_of_the_segmenter(text: str) -> None:
    found = segment._segmenter().cut_for_search(segment.normalise(text))
    assert segment.tokens(text) == [piece for piece in found if any(map(str.isalnum, piece))]


@given(st.text())
def test_long_texts_are_folded_as_short_ones(text: str) -> None:
    assert folding.normalised(text) == segment.normalise(text)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("教师培训", "教职工进修", "机动车停放"),
        ("老人", "养老机构", "污水处理"),
        ("环境污染罚款", "违反本条例，造成水体污染的，处以罚款", "学生在校期间的体育活动"),
        ("幼儿园", "学前教育", "农业机械"),
        ("就医看病报销", "基本医疗保险基金支付", "城市道路照明设施"),
        ("租房", "公共租赁住房", "森林防火"),
    ],
)
def test_what_is_near_in_meaning_is_nearer_than_what_is_not(text: str, near: str, far: str) -> None:
    one, two, three = PolicyEncoder().encode([text, near, far])
    assert one @ two > one @ three


def test_unrelated_texts_stay_below_the_floor() -> None:
    encoder = PolicyEncoder()
    vectors = encoder.encode(
        ["冥王星殖民计划", "新建幼儿园", "养老护理员培训", "污水处理厂提标改造", "机动车停车场收费"]
    )
    cosines = (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]
    assert cosines.max() < encoder.floor


def test_no_torch_and_no_network_are_needed() -> None:
    script = (
        "import sys; from policyqa.index.static import PolicyEncoder; PolicyEncoder().encode(['双减'] * 20);"
        "sys.exit(any(name in sys.modules for name in ('torch', 'sentence_transformers', 'jieba')))"
    )
    assert subprocess.run([sys.executable, "-c", script], env=os.environ).returncode == 0


def test_texts_without_a_known_word_have_no_direction() -> None:
    assert static.Rows(static.model().words).of(["，", segment.END, segment.END])[1].tolist() == [0, 0, 0]
    assert not PolicyEncoder().encode(["，。", "", "𠮷"] * 5).any()


def test_what_was_remembered_may_be_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"到2025年，新建幼儿园{n}所，魑魅魍魉。" for n in range(30)]
    expected = PolicyEncoder().encode(texts)
    monkeypatch.setattr(static, "_REMEMBERED", 5)
    assert np.array_equal(PolicyEncoder().encode(texts), expected)
    assert np.array_equal(PolicyEncoder().encode(texts), expected)
