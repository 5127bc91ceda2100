"""Numbers as policy texts write them: 1,000, 3.5万, 三百五十, 一万二千, 百 (百所), 数万, 半, 百分之九十五."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from policyqa.model import Number

_DIGITS = dict(zip("零〇一二三四五六七八九两", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
# Letters that scanning and copying leave where a digit stood: IOoO名 is 1000名.
_DAMAGE = str.maketrans("OoIl", "0011")

CHINESE = r"[零〇一二两三四五六七八九十百千万亿]"
# Bounded, so that no stretch of digits is tried at every length; no figure of a policy is longer.
_MOST_DIGITS = 15
_REMEMBERED = 1024  # numerals in words whose value is kept in mind
ARABIC = rf"(?>\d{{1,3}}(?:,\d{{3}}){{1,5}}|\d{{1,{_MOST_DIGITS}}})(?:\.\d{{1,8}})?+"

_DAMAGED = re.compile(r"[\dOoIl]+")
_PLACES = re.compile(r"[零〇一二两三四五六七八九十百千万亿\d]+")
_DIGIT_PLACE = re.compile(r"(?P<zero>[零〇]*)(?P<digits>\d+|[一二两三四五六七八九])?(?P<place>[十百千])?")
_OPEN = re.compile(r"(?P<before>[数几上近])?(?P<number>.+?)(?P<after>[多余几])?(?P<scale>[万亿]+)?")
# Formal and traditional characters, as contracts and southern texts write them.
_PLAIN_FORM = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億兩點倆陸貳幾", "一二三四五六七八九十百千万亿两点两六二几")

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
    if not text.isascii():
        return _in_words(text)
    if text.isdigit() and len(text) <= _MOST_DIGITS:
        return int(text)
    return _read(text) if text else None


@lru_cache(_REMEMBERED)
def _in_words(text: str) -> Number | None:
    return _read(text.translate(_PLAIN_FORM))


def _read(text: str) -> Number | None:
    plain = _PLAIN.fullmatch(text)
    if plain:
        return _scaled(plain[1].replace(",", ""), plain[2])
    if text == "半":
        return 0.5
    if _DAMAGED.fullmatch(text):
        return tidy(float(text.translate(_DAMAGE)))
    return _chinese(text)


def _scaled(digits: str, scale: str) -> Number:
    """In decimals, since 9.38万亿 is no sum of powers of two."""
    if not scale and "." not in digits:
        return int(digits)
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
    """二〇二五 digit by digit, 三百五十 and 7万5千 by place, 三百五 as 350."""
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    return _by_large(text, 1) if _PLACES.fullmatch(text) else None


def _by_large(text: str, unit: int) -> int | None:
    """Around its last 亿, else 万, a numeral is a multiple and a rest; `unit` is what a bare last digit counts in."""
    for word in ("亿", "万"):
        head, found, rest = text.rpartition(word)
        if not found:
            continue
        multiple = _by_large(head, 1) if head else 1
        remainder = _by_large(rest, _LARGE[word] // 10) if rest else 0
        return None if multiple is None or remainder is None else multiple * _LARGE[word] + remainder
    return _by_place(text, unit)


def _by_place(text: str, unit: int) -> int | None:
    """Below 万; 百 alone is one hundred, the 五 of 三百五 counts tens, that of 一万二 thousands."""
    total, position = 0, 0
    for match in _DIGIT_PLACE.finditer(text):
        if match.start() != position:
            return None
        zero, digits, place = match["zero"], match["digits"], match["place"]
        value = int(digits) if digits and digits.isdigit() else _DIGITS[digits] if digits else 1
        position = match.end()
        if place:
            total, unit = total + value * _SMALL[place], _SMALL[place] // 10
        elif digits:
            total += value * (1 if zero or len(digits) > 1 or (not total and unit < 10) else unit)
    return total if position == len(text) else None


def several(text: str) -> tuple[Number, Number | None] | None:
    """Bounds of an open number: 数万 is 10000 and up, 上百 100 and up, 十余 and 十余万, 两三 2 to 3."""
    if len(text) == 2 and text[0] in "一二两三四五六七八" and text[1] in _DIGITS:
        low, high = _DIGITS[text[0]], _DIGITS[text[1]]
        return (low, high) if high == low + 1 else None
    body = _OPEN.fullmatch(text)
    if not body or not (body["before"] or body["after"]):
        return None
    value = parse(body["number"] + (body["scale"] or ""))
    return None if value is None else (value, None)
