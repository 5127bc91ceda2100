"""By when, how often, how long: the limit beside the words that were asked for."""

from __future__ import annotations

import re

from policyqa.answering import wording
from policyqa.answering.case import OWN, Case, Fit, Told, best, plain, share, told
from policyqa.answering.sentence import Sentence
from policyqa.answering.weighing import Scored
from policyqa.language import say
from policyqa.model import Deadline
from policyqa.zh.patterns import late
from policyqa.zh.text import fold

_IN_FORCE = 0.2  # of a question for a sole document's validity, that the sentence has to cover
_BARE = 0.6  # of the question, that a sentence has to cover in which a date that no record holds is taken
_LABEL = late(r"时限|期限|时间|截止|之前|\d日前|底前|有效期")
_RECORD = 0.3  # how much better a limit fits that a record holds
_TELLS = 0.4  # how much what is to happen counts
_BESIDE_OWN = 0.2  # how much less one in another sentence of the passage
_BEHIND_YEAR = 8  # characters before a length in which its year stands
_BESIDE = 40  # characters after a limit in which its matter stands
_DATE = late(
    r"\d{4}-\d{1,2}-\d{1,2}(?!\d)|(?:自|至|到|在)?\s?(?:\d{4}-)?\d{4}\s?学?年度?\s?(?:\d{1,2}\s?月)?\s?(?:\d{1,2}\s?日|底|末|初)?(?:底|末)?(?:前|之前|起|止)?|\d{1,2}月\d{1,2}日|\d{1,2}月底"
    r"|(?:(?<![\d.])\d+(?:\.\d+)?|[一二三四五六七八九十两]+)\s?(?:个?工作日|个?自然日|学?年|学期|个月|天|日|小时|周)(?:之?内|以内)?|当[天日]|即时|自印发之日起?|自(?:公布|发布)之日起?"
)
_VALID = late(r"有效期|施行|失效|生效|执行期限|废止|执行到|执行至")
_ASKS_FORCE, _OF_FORCE = late(r"施行|生效|失效|有效期"), late(r"施行|实施|执行|有效|效|废|到期|开始|启动|起|期限")
_STATED = late(
    r"(?:有效期|执行期限)限?(?:为|至|到)?\s?[\d一二三四五六七八九十]|自[^,，。;；]{2,16}起(?:施行|实施|执行|生效)"
)
_IN_FORCE_FROM = late(r"本[一-龥]{2,4}自[^。]{2,16}(?:施行|实施|执行)")
_LEFT_OPEN = late(r"年[\s　]+月|月[\s　]+日")  # of a draft: 自2026年　月　日起施行
_IN_FORCE_UNTIL = late(r"有效期|失效|到期|作废|(?:施行|执行|实施|有效)(?:期限|到|至|几|多)")
_ENTERS = late(r"什么时候(?:开始|起)?(?:施行|生效|实施|执行)|何时(?:施行|生效|实施|执行)|[从自]|生效")
_UNTIL = late(r"有效期|期限|[至到]|止|失效|废止|\d\s?年(?!\d)(?!\d?\d月)内?$")
_ENDS_AT = late(r"(?:有效期|期限|失效|废止|[至到])[^,，。;；\d]{0,6}$")
_WHEN = late(rf"{wording.BY_WHEN}|什么时候|啥时候|何时|何日|哪[一几]?[天日年月]|哪个月|几月|几号|最晚|最迟|截止")
_ON_A_DAY = late(r"\d\s?[月日号]|月[底末初]")  # 每年4月底前 recurs and tells the day as well
_RELATIVE = late(r"之?内|后|前|起|当[天日]|即|\d\s?[月日号]|底")  # tells when: 30日内, and not 期限为1年
# 由4天压缩至4小时内: what a limit was before.
_FROM = late(r"[由从](?:原来?的?|法定的?|规定的?)?\s?$")
_TO = late(r"[^,，。;；]{0,4}(?:压缩|缩短|压减|缩减|减|降|提速|延长|调整|提高|增加)[^,，。;；]{0,4}[至到为]")
_RECURS = late(r"一[次回届遍]|间隔|[几多]久.{0,3}(?:更新|办|开|评|报|来)|频率|频次")


def lacks_end(case: Case, sentence: Sentence) -> bool:
    """Whether until when or for how long something is in force is asked, and the sentence says only from when."""
    rest = case.question.rest
    asked = case.question.kind == "deadline" and _IN_FORCE_UNTIL.search(rest) and not _ENTERS.search(rest)
    return bool(asked) and _IN_FORCE_FROM.search(sentence.quote) is not None and not _UNTIL.search(sentence.quote)


def asks_force(rest: str) -> bool:
    """Whether from when or until when a document is in force is asked."""
    return _ASKS_FORCE.search(rest) is not None


def lacks_force(case: Case, sentence: Sentence) -> bool:
    """Whether from when or until when a document is in force is asked, and the sentence does not say that; or says only that,
    where something else is asked."""
    if case.question.kind == "deadline" and asks_force(case.question.rest):
        said = _VALID.search(sentence.text) is not None or "起" in sentence.quote
        return not said or _LEFT_OPEN.search(sentence.quote) is not None
    timed = case.question.kind == "deadline" or "time" in case.question.measures
    return timed and not _OF_FORCE.search(case.question.rest) and _IN_FORCE_FROM.search(sentence.quote) is not None


def answer(case: Case) -> Told | None:
    near = case.near
    if _VALID.search(case.question.rest) and len({s.sentence.document.id for s in case.ranked}) == 1:
        near = [*near, *(s for s in case.ranked if s.own >= _IN_FORCE and s not in near)]
    return best(Fit(fit, found) for s in near for fit, found in _of(case, s))


def _of(case: Case, scored: Scored) -> list[tuple[float, Told]]:
    """What the sentence says of time, with how well it fits; nothing where it says nothing."""
    sentence = scored.sentence
    fit = scored.score + max(scored.own, scored.close - _BESIDE_OWN) + scored.phrase
    fit += _TELLS * case.on_focus(sentence)
    valid = bool(_VALID.search(case.question.rest))
    if (
        (not valid and wording.PREAMBLE.search(sentence.quote))
        or not case.names_the_head(sentence)
        or (valid and not _VALID.search(sentence.quote))
        or (not valid and _IN_FORCE_FROM.search(sentence.quote))
    ):
        return []
    limits = [] if valid else _fitting(case, case.evidence.records(sentence, Deadline))
    start = sentence.span.start
    limits = [x for x in limits if not _left(sentence.quote, x.span.start - start, x.span.end - start)] or limits
    if limits:
        limit = _nearest(limits, sentence, case)
        return [(fit + _RECORD, told(_words(limit), sentence, plain(limit.text)))]
    date = _written(case, sentence, valid) if valid or scored.own >= _BARE or _LABEL.search(sentence.quote) else None
    if date:
        stated = valid and _STATED.search(sentence.quote)
        return [(fit + (_RECORD if valid else 0.1) + _RECORD * bool(stated), told(date, sentence))]
    if valid or scored.own < OWN:
        return []
    line = case.evidence.line(sentence, Deadline)
    governing = _fitting(case, line or case.evidence.governing(sentence))
    if not governing:
        return []
    limit = governing[0]
    return [(fit, told(_words(limit), sentence, plain(limit.text), case.evidence.source(sentence, limit)))]


def _written(case: Case, sentence: Sentence, valid: bool) -> str | None:
    """A date or length of time that no record holds: beside the word for being in force, else beside what was asked."""
    when = not valid and bool(_WHEN.search(case.question.rest))
    dates = [
        m for m in _DATE.finditer(sentence.quote)
        if not _past(m[0], sentence) and (not when or re.search(r"\d{4}", m[0]) or _RELATIVE.search(m[0]))
    ]  # fmt: skip
    dates = [m for m in dates if not _left(sentence.quote, *m.span())] or dates
    if valid:
        until = _IN_FORCE_UNTIL.search(case.question.rest) and not _ENTERS.search(case.question.rest)
        dates = [m for m in dates if _is_end(m) == bool(until)] or dates
    if not dates:
        return None
    place = next((m.start() for m in _VALID.finditer(sentence.quote)), None) if valid else None
    if place is not None:
        return min(dates, key=lambda m: abs(m.start() - place))[0].strip()
    return _closest(_of_the_year(dates, sentence, case), sentence, case)[0].strip()


def _is_end(date: re.Match[str]) -> bool:
    """Whether a date or length tells how long something is in force: 有效期至2026年, 至5月止, 有效期3年."""
    before, after = date.string[: date.start()], date.string[date.end() :]
    return bool(_ENDS_AT.search(before)) or date[0].lstrip().startswith(("至", "到")) or after.startswith("止")


def _left(text: str, start: int, end: int) -> bool:
    """Whether what stands at a place is what a limit is changed from."""
    return _FROM.search(text[: max(0, start)]) is not None and _TO.match(text, max(0, end)) is not None


def _past(date: str, sentence: Sentence) -> bool:
    """Whether a date lies before the document."""
    year, issued = re.search(r"\d{4}", date), sentence.document.issued_on
    return bool(year and issued and int(year[0]) < issued.year)


def _words(limit: Deadline) -> str:
    if limit.end is None:
        return f"每{limit.text}" if limit.frequency and len(limit.text) == 1 else plain(limit.text)  # 一年至少一次
    return plain(limit.text) + say(f"（即 {limit.end:%Y-%m-%d}）", f" ({limit.end:%Y-%m-%d})")


def _fitting(case: Case, limits: list[Deadline]) -> list[Deadline]:
    """What recurs where the question asks how often, what ends where it asks by when."""
    often = bool(_RECURS.search(case.question.rest))
    if _WHEN.search(case.question.rest):
        limits = [limit for limit in limits if limit.end or limit.start or _RELATIVE.search(limit.text)]
    elif not often and wording.HOW_LONG.search(case.question.rest):
        limits = [limit for limit in limits if wording.length(case.question.rest).search(limit.text)]
    fitting = [
        limit for limit in limits if bool(limit.frequency) == often or (not often and _ON_A_DAY.search(limit.text))
    ]
    return fitting or (limits if not often and "每" in case.question.rest else [])


def _nearest(limits: list[Deadline], sentence: Sentence, case: Case) -> Deadline:
    def fit(limit: Deadline) -> float:
        start = max(0, limit.span.start - sentence.span.start)
        return share(case.weighted, fold(sentence.quote[start : start + _BESIDE]))

    return max(limits, key=fit)


def _of_the_year(dates: list[re.Match[str]], sentence: Sentence, case: Case) -> list[re.Match[str]]:
    """Those behind the year asked for, if any (从2020年的9.6年提升至2025年的10.2年)."""
    years = [f"{year}年" for year in case.question.years]
    near = [m for m in dates if any(y in sentence.quote[max(0, m.start() - _BEHIND_YEAR) : m.start()] for y in years)]
    return near or dates


def _closest(dates: list[re.Match[str]], sentence: Sentence, case: Case) -> re.Match[str]:
    return max(dates, key=lambda m: share(case.weighted, fold(sentence.quote[max(0, m.start() - 20) : m.end() + 20])))
