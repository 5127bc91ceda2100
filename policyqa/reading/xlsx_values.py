"""How the value of an Excel cell reads on the sheet: percentages, dates and rounded numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]')
_DIGITS = 15  # that Excel keeps of a number
_UNIT = re.compile(r'^[#,0.]+(?:"([^"]*)")$')  # 0"个": the sheet shows a unit that the value lacks


def shown(cell: Any) -> str:
    """The text of a cell as a reader of the sheet sees it; empty where there is none."""
    value = cell.value
    if value is None or isinstance(value, str):
        return (value or "").strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (datetime, date)):
        return _day(value, cell.number_format)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format)
    return str(value).strip()


def _day(value: date, number_format: str) -> str:
    """As precise as the sheet shows it: a format without a day means a month."""
    asked = _QUOTED.sub("", number_format).lower()
    if "d" in asked or "y" not in asked:
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.year}年{value.month}月" if "m" in asked else f"{value.year}年"


def _number(value: float, number_format: str) -> str:
    if "%" in _QUOTED.sub("", number_format):
        return _plain(value * 100) + "%"
    unit = _UNIT.match(number_format)
    return _plain(value) + (unit[1] if unit else "")


def _plain(value: float) -> str:
    """Without the noise of binary fractions (0.1 + 0.2) and without an exponent."""
    text = f"{value:.{_DIGITS - 1}g}" if isinstance(value, float) else str(value)
    return f"{float(text):.0f}" if "e+" in text else text
