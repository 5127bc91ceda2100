"""Whose answer it is, and what the documents of other regions answer to the same question.

A library of many like papers answers most questions many times: what one city says is not told as if it were all there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from policyqa.answering import telling
from policyqa.answering.case import Case, Told, plain
from policyqa.answering.sentence import Sentence
from policyqa.answering.weighing import Scored, cover
from policyqa.language import say
from policyqa.zh.patterns import late
from policyqa.zh.text import fold

_OF_FIRST = 0.85  # of what the first answer's sentence says of the question, that another region's has to say
_LEAST = 0.5  # of the question, that the first answer's sentence has to say by itself, for others to be likened to it
_DOCUMENTS = 40  # that are looked at
_TRIED = 2  # sentences of each
_MOSTLY = 0.6  # of a word
_SINGLE = ("value", "deadline", "body", "yesno", "open", "passage")
_CLAUSE = late(r"[,，;；。]")
_VERDICT = late(r"(?:是|否|Yes|No)(?:（[^）]*）| \([^)]*\))?[。.]\s?")


def whole(case: Case, told: Told, *, several: bool) -> Told:
    """An answer with the region of each of its lines, and region by region what further documents answer.

    `several`: the library holds documents of more than one region. What the very region says that was asked about (a
    province, where its cities say the same) is the answer, alone.
    """
    names = {region.name for region in case.question.regions}
    if not several or case.question.kind not in _SINGLE or all(s.where in names for s in told.sentences):
        return told
    placed = told._replace(words=_placed(told, names))
    more = [] if any(s.where in names for s in told.sentences) else list(_others(case, told))
    own = next(((words, s, value) for words, s, value in more if s.where in names), None)
    if own:
        return Told(own[0], [own[1]], [own[2]])
    if not more:
        return placed
    head = say(f"另有 {len(more)} 份文件也写到这项内容：", f"{len(more)} further documents speak of it:")
    lines = [f"· {s.where}：{words}" for words, s, _ in more]
    return Told(
        "\n".join((placed.words, head, *lines)),
        [*told.sentences, *(s for _, s, _ in more)],
        [*told.values, *(value for _, _, value in more)],
        told.best,
        apart=True,
    )


def _placed(told: Told, names: set[str]) -> str:
    """Each line with the region for which it speaks, where it is another than the one before and the one asked about; a
    verdict stays in front."""
    lines = told.words.split("\n")
    before = None
    for i, sentence in enumerate(told.sentences[: len(lines)]):
        where = sentence.where
        verdict = _VERDICT.match(lines[i])
        start = verdict.end() if verdict else 0
        if where != before and where not in names:
            lines[i] = f"{lines[i][:start]}{where}：{lines[i][start:]}"
        before = where
    return "\n".join(lines)


def _others(case: Case, told: Told) -> Iterator[tuple[str, Sentence, str | None]]:
    """What further documents answer, one answer each, from a sentence that says as much of the question as the first
    answer's does, with its value."""
    first = next((s for s in case.ranked if s.sentence.key == told.sentences[told.best].key and _same(s, told)), None)
    if first is None or first.own < _LEAST:
        return
    beside = _beside_head(case, told)
    for candidates in _by_document(case.ranked, first, {s.document.id for s in told.sentences}):
        answered = (found for s in candidates if (found := _answered(case, s)) and _beside_head(case, found) >= beside)
        found = next(answered, None)
        if found:
            yield found.words.split("\n")[0], found.sentences[0], found.values[0]


def _beside_head(case: Case, told: Told) -> bool:
    """Whether the value stands in a clause with the last noun of the question (每年举办艺术节，适时举办艺术展演 is no
    interval of the second)."""
    value, head = told.values[told.best], case.head
    if not value or not head:
        return False
    clauses = _CLAUSE.split(told.sentences[told.best].text)
    return any(fold(value) in clause and cover(head, clause) > _MOSTLY for clause in clauses)


def _same(scored: Scored, told: Told) -> bool:
    return scored.sentence.span.meets(told.sentences[told.best].span)


def _by_document(ranked: Sequence[Scored], first: Scored, but: set[str]) -> list[list[Scored]]:
    """The sentences that say as much as the first, by their documents without those in `but`."""
    found: defaultdict[str, list[Scored]] = defaultdict(list)
    for s in ranked:
        equal = s.own >= _OF_FIRST * first.own and s.score >= _OF_FIRST * first.score
        if equal and not s.sentence.is_heading and s.sentence.document.id not in but:
            found[s.sentence.document.id].append(s)
    return [candidates[:_TRIED] for candidates in list(found.values())[:_DOCUMENTS]]


def _answered(case: Case, scored: Scored) -> Told | None:
    if not case.specific(scored.sentence):
        return None
    if case.question.kind == "passage":
        return Told(plain(scored.sentence.quote), [scored.sentence], [None])
    return telling.single(case.of_one(scored))
