"""The documents to learn from: titles, headings and paragraphs of official texts; synonyms; pairs of sentences."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_HEADING = re.compile(r"\s*第[一二三四五六七八九十百]+[章节编].{0,30}|\s*[一二三四五六七八九十]{1,3}、[^。；]{2,30}")
_ARTICLE = re.compile(r"(?=第[一二三四五六七八九十百]{1,5}条)")
_SENTENCE = re.compile(r"(?<=[。；！？;!?])")
_SHORTEST, _LONGEST = 12, 400  # characters of a paragraph; longer ones are cut between sentences
_CLOSE = 4.0  # of 5: from here on two sentences of STS-B mean the same


class Paragraph(NamedTuple):
    heading: str
    sentences: tuple[str, ...]


class Text(NamedTuple):
    title: str
    paragraphs: tuple[Paragraph, ...]


def official(path: Path) -> list[Text]:
    """One JSON string a line, xz-compressed; the first line of a text is its title."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        texts = [_text(json.loads(line)) for line in file]
    return [text for text in texts if text.paragraphs]


def _text(raw: str) -> Text:
    lines = [line.strip() for line in re.sub(r"<!--.*?-->", "", raw, flags=re.S).strip().split("\n")]
    if len(lines) < 5:
        lines = [piece for line in lines for piece in _ARTICLE.split(line)]
    title, heading, paragraphs = lines[0][:60], "", []
    for line in lines[1:]:
        if _HEADING.fullmatch(line):
            heading = re.sub(r"\s+", "", line)
        elif len(line) >= _SHORTEST:
            paragraphs += [Paragraph(heading, sentences) for sentences in _pieces(line)]
    return Text(title, tuple(paragraphs))


def _pieces(line: str) -> Iterator[tuple[str, ...]]:
    piece: list[str] = []
    for sentence in _SENTENCE.split(line):
        if piece and sum(map(len, piece)) + len(sentence) > _LONGEST:
            yield tuple(piece)
            piece = []
        if sentence.strip():
            piece.append(sentence.strip())
    if piece:
        yield tuple(piece)


def synonyms(path: Path) -> list[list[str]]:
    """Groups of words of one meaning: the lines of the thesaurus marked with =."""
    lines = (line.split() for line in path.read_text("gb18030").splitlines())
    groups = (line[1:] for line in lines if line and line[0].endswith("="))
    return [group for group in ([word for word in g if len(word) > 1] for g in groups) if len(group) > 1]


def same_meaning(folder: Path) -> list[tuple[str, str]]:
    """Sentences of STS-B's training part that people called alike."""
    rows = (line.split("\t") for line in (folder / "STS-B.train.data").read_text("utf-8").splitlines())
    return [(row[0], row[1]) for row in rows if float(row[2]) >= _CLOSE]
