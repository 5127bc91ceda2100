"""The items under a line or a heading that opens them, where a question asks for what such a one names: 应提供以下材料：,
二、入驻条件."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from policyqa.answering.case import Case
from policyqa.answering.sentence import Sentence
from policyqa.answering.topic import Topic, topic_of
from policyqa.zh.patterns import late

# What such lines open, as people ask for it and as the lines say it.
_NAMED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (late(r"材料|资料|证明|手续"), late(r"材料|资料|证明|申请表|申报表|证件|凭证|提交|提供|携带|出具")),
    (late(r"条件|资格|门槛"), late(r"条件|资格|要求")),
    (late(r"流程|程序|步骤|环节"), late(r"流程|程序|步骤|环节")),
    (late(r"情形|情况|情况下"), late(r"情形|情况|之一|下列条件")),
    (late(r"行为"), late(r"行为")),
    (late(r"不能用|不得用|用途"), late(r"不得用|不能用|用途|用于")),
    (late(r"对象|范围|哪些人|哪类人"), late(r"对象|范围")),
    (late(r"方式|途径|渠道"), late(r"方式|途径|渠道")),
    (late(r"内容(?=[?？]?$|有|是|包括|都)"), late(r"内容")),
)  # fmt: skip
_BODY = r"[一-龥、]{1,24}(?:部门|单位|局|委|办|办公室|政府|中心|文联|组织|院校|学校|集团|公司)"
_DUTY = late(
    rf"\s*(?:第[一二三四五六七八九十百]+条|[(（]?[一二三四五六七八九十\d]+[)）、.．])?\s*{_BODY}\s*(?:[:：]|要(?!求)|应|须|负责|主要|为|承担|牵头)"
)
_ARTICLE = late(r"第[一二三四五六七八九十百]+条")
_LEAST, _OF_BEST = 0.5, 0.85  # of the matter, that a line says with its section, and of what the best one says
_BEFORE, _BESIDE = 3, 0.95  # sentences that tell of which thing a line speaks (申报本项目，应符合以下条件：)
_HEADED = 2  # of the kinds, the first, that stand in sections of their own
_FEW = 2  # items that make a list
_SECTION = 12  # sentences of a section that is a list


class _Opening(NamedTuple):
    """What opens items, with how much of the matter it says."""

    fit: float
    items: list[Sentence]


class Enumerated(NamedTuple):
    """Items below lines or headings; `sure` where a single one that names conditions or papers opens them."""

    items: list[Sentence]
    sure: bool = False


def answer(case: Case) -> Enumerated:
    """The items of the lines, or else of the sections, that fit best; none where the question asks for nothing of the
    kind."""
    asked = case.question.rest
    named = next(((ask, line) for ask, line in _NAMED if ask.search(asked)), None)
    if named is None:
        return Enumerated([])
    topic = topic_of(case.weighted, asked, lambda unit: bool(named[0].search(unit.text)))
    opening = [*_lines(case, topic, named[1]), *_sections(case, topic, named[0])]
    best = max((one.fit for one in opening), default=0.0)
    chosen = [one for one in opening if one.fit >= max(_LEAST, _OF_BEST * best)]
    items = {(s.document.id, s.span): s for one in chosen if len(one.items) >= _FEW for s in one.items}
    return Enumerated(list(items.values()), sure=len(chosen) == 1 and named in _NAMED[:_HEADED])


def duties(case: Case) -> list[Sentence]:
    """What each of several bodies has to do (各部门分别管什么): the sentences of one section that each begin with whose duty
    they tell, of the section that has most of them and speaks of the matter."""
    topic = topic_of(case.weighted, case.question.rest)
    found: defaultdict[tuple[str, tuple[str, ...]], list[Sentence]] = defaultdict(list)
    for sentence in case.evidence.sentences:
        if _DUTY.match(sentence.quote) and not sentence.is_heading:
            path = tuple(heading for heading in sentence.passage.section if not _ARTICLE.fullmatch(heading))
            found[sentence.document.id, path].append(sentence)
    best = max(found, key=lambda key: sum(topic.share(s.text + s.headings) for s in found[key]), default=None)
    if best is None or len(found[best]) < _FEW:
        return []
    return [s for s in case.evidence.section(*best) if _DUTY.match(s.quote) and not s.is_heading]


def passes(case: Case, sentence: Sentence) -> bool:
    """Whether a sentence speaks of materials, where the question asks which ones: nothing else answers it."""
    asks, says = _NAMED[0]
    return not asks.search(case.question.rest) or bool(says.search(sentence.text + sentence.headings))


def _lines(case: Case, topic: Topic, named: re.Pattern[str]) -> Iterator[_Opening]:
    for sentence in case.evidence.sentences:
        if named.search(sentence.quote) and sentence.opens_a_list:
            yield _Opening(_fit(case, topic, sentence), case.evidence.items(sentence))


def _fit(case: Case, topic: Topic, line: Sentence) -> float:
    """How much of the matter the line says, by itself or with what stands before it in its section."""
    before = [
        s.text for s in case.evidence.sentences
        if s.document.id == line.document.id and s.passage.section[:1] == line.passage.section[:1] and s.span < line.span
    ][-_BEFORE:]  # fmt: skip
    whole = topic.share("\n".join((line.text, line.headings, *before)))
    return max(topic.share(line.text), _BESIDE * whole)


def _sections(case: Case, topic: Topic, named: re.Pattern[str]) -> Iterator[_Opening]:
    """The sections whose heading names what is asked for (二、入驻条件), short enough to be a list."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for sentence in case.evidence.sentences:
        for depth, heading in enumerate(sentence.passage.section, 1):
            path = sentence.passage.section[:depth]
            if not named.search(heading) or (sentence.document.id, path) in seen:
                continue
            seen.add((sentence.document.id, path))
            items = [s for s in case.evidence.section(sentence.document.id, path) if not s.is_heading]
            if len(items) <= _SECTION:
                fit = topic.share("\n".join((*path, sentence.place.title)))
                yield _Opening(_BESIDE * fit, items)
