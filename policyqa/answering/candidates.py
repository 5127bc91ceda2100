"""The sentences that may be items of a list: the best by their words, those that pass every test, and what stands beside
the best, since an item (（一）政府财政支持；) often shares no word with the question."""

from __future__ import annotations

from collections.abc import Sequence

from policyqa.answering import conditions, wording
from policyqa.answering.case import Case
from policyqa.answering.lists import Ruled
from policyqa.answering.weighing import Scored
from policyqa.zh.patterns import late

CONSIDERED = 64  # sentences: those with the best words, and of those that pass every test
_BY_TESTS = 32  # of them, at most, that are there for passing
_ROOTS, _BESIDE = 12, 64  # of the best sentences, and of those beside them that are considered too
# A heading that names nothing but a kind of things: （三）主要目标.
_BARE = late(
    r"[(（]?[一二三四五六七八九十\d]*[)）、.．]?\s*(?:主要|总体|具体|工作|发展|重点|基本|预期)*(?:目标|任务|要求|措施|内容|原则|条件|对象|范围|标准|程序|材料|依据)[:：]?"
)
_CELLS = late(r"\s*[一-龥]{2,14}[委局办厅部]\t[^,，。；;\t]*(?:单位|部门|[委局办厅])\s*$")  # who leads and who joins


def consider(case: Case, ruled: Ruled) -> list[Scored]:
    """Best by their words first."""
    mine = {id(s) for s in ruled.items}
    passing = {id(s.sentence) for s in ruled.passing[:_BY_TESTS]} | mine
    fit = [s for s in case.ranked if id(s.sentence) in mine or _may_be_one(case, s)]
    chosen = [s for s in fit if id(s.sentence) in passing][:CONSIDERED]
    chosen += [s for s in fit if id(s.sentence) not in passing][: CONSIDERED - len(chosen)]
    taken = {id(s.sentence) for s in (*chosen, *_beside(fit))}
    return [s for s in fit if id(s.sentence) in taken]


def _may_be_one(case: Case, scored: Scored) -> bool:
    sentence = scored.sentence
    guiding = wording.GUIDING.search(sentence.quote) and not wording.GUIDING_ASKED.search(case.question.rest)
    opening = wording.PREAMBLE.search(sentence.quote) and not conditions.closing_asked(case.question)
    bare = sentence.is_heading and _BARE.fullmatch(sentence.quote.strip())
    return not (sentence.is_line or sentence.asks or bare or guiding or opening or _CELLS.match(sentence.quote))


def _beside(fit: Sequence[Scored]) -> list[Scored]:
    """What stands in one list, passage or section with the best sentences, best by its words first."""
    roots = [s.sentence for s in fit[:_ROOTS]]
    leads = {(s.document.id, lead) for s in roots for lead in (s.lead, s.quote) if lead}
    passages = {s.key for s in roots}
    sections = {(s.document.id, s.passage.section) for s in roots}
    found = [
        s for s in fit
        if s.sentence.key in passages
        or (s.sentence.document.id, s.sentence.lead) in leads
        or (s.sentence.document.id, s.sentence.passage.section) in sections
    ]  # fmt: skip
    return found[:_BESIDE]
