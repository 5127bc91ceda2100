"""The text of one Word paragraph, with what hangs on it: text boxes and notes."""

from __future__ import annotations

import re
from typing import NamedTuple

from policyqa.reading.numbering import Element, W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT = {W + "t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
_MARKS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
# Deleted text, properties, the phonetic half of a ruby, and the copy of a text box for programs before 2010.
_SKIPPED = {
    *(W + name for name in ("pPr", "rPr", "sdtPr", "del", "moveFrom", "delText", "instrText", "rt")),
    _MC + "Fallback",
}
# Boxes and ticks that forms take from symbol fonts.
_SYMBOLS = {
    ("Wingdings", "A8"): "□", ("Wingdings", "6F"): "□", ("Wingdings", "FE"): "☑", ("Wingdings", "FC"): "√",
    ("Wingdings 2", "A3"): "□", ("Wingdings 2", "52"): "☑", ("Wingdings 2", "50"): "√",
}  # fmt: skip


class Content(NamedTuple):
    text: str
    boxes: tuple[Element, ...] = ()
    footnotes: tuple[str, ...] = ()
    endnotes: tuple[str, ...] = ()


def content(paragraph: Element) -> Content:
    """Tracked insertions are in, deletions and hidden text are out."""
    found = _Gathered([], [], [], [])
    _gather(paragraph, found)
    return Content("".join(found.text), tuple(found.boxes), tuple(found.footnotes), tuple(found.endnotes))


def is_mark_deleted(properties: Element | None) -> bool:
    """Whether the paragraph's end is deleted (tracked), so that the next paragraph goes on with it."""
    run = properties.find(W + "rPr") if properties is not None else None
    return run is not None and any(run.find(W + name) is not None for name in ("del", "moveFrom"))


class _Gathered(NamedTuple):
    text: list[str]
    boxes: list[Element]
    footnotes: list[str]
    endnotes: list[str]


def _gather(parent: Element, found: _Gathered) -> None:
    for child in parent:
        tag = child.tag
        if tag in _TEXT:
            found.text.append(child.text or "")
        elif tag in _MARKS:
            found.text.append(_MARKS[tag])
        elif tag == W + "txbxContent":
            found.boxes.append(child)
        elif tag == W + "sym":
            found.text.append(_symbol(child))
        elif tag == W + "footnoteReference":
            found.footnotes.append(child.get(W + "id", ""))
        elif tag == W + "endnoteReference":
            found.endnotes.append(child.get(W + "id", ""))
        elif tag not in _SKIPPED and not (tag == W + "r" and _is_hidden(child)):
            _gather(child, found)


def _is_hidden(run: Element) -> bool:
    properties = run.find(W + "rPr")
    hidden = properties.find(W + "vanish") if properties is not None else None
    return hidden is not None and hidden.get(W + "val", "1") not in ("0", "false", "off")


def _symbol(element: Element) -> str:
    """Symbol fonts are addressed from F000 on; what none of the known glyphs is has no text."""
    code = element.get(W + "char", "").upper()
    if len(code) == 4 and code.startswith("F0"):
        return _SYMBOLS.get((element.get(W + "font", ""), code[2:]), "")
    return chr(int(code, 16)) if re.fullmatch("[0-9A-F]{2,4}", code) else ""
