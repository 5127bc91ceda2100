"""Headers, footers and page numbers: lines that come back at the same height of many pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading.pdf_page import Line, Page

_HEAD, _FOOT = 0.13, 0.85  # of the page's height: furniture stands above the one or below the other
_OUTER = 0.09  # of the height, from either edge: no body reaches there, so that two pages are enough
_SAME_HEIGHT = 0.02
_LEAST_PAGES = 3
_LEAST_SHARE = 0.4  # of the pages with text; odd and even pages may differ
_LEAST_COUNTING = 0.8  # of the lines, whose number must grow with the page
_SHOWN, _SHOWN_LENGTH = 3, 24  # kinds in a note, and characters of each
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:[-—–·•~]*#[-—–·•~]*|第#页(?:[,，/]?共#页)?|#/#|P#|Page#(?:of#)?)", re.I)
_NUMBERED_TEXT = re.compile(r"附件|附表|附录|附图|表#|图#|专栏|第#[章节条]")


class _Seen(NamedTuple):
    """A line at a page's edge: the indices of the page and of the line's block, and where it stands."""

    page: int
    block: int
    line: Line
    height: float


class Body(NamedTuple):
    """The pages without their furniture, and a note of what is gone."""

    pages: list[Page]
    notes: tuple[Problem, ...]


def without_furniture(pages: Sequence[Page]) -> Body:
    """No line of the body goes: what comes back must stand in the margin, and be the same or count the pages."""
    filled = sum(1 for page in pages if page.blocks)
    groups = (group for group in _groups(pages) if group and _is_furniture(group, filled))
    gone = {(seen.page, seen.block): seen.line.text.strip() for group in groups for seen in group}
    kept = [
        page._replace(blocks=tuple(b for block, b in enumerate(page.blocks) if (index, block) not in gone))
        for index, page in enumerate(pages)
    ]
    return Body(kept, tuple(_notes(gone)))


def _notes(gone: Mapping[tuple[int, int], str]) -> Iterator[Problem]:
    """The first of each kind is quoted, of three kinds at most."""
    if gone:
        kinds = {_mask(text): text[:_SHOWN_LENGTH] for text in reversed(list(gone.values()))}
        shown = "、".join(f"“{text}”" for text in sorted(kinds.values())[:_SHOWN])
        message = say(
            f"{len(gone)} 行页眉、页脚或页码不收入正文：{shown} 等。",
            f"{len(gone)} lines of headers, footers and page numbers were left out: {shown} and the like.",
        )
        yield Problem(code="furniture", grade="note", message=message)


def _groups(pages: Sequence[Page]) -> Iterator[list[_Seen]]:
    """Lines that are alike but for their digits, at the same height of the page."""
    alike: dict[str, list[_Seen]] = {}
    for seen in _edges(pages):
        alike.setdefault(_mask(seen.line.text) + ("^" if seen.height < _HEAD else "_"), []).append(seen)
    for group in alike.values():
        middle = median(seen.height for seen in group)
        yield [seen for seen in group if abs(seen.height - middle) <= _SAME_HEIGHT]


def _edges(pages: Sequence[Page]) -> Iterator[_Seen]:
    for index, page in enumerate(pages):
        for block, line in enumerate(page.blocks):
            if isinstance(line, Line) and line.height is not None and not _HEAD <= line.height <= _FOOT:
                yield _Seen(index, block, line, line.height)


def _mask(text: str) -> str:
    return _DIGITS.sub("#", "".join(text.split()))


def _is_furniture(group: Sequence[_Seen], filled: int) -> bool:
    """`filled`: how many pages hold anything."""
    count = len({seen.page for seen in group})
    mask = _mask(group[0].line.text)
    is_outer = all(min(seen.height, 1 - seen.height) < _OUTER for seen in group)
    if len({"".join(seen.line.text.split()) for seen in group}) == 1:
        return count >= max(2 if is_outer else _LEAST_PAGES, _LEAST_SHARE * filled)
    if not _counts_pages(group) or _NUMBERED_TEXT.match(mask):
        return False
    least = 2 if _PAGE_NUMBER.fullmatch(mask) else _LEAST_PAGES
    return count >= max(least, _LEAST_SHARE * filled)


def _counts_pages(group: Sequence[_Seen]) -> bool:
    """Whether the numbers in the lines stay as they are, or grow by one from page to page."""
    rows = [[int(number) for number in _DIGITS.findall(seen.line.text)] for seen in group]
    for column in zip(*rows, strict=True):
        ahead = [number - seen.page for number, seen in zip(column, group, strict=True)]
        steady = max(Counter(column).values())
        counting = max(Counter(ahead).values())
        if max(steady, counting) < _LEAST_COUNTING * len(group):
            return False
    return True
