"""A question that names its document by what the title says: 稳就业通知里…, 营商环境行动方案定了哪些指标."""

from __future__ import annotations

from collections.abc import Sequence

from policyqa.answering import wording
from policyqa.answering.question import Question
from policyqa.answering.sentence import Sentence
from policyqa.answering.units import Unit
from policyqa.answering.weighing import cover

_IN_TITLE = 0.5  # of a word, that a title has to say
_CONTENT = 0.6  # what a word weighs that tells which document is meant
_SORTS = ("noun", "name", "verb")
_KINDS = frozenset(
    [
        "方案",
        "要点",
        "意见",
        "办法",
        "措施",
        "计划",
        "规划",
        "条例",
        "细则",
        "清单",
        "通知",
        "报告",
        "文件",
        "政策",
        "工作",
        "行动",
        "施行",
        "实施",
        "执行",
    ]
)


def of_document(question: Question, found: Sequence[Sentence]) -> Sequence[Sentence]:
    """The sentences of the document that the question names by words or by the year of its title, where there is one."""
    nouns = _nouns(question)
    titles = {s.place.title for s in found}
    naming = {title for title in titles if nouns and _says(title, nouns)}
    titled = [s for s in found if s.place.title in naming] or found
    names = {region.name for region in question.regions}
    own = [s for s in titled if s.document.region and s.document.region.name in names] if naming else []
    titled = own or titled  # 江苏省美育意见里: the province's own, and none of its cities
    year = wording.YEAR_OF_A_TITLE.search(question.rest)
    return [s for s in titled if year and year[1] in s.place.title] or titled


def names_it(unit: Unit, question: Question, found: Sequence[Sentence]) -> bool:
    """Whether a word of a list's question belongs to the name of its document, and not to what is asked of it."""
    named = wording.DOCUMENT_NAMED.search(question.rest)
    if named is None or unit.text not in named["name"]:
        return False
    nouns = _nouns(question)
    return bool(nouns) and any(_says(title, nouns) for title in {s.place.title for s in found})


def _nouns(question: Question) -> list[Unit]:
    pattern = wording.DOCUMENT_NAMED if question.kind == "list" else wording.OF_A_DOCUMENT
    named = pattern.search(question.rest)
    return [
        u for u in question.units
        if named and u.text in named["name"] and u.sort in _SORTS and u.weight >= _CONTENT and u.text not in _KINDS
    ]  # fmt: skip


def _says(title: str, nouns: Sequence[Unit]) -> bool:
    return all(cover(u, title) > _IN_TITLE for u in nouns)
