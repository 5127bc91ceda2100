"""A sentence beside the question: what it says of each word, and where its figures and dates stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from policyqa.answering import bounds, figures, responsible, wording
from policyqa.answering.asked import Asked
from policyqa.answering.case import Case, Told, share
from policyqa.answering.sentence import Sentence
from policyqa.answering.weighing import Scored, cover
from policyqa.model import Deadline, Target
from policyqa.zh.patterns import late
from policyqa.zh.text import fold

_CLAUSE = late(r"[,，;；。:：\n]")
# A figure with its unit: no date, no ordinal, and no 一 of 一批 or 一体.
DATES = late(r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日")
_SPANS = late(r"(?<=[划案要动])(?:19|20)\d\d年?[-—~至](?:19|20)\d\d年?")  # of a plan's name (规划（2016-2020年）)
_UNIT = (
    r"周岁|千瓦|千伏安|个?(?:工作日|小时|学时|课时|学分|月|百分点)|平方(?:米|公里)|公里|分钟|学[年期]"
    rf"|[%‰元年月日天周星成㎡米℃]|像素|毫升|摄氏度|美元|欧元|[{wording.COUNTED}枚户]"
)
ANY_FIGURE = late(
    rf"[百千]分之[一二两三四五六七八九十百零点]+|(?<!第)(?<!第\d)(?<!第\d\d)(?:\d[\d.,]*\s?(?:[-~至到]\s?[\d.]+)?\s?[十百千万亿]*(?:余|多)?\s?(?P<of_digits>{_UNIT}|[一-龥a-z])"
    r"|(?<![一二两三四五六七八九十百千])(?!一(?:批|种|些|类|次性|级|张网|件事|张图|层)|[一二三四五]期)[一二两三四五六七八九十百千半]+(?:点[一二三四五六七八九零]+)?[十百千万亿]*(?:余|多)?"
    rf"(?P<of_words>{_UNIT}))"
)


class Look:
    """A sentence beside the question: how much of each word it says by itself (`own`) and with its context (`near`)."""

    def __init__(self, asked: Asked, scored: Scored, rank: int) -> None:
        self.asked, self.scored, self.rank = asked, scored, rank
        self.sentence: Sentence = scored.sentence
        self.text, self.context = self.sentence.text, self.sentence.context
        self.own = np.array([cover(unit, self.text) for unit in asked.units])
        self.near = np.array(
            [o if o >= 1 else max(o, cover(u, self.context)) for o, u in zip(self.own, asked.units, strict=True)]
        )
        kept = asked.own_figures and bounds.met(asked.question.rest, asked.case, self.sentence, bounds.OF_SOMEBODY)
        if kept:  # 82岁 is within 满80周岁不满90周岁
            self.own[asked.own_figures] = self.near[asked.own_figures] = 1.0
        self._shares: dict[str, float] = {}
        self.clauses = [clause for clause in _CLAUSE.split(self.text) if clause]

    def share(self, text: str) -> float:
        """How much of the question a part of the sentence says."""
        known = self._shares.get(text)
        if known is None:
            known = self._shares[text] = share(self.asked.case.weighted, text)
        return known

    @cached_property
    def targets(self) -> list[Target]:
        return self.asked.case.evidence.records(self.sentence, Target)

    @cached_property
    def fitting(self) -> list[bool]:
        """Whether a clause has a figure of the kind asked for."""
        return [any(figures.measured(self.asked.question, unit) for unit in units) for units in self.figures]

    @cached_property
    def around(self) -> str:
        """The sentence with its headings."""
        return self.text + self.sentence.headings

    @cached_property
    def alone(self) -> Case:
        """The question, as if the sentence were known to hold its answer."""
        return self.asked.case.of_one(self.scored)

    @cached_property
    def body(self) -> Told | None:
        """Who answers for the sentence."""
        return responsible.answer(self.alone)

    @cached_property
    def _places(self) -> list[list[re.Match[str]]]:
        """The figures in each clause, its dates taken out."""
        return [list(ANY_FIGURE.finditer(DATES.sub(" ", clause))) for clause in self.clauses]

    @cached_property
    def figures(self) -> list[list[str]]:
        """The units of the figures in each clause."""
        return [[m["of_digits"] or m["of_words"] or "%" for m in places] for places in self._places]

    @cached_property
    def beside_figures(self) -> list[str]:
        """What stands around each figure of the kind asked for, as far as the figures beside it in its clause."""
        found = []
        for places, units in zip(self._places, self.figures, strict=True):
            ends = [0, *(m.end() for m in places)]  # of the figure before
            starts = [*(m.start() for m in places[1:]), None]  # of the one behind
            for place, unit in enumerate(units):
                if figures.measured(self.asked.question, unit):
                    found.append(places[place].string[ends[place] : starts[place]])
        return found

    @cached_property
    def numbered(self) -> list[bool]:
        """Whether a clause has a figure."""
        return [bool(units) for units in self.figures]

    @cached_property
    def dated(self) -> list[bool]:
        """Whether a clause has a date of the kind asked for."""
        return [self.asked.times(_SPANS.sub(" ", clause)) for clause in self.clauses]

    @cached_property
    def governed(self) -> bool:
        """Whether a limit of the kind asked for governs the sentence from outside."""
        evidence = self.asked.case.evidence
        limits = evidence.line(self.sentence, Deadline) or evidence.governing(self.sentence)
        return any(self.asked.times(fold(limit.text)) for limit in limits)

    def windows(self, marked: Sequence[bool]) -> list[tuple[int, str]]:
        """The places of the marked clauses, each with the clause and the one before it."""
        return [(i, "".join(self.clauses[max(0, i - 1) : i + 1])) for i, holds in enumerate(marked) if holds]
