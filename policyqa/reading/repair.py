"""Takes out of a raw text what is no part of the document, and keeps the way back.

Every repair is a deletion: characters are never changed, so what is left can be quoted to the letter. Letters that
stand for digits (IOoO名) stay in the text; the number grammar reads them, and a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policyqa.language import say
from policyqa.model import OffsetMap, Problem, Record, Span
from policyqa.reading import wrapping
from policyqa.reading.raw import RawText
from policyqa.zh.text import delete, fold, lines

_NAVIGATION = re.compile(
    r"下载|打印|全屏|收藏|分享|关闭|加大|还原|减小|[】\]]|[【\[]?字(?:号|体)(?:大小)?[:\s].{0,20}|打印本页|关闭窗口|返回顶部"
    r"|扫一扫在手机.{0,12}|(?:当前|您的|你的|您现在的)?位置[:：].*>.*|首页\s*>.*|分享到.{0,20}|上一[页篇][:：\s].*|下一[页篇][:：\s].*"
    r"|.{0,4}上一页.{0,40}下一页.{0,4}|【?(?:打印|关闭|收藏)(?:本页|窗口)?】?(?:\s*【?(?:打印|关闭|收藏)(?:本页|窗口)?】?)*"
    r"|视力保护色[:：]?.{0,20}|\[?\s*(?:大|中|小)\s*\]?(?:\s*\[?\s*(?:大|中|小)\s*\]?){1,2}"
)
_DOUBTFUL = re.compile(r"[一-龥]{1,3}|[】\]]")
_LONGEST_TOOL = 80  # characters
_SITE_TAIL = re.compile(r"(?:猜你喜欢|相关(?:文章|阅读|链接)|推荐(?:图文|阅读)|最新图文|热门文章)[:：]?")
_PAGE_MARK = re.compile(r"-\s*\d{1,3}\s*-|第\s*\d{1,3}\s*页(?:[\s,/]*共\s*\d+\s*页)?|\d{1,3}\s*/\s*\d{1,3}")
_CARRIED = re.compile(r"\n[ \t]*(\d{1,3})[、.][ \t]*")
_MID_SENTENCE = re.compile(r"[一-龥\d,、“”\w]$")
_AROUND = 8  # characters on each side of a repaired place, to show it
_LEAST_PAGE = 60  # characters: a heading before "1." is shorter than a page
_BLANK = re.compile(
    r"(?<=[\d.%])[ \u00a0\u3000]+(?=[一-龥%,、。;:()（），；：])|(?<=[一-龥、。，；：（）()“”])[ \u00a0]+(?=\d)"
)
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_DAMAGED = re.compile(
    r"(?<![A-Za-z\d])(?=[\dOoIl]*[OoIl])(?=[\dOoIl]*[\dOIo])[1-9Il][\dOoIl]{1,7}(?=\s?[个名所人项家万元门次节套张处户亩%])"
)


class Cleaned(Record, frozen=True, kw_only=True):
    """A text without debris, the map back to the raw text, and what was done."""

    text: str
    offsets: OffsetMap
    problems: tuple[Problem, ...]


class _Cut(Record, frozen=True, kw_only=True):
    span: Span
    code: str


def clean(source: RawText) -> Cleaned:
    cuts = list(_cuts(source))
    text, offsets = delete(source.text, (cut.span for cut in cuts))
    problems = [*source.problems, *_notes(source.text, text, cuts, offsets), *_damaged_digits(text)]
    return Cleaned(text=text, offsets=offsets, problems=tuple(problems))


def _cuts(source: RawText) -> Iterator[_Cut]:
    raw, folded = source.text, fold(source.text)
    for match in _INVISIBLE.finditer(raw):
        yield _Cut(span=Span(*match.span()), code="invisible")
    if source.breaks == "paragraphs":
        yield from _blanks(folded)
        return
    debris = list(_page_debris(folded)) if source.breaks == "unknown" else []
    navigation = list(_navigation(folded))
    yield from debris
    yield from navigation
    gone = [cut.span for cut in debris + navigation]
    kept = [line for line in lines(raw) if not any(cut.holds(line) for cut in gone)]
    tables = [Span(table.rows[0][0].start, table.rows[-1][-1].end) for table in source.tables if table.rows]
    if wrapping.is_wrapped(raw, kept) or source.breaks == "lines":
        kept, pages = _without_page_marks(folded, kept)
        yield from pages
        for gap in wrapping.joints(raw, kept, chunked=source.breaks == "unknown"):
            if not any(gap.meets(table) for table in tables):
                yield _Cut(span=gap, code="line-break")
    yield from _blanks(folded)


def _blanks(folded: str) -> Iterator[_Cut]:
    for match in _BLANK.finditer(folded):
        yield _Cut(span=Span(*match.span()), code="blank")


def _page_debris(folded: str) -> Iterator[_Cut]:
    """Page numbers inside sentences: lines that begin "1、", "2、", … in the middle of a sentence."""
    expected, found = 1, []
    for match in _CARRIED.finditer("\n" + folded):
        if int(match[1]) == expected:
            found.append(match)
            expected += 1
    broken = [m for m in found if _breaks_sentence(folded[: max(0, m.start() - 1)])]
    if len(found) < 3 or len(broken) < 0.6 * len(found):
        return
    for match in found:
        # the search ran on a text with one line break before it
        start, end = match.start() - 1, match.end() - 1
        if match not in broken:
            start = max(0, start + 1)
        yield _Cut(span=Span(max(0, start), end), code="page-break")


def _breaks_sentence(before: str) -> bool:
    """Whether the line that ends here is as long as a page and stops in the middle of a sentence."""
    line = before[before.rfind("\n") + 1 :]
    return len(line) >= _LEAST_PAGE and bool(_MID_SENTENCE.search(line))


def _navigation(folded: str) -> Iterator[_Cut]:
    """A site's own lines; a word that may be the document's (加大, 收藏) counts only beside another such line."""
    found = list(lines(folded))
    contents = [line.of(folded) for line in found]
    tools = [len(content) < _LONGEST_TOOL and bool(_NAVIGATION.fullmatch(content)) for content in contents]
    for index, (line, content) in enumerate(zip(found, contents, strict=True)):
        if _SITE_TAIL.fullmatch(content) and line.start > 0.6 * len(folded):
            yield _Cut(span=Span(line.start, len(folded)), code="navigation")
            return
        beside = any(tools[max(0, index - 1) : index]) or any(tools[index + 1 : index + 2])
        if tools[index] and (beside or not _DOUBTFUL.fullmatch(content)):
            yield _Cut(span=line, code="navigation")


def _without_page_marks(folded: str, kept: list[Span]) -> tuple[list[Span], list[_Cut]]:
    """Lines that hold nothing but a page number (- 3 -); a bare 3 may be the serial number of a table's row."""
    marks = [line for line in kept if _PAGE_MARK.fullmatch(line.of(folded))]
    return [line for line in kept if line not in marks], [_Cut(span=m, code="page-number") for m in marks]


def _page_breaks(raw: str, text: str, cuts: list[_Cut], offsets: OffsetMap) -> Iterator[Problem]:
    """Each place where a page number stood inside a sentence, with the words around it as they read now."""
    for cut in cuts:
        if cut.code == "page-break":
            debris = cut.span.of(raw).strip()
            place = _forward(offsets, cut.span.start)
            around = Span(max(0, place - _AROUND), min(place + _AROUND, len(text)))
            words = around.of(text).strip()
            message = say(
                f"“{words}”中的页码“{debris}”已去除。", f"The page number {debris} in “{words}” was taken out."
            )
            yield Problem(code="page-break", grade="note", message=message, span=around)


def _notes(raw: str, text: str, cuts: list[_Cut], offsets: OffsetMap) -> Iterator[Problem]:
    """What was repaired: each page number inside a sentence, the rest by their number."""
    wording = {
        "page-number": say("行页码已去除", "page-number lines were taken out"),
        "navigation": say("行网站导航文字已去除", "lines of site navigation were taken out"),
        "line-break": say("处句中换行已接合", "line breaks inside sentences were joined"),
    }
    yield from _page_breaks(raw, text, cuts, offsets)
    for code, words in wording.items():
        count = sum(cut.code == code for cut in cuts)
        if count:
            yield Problem(code=code, grade="note", message=say(f"{count} {words}。", f"{count} {words}."))


def _damaged_digits(text: str) -> Iterator[Problem]:
    for match in _DAMAGED.finditer(text):
        yield Problem(
            code="damaged-digits",
            grade="note",
            message=say(f"“{match[0]}”中的字母按数字读取。", f"The letters in {match[0]} are read as digits."),
            span=Span(*match.span()),
        )


def positions(offsets: OffsetMap, spans: Iterable[Span]) -> Iterator[Span]:
    """Raw spans as spans of the cleaned text; what was cut out becomes empty."""
    for span in spans:
        yield Span(_forward(offsets, span.start), _forward(offsets, span.end))


def _forward(offsets: OffsetMap, raw: int) -> int:
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
