"""Numbers as policy texts write them: 1,000, 3.5万, 三百五十, 一万二千, 百 (百所), 数万, 半, 百分之九十五."""

from __future__ import annotations

import re
from decimal import Decimal

from policyqa.model import Number

_DIGITS = dict(zip("零〇一二三四五六七八九两", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
# Letters that scanning and copying leave where a digit stood: IOoO名 is 1000名.
_DAMAGE = str.maketrans("OoIl", "0011")

CHINESE = r"[零〇一二两三四五六七八九十百千万亿]"
ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"

_PLAIN = re.compile(rf"({ARABIC})([十百千万亿]*)")


def tidy(value: float) -> Number:
    """The number as an int where it is whole."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def parse(text: str) -> Number | None:
    """The value of a numeral in half width, or None if it is none.

    >>> parse("3.5万"), parse("一万二千"), parse("两"), parse("百"), parse("IOoO")
    (35000, 12000, 2, 100, 1000)
    """
    text = text.replace(" ", "")
    if not text:
        return None
    plain = _PLAIN.fullmatch(text)
    if plain:
        return _scaled(plain[1].replace(",", ""), plain[2])
    if text == "半":
        return 0.5
    if re.fullmatch(r"[\dOoIl]+", text):
        return tidy(float(text.translate(_DAMAGE)))
    return _chinese(text)


def _scaled(digits: str, scale: str) -> Number:
    """In decimals, since 9.38万亿 is no sum of powers of two."""
    value = Decimal(digits)
    for word in scale:
        value *= _SMALL.get(word) or _LARGE[word]
    return int(value) if value == int(value) else float(value)


def _chinese(text: str) -> Number | None:
    whole, point, fraction = text.partition("点")
    value = _chinese_whole(whole)
    if value is None:
        return None
    if not point:
        return value
    if not fraction or any(c not in _DIGITS for c in fraction):
        return None
    return tidy(float(f"{value}.{''.join(str(_DIGITS[c]) for c in fraction)}"))


def _chinese_whole(text: str) -> int | None:
    """二〇二五 digit by digit, 三百五十 by place, 三百五 as 350."""
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = last = 0
    for position, character in enumerate(text):
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _SMALL:
            # 十五 and 百所 carry an unwritten one
            section += (digit or (1 if position == 0 or text[position - 1] in "零〇万亿" else 0)) * _SMALL[character]
            digit, last = 0, _SMALL[character]
        elif character in _LARGE:
            total = (total + (section + digit or 1)) * _LARGE[character]
            section = digit = 0
            last = _LARGE[character]
        else:
            return None
    if digit and last >= 100 and text[-2] in "百千万亿":
        digit *= last // 10
    return total + section + digit


def several(text: str) -> tuple[Number, Number | None] | None:
    """Bounds of an open number: 数万 is 10000 and up, 上百 100 and up, 十余 and 十多 10 and up, 两三 2 to 3."""
    if len(text) == 2 and text[0] in "一二两三四五六七八" and text[1] in _DIGITS:
        low, high = _DIGITS[text[0]], _DIGITS[text[1]]
        return (low, high) if high == low + 1 else None
    body = re.fullmatch(r"[数几上近]?(.+?)[多余几]?", text)
    if not body or body[1] == text:
        return None
    value = parse(body[1])
    return None if value is None else (value, None)
