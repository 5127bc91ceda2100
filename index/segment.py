"""Chinese text to words, in jieba's search mode: 教育局 gives 教育 and 教育局.

By rjieba: jieba's dictionary and all but the same words, many times as fast, and ready in a fraction of the time that
jieba reads its dictionary for. To that dictionary come the names of
regions and the words of data/lexicon.txt, one for index, queries and encoder alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from itertools import compress
from operator import concat

import rjieba

from policyqa.zh.regions import names
from policyqa.zh.text import fold

from . import folding

# Words that say nothing about what is looked for; dropped from queries, kept in the index.
_EMPTY_CHARACTERS = frozenset("的了和与及或在是有为对将被把从到由于以之其该等也都就还吗呢吧啊么哪几谁多能要")
_EMPTY_WORDS = _EMPTY_CHARACTERS.union(
    ("什么", "怎么", "怎样", "如何", "哪些", "哪个", "多少", "请问", "何时", "是否", "有没有", "可以", "关于")
)
_TWO = 2
_PARTICLES = frozenset("能还再该由要对向把被将里来得是的有会可就都在给前后")
_RUN = re.compile(r"[^\W_]{2,}")  # of letters, figures and characters
END = "\x1e"  # closes a text among others; no word holds it, so that no text changes its neighbours' words
_REMEMBERED = 400_000  # words


class Batch:
    """Texts cut in one go, which takes half the time of one by one. `words` has END after each text's."""

    def __init__(self, texts: Sequence[str]) -> None:
        joined = "".join([f"{text.replace(END, ' ')}{END}" for text in texts])
        found = _segmenter().cut_for_search(folding.normalised(joined))
        self.words = list(compress(found, map(_IS_WORD.__getitem__, found)))
        self._places = dict(zip(texts, range(len(texts)), strict=True))
        self._ends = [place for place, word in enumerate(self.words) if word == END]

    def of(self, text: str) -> list[str] | None:
        place = self._places.get(text)
        if place is None:
            return None
        return self.words[self._ends[place - 1] + 1 if place else 0 : self._ends[place]]


class _IsWord(dict[str, bool]):
    """Whether what the segmenter gives is a word or END, and not a mark or a blank; remembered."""

    def __missing__(self, word: str) -> bool:
        if len(self) > _REMEMBERED:
            self.clear()
        known = self[word] = word == END or any(map(str.isalnum, word))
        return known


_IS_WORD = _IsWord()
_last: Batch | None = None  # the encoder and the lexical index each ask for the words of the same batch


@cache
def name() -> str:
    """What made the tokens; an index made by another segmenter or version is made anew."""
    return f"rjieba-{version('rjieba')}-search-2"


def batch(texts: Sequence[str]) -> Batch:
    global _last
    _last = Batch(texts)
    return _last


def tokens(text: str) -> list[str]:
    """Words in half width and lower case, without punctuation and blanks; parts stand before their word."""
    known = _last.of(text) if _last else None
    if known is not None:
        return known
    found = _segmenter().cut_for_search(normalise(text.replace(END, " ")))
    return list(compress(found, map(_IS_WORD.__getitem__, found)))


def query_terms(query: str) -> list[str]:
    """The words of a query, each once; a query of nothing but empty words keeps them."""
    words = list(dict.fromkeys(tokens(query)))
    return [word for word in words if word not in _EMPTY_WORDS] or words


def classes(text: str) -> list[tuple[str, str]]:
    """The words of a text in their order with their part of speech, as jieba's dictionary names them (n, v, d, …).

    A particle at an end of what is guessed to be a word (能领, 给瞪羚) stands by itself.
    """
    segmenter = _segmenter()
    found: list[tuple[str, str]] = []
    for word, tag in segmenter.tag(normalise(text)):
        if len(word) < _TWO or word.isascii() or segmenter.has_word(word):
            found.append((word, tag))
        else:
            found += _without_particles(word, tag)
    return found


def _without_particles(word: str, tag: str) -> list[tuple[str, str]]:
    tagged = _segmenter().tag
    if word[0] in _PARTICLES:
        return [*tagged(word[0]), *(tagged(word[1:]) if len(word) == _TWO else [(word[1:], tag)])]
    if word[-1] in _PARTICLES:
        return [*(tagged(word[:-1]) if len(word) == _TWO else [(word[:-1], tag)]), *tagged(word[-1])]
    return [(word, tag)]


def normalise(text: str) -> str:
    return fold(text).lower()


def pairs(text: str) -> Iterator[str]:
    """Neighbouring characters, none of them a blank or a mark, of a text in half width and lower case."""
    for run in _RUN.findall(text):
        yield from map(concat, run, run[1:])


@cache
def _segmenter() -> rjieba.Jieba:
    """The instance that rjieba makes when it is imported: one more would cost every command 0.1 s."""
    segmenter: rjieba.Jieba = rjieba.cut.__self__  # type: ignore[attr-defined]
    for word in (*names(), *_lexicon()):
        if not segmenter.has_word(word):
            segmenter.add_word(word, None, None)
    return segmenter


def _lexicon() -> list[str]:
    lines = files("policyqa.index").joinpath("data/lexicon.txt").read_text("utf-8").splitlines()
    return [normalise(word) for line in lines if not line.startswith("#") for word in line.split()]
