"""Whose work a question asks for, and what of the documents is that body's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering import wording
from policyqa.answering.case import Case
from policyqa.answering.question import Question
from policyqa.answering.responsible import wanted
from policyqa.answering.sentence import Sentence
from policyqa.model import Body
from policyqa.zh.patterns import late
from policyqa.zh.synonyms import variants

_OFFICE = r"(?:局|委|办|厅|部|处|科|中心|部门|委员会|集团|公司|政府)"
_ANSWERS = r"(?:来|具体|共同|单独|独立|主要|联合)?(?:牵头|负责|配合|承担|主管|参与|组织(?!部)|监督(?!管理)|管(?!理))"
_ALONE = late(r"一家|单独|独立|独自")  # 由市教育局一家负责
_BY_BODY = late(
    rf"由(?P<after>[一-龥()（）]{{2,16}}?){_ANSWERS}"
    rf"|(?:派|交|分配|安排|布置)给(?P<given>[一-龥()（）]{{1,14}}?{_OFFICE})的"
    rf"|(?:^|[\s,，])(?P<before>[^\W\d_由]{{1,12}}?{_OFFICE})(?:(?:是|作为|为)(?:责任|牵头|主责|配合|参与|承办)单位"
    r"|\s*(?:需?要|应当?)?(?:主要|具体|单独|独立)?(?:负责|牵头|承担|参与|配合|主管)+(?:[(（][^()（）]*[)）])?)(?:的|了|着|哪|什么|工作|任务)"
)
_BARE = str.maketrans("", "", "、()（）")
_BLANKS = str.maketrans("", "", " \t\n\r")
_WHICH = late(r"哪|谁|什么|几")


def body_asked(question: Question) -> str | None:
    """The body whose work the question asks for (由县数据局牵头的工作, 财政局负责哪些任务)."""
    match = _BY_BODY.search(question.rest)
    name = (match["after"] or match["given"] or match["before"]) if match else None
    return None if name is None or _WHICH.search(name) else _ALONE.sub("", name)


def bodies_of(case: Case, sentence: Sentence) -> list[Body]:
    """Who answers for what the sentence says: by its responsibility line, by itself, by its item."""
    evidence = case.evidence
    return evidence.line(sentence, Body) or evidence.records(sentence, Body) or evidence.responsible(sentence)


def answers_for(case: Case, sentence: Sentence, name: str) -> bool:
    """Whether the body is responsible for what the sentence says, in the role asked for."""
    role = wanted(wording.WITHOUT_OTHERS.sub("", case.question.rest))
    names = _names(name)
    bodies = [*case.evidence.records(sentence, Body), *bodies_of(case, sentence)]
    if any(
        n in f"{b.name}{b.canonical or ''}".translate(_BARE) and (role is None or b.role == role)
        for b in bodies
        for n in names
    ):
        return True
    line = case.evidence.line_of(sentence)
    return (
        line is not None
        and not case.evidence.records(line, Body)
        and any(n in line.text.translate(_BARE) for n in names)
    )


def led(case: Case, found: Sequence[Sentence]) -> list[Sentence]:
    """Where a list asks what a body leads, without what it answers for with others (市司法局、市财政局按职责分工负责); where it
    asks what one does alone, without what others do with it."""
    asked = case.question.rest
    names = "|".join(map(re.escape, _names(body_asked(case.question) or "")))
    if names and wording.WITHOUT_OTHERS.search(asked):
        return [s for s in found if len({b.name for b in bodies_of(case, s)}) < 2]
    if not names or "牵头" not in asked:
        return list(found)
    alone = bool(_ALONE.search(asked))
    leads = re.compile(rf"(?<![、和与及])(?:{names})牵头" if alone else "牵头")
    shares = re.compile(rf"(?:[、和与及](?:{names})|(?:{names})[、和与及])[^;；。]*(?:负责{'|牵头' if alone else ''})")
    lines = [(s, _line_text(case, s)) for s in found]
    if not any(leads.search(line) for _, line in lines):
        return list(found)
    return [s for s, line in lines if leads.search(line) or not shares.search(line)]


def _line_text(case: Case, sentence: Sentence) -> str:
    line = case.evidence.line_of(sentence)
    return (line or sentence).quote.translate(_BLANKS)


def _names(name: str) -> list[str]:
    return [n.translate(_BARE) for n in (name, *variants(name))] if name else []
