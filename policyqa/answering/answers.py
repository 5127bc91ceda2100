"""Answers by kind of question. What an answer says stands in its citations, to the letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from policyqa.answering import evidence
from policyqa.answering.evidence import Scored, Sentence
from policyqa.answering.question import Question, understand
from policyqa.language import say
from policyqa.library import Filters, Library
from policyqa.model import Body, Commitment, Deadline, Record, Span, Target

# How much of the question a sentence has to cover, with its headings and by itself.
_COVERED, _OWN = 0.5, 0.3
_OF_BEST = 0.7  # of what the best sentence covers, that an item of a list has to cover
_VERDICT = 0.5  # of the question, that a sentence has to cover by itself before it says yes or no
_SENTENCES = 3  # that a question for a passage is answered with
_RELATED = 3
_NEGATIVE = re.compile(r"不得|不能|不可|不予|不含|不再|严禁|禁止|除外|不包括|不纳入|不超过0")
_DATE = re.compile(r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日|[一二两三四五六七八九十\d]+(?:年|个月)内")
_SEATED = re.compile(r"设在(?P<name>[一-龥]{2,16})")


R = TypeVar("R", Target, Deadline, Body)


class Citation(Record, frozen=True, kw_only=True):
    """Where it is said: `quote` is the document's text at `span`."""

    file: str
    title: str | None
    region: str | None
    section: tuple[str, ...]
    page: int | None
    quote: str
    span: Span


class Row(Record, frozen=True, kw_only=True):
    """An item of an answer that has several."""

    file: str
    region: str | None
    quote: str
    span: Span
    section: tuple[str, ...]


class Searched(Record, frozen=True, kw_only=True):
    """Documents that were looked into, and files of the library that could not be read."""

    documents: int
    unread: int


class Answer(Record, frozen=True, kw_only=True):
    """`found` false: the documents do not say it; `related` are then the nearest things, not an answer."""

    id: str | None = None
    question: str
    found: bool
    answer: str
    rows: tuple[Row, ...]
    citations: tuple[Citation, ...]
    related: tuple[Citation, ...] = ()
    searched: Searched


class _Told(NamedTuple):
    """An answer in words with the sentences it rests on."""

    words: str
    sentences: list[Sentence]


def ask(library: Library, text: str, id: str | None = None) -> Answer:
    """Answer from the records, else from the passages; abstain where the documents are silent."""
    question = understand(text, library.regions())
    searched = Searched(documents=len(_scope(library, question)), unread=len(library.unreadable()))
    ranked = [] if question.missing or not question.about else _ranked(library, question)
    told = _tell(library, question, ranked) if ranked else None
    if told is None:
        related = tuple(_citation(s.sentence) for s in ranked[:_RELATED] if s.score > _OWN)
        return Answer(
            id=id, question=text, found=False, answer=_silence(question, searched), rows=(), citations=(),
            related=related, searched=searched,
        )  # fmt: skip
    citations = tuple(_citation(sentence) for sentence in told.sentences)
    rows = tuple(_row(c) for c in citations) if question.kind in ("list", "compare") else ()
    return Answer(
        id=id, question=text, found=True, answer=told.words, rows=rows, citations=citations, searched=searched
    )


def _scope(library: Library, question: Question) -> list[str]:
    if not question.regions:
        return [] if question.missing else [d.id for d in library.documents()]
    return list(dict.fromkeys(d.id for name in question.regions for d in library.select(region=name)))


def _ranked(library: Library, question: Question) -> list[Scored]:
    regions: Sequence[str | None] = question.regions or (None,)
    found = [s for region in regions for s in evidence.gather(library, question.about, Filters(region=region))]
    weight = evidence.weights(found, question.about)
    return [s for s in evidence.rank(found, weight) if _of_year(s.sentence, question)]


def _of_year(sentence: Sentence, question: Question) -> bool:
    """Whether a sentence speaks of the year asked for: it, its passage or its headings name it."""
    if not question.years:
        return True
    about = sentence.document.metadata
    words = "".join((sentence.around, *sentence.passage.section, about.title or ""))
    issued = {about.issued_on.year} if about.issued_on else set()
    return any(str(year) in words or year in issued for year in question.years)


def _silence(question: Question, searched: Searched) -> str:
    if question.missing:
        return say(
            f"未找到：资料库里没有{question.missing}的文件。",
            f"Not found: the library holds no document of {question.missing}.",
        )
    where = "、".join(question.regions) or say("资料库", "the library")
    return say(
        f"未找到：在{where}的 {searched.documents} 份文件中没有查到这项内容。",
        f"Not found: the {searched.documents} documents of {where} do not say it.",
    )


def _citation(sentence: Sentence) -> Citation:
    document = sentence.document
    return Citation(
        file=document.file, title=document.title, region=document.region.name if document.region else None,
        section=sentence.passage.section, page=sentence.passage.page, quote=sentence.quote, span=sentence.span,
    )  # fmt: skip


def _row(citation: Citation) -> Row:
    return Row(
        file=citation.file, region=citation.region, quote=citation.quote, span=citation.span, section=citation.section
    )


# --- by kind of question ---------------------------------------------------------------------------------------------


def _tell(library: Library, question: Question, ranked: list[Scored]) -> _Told | None:
    if question.kind == "list":
        return _list(library, question, ranked)
    if question.kind == "compare":
        return _compare(library, question, ranked)
    good = [s for s in ranked if s.score >= _COVERED and s.own >= _OWN]
    return _ANSWERS[question.kind](library, question, good) if good else None


def _value(library: Library, question: Question, good: list[Scored]) -> _Told | None:
    """The target whose words fit the question best; where no record fits, a sentence with a figure."""
    asked = set(evidence.grams(question.about))
    fits = [
        (scored.score + scored.own + _fit(target, asked), -index, target, scored.sentence)
        for index, scored in enumerate(good[:8])
        for target in _records(library, scored.sentence, Target)
        if target.kind == "target"
    ]
    if fits:
        _, _, target, sentence = max(fits, key=lambda fit: fit[:2])
        return _Told(_plain(target.quote), [sentence])
    figure = next((s.sentence for s in good[:3] if _states_figure(library, s.sentence)), None)
    return _Told(_plain(figure.quote), [figure]) if figure else None


def _fit(target: Target, asked: set[str]) -> float:
    """How much of the indicator was asked for, and of what was asked for the target's words say; at most 2."""
    told = set(evidence.grams(target.indicator)) or {""}
    around = set(evidence.grams(f"{target.quote}{target.scope or ''}"))
    return len(asked & told) / len(told) + len(asked & (told | around)) / (len(asked) or 1)


def _states_figure(library: Library, sentence: Sentence) -> bool:
    """Whether a sentence states a figure that is no fact of the past."""
    figures = _records(library, sentence, Target)
    return bool(re.search(r"\d", sentence.quote)) and not any(figure.kind == "baseline" for figure in figures)


def _deadline(library: Library, question: Question, good: list[Scored]) -> _Told | None:
    for scored in good[:4]:
        sentence = scored.sentence
        limits = _records(library, sentence, Deadline) or _governing(library, sentence)
        if limits:
            limit = _nearest(limits, sentence, question)
            end = say(f"（即 {limit.end:%Y-%m-%d}）", f" ({limit.end:%Y-%m-%d})") if limit.end else ""
            return _Told(f"{_plain(limit.text)}{end}。{_plain(sentence.quote)}", [sentence])
        date = _DATE.search(sentence.quote)
        if date:
            return _Told(_plain(sentence.quote), [sentence])
    return None


def _nearest(limits: list[Deadline], sentence: Sentence, question: Question) -> Deadline:
    """Of several limits in a sentence the one beside the words that were asked for."""
    asked = set(evidence.grams(question.about))

    def fit(limit: Deadline) -> int:
        start = max(0, limit.span.start - sentence.span.start)
        return len(asked & set(evidence.grams(sentence.quote[start : start + 40])))

    return max(limits, key=fit)


def _body(library: Library, question: Question, good: list[Scored]) -> _Told | None:
    for scored in good[:4]:
        sentence = scored.sentence
        seat = _SEATED.search(sentence.quote)
        bodies = _records(library, sentence, Body) or _responsible(library, sentence)
        if seat:
            return _Told(f"{seat['name']}。{_plain(sentence.quote)}", [sentence])
        if bodies:
            names = "；".join(_named(bodies))
            return _Told(f"{names}。{_plain(sentence.quote)}", [sentence])
    return None


def _named(bodies: list[Body]) -> list[str]:
    roles = {
        "lead": say("牵头或负责", "lead"), "participate": say("配合", "participate"),
        "supervise": say("监督", "supervise"), "report_to": say("报告对象", "report to"),
    }  # fmt: skip
    lines = []
    for role, words in roles.items():
        names = list(dict.fromkeys(b.name for b in bodies if b.role == role))
        if names:
            lines.append(f"{words}：{'、'.join(names)}")
    return lines


def _yes_or_no(library: Library, question: Question, good: list[Scored]) -> _Told | None:
    sentence = good[0].sentence
    if good[0].own < _VERDICT:
        return _passages(library, question, good)
    verdict = say("否", "No") if _NEGATIVE.search(sentence.quote) else say("是", "Yes")
    return _Told(f"{verdict}。{_plain(sentence.quote)}", [sentence])


def _passages(library: Library, question: Question, good: list[Scored]) -> _Told | None:
    chosen = [s.sentence for s in good[:_SENTENCES]]
    return _Told("\n".join(_plain(s.quote) for s in chosen), chosen)


def _list(library: Library, question: Question, ranked: list[Scored]) -> _Told | None:
    """Every sentence that speaks of what was asked, best first."""
    best = max((s.own for s in ranked), default=0.0)
    least = max(_OWN, _OF_BEST * best)
    chosen = [s.sentence for s in ranked if s.own >= least and _recurs(library, s.sentence, question)]
    if not chosen:
        return None
    places = len({s.document.id for s in chosen})
    head = say(f"共 {len(chosen)} 处，出自 {places} 份文件：", f"{len(chosen)} places in {places} documents:")
    lines = (f"· {s.document.region.name if s.document.region else s.document.file}：{_plain(s.quote)}" for s in chosen)
    return _Told("\n".join((head, *lines)), chosen)


def _recurs(library: Library, sentence: Sentence, question: Question) -> bool:
    """Whether a sentence recurs as often as the question asks, if it does."""
    if question.frequency is None:
        return True
    return any(deadline.frequency == question.frequency for deadline in _records(library, sentence, Deadline))


def _compare(library: Library, question: Question, ranked: list[Scored]) -> _Told | None:
    """One sentence of each region asked about, or nothing: half a comparison is none."""
    chosen: list[Sentence] = []
    for name in question.regions:
        mine = [s for s in ranked if _speaks_for(s.sentence, name) and s.score >= _OWN]
        if not mine:
            return None
        chosen.append(mine[0].sentence)
    lines = (f"{name}：{_plain(s.quote)}" for name, s in zip(question.regions, chosen, strict=True))
    return _Told("；".join(lines), chosen)


def _speaks_for(sentence: Sentence, name: str) -> bool:
    region = sentence.document.region
    return region is not None and (region.name == name or name in region.path)


_ANSWERS: dict[str, Callable[[Library, Question, list[Scored]], _Told | None]] = {
    "value": _value, "deadline": _deadline, "body": _body, "yesno": _yes_or_no, "passage": _passages,
}  # fmt: skip


# --- records of a sentence -------------------------------------------------------------------------------------------


def _records(library: Library, sentence: Sentence, type_: type[R]) -> list[R]:
    """Records that lie in the sentence."""
    stored = library.records(type_, Filters(documents=(sentence.document.id,)))
    return [found.record for found in stored if sentence.span.meets(found.record.span)]


def _commitment(library: Library, sentence: Sentence) -> Commitment | None:
    stored = library.records(Commitment, Filters(documents=(sentence.document.id,)))
    return next((found.record for found in stored if sentence.span.meets(found.record.span)), None)


def _governing(library: Library, sentence: Sentence) -> list[Deadline]:
    """Limits that govern the sentence from outside it: a heading, a line in brackets."""
    duty = _commitment(library, sentence)
    limits = library.extraction(sentence.document.id).deadlines if duty and duty.deadlines else ()
    return [limits[index] for index in duty.deadlines] if duty else []


def _responsible(library: Library, sentence: Sentence) -> list[Body]:
    """Bodies of the responsibility line of the sentence's item."""
    duty = _commitment(library, sentence)
    bodies = library.extraction(sentence.document.id).bodies if duty and duty.bodies else ()
    return [bodies[index] for index in duty.bodies] if duty else []


def _plain(text: str) -> str:
    """One line for the eye; the citation keeps the letter."""
    return re.sub(r"\s+", " ", text).strip().rstrip("。；;")
