"""A counter's value as Word writes it (ST_NumberFormat of ECMA-376): 一, 壹, (1), ①, iv, AA."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_MOST = 10_000
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def number(value: int, number_format: str) -> str:
    """Other formats, and values that no list reaches, come out in decimal digits."""
    write = _FORMATS.get(number_format)
    return write(value) if write and 0 <= value < _MOST else str(value)


def _by_digit(value: int, digits: str = _DIGITS) -> str:
    return "".join(digits[int(d)] for d in str(value))


def _counting(value: int) -> str:
    """一, 十, 二十一 up to 99; from there on digit by digit (一○一), as Word's chineseCounting does."""
    return _by_place(value) if value < 100 else _by_digit(value).replace("〇", "○")


def _by_place(value: int, digits: str = "零一二三四五六七八九", places: str = "十百千") -> str:
    """一百零一, 一千零一十; 十 and not 一十 at the head."""
    text, gap = "", False
    for place in range(len(str(value)) - 1, -1, -1):
        digit = value // 10**place % 10
        if digit:
            text += (digits[0] if gap else "") + digits[digit] + (places[place - 1] if place else "")
        gap = bool(text) and not digit
    informal = text.startswith("一十") and digits[1] == "一"
    return (text[1:] if informal else text) or digits[0]


def _japanese(value: int) -> str:
    """Without 零, and without 一 before 百 and 千."""
    return _by_place(value).replace("零", "").replace("一百", "百").replace("一千", "千") or "〇"


def _roman(value: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (value // worth)
        value %= worth
    return text


def _letter(value: int) -> str:
    """a … z, then aa … zz, aaa …, as Word goes on."""
    return chr(ord("a") + (value - 1) % 26) * (1 + (value - 1) // 26) if value else ""


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda value: characters[(value - 1) % len(characters)] if value else ""


def _ready_made(*runs: tuple[int, int, int]) -> Callable[[int], str]:
    """Characters that hold a number; a run is its first value, its last, and the first one's code point."""

    def write(value: int) -> str:
        for first, last, code in runs:
            if first <= value <= last:
                return chr(code + value - first)
        return str(value)

    return write


_circled = _ready_made((0, 0, 0x24EA), (1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))

_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda value: "",
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _ready_made((1, 20, 0x2488)),
    "decimalEnclosedParen": _ready_made((1, 20, 0x2474)),
    "ideographEnclosedCircle": _ready_made((1, 10, 0x3280)),
    "numberInDash": lambda value: f"- {value} -",
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _by_place,
    "taiwaneseCountingThousand": _by_place,
    "japaneseCounting": _japanese,
    "ideographDigital": _by_digit,
    "japaneseDigitalTenThousand": _by_digit,
    "taiwaneseDigital": _by_digit,
    "chineseLegalSimplified": lambda value: _by_place(value, _FORMAL, "拾佰仟"),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda value: _letter(value).upper(),
    "lowerLetter": _letter,
}
