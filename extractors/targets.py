"""Targets: figures that the document commits somebody to reach, with indicator, scope, limit and bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from policyqa.model import Baseline, Body, BodyRef, Comparator, Deadline, Number, Quantity, Span, Target, TargetKind
from policyqa.zh import numerals

from . import indicators
from .context import Context
from .governing import Governing
from .indicators import Indicator
from .patterns import quantities as q
from .patterns import targets as p

_MONTHLY = re.compile(r"月(?!报|考|收入|工资|薪)")  # 月巡检次数
_PER_MONTH = "P1M"
_ACT_REACH = 30  # characters between a recurrence and the number of its acts
_SHARES = ("%", "‰", "个百分点", "百分点")


class Figure(NamedTuple):
    """A quantity with its indicator, before it is known who is to reach it and until when."""

    quantity: Quantity
    indicator: Indicator
    baseline: Quantity | None = None


def find(context: Context) -> Iterator[Target]:
    """Targets in the order of the text. What is already so is a baseline."""
    governing = Governing(context)
    quantities = _by_sentence(context)
    for sentence in context.sentences:
        if sentence.paragraph.kind == "heading":
            continue
        found = quantities.get(sentence.index, [])
        past = context.is_past(sentence)
        for figure in _figures(context, sentence.span, found):
            if past or _is_past(context, sentence.span, figure):
                yield _record(context, sentence.span, figure, kind="baseline")
            else:
                deadline = governing.deadline(sentence, figure.quantity.span)
                bodies = governing.bodies(sentence, figure.quantity.span)
                yield _record(
                    context,
                    sentence.span,
                    figure,
                    deadline,
                    _refs(bodies),
                    governing.frequency(sentence.span, figure.quantity.span),
                )


def in_cell(context: Context, cell: Span, deadline: Deadline | None, bodies: tuple[BodyRef, ...]) -> Iterator[Target]:
    """Figures in a task's own words; the row's limit and bodies govern them."""
    found = [quantity for quantity in context.quantities if cell.holds(quantity.span)]
    for figure in _figures(context, cell, found):
        yield _record(context, cell, figure, deadline, bodies)


def _figures(context: Context, stretch: Span, found: list[Quantity]) -> list[Figure]:
    figures = [*_counted(context, stretch, found), *_worded(context, stretch)]
    return sorted(figures, key=lambda figure: figure.quantity.span)


def _refs(bodies: list[Body]) -> tuple[BodyRef, ...]:
    return tuple(dict.fromkeys(BodyRef(name=body.name, role=body.role) for body in bodies))


def _by_sentence(context: Context) -> dict[int, list[Quantity]]:
    grouped: dict[int, list[Quantity]] = {}
    for quantity in context.quantities:
        sentence = context.sentence_at(quantity.span.start)
        if sentence is not None:
            grouped.setdefault(sentence.index, []).append(quantity)
    return grouped


# --- figures with a number -------------------------------------------------------------------------------------------


def _counted(context: Context, sentence: Span, found: list[Quantity]) -> Iterator[Figure]:
    text = context.folded
    accepted: list[Quantity] = []
    for quantity in found:
        change = _change(text, sentence, quantity) or _next_change(text, quantity, accepted)
        if change is not None or _counts(context, sentence, quantity, accepted):
            accepted.append(change or quantity)
    accepted = _without_conditions(text, sentence, accepted)
    risen = _risen(text, accepted)
    accepted = [quantity for quantity in accepted if quantity not in risen.values()]
    others = [quantity.span for quantity in found]
    told = [indicators.find(text, sentence, a, [o for o in others if not o.meets(a.span)]) for a in accepted]
    for quantity, indicator in zip(accepted, indicators.shared(text, accepted, told), strict=True):
        if indicator is not None:
            yield Figure(quantity, indicator, risen.get(quantity.span))


def _risen(text: str, quantities: list[Quantity]) -> dict[Span, Quantity]:
    """由300元提高到500元: the span of the second figure to the first, which is its baseline."""
    pairs = pairwise(quantities)
    return {b.span: a for a, b in pairs if p.RISES_TO.fullmatch(text[a.span.end : b.span.start])}


def _without_conditions(text: str, sentence: Span, quantities: list[Quantity]) -> list[Quantity]:
    """A row of figures (1亿元、2亿元以上的,给予…) is a condition where its last figure is one."""
    kept: list[Quantity] = []
    dropped: Quantity | None = None
    for quantity in reversed(quantities):
        in_row = dropped is not None and indicators.in_row(text, quantity, dropped)
        if in_row or _is_condition(text, sentence, quantity):
            dropped = quantity
        else:
            kept.insert(0, quantity)
    return kept


def _change(text: str, sentence: Span, quantity: Quantity) -> Quantity | None:
    """增长8%以上, 提高3个百分点: the change itself is the figure."""
    if quantity.unit not in (*_SHARES, *q.MONEY):
        return None
    window = text[max(sentence.start, quantity.span.start - 24) : quantity.span.start]
    match = q.CHANGE.search(window)
    if match is None or (quantity.unit in q.MONEY and not re.search(r"(?:提高|上调|下调|降低)$", window)):
        return None
    if re.search(r"(?:到|至|达到|为)$", window) and not re.search(r"增[长速幅].{0,4}(?:达到|为)$", window):
        return None
    span = Span(max(sentence.start, quantity.span.start - len(match[0])), quantity.span.end)
    return _signed(quantity, span, -1 if match["fall"] else 1)


def _next_change(text: str, quantity: Quantity, accepted: list[Quantity]) -> Quantity | None:
    """分别增长7%左右和8%左右: the second figure of the list is a change too."""
    last = accepted[-1] if accepted else None
    if last is None or last.comparator != "change" or quantity.unit != last.unit:
        return None
    if not re.fullmatch(r"\s?[和、与]\s?", text[last.span.end : quantity.span.start]):
        return None
    falls = (last.min if last.min is not None else last.max or 0) < 0
    return _signed(quantity, quantity.span, -1 if falls else 1)


def _signed(quantity: Quantity, span: Span, sign: int) -> Quantity:
    """The quantity as a change, up positive and down negative; 左右 leaves one value."""
    low, high = (None if bound is None else sign * bound for bound in (quantity.min, quantity.max))
    if sign < 0:
        low, high = high, low
    return Quantity(span=span, min=low, max=high, unit=quantity.unit, comparator="change")


def _counts(context: Context, sentence: Span, quantity: Quantity, accepted: list[Quantity]) -> bool:
    """Whether a number is a figure of a commitment and not of a name, a time or a manner of speaking."""
    text = context.folded
    before = text[max(sentence.start, quantity.span.start - 40) : quantity.span.start]
    clause = before[max(before.rfind(mark) for mark in ",;:。\n") + 1 :]
    if quantity.unit in q.SILENT or _is_time(text, quantity):
        return False
    written = text[quantity.span.start : quantity.span.end]
    if quantity.unit in q.EVENTS:
        return _is_event(context, sentence, quantity, before)
    if _is_chinese_one(written):
        return quantity.comparator != "eq" or (
            quantity.unit in q.CONCRETE and bool(re.search(r"(?:新建|建设|建成|改建|创建)$", clause))
        )
    if quantity.comparator != "eq" or quantity.unit in (*_SHARES, *q.MONEY):
        return True
    if re.match(r"[一二两三四五六七八九十]", written) and not re.search(r"[百千万]", written):
        return quantity.comparator != "eq" or bool(
            re.search(r"(?:新建|建成|建设|改建|培育|培养|引进|新增|每\S{1,6})$", clause)
        )
    return bool(p.ACT.search(before)) or bool(accepted) or bool(re.search(r"达到|达|为|每|各|不含", clause))


def _is_time(text: str, quantity: Quantity) -> bool:
    """Lengths of time are limits, except what is counted in hours of class or promised as a benefit."""
    if quantity.unit in ("年", "个月", "天", "周", "个学期", "个学年"):
        window = text[max(0, quantity.span.start - 12) : quantity.span.end + 8]
        promised = quantity.comparator == "le" and p.BENEFIT_TIME.search(window)
        return not promised and not (quantity.unit in ("天", "周", "个月") and re.search(r"不(?:少|低)于\d", window))
    if quantity.unit in ("个工作日", "工作日", "个自然日", "自然日", "小时", "分钟"):
        window = text[max(0, quantity.span.start - 16) : quantity.span.start]
        after = text[quantity.span.end : quantity.span.end + 2]
        return (
            quantity.comparator == "eq"
            or (text[quantity.span.end - 1] == "内" and not re.search(r"压缩|压减|缩短|控制|不超过", window))
            or after.startswith("“")
        )
    return False


def _is_event(context: Context, sentence: Span, quantity: Quantity, before: str) -> bool:
    """每年举办一次, 轮训一遍: an act counts where it recurs or has a bound."""
    if quantity.comparator not in ("eq", "range"):
        return True
    head = max(sentence.start, quantity.span.start - _ACT_REACH)
    recurs = any(d.kind == "recurring" and head <= d.span.start < quantity.span.start for d in context.deadlines)
    written = context.folded[quantity.span.start : quantity.span.end]
    return recurs or (not _is_chinese_one(written) and bool(p.ACT.search(before)))


def _is_chinese_one(written: str) -> bool:
    return written.startswith("一") and len(written) > 1 and written[1] not in "百千万两至到-~二三四五六七八九十"


def _is_condition(text: str, sentence: Span, quantity: Quantity) -> bool:
    """What somebody must reach before he gets something (营业收入达到3000万元以上的企业,给予…)."""
    before, after = text[sentence.start : quantity.span.start], text[quantity.span.end : sentence.end]
    if p.OF_PROMISE.search(before):
        return False
    promised = bool(p.PROMISE.search(after))
    if p.THRESHOLD_AFTER.match(after):
        return (
            promised
            or bool(re.match(r"(?:方可|方能|才能)", after))
            or bool(re.search(r"(?:^|[,;])(?:对|在|凡|鼓励)[^,;]*$", before))
        )
    return (
        promised
        and quantity.comparator in ("ge", "gt", "change")
        and bool(
            re.search(r"(?:^|[,;])(?:对|凡|经|符合|获得?|达到|首次|当年|上一?年度?|年度|单[场个项])[^;]*$", before)
        )
    )


# --- figures in words ------------------------------------------------------------------------------------------------


def _worded(context: Context, span: Span) -> Iterator[Figure]:
    text = context.folded
    taken: list[Span] = []
    for figure in (*_ranks(text, span), *_doubles(text, span), *_covered(text, span), *_all(text, span)):
        if not any(figure.quantity.span.meets(other) for other in taken):
            taken.append(figure.quantity.span)
            yield figure


def _share(span: Span, value: Number = 100, comparator: Comparator = "eq") -> Quantity:
    return Quantity(span=span, min=value, max=value, unit="%", comparator=comparator)


def _ranks(text: str, span: Span) -> Iterator[Figure]:
    for match in q.RANK.finditer(text, *span):
        start = max(span.start, max(text.rfind(mark, span.start, match.start()) + 1 for mark in ",;:。"))
        before = text[start : match.start()]
        verb = p.RANK_VERB.search(before)
        place = numerals.parse(match["top"] or match["place"])
        if verb is None or place is None or re.search(r"[“\"《]$", before):
            continue
        phrase = indicators.phrase(text, start, start + verb.start())
        if phrase is not None:
            quantity = Quantity(span=Span(*match.span()), min=None, max=place, unit="", comparator="rank")
            yield Figure(quantity, Indicator(text[phrase.start : phrase.end], Span(phrase.start, match.end())))


def _doubles(text: str, span: Span) -> Iterator[Figure]:
    for match in p.DOUBLE.finditer(text, *span):
        times = numerals.parse(match["n"]) or 1
        phrase = indicators.phrase(text, *match.span("what"))
        if phrase is not None:
            quantity = _share(Span(match.end("what"), match.end()), 100 * (2 ** int(times) - 1), "change")
            yield Figure(quantity, Indicator(text[phrase.start : phrase.end], Span(phrase.start, match.end())))


def _covered(text: str, span: Span) -> Iterator[Figure]:
    for match in p.FULL_COVER.finditer(text, *span):
        phrase = indicators.phrase(text, *match.span("what"))
        if phrase is not None:
            yield Figure(
                _share(Span(match.end() - 3, match.end())),
                Indicator(text[phrase.start : phrase.end], Span(phrase.start, match.end())),
            )
    for match in p.COVER_ALL.finditer(text, *span):
        phrase = indicators.phrase(text, *match.span("what"))
        if phrase is not None:
            told = f"{text[phrase.start : phrase.end]}覆盖的{match['who']}"
            yield Figure(_share(Span(match.end("what"), match.end())), Indicator(told, Span(phrase.start, match.end())))


def _all(text: str, span: Span) -> Iterator[Figure]:
    for match in p.ALL_REACH.finditer(text, *span):
        who, what = match["who"] or match["who2"], match["what"] or match["what2"]
        if re.search(r"\d|基础上", what) or who is None:
            continue
        phrase = indicators.phrase(text, *match.span("who" if match["who"] else "who2"))
        if phrase is not None:
            told = f"{what}的{text[phrase.start : phrase.end]}"
            yield Figure(
                _share(Span(*match.span())), Indicator(told, Span(min(match.start(), phrase.start), match.end()))
            )


# --- the past --------------------------------------------------------------------------------------------------------


def _is_past(context: Context, sentence: Span, figure: Figure) -> bool:
    """Figures of what is already so: 已建成12所, 2020年毛入园率为94.51%."""
    text, quantity = context.folded, figure.quantity.span
    clause = text[_clause_start(text, sentence, quantity.start) : quantity.end]
    if p.PAST.search(clause) or re.match(r"[^,。;]{0,8}的?基础上", text[quantity.end : sentence.end]):
        return True
    years = re.findall(r"(?<![较比与以])(20\d\d)年", text[sentence.start : quantity.end])
    return bool(years and context.first_year and int(years[-1]) < context.first_year)


def _clause_start(text: str, sentence: Span, position: int) -> int:
    return max(sentence.start, *(text.rfind(mark, sentence.start, position) + 1 for mark in ",;:。"))


# --- putting together ------------------------------------------------------------------------------------------------


def _record(
    context: Context, sentence: Span, figure: Figure, deadline: Deadline | None = None,
    bodies: tuple[BodyRef, ...] = (), frequency: str | None = None, kind: TargetKind = "target",
) -> Target:  # fmt: skip
    quantity, span, text = figure.quantity, _quote(sentence, figure), context.folded
    clause = _clause_start(text, sentence, quantity.span.start)
    binding = p.BINDING.findall(text[clause : quantity.span.start])
    return Target(
        kind=kind, quote=context.quote(span), sentence=context.quote(sentence), span=span,
        section=context.path(span.start), page=context.document.page(span.start),
        indicator=figure.indicator.phrase, min=quantity.min, max=quantity.max, unit=quantity.unit,
        comparator=quantity.comparator, scope=_scope(text, sentence, clause, quantity.span.start),
        frequency=_PER_MONTH if _MONTHLY.match(figure.indicator.phrase) else frequency,
        deadline=deadline, bodies=bodies, baseline=_baseline(figure.baseline), binding=binding[-1] if binding else None,
    )  # fmt: skip


def _baseline(quantity: Quantity | None) -> Baseline | None:
    value = None if quantity is None else quantity.min if quantity.min is not None else quantity.max
    return None if quantity is None or value is None else Baseline(value=value, unit=quantity.unit)


def _quote(sentence: Span, figure: Figure) -> Span:
    start = min(figure.indicator.span.start, figure.quantity.span.start)
    return Span(max(start, sentence.start), min(max(figure.indicator.span.end, figure.quantity.span.end), sentence.end))


def _scope(text: str, sentence: Span, start: int, end: int) -> str | None:
    recipient = p.RECIPIENT.search(text[max(sentence.start, start - 60) : end])
    if recipient:
        return recipient["who"]
    head = text[start:end].lstrip(" 、")
    match = p.SCOPE.match(head) or re.search(r"(?<=[,、])" + p.SCOPE.pattern[1:], head)
    return match["scope"] if match else None
