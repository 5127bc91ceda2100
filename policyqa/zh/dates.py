"""Calendar arithmetic for policy dates: years, months, days, five-year plans, durations. No clock: today is passed in."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from policyqa.zh import numerals

_PLAN_ORIGIN = 1951  # five-year plans of five even years since the 十三五 (2016): the n-th begins in 1951 + 5n


def year_start(year: int) -> date:
    return date(year, 1, 1)


def year_end(year: int) -> date:
    return date(year, 12, 31)


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def make(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day (2023年2月30日)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def plan_years(ordinal: str) -> tuple[int, int] | None:
    """First and last year of a five-year plan: 十四五 is (2021, 2025).

    >>> plan_years("十四五"), plan_years("十五五")
    ((2021, 2025), (2026, 2030))
    """
    number = numerals.parse(ordinal[:-1]) if ordinal.endswith("五") else None
    if not isinstance(number, int) or not 1 <= number <= 30:
        return None
    first = _PLAN_ORIGIN + 5 * number
    return first, first + 4


def duration(value: int | float, unit: str) -> str | None:
    """An ISO 8601 duration: 5 年 is P5Y, 半年 P6M, 学期 P6M, 3个月 P3M, 一周 P1W (P7D), 10个工作日 P10D.

    Half years and half months become months and days; None where the unit measures no time.
    """
    if unit in ("年", "周年", "学年", "个年度"):
        return f"P{_plain(value)}Y" if value == int(value) else f"P{_plain(value * 12)}M"
    if unit in ("个月", "月"):
        return f"P{_plain(value)}M" if value == int(value) else f"P{_plain(value * 30)}D"
    if unit in ("季度", "个季度", "季"):
        return f"P{_plain(value * 3)}M"
    if unit in ("学期", "个学期"):
        return f"P{_plain(value * 6)}M"
    if unit in ("周", "星期", "个星期"):
        return f"P{_plain(value)}W"
    if unit in ("天", "日", "个工作日", "工作日", "个自然日", "自然日", "个日历日"):
        return f"P{_plain(value)}D"
    if unit in ("小时", "个小时"):
        return f"PT{_plain(value)}H"
    if unit in ("分钟",):
        return f"PT{_plain(value)}M"
    return None


def _plain(value: int | float) -> str:
    return str(numerals.tidy(float(value)))


def add_years(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes the 28th."""
    return make(day.year + years, day.month, day.day) or date(day.year + years, 2, 28)


def add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def after(day: date, length: str) -> date | None:
    """The day a duration later; of a range (P1Y/P3Y) the later end, of an open one (P5Y/..) None."""
    last = length.split("/")[-1]
    if last == "..":
        return None
    number, unit = int(last[1:-1]) if last[1:-1].isdigit() else 0, last[-1]
    if not number or "T" in last:
        return None
    if unit == "Y":
        return add_years(day, number)
    if unit == "M":
        return add_months(day, number)
    return date.fromordinal(day.toordinal() + number * (7 if unit == "W" else 1))
