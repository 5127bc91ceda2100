"""Yes or no, from the clause that speaks of what was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering import bounds, denial, figures, passages, wording
from policyqa.answering.asked import Array, predicate
from policyqa.answering.case import Case, Told, negated, plain, share
from policyqa.answering.sentence import Sentence
from policyqa.answering.weighing import Scored, cover
from policyqa.language import say
from policyqa.model import Deadline
from policyqa.zh.patterns import late
from policyqa.zh.text import fold

SURE = 1.0  # in log-odds, of a verdict that is given without a word of doubt
_TELLS, _MUCH = 0.4, 0.3  # weights: of the last word in a sentence, and of a word in the question
_NEARLY = 0.3  # how much less
_SAYS = 0.12  # of the question
_OWN = 0.2
_ENOUGH = 0.45  # of the question, that a sentence has to cover by itself before it says yes or no
_CLAUSE = late(r"[^,，;；。()（）]+")
_SPECIFIC = late(r"(?:具体|明确|定|量化|提出).{0,8}(?:数|涨幅|增幅|目标|比例|金额|指标|标准|年份|时间|期限|日期|幅度)")
_WHEN = late(r"年份|时间|期限|日期")
_HALF = 0.5  # of a word
_MUST = late(r"必须|一定要|非得|强制"), late(r"自愿|自行选择|自主选择|可选择|鼓励")
# What is asked for, and what denies it without a negation.
_DENYING = (
    (wording.OFTENER, wording.ONCE),
    _MUST,
    (late(r"收费|要钱|花钱|交钱|付费|掏钱"), late(r"免费|不收费|免[收征缴交]")),
)
# How much a clause tells, beside the question's words in it, that says what is to be allowed or required, and all of it;
# and one that rules.
_PREDICATE, _PREDICATES, _RULING = 0.15, 0.5, 0.1
_REFUSING = late(
    r"(?:不得|严禁|禁止|不准)[^,，。;；]{0,24}(?:拖欠|延迟|拖延|延误|拒绝|拒不|推诿|逃避|克扣|截留|无故|变相)"
)
# What is to be granted to somebody of whom the question tells a figure.
_GRANTED = late(r"(?<![功性智技职产])能(?!力|源|耗)|可以|够|符合|算|资格|行[吗么不]|享受|拿得?到|领")
_LEFT_OUT = frozenset(("除外", "不含", "不包括"))
_ASIDE = late(r"\(([^()]{1,2})\)")  # 县(区)
_RULES = late(
    r"可(?!支配|持续|再生|靠|行|视|比|能性)以?|允许|应当?|必须|禁止|严禁|一律|免|须|不(?!断|动产|良)|自[行主愿]"
)
_MAY = late(r"(?<!不)(?:可以|能够?|允许)(?!源|力|耗)")
# 一律不使用伴奏带; no bound, no condition and no part of a word.
_SAID_NOT = late(
    r"(?<![得要必决绝])不(?!动产|同(?!意)|良|断|仅|限于|只|但|超|少|低于|大于|小于|高于|多于|晚于|迟于|早于|足|便|利|力|明|全|满|善|一致|一样|齐|规范|合格|合理|到位|服|具备|具有|符合|适应|平衡|实|当|正|定期|分|论|含|包括|包含|愿|能及时|可抗|打烊|见面|求人|跑|出门|间断|等|了|起|上|下|过)"
    r"[一-龥](?![吗么嘛呢])"
)
_EXCEPT = late(
    r"(?:不含|不包括|不包含|除)[^()（）,，;；。]{1,20}|[^()（）,，;；。]{1,16}(?:以外|之外)的|[^()（）,，;；。]{1,24}除外"
)
_UNBOUND = late(r"不[得能]?(?:超过|[低高少多小大]于)")
_DENIED = late(r"不(?!动产|同(?!意)|良|断|限于|超过|少于|低于|满)(?=[一-龥])(?![吗么嘛呢])|禁止|严禁|免[收征]")


def answer(case: Case) -> Told | None:
    near = case.near
    good = [s for s in near if s.own >= _ENOUGH] or [s for s in near if s.close >= _ENOUGH and s.own >= _OWN]
    if not good:
        told = passages.answer(case)
        good = [s for s in case.ranked if told and s.sentence is told.sentences[0]]
    if not good:
        return None
    scored = _ruling(_focused(case, good))
    if not case.sure and _of_something_else(case, scored):
        return None
    sentence = scored.sentence
    odds = _odds(case, scored)
    verdict = say("是", "Yes") if odds > 0 else say("否", "No")
    unsure = "" if abs(odds) >= SURE else say("（把握不大，请以原文为准）", " (unsure: see the source)")
    quoted = plain(f"{sentence.lead}{sentence.quote}" if sentence.lead else sentence.quote)
    return Told(f"{verdict}{unsure}。{quoted}", [sentence], [verdict])


def _odds(case: Case, scored: Scored) -> float:
    """The log-odds of 是. Whether a figure or a day is stated, what is left out of a ban, what is voluntary and whether the asker's
    figure keeps to the bounds of what is granted are plain."""
    kept = _within_bounds(case, scored.sentence)
    if kept is not None:
        return SURE if kept else -SURE
    if _let_off(case, scored.sentence):
        return SURE
    must, voluntary = _MUST
    if must.search(case.question.rest) and voluntary.search(_clause(case, scored.sentence)):
        return -SURE
    if _SPECIFIC.search(case.question.rest):
        return SURE if _specific(case, scored.sentence) else -SURE
    return denial.known().odds(traits(case, scored))


def _within_bounds(case: Case, sentence: Sentence) -> bool | None:
    """Whether what the asker states keeps to what a sentence demands of those to whom it grants something; None where it states
    nothing of the kind, or bars."""
    rest = case.question.rest
    if not _GRANTED.search(rest) or _DENIED.search(rest) or wording.MAY_NOT.search(_UNBOUND.sub("", sentence.quote)):
        return None
    return bounds.met(rest, case, sentence)


def _let_off(case: Case, sentence: Sentence) -> bool:
    """Whether what was asked about is left out of what is forbidden (不得携犬进入，导盲犬除外)."""
    barred = wording.MAY_NOT.search(f"{sentence.lead}\n{sentence.quote}")
    return barred is not None and _excluded(case, sentence)


def traits(case: Case, scored: Scored) -> Array:
    """What tells the verdict: denial.NAMES."""
    specific = bool(_SPECIFIC.search(case.question.rest))
    rules = _specific(case, scored.sentence) if specific else _holds(case, scored)
    return denial.row(case, scored.sentence, rules=rules, excluded=_excluded(case, scored.sentence))


def _focused(case: Case, good: Sequence[Scored]) -> list[Scored]:
    """Best first, where the last word of the question, what is to be allowed or required, tells most."""
    return sorted(good, key=lambda s: -s.score - s.own - s.phrase - _TELLS * case.on_focus(s.sentence))


def _of_something_else(case: Case, scored: Scored) -> bool:
    """Whether the sentence is silent about whom the question is about: who is not named is neither in nor out."""
    total = sum(weight for _, weight in case.weighted) or 1.0
    return any(
        weight / total >= _MUCH and cover(unit, scored.sentence.context) == 0
        for unit, weight in case.weighted
        if unit.sort in ("noun", "name") and unit.weight >= 1
    )


def _ruling(good: Sequence[Scored]) -> Scored:
    """The best, or the sentence beside it that forbids (不受理个人申报), where it says nearly as much."""
    best = good[0]
    if negated(best.sentence.quote):
        return best
    beside = [
        s for s in good if s.sentence.key == best.sentence.key and best.score + best.own - s.score - s.own < _NEARLY
    ]
    return next((s for s in beside if negated(s.sentence.quote)), best)


def _holds(case: Case, scored: Scored) -> bool:
    """Whether the sentence affirms what was asked: neither the clause nor the line that opens its list denies it."""
    sentence = scored.sentence
    met = bounds.met(case.question.rest, case, sentence) if _GRANTED.search(case.question.rest) else None
    if met is not None:
        return met
    whole = wording.A_NOT_A.sub(" ", case.question.rest)
    rest = _permitted(whole)
    said = f"{_clause(case, sentence)}\n{sentence.lead}"
    acts = set(wording.ACTS.findall(rest))
    negative = set(wording.NEGATIVE.findall(said)) - acts
    # 不得携犬进入，导盲犬除外: what is left out of what is forbidden is allowed
    denied = not negative - _LEFT_OUT if _excluded(case, sentence) else bool(negative)
    if _DENIED.search(rest) and _REFUSING.search(fold(sentence.quote)):
        return False  # 不得延迟付款: one may not do without paying
    denied = (
        denied
        or bool(_SAID_NOT.search(said))
        or any(asked.search(whole) and told.search(sentence.quote) for asked, told in _DENYING)
    )
    return denied == (negated(wording.ACTS.sub("", rest)) or bool(_DENIED.search(rest)))


def _permitted(asked: str) -> str:
    """What a question asks to be allowed, behind 能 or 可以: 不想干了能退出吗 asks of 退出 alone."""
    return asked[max((m.end() for m in _MAY.finditer(asked)), default=0) :] or asked


def _excluded(case: Case, sentence: Sentence) -> bool:
    """Whether something that was asked about stands in the sentence as an exception alone (不含公职人员)."""
    text = fold(sentence.quote)
    without = _EXCEPT.sub(" ", text)
    inside = " ".join(_EXCEPT.findall(text))
    nouns = [unit for unit, _ in case.weighted if unit.sort in ("noun", "name") and unit.weight >= 1]
    return bool(inside) and any(cover(unit, inside) > _HALF >= cover(unit, without) for unit in nouns)


def _clause(case: Case, sentence: Sentence) -> str:
    """The clause that says most of the question; one that only says in which case (骗取资金的) if no other does."""
    text = _ASIDE.sub(r"\1", fold(sentence.quote))
    clauses = [match[0] for match in _CLAUSE.finditer(text)]
    ruling = [clause for clause in clauses if not clause.endswith("的") and share(case.weighted, clause) > _SAYS]
    asked = predicate(case.question.rest, [unit for unit, _ in case.weighted])

    def tells(clause: str) -> float:
        said = [cover(unit, clause) for unit in asked]
        whole = _PREDICATE * max(said, default=0.0) + _PREDICATES * sum(said) / (len(said) or 1)
        return share(case.weighted, clause) + whole + _RULING * (bool(_RULES.search(clause)) + negated(clause))

    on_it = [
        clause for clause in ruling if _RULES.search(clause) and any(cover(unit, clause) > _HALF for unit in asked)
    ]
    return max(on_it or ruling or clauses, key=tells, default=text)


def _specific(case: Case, sentence: Sentence) -> bool:
    """Whether the clause gives the figure, or the limit, of which the question asks whether there is one."""
    clause = _clause(case, sentence)
    if _WHEN.search(case.question.rest):
        return bool(case.evidence.records(sentence, Deadline)) or bool(re.search(r"\d{4}年", clause))
    return bool(re.search(r"\d|百分之", clause)) and figures.has_figure(case, sentence)
