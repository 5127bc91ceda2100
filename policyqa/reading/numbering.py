"""Automatic numbering of Word documents: what stands before a paragraph on the page but not in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from policyqa.reading.number_formats import number

Element = Any  # lxml elements are untyped
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # glyphs of symbol fonts
_CONTENTS = re.compile(r"toc (?:\d|heading)", re.I)
_CLOSED = re.compile(r"[、，。．）】》：]$")  # marks wide enough to need no blank after them


class _Level(NamedTuple):
    """`restart` is the number of levels above whose use sets this one back: None for all, 0 for none."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None
    style: str | None = None


class _List(NamedTuple):
    """One numbering instance (w:num); instances of one definition share its counters."""

    definition: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class _Place(NamedTuple):
    """The list and level of a paragraph or style, as far as it states them."""

    number_id: str | None = None
    level: int | None = None


class Styles:
    """Paragraph styles: the list and level of each, and which of them make a table of contents."""

    def __init__(self, styles: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._default: str | None = None
        for style in styles.iterchildren(W + "style") if styles is not None else ():
            if style.get(W + "type", "paragraph") == "paragraph":
                identity = style.get(W + "styleId", "")
                self._elements[identity] = style
                self._default = identity if style.get(W + "default") in ("1", "true", "on") else self._default
        self._places: dict[str | None, _Place] = {None: _Place()}
        self._contents = {key for key, style in self._elements.items() if _CONTENTS.match(value(style, "name") or "")}

    def of(self, properties: Element | None) -> str | None:
        named = value(properties, "pStyle")
        return named if named in self._elements else self._default

    def is_contents(self, properties: Element | None) -> bool:
        """Whether a paragraph is an entry of the table of contents that Word generates, or its heading."""
        return bool(self._contents) and self.of(properties) in self._contents

    def place(self, style: str | None) -> _Place:
        if style not in self._places:
            number_id: str | None = None
            level: int | None = None
            for element in self._ancestry(style):
                stated = _place(element.find(W + "pPr"))
                number_id = stated.number_id if number_id is None else number_id
                level = stated.level if level is None else level
            self._places[style] = _Place(number_id, level)
        return self._places[style]

    def _ancestry(self, style: str | None) -> Iterator[Element]:
        seen: set[str] = set()
        while style in self._elements and style not in seen:
            seen.add(style)
            yield self._elements[style]
            style = value(self._elements[style], "basedOn")


class Numbering:
    """Counts through a document: `mark` must see its paragraphs in order, each once."""

    def __init__(self, numbering: Element | None, styles: Styles) -> None:
        self._lists = _lists(numbering) if numbering is not None else {}
        self._styles = styles
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def mark(self, properties: Element | None) -> str:
        """The number of the next paragraph with the gap that follows it, or "" where it has none."""
        if not self._lists:
            return ""
        style = self._styles.of(properties)
        own, inherited = _place(properties), self._styles.place(style)
        number_id = own.number_id if own.number_id is not None else inherited.number_id
        found = self._lists.get(number_id) if number_id is not None else None
        if number_id is None or found is None:
            return ""
        level = self._level(own, inherited, found, style)
        counters = self._advance(number_id, found, level)
        return _written(found, level, counters)

    def _level(self, own: _Place, inherited: _Place, found: _List, style: str | None) -> int:
        if own.level is not None:
            return own.level
        linked = next((i for i, level in found.levels.items() if style and level.style == style), None)
        return linked if linked is not None else inherited.level or 0

    def _advance(self, number_id: str, found: _List, level: int) -> list[int | None]:
        counters = self._counters.setdefault(found.definition, [None] * _LEVELS)
        for above in range(level):
            if counters[above] is None:
                counters[above] = _start(found, above)
        current = counters[level]
        anew = level in found.starts and (number_id, level) not in self._begun
        self._begun.add((number_id, level))
        counters[level] = _start(found, level) if current is None or anew else current + 1
        for below in range(level + 1, _LEVELS):
            restart = found.levels.get(below, _Level()).restart
            if restart is None or level < restart:
                counters[below] = None
        return counters


def value(parent: Element | None, child: str) -> str | None:
    """The w:val of a child element."""
    element = parent.find(W + child) if parent is not None else None
    return None if element is None else element.get(W + "val")


def whole(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d+", text) else default


def _place(properties: Element | None) -> _Place:
    numbered = properties.find(W + "numPr") if properties is not None else None
    if numbered is None:
        return _Place()
    level = value(numbered, "ilvl")
    return _Place(value(numbered, "numId"), None if level is None else _bounded(whole(level, 0)))


def _bounded(level: int) -> int:
    return min(max(level, 0), _LEVELS - 1)


def _lists(numbering: Element) -> dict[str, _List]:
    definitions = {e.get(W + "abstractNumId", ""): e for e in numbering.iterchildren(W + "abstractNum")}
    by_style = {value(e, "styleLink"): key for key, e in definitions.items() if value(e, "styleLink")}
    levels = {key: _levels(element) for key, element in definitions.items()}
    found: dict[str, _List] = {}
    for instance in numbering.iterchildren(W + "num"):
        key = value(instance, "abstractNumId") or ""
        if key in definitions:
            key = by_style.get(value(definitions[key], "numStyleLink"), key)
            found[instance.get(W + "numId", "")] = _instance(instance, key, levels[key])
    return found


def _instance(instance: Element, definition: str, levels: dict[int, _Level]) -> _List:
    own: dict[int, _Level] = dict(levels)
    starts: dict[int, int] = {}
    for override in instance.iterchildren(W + "lvlOverride"):
        level = _bounded(whole(override.get(W + "ilvl"), 0))
        own.update(_levels(override))
        start = value(override, "startOverride")
        if start is not None:
            starts[level] = whole(start, 1)
    return _List(definition, own, starts)


def _levels(parent: Element) -> dict[int, _Level]:
    return {_bounded(whole(e.get(W + "ilvl"), 0)): _read_level(e) for e in parent.iterchildren(W + "lvl")}


def _read_level(element: Element) -> _Level:
    formats = [e.get(W + "val", "decimal") for e in element.iter(W + "numFmt")]
    legal = element.find(W + "isLgl")
    restart = value(element, "lvlRestart")
    return _Level(
        start=whole(value(element, "start"), 1),
        format=formats[-1] if formats else "decimal",  # the last is the fallback of a choice that few programs know
        text=value(element, "lvlText") or "",
        suffix=value(element, "suff") or "tab",
        legal=legal is not None and legal.get(W + "val", "1") not in ("0", "false", "off"),
        restart=None if restart is None else whole(restart, 0),
        style=value(element, "pStyle"),
    )


def _start(found: _List, level: int) -> int:
    return found.starts.get(level, found.levels.get(level, _Level()).start)


def _written(found: _List, level: int, counters: list[int | None]) -> str:
    shape = found.levels.get(level, _Level())

    def replace(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        current = counters[index]
        if current is None:
            return ""
        return number(current, "decimal" if shape.legal else found.levels.get(index, _Level()).format)

    text = _PRIVATE.sub("•", shape.text) if shape.format == "bullet" else _PLACEHOLDER.sub(replace, shape.text)
    gap = "" if shape.suffix == "nothing" or not text or _CLOSED.search(text) else " "
    return text + gap
