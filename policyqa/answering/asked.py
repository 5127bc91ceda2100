"""A question as the traits of answers need it: its words with weights, what it wants, its pairs of characters."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from policyqa.answering import wording
from policyqa.answering.case import Case
from policyqa.answering.question import Question
from policyqa.answering.units import GRADE, Unit
from policyqa.zh.patterns import late
from policyqa.zh.text import letters

Array = NDArray[np.float64]
_SORTS = ("noun", "name", "verb", "number")
_DATE = late(
    r"\d{4}\s?学?年|\d{1,2}\s?月|年[底末内]|\d+\s?(?:个?工作日|个月|天|日|小时|年)|当[天日]|[一二三四五六七八九十两]+\s?个?(?:工作日|学?年|学期|月|天|日|周)|十[一二三四五]五|每[年月季周]"
)
# A day by which or on which: 每月 alone is none.
_DAY = late(
    r"\d{4}\s?学?年|\d{1,2}\s?月|\d+\s?(?:个?工作日|个月|天|日|小时之?内|年)|当[天日]|即[时日]|[一二三四五六七八九十两]+\s?个?(?:工作日|学?年|学期|月|天|日|周)|十[一二三四]五|年内|当年"
    r"|[年月季周]末|年底|[上下]半年|季度|学期|之[前后]|(?:前|后|时)(?=[,，。;；]|$)"
)
_AT_ONCE = late(r"当[天日场]|即[时办]|立即|随[到时]")
_RECURRING = late(r"每|隔|定期|一年|[两二三四五]年[一举开办]|年度|一学年|次年")
_INTERVAL = late(
    r"每?(?:隔|间隔)?[一二两三四五六半\d]+\s?个?(?:学?年|学期|季度|月|周|天)|每(?:学?年|年度|学期|季度|月|周|天)|逐年|年度(?=[^,，。]{0,6}(?:一[次届]|评|考|报告))|次年"
)
_ASKS_INTERVAL = late(r"[几多]少?个?(?:年|月|天|学期|周)")
_ASKS_HOW_OFTEN = late(
    r"[几多]久?[个]?(?:年|月|天|学期)?.{0,4}(?:一[次回届遍]|(?:办|搞|做|评)(?![完结好妥成下理定])|开展)|一[次回届遍]|频率|频次"
)
# 哪一年 is answered by a year, 几月几号 by more than one: a draft leaves the day out (自2023年  月  日起施行).
_ASKS_YEAR = late(r"^(?!.*(?:写明|写[了清]|提到))(?=.*(?:哪一?年|何年|年份|几几年))")
_YEAR = late(
    r"\d{4}\s?(?:[年-]|学年)|十[一二三四]五|[本当今明]年|年[底末内初]|[上下]半年|学年|[一二三四五六七八九十\d]+年[内后]"
)
_ASKS_MONTH = late(r"几月|几号|几日|哪个月|哪一?[天日]")
_MONTH = late(
    r"\d\s?[月日天]|[一二三四五六七八九十]+\s?个?[月日天]|(?<!\d)\d\d?-\d\d?|[月年季周]末|[月年]底|当[天日]|即[时日]|季度|学期|半年|工作日|"
    r"(?:印发|公布|发布|签发|通过)之[日时]|年内|之?[前后](?=[,，。;；]|$)"
)
_HOW_LATE = late(r"最[迟晚].{0,2}多久")
_ASKS_DAY = late(rf"{wording.BY_WHEN}|什么时候|啥时候|何时|哪[一几]?[天日]|几月|几号|哪个月|最晚|最迟|截止|几时")
_IN_FORCE = late(r"有效期|施行|执行|生效|失效")
_COUNTER = late(r"(?:多少|几)\s?个?([一-龥])")
# Counters that people take for one another: 几样特长 is answered by 两项, 多少趟 by 30次.
_ALIKE = (
    "项种样类个条门",
    "名人个位",
    "次趟回届遍场",
    "家户个所",
    "枚张方个",
    "节课学",
    "天日",
    "钱元块",
    "件个项",
    "年月季",
)
# Behind these stands what a question asks to be allowed or required.
_MAY = late(
    r"[能可会要该用算给让许]不[能可会要该用算给让许]以?|能否|可否|是否|可以|允许|能够?|有没有|必须|需要|还[要得]|要"
)
# What is wanted, by words anywhere in a question: 消费券 发放规模 is open, and wants a figure.
_WANTS_FIGURE = late(
    r"多少|几(?!乎)|多大|多高|多长|百分之|比例|占比|比重|率|规模|金额|数量|人数|标准|目标|数额|面积|额度|上限|下限|底线|幅|倍"
)
_WANTS_TIME = late(
    r"什么时候|啥时候|何时|哪[一几]?[年天日]|几月|几号|期限|时限|最晚|最迟|截止|多久|多长时间|时间|年份|有效期|几年|几个月|几天|何年|几时|到哪[年天]|起始"
)
_WANTS_BODY = late(
    r"谁|哪个?(?:部门|单位|机构|科室|处室|[局委办厅科处])|哪家|牵头|责任|主管|配合单位|什么部门|归哪|找哪|由哪|处室|单位$|部门$"
)


# 研发经费占GDP的比重, 研发投入增长: what a share or a change is told of, and how much of it has to be said
_TOLD_OF = late(r"(?P<of>[一-龥a-z]{2,16}?)(?P<told>占|增长|增速|增幅|下降|降幅|压缩|缩短|上?涨(?!停))")
_HALF, _HARDLY = 0.5, 0.25
# These tell no matter.
_ANYONE = frozenset(
    ("钱", "资金", "开发商", "企业", "单位", "项目", "事项", "市场主体", "政府", "部门", "群众", "学校", "机构")
)


class Asked:
    """A question as the traits need it: its words with weights, what it wants, its pairs of characters."""

    def __init__(self, case: Case, texts: Sequence[str]) -> None:
        self.case = case
        self.question = case.question
        self.units = [unit for unit, _ in case.weighted]
        self.weights = np.array([weight for _, weight in case.weighted])
        self.total = float(self.weights.sum()) or 1.0
        self.matter = np.array([unit.sort in ("noun", "name") for unit in self.units], bool)
        self.quoted = np.array([unit.weight > 1 for unit in self.units], bool)  # names in quotation marks
        self.sorts = {sort: np.array([u.sort == sort for u in self.units], bool) for sort in _SORTS}
        self.known = np.array([any(word in case.said for word in u.words) for u in self.units], bool)
        rest, kind = self.question.rest, self.question.kind
        self.figure = kind == "value" or (kind in ("open", "list") and bool(_WANTS_FIGURE.search(rest)))
        self.time = kind == "deadline" or (kind != "yesno" and bool(_WANTS_TIME.search(rest)))
        self.body = kind == "body" or (kind == "open" and bool(_WANTS_BODY.search(rest)))
        self.when = _times_for(self.question)
        counter = _COUNTER.search(rest)
        self.counter = counter[1] if counter else None
        self.counters = {self.counter, *(c for alike in _ALIKE if counter and counter[1] in alike for c in alike)}
        self.quoted_said = [u for u in self.units if u.weight > 1 and any(u.text in text for text in texts)]
        of_texts = [letters(text) for text in texts]
        said = letters(wording.ASKING.sub(" ", rest))
        asked = sorted({a + b for a, b in pairwise(said)})
        words = (letters(word) for unit in self.units for word in unit.words)
        self.pairs_said = {a + b for word in (said, *words) for a, b in pairwise(word)}
        counts = [sum([pair in text for text in of_texts]) for pair in asked]
        self.pairs = {p: math.log(1 + (len(texts) + 1) / (1 + count)) for p, count in zip(asked, counts, strict=True)}

    def times(self, text: str) -> bool:
        """Whether a text has a time of the kind asked for."""
        return any(when.search(text) for when in self.when)

    @cached_property
    def last(self) -> int | None:
        """The place of the last noun, of which the others tell the kind."""
        places = np.flatnonzero(self.matter).tolist()
        return max(places, key=lambda i: self.question.rest.rfind(self.units[i].text), default=None)

    @cached_property
    def predicate(self) -> list[Unit]:
        return predicate(self.question.rest, self.units)

    @cached_property
    def own_figures(self) -> list[int]:
        """The places of figures that may tell of the asker (82岁, 6个人)."""
        return [i for i, unit in enumerate(self.units) if unit.sort == "number" and unit.text[-1] in "岁人个名"]

    @cached_property
    def of_titles(self) -> list[Unit]:
        """The nouns that name the subject of a document, as one title of those found says and most do not."""
        titles = {scored.sentence.place.title for scored in self.case.ranked}
        matter = [u for u, noun in zip(self.units, self.matter, strict=True) if noun and u.weight >= 1]
        saying = {u: sum(u.text in title for title in titles) for u in matter}
        return [u for u in matter if 0 < saying[u] <= len(titles) / 2]

    @cached_property
    def rarest(self) -> int | None:
        return max(np.flatnonzero(self.matter).tolist(), key=lambda i: self.weights[i], default=None)

    @cached_property
    def told_of(self) -> tuple[list[Unit], float]:
        """The nouns of which a share or a change is asked for, and how much of one is little."""
        part = _TOLD_OF.search(self.question.rest)
        if part is None:
            return [], 0.0
        nouns = [u for u in self.units if u.text in part["of"] and u.sort in ("noun", "name") and u.weight >= 1]
        return [u for u in nouns if u.text not in _ANYONE], _HALF if part["told"] == "占" else _HARDLY

    @cached_property
    def siblings(self) -> list[tuple[Sequence[re.Pattern[str]], set[int]]]:
        """The groups of things of one kind of which the question names some, and which."""
        rest = self.question.rest
        named = [(group, {i for i, one in enumerate(group) if one.search(rest)}) for group in wording.SIBLINGS]
        return [(group, wanted) for group, wanted in named if wanted]

    @cached_property
    def grades(self) -> list[Unit]:
        """The grades that the question names (三星级, 二等奖)."""
        return [unit for unit in self.units if GRADE.fullmatch(unit.text)]

    @cached_property
    def combined(self) -> bool:
        """Whether two benefits together are asked for."""
        return wording.COMBINED_ASKED.search(self.question.rest) is not None

    def share(self, covers: Array, of: NDArray[np.bool_], unknown: float) -> float:
        weights = self.weights[of]
        return float((weights * covers[of]).sum() / weights.sum()) if len(weights) and weights.sum() else unknown


def _times_for(question: Question) -> tuple[re.Pattern[str], ...]:
    """What of time answers the question: what recurs, a length, a day, or any of them."""
    rest = question.rest
    by_day = _ASKS_DAY.search(rest)
    if question.kind == "deadline" and _ASKS_HOW_OFTEN.search(rest) and not by_day:
        return (_INTERVAL,) if _ASKS_INTERVAL.search(rest) else (_RECURRING,)
    if wording.HOW_LONG.search(rest) and not by_day and not _IN_FORCE.search(rest):
        return (wording.length(rest), _AT_ONCE)
    if _ASKS_YEAR.search(rest) and not _IN_FORCE.search(rest):
        return (_YEAR,)
    if not by_day or _HOW_LATE.search(rest):
        return (_DATE,)
    return (_MONTH,) if _ASKS_MONTH.search(rest) else (_DAY,)


def predicate(rest: str, units: Sequence[Unit]) -> list[Unit]:
    """What a yes/no question asks to be allowed or required: its words behind 能不能 and the like, else its last."""
    last = max((m.end() for m in _MAY.finditer(rest)), default=len(rest))
    behind = [unit for unit in units if rest.rfind(unit.text) >= last]
    return behind or sorted(units, key=lambda unit: rest.rfind(unit.text))[-1:]
