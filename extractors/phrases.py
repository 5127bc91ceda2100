"""Noun phrases beside a figure: the clause that holds it, cut clean of time limits, scope, verbs and comparators."""

from __future__ import annotations

import re
from functools import lru_cache

from policyqa.model import Record, Span, spanned

from .patterns import targets as p

EDGE = " 、,:"
_CLAUSE_ENDS = re.compile(r"[,。;:!?\n\t]")
_TO_CLAUSE_END = re.compile(r".*[,。;:!?\n\t]", re.DOTALL)
_LOOK_BEFORE = 400  # characters in which a clause begins
_REMEMBERED = 64  # places whose clause is kept in mind
_SHORTEST = 2  # characters of a noun
_EACH = "每"  # 每区3所, 每校1名

_TIME_WORDS = (
    r"(?:20\d\d-20\d\d|20\d\d)学年度?|年内|全年|当年|年底前?|今年|明年|次年"
    r"|(?:力争)?(?:到|至|在|截至|自|从)?(?:\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|前|起|内|[上下]半年|[一二三四]季度)?(?:以?前|之前)?"
    r"|“?[一二三四五六七八九十]+五”?(?:末|期间|时期)|[一二两三四五六七八九十\d]+(?:年|个月)(?:内|左右)|\d{1,2}月底?前?)"
    r"|[一二两三四五六七八九十\d]{1,2}年(?=[培建新完打引实轮])|每[一二两三四五六七八九十\d]*(?:年|学期|学年|半年|季度|月|周|天|日)[底末初度]?"
)
_TIME = re.compile(_TIME_WORDS)
TIME_ENDS = frozenset("度内年底末前月日起度五间期时右新培建完打引实轮学季周天")
TIME_END = re.compile(rf"(?:{_TIME_WORDS})$")
# What may stand at the head of a phrase, with the characters that it begins with, and whether it may begin with any
# other where the phrase holds a letter of those patterns.
_TIME_BEGINS = frozenset("0123456789一二三四五六七八九十两“年全当今明次力到至在截自从每")
_HEADS: tuple[tuple[frozenset[str], bool, re.Pattern[str]], ...] = (
    (_TIME_BEGINS, False, _TIME), (frozenset(), True, p.COVERED), (p.MEANS_BEGINS, False, p.MEANS),
    (p.SCOPE_BEGINS, True, p.SCOPE), (p.LEADING_BEGINS, False, p.LEADING), (p.CONNECTOR_BEGINS, False, p.CONNECTOR),
    (frozenset(), True, p.WHO_MUST),
)  # fmt: skip
_HEAD_LETTERS = frozenset().union(*(begins for begins, _, _ in _HEADS))
_Heads = tuple[re.Pattern[str], ...]


def _heads_at(anywhere: bool) -> dict[str, _Heads]:
    """The heads that may begin with a letter; `""` stands for all other letters."""
    return {
        letter: tuple(pattern for begins, anyhow, pattern in _HEADS if letter in begins or (anywhere and anyhow))
        for letter in ("", *_HEAD_LETTERS)
    }


_HEADS_AT, _FEW_HEADS_AT = _heads_at(True), _heads_at(False)
_NO_NOUN_BEGINS = frozenset("0123456789过合原一其分累总人共单每年首最至户")
_NO_NOUN = re.compile(
    r"\d+(?:\.\d+)?[一-龥%]{0,2}|过去[一五]年|(?:合计|原则上|一般|其中|分别|累计|总共|人民币|共计|单个|每家|年度|首次|最高|最多|至少)+"
    r"|[单每户人][户家个项人均轮次期生]"
)


class Clause(Record, frozen=True):
    """The stretch of a sentence in which a quantity stands: between commas, and between the figures of a list."""

    start: int
    end: int
    previous: int
    following: int


def clause(text: str, sentence: Span, quantity: Span, others: list[Span]) -> Clause:
    """`previous` and `following` are the ends of what belongs to the neighbouring figures."""
    (first, last), (begin, stop) = sentence, quantity
    start = _outside_brackets(text, clause_start(text, first, begin), begin, first)
    closing = _CLAUSE_ENDS.search(text, stop, last)
    end = closing.start() if closing else last
    previous, following = start, end
    for place in others:
        if place.end <= begin:
            previous = place.end if place.end > previous else previous
        elif stop <= place.start < following:
            following = place.start
    return Clause(start, end, previous, following)


@lru_cache(_REMEMBERED)  # asked of each figure several times
def clause_start(text: str, first: int, position: int) -> int:
    """Where the clause begins that holds a position; not before `first`."""
    start = first if position - first < _LOOK_BEFORE else position - _LOOK_BEFORE
    found = _TO_CLAUSE_END.match(text, start, position)
    return found.end() if found else first


def _outside_brackets(text: str, start: int, stop: int, first: int) -> int:
    """A comma inside brackets ends no clause: A(含B,C)达到60%."""
    stretch = text[start:stop]
    if stretch.count(")") > stretch.count("("):
        opening = text.rfind("(", first, start)
        if opening >= 0:
            return clause_start(text, first, opening)
    return start


def phrase(text: str, start: int, end: int) -> Span | None:
    """The noun phrase that ends before `end`: comparators behind it and time, scope and verbs in front of it cut off."""
    if text.startswith("/", start):  # 32元/平方米/月、珠江苑18元: the rest of the unit before
        start = text.find("、", start, end) + 1 or start
    if text.startswith("(", start):  # (不含税)且研发投入累计: the bracket belongs to the figure before
        closed = text.find(")", start, end)
        start = closed + 1 if closed >= 0 else start
    body = text[start:end].rstrip(" ,(")
    while tail := _tail(body):
        body = body[: tail.start()].rstrip(" ,(")
    if ")" in body or "(" in body:
        cut, stop = _beside_bracket(body)
        start, body = start + cut, body[cut:stop]
    head = _head_length(body)
    noun = body[head:].rstrip(" 的、,")
    if len(noun) < _SHORTEST or (noun[0] in _NO_NOUN_BEGINS and _NO_NOUN.fullmatch(noun)):
        return None
    taken = _taken(noun)
    if taken:
        return Span(start + head + taken.start("what"), start + head + taken.end("what"))
    return spanned((start + head, start + head + len(noun)))


def _beside_bracket(body: str) -> tuple[int, int]:
    """What of a phrase is left where it does not hold a bracket whole: 视频(时长 is 时长, 系列活动(全年举办 is 系列活动."""
    opened, closed = body.count("("), body.count(")")
    if opened > closed:
        place = body.rindex("(")
        inside = p.IN_BRACKET.match(body, place + 1)
        if place and p.LIGHT_VERB.search(body, place + 1):
            return 0, place
        return (inside.end() if inside else 0), len(body)
    if closed > opened:
        behind = p.AFTER_BRACKET.match(body, body.rindex(")") + 1)
        return (behind.end() if behind and behind.end() < len(body) else 0), len(body)
    return 0, len(body)


def _taken(noun: str) -> re.Match[str] | None:
    """What a phrase is about where it says into what it is taken, or for whom it is set."""
    taken = p.TAKEN.search(noun) if "入" in noun or "作为" in noun or "放在" in noun else None
    return taken or (p.SET_FOR.match(noun) if "为" in noun or "是" in noun else None)


def _tail(body: str) -> re.Match[str] | None:
    """The comparator or the time at the end of a clause."""
    last = body[-1:]
    linked = p.LINK.search(body) if last in p.LINK_ENDS else None
    each = p.EACH_END.search(body) if body[-2:-1] == _EACH else None
    return linked or each or (TIME_END.search(body) if last in TIME_ENDS else None)


def without_light_verb(text: str, span: Span) -> Span:
    """教研活动每月开展: the act that only says that something takes place, and its time, are no part of the noun."""
    light = p.LIGHT_VERB.search(text, *span)
    if light is None or light.start() - span.start < _SHORTEST:
        return span
    end = light.start()
    tail = TIME_END.search(text[span.start : end])
    end = span.start + tail.start() if tail and tail.start() >= _SHORTEST else end
    return Span(span.start, span.start + len(text[span.start : end].rstrip(" ,(")))


def _head(body: str, heads: dict[str, _Heads]) -> re.Match[str] | None:
    """Time, scope, a modifier or a verb at the beginning of a phrase."""
    for pattern in heads.get(body[:1]) or heads[""]:
        match = pattern.match(body)
        if match and match.end():
            return None if pattern is p.LEADING and p.RATE.match(body) else match
    return None


def _head_length(body: str) -> int:
    """How much of the clause's head is time, scope, modifiers and verbs."""
    heads = _HEADS_AT if p.HEAD_HOLDS.search(body) or "全覆盖、" in body else _FEW_HEADS_AT
    rest = body
    while True:
        bare = rest.lstrip(EDGE)
        match = _head(bare, heads)
        behind = bare[match.end() :] if match else bare
        if len(behind) == len(rest) or len(behind) < _SHORTEST:
            return len(body) - len(bare if len(bare) >= _SHORTEST else rest)
        rest = behind
