"""All that the documents say: every sentence whose records fit the question, over all documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from policyqa.answering import figures
from policyqa.answering.case import OWN, Case, Told, plain, share
from policyqa.answering.evidence import Scored, Sentence
from policyqa.answering.passages import opened
from policyqa.answering.question import Question
from policyqa.answering.responsible import wanted
from policyqa.answering.units import Unit
from policyqa.language import say
from policyqa.model import Body, Deadline, Target
from policyqa.zh.text import fold

_OF_BEST = 0.7  # of what the best sentence covers, that an item has to cover
_OF_IT = 0.3  # of the matter, that the figure's own words have to say
_EXAMPLES = re.compile(r"([^\W\d_]{2})\([^()]+等[^()]*\)")
_SHORT = 25  # characters
_BESIDE_A_TEST = 0.45  # of the question, that a sentence has to cover with its headings where its records pass a test
_GROWTH = re.compile(r"增长幅度|增幅|涨幅|增速|增长率|增长.{0,4}(?:目标|数字|要求)")
_MONEY = re.compile(r"多少钱|金额|补贴|奖励|资金|经费|补助|津贴|资助")
_FIGURES = re.compile(r"量化|数量|人数|数字|指标|多少|个数|规模")
_WHOLE = re.compile(r"全覆盖|覆盖全|(?:全部|全面)覆盖|覆盖率?[^,，。;；]{0,8}100%")
_IN_FORCE = re.compile(r"有效期|执行期限|施行|实施期限|失效")
_STATED = re.compile(
    r"(?:有效期|执行期限|实施期限)限?(?:为|至|到)?\s?[\d一二三四五六七八九十]|自[^,，。;；]{2,16}起(?:施行|实施|执行)"
)
_NO_PAST = re.compile(r"(?:已|往年|过去|去年|已经).{0,8}(?:不算|不计|除外|不要)")
_IN_THE_YEAR = re.compile(r"当年|年内(?!要?完)|年度")
_BY_BODY = re.compile(r"由(?P<name>[一-龥]{2,14}?)(?:来|具体|共同)?(?:牵头|负责|配合|承担|主管|参与|组织|监督|管)")
_EITHER = re.compile(r"[、/]|或者?|以及|还是")
_GROWS = re.compile(r"(?:增长|增速|增幅)[^,，。;；]{0,8}?\d[\d.]*%[^,，。;；]{0,4}(?:以上|的)")
Test = Callable[[Sentence], bool]


def probes(question: Question) -> list[tuple[type[Target] | type[Deadline] | type[Body], str]]:
    """What the JSON of a record holds that passes the question's tests: so all of them are found, whatever words stand
    beside them."""
    found: list[tuple[type[Target] | type[Deadline] | type[Body], str]] = []
    for type_ in (Deadline, Target):
        found += [(type_, f'"frequency":"{frequency}"') for frequency in question.frequencies]
        found += [(type_, f'"end":"{year}-') for year in question.years]
    if _GROWTH.search(question.rest):
        found.append((Target, '"comparator":"change"'))
    body = _BY_BODY.search(question.rest)
    return [*found, (Body, body["name"])] if body else found


def answer(case: Case) -> Told | None:
    tests = _tests(case)
    topic = [
        (unit, weight) for unit, weight in case.weighted if unit.weight > 0.3 and not _is_test(unit, case.question)
    ]
    by_body = bool(_BY_BODY.search(case.question.rest))
    passing = [
        s for s in case.ranked
        if (s.sentence.is_line if by_body and s.sentence.is_heading else not s.sentence.is_heading)
        and all(test(s.sentence) for test in tests)
    ]  # fmt: skip
    found = _about(passing, topic, case.question, tested=bool(tests))
    chosen = _measures(found, case) if by_body else opened(_said(found, topic, case, figures_asked=_counts(case)), case)
    if not chosen:
        return None
    places = len({s.document.id for s in chosen})
    head = say(f"共 {len(chosen)} 处，出自 {places} 份文件：", f"{len(chosen)} places in {places} documents:")
    lines = (_line(s) for s in chosen)
    return Told("\n".join((head, *lines)), chosen, [_value(case, s) for s in chosen])


def _measures(chosen: Sequence[Sentence], case: Case) -> list[Sentence]:
    """The sentence that opens each measure for which a body answers."""
    places = dict.fromkeys((s.document.id, s.passage.section or (str(s.key),)) for s in chosen)
    opening = {(s.document.id, s.passage.section or (str(s.key),)): s for s in reversed(case.evidence.sentences)}
    return [opening[place] for place in places]


def _counts(case: Case) -> bool:
    return bool(case.question.measures or _FIGURES.search(case.question.rest))


def _said(
    found: Sequence[Sentence], topic: Sequence[tuple[Unit, float]], case: Case, *, figures_asked: bool
) -> list[Sentence]:
    """Where figures are asked for, those sentences in which the figure is of the matter, not of another beside it."""
    if not figures_asked or not topic:
        return list(found)
    return [s for s in found if not _beside(case, s, topic)]


def _beside(case: Case, sentence: Sentence, topic: Sequence[tuple[Unit, float]]) -> bool:
    """Whether the sentence speaks of the matter, and its figures of something else."""
    targets = _figures(case, sentence)
    return bool(targets) and share(topic, sentence.text) >= OWN and max(_fit(t, topic) for t in targets) < _OF_IT


def _figures(case: Case, sentence: Sentence) -> list[Target]:
    targets = [t for t in case.evidence.records(sentence, Target) if t.kind == "target"]
    return [t for t in targets if figures.measured(case.question, t.unit)] or targets


def _fit(target: Target, topic: Sequence[tuple[Unit, float]]) -> float:
    return share(topic, fold(f"{target.indicator}{target.scope or ''}{target.quote}"))


def _line(sentence: Sentence) -> str:
    """An item with its region; a short one with its heading, without which it says little."""
    where = sentence.document.region.name if sentence.document.region else sentence.document.file
    heading = sentence.passage.section[-1:] if len(sentence.quote) < _SHORT else ()
    return f"· {where}：{''.join(f'{plain(head)}：' for head in heading)}{plain(sentence.quote)}"


def _about(
    passing: Sequence[Scored], topic: Sequence[tuple[Unit, float]], question: Question, *, tested: bool
) -> list[Sentence]:
    """Those that speak of the matter: enough of its words, or one of several things that the question names."""
    if tested and not topic:
        return [s.sentence for s in passing]
    covered = _covered(topic, question, tested=tested)
    scored = [(covered(s.sentence), s.sentence) for s in passing]
    best = max((own for (own, _), _ in scored), default=0.0)
    if tested:
        return [
            s
            for (own, near), s in scored
            if own >= max(OWN, _OF_BEST * best) or near >= max(_BESIDE_A_TEST, _OF_BEST * best)
        ]
    return [s for (own, _), s in scored if own >= max(_BESIDE_A_TEST, _OF_BEST * best)]


def _covered(
    topic: Sequence[tuple[Unit, float]], question: Question, *, tested: bool
) -> Callable[[Sentence], tuple[float, float]]:
    """The share of the matter that a sentence says, by itself and with its headings; of A、B或C one is enough where a
    test on the records holds the answer together."""
    bundles = [*(_bundles(topic, question) if tested else ()), *_either(topic, question)]
    bundles.append(list(topic))

    def covered(sentence: Sentence) -> tuple[float, float]:
        return (
            max(share(bundle, sentence.text) for bundle in bundles),
            max(share(bundle, sentence.text + sentence.headings) for bundle in bundles) * 0.9,
        )

    return covered


def _either(topic: Sequence[tuple[Unit, float]], question: Question) -> list[list[tuple[Unit, float]]]:
    """民宿和酒店的奖励: an item speaks of one of two things that stand side by side, with the rest of the matter."""
    units = [unit.text for unit, _ in topic]
    joined = r"(?:和|与|及|或|、|以及|还是)"
    pairs = [(a, b) for a in units for b in units if re.search(re.escape(a) + joined + re.escape(b), question.rest)]
    return [[(u, w) for u, w in topic if u.text != left_out] for pair in pairs for left_out in pair]


def _bundles(topic: Sequence[tuple[Unit, float]], question: Question) -> list[list[tuple[Unit, float]]]:
    parts = _EITHER.split(_EXAMPLES.sub(" ", question.rest))
    if len(parts) < 2:
        return []
    found = [[(unit, weight) for unit, weight in topic if unit.text in part] for part in parts]
    return [bundle for bundle in found if bundle]


def _tests(case: Case) -> list[Test]:
    """What the records of an item have to show, as the question asks."""
    question, evidence = case.question, case.evidence
    asked = question.rest
    tests: list[Test] = []
    tests += [
        _says(unit)
        for unit in question.units
        if unit.weight >= 1 and re.search(r"^\d|^[一二两三四五六七八九十]+\D", unit.text)
    ]
    if question.frequencies:
        tests.append(lambda s: any(d.frequency in question.frequencies for d in _recurring(case, s)))
    if question.years:
        tests.append(lambda s: _due(case, s))
    if _WHOLE.search(asked):
        tests.append(lambda s: bool(_WHOLE.search(s.text)))
    if _GROWTH.search(asked):
        tests.append(lambda s: _grows(case, s))
    elif _MONEY.search(asked) and "share" not in question.measures and re.search(r"金额|多少|标准|数额|具体", asked):
        tests.append(lambda s: any("元" in t.unit and t.kind == "target" for t in evidence.records(s, Target)))
    elif question.measures or _FIGURES.search(asked):
        tests.append(lambda s: figures.has_figure(case, s))
    if _IN_FORCE.search(asked):
        tests.append(lambda s: bool(_STATED.search(s.quote)))
    body = _BY_BODY.search(asked)
    if body:
        tests.append(lambda s: _by(case, s, body["name"]))
    if _NO_PAST.search(question.text):
        tests.append(lambda s: not _past(case, s))
    return tests


def _says(unit: Unit) -> Test:
    """A number in the question is no more or less than itself."""
    return lambda sentence: any(word in sentence.text for word in unit.words)


def _grows(case: Case, sentence: Sentence) -> bool:
    """Whether the sentence sets a rate of growth: as a target, or as a condition (增长50%以上的,给予…)."""
    targets = case.evidence.records(sentence, Target)
    if any(t.comparator == "change" and t.kind == "target" for t in targets):
        return True
    past = targets and all(t.kind == "baseline" for t in targets)
    return not past and bool(_GROWS.search(sentence.text))


def _is_test(unit: Unit, question: Question) -> bool:
    """Whether a word of the question is what a test looks at, or an example (个人(老师、毕业生等)), not what the answer is
    about."""
    body = _BY_BODY.search(question.rest)
    return bool(
        (body and unit.text in body["name"])
        or any(unit.text in match[0] for match in _EXAMPLES.finditer(question.rest))
        or (_GROWTH.search(question.rest) and unit.text in "增长幅度增幅涨幅增速增长率")
        or (_WHOLE.search(question.rest) and (_WHOLE.search(unit.text) or unit.text in ("覆盖", "全体", "全覆盖")))
    )


def _recurring(case: Case, sentence: Sentence) -> list[Deadline | Target]:
    return [*case.evidence.records(sentence, Deadline), *case.evidence.records(sentence, Target)]


def _due(case: Case, sentence: Sentence) -> bool:
    """Whether something in the sentence is due in a year asked for; 当年 takes what falls into that year alone."""
    targets = [t.deadline for t in case.evidence.records(sentence, Target) if t.deadline and t.kind == "target"]
    limits = [*case.evidence.records(sentence, Deadline), *targets]
    within = bool(_IN_THE_YEAR.search(case.question.rest))
    return any(
        d.end and d.end.year in case.question.years and (not within or d.kind in ("in", "by")) and not d.frequency
        for d in limits
    )


def _by(case: Case, sentence: Sentence, name: str) -> bool:
    """Whether the body is responsible for what the sentence says, in the role asked for."""
    role = wanted(case.question.rest)
    bodies = (
        case.evidence.line(sentence, Body)
        or case.evidence.records(sentence, Body)
        or case.evidence.responsible(sentence)
    )
    return any(name in f"{b.name}{b.canonical or ''}" and (role is None or b.role == role) for b in bodies)


def _past(case: Case, sentence: Sentence) -> bool:
    targets = case.evidence.records(sentence, Target)
    return bool(re.search(r"已(?:经)?(?:实现|完成|建成|达到|全面)", sentence.quote)) or (
        bool(targets) and all(t.kind == "baseline" for t in targets)
    )


def _value(case: Case, sentence: Sentence) -> str | None:
    """The figures of an item that are of the matter, in the document's words."""
    targets = _figures(case, sentence)
    fits = [_fit(target, case.weighted) for target in targets]
    targets = [t for t, fit in zip(targets, fits, strict=True) if fit >= _OF_BEST * max(fits)]
    return "；".join(dict.fromkeys(plain(t.quote) for t in targets)) or None
