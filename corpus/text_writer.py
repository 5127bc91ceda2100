"""Plain-text files: as an office exports them, as a sharing site scrapes them, as a PDF is copied from."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from markup import Paragraph, parse

PAGE_BREAK = "‖"  # in a source: where the sharing site's page ends, mostly inside a sentence
INDENT = "　　"
_CENTRED = ("title", "centred")
_FLUSH = (*_CENTRED, "left", "right")
_HAN = r"[\u4e00-\u9fff]"
_NUMBER = r"\d[\d.\-]*%?"
_TOKENS = re.compile(rf" ?{_NUMBER} ?|[“（《〔]?[^“（《〔][，。、；：！？）》”〕]*")


def plain(source: str, encoding: str) -> bytes:
    """One paragraph to a line, body text indented by two ideographic blanks, CRLF line ends."""
    lines = [p.text if p.kind in _FLUSH else INDENT + p.text for p in _paragraphs(source)]
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)


def scraped(source: str) -> bytes:
    """A sharing site's header line, then all text without line ends but for `N、` where page N begins."""
    header, *body = source.splitlines()
    pages = "".join(body).split(PAGE_BREAK)
    return "\n".join([header, *(f"{n}、{page}" for n, page in enumerate(pages, 1))]).encode()


def wrapped(source: str, width: int = 40, height: int = 32) -> bytes:
    """Lines broken at `width` full-width characters, blanks between numbers and Han characters, and a page
    number below every `height` lines."""
    lines = [line for paragraph in _paragraphs(source) for line in _wrap(paragraph, width)]
    pages = [lines[i : i + height] for i in range(0, len(lines), height)]
    return "".join("\n".join([*page, f"— {n} —", ""]) for n, page in enumerate(pages, 1)).encode()


def _paragraphs(source: str) -> list[Paragraph]:
    return [block for block in parse(source) if isinstance(block, Paragraph)]


def _wrap(paragraph: Paragraph, width: int) -> list[str]:
    if paragraph.kind in _CENTRED:
        return [" " * round(width - _width(paragraph.text)) + paragraph.text]
    text = re.sub(rf"(?<={_HAN})(?={_NUMBER})|(?<=[\d%])(?={_HAN})", " ", paragraph.text)
    lines = [INDENT]
    for token in _TOKENS.findall(text):
        if _width(lines[-1] + token.rstrip()) > width:
            lines.append("")
        lines[-1] += token if lines[-1] else token.lstrip()
    return [line.rstrip() for line in lines]


def _width(text: str) -> float:
    """In full-width characters; Latin letters, digits and blanks take half of one."""
    return sum(0.5 if east_asian_width(character) in "NaH" else 1 for character in text)
