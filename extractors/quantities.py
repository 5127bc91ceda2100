"""Quantities: numbers with units and comparators, without those that count nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, repeat

from policyqa.model import Comparator, Number, Quantity, Span, spanned
from policyqa.zh import numerals
from policyqa.zh.text import fold

from .context import Context
from .patterns import nothing as n
from .patterns import quantities as p

_OPEN, _SCALE, _SCALE_END = re.compile("[数上近几多余]"), re.compile("[万亿]"), re.compile("[万亿]+$")
_DIGITS = "0123456789"
_PER = {"百": 1.0, "千": 0.1, "万": 0.01}  # 百分之, 千分之, 万分之 in per cent
_NEAR, _FAR = 8, 48  # characters before a number in which its comparator may stand


def find(context: Context) -> Iterator[Quantity]:
    """Quantities in the order of the text, outside names, numbering, dates and set phrases."""
    text = context.folded
    previous: Quantity | None = None
    for quantity in _found(context):
        quantity = _as_before(text, previous, quantity)
        yield quantity
        previous = quantity


def _found(context: Context) -> Iterator[Quantity]:
    text = context.folded
    blocked = _Blocked(context)
    counted, scanned, last = p.QUANTITY.match, 0, 0
    for start in context.numbers:
        if start < scanned:
            continue
        match = counted(text, start) or _bare(text, start)
        if match is None:
            continue
        scanned = match.end()
        if blocked.meets(start, scanned):
            continue
        bare = match.re != p.QUANTITY
        quantity = _read_bare(text, match) if bare else _read(context, match, last)
        if quantity is not None:
            if not bare and text[start - 1 : start] in p.SEPARATORS:
                yield from _listed(context, last, match, quantity)
            scanned = last = quantity.span.end
            yield quantity


def _listed(context: Context, position: int, match: re.Match[str], last: Quantity) -> Iterator[Quantity]:
    """500、1000、2000元: figures that share the unit of the last one, and its scale word."""
    if match["word"] or match["second"] or not (last.min or last.max):
        return
    text = context.folded
    items = p.ITEMS.search(text, max(position, match.start() - _FAR), match.start())
    if items is None:
        return
    high = numerals.parse(match["first"].strip()) or 0
    for item in p.ITEM.finditer(text, *items.span("items")):
        value = numerals.parse(item[0]) or 0
        value = _same_scale(item[0], match["first"], value, high)
        comparator = _before(context, item.start(), position) or "eq"
        yield _closed(Span(*item.span()), value, value, last.unit, comparator)


def _as_before(text: str, previous: Quantity | None, quantity: Quantity) -> Quantity:
    """最高30万元、50万元: what bounds the first figure of a row bounds the others."""
    if previous is None or quantity.comparator != "eq" or previous.comparator not in ("ge", "gt", "le", "lt"):
        return quantity
    between = text[previous.span.end : quantity.span.start]
    if previous.unit != quantity.unit or p.AFTER_WORD.search(text, *previous.span):
        return quantity
    label = p.IN_ROW_OF.fullmatch(between)
    of_row = text.endswith(label["end"], 0, previous.span.start) if label else p.IN_ROW.fullmatch(between)
    if not of_row:
        return quantity
    return _closed(quantity.span, quantity.min or 0, quantity.max, quantity.unit, previous.comparator)


def _bare(text: str, start: int) -> re.Match[str] | None:
    """A number without a unit, with a comparator in front."""
    if text[start] not in _DIGITS or text[start - 1] not in p.BEFORE_BARE_ENDS:
        return None
    match = p.BARE.match(text, start) if p.START.match(text, start) else None
    return match if match and p.BEFORE_BARE.search(text, max(0, start - _NEAR), start) else None


def _read_bare(text: str, match: re.Match[str]) -> Quantity | None:
    """低于0.15: a number whose comparator stands for the unit."""
    value = numerals.parse(match["number"])
    before = p.BEFORE_BARE.search(text, max(0, match.start() - _NEAR), match.start())
    if value is None or before is None:
        return None
    after = p.AFTER.match(text, match.end())
    return _closed(Span(*match.span("number")), value, value, "", _named(after or before))


class _Blocked:
    """Stretches in which a number counts nothing; asked about in ascending order, found no further than asked."""

    def __init__(self, context: Context) -> None:
        self._text = context.folded
        self._sections = context.document.sections
        self._headings = [*(section.heading.start for section in self._sections), len(self._text) + 1]
        self._heading = 0  # the next one
        names = (match.span() for match in p.NAMED_OR_SCORED.finditer(self._text))
        self._names = chain(names, repeat((len(self._text), len(self._text))))
        self._name = next(self._names)  # the next one, at last one that no number meets
        self._line_end = self._searched = 0
        self._starts: Iterator[int] = iter(())
        self._ahead = 0  # where the next one may begin, at last the end of the text
        self._spans: list[tuple[int, int]] = []  # those of the line, names and scores aside

    def meets(self, start: int, end: int) -> bool:
        """Whether a stretch meets one in which a number counts nothing."""
        if end > self._line_end:
            self._open_line(start, end)
        self._search(end)
        for first, last in self._spans:
            if first < end and start < last:
                return True
        return self._meets_name(start, end)

    def _meets_name(self, start: int, end: int) -> bool:
        while self._name[1] <= start:
            self._name = next(self._names)
        return self._name[0] < end

    def _open_line(self, start: int, end: int) -> None:
        """The line that holds a stretch: the marker of a heading in it counts nothing, nor do 百所 and 千名 in a name."""
        self._searched = self._text.rfind("\n", 0, start) + 1
        closing = self._text.find("\n", end)
        self._line_end = len(self._text) if closing < 0 else closing
        self._starts = map(re.Match.start, n.START.finditer(self._text, self._searched))
        self._ahead = next(self._starts, len(self._text))
        self._spans = []
        while self._headings[self._heading] < self._searched:
            self._heading += 1
        while self._headings[self._heading] <= self._line_end:
            section = self._sections[self._heading]
            heading = section.heading
            self._spans.append((heading.start, heading.start + len(section.marker)))
            self._spans += [match.span() for match in p.SLOGAN.finditer(self._text, *heading)]
            self._heading += 1

    def _search(self, end: int) -> None:
        """Set phrases, other names and codes, found where one may begin."""
        text = self._text
        while self._ahead < end:
            place = self._ahead
            match = n.BY_START[text[place]].match(text, place) if place >= self._searched else None
            if match is not None:
                self._searched = match.end()
                self._spans.append(match.span())
            self._ahead = next(self._starts, len(text))


def _read(context: Context, match: re.Match[str], position: int) -> Quantity | None:
    text, bounds = context.folded, _bounds(match)
    if bounds is None:
        return None
    low, high, unit = bounds
    start, end = match.span()
    comparator: Comparator = "range" if low != high else "eq"
    after = p.AFTER.match(text, end) if text[end : end + 1] in p.AFTER_BEGINS else None
    before = None if after else _before(context, start, position)
    if after:
        end = after.end()
        comparator = _named(after)
    elif before:
        comparator = before
    elif unit in p.TIME and p.DONE_IN.match(text, end) and not text.endswith("提前", 0, start):
        comparator = "le"
    return _closed(spanned((start, end)), low, high, unit, comparator)


def _bounds(match: re.Match[str]) -> tuple[Number, Number | None, str] | None:
    """Low and high value and the unit; high is None for an open number (数万)."""
    word, begin, end, unit = match.group("word", "first", "second", "unit")
    if word:
        share = _share(word)
        return None if share is None else (share, share, "%")
    first = _number(begin)
    if first is None:
        return None
    if end is None:
        return first[0], first[1], unit
    second = _number(end)
    if second is None or second[0] <= 0:
        return None
    low, high = first[0], second[0]
    low = _same_scale(begin, end, low, high)
    return (low, high, unit) if low < high else None


def _number(text: str) -> tuple[Number, Number | None] | None:
    text = text.strip()
    value = numerals.parse(text)
    if value is not None and text.isascii():
        return value, value
    if value is not None and not _OPEN.search(text):
        pair = numerals.several(text) if len(text) == 2 else None
        return pair if pair else (value, value)
    return numerals.several(text)


def _same_scale(first: str, second: str, low: Number, high: Number) -> Number:
    """3-5万元: the scale word of the second number is the first one's too."""
    scale = _SCALE_END.search(second.strip())
    if scale and not _SCALE.search(first) and low < high:
        return numerals.tidy(float(low) * float(numerals.parse("1" + scale[0]) or 1))
    return low


def of_cell(text: str, unit: str, span: Span) -> Quantity | None:
    """The value in a table's cell (≥90, 5.2左右, 全覆盖), in the unit of its column where it names none."""
    folded = fold(text)
    if p.CELL_COVER.fullmatch(folded):
        return Quantity(span=span, min=100, max=100, unit="%", comparator="eq")
    match = p.CELL_VALUE.fullmatch(folded)
    low = numerals.parse(match["low"]) if match else None
    if match is None or low is None:
        return None
    high = numerals.parse(match["high"]) if match["high"] else low
    comparator = p.CELL_SIGNS.get(match["sign"] or match["after"] or "", "range" if match["high"] else "eq")
    return None if high is None else _closed(span, low, high, match["unit"] or unit.strip("-/"), comparator)


def _share(word: str) -> Number | None:
    """百分之九十五 is 95, 三分之二 66.7, 半数 50, 三成 30."""
    if word[1:].startswith("分之") and word[0] in _PER:
        value = numerals.parse(word[3:])
        return None if value is None else numerals.tidy(float(value) * _PER[word[0]])
    if "分之" in word:
        below, above = (numerals.parse(part) for part in word.split("分之"))
        return numerals.tidy(100 * float(above) / float(below)) if above and below else None
    if word in ("半数", "一半"):
        return 50
    tenths = numerals.parse(word[:-1])
    return None if tenths is None else numerals.tidy(10 * float(tenths))


def _before(context: Context, start: int, position: int) -> Comparator | None:
    """The comparator in front of a number, at it or at a distance but behind the figure that ends at `position`;
    达到 and 为 leave an equation."""
    text = context.folded
    if text[start - 1] in p.BEFORE_ENDS:
        near = p.BEFORE.search(text[max(0, start - _NEAR) : start])
        if near:
            return None if near["reach"] else _named(near)
    first = max(position, start - _FAR)
    far = p.FAR.search(text[first:start]) if context.may_compare(first, start) else None
    return _named(far) if far else None


def _named(match: re.Match[str]) -> Comparator:
    """A comparator's pattern has a group for each kind, and further words without one."""
    name: Comparator | None = match.lastgroup  # type: ignore[assignment]
    return name or "eq"


def _closed(span: Span, low: Number, high: Number | None, unit: str, comparator: Comparator) -> Quantity:
    """Bounds as the guideline writes them: the open side is None."""
    if high is None:
        return Quantity(span=span, min=low, max=None, unit=unit, comparator="ge")
    if comparator in ("ge", "gt"):
        return Quantity(span=span, min=low, max=None, unit=unit, comparator=comparator)
    if comparator in ("le", "lt"):
        return Quantity(span=span, min=None, max=high, unit=unit, comparator=comparator)
    return Quantity(span=span, min=low, max=high, unit=unit, comparator=comparator)
