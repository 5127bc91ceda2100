"""What was repaired, as notes: each kind once, with the places of the raw text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policyqa.language import say
from policyqa.model import OffsetMap, Problem, Record, Span

_AROUND = 8  # characters on each side of a repaired place, to show it
_DAMAGED = re.compile(
    r"(?<![A-Za-z\d])(?=[\dOoIl]*[OoIl])(?=[\dOoIl]*[\dOIo])[1-9Il][\dOoIl]{1,7}(?=\s?[个名所人项家万元门次节套张处户亩%])"
)


class Cut(Record, frozen=True, kw_only=True):
    """A stretch of the raw text that goes, for the reason that `code` names, and what stands for it."""

    span: Span
    code: str
    text: str = ""


def notes(raw: str, text: str, cuts: Sequence[Cut], offsets: OffsetMap) -> Iterator[Problem]:
    """Each page number inside a sentence for itself, the rest by their kinds."""
    wording = {
        "page-number": say("行页码已去除", "page-number lines were taken out"),
        "navigation": say("行网站导航文字已去除", "lines of site navigation were taken out"),
        "line-break": say("处句中换行已接合", "line breaks inside sentences were joined"),
        "blank": say("处数字旁的空格已去除", "blanks beside digits were taken out"),
        "invisible": say("处不可见字符已去除", "invisible characters were taken out"),
        "cell": say("处表格单元内外的换行已整理", "line breaks in and between the cells of tables were set right"),
        "entity": say("处网页转义符（如 &quot;）已还原", "HTML entities (as &quot;) were resolved"),
    }
    yield from _page_breaks(raw, text, cuts, offsets)
    for code, words in wording.items():
        places = tuple(sorted(cut.span for cut in cuts if cut.code == code))
        if places:
            message = say(f"{len(places)} {words}。", f"{len(places)} {words}.")
            yield Problem(code=code, grade="note", message=message, places=places)
    yield from _damaged_digits(text, offsets)


def _page_breaks(raw: str, text: str, cuts: Sequence[Cut], offsets: OffsetMap) -> Iterator[Problem]:
    """Each place where a page number stood inside a sentence, with the words around it as they read now."""
    for cut in cuts:
        if cut.code == "page-break":
            debris = cut.span.of(raw).strip()
            place = forward(offsets, cut.span.start)
            around = Span(max(0, place - _AROUND), min(place + _AROUND, len(text)))
            words = around.of(text).strip()
            message = say(
                f"“{words}”中的页码“{debris}”已去除。", f"The page number {debris} in “{words}” was taken out."
            )
            yield Problem(code="page-break", grade="note", message=message, span=around, places=(cut.span,))


def _damaged_digits(text: str, offsets: OffsetMap) -> Iterator[Problem]:
    for match in _DAMAGED.finditer(text):
        span = Span(*match.span())
        message = say(f"“{match[0]}”中的字母按数字读取。", f"The letters in {match[0]} are read as digits.")
        yield Problem(code="damaged-digits", grade="note", message=message, span=span, places=(offsets.span(span),))


def forward(offsets: OffsetMap, raw: int) -> int:
    """The cleaned offset of a raw one; inside a cut, where the cut stands."""
    low, high = 0, len(offsets.raw)
    while low < high:
        middle = (low + high) // 2
        if offsets.raw[middle] <= raw:
            low = middle + 1
        else:
            high = middle
    if low == 0:
        return 0
    position = offsets.clean[low - 1] + raw - offsets.raw[low - 1]
    return min(position, offsets.clean[low]) if low < len(offsets.clean) else position
