"""Takes out of a raw text what is no part of the document, and keeps the way back.

Every repair but one is a deletion: characters are not changed, so what is left can be quoted to the letter. An HTML
entity (&quot;) is swapped for its character. Letters that stand for digits (IOoO名) stay in the text; the number
grammar reads them, and a note says so.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from policyqa.model import OffsetMap, Problem, Record, Span
from policyqa.reading import repair_notes, wrapping
from policyqa.reading.raw import RawText
from policyqa.reading.repair_notes import Cut
from policyqa.zh.text import Swap, fold, lines, swap

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
_LEAST_PAGE = 60  # characters: a heading before "1." is shorter than a page
_BLANK = re.compile(
    r"(?<=[\d.%])[ \u00a0\u3000]+(?=[一-龥%,、。;:()（），；：])|(?<=[一-龥、。，；：（）()“”])[ \u00a0]+(?=\d)"
)
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#[xX][\dA-Fa-f]{1,5});")
_OPEN_QUOTE = re.compile(r"“[^”“\n]*$")
_LONGEST_QUOTE = 60  # characters


class Cleaned(Record, frozen=True, kw_only=True):
    """A text without debris, the map back to the raw text, and what was done."""

    text: str
    offsets: OffsetMap
    problems: tuple[Problem, ...]


def clean(source: RawText) -> Cleaned:
    cuts = list(_cuts(source))
    text, offsets = swap(source.text, (Swap(cut.span, cut.text) for cut in cuts))
    problems = [*source.problems, *repair_notes.notes(source.text, text, cuts, offsets)]
    return Cleaned(text=text, offsets=offsets, problems=tuple(problems))


def _cuts(source: RawText) -> Iterator[Cut]:
    raw, folded = source.text, fold(source.text)
    for match in _INVISIBLE.finditer(raw):
        yield Cut(span=Span(*match.span()), code="invisible")
    yield from _entities(raw)
    yield from (Cut(span=span, code="cell", text=text) for span, text in source.gaps)
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
        for gap in wrapping.joints(raw, kept, source.begins, source.continues, chunked=source.breaks == "unknown"):
            if not any(gap.start <= table.end and table.start <= gap.end for table in tables):
                yield Cut(span=gap, code="line-break")
    yield from _blanks(folded)


def _blanks(folded: str) -> Iterator[Cut]:
    for match in _BLANK.finditer(folded):
        yield Cut(span=Span(*match.span()), code="blank")


def _entities(raw: str) -> Iterator[Cut]:
    """Characters that a scraped page left as &amp; and &#8220; are what they stand for; blanks go."""
    for match in _ENTITY.finditer(raw):
        character = html.unescape(match[0])
        if character == '"' and _OPEN_QUOTE.search(raw, max(0, match.start() - _LONGEST_QUOTE), match.start()):
            character = "”"
        if len(character) == 1 and (character.isprintable() or character.isspace()):
            yield Cut(span=Span(*match.span()), code="entity", text=character.strip())


def _page_debris(folded: str) -> Iterator[Cut]:
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
        yield Cut(span=Span(max(0, start), end), code="page-break")


def _breaks_sentence(before: str) -> bool:
    """Whether the line that ends here is as long as a page and stops in the middle of a sentence."""
    line = before[before.rfind("\n") + 1 :]
    return len(line) >= _LEAST_PAGE and bool(_MID_SENTENCE.search(line))


def _navigation(folded: str) -> Iterator[Cut]:
    """A site's own lines; a word that may be the document's (加大, 收藏) counts only beside another such line."""
    found = list(lines(folded))
    contents = [line.of(folded) for line in found]
    tools = [len(content) < _LONGEST_TOOL and bool(_NAVIGATION.fullmatch(content)) for content in contents]
    for index, (line, content) in enumerate(zip(found, contents, strict=True)):
        if _SITE_TAIL.fullmatch(content) and line.start > 0.6 * len(folded):
            yield Cut(span=Span(line.start, len(folded)), code="navigation")
            return
        beside = any(tools[max(0, index - 1) : index]) or any(tools[index + 1 : index + 2])
        if tools[index] and (beside or not _DOUBTFUL.fullmatch(content)):
            yield Cut(span=line, code="navigation")


def _without_page_marks(folded: str, kept: list[Span]) -> tuple[list[Span], list[Cut]]:
    """Lines that hold nothing but a page number (- 3 -); a bare 3 may be the serial number of a table's row."""
    marks = [line for line in kept if _PAGE_MARK.fullmatch(line.of(folded))]
    return [line for line in kept if line not in marks], [Cut(span=m, code="page-number") for m in marks]


def positions(offsets: OffsetMap, spans: Iterable[Span]) -> Iterator[Span]:
    """Raw spans as spans of the cleaned text; what was cut out becomes empty."""
    for span in spans:
        yield Span(repair_notes.forward(offsets, span.start), repair_notes.forward(offsets, span.end))
