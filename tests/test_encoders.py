"""Feature hashing against a loop, and a sentence-transformers model that is made on the spot."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import zlib
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import small_model
from hypothesis import given, settings
from hypothesis import strategies as st
from policyqa.index import segment
from policyqa.index.encoders import HashingEncoder, SentenceTransformerEncoder

from policyqa.errors import EncoderUnavailable
from policyqa.protocols import Vectors

TEXTS = st.lists(st.text(alphabet="教育局新建幼儿园双减0125％，。 aB\n", max_size=25), max_size=5)
SENTENCE = "到2025年，新建幼儿园5所，学前教育普及普惠县创建达到80%以上。"


def naive(text: str) -> list[float]:
    """Each feature's 1 + ln(count), with its sign, in its dimension."""
    folded = segment.normalise(text)
    pairs = [a + b for a, b in pairwise(folded) if a.isalnum() and b.isalnum()]
    sums = [0.0] * 512
    for feature, count in Counter([*segment.tokens(text), *("+" + pair for pair in pairs)]).items():
        hashed = zlib.crc32(feature.encode())
        sums[hashed % 512] += (1 + math.log(count)) * (1 if hashed >= 2**31 else -1)
    length = math.sqrt(sum(x * x for x in sums))
    return [x / length for x in sums] if length else sums


@settings(max_examples=50)
@given(TEXTS)
def test_vectors_are_those_of_a_loop(texts: list[str]) -> None:
    vectors = HashingEncoder().encode(texts)
    assert vectors.shape == (len(texts), 512)
    assert vectors.dtype == np.float32
    for vector, text in zip(vectors, texts, strict=True):
        assert vector == pytest.approx(naive(text), abs=1e-6)


def test_a_text_without_content_has_no_direction() -> None:
    assert not HashingEncoder().encode(["", "，。\n", " "]).any()


def test_a_text_is_encoded_alike_among_others_and_in_other_processes() -> None:
    script = (
        "import sys; from policyqa.index.encoders import HashingEncoder; "
        f"sys.stdout.buffer.write(HashingEncoder().encode(['x', {SENTENCE!r}])[1].tobytes())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] == HashingEncoder().encode([SENTENCE])[0].tobytes()


def test_similar_wording_lies_above_the_floor_and_other_wording_below() -> None:
    encoder = HashingEncoder()
    original, similar, other, synonymous = encoder.encode(
        [
            SENTENCE,
            "到2024年底，新建幼儿园6所，学前教育普及普惠县创建达到85%以上。",
            "对规模以上工业企业给予不超过100万元的一次性奖励，由市财政局负责。",
            "力争用三年时间，让孩子们在家门口上得起好的托儿所。",
        ]
    )
    assert original @ similar > 0.5 > encoder.floor
    assert encoder.floor > original @ other
    assert encoder.floor > original @ synonymous, "it knows wording, no meaning"


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four words with fixed vectors of length 3, saved as a sentence-transformers model."""
    vectors = {"幼儿园": (3, 0, 0), "学前教育": (2.4, 1.8, 0), "工业": (0, 0, 3)}
    return small_model.save(tmp_path_factory.mktemp("模型") / "三词", vectors)


def test_a_model_in_a_folder_gives_unit_vectors(model_folder: Path) -> None:
    encoder = SentenceTransformerEncoder(str(model_folder))
    vectors: Vectors = encoder.encode(["幼儿园", "学前教育", "工业"])
    assert (encoder.name, encoder.dimensions, vectors.dtype) == (str(model_folder), 3, np.float32)
    assert vectors == pytest.approx(np.array([[1, 0, 0], [0.8, 0.6, 0], [0, 0, 1]]), abs=1e-6)
    assert encoder.encode([]).shape == (0, 3)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("went online"))


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("download", [False, True])
def test_a_folder_that_is_not_there_is_one_plain_error(tmp_path: Path, download: bool) -> None:
    with pytest.raises(EncoderUnavailable, match="本机没有这个模型"):
        SentenceTransformerEncoder(str(tmp_path / "无此模型"), download=download)


@pytest.mark.usefixtures("offline")
def test_a_name_is_not_fetched_unasked() -> None:
    with pytest.raises(EncoderUnavailable, match="--encoder"):
        SentenceTransformerEncoder("nobody/no-such-model")
