"""What each of two sides says, regions that have one matter or two matters (matters.py), one beside the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from policyqa.answering import figures, wording
from policyqa.answering.case import Case, Told, plain
from policyqa.answering.places import Named, short
from policyqa.answering.question import Question
from policyqa.answering.sentence import Sentence
from policyqa.answering.weighing import rank
from policyqa.language import say
from policyqa.model import Target
from policyqa.zh.indicators import dimension
from policyqa.zh.patterns import late
from policyqa.zh.text import fold

_WHICH = late(
    r"哪(?:个|边|里|家|方)?.{0,6}(?:高|多|大|快|早|长|低|少|小|重|轻)|谁.{0,4}(?:高|多|大|快|早|低|少|重|轻)|更[高多大快早低少重轻]"
)
_SAME_DAY, _LATER = late(r"同一?天"), late(r"晚|迟|后")
_DAY = late(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_FROM_ISSUE = late(r"自(?:印发|发布|公布)之日起")
_WHETHER_ALIKE = late(r"一样|相同|一致")
_WHETHER = late(r"是不是|是否|都|[吗么][?？]?$|一样")
# Where what is said of one region ends and what is asked of all begins.
_SHARED = late(
    r"[,，;；。?？]|各自?[有是为给要能应几多]|分别|哪[个边里家方]|谁|对比|比较|有[什啥何]|[一相]样|几[年个次]|多少"
)
_OWN_PART = 3  # characters
Single = Callable[[Case], Told | None]


class Side(NamedTuple):
    """What one side says, found in its own `case`; `label` tells it from the other."""

    label: str
    case: Case
    told: Told


class Compared(NamedTuple):
    """What the regions say of one matter, nothing where one of them is silent: half a comparison is none. `silent` are the
    names of such, `said` what the others say."""

    told: Told | None
    silent: tuple[str, ...]
    said: list[Sentence]


def answer(case: Case, single: Single) -> Compared:
    found = [(region.name, side, _said(side, single)) for region, side in cases(case)]
    silent = tuple(name for name, _, told in found if told is None)
    sides = [Side(name, side, told) for name, side, told in found if told]
    said = [side.told.sentences[0] for side in sides]
    return Compared(None if silent else together(case.question.rest, sides), silent, said)


def together(asked: str, sides: Sequence[Side]) -> Told:
    """What was `asked` of all of them and what each says, with what follows from it where that can be told."""
    parts = [f"{side.label}：{side.told.words}" for side in sides]
    verdict = _verdict(asked, sides)
    sentences = [side.told.sentences[0] for side in sides]
    values: list[str | None] = [side.told.values[0] or plain(side.told.sentences[0].quote) for side in sides]
    head = verdict or say("对照如下：", "Side by side:")
    return Told("\n".join((head, *parts)), sentences, values)


def cases(case: Case) -> Iterator[tuple[Named, Case]]:
    """The case of each region by itself, asked without what the question says of another one alone."""
    said = _said_of(case.question)
    for region in case.question.regions:
        others = "".join(part for name, part in said.items() if name != region.name)
        mine = [
            (unit, weight) for unit, weight in case.weighted
            if unit.text not in others or case.question.rest.count(unit.text) > others.count(unit.text)
        ]  # fmt: skip
        own = _own(region, case.question.regions)
        found = [s for s in case.ranked if s.sentence.document.id in own]
        if len(mine) < len(case.weighted) and mine:
            question = case.question._replace(units=tuple(unit for unit, _ in mine))
            ranked = rank([s.sentence for s in found], mine, case.question.rest)
            yield region, case._replace(question=question, weighted=mine, ranked=ranked)
        else:
            yield region, case._replace(ranked=found)


def _own(region: Named, regions: Sequence[Named]) -> frozenset[str]:
    """The documents of a region without those of the others: 浙江 beside 杭州 is the province, as long as it has some of its own."""
    others = {id_ for other in regions if other is not region for id_ in other.documents}
    return frozenset(region.documents) - others or frozenset(region.documents)


def _said_of(question: Question) -> dict[str, str]:
    """What stands behind the name of each region up to the next one or the end of its clause, where all of them have
    something of their own (A的示范校和B的特色学校,哪边多), else nothing."""
    text = fold(question.text).lower()
    places = sorted((text.find(alias), alias, r.name) for r in question.regions for alias in _aliases(r.name, text))
    ends = [start for start, _, _ in places[1:]] + [len(text)]
    parts = {
        name: _SHARED.split(text[start + len(alias) : end])[0]
        for (start, alias, name), end in zip(places, ends, strict=True)
    }
    return parts if len(parts) == len(question.regions) and all(len(p) >= _OWN_PART for p in parts.values()) else {}


def _aliases(name: str, text: str) -> list[str]:
    return [alias for alias in (name, short(name)) if alias in text][:1]


def _said(case: Case, single: Single) -> Told | None:
    """What the region says of the matter: whether it is the same elsewhere is told by figures alone."""
    found = single(case)
    alike = case.question.measures and _WHETHER_ALIKE.search(case.question.rest)
    if found is None or (alike and not figures.has_figure(case, found.sentences[0])):
        return None
    return Told(found.words, found.sentences[:1], found.values[:1])


def _verdict(asked: str, sides: Sequence[Side]) -> str | None:
    if wording.SOONER.search(asked):
        return _sooner(asked, sides)
    if _WHICH.search(asked):
        return _higher(sides)
    if _WHETHER.search(asked):
        return _alike(asked, sides)
    return None


def _sooner(asked: str, sides: Sequence[Side]) -> str | None:
    """Which side's day comes first, or last, or whether it is the same, where both name one."""
    days = [(day, side.label) for side in sides if (day := _day(side.told))]
    if len(days) < len(sides):
        return None
    if _SAME_DAY.search(asked):
        same = len({day for day, _ in days}) == 1
        return say("是，同一天。", "Yes, the same day.") if same else say("否，不是同一天。", "No, not the same day.")
    later = _LATER.search(asked) is not None
    best = (max if later else min)(days)[0]
    names = [name for day, name in days if day == best]
    if len(names) == len(days):
        return say("同一天。", "The same day.")
    return say(
        f"{'、'.join(names)}{'更晚' if later else '更早'}。", f"{'Later' if later else 'Earlier'}: {', '.join(names)}."
    )


def _day(told: Told) -> tuple[int, ...] | None:
    """The day that was told; of a document that holds from its issue the day of that."""
    sentence = told.sentences[0]
    issued = sentence.document.issued_on
    if _FROM_ISSUE.search(sentence.quote):
        return (issued.year, issued.month, issued.day) if issued else None
    said = (told.values[0] or "", told.words.split("\n")[0], sentence.quote)
    found = next((day for text in said if (day := _DAY.search(fold(text)))), None)
    return tuple(map(int, found.groups())) if found else None


def _higher(sides: Sequence[Side]) -> str | None:
    """Which side's figure is higher, where both state one in the same unit."""
    figures_ = [(side.label, _figure(side)) for side in sides]
    known = [(target.max if target.max is not None else target.min, label) for label, target in figures_ if target]
    units = {dimension(target.unit) for _, target in figures_ if target}
    values = [(value, label) for value, label in known if value is not None]
    if len(values) < len(sides) or len(units) > 1:
        return None
    best = max(value for value, _ in values)
    names = [label for value, label in values if value == best]
    if len(names) == len(values):
        return say("两者相同。", "Both are the same.")
    return say(f"{'、'.join(names)}更高（多）。", f"Higher: {', '.join(names)}.")


def _figure(side: Side) -> Target | None:
    told = side.told
    targets = [t for t in side.case.evidence.records(told.sentences[0], Target) if t.kind == "target"]
    value = told.values[0] or ""
    return next((t for t in targets if plain(t.quote) == value), targets[0] if len(targets) == 1 else None)


def _alike(asked: str, sides: Sequence[Side]) -> str | None:
    """Whether all sides say it; whether the figures are the same where that was asked."""
    found = [_figure(side) for side in sides]
    if "一样" in asked and all(found):
        same = len({(t.min, t.max, t.unit) for t in found if t}) == 1
        return say("是，两者相同。", "Yes, the same.") if same else say("否，两者不同。", "No, they differ.")
    if _WHETHER_ALIKE.search(asked):
        return None
    return say("是，都有规定。", "Yes, all of them.")
