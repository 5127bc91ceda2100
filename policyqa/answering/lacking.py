"""Whether a sentence can be no answer whatever words it shares with the question: it has nothing of the kind that is
asked for, or tells it of something else."""

from __future__ import annotations

from collections.abc import Mapping

from policyqa.answering import bounds, limits, responsible, telling, wording
from policyqa.answering.looking import ANY_FIGURE, DATES, Look
from policyqa.answering.sentence import Sentence
from policyqa.answering.units import GRADE
from policyqa.answering.weighing import cover
from policyqa.zh.patterns import late
from policyqa.zh.synonyms import variants
from policyqa.zh.text import fold, pairs

_MOSTLY = 0.5  # of a word, that has to stand there
_HALF, _SEVERAL = 0.5, 2  # of what a sentence says, that others alike say too, and how many of them
_CLASSED = late(r"企业|公司|机构|单位|学校|教师|老师|人员|项目|行业|商户|家庭|人才|平台|园区|基地|医院|车辆")
# What is asked for by its name, which documents give in quotation marks or letters or introduce.
_ASKS_NAME = late(r"叫(?:什么|啥)|(?:名称|名字)(?:是|叫)")
_NAMES = late(r"[“\"《「『‘][^”\"》」』’]+[”\"》」』’]|[A-Za-z]{2,}|简称|名称?为|称为|命名|全称")
# 租金多少, 经费比例: a sum or a share that is asked for by its name, and the words under which documents tell it.
_SUM_NAMED = late(
    r"(租金|押金|保证金|学费|工资|房租|保费|罚款|违约金|滞纳金)[^,，。]{0,4}多少|(经费|资金)的?(?:投入)?(?:比例|占比|比重)"
)
_FUNDS = late(r"经费|资金|费用|投入|预算|款")
_ASKS_TOTAL, _PER_HEAD = (
    late(r"总(?:的|建筑|用地|占地)?(?:面积|规模|投资|数量?|额|量|产值)|一共|总共"),
    late(r"[人户亩]均|每[人户亩]"),
)
_NO_COUNT = late(r"一[支系]")
_ANY_SHARE = late(
    r"[%‰∶]|百分|分之|\d[:：]\d|[一二三四五六七八九十两\d]成|倍|每[^,，。;；]{1,12}名|一半|半数|全[部覆面员体]|\d\.\d"
)
_ANY_TIME = late(
    r"[\d〇○零一二三四五六七八九十半]\s?(?:个?(?:年|月|工作日|学期|季度|小时|星期)|日|号|天|周|分钟)|(?:年|月|季度?|学期)[底末初]"
)
_ANY_OFFICE = late(
    r"(?:[局委部处]|(?<!大)厅)(?![理罚置分])|办公室|中心|政府|单位|部门|机[关构]|公司|学校|医院|银行|协会|法院|(?<!自)主管"
)
_AND_ABOVE = late(r"(?:星级?|等奖|a级?|类)(?:及|或)?以[上下]")


def lacks(look: Look, told: Mapping[str, float]) -> bool:
    """Whether a sentence that is to state a figure, by when, or who, or one that is to rule, contradicts the question or
    holds nothing of the kind."""
    return contradicts(look) or _holds_none(look, told)


def contradicts(look: Look) -> bool:
    """Whether it tells of something else than what is asked about: no likeness of words or of meaning makes up for it."""
    case = look.asked.case
    kind, rest = case.question.kind, case.question.rest
    if _of_another_whole(look) or _of_another_sum(look) or _of_a_sibling(look) or _of_another_tier(look):
        return True
    single = kind in ("value", "deadline", "body", "yesno")
    if single and (_of_another_document(look) or _of_the_opposite(look) or _of_another_class(look)):
        return True
    if _ASKS_TOTAL.search(rest) and _PER_HEAD.search(look.text) and "总" not in look.text:
        return True
    if kind == "yesno" and _rules_on_another(look):
        return True
    if (
        kind == "passage"
        and look.asked.quoted_said
        and not all(cover(unit, look.around) > _MOSTLY for unit in look.asked.quoted_said)
    ):
        return True  # “五明确”指哪五条: what does not say it explains something else
    return limits.lacks_end(case, look.sentence) or limits.lacks_force(case, look.sentence)


def _holds_none(look: Look, told: Mapping[str, float]) -> bool:
    """Whether nothing of the kind that is asked for can be read from it."""
    case = look.asked.case
    kind, rest = case.question.kind, case.question.rest
    if kind == "body" and look.body is None:
        return not responsible.names_section(look.sentence.quote, rest)
    if kind == "value" and "share" in case.question.measures and not _ANY_SHARE.search(fold(look.sentence.quote)):
        return True
    if kind == "value" and "time" in case.question.measures and not (any(look.dated) or look.governed):
        return True
    if kind == "value" and "time" not in case.question.measures and telling.single(look.alone) is None:
        return True
    if _ASKS_NAME.search(rest) and not _NAMES.search(look.sentence.quote):
        return True
    return bool(told["no_date"])


def shows_kind(look: Look) -> bool:
    """Whether something of the kind that is asked for stands in it, though it may not be readable as such: a figure (每五所学校至少一名),
    a share for 入园率, a time (一九八〇年以前), an office, and a section of one where that is asked for (哪个科室)."""
    question = look.asked.case.question
    kind = question.kind
    if kind == "value" and "share" in question.measures:
        return _ANY_SHARE.search(fold(look.sentence.quote)) is not None
    if kind == "body" and responsible.asks_section(question.rest):
        return responsible.names_section(look.sentence.quote, question.rest)
    if kind == "value" and "time" not in question.measures:
        return ANY_FIGURE.search(_NO_COUNT.sub(" ", DATES.sub(" ", look.sentence.quote))) is not None
    shown = {"value": _ANY_TIME, "deadline": _ANY_TIME, "body": _ANY_OFFICE}.get(kind)
    return shown is None or shown.search(look.sentence.quote) is not None


def _of_another_whole(look: Look) -> bool:
    """Whether what a share or a change is told of is not named where the answer would stand."""
    nouns, little = look.asked.told_of
    return bool(nouns) and all(cover(unit, look.around) <= little for unit in nouns)


def _of_another_sum(look: Look) -> bool:
    """Whether a sum or a share is asked for by its name and another one is told (安家补助 for 租金, 合格率 for 经费比例)."""
    named = _SUM_NAMED.search(look.asked.case.question.rest)
    if named is None:
        return False
    if named[2]:
        return _FUNDS.search(look.around) is None
    names = (named[1], *(word for word in variants(named[1]) if not word.startswith("免")))  # 免租 tells no sum
    return not any(word in look.around for word in names)


def _of_another_document(look: Look) -> bool:
    """Whether the sentence, with its document's title, says nothing of what the title of another one names that the question
    asks about (化妆品 in 促进化妆品产业发展办法)."""
    here = look.context + look.text
    return any(cover(unit, here) == 0 for unit in look.asked.of_titles)


def _of_another_class(look: Look) -> bool:
    """Whether a class is asked about (软件企业), and the sentence is one of several alike, each for a class of its own, of which
    this one has no character of the question's (对住宿业企业…, 对餐饮业企业…)."""
    rest = look.asked.case.question.rest
    for unit, noun, near in zip(look.asked.units, look.asked.matter, look.near, strict=True):
        classed = _CLASSED.match(rest, rest.find(unit.text) + len(unit.text)) if noun else None
        if (
            classed
            and unit.weight >= 1
            and near == 0
            and classed[0] in look.text
            and not set(unit.text) & set(look.sentence.quote)
        ):
            return len(_alike(look)) >= _SEVERAL
    return False


def _alike(look: Look) -> list[Sentence]:
    """The sentences of the same list or part of a document that say mostly the same."""
    mine, said = look.sentence, pairs(look.text)
    beside = (
        s for s in look.asked.case.evidence.sentences
        if s is not mine and s.document.id == mine.document.id
        and (s.passage.section[:-1] == mine.passage.section[:-1] or (s.lead and s.lead == mine.lead))
    )  # fmt: skip
    return [s for s in beside if len(said & pairs(s.text)) >= _HALF * min(len(said), len(pairs(s.text)))]


def _of_the_opposite(look: Look) -> bool:
    """Whether the sentence has a noun of the question each time with 非 before it (非黄金时段 for 黄金时段)."""
    rest, text = look.asked.case.question.rest, look.text
    nouns = [u.text for u, noun in zip(look.asked.units, look.asked.matter, strict=True) if noun and len(u.text) > 1]
    return any(
        f"非{noun}" in text and f"非{noun}" not in rest and noun not in text.replace(f"非{noun}", "") for noun in nouns
    )


def _of_a_sibling(look: Look) -> bool:
    """Whether the sentence and what stands above it name others of a kind than the question, and none of its own
    (用水报装 for 用气报装, 高校 for 高中, 四星级 for 三星级)."""
    grades = look.asked.grades
    if grades and not any(word in look.around for unit in grades for word in unit.words):
        others = {one[-1] for one in GRADE.findall(look.text)}
        if any(unit.text[-1] in others for unit in grades) and not _AND_ABOVE.search(look.text):
            return True
    above = "\n".join(look.sentence.passage.section)
    for group, wanted in look.asked.siblings:
        here = {i for i, member in enumerate(group) if member.search(look.text)}
        told = here | {i for i, member in enumerate(group) if member.search(above if here else look.around)}
        if told and not wanted & told:
            return True
    return False


def _of_another_tier(look: Look) -> bool:
    """Whether the sentence is for others than the asker, whose own figure the question tells (82岁 in 满70周岁不满80周岁的)."""
    case = look.asked.case
    return (
        case.question.kind == "value"
        and bounds.met(case.question.rest, case, look.sentence, bounds.OF_SOMEBODY) is False
    )


def _rules_on_another(look: Look) -> bool:
    """Whether two benefits together are asked for, and the sentence does not speak of that."""
    return look.asked.combined and wording.COMBINED_TOLD.search(look.text) is None
