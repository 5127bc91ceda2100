"""What the records of an item of a list have to show, as the question asks: a limit, an interval, a body, a figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from policyqa.answering import bounds, figures, wording
from policyqa.answering.case import Case, negated, timely
from policyqa.answering.question import Question
from policyqa.answering.sentence import Sentence
from policyqa.answering.tasks import answers_for, bodies_of, body_asked
from policyqa.answering.units import GRADE, Unit
from policyqa.library import Holding
from policyqa.model import Body, Deadline, Target
from policyqa.zh.patterns import late

_GROWTH = late(r"增长类|增长型|增长幅度|增幅|涨幅|增速|增长率|增长.{0,4}(?:目标|数字|要求|百分[比数点])")
_MONEY = late(r"钱|金额|补贴|奖励|资金|经费|补助|津贴|资助|奖补|奖金")
# What people call what they can get; documents say it by what they give.
BENEFITS = late(
    r"[一-龥]奖(?=[?？、,，和与]|$)|奖励|奖补|奖金|补贴|补助|津贴|资助|扶持|好处|优惠|[哪什多][些么少].{0,2}钱|支持(?=[?？]|政策|措施|有哪|力度|$)"
)
_GIVEN = late(
    r"给予|奖励|补助|补贴|资助|扶持|奖补|贴息|免[收征交缴除租费]|减[征免按半收]|返还|退还|优惠|发放|支持|安家费"
)
_NAMED = late(r"奖励|奖补|补贴|补助|资助|津贴|贴息|免租|免[征交缴]|减免|减[征按]|返还|退税|优惠|资金支持|安家费")
_ADVANTAGE = late(r"优先|直接列入|绿色通道|加分|免予|免于")
_SUM = late(r"\d[\d.,]*\s?(?:余|多)?\s?[十百千万亿]*\s?(?:美|欧)?元|\d[\d.]*\s?[%％]")
_PROMISED = late(
    r"一定比例|按(?:政策|规定|培养人数|程序)[^,，。;；]{0,8}给予|给予[^,，。;；]{0,16}(?:补贴|补助|资助|奖励|支持)"
)
_NUMBER_WORD = r"数字(?!证书|化|经济|人民币|政府|社会|乡村|贸易|产业|赋能|技术|平台|孪生|基础|转型|中国|身份|素养)"
FIGURES = late(rf"量化|数量|[人期节门场次]数|学分|{_NUMBER_WORD}|数值|百分[比数]|指标|多少|个数|规模|[上下]限")
_LIMITS = late(r"时限|期限|月份")
_SCHEDULE = late(r"时间表|节点")
_NUMERAL = late(r"\d|百分之|[二两三四五六七八九十百千]|(?:至少|不少于|不低于)一")
_DATE_OR_NUMBER = late(r"(?:时间|时限|期限)[^,，。]{0,4}[或和、][^,，。]{0,4}(?:数量|数字|指标|个数)")
_HOW_OFTEN = late(r"(?:几年?|多久|多长时间)[^,，。]{0,8}一[次届回遍]|一[次届回遍][^,，。]{0,4}频次|频次|频率")
_DIGITS = late(rf"{_NUMBER_WORD}|数值|百分[比数]")
_WHOLE = late(r"全覆盖|覆盖全|(?:全部|全面)覆盖|覆盖率?[^,，。;；]{0,8}100%")
_IN_FORCE = late(
    r"有效期|执行期限|施行|实施期限|失效|生效|(?:起|开始)实施|(?:哪一?[天年]|何时|什么时候|日期)[^,，。]{0,4}实施"
)
_REPEALED = late(r"废止|废掉|废除|废了|作废")
_STATED = late(
    r"(?:有效期|执行期限|实施期限)限?(?:为|至|到)?\s?[\d一二三四五六七八九十]|自[^,，。;；]{2,16}起(?:施行|实施|执行)"
)
_FORCE_YEAR = late(r"(20\d\d|19\d\d)年(?=[^,，。;；]{0,12}(?:起|施行|实施|执行|失效|废止|止))")
_FORCE_DAY = late(r"(?:(\d{4})年)?(?<!\d)(\d{1,2})月(\d{1,2})日(?=[^,，。;；]{0,4}(?:起|施行|实施|执行|失效|废止|止))")
_OF_THE_MONTH = late(r"(\d{1,2})[日号]")
_YEAR_BOUND = late(r"(?P<year>20\d\d|19\d\d)年?(?:底|初|元旦)?(?:(?P<after>以后|之后|后)|(?:以前|之前|前))")
# Words of a list of what enters into force that tell no matter.
_OF_FORCE = frozenset(
    [
        "地方性",
        "条例",
        "办法",
        "措施",
        "规定",
        "细则",
        "方案",
        "意见",
        "法规",
        "规章",
        "文件",
        "起",
        "后",
        "以后",
        "之后",
        "元旦",
        "是从",
        "开始",
    ]
)
_NO_PAST = late(r"(?:已|往年|过去|去年|已经).{0,8}(?:不算|不计|除外|不要)")
# What asks for what is due in a year, or for figures; without it a year tells which document is meant (2026年哪些省提出…).
_DUE_ASKED = late(
    r"目标|指标|任务|数字|多少|几|完成|建成|实现|达到|截止|期限|时限|底|末|[前后内]|到\s?20\d\d|年度|要做|要求做"
)
_IN_THE_YEAR = late(r"当年|年内(?!要?完)|年度")
BODIES = late(
    r"哪些?(?:个|几个)?(?:部门|单位|机构|科室|处室|委办局)(?!的?(?:文件|政策|通知|方案)|要求|提出|规定|推行|推广)"
)
_ALL_FIGURES = late(rf"目标|指标|(?:量化|数量)的?(?:要求|任务)|任务书|{_NUMBER_WORD}")
_GOAL = late(rf"目标|指标|任务书|(?:量化|数量)的?(?:要求|任务)|{_NUMBER_WORD}")
_FEW = 12  # documents of the regions asked about, whose figures are all looked at for a list of goals
_NUMBER = late(r"^\d|^[一二两三四五六七八九十]+\D")
_MONTH = late(r"(?:(20\d{2})年)?(?<!\d)(\d{1,2})月(?=[底末份]|之?前|以前|\d{1,2}[日号])")
_GROWS = late(r"(?:增长|增速|增幅)[^,，。;；]{0,8}?\d[\d.]*%[^,，。;；]{0,4}(?:以上|的)")
_PREFERRED = late(r"好处|优惠|待遇|支持")
_SUMS = late(r"金额|多少|标准|数额|具体|明确")
# 写了具体天数、年限的规定: every item states a length of time
_LENGTHS = late(r"(?:具体|写[了明清]|明确|规定[了的])[^,，。]{0,6}(?:天数|年限|时长|工作日数)")
# 各地什么时候补齐: every item says when
_BY_WHEN = late(r"什么时候|啥时候|何时|哪一?年(?!度)|几月|几号|到哪年")
_POINT = late(
    r"\d{4}\s?年|\d{1,2}\s?月|[年月]底|年内|当[年月天日]|[\d一二三四五两]+\s?(?:年|个月|个?工作日|[天日])(?:之?内|左右)|[年季]度|学期|十[一二三四五]五|每[年月季周]"
)
_STRICT = frozenset(("length", "when", "year"))
_OF_ITS_YEAR = 0.8  # how well a sentence fits a year by its chapter or the title


class Test(NamedTuple):
    """What the records of a sentence have to show, by the name of the kind of test; without what is `certain` a sentence
    is no item, without what is `strict` neither where there are too few of them to be weighed beside one another."""

    name: str
    holds: Callable[[Sentence], bool]
    strict: bool = False
    certain: bool = False


def benefits_asked(question: Question) -> bool:
    return bool(BENEFITS.search(question.rest)) and question.kind == "list"


def in_force_asked(question: Question) -> bool:
    return bool(_IN_FORCE.search(question.rest))


def closing_asked(question: Question) -> bool:
    """Whether the question asks for what documents say of themselves at their beginning or end."""
    return in_force_asked(question) or _REPEALED.search(question.rest) is not None


def probes(question: Question) -> list[tuple[type[Target] | type[Deadline] | type[Body], Holding]]:
    """What a record says of itself that passes the question's tests: so all of them are found, whatever words stand
    beside them."""
    found: list[tuple[type[Target] | type[Deadline] | type[Body], Holding]] = []
    for type_ in (Deadline, Target):
        found += [(type_, Holding(frequency=frequency)) for frequency in question.frequencies]
        found += [(type_, Holding(due_in=year)) for year in question.years]
    if _GROWTH.search(question.rest):
        found.append((Target, Holding(change=True)))
    few = sum(len(region.documents) for region in question.regions) <= _FEW
    if question.regions and few and _ALL_FIGURES.search(question.rest):
        found.append((Target, Holding()))
    body = body_asked(question)
    return [*found, (Body, Holding(body=body))] if body else found


def tests(case: Case) -> list[Test]:
    """What the records of an item have to show, as the question asks."""
    question = case.question
    asked, body = question.rest, body_asked(question)
    asked_numbers = numbers(question)
    ahead = bool(_GOAL.search(asked)) and not wording.PAST.search(question.text)
    certain = {
        *(["year"] if in_force_asked(question) or _IN_THE_YEAR.search(asked) else []), *(["no_past"] if ahead else [])
    }  # fmt: skip
    possible: tuple[tuple[object, str, Callable[[Sentence], bool]], ...] = (
        (
            question.frequencies,
            "often",
            lambda s: any(d.frequency in question.frequencies for d in _recurring(case, s)),
        ),
        (question.years or _MONTH.search(question.text), "year", lambda s: _due(case, s)),
        (
            _WHOLE.search(asked),
            "whole",
            lambda s: bool(_WHOLE.search(s.text)) or ("100%" in asked and "100%" in s.text),
        ),
        (in_force_asked(question), "in_force", lambda s: bool(_STATED.search(s.quote))),
        (body, "body", lambda s: answers_for(case, s, body or "")),
        (BODIES.search(asked), "bodies", lambda s: bool(bodies_of(case, s))),
        (wording.MAY_NOT.search(asked), "may_not", lambda s: negated(s.text)),
        (_LENGTHS.search(asked), "length", lambda s: bool(wording.LENGTH.search(s.text))),
        (_BY_WHEN.search(asked) and "谁" not in asked, "when", lambda s: _says_when(case, s)),
        (ahead or _NO_PAST.search(question.text), "no_past", lambda s: not _past(case, s)),
        ("工作日" in asked and not asked_numbers, "number", lambda s: "工作日" in s.text),
    )
    return [
        *(_number(unit, case) for unit in asked_numbers),
        *(Test(name, test, name in _STRICT, name in certain) for holds, name, test in possible if holds),
        *_of_figures(case),
    ]


def numbers(question: Question) -> list[Unit]:
    """Numbers and grades of the question that every item has to have."""
    return [
        unit for unit in question.units
        if unit.weight >= 1 and _NUMBER.search(unit.text) and unit.text != "100%" and not _counts_them(unit, question)
        and (unit.sort == "number" or GRADE.fullmatch(unit.text))
    ]  # fmt: skip


def _counts_them(unit: Unit, question: Question) -> bool:
    """五个成员局各管什么: how many they are is said of no one of them."""
    return unit.text.endswith("个") and bool(wording.EACH_ASKED.search(question.rest))


def _of_figures(case: Case) -> list[Test]:
    """A rate of growth, what is given, or any figure of the kind that is asked for."""
    question, asked = case.question, case.question.rest
    if wording.several_figures(asked) and not _MONEY.search(asked):
        return [Test("figure", lambda s: figures.has_figure(case, s), strict=True)]
    if _GROWTH.search(asked):
        return [Test("growth", lambda s: _grows(case, s))]
    goals = bool(_GOAL.search(asked)) and not BENEFITS.search(asked)
    sums = _MONEY.search(asked) and "share" not in question.measures and _SUMS.search(asked) and not goals
    if benefits_asked(question) or sums:
        # 哪些奖励按“就高不重复”执行 asks where the quoted words stand, not what is given
        quoted = any(unit.weight > 1 for unit in question.units)
        share_asked = "share" in question.measures
        return [] if quoted else [Test("given", lambda s: _given(case, s) and (not share_asked or _has_share(s)))]
    if goals and (FIGURES.search(asked) or question.measures):
        return [Test("figure", lambda s: _sets_a_goal(case, s))]
    if _DATE_OR_NUMBER.search(asked):
        return [Test("figure", lambda s: figures.has_figure(case, s) or bool(case.evidence.records(s, Deadline)))]
    if _HOW_OFTEN.search(asked):
        return [Test("figure", lambda s: any(d.frequency for d in _recurring(case, s)))]
    if _SCHEDULE.search(asked):
        return [Test("figure", lambda s: bool(case.evidence.records(s, Deadline)))]
    if _LIMITS.search(asked):
        return [Test("figure", lambda s: figures.has_figure(case, s) or bool(case.evidence.records(s, Deadline)))]
    if question.measures or FIGURES.search(asked):
        return [Test("figure", lambda s: figures.has_figure(case, s), strict=True)]
    return []


def _says_when(case: Case, sentence: Sentence) -> bool:
    """Whether the sentence, or the limit that governs its item, says by when."""
    evidence = case.evidence
    return bool(_POINT.search(sentence.text) or evidence.records(sentence, Deadline) or evidence.governing(sentence))


def _sets_a_goal(case: Case, sentence: Sentence) -> bool:
    """Whether the sentence sets a target; one in digits, where the question asks for figures (全覆盖 has none)."""
    digits = bool(_DIGITS.search(case.question.rest))
    targets = case.evidence.records(sentence, Target)
    measures = bool(case.question.measures) and not _MONEY.search(case.question.rest)
    return any(
        t.kind == "target"
        and (not digits or _NUMERAL.search(t.quote))
        and (not measures or figures.measured(case.question, t.unit))
        for t in targets
    )


def _has_share(sentence: Sentence) -> bool:
    return bool(re.search(r"[%％]|百分之|[一二两三四五六七八九]成", sentence.quote))


def _given(case: Case, sentence: Sentence) -> bool:
    """Whether the sentence promises money, or an advantage; a sum, where the question asks for sums."""
    text = sentence.text
    sums = _has_sum(case, sentence)
    if _SUMS.search(case.question.rest):
        return sums or bool(_SUM.search(text) and _GIVEN.search(text))
    if _PREFERRED.search(case.question.rest) and _ADVANTAGE.search(text):
        return True
    return sums or bool(_NAMED.search(text) or _PROMISED.search(text))


def _has_sum(case: Case, sentence: Sentence) -> bool:
    return any("元" in t.unit and t.kind == "target" for t in case.evidence.records(sentence, Target))


def with_sums(case: Case, chosen: Sequence[Sentence]) -> list[Sentence]:
    """Of the sentences of one section those that say what is given, where any does: 支持企业发展 opens, 给予5万元 gives."""
    telling = {(s.document.id, s.passage.section) for s in chosen if _tells(case, s)}
    return [s for s in chosen if _tells(case, s) or (s.document.id, s.passage.section) not in telling]


def _tells(case: Case, sentence: Sentence) -> bool:
    given = bool(_GIVEN.search(sentence.quote)) and bool(
        _SUM.search(sentence.quote) or _PROMISED.search(sentence.quote)
    )
    return given or _has_sum(case, sentence)


def _number(unit: Unit, case: Case) -> Test:
    """A number in the question is no more or less than itself; where it bounds (5%以上) a figure of the matter within the
    bound does as well."""
    bound = bounds.asked(case.question.rest)

    def holds(sentence: Sentence) -> bool:
        within = bounds.holds(bound, case, sentence) if bound else None
        return within if within is not None else any(word in sentence.text for word in unit.words)

    return Test("bound" if bound else "number", holds, certain=bound is not None)


def _grows(case: Case, sentence: Sentence) -> bool:
    """Whether the sentence sets a rate of growth: as a target, or as a condition (增长50%以上的,给予…)."""
    targets = case.evidence.records(sentence, Target)
    if any(t.comparator == "change" and t.kind == "target" for t in targets):
        return True
    past = targets and all(t.kind == "baseline" for t in targets)
    return not past and bool(_GROWS.search(sentence.text))


def _is_benefit(word: str) -> bool:
    """奖励 and 补贴, and not what a benefit is for (引荐奖)."""
    return bool(BENEFITS.search(word)) and not word.endswith("奖")


def is_test(unit: Unit, question: Question) -> bool:
    """Whether a word of the question is what a test looks at, not what the answer is about."""
    body = body_asked(question)
    several = wording.several_figures(question.rest)
    return bool(
        (body and unit.text in body)
        or _counts_them(unit, question)
        or (_GROWTH.search(question.rest) and unit.text in "增长幅度增幅涨幅增速增长率")
        or (_WHOLE.search(question.rest) and (_WHOLE.search(unit.text) or unit.text in ("覆盖", "全体", "全覆盖")))
        or (
            benefits_asked(question)
            and unit.weight <= 1
            and (_is_benefit(unit.text) or unit.text in ("资金", "钱", "领", "拿", "给"))
        )
        or (several and wording.kinds_of_figures(unit.text))
        or (_LENGTHS.search(question.rest) and unit.text in "天数年限时长工作日数")
        or (_HOW_OFTEN.search(question.rest) and unit.text in ("一次", "一届", "频次", "频率", "几年"))
        or (_SCHEDULE.search(question.rest) and unit.text in ("时间节点", "时间表", "时间", "节点"))
        or (in_force_asked(question) and (unit.text in "有效期限执行施行时间日期" or unit.text in _OF_FORCE))
        or (
            _MONTH.search(question.text)
            and unit.text in ("今", "月底", "月末", *"123456789", "10", "11", "12", *"月底末前")
        )
        or (FIGURES.search(question.rest) and unit.text in ("百分比", "百分数", "百分", "数字", "数值", "量化", "指标"))
    )


def _recurring(case: Case, sentence: Sentence) -> list[Deadline | Target]:
    return [*case.evidence.records(sentence, Deadline), *case.evidence.records(sentence, Target)]


def _due(case: Case, sentence: Sentence) -> bool:
    """Whether something in the sentence is due in a year asked for; 当年 takes what falls into that year alone. A figure
    without a limit of its own is due in the year of its chapter or of its report."""
    question, evidence = case.question, case.evidence
    month = _MONTH.search(question.text)
    if in_force_asked(question):
        return _in_force_from(month, sentence) if month else _in_force_in(question, sentence)
    targets = [t for t in evidence.records(sentence, Target) if t.kind == "target"]
    limits = [*evidence.records(sentence, Deadline), *(t.deadline for t in targets if t.deadline)]
    if month:
        years = (int(month[1]),) if month[1] else question.years
        return any(d.end and d.end.month == int(month[2]) and (not years or d.end.year in years) for d in limits)
    within = bool(_IN_THE_YEAR.search(question.rest))
    if any(
        d.end and d.end.year in question.years and (not within or d.kind in ("in", "by")) and not d.frequency
        for d in limits
    ):
        return True
    stated = bool(targets) or not _DUE_ASKED.search(question.rest)
    return not within and not limits and stated and (timely(question, sentence, evidence) or 0) >= _OF_ITS_YEAR


def _in_force_in(question: Question, sentence: Sentence) -> bool:
    """Whether a document enters into force, or ends, in a year asked for; before or after it, where that is asked."""
    told = [int(match[1]) for match in _FORCE_YEAR.finditer(sentence.quote)]
    bound = _YEAR_BOUND.search(question.rest)
    if bound is None:
        return any(year in question.years for year in told)
    limit = int(bound["year"])
    return any(year >= limit if bound["after"] else year <= limit for year in told)


def _in_force_from(month: re.Match[str], sentence: Sentence) -> bool:
    """Whether a document enters into force, or ends, in a month asked for, or on a day of it."""
    day = _OF_THE_MONTH.match(month.string, month.end())
    return any(
        int(number) == int(month[2]) and month[1] in (None, year) and (day is None or int(day[1]) == int(of_month))
        for year, number, of_month in _FORCE_DAY.findall(sentence.quote)
    )


def _past(case: Case, sentence: Sentence) -> bool:
    targets = case.evidence.records(sentence, Target)
    return (
        bool(re.search(r"已(?:经)?(?:实现|完成|建成|达到|全面)", sentence.quote))
        or (bool(targets) and all(t.kind == "baseline" for t in targets))
        or case.evidence.looks_back(sentence)
    )
