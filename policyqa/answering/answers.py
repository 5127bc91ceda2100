"""A question to an answer: understood, looked up in records and sentences, told by the kind of question."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple
from weakref import WeakKeyDictionary

import msgspec

from policyqa.answering import (
    articles,
    beside,
    choosing,
    conditions,
    elsewhere,
    evidence,
    labelled,
    limits,
    naming,
    prose,
    slips,
    weighing,
    wording,
)
from policyqa.answering.case import Case, Told, timely
from policyqa.answering.evidence import Evidence
from policyqa.answering.model import Answer, Citation, Row, Searched
from policyqa.answering.places import Named, Places
from policyqa.answering.prose import Writer
from policyqa.answering.question import Question, understand
from policyqa.answering.scope import Scope
from policyqa.answering.sentence import Sentence, note_places, of_passage
from policyqa.answering.units import Classes, compounds
from policyqa.answering.weighing import Scored
from policyqa.errors import WriterFailed
from policyqa.language import say
from policyqa.library import Filters, Library, StoredPassage
from policyqa.model import Body, Deadline
from policyqa.zh.text import fold

_PASSAGES = 80  # that are looked into for each region asked about
_OF_A_LIST = 400  # passages for a list
_DOCUMENTS = 30  # whose sections are read whole for a list by body
_SCANNED = 3000  # passages that a list's records may add
_OF_A_NAME = 3  # characters behind a place that are the same in a text, if both are one name
_RELATED = 3
_RELATED_OWN = 0.25
_TIMELY = 0.15  # how much the year asked for counts beside the words


class _Known(NamedTuple):
    """What is asked of a library again and again, at one of its generations."""

    generation: int
    documents: int
    unread: int
    scope: Scope


_KNOWN: WeakKeyDictionary[Library, _Known] = WeakKeyDictionary()


def ask(library: Library, text: str, id: str | None = None, writer: Writer | None = None) -> Answer:
    """Answer from the records, else from the sentences; abstain where the documents are silent.

    A `writer` adds the answer in prose, as far as it holds against the evidence; without evidence it is not asked.
    """
    known = _known(library)
    case, notes = understood(library, text)
    question = case.question
    asked = bool(question.units or (question.kind == "list" and conditions.probes(question)))
    told, silent, looked_for = None, tuple[str, ...](), [question]
    if asked and not question.places.missing:
        two = beside.answer(question, lambda side: understood(library, side)[0])
        if two:
            told, looked_for = two
        else:
            told, ranked, silent = choosing.answer(case)
            case = case._replace(ranked=ranked)
            told = elsewhere.whole(case, told, several=known.scope.gazetteer.several) if told else None
    searched = Searched(documents=_count(known, looked_for), unread=known.unread)
    answer = _answer(id, text, case, told, silent, searched, notes, known)
    return _with_prose(answer, writer) if writer and answer.found else answer


def understood(library: Library, text: str) -> tuple[Case, list[str]]:
    """The question with the sentences found for it, and notes on how it was read."""
    known = _known(library)
    with library.snapshot() as indexes:
        segment, classes = indexes.lexical.terms, indexes.lexical.classes
    find = partial(known.scope.find, library)
    question = understand(text, find, classes)
    notes = list(question.places.notes)
    case = _case(library, question, classes)
    said = "\n".join({s.key: fold(s.place.text) for s in case.evidence.sentences}.values())
    again = slips.corrected(question, said, segment)
    if again:
        notes.append(again.note)
        question = understand(again.text, find, classes, said)
        case = _case(library, question, classes)
    elif question.unsaid(said) or compounds(question.rest, classes, said):
        question = understand(text, find, classes, said)
        case = _ranked(question, case.evidence, classes)
    places = question.places._replace(missing=_missing(question.places, text, said))
    return case._replace(question=question._replace(places=places)), notes


def _missing(places: Places, text: str, said: str) -> str | None:
    """What the question names of which the library holds nothing, once it is known what the documents say."""
    missing = places.doubtful if places.doubtful and places.doubtful not in said else places.missing
    return None if missing and _begins_a_name(text, missing, said) else missing


def _begins_a_name(text: str, place: str, said: str) -> bool:
    """Whether a place that the library lacks begins a longer name in the question that the documents say (宁波舟山港 in 浙江)."""
    start = text.find(place)
    name = text[start : start + len(place) + _OF_A_NAME]
    return start >= 0 and len(name) == len(place) + _OF_A_NAME and name.isalpha() and name in said


def _known(library: Library) -> _Known:
    known = _KNOWN.get(library)
    if known is None or known.generation != library.generation:
        documents = library.documents()
        known = _Known(library.generation, len(documents), len(library.unreadable()), Scope(documents))
        _KNOWN[library] = known
    return known


def _count(known: _Known, questions: Sequence[Question]) -> int:
    """In how many documents it was looked for what these questions ask."""
    if any(question.places.missing for question in questions):
        return 0
    excluded = frozenset[str]().union(*(question.excluded for question in questions))
    if not all(question.regions for question in questions):
        return known.documents - len(excluded)
    named = {id_ for question in questions for region in question.regions for id_ in region.documents}
    return len(named - excluded)


def _case(library: Library, question: Question, classes: Classes) -> Case:
    """The sentences that may answer, best first: those of another year than the one asked for are left out."""
    limit = _OF_A_LIST if question.kind == "list" else _PASSAGES
    scopes: Sequence[Named | None] = question.regions or (None,)
    found: list[Sentence] = []
    for scope in scopes if question.about.strip() else ():
        filters = Filters(documents=_within(library, scope.documents if scope else None, question.excluded))
        gathered = evidence.gather(library, question.about, filters, limit, around=question.kind == "list")
        held = {s.key for s in found}  # of a region and of a part of it, both named
        found += [s for s in gathered if s.key not in held]
    if question.kind == "list":
        found = _with_records(library, question, found)
    elif articles.ASKED.search(question.rest):
        articles.note_pointed(found)
    if question.kind == "deadline" and limits.asks_force(question.rest):
        found = [*labelled.force(library, found), *found]
    return _ranked(question, Evidence(library, found), classes)


def _within(library: Library, named: tuple[str, ...] | None, excluded: frozenset[str]) -> tuple[str, ...] | None:
    """The documents that are looked into, None for all: those named, without those that the question leaves out."""
    if not excluded:
        return named
    held = named if named is not None else [document.id for document in library.documents()]
    return tuple(id_ for id_ in held if id_ not in excluded)


def _ranked(question: Question, held: Evidence, classes: Classes) -> Case:
    found = naming.of_document(question, held.sentences)
    weighted = weighing.weigh(found, question.units)
    ranked = _of_the_year(question, held, weighing.rank(found, weighted, question.rest))
    texts = [s.text for s in found]
    said = frozenset(u.text for u in question.units if any(word in text for text in texts for word in u.words))
    return Case(question, held, weighted, ranked, said, classes)


def _with_records(library: Library, question: Question, found: Sequence[Sentence]) -> list[Sentence]:
    """What was found and the passages whose records pass a list's tests, in the order of documents and text."""
    named = tuple(id_ for region in question.regions for id_ in region.documents) if question.regions else None
    within = _within(library, named, question.excluded)
    held = {s.key for s in found}
    keys = {
        id_
        for type_, holding in conditions.probes(question)
        for id_ in library.passages_holding(type_, holding, within)
    }
    passages = library.passages(sorted(keys - held)[:_SCANNED])
    if any(type_ in (Body, Deadline) for type_, _ in conditions.probes(question)):
        passages = _whole_measures(library, passages, found)
    added = [sentence for p in passages for sentence in of_passage(p.document, p.passage, p.id, p.text)]
    together = sorted([*found, *added], key=lambda s: (s.document.id, s.span))
    note_places(together)
    return together


def _whole_measures(
    library: Library, passages: Sequence[StoredPassage], found: Sequence[Sentence]
) -> list[StoredPassage]:
    """The passages with the others of their sections: a body is named at the end of what it answers for."""
    places = {(p.document.id, p.passage.section) for p in passages}
    places |= {(s.document.id, s.passage.section) for s in found if s.is_line}
    documents = {id_ for id_, _ in places}
    if len(documents) > _DOCUMENTS:
        return list(passages)
    held = {s.key for s in found}
    around = library.all_passages(documents)
    return [p for p in around if p.id not in held and (p.document.id, p.passage.section) in places]


def _of_the_year(question: Question, held: Evidence, ranked: list[Scored]) -> list[Scored]:
    if not (question.years or question.this_year) or question.kind == "list":
        return ranked
    fits = [(timely(question, s.sentence, held), s) for s in ranked]
    chosen = [s._replace(score=s.score + _TIMELY * fit) for fit, s in fits if fit is not None]
    return sorted(chosen, key=lambda s: -s.score - s.own - s.phrase)


# --- what the answer says --------------------------------------------------------------------------------------------


def _answer(
    id: str | None,
    text: str,
    case: Case,
    told: Told | None,
    silent: Sequence[str],
    searched: Searched,
    notes: list[str],
    known: _Known,
) -> Answer:
    """Without an answer, `silent` are the regions of a comparison that say nothing of what the others do."""
    note = " ".join(notes) or None
    if told is None:
        near = islice(
            (s for s in case.ranked if s.own > _RELATED_OWN and not wording.PREAMBLE.search(s.sentence.quote)), _RELATED
        )
        return Answer(
            id=id, question=text, found=False, answer=_silence(case.question, searched, known, silent), rows=(), citations=(),
            related=tuple(_citation(s.sentence) for s in near), note=note, searched=searched,
        )  # fmt: skip
    citations = tuple(_citation(sentence) for sentence in told.sentences)
    several = case.question.kind in ("list", "compare") or told.apart
    rows = tuple(_row(c, value) for c, value in zip(citations, told.values, strict=True)) if several else ()
    citations = (citations[told.best], *citations[: told.best], *citations[told.best + 1 :])
    return Answer(
        id=id,
        question=text,
        found=True,
        answer=told.words,
        rows=rows,
        citations=citations,
        note=note,
        searched=searched,
    )


def _with_prose(answer: Answer, writer: Writer) -> Answer:
    """The answer with a model's wording of its evidence; a model that fails takes nothing away from the answer."""
    try:
        written = prose.write(answer.question, answer.citations, writer)
    except WriterFailed as error:
        return msgspec.structs.replace(answer, note=" ".join(filter(None, (answer.note, str(error)))))
    notes = [answer.note or ""]
    if written.dropped:
        notes.append(
            say(
                f"语言模型的回答中有 {written.dropped} 句没有出处或与原文不符，已略去。",
                f"{written.dropped} sentences of the language model had no source or differed from it and were dropped.",
            )
        )
    return msgspec.structs.replace(answer, prose=written.text, note=" ".join(filter(None, notes)) or None)


def _silence(question: Question, searched: Searched, known: _Known, silent: Sequence[str] = ()) -> str:
    if question.places.missing:
        near = "、".join(known.scope.gazetteer.nearest(question.places.missing))
        return say(
            f"未找到：资料库里没有{question.places.missing}的文件。" + (f"现有：{near}。" if near else ""),
            f"Not found: the library holds no document of {question.places.missing}."
            + (f" It has: {near.replace('、', ', ')}." if near else ""),
        )
    if not question.units:
        return _unasked(question, searched)
    if silent:
        names = "、".join(silent)
        return say(
            f"未找到：{names}的文件没有查到这项内容，不能比较；另一方写到的列在相近内容里。",
            f"Not found: the documents of {', '.join(silent)} do not say it, so there is no comparison; what the other side says is related.",
        )
    where = "、".join(region.name for region in question.regions) or say("资料库", "the library")
    return say(
        f"未找到：在{where}的 {searched.documents} 份文件中没有查到这项内容。",
        f"Not found: the {searched.documents} documents of {where} do not say it.",
    )


def _unasked(question: Question, searched: Searched) -> str:
    """Where a question names nothing to look for: an empty one, one in another language, a region alone."""
    held = "、".join(f"{region.name}（{len(region.documents)} 份）" for region in question.regions)
    if held:
        return say(
            f"未找到：请写明要问的事项。资料库里有{held}文件。",
            f"Not found: say what you want to know. The library holds documents of {held}.",
        )
    return say("未找到：请用中文写明要问的事项。", "Not found: say in Chinese what you want to know.")


def _citation(sentence: Sentence) -> Citation:
    document = sentence.document
    return Citation(
        file=document.file, title=document.title, region=document.region.name if document.region else None,
        section=sentence.passage.section, page=sentence.passage.page, paragraph=sentence.passage.paragraph,
        quote=sentence.quote, span=sentence.span,
    )  # fmt: skip


def _row(citation: Citation, value: str | None) -> Row:
    return Row(
        file=citation.file, region=citation.region, quote=citation.quote, span=citation.span, section=citation.section,
        value=value,
    )  # fmt: skip
