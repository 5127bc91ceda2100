"""Gates: a pattern is tried only where its characters stand, and would have matched nowhere else."""

from __future__ import annotations

import re
from functools import reduce
from itertools import pairwise
from operator import or_

import pytest
from casebook import cases
from hypothesis import given
from hypothesis import strategies as st
from policyqa.extractors import names, phrases, subjects
from policyqa.extractors.letters import Letters
from policyqa.extractors.patterns import bodies, commitments, deadlines, figures, gates, nothing, quantities, targets
from policyqa.extractors.patterns.gates import ANY, MOST, bits, gate, word_bits, word_gate
from sentences import document

from policyqa.model import Span
from policyqa.zh.text import fold, sentences

BOOKS = ("bodies", "targets", "deadlines", "quantities", "commitments", "scopes")
TEXTS = sorted({fold(case["text"]) for book in BOOKS for case in cases(book)})
# Each gate with the patterns that it lets through.
GATED = {
    "past": (targets.PAST_GATE, targets.PAST),
    "opens past": (targets.OPENS_PAST_GATE, targets.OPENS_PAST),
    "formula": (commitments.FORMULA_GATE, commitments.FORMULA),
    "empty": (commitments.EMPTY_GATE, commitments.EMPTY),
    "ranks": (targets.RANKED, quantities.RANK),
    "doubles": (targets.DOUBLED, targets.DOUBLE),
    "full cover": (targets.COVERED_ALL, targets.FULL_COVER),
    "covered whom": (targets.COVERED_WHOM, targets.COVER_ALL),
    "all reach": (targets.ALL, targets.ALL_REACH),
    "label": (bodies.LABELLED, bodies.LABEL),
    "bracket": (bodies.LABELLED, bodies.BRACKET),
    "binding": (targets.BINDING_GATE, targets.BINDING),
    "promise": (targets.PROMISE_GATE, targets.PROMISE),
    "comparator at a distance": (quantities.COMPARATOR_BEGINS, re.compile(quantities.FAR.pattern.removesuffix("$"))),
    "by": (subjects.GATES, bodies.BY),
    "led": (subjects.GATES, bodies.LED),
    "what is led": (word_gate("建立", "健全", "完善", "构建", "形成"), bodies.LED),
    "sharing": (subjects.GATES, bodies.SHARING),
    "caused": (subjects.GATES, bodies.CAUSED),
    "provider": (subjects.GATES, bodies.PROVIDER),
    "provider for whom": (gate("为"), bodies.PROVIDER),
    "together": (subjects.GATES, bodies.TOGETHER),
    "reported to": (subjects.GATES, bodies.REPORT),
    "commissioned": (subjects.GATES, bodies.COMMISSION),
    "group": (subjects.GATES, bodies.GROUP),
    "seat": (subjects.GATES, bodies.SEAT),
}
BEGINNINGS = {
    "looks back": (targets.LOOKS_BACK_BEGINS, targets.LOOKS_BACK),
    "label": (commitments.LABEL_BEGINS, commitments.LABEL_LINE),
    "time": (phrases._TIME_BEGINS, phrases._TIME),
    "means": (targets.MEANS_BEGINS, targets.MEANS),
    "connector": (targets.CONNECTOR_BEGINS, targets.CONNECTOR),
    "leading": (targets.LEADING_BEGINS, targets.LEADING),
    "somebody reaches it": (targets.SO_THAT_BEGINS, targets.SO_THAT),
    "if": (figures.IF_BEGINS, figures.IF),
    "no noun": (phrases._NO_NOUN_BEGINS, phrases._NO_NOUN),
    "no object": (commitments.NO_OBJECT_BEGINS, commitments.NO_OBJECT),
    "comparator behind a number": (quantities.AFTER_BEGINS, quantities.AFTER),
    "between figure and noun": (targets.BEFORE_NOUN_BEGINS, targets.BEFORE_NOUN),
    "verb instead of a name": (bodies.VERB_HEAD_BEGINS, bodies.VERB_HEAD),
}
ENDINGS = {
    "comparator": (quantities.BEFORE_ENDS, quantities.BEFORE),
    "comparator of a bare number": (quantities.BEFORE_BARE_ENDS, quantities.BEFORE_BARE),
    "change": (quantities.CHANGE_ENDS, quantities.CHANGE),
    "part of a whole": (targets.PART_OF_ENDS, targets.PART_OF),
    "link": (targets.LINK_ENDS, targets.LINK),
    "line that is a name": (deadlines.NAME_LINE_ENDS, re.compile(f"(?:{deadlines.NAME_LINE.pattern})$")),
    "time": (phrases.TIME_ENDS, phrases.TIME_END),
    "what trails behind a noun": (targets.TRAILING_ENDS, targets.TRAILING),
    "level without a name": (names._LEVEL_ENDS, re.compile(f"(?:{names._BARE_LEVEL.pattern})$")),
    "duty of a part of a line": (bodies.DUTY_ENDS, re.compile(f"{bodies.DUTY}[。]?$")),
}
ALTERNATIVES = re.compile(r"\|(?![^(]*\))")


def opened(text: str, following: str = "\n") -> int:
    """The gates that a text opens, letter by letter; the last one stands before what follows."""
    characters = reduce(or_, (bits().get(letter, 0) for letter in text), 0)
    pairs = (pair for a, b in pairwise(text + following) for pair in (a + b, a + ANY, ANY + b))
    return characters | reduce(or_, (word_bits().get(pair, 0) for pair in pairs), 0) << MOST


@pytest.mark.parametrize("name", GATED)
def test_what_matches_opens_its_gate(name: str) -> None:
    opens, pattern = GATED[name]
    words = [*TEXTS, *ALTERNATIVES.split(pattern.pattern)]  # a plain alternative is a text that it matches
    matched = [text for text in words if pattern.search(text)]
    assert matched
    assert [text for text in matched if not opened(text) & opens] == []


@pytest.mark.parametrize("name", BEGINNINGS)
def test_what_matches_begins_as_told(name: str) -> None:
    begins, pattern = BEGINNINGS[name]
    tried = (pattern.match(text, place) for text in TEXTS for place in range(len(text)))
    matched = {match[0][0] for match in tried if match and match[0]}
    assert matched
    assert matched <= begins


@pytest.mark.parametrize(
    "pattern", [targets.SCOPE, targets.WHO_MUST, targets.COVERED], ids=["scope", "who must", "covered"]
)
def test_heads_of_any_beginning_hold_a_letter_of_theirs(pattern: re.Pattern[str]) -> None:
    clauses = [clause[place:] for text in TEXTS for clause in re.split("[,。;:]", text) for place in range(len(clause))]
    matched = [(match[0], clause) for clause in clauses if (match := pattern.match(clause))]
    assert matched
    for head, clause in matched:
        told = head[0] in targets.SCOPE_BEGINS if pattern is targets.SCOPE else "全覆盖、" in head
        assert told or targets.HEAD_HOLDS.search(clause)


@pytest.mark.parametrize(
    "rule",
    [
        "列第一位的为牵头单位",
        "首 位单位是主责单位",
        "排首位的部门为牵头部门",
        "列首的单位为主 办",
        "首列单位为牵头",
        "排在首个的为牵头",
    ],
)
def test_a_rule_of_who_leads_holds_what_is_looked_for(rule: str) -> None:
    assert bodies.FIRST_LEADS.search(rule)
    assert any(words.search(rule) for words in bodies.FIRST_LEADS_HOLDS)


def test_each_word_takes_a_phrase_in() -> None:
    words = targets.TAKEN.pattern.rpartition("(?:")[2].removesuffix(")").split("|")
    assert len(words) > 1
    assert [word for word in words if not phrases._taken(f"美育工作{word}规划")] == []
    assert [verb for verb in "为是" if not phrases._taken(f"费用限额标准{verb}参保人员")] == []


@pytest.mark.parametrize("name", ENDINGS)
def test_what_matches_before_a_place_ends_as_told(name: str) -> None:
    ends, pattern = ENDINGS[name]
    heads = [text[:place] for text in TEXTS for place in range(1, len(text))]
    matched = [text for text in heads if pattern.search(text[-8:])]
    assert matched
    assert [text for text in matched if text[-1] not in ends] == []


def test_a_threshold_does_not_begin_where_it_is_not_tried() -> None:
    tried = (targets.THRESHOLD_AFTER.match(text[place:]) for text in TEXTS for place in range(len(text)))
    begins = {match[0][0] for match in tried if match}
    assert begins
    assert not begins & targets.NO_THRESHOLD_BEGINS


def _starts(text: str, start: re.Pattern[str]) -> set[int]:
    return {match.start() for match in start.finditer(text)}


@given(st.text("0123456789.:- 人年月个项期Gx级版号一十百万亿元次届五大类吨千瓦亩基每前第", max_size=24))
def test_what_counts_nothing_begins_where_it_is_looked_for(text: str) -> None:
    begins = {place for place, letter in enumerate(text) if letter in nothing.BY_START}
    found = {place for place in begins if nothing.BY_START[text[place]].match(text, place)}
    assert found <= _starts(text, nothing.START)


@given(st.text("0123456789.,OIl-~至到 年个万千瓦米亿美元%多余一二十百半数几上近点成分", max_size=24))
def test_numbers_begin_where_they_are_looked_for(text: str) -> None:
    loosely = re.compile(
        r"(?:[0-9OoIl](?<!\d\d)|[零〇一二两三四五六七八九十百千万亿半数几上近])"
        r"(?:(?<=[上近])(?=[十百千万亿])|(?<=半)(?=数)|(?<=一)(?<![进统唯专]一)(?![步批些体起系定般直致律旦样])|(?<![上近半一]))"
    )
    year, counted = re.compile(r"\d{4}\s?年"), re.compile(quantities.COUNTED)
    found = {place for place in _starts(text, loosely) if counted.match(text, place) and not year.match(text, place)}
    assert found <= _starts(text, quantities.START)
    assert _starts(text, quantities.START) <= set(Letters(text).numbers)


@pytest.mark.parametrize("index", range(len(deadlines.PATTERNS)), ids=lambda index: deadlines.PATTERNS[index][0])
def test_times_match_where_they_are_tried_and_nowhere_else(index: int) -> None:
    """What an expression of time needs and begins with leaves out no match that the bare pattern finds."""
    pattern = re.compile(deadlines.PATTERNS[index][-1])
    _, needs, tried = deadlines.COMPILED[index]
    for text in TEXTS:
        found = [match.span() for match in pattern.finditer(text)]
        assert found == [match.span() for match in tried.finditer(text)], text
        if found:
            assert opened(text) & needs == needs, text
            assert opened(text) & deadlines.TIME, text


@given(st.text("年由:(市局要建，（9一。\n😀a 　“”);；", min_size=1, max_size=40))
def test_letters_fold_and_open_gates_like_text(text: str) -> None:
    letters = Letters(text)
    assert letters.folded == fold(text)
    whole = Span(0, len(text))
    spans = sentences(letters.folded, whole)
    assert sentences(letters.folded, whole, letters.stops) == spans
    assert [gates & ~bodies.SUBJECT for gates in letters.gates(spans)] == [
        opened(letters.folded[span.start : span.end], letters.folded[span.end : span.end + 1] or "\ue000")
        for span in spans
    ]


def test_places_where_a_verb_may_begin_behind_a_name() -> None:
    text = "市教育局要建立台账"
    assert Letters(text).subject_ends[0] == text.index("要")
    assert Letters(document(text).text).folded.endswith(text)


def test_there_are_no_more_gates_than_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(0 < opens < 1 << MOST for opens in (*bits().values(), *word_bits().values()))
    monkeypatch.setattr(gates, "MOST", 0)
    with pytest.raises(OverflowError):
        gate("\ue000")
    with pytest.raises(OverflowError):
        word_gate("\ue000")
