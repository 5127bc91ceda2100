"""How much, how many: the target whose words fit the question best, else a sentence with a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from policyqa.answering import wording
from policyqa.answering.case import Case, Told, plain, share, told
from policyqa.answering.question import Question
from policyqa.answering.sentence import Sentence
from policyqa.answering.sentence import plain as normal
from policyqa.answering.weighing import Scored, cover
from policyqa.language import say
from policyqa.model import Target
from policyqa.zh.patterns import late
from policyqa.zh.text import fold

_RIVAL = 0.06  # how much worse another figure may fit that is given beside the best
_UNRECORDED = 0.3  # how well a figure fits that no record holds, in a sentence without records
_BOUND, _EXTRA = 0.15, 0.15
_IN_KIND = 0.2  # how much better an amount fits than a share where money is asked for
_PAST = 0.3  # how much less a figure of the past fits where nothing says that it is asked for
_PART = 0.1  # how much less the figure of a part fits (其中骨干教师…)
_WISHED = 0.15  # how much less a figure fits that is only encouraged, where nothing says that it is asked for
_FITNESS = 0.7  # how much the target's own words count beside those of its sentence
_BESIDE = 0.3  # how much less a figure fits that stands in another sentence than the words asked for
_NAMED, _HALF = 0.4, 0.5  # of the rarest word (if any of it), and of one word, that stands before a figure or beside it
_WHOLE_NAME = 5  # characters of a name that is meant as a whole
_BARE = 4  # of them, in which a figure that no record holds is looked for
_FIGURE = late(
    r"(?:[百千]分之[一二两三四五六七八九十百]+|(?<!第)(?<!第\d)(?<![一二两三四五六七八九十百千])(?![一二三四五]期|一次性)(?:\d[\d,.]*|[一二两三四五六七八九十百千]+(?:点[一二三四五六七八九零]+)?)(?:[-~至到]\d[\d.]*)?\s?[十百千万亿]*(?:余|多)?"
    r"(?P<unit>%|‰|个?百分点|元|平方米|㎡|亩|公顷|倍|个?工作日|个月|年|天|小时|个?学时|个?学分|个?课时|分钟|公里|公斤|千瓦|千伏安|像素|毫升|升(?![级学至到格])|摄氏度|℃|度(?=[以,，。;；、]|$)|[厘毫]?米(?![面粉饭])|周?岁|斤|吨|[个所名项门样条次家人场件份处座支枚节户辆期间张台只届层棵株盏]|部(?![门委分署])|分(?![之钟类别级期])|(?<=[万亿])(?=[以及、,，。;；]|$)))(?:以上|以下|以内|左右)?"
)
_PENALTY = late("罚")
_PENALTY_TOLD = late(r"处以?[^,，。;；]{2,24}罚款")
_WISHES = frozenset(("鼓励", "支持", "提倡", "倡导"))
_THING, _ANY_THING = late(r"[一-龥]{2,8}"), frozenset("条项个件批类种样")
_CLEARLY = 0.25  # of the question
_BEFORE_ONE = 8  # characters
_ARTICLE, _COUNTS_ONE = (
    late(r"一[一-龥]"),
    late(r"至少|不[少低]于|每|各|限|[仅只]|最[多少]|不超过|其中|[有配]备?$|[,，、:：(]$|^$"),
)
_Fit = tuple[float, int, Target, Sentence]
_CLAUSE_END = late(r"[,，;；。]")
_EACH = late(r"分别")
_THINGS = late(r"(?:多少|几)(?:个(?!月|小时|工作日|百分点)|所|名|家|门|项|座|支)")
_TIMES = late(r"次|回|届|遍|趟")  # count acts, and no things
_WHOSE = late(r"(?:以上|以下|以内)?的(?![奖补扶资支罚])")
_OF_WHOM = late(r"元(?:以上|以下|以内)的(?![奖补扶资支罚])")
_CONDITION = late(r"及?(?:以上|以下|以内)(?:[(（][含不]+[)）])?的(?!罚)")  # 在1000万元以下的项目
_BOUND_ASKED = late(
    r"(?:多少|几|多[大高长])[^,，]{0,8}(?:以内|以下|以上)|(?:要|需|应|得|占|达)[^,，]{0,8}(?:多少|几)|[上下]限|卡在|门槛|起点|起步|限额标准"
)  # the bound of a condition is asked for
_COUNTER = late(r"(?:(?P<row>第)[几多]少?|多少|(?<!第)几)个?(?P<counter>[批期届轮次位名类种款条项章级档步环])")
_JOINED = late(r"[、和与及]")


def answer(case: Case) -> Told | None:
    fits = [fit for index, scored in enumerate(case.near) for fit in _fits(case, scored, index)]
    bare = [
        (_base(scored) + _FITNESS * _UNRECORDED, found)
        for scored in case.good[:_BARE]
        if not case.evidence.records(scored.sentence, Target) and (found := _bare(case, scored.sentence))
    ]
    first = max(bare, key=lambda pair: pair[0], default=None)
    if fits:
        best = max(fits, key=lambda fit: fit[:2])
        return first[1] if first and first[0] > best[0] else _with_rivals(best, fits, case)
    return first[1] if first else next((b for s in case.good[:_BARE] if (b := _bare(case, s.sentence))), None)


def _base(scored: Scored) -> float:
    return scored.score + max(scored.own, scored.close - _BESIDE) + scored.phrase


def _with_rivals(best: _Fit, fits: Sequence[_Fit], case: Case) -> Told:
    """The best, and where another sentence fits as well and states another figure, that one too."""
    clause = _clearer(case, best[2], best[3])
    if clause:
        return told(clause, best[3])
    said = told(_words(best[2], best[3], case), best[3], plain(best[2].quote))
    rivals = [
        fit for fit in fits
        if best[0] - fit[0] < _RIVAL and fit[3] is not best[3] and (fit[2].min, fit[2].max) != (best[2].min, best[2].max)
    ]  # fmt: skip
    if not rivals:
        return said
    fit = max(rivals, key=lambda fit: fit[:2])
    other, where = plain(fit[2].quote), " › ".join(fit[3].passage.section[-1:])
    words = f"{said.words}\n" + say(f"另见{where}：{other}", f"See also {where}: {other}")
    return Told(words, [*said.sentences, fit[3]], [*said.values, other])


def _clearer(case: Case, target: Target, sentence: Sentence) -> str | None:
    """A clause with a figure that no record of a target holds, where it says clearly more of the question than the record's own does
    (中小微企业返还比例由60%提至90%，大型企业返还比例…)."""
    text, start = fold(sentence.quote), sentence.span.start
    ends = [m.start() for m in _CLAUSE_END.finditer(text)] + [len(text)]
    clauses = [(first, last, text[first:last]) for first, last in pairwise([0, *ends])]
    recorded = [(t.span.start - start, t.span.end - start) for t in _targets(case, sentence)]
    mine = max(
        share(case.weighted, fold(f"{target.indicator}{target.scope or ''}")),
        *(share(case.weighted, words) for first, last, words in clauses if first < target.span.end - start and last > target.span.start - start),
    )  # fmt: skip
    free = [
        (share(case.weighted, words), sentence.quote[first:last])
        for first, last, words in clauses
        if not any(first < e and last > s for s, e in recorded)
        and any(measured(case.question, _unit(m)) for m in _FIGURE.finditer(words))
        and not (words.endswith("的") or _OF_WHOM.search(words))  # in which case, and not how much
    ]
    said, clause = max(free, default=(0.0, ""))
    return plain(clause.lstrip("，,；;。 ")) if said >= mine + _CLEARLY else None


def has_figure(case: Case, sentence: Sentence) -> bool:
    """Whether a sentence states a figure of the kind asked for that is no fact of the past."""
    return bool(_targets(case, sentence)) or _bare(case, sentence) is not None


def measured(question: Question, unit: str) -> bool:
    """Whether a unit measures what the question asks for; one that asks for nothing in particular takes any."""
    if _THINGS.search(question.rest) and _TIMES.fullmatch(fold(unit).strip()):
        return False
    counters = wording.COUNTERS.findall(question.rest)
    if counters and not any(re.search(wording.SAME_COUNTER.get(one, one), fold(unit)) for one in counters):
        return False
    kinds = wording.kinds_of_figures(question.rest) if question.kind == "list" else ()
    if len(kinds) > 1:
        return any(kind.search(fold(unit).replace(" ", "")) for kind in kinds)
    return all(
        units.search(fold(unit).replace(" ", "")) for name, _, units in wording.MEASURES if name in question.measures
    )


def _targets(case: Case, sentence: Sentence) -> list[Target]:
    return [
        target
        for target in case.evidence.records(sentence, Target)
        if (target.kind == "target" or _of_what_is(case.question))
        and _granted(case, sentence, target)
        and _of_the_matter(case, sentence, target.span.end - sentence.span.start)
        and (measured(case.question, target.unit) or _changes(case.question, target))
    ]


def _of_what_is(question: Question) -> bool:
    """Whether the question asks for what has been reached, or at least for nothing that is to come."""
    ahead = wording.AHEAD.search(question.rest) or wording.GRANTS.search(question.rest)
    return bool(wording.PAST.search(question.text)) or not ahead


def _granted(case: Case, sentence: Sentence, target: Target) -> bool:
    """Money is answered by a share only where the share is granted, and not by what one must have to get it
    (营业额达到500万元以上的企业)."""
    if "money" not in case.question.measures:
        return True
    after = sentence.quote[target.span.end - sentence.span.start :]
    condition = target.comparator in ("ge", "gt", "le", "lt") and (_WHOSE.match(after) or _OF_WHOM.search(target.quote))
    grants = bool(wording.GRANTS.search("\n".join((sentence.quote, sentence.lead, *sentence.passage.section))))
    asked = wording.GRANTS.search(case.question.rest)
    if "元" not in target.unit and not asked:
        return False  # 最多能贷多少钱 is answered by no share
    return not condition and (grants or ("元" in target.unit and not asked))


def _of_the_matter(case: Case, sentence: Sentence, place: int) -> bool:
    """Whether what was asked about is named before a figure that ends at a place, or beside it, and not only after its
    clause; nor another of its kind."""
    end = next((m.start() for m in _CLAUSE_END.finditer(sentence.quote, max(0, place))), len(sentence.quote))
    said = sentence.up_to(end)
    nouns = [(weight, unit) for unit, weight in case.weighted if unit.sort in ("noun", "name") and unit.weight >= 1]
    if not nouns or case.sure:
        return True
    rarest = max(nouns)[1]
    sibling = len(rarest.text) >= _WHOLE_NAME and 0 < cover(rarest, said) <= _NAMED  # 居民收入 for 农村居民收入
    return not sibling and any(cover(unit, said) > _HALF for _, unit in nouns)


def _changes(question: Question, target: Target) -> bool:
    return "share" in question.measures and target.comparator in ("change", "rank")


def _fits(case: Case, scored: Scored, index: int) -> list[_Fit]:
    """The targets of a sentence with how well each fits."""
    sentence = scored.sentence
    base = _base(scored)
    return [(base + _FITNESS * _fit(case, target), -index, target, sentence) for target in _targets(case, sentence)]


def _fit(case: Case, target: Target) -> float:
    """How much of the question the target's own words say, less what they say that was not asked for; at most 1."""
    name = fold(f"{target.indicator}{target.scope or ''}").lower()
    words = fold(target.quote).lower()
    said = sum(any(word in name for word in unit.words) * len(unit.text) for unit, _ in case.weighted)
    extra = max(0.0, 1 - said / (len(name) or 1))
    told = 0.7 * share(case.weighted, name) + 0.3 * share(case.weighted, words)
    told -= _WISHED * (target.binding in _WISHES and target.binding not in case.question.rest)
    told -= _PAST * (target.kind == "baseline" and not wording.PAST.search(case.question.text))
    told += _IN_KIND * ("money" in case.question.measures and "元" in target.unit)
    return told - _EXTRA * extra - _PART * words.startswith("其中") + _bound(case, target)


def _bound(case: Case, target: Target) -> float:
    """What asks for a most (封顶, 最多) is answered by an upper bound, what asks for a least by a lower one."""
    asked = case.question.rest
    if wording.MOST.search(asked):
        return _BOUND * (target.comparator in ("le", "lt", "range"))
    return _BOUND * (target.comparator in ("ge", "gt", "range")) if wording.LEAST.search(asked) else 0.0


def _words(target: Target, sentence: Sentence, case: Case) -> str:
    """The target's quote; of several values that several things have in their order (A和B分别…), the one asked for."""
    quote = plain(target.quote)
    chosen = _distributed(fold(sentence.quote), case) if _EACH.search(sentence.quote) else None
    several = len(list(_FIGURE.finditer(fold(quote)))) > 1
    return f"{plain(chosen)}（{quote}）" if chosen and (several or chosen not in quote) else quote


def _distributed(text: str, case: Case) -> str | None:
    """城镇和农村…分别增长4%和6%: of the values after 分别 the one in the place of the thing that was asked for."""
    for clause in re.split(r"[;；。]|[,，](?![^,，]*分别)", text):
        head, each, tail = clause.partition("分别")
        values = [match[0] for match in _FIGURE.finditer(tail)]
        names = _joined_names(head, len(values))
        if not each or len(values) < 2 or len(names) != len(values):
            continue
        said = [share(case.weighted, normal(name)) for name in names]
        if max(said) > 0 and said.count(max(said)) == 1:
            return values[said.index(max(said))]
    return None


def _joined_names(head: str, count: int) -> list[str]:
    """The last things joined in the head; 城乡 is 城镇 and 农村."""
    parts = [part.replace("城乡", "城镇和农村") for part in reversed(re.split(r"[,，:：]", head)) if part.strip()]
    last = next((part for part in parts if len(_JOINED.split(part)) >= count), parts[0] if parts else "")
    names = _JOINED.split(last)[-count:]
    names = [name.split("的")[0] for name in names]  # 五星级、四星级评定的饭店: what follows is common to all,
    longest = max((len(name) for name in names[1:]), default=0)
    return [names[0][-longest - 1 :], *names[1:]] if longest else names  # and so is what stands before the first


def _bare(case: Case, sentence: Sentence) -> Told | None:
    """A figure of the kind asked for that no record holds."""
    targets = case.evidence.records(sentence, Target)
    if targets and all(target.kind == "baseline" for target in targets) and not _of_what_is(case.question):
        return None
    granted = "money" in case.question.measures and wording.GRANTS.search(case.question.rest)
    told_of = "\n".join((sentence.quote, sentence.lead, *sentence.passage.section[-1:]))
    if granted and not wording.GRANTS.search(told_of):
        return None
    text, bounded = fold(sentence.quote), _BOUND_ASKED.search(case.question.rest)
    found = [
        m for m in _FIGURE.finditer(text)
        if not _is_article(m) and not _counts_another(case, m) and measured(case.question, _unit(m)) and _of_the_matter(case, sentence, m.end()) and (bounded or not _CONDITION.match(text, m.end("unit") if m["unit"] else m.end()))
    ]  # fmt: skip
    found = found or [m for m in _of_counter(case.question.rest, text) if _of_the_matter(case, sentence, m.end())]
    if not found:
        return _of_the_line(case, sentence)
    best = max(found, key=lambda m: share(case.weighted, fold(sentence.quote)[max(0, m.start() - 16) : m.end() + 8]))
    return told(sentence.quote[best.start() : best.end()].strip(), sentence)


def _unit(figure: re.Match[str]) -> str:
    """百分之五 has none of its own, and 600万 counts."""
    return figure["unit"] or ("个" if figure[0][-1] in "万亿" else "%")


def _of_the_line(case: Case, sentence: Sentence) -> Told | None:
    """A penalty is told by the line that opens the list of what it is for (有下列行为之一的，处五百元以上二千元以下罚款：)."""
    if not (sentence.lead and "money" in case.question.measures and _PENALTY.search(case.question.rest)):
        return None
    line = case.evidence.line_above(sentence)
    penalty = _PENALTY_TOLD.search(sentence.lead)
    if line is None or penalty is None:
        return None
    words = plain(penalty[0])
    return Told(f"{words}。{plain(sentence.lead)}\n{plain(sentence.quote)}", [line, sentence], [words, words])


def _is_article(figure: re.Match[str]) -> bool:
    """Whether 一 with a counter is no number (建成一支队伍, 作为一项举措): it counts where it is set as a least or for each."""
    before = figure.string[max(0, figure.start() - _BEFORE_ONE) : figure.start()]
    return _ARTICLE.fullmatch(figure[0]) is not None and not _COUNTS_ONE.search(before)


def _counts_another(case: Case, figure: re.Match[str]) -> bool:
    """Whether a figure counts a thing that the question does not name (十条支持措施, where houses are counted)."""
    thing = _THING.match(figure.string, figure.end())
    counter = figure["unit"] or ""
    if thing is None or counter not in _ANY_THING or counter in case.question.rest:
        return False
    pairs = {a + b for unit in case.question.units for word in unit.words for a, b in pairwise(word)}
    return not any(a + b in pairs for a, b in pairwise(thing[0]))


def _of_counter(asked: str, text: str) -> list[re.Match[str]]:
    """Numbers with the very counter that is asked for (多少类: 14类), or in its row (第几批: 第二批)."""
    counter = _COUNTER.search(asked)
    if counter is None:
        return []
    first = "第" if counter["row"] else "(?<!第)"
    return list(re.finditer(rf"{first}(?:\d[\d,.]*|[一二两三四五六七八九十百千]+)(?:余|多)?{counter['counter']}", text))
