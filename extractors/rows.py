"""Figures in a row, and the things in a row that they are told of: 城镇、农村居民收入分别增长4.5%、5.5%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from msgspec.structs import replace

from policyqa.model import Quantity

from .nouns import Indicator

_ROW = re.compile(r"\s?(?:[、,和与及]|以及|或)\s?(?:增长|提高|达到)?")
_RESPECTIVELY = "分别"
_NEAR = 24  # characters before a row in which 分别 stands
_SHORTEST_END = 2  # characters of an end that two things have in common
# A thing that is measured as it stands: 固定资产投资、社会消费品零售总额分别增长5%、6%
_MEASURED = re.compile(r"(?:[额值率量入数价]|投资|比重|占比|比例|面积|规模|水平|产出|强度|费用|支出|消费|出口|进口)$")
_SEPARATORS = (re.compile("、"), re.compile("[、和与及]"))


def in_row(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether nothing but a separator stands between two figures of one unit."""
    return first.unit == second.unit and _ROW.fullmatch(text, first.span.end, second.span.start) is not None


def runs(text: str, quantities: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """Where each row of two or more figures begins and ends among the quantities."""
    start = 0
    for stop in range(1, len(quantities) + 1):
        if stop == len(quantities) or not in_row(text, quantities[stop - 1], quantities[stop]):
            if stop - start > 1:
                yield start, stop
            start = stop


def bounded(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """分别达2050万吨、4200万吨、19万吨以上: what bounds the last of a row bounds the others."""
    result = list(quantities)
    for index in range(len(result) - 2, -1, -1):
        last, other = result[index + 1], result[index]
        if last.comparator not in ("ge", "le") or other.comparator != "eq" or not in_row(text, other, last):
            continue
        if text.find(_RESPECTIVELY, max(0, quantities[0].span.start - _NEAR), other.span.start) >= 0:
            ends = {"max": None} if last.comparator == "ge" else {"min": None}
            result[index] = replace(other, comparator=last.comparator, **ends)
    return result


def told(text: str, quantities: list[Quantity], shared: list[Indicator | None]) -> list[Indicator | None]:
    """The indicators of figures that share one phrase, each with its own thing where as many things are named as figures."""
    result = list(shared)
    for start, stop in runs(text, quantities):
        first = result[start]
        if first and _RESPECTIVELY in text[first.span.start : quantities[start].span.end]:
            result[start:stop] = _of_each(result[start:stop])
    return result


def _of_each(row: list[Indicator | None]) -> list[Indicator | None]:
    phrases = {indicator.phrase for indicator in row if indicator is not None}
    if len(phrases) != 1 or None in row:
        return row
    phrase = phrases.pop()
    for separator in _SEPARATORS:
        things = separator.split(phrase)
        if len(things) == len(row) and all(things):
            names = [_completed(thing, things[-1]) for thing in things[:-1]] + things[-1:]
            return [indicator and replace(indicator, phrase=name) for indicator, name in zip(row, names, strict=True)]
    return row


def _completed(thing: str, last: str) -> str:
    """城镇 beside 农村居民收入: 城镇居民收入; 文化产业 beside 旅游产业增加值: 文化产业增加值."""
    if _MEASURED.search(thing):
        return thing
    for length in range(min(len(thing), 8), _SHORTEST_END - 1, -1):
        place = last.find(thing[-length:])
        if place >= 0:
            return thing + last[place + length :]
    return thing + last[_first_word(last, len(thing)) :]


def _first_word(text: str, length: int) -> int:
    """Where the word ends that stands for a thing of that many characters: 县城 of 县城污水处理率 beside 主城区."""
    import rjieba  # few documents need its dictionary

    if len(rjieba.cut(text[:length])) == 1:  # 农村 of 农村居民收入 beside 城镇, though 农村居民 is a word too
        return length
    ends = list(accumulate(map(len, rjieba.cut(text))))
    return min(ends, key=lambda end: (abs(end - length), end))
