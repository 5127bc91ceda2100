"""Figures in words: 前三, 翻一番, 全覆盖, 所有…达到."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from policyqa.model import Comparator, Number, Quantity, Span
from policyqa.zh import numerals

from .figures import Figure
from .nouns import Indicator
from .patterns import quantities as q
from .patterns import targets as p
from .phrases import clause_start, phrase


def find(text: str, span: Span, gates: int) -> Iterator[Figure]:
    """Figures of a sentence that no number states; of two that overlap the first kind wins."""
    taken: list[Span] = []
    for opens, reader in READERS:
        if not gates & opens:
            continue
        for figure in reader(text, span):
            if not any(figure.quantity.span.meets(other) for other in taken):
                taken.append(figure.quantity.span)
                yield figure


def _share(span: Span, value: Number = 100, comparator: Comparator = "eq") -> Quantity:
    return Quantity(span=span, min=value, max=value, unit="%", comparator=comparator)


def _ranks(text: str, span: Span) -> Iterator[Figure]:
    for match in q.RANK.finditer(text, *span):
        start = clause_start(text, span.start, match.start())
        before = text[start : match.start()]
        noun, verb = None, p.RANK_VERB.search(before)
        place = numerals.parse(match["top"] or match["place"])
        if verb is None or place is None or before.endswith(("“", '"', "《")):
            continue
        while noun is None and verb is not None:  # 力争创新能力进入前五: of two verbs the one behind a noun
            noun = phrase(text, start, start + verb.start())
            verb = p.RANK_VERB.search(before, verb.start() + 1)
        noun = noun or _earlier(text, span, start)
        if noun is not None:
            quantity = Quantity(span=Span(*match.span()), min=None, max=place, unit="", comparator="rank")
            told = noun.of(text) + ("排名" if before[noun.end - start :].startswith(("排名", "位次")) else "")
            yield Figure(quantity, Indicator(told, Span(noun.start, match.end())))


def _earlier(text: str, span: Span, start: int) -> Span | None:
    """旅游收入突破百亿元,跻身全省前五: the noun of the clause before, where the own one holds none."""
    return phrase(text, clause_start(text, span.start, start - 1), start - 1) if start > span.start else None


def _doubles(text: str, span: Span) -> Iterator[Figure]:
    for match in p.DOUBLE.finditer(text, *span):
        times = numerals.parse(match["n"] or "1") or 1
        start = clause_start(text, span.start, match.start())
        noun = phrase(text, start, match.start())
        if noun is not None:
            quantity = _share(Span(*match.span()), 100 * (2 ** int(times) - 1), "change")
            yield Figure(quantity, Indicator(noun.of(text), Span(noun.start, match.end())))


def _covered(text: str, span: Span) -> Iterator[Figure]:
    for match in p.FULL_COVER.finditer(text, *span):
        if p.OF_PRINCIPLE.match(text, match.end(), span.end):
            continue
        start = clause_start(text, span.start, match.start())
        noun = phrase(text, start, match.start())
        if noun is None or p.ACT.fullmatch(text, *noun):  # 实施全覆盖: of what stands in the clause before
            noun = _earlier(text, span, start)
        if noun is not None:
            noun = _without_figure(text, noun)
            cover = Span(match.start("cover"), match.end("cover"))
            yield Figure(_share(cover), Indicator(noun.of(text), Span(noun.start, match.end())))


def _without_figure(text: str, noun: Span) -> Span:
    """测评覆盖率达到40%,次年全覆盖: what the clause before states of the same matter is no part of its name."""
    stated = p.STATED.search(text, *noun)
    return Span(noun.start, stated.start()) if stated and stated.start() > noun.start + 1 else noun


def _covering(text: str, span: Span) -> Iterator[Figure]:
    for match in p.COVER_ALL.finditer(text, *span):
        noun = phrase(text, *match.span("what"))
        if noun is not None:
            told = f"{noun.of(text)}覆盖的{match['who']}"
            yield Figure(_share(Span(match.end("what"), match.end())), Indicator(told, Span(noun.start, match.end())))


def _all(text: str, span: Span) -> Iterator[Figure]:
    if not p.ALL_REACH_HOLDS.search(text, *span):
        return
    for match in p.ALL_REACH.finditer(text, *span):
        who = "who" if match["who"] else "who2"
        what = match["what"] or match["what2"]
        if _NO_MATTER.search(what):
            continue
        rule = p.BY_RULE.search(text, *match.span(who))
        noun = phrase(text, match.start(who), rule.start() if rule else match.end(who))
        if noun is not None:
            told = f"{what}的{noun.of(text)}"
            yield Figure(
                _share(Span(*match.span())), Indicator(told, Span(min(match.start(), noun.start), match.end()))
            )


# 完成后: when, 通过…发生的: by what; neither says what all of them reach
_NO_MATTER = re.compile(r"\d|基础上|^通过[^,。;]*[的式径道台]|^接入[^,。;]*的|^[一-龥]{2}[之以]?[后前时](?![期续])")
Reader = Callable[[str, Span], Iterator[Figure]]
# Each kind with the gate without which a sentence holds none of it.
READERS: tuple[tuple[int, Reader], ...] = (
    (p.RANKED, _ranks), (p.DOUBLED, _doubles), (p.COVERED_ALL, _covered), (p.COVERED_WHOM, _covering), (p.ALL, _all),
)  # fmt: skip
