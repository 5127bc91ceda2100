"""The marks that number headings and items: 第一编, 第三条, 一、, (一), 1., (1), ①, 一是, 附件, 专栏8."""

from __future__ import annotations

import re
from typing import NamedTuple

from policyqa.zh import numerals

_HAN = "一二三四五六七八九十百"

# From the widest to the narrowest. A level holds everything below it up to the next mark of its own or a wider level.
_LEVELS: tuple[tuple[int, str], ...] = (
    (0, rf"附\s?件\s?(?:\d{{1,2}}|[{_HAN}]{{1,2}})?(?=\s*[:：]?\s*(?:\n|$)|[:：])"),
    (1, rf"第[{_HAN}\d]+编"),
    (2, rf"第[{_HAN}\d]+章"),
    (3, rf"第[{_HAN}\d]+节"),
    (4, rf"第[{_HAN}\d]+条(?!款|例|约)"),
    (5, rf"[{_HAN}]{{1,3}}、"),
    (6, rf"\([{_HAN}]{{1,3}}\)"),
    (7, r"\d{1,3}\s?(?:\.(?!\d)|、)"),
    (8, r"\(\d{1,2}\)"),
    (9, r"[①-⑳]"),
    (10, r"专栏\s?\d*(?=[:：\s])"),
)
CHAPTER_LEVEL, ARTICLE_LEVEL, HAN_LEVEL, BOX_LEVEL = 3, 4, 5, 10
IN_BOX = 5  # by how many levels 1., (1) and ① stand lower inside a box (专栏)
ITEM_LEVEL = 15
UNNUMBERED_LEVEL = 5
_MARK = re.compile("|".join(f"(?P<level{level}>{pattern})" for level, pattern in _LEVELS))
ITEM = re.compile(rf"(?<![{_HAN}])[{_HAN}]{{1,2}}是(?![{_HAN}否指])")
# A mark in running text, where a scraped document has lost its line breaks: it follows the end of a sentence, or the
# name of a customary heading (工作措施(一)…).
HEADING_WORDS = (
    "指导思想|总体要求|总体思路|总体目标|基本原则|工作原则|工作目标|发展目标|主要目标|目标任务|主要任务|重点任务|工作任务|工作内容"
    "|主要举措|具体举措|工作措施|主要措施|政策措施|重点工作|实施步骤|工作步骤|实施路径|工作要求|申报要求|保障措施|组织保障|组织实施"
)
INLINE = re.compile(
    rf"(?:(?<=[。；;!！:：])|(?<={'|(?<='.join(f'{word})' for word in HEADING_WORDS.split('|') if len(word) == 4)})\s*"
    rf"(?=[{_HAN}]{{1,3}}(?:、|(?:{HEADING_WORDS}))|\([{_HAN}]{{1,3}}\)|\d{{1,2}}\s?\.\s?(?![\d]))"
)
BARE = re.compile(rf"([{_HAN}]{{1,2}})(?={HEADING_WORDS})")


_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Mark(NamedTuple):
    """A mark at the head of a paragraph: how wide its level is, its characters, and where it ends."""

    level: int
    text: str
    end: int


def mark_at(folded: str, start: int) -> Mark | None:
    """The mark that stands at an offset of a text in half width."""
    match = _MARK.match(folded, start)
    if match and match.lastgroup:
        return Mark(int(match.lastgroup.removeprefix("level")), match[0], match.end())
    bare = BARE.match(folded, start)
    return Mark(UNNUMBERED_LEVEL, bare[0], bare.end()) if bare else None


def value(mark: str) -> int | None:
    """The number that a mark counts: 三、 is 3, (十二) is 12, ④ is 4."""
    if mark in _CIRCLED:
        return _CIRCLED.index(mark) + 1
    digits = re.search(rf"\d+|[{_HAN}]+", mark)
    number = numerals.parse(digits[0]) if digits else None
    return number if isinstance(number, int) else None
