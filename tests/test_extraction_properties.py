"""Properties: numerals round-trip, spans point home, and no pattern explodes on hostile text."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from policyqa.extractors.patterns import bodies, commitments, deadlines, figures, nothing, quantities, tables, targets
from sentences import found, real_texts

from policyqa.model import Extraction, Span
from policyqa.pipeline import extract
from policyqa.reading import Unreadable, read
from policyqa.zh import numerals
from policyqa.zh.text import fold

_DIGITS, _PLACES = "零一二三四五六七八九", ("", "十", "百", "千")


def _below_ten_thousand(number: int) -> str:
    written, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return written


def _chinese(number: int) -> str:
    """The number as it is written in full: 120003 is 一十二万零三."""
    written = ""
    for scale, word in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = number // scale % 10**4
        if part:
            written += ("零" if written and part < 1000 else "") + _below_ten_thousand(part) + word
    return written


@given(st.integers(1, 10**12 - 1))
def test_numerals_in_full_round_trip(number: int) -> None:
    assert numerals.parse(_chinese(number)) == number


@given(st.integers(0, 10**9), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]))
def test_arabic_numerals_keep_their_scale(number: int, scale: tuple[str, int]) -> None:
    assert numerals.parse(f"{number}{scale[0]}") == number * scale[1]
    assert numerals.parse(f"{number:,}{scale[0]}") == number * scale[1]


@given(st.text("零一二两三四五六七八九十百千万亿点数余多几上近半.,0123456789 ", max_size=12))
def test_no_numeral_raises(text: str) -> None:
    numerals.parse(text)
    numerals.several(text)


_PIECES = st.sampled_from(
    ["到2027年", "建成", "市级", "示范校", "12所", "、", "，", "；", "。", "不少于", "85%", "每年", "市教育局", "牵头", "负责", "（", "）", "全覆盖",
     "增长", "由", "提高到", "万元", "“", "”", "每个乡镇", "前三", "半数以上", "责任单位：", "2025年底前", "完成", "3-5", "个", "\n"]
)  # fmt: skip


def _spans(extraction: Extraction) -> Iterator[tuple[Span, str]]:
    yield from ((t.span, t.quote) for t in extraction.targets)
    yield from ((d.span, d.text) for d in extraction.deadlines)
    yield from ((c.span, c.quote) for c in extraction.commitments)


@settings(max_examples=60)
@given(st.lists(_PIECES, min_size=1, max_size=30).map("".join))
@example("到2027年12所““")
def test_spans_lie_in_their_sentences_whatever_the_text(line: str) -> None:
    extraction = found(line)
    for target in extraction.targets:
        assert target.quote in target.sentence
    for commitment in extraction.commitments:
        assert all(commitment.span.holds(extraction.targets[index].span) for index in commitment.targets)
    assert all(a.span <= b.span for a, b in pairwise(extraction.targets))


def _sample(step: int) -> None:
    for path in real_texts()[::step]:
        if path.stat().st_size > 1_000_000:  # the two largest hold whole yearbooks; see the slow test
            continue
        try:
            document = read(path)
        except Unreadable:
            continue
        extraction = extract(document)
        assert [span for span, quote in _spans(extraction) if span.of(document.text) != quote] == [], path.name
        folded = fold(document.text)
        for body in extraction.bodies:
            # a shared head is completed (人社和财政部门), so the name may be longer than what is written
            assert body.name.startswith(body.span.of(folded)), (path.name, body.name)


@pytest.mark.skipif(not real_texts(), reason="the real texts are not beside this checkout")
def test_the_records_of_real_texts_point_home() -> None:
    _sample(6)


@pytest.mark.slow
@pytest.mark.skipif(not real_texts(), reason="the real texts are not beside this checkout")
def test_every_record_of_every_real_text_points_home() -> None:
    _sample(1)


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in (bodies, commitments, deadlines, figures, nothing, quantities, tables, targets):
        for name, value in sorted(vars(module).items()):
            if isinstance(value, re.Pattern):
                yield f"{module.__name__.rsplit('.', 1)[-1]}.{name}", value
        for name, *_, pattern in getattr(module, "COMPILED", ()):
            yield f"{module.__name__.rsplit('.', 1)[-1]}.{name}", pattern


LENGTH = 100_000
HOSTILE = {
    "digits": "1" * LENGTH,
    "numerals": "一百" * (LENGTH // 2),
    "brackets": "(" * LENGTH,
    "quotes": "《“" * (LENGTH // 2),
    "blanks": " " * LENGTH,
    "letters": "O1l" * (LENGTH // 3),
    "bodies": "各市教育局、" * (LENGTH // 6),
    "verbs": "建设完善" * (LENGTH // 4),
    "times": "2027年底前每年" * (LENGTH // 9),
    "one clause": "推动市教育部门不少于全面建设" * (LENGTH // 14),
}
# A pattern is searched here in the stretches in which extraction searches it: clauses and sentences are cut first, but
# nothing keeps a document from being one sentence of this length. Linear patterns need some milliseconds.
SECONDS = 5.0


@pytest.mark.slow
@pytest.mark.parametrize("hostile", HOSTILE, ids=str)
def test_no_pattern_explodes(hostile: str) -> None:
    slow = []
    for name, pattern in _patterns():
        start = time.process_time()
        for number, _ in enumerate(pattern.finditer(HOSTILE[hostile])):
            if number > LENGTH:
                break
        if time.process_time() - start > SECONDS:
            slow.append(name)
    assert slow == []
