"""What a list asks for and which forms a sentence has, as numbers: whether conditions, sums or bodies are asked for, how much
of the thing that is asked for the line above says, whether the sentence forbids, counts, or opens a list.

Shares are 0 to 1, flags 0 or 1.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

import numpy as np

from policyqa.answering.asked import Array
from policyqa.answering.case import Case
from policyqa.answering.lists import Ruled
from policyqa.answering.sentence import Sentence
from policyqa.model import Body, Deadline, Target
from policyqa.zh.patterns import late
from policyqa.zh.text import pairs

_UNKNOWN = 0.5  # stands for a share of the thing asked for where the question names none
_NONE = -0.1  # stands for a share of what opens the list where nothing does
# The thing of which all are asked for: 哪些费用, 渠道有哪些, 列出…的任务.
_THING = (
    late(r"(?:哪些|哪几[个项条种类家样件份类]|什么|啥)(?!时候|时间|样)([一-龥]{2,8}?)(?=[?？,，。]|$|可以|能|要|会|被|得|是|有|需|应|都|算|不|由)"),
    late(r"([一-龥]{2,6})(?:都|各|分别|具体|一共|总共|到底|主要)*(?:有|是|包括|分)(?:哪|什么|啥|几)"),
    late(r"(?:列出|列举|汇总|盘点|找出|列一下|有关|关于)[^,，。]*?的?([一-龥]{2,4})[?？。]?$"),
)  # fmt: skip
_ASKS: Mapping[str, re.Pattern[str]] = {
    "sums": late(r"钱|补贴|奖励|补助|资助|金额|元"), "times": late(r"时限|期限|什么时候|多久|时间|月|年底|截止"),
    "bodies": late(r"部门|单位|谁|机构|局|处室"), "conditions": late(r"条件|资格|门槛|要求|满足|符合"),
    "papers": late(r"材料|资料|证明|手续"), "acts": late(r"行为|不能|不得|禁止|不准|违"), "cases": late(r"情形|情况|什么时候"),
    "goals": late(r"目标|指标|数字|达到"), "measures": late(r"措施|举措|办法|怎么|做法|任务|工作|事"),
    "places": late(r"哪些地方|各地|哪几个(?:城市|地方|省|市)|哪些(?:城市|省|市|县|区)|文件"), "kinds": late(r"种|类|样"),
    "steps": late(r"步骤|流程|程序|环节"), "each": late(r"分别|各自?"), "people": late(r"哪些人|对象|谁可以"), "fees": late(r"费|收"),
    "numbers": late(r"\d|几|多少|百分"), "whole": late(r"所有|全部|都"),
}  # fmt: skip
_SAYS: Mapping[str, re.Pattern[str]] = {
    "forbids": late(r"不得|不能|禁止|严禁|不予|不准"), "allows": late(r"可以|鼓励|支持|允许"), "demands": late(r"应当|必须|要(?!求)"),
    "number": late(r"\d"), "share": late(r"%|％|百分之"), "money": late(r"元"), "day": late(r"\d月|\d年|日内|年底|前"),
    "colon": late(r"[:：]$"), "bracket": late(r"^\s*[(（]"), "digit": late(r"^\s*\d"), "semicolon": late(r"[;；]$"),
    "row": late(r"、[^、，。]{1,12}、"), "body": late(r"(?:局|委|办|厅|部门|单位|中心)"), "case": late(r"的[;；。]?$"),
    "gives": late(r"给予|奖励|补贴|补助|资助"), "sets_up": late(r"建立|建设|设立|打造"), "recurs": late(r"每年|每月|每季"),
    "leads": late(r"牵头|责任单位|负责"), "quotation": late(r"[“\"]"), "first": late(r"第[一二三四五六七八九十]+条|一是|首先"),
}  # fmt: skip
# The same of the line that opens the list of an item.
_LINE_SAYS = ("forbids", "allows", "demands", "money", "body", "case", "gives")
NAMES = (
    "thing", "thing_of_lead", "thing_of_section", "thing_above", "thing_of_title", *(f"says_{name}" for name in _SAYS),
    *(f"line_{name}" for name in _LINE_SAYS), "kinds", "kinds_of_line", "kinds_of_section", "target", "limit", "responsible", "has_line", "heading", "run_in", "of_lead", "of_title", "size", "in_document", "depth", "place",
    *(f"asks_{name}" for name in _ASKS), "regions", "words", "names_thing", "ruled_many", "tested",
)  # fmt: skip


def rows(case: Case, ruled: Ruled, sentences: Sequence[Sentence]) -> Array:
    """A row for each sentence, a column for each of NAMES."""
    thing = pairs(_thing(case.question.rest))
    documents = Counter(s.document.id for s in sentences)
    asked = _asked(case, ruled, names_thing=bool(thing))
    kinds = [pattern for pattern in _ASKS.values() if pattern.search(case.question.rest)]
    return np.array(
        [
            [
                *_of_thing(thing, s),
                *_said(s.quote, _SAYS),
                *_said(s.lead, _LINE_SAYS),
                *_kinds(kinds, s),
                *_held(case, s),
                *_placed(ruled, s, documents[s.document.id]),
                *asked,
            ]
            for s in sentences
        ]
    ).reshape(len(sentences), len(NAMES))


def _thing(asked: str) -> str:
    return next((match[1] for pattern in _THING if (match := pattern.search(asked))), "")


def _of_thing(thing: Set[str], sentence: Sentence) -> list[float]:
    """How much of the thing asked for the sentence and what stands above it say, by pairs of characters."""
    section = sentence.passage.section
    above = (sentence.lead, "".join(section[-1:]), "".join(section), sentence.document.title or "")
    return [len(thing & pairs(text)) / len(thing) if thing else _UNKNOWN for text in (sentence.text, *above)]


def _said(text: str, names: Iterable[str]) -> list[float]:
    return [float(bool(_SAYS[name].search(text))) for name in names]


def _kinds(kinds: Sequence[re.Pattern[str]], sentence: Sentence) -> list[float]:
    """How many of the kinds of things asked for (条件, 材料, 情形 …) the sentence, the line above and the heading name."""
    texts = (sentence.quote, sentence.lead, "".join(sentence.passage.section[-1:]))
    return [sum(bool(kind.search(text)) for kind in kinds) / len(kinds) if kinds else _UNKNOWN for text in texts]


def _held(case: Case, sentence: Sentence) -> list[float]:
    """Which records the sentence holds, and whether a line says who answers for it."""
    evidence = case.evidence
    held = (evidence.records(sentence, Target), evidence.records(sentence, Deadline), evidence.records(sentence, Body))
    return [*(float(bool(of)) for of in held), float(evidence.line_of(sentence) is not None)]


def _placed(ruled: Ruled, sentence: Sentence, in_document: int) -> list[float]:
    title = ruled.topic.share(sentence.document.title or "")
    lead = ruled.topic.share(sentence.lead) if sentence.lead else _NONE
    counts = (len(sentence.text), in_document)
    return [
        float(sentence.is_heading), float(sentence.stands_as_heading), lead, title, *map(math.log1p, counts),
        float(len(sentence.passage.section)), math.log1p(sentence.passage.ordinal),
    ]  # fmt: skip


def _asked(case: Case, ruled: Ruled, *, names_thing: bool) -> list[float]:
    """The same for all sentences of a question."""
    question = case.question
    asks = [float(bool(pattern.search(question.rest))) for pattern in _ASKS.values()]
    counts = (len(question.regions), len(case.weighted), names_thing, len(ruled.items), len(ruled.tests))
    return [*asks, *map(float, counts)]
