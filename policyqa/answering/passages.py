"""How and what: the best sentences; a line that opens a list, with its items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence

from policyqa.answering import wording
from policyqa.answering.case import Case, Told, plain
from policyqa.answering.sentence import Sentence
from policyqa.answering.weighing import Scored
from policyqa.model import Span
from policyqa.zh.patterns import late

SENTENCES = 4
_ITEMS = 9  # of a list that one of them opens
_OF_BEST = 0.75  # of what the best covers, that a further sentence has to cover
# A question in everyday words shares fewer of them with the document than one for a figure.
_COVERED, _OWN = 0.42, 0.25
# 啥叫商业秘密: as documents say it
_DEFINITION_ASKED = late(r"(?:什么|啥)(?:叫|是)|是什么意思|(?:是指|指的?是|含义|定义)(?:什么|啥)?|怎么(?:定义|理解)")
_DEFINES = late(r"所称[^。]{1,40}(?:是指|指|包括|为)|是指|指的是|即为|定义为")
_TERSE = 0.6  # a few key words are all meant


def answer(case: Case) -> Told | None:
    least = _TERSE if case.question.kind == "open" else _COVERED
    good = [
        s for s in case.ranked if s.score >= least and s.own >= _OWN and not wording.PREAMBLE.search(s.sentence.quote)
    ]
    if case.question.kind == "open":
        good = [s for s in good if case.specific(s.sentence)]
    if _DEFINITION_ASKED.search(case.question.rest):
        good = [s for s in good if _DEFINES.search(s.sentence.quote)] or good
    if not good:
        return None
    below = _below(good[0].sentence, case.ranked) if good[0].sentence.is_heading else []
    telling = below or [s for s in good if not s.sentence.is_heading] or good
    best = telling[0].score + telling[0].own
    return of([s.sentence for s in telling[:SENTENCES] if below or s.score + s.own >= _OF_BEST * best], case)


def of(chosen: Sequence[Sentence], case: Case) -> Told:
    """The sentences as they stand, each with the list that it opens."""
    whole = opened(chosen, case)
    return Told("\n".join(plain(s.quote) for s in whole), whole, [None] * len(whole))


def _below(heading: Sentence, ranked: Sequence[Scored]) -> list[Scored]:
    """The sentences of the section that a heading opens, best first."""
    return [
        s for s in ranked
        if s.sentence.document.id == heading.document.id
        and s.sentence.passage.section[: len(heading.passage.section)] == heading.passage.section
        and not s.sentence.is_heading
    ]  # fmt: skip


def below_headings(chosen: Sequence[Sentence], case: Case) -> list[Sentence]:
    """A heading, and a sentence that stands as one before its passage (8.加强治理。针对…), gives way to what is below."""
    found: list[Sentence] = []
    for sentence in chosen:
        same = [s.sentence for s in case.ranked if s.sentence.key == sentence.key and s.sentence is not sentence]
        below = [s.sentence for s in _below(sentence, case.ranked)] if sentence.is_heading else []
        if below or (sentence.stands_as_heading and same):
            found += (below or same)[:SENTENCES]
        else:
            found.append(sentence)
    return list(dict.fromkeys(found))[:SENTENCES]


def opened(chosen: Sequence[Sentence], case: Case, but: Container[tuple[str, str]] = frozenset()) -> list[Sentence]:
    """Each sentence once; a line that opens a list is followed by its items, `but` for some lines, by document and quote."""
    found: dict[tuple[str, Span], Sentence] = {}
    items: defaultdict[tuple[str, str], list[Sentence]] = defaultdict(list)
    for item in case.evidence.sentences:
        items[item.document.id, item.lead].append(item)
    for sentence in chosen:
        line = sentence.document.id, sentence.quote
        below = [] if line in but else items[line] or _items_of(sentence, case)
        for one in (sentence, *below[:_ITEMS]):
            found.setdefault((one.document.id, one.span), one)
    return list(found.values())


def _items_of(sentence: Sentence, case: Case) -> list[Sentence]:
    """The items of a line that opens a list, none of which was among the sentences found."""
    return case.evidence.items(sentence) if sentence.opens_a_list else []
