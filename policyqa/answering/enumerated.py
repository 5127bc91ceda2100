"""The items under a line that opens them, where a question asks for what such a line names: 应提供以下材料：."""

from __future__ import annotations

import re

from policyqa.answering.case import Case
from policyqa.answering.sentence import Sentence
from policyqa.answering.topic import Topic, topic_of
from policyqa.zh.patterns import late

# What such lines open, as people ask for it and as the lines say it.
_NAMED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (late(r"材料|资料|证明|手续"), late(r"材料|资料|证明")),
    (late(r"条件|资格|门槛"), late(r"条件|资格|要求")),
    (late(r"流程|程序|步骤|环节"), late(r"流程|程序|步骤|环节")),
    (late(r"情形|情况|情况下"), late(r"情形|情况|之一")),
    (late(r"不能用|不得用|用途"), late(r"不得用|不能用|用途|用于")),
    (late(r"对象|范围|哪些人|哪类人"), late(r"对象|范围")),
    (late(r"方式|途径|渠道"), late(r"方式|途径|渠道")),
)  # fmt: skip
_LEAST, _OF_BEST = 0.5, 0.85  # of the matter, that a line says with its section, and of what the best one says
_BEFORE, _BESIDE = 3, 0.95  # sentences that tell of which thing a line speaks (申报本项目，应符合以下条件：)
_OPENS = late(r"[:：]\s*$")
_FEW = 2  # items that make a list


def answer(case: Case) -> list[Sentence]:
    """The items of the lines that fit best; none where the question asks for nothing of the kind."""
    asked = case.question.rest
    named = next(((ask, line) for ask, line in _NAMED if ask.search(asked)), None)
    if named is None:
        return []
    topic = topic_of(case.weighted, asked, lambda unit: bool(named[0].search(unit.text)))
    opening = [s for s in case.evidence.sentences if named[1].search(s.quote) and _OPENS.search(s.quote)]
    scored = [(_fit(case, topic, sentence), sentence) for sentence in opening]
    best = max((fit for fit, _ in scored), default=0.0)
    chosen = [sentence for fit, sentence in scored if fit >= max(_LEAST, _OF_BEST * best)]
    items = [case.evidence.items(sentence) for sentence in chosen]
    return [s for found in items if len(found) >= _FEW for s in found]


def _fit(case: Case, topic: Topic, line: Sentence) -> float:
    """How much of the matter the line says, by itself or with what stands before it in its section."""
    before = [
        s.text for s in case.evidence.sentences
        if s.document.id == line.document.id and s.passage.section[:1] == line.passage.section[:1] and s.span < line.span
    ][-_BEFORE:]  # fmt: skip
    whole = topic.share("\n".join((line.text, line.headings, *before)))
    return max(topic.share(line.text), _BESIDE * whole)
