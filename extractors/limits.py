"""What a time expression means: its kind, its ends, its length, resolved against the document's date."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from policyqa.model import DeadlineKind
from policyqa.zh import dates, numerals

from .patterns import deadlines as p

_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


class Limit(NamedTuple):
    """The meaning of a time expression, without its place."""

    kind: DeadlineKind
    start: date | None = None
    end: date | None = None
    duration: str | None = None
    frequency: str | None = None
    anchor: date | None = None


def of(rule: str, match: re.Match[str], today: date | None) -> Limit | None:
    """The meaning of a match of the rule's pattern; None where its numbers are no date."""
    return _READERS[rule](match, today)


def of_cell(match: re.Match[str]) -> Limit:
    year, month, day = (int(group) if group else None for group in match.group("y", "m", "d"))
    if year and month and day:
        return Limit("by", end=dates.make(year, month, day))
    if year and month and 1 <= month <= 12:
        return Limit("by", end=dates.month_end(year, month))
    return Limit("by", end=dates.year_end(year or 1))


def _year(match: re.Match[str], today: date | None) -> int | None:
    """The year that is written, else that of the document."""
    written = match.groupdict().get("y")
    if written:
        value = numerals.parse(written.replace("○", "〇"))
        return int(value) if value else None
    return today.year if today else None


def _day(match: re.Match[str], today: date | None) -> Limit | None:
    year = _year(match, today)
    end = dates.make(year, int(match["m"]), int(match["d"])) if year else None
    return Limit("by", end=end) if end or not year else None


def _day_in(match: re.Match[str], today: date | None) -> Limit | None:
    """于2026年3月28日: the day on which something is done; a day before the document's is a fact."""
    limit = _day(match, today)
    if limit is None or limit.end is None or (today is not None and limit.end < today):
        return None
    return limit._replace(kind="in", start=limit.end)


def _days(match: re.Match[str], today: date | None) -> Limit | None:
    """自2023年1月1日至12月31日: from the first day to the last."""
    year = _year(match, today)
    last = int(match["y2"]) if match["y2"] else year
    start = dates.make(year, int(match["m"]), int(match["d"])) if year else None
    end = dates.make(last, int(match["m2"]), int(match["d2"])) if last else None
    return Limit("in", start=start, end=end) if start and end and start <= end else None


def _month_end(match: re.Match[str], today: date | None) -> Limit | None:
    year, month = _year(match, today), int(match["m"])
    if not 1 <= month <= 12:
        return None
    return Limit("by", end=dates.month_end(year, month) if year else None)


def _month_before(match: re.Match[str], today: date | None) -> Limit | None:
    year, month = _year(match, today), int(match["m"])
    if not 1 <= month <= 12:
        return None
    return Limit("by", end=dates.day_before(date(year, month, 1)) if year else None)


def _month_in(match: re.Match[str], today: date | None) -> Limit | None:
    year, month = _year(match, today), int(match["m"])
    if not 1 <= month <= 12:
        return None
    return Limit("in", date(year, month, 1), dates.month_end(year, month)) if year else Limit("in")


def _month_to_month(match: re.Match[str], today: date | None) -> Limit | None:
    """5月至6月: from the first day of the one to the last of the other, in the next year where it comes earlier (9月至3月)."""
    year, first, last = _year(match, today), int(match["m"]), int(match["m2"])
    if not (1 <= first <= 12 and 1 <= last <= 12) or first == last:
        return None
    if year is None:
        return Limit("in")
    return Limit("in", date(year, first, 1), dates.month_end(year + (last < first), last))


def _third(match: re.Match[str], today: date | None) -> Limit | None:
    """4月中旬 is the 11th to the 20th; 到4月中旬 and 4月中旬前 end on the 20th."""
    year, month = _year(match, today), int(match["m"])
    if not 1 <= month <= 12:
        return None
    by = bool(match["edge"] or p.UNTIL.match(match[0]))
    if year is None:
        return Limit("by" if by else "in")
    place = "上中下".index(match["third"])
    end = dates.month_end(year, month) if place == 2 else date(year, month, 10 * place + 10)
    return Limit("by", end=end) if by else Limit("in", date(year, month, 10 * place + 1), end)


def _months(first: int, last: int) -> Callable[[re.Match[str], date | None], Limit]:
    def read(match: re.Match[str], today: date | None) -> Limit:
        year, by = _year(match, today), bool(match["edge"])
        if year is None:
            return Limit("by" if by else "in")
        start, end = date(year, first, 1), dates.month_end(year, last)
        if match["edge"] in ("前", "之前"):
            end = dates.day_before(start) if first > 1 else end
        return Limit("by", end=end) if by else Limit("in", start, end)

    return read


def _half(match: re.Match[str], today: date | None) -> Limit:
    first = 1 if match["half"] == "上半年" else 7
    year = _year(match, today)
    if match["from"]:
        return Limit("from", start=date(year, first, 1) if year else None)
    return _months(first, first + 5)(match, today)


def _quarter(match: re.Match[str], today: date | None) -> Limit:
    first = 3 * _QUARTERS[match["q"]] - 2
    return _months(first, first + 2)(match, today)


def _year_by(match: re.Match[str], today: date | None) -> Limit | None:
    year = _year(match, today)
    return Limit("by", end=dates.year_end(year)) if year else Limit("by")


def _year_before(match: re.Match[str], today: date | None) -> Limit | None:
    year = _year(match, today)
    return Limit("by", end=dates.year_end(year - 1)) if year else None


def _year_in(match: re.Match[str], today: date | None) -> Limit:
    year = _year(match, today)
    return Limit("in", dates.year_start(year), dates.year_end(year)) if year else Limit("in")


def _years(match: re.Match[str], today: date | None) -> Limit | None:
    first, last = int(match["y"]), int(match["y2"])
    return Limit("in", dates.year_start(first), dates.year_end(last)) if first < last else None


def _year_from(match: re.Match[str], today: date | None) -> Limit | None:
    year = _year(match, today)
    start = dates.make(year, int(match["m"] or 1), int(match["d"] or 1)) if year else None
    return Limit("from", start=start) if start else None


def _school_term(match: re.Match[str], today: date | None) -> Limit | None:
    """秋季学期 is September to January, 春季学期 February to July."""
    year = _year(match, today)
    if year is None:
        return None
    autumn = match["term"] == "秋"
    start = date(year, 9 if autumn else 2, 1)
    if match["from"]:
        return Limit("from", start=start)
    return Limit("in", start, dates.month_end(year + 1, 1) if autumn else dates.month_end(year, 7))


def _next_year(match: re.Match[str], today: date | None) -> Limit:
    if today is None:
        return Limit("in")
    start, end = dates.year_start(today.year + 1), dates.year_end(today.year + 1)
    return Limit("by", end=end) if p.BY_EDGE.search(match[0]) else Limit("in", start, end)


def _plan_end(match: re.Match[str], today: date | None) -> Limit | None:
    years = dates.plan_years(match["plan"])
    return Limit("by", end=dates.year_end(years[1])) if years else None


def _plan_in(match: re.Match[str], today: date | None) -> Limit | None:
    years = dates.plan_years(match["plan"])
    return Limit("in", dates.year_start(years[0]), dates.year_end(years[1])) if years else None


def _length(match: re.Match[str]) -> str | None:
    """P5Y, P1Y/P3Y, P5Y/.."""
    groups = match.groupdict()
    if "n" not in groups:
        return "P1D"  # 时限:当天
    first, last = groups["n"], groups.get("n2")
    parts = [dates.duration(float(numerals.parse(n) or 0), match["u"]) for n in (first, last) if n]
    if not all(parts) or any("P0" in str(part) for part in parts):
        return None
    return "/".join(str(part) for part in parts) + ("/.." if groups.get("open") else "")


def _within(match: re.Match[str], today: date | None) -> Limit | None:
    """A length of time; it ends at a date where the document's own is known and days are not of each case (办结)."""
    length = _length(match)
    if length is None:
        return None
    if today is None or match["u"] in p.SHORT_UNITS:
        return Limit("within", duration=length)
    return Limit("within", end=dates.after(today, length), duration=length, anchor=today)


def _cycle(match: re.Match[str], today: date | None) -> Limit | None:
    """以3年为周期, 每三年一个周期: what comes again; 三年培养周期 is a length of time."""
    if match[0][0] not in "以每":
        return _within(match, today)
    return Limit("recurring", frequency=_length(match))


def _each(match: re.Match[str], today: date | None) -> Limit | None:
    groups = match.groupdict()
    number = numerals.parse(groups.get("n") or "1") or 1
    unit = {"学年": "年", "半年": "学期", "季度": "季度", "季": "季度", "星期": "周"}.get(
        groups.get("u") or "年", groups.get("u") or "年"
    )
    frequency = dates.duration(float(number), unit)
    return Limit("recurring", frequency=frequency) if frequency else None


def _next_year_open(match: re.Match[str], today: date | None) -> Limit:
    """次年3月底前: the year after an event that each case has for itself."""
    return Limit("by")


def _from_next_year(match: re.Match[str], today: date | None) -> Limit:
    return Limit("from", start=dates.year_start(today.year + 1) if today else None, anchor=today)


def _from_issue(match: re.Match[str], today: date | None) -> Limit:
    return Limit("from", start=today, anchor=today)


_READERS: dict[str, Callable[[re.Match[str], date | None], Limit | None]] = {
    "days": _days, "day": _day, "day-in": _day_in, "month-end": _month_end, "month-before": _month_before, "month-by": _month_end,
    "month-in": _month_in, "months": _month_to_month, "third": _third, "half": _half, "quarter": _quarter, "year-end": _year_by, "year-before": _year_before,
    "years": _years, "year-by": _year_by, "year-from": _year_from, "school-term": _school_term, "year-in": _year_in,
    "this-year-end": _year_by, "this-year-in": _year_in, "whole-year": _year_in, "next-year": _next_year,
    "plan-end": _plan_end, "plan-in": _plan_in, "within": _within, "phase": _within, "cycle": _cycle,
    "term": _within, "each-by": _each, "each": _each, "from-issue": _from_issue,
    "next-year-open": _next_year_open, "from-next-year": _from_next_year,
}  # fmt: skip
