"""All that the documents say: every sentence whose records fit the question, over all documents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from policyqa.answering import conditions, enumerated, figures, naming, tasks, wording
from policyqa.answering.case import OWN, Case, Told, name_of, plain, share, timely
from policyqa.answering.conditions import Test
from policyqa.answering.enumerated import Enumerated
from policyqa.answering.passages import opened
from policyqa.answering.sentence import Sentence, head_of
from policyqa.answering.topic import Topic, topic_of
from policyqa.answering.weighing import Scored, cover
from policyqa.language import say
from policyqa.model import Deadline, Span, Target
from policyqa.zh.patterns import late
from policyqa.zh.text import fold

_OF_BEST = 0.7  # of what the best sentence covers, that an item has to cover
_NEAR_BEST = 0.9  # the same where bodies are asked for: every sentence has some
_OF_IT, _OF_FIT = 0.3, 0.6  # of the matter, that the figure's own words have to say, and of what the best one says
_MOSTLY = 0.5  # of a word
_MANY = 32  # items
_SEVERAL = 5  # items
_MAIN_GOALS = late(r"(?:主要|总体|预期)(?:预期|发展|工作)?(?:目标|指标)")
_LASTING = late(r"(?:有效期|执行期限|实施期限)[^,，。;；]*|自[^,，。;；]{2,16}起(?:施行|实施|执行)")
_CLAUSE = late(r"[,，]")
_SHORT = 25  # characters
_BESIDE_A_TEST = 0.45  # of the question, that a sentence has to cover with its headings where its records pass a test


class Ruled(NamedTuple):
    """What the rules make of a list: its items, what it is about, and the sentences that pass every test, best first.

    `by_form`: the form of the question tells its items (what stands below a line, what a body answers for, tests alone), where
    `sure` better than words do. `tests`: what the records of an item have to show.
    """

    items: list[Sentence]
    topic: Topic
    passing: Sequence[Scored]
    by_form: bool = False
    tests: Sequence[Test] = ()
    sure: bool = False

    @property
    def settled(self) -> bool:
        """Whether the items are not weighed one by one: the form is sure, or there are more than can be."""
        return bool(self.items) and (self.sure or (self.by_form and len(self.items) > _MANY))

    def holding(self) -> Callable[[Sentence], bool]:
        """Tells whether a sentence is an item, or stands in one (a measure with its line)."""
        spans: defaultdict[str, list[Span]] = defaultdict(list)
        for item in self.items:
            spans[item.document.id].append(item.span)
        return lambda s: any(span.start <= s.span.start < span.end for span in spans[s.document.id])


def by_rules(case: Case) -> Ruled:
    question = case.question
    found = [s.sentence for s in case.ranked]
    topic = topic_of(
        case.weighted,
        question.rest,
        lambda unit: conditions.is_test(unit, question) or naming.names_it(unit, question, found),
    )
    topic = _with_units(topic, case)
    below = _enumerated(case)
    if below.items:
        return Ruled(below.items, topic, [], by_form=True, sure=below.sure)
    tests = conditions.tests(case)
    # 主要目标有哪些: what little the question says is what it is about
    little = not topic and (not tests or bool(_MAIN_GOALS.search(question.rest)))
    topic = Topic(case.weighted, []) if little else topic
    passing = _passing(case, tests)
    of_best = _NEAR_BEST if conditions.BODIES.search(question.rest) else _OF_BEST
    found = _about(passing, topic, of_best, tested=bool(tests))
    if tasks.body_asked(question) is not None:
        measures = _measures(tasks.led(case, found), case)
        return Ruled(measures, topic, passing, by_form=True, tests=tests, sure=True)
    if conditions.BODIES.search(question.rest):
        each = list({(s.document.id, s.passage.section): s for s in reversed(found)}.values())[::-1]
        return Ruled(each, topic, passing, by_form=True, tests=tests, sure=True)
    chosen = opened(_said(found, topic, case), case)
    if conditions.benefits_asked(question):
        chosen = conditions.with_sums(case, _with_siblings(chosen, passing, case))
    chosen = _with_goals(chosen, passing, case) if little else chosen
    chosen = _with_every_noun(chosen, topic) if len(chosen) > _MANY else chosen
    return Ruled(chosen, topic, passing, by_form=not topic and bool(tests), tests=tests)


def _with_units(topic: Topic, case: Case) -> Topic:
    """Of several units that the question names (课时、学分) an item says one."""
    units = [pair for pair in case.weighted if wording.WRITTEN_UNITS.search(pair[0].text)]
    several = wording.several_figures(case.question.rest)
    return Topic(topic.core, [*topic.choices, [[pair] for pair in units]]) if several and units else topic


def _enumerated(case: Case) -> Enumerated:
    """What each body has to do, or what stands below a line or a heading; where every item has to have a number (哪些环节限定在
    1个工作日内), none does."""
    if wording.DUTIES_ASKED.search(case.question.rest):
        return Enumerated(enumerated.duties(case))
    return Enumerated([]) if conditions.numbers(case.question) else enumerated.answer(case)


def _passing(case: Case, tests: Sequence[Test]) -> list[Scored]:
    question = case.question
    lines = tasks.body_asked(question) is not None or bool(question.years)
    ahead = bool(wording.PAST.search(question.text))
    guiding = bool(wording.GUIDING_ASKED.search(question.rest))
    return [
        s for s in case.ranked
        if (s.sentence.is_line if lines and s.sentence.is_heading else not s.sentence.is_heading)
        and not (wording.PREAMBLE.search(s.sentence.quote) and not conditions.closing_asked(question))
        and (guiding or not wording.GUIDING.search(s.sentence.quote))
        and (ahead or not case.evidence.looks_back(s.sentence))
        and not (question.this_year and timely(question, s.sentence, case.evidence) is None)
        and enumerated.passes(case, s.sentence) and all(test.holds(s.sentence) for test in tests)
    ]  # fmt: skip


def told(chosen: Sequence[Sentence], case: Case) -> Told | None:
    """The items, `chosen` likeliest first, in the order of documents and text, a document with a likelier item before
    another; a line that says who is responsible with all that it answers for."""
    if not chosen:
        return None
    chosen = [case.evidence.measure(s) if s.is_line else s for s in chosen]
    documents = list(dict.fromkeys(s.document.id for s in chosen))
    items = sorted(chosen, key=lambda s: (documents.index(s.document.id), s.span))
    values = [_value(case, s) for s in items]
    head = say(
        f"共 {len(items)} 处，出自 {len(documents)} 份文件：", f"{len(items)} places in {len(documents)} documents:"
    )
    if conditions.BODIES.search(case.question.rest):
        names = "、".join(dict.fromkeys(name for value in values if value for name in value.split("、")))
        head = say(f"涉及：{names}。{head}", f"{names}. {head}")
    return Told("\n".join((head, *(_line(s) for s in items))), items, values, items.index(chosen[0]))


def _with_goals(chosen: Sequence[Sentence], passing: Sequence[Scored], case: Case) -> list[Sentence]:
    """With the figures that go on where 目标是： opens them, to the end of the passage."""
    opening = {s.key: s.span for s in chosen if "目标" in head_of(s.quote)}
    more = [
        s.sentence for s in passing
        if s.sentence.key in opening and s.sentence.span > opening[s.sentence.key] and s.sentence not in chosen
        and any(t.kind == "target" for t in case.evidence.records(s.sentence, Target))
    ]  # fmt: skip
    return [*chosen, *more]


def _with_siblings(chosen: Sequence[Sentence], passing: Sequence[Scored], case: Case) -> list[Sentence]:
    """With what the same passages give besides without naming anybody else (改建、扩建的，每张床位给予8000元), in the order
    of what they follow."""
    held = {(s.document.id, s.span) for s in chosen}
    said: dict[int, str] = {}
    for sentence in chosen:
        said[sentence.key] = said.get(sentence.key, "") + sentence.text
    others = [
        s.sentence for s in passing
        if s.sentence.key in said and (s.sentence.document.id, s.sentence.span) not in held
        and not _names_another(s.sentence, said[s.sentence.key], case)
    ]  # fmt: skip
    return sorted([*chosen, *others], key=lambda s: (list(said).index(s.key), s.span))


def _names_another(sentence: Sentence, said: str, case: Case) -> bool:
    head = _CLAUSE.split(sentence.text)[0]
    return any(tag.startswith("n") and len(word) > 1 and word not in said for word, tag in case.classes(head))


def _measures(chosen: Sequence[Sentence], case: Case) -> list[Sentence]:
    """Each measure for which a body answers, from its beginning to what names the body."""
    found: dict[tuple[str, int], Sentence] = {}
    for sentence in chosen:
        measure = case.evidence.measure(case.evidence.line_of(sentence) or sentence)
        found.setdefault((measure.document.id, measure.span.start), measure)
    return list(found.values())


def _about(passing: Sequence[Scored], topic: Topic, of_best: float, *, tested: bool) -> list[Sentence]:
    """Those that speak of the matter: enough of its words, one of several things that the question names."""
    if not topic:
        return [s.sentence for s in passing] if tested else []
    scored = [(topic.covered(s.sentence), s.sentence) for s in _with_the_rarest(passing, topic)]
    best = max((own for (own, _), _ in scored), default=0.0)
    if tested:
        return [
            s
            for (own, near), s in scored
            if own >= max(OWN, of_best * best) or near >= max(_BESIDE_A_TEST, of_best * best)
        ]
    return [s for (own, _), s in scored if own >= max(_BESIDE_A_TEST, of_best * best)]


def _with_the_rarest(passing: Sequence[Scored], topic: Topic) -> Sequence[Scored]:
    """Those that say, with their headings, the rarest noun of the matter, where any does."""
    rarest = topic.rarest()
    if rarest is None:
        return passing
    saying = [s for s in passing if cover(rarest, s.sentence.text + s.sentence.headings) > _MOSTLY]
    return saying or passing


def _with_every_noun(chosen: Sequence[Sentence], topic: Topic) -> list[Sentence]:
    """Of many items those that say, with their headings, every noun of the matter, where several do."""
    nouns = topic.nouns
    whole = [s for s in chosen if all(cover(noun, s.text + s.headings) > _MOSTLY for noun in nouns)]
    return whole if len(whole) >= _SEVERAL else list(chosen)


def unheard_of(topic: Topic, case: Case) -> bool:
    """Whether no sentence that was found says any noun of the matter: nothing was said of it."""
    nouns = topic.nouns
    around = [s.sentence.text + s.sentence.headings for s in case.ranked]
    return bool(nouns) and not any(cover(noun, text) > _MOSTLY for noun in nouns for text in around)


def _said(found: Sequence[Sentence], topic: Topic, case: Case) -> list[Sentence]:
    """Where figures are asked for, those sentences in which the figure is of the matter, not of another beside it."""
    counts = bool(case.question.measures or conditions.FIGURES.search(case.question.rest))
    if not counts or not topic or conditions.benefits_asked(case.question):
        return list(found)
    fits = [max((_fit(t, topic, s) for t in _figures(case, s)), default=None) for s in found]
    best = max((fit for fit in fits if fit is not None), default=0.0)
    return [
        s for s, fit in zip(found, fits, strict=True)
        if fit is None or fit >= max(_OF_IT, _OF_FIT * best) or topic.share(s.text) < OWN
    ]  # fmt: skip


def _figures(case: Case, sentence: Sentence) -> list[Target]:
    targets = [t for t in case.evidence.records(sentence, Target) if t.kind == "target"]
    return [t for t in targets if figures.measured(case.question, t.unit)] or targets


def _fit(target: Target, topic: Topic, sentence: Sentence) -> float:
    """How much of the matter a figure's own words say, and what opens the list in which it stands (门槛如下：)."""
    opened_by = head_of(sentence.quote) + sentence.lead
    return topic.share(fold(opened_by) + name_of(target))


def _line(sentence: Sentence) -> str:
    """An item with its region; a short one with its heading, without which it says little."""
    heading = [
        head for head in sentence.passage.section[-1:]
        if len(sentence.quote) < _SHORT and _letters(head) not in _letters(sentence.quote)
    ]  # fmt: skip
    return f"· {sentence.where}：{''.join(f'{plain(head)}：' for head in heading)}{plain(sentence.quote)}"


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text)


def _value(case: Case, sentence: Sentence) -> str | None:
    """The figures of an item that are of the matter, in the document's words; the bodies, or the limits, where they are
    asked for."""
    if conditions.BODIES.search(case.question.rest) or tasks.body_asked(case.question):
        return "、".join(dict.fromkeys(b.name for b in tasks.bodies_of(case, sentence))) or None
    if conditions.in_force_asked(case.question):
        return "，".join(match[0] for match in _LASTING.finditer(sentence.quote)) or None
    targets = _figures(case, sentence)
    fits = [share(case.weighted, name_of(t)) for t in targets]
    targets = [t for t, fit in zip(targets, fits, strict=True) if fit >= _OF_BEST * max(fits)]
    figures_ = "；".join(dict.fromkeys(plain(t.quote) for t in targets))
    return (
        figures_ or "；".join(dict.fromkeys(plain(d.text) for d in case.evidence.records(sentence, Deadline))) or None
    )
