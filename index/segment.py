"""Chinese text to words, in jieba's search mode: 教育局 gives 教育 and 教育局.

By rjieba: jieba's dictionary and all but the same words, many times as fast, and ready in a fraction of the time that
jieba reads its dictionary for. To that dictionary come the names of
regions and the words of data/lexicon.txt, one for index, queries and encoder alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain
from operator import concat

import rjieba

from policyqa.installed import version
from policyqa.zh.regions import names
from policyqa.zh.text import fold

from . import folding

# Words that say nothing about what is looked for; dropped from queries, kept in the index.
_EMPTY_CHARACTERS = frozenset("的了和与及或在是有为对将被把从到由于以之其该等也都就还吗呢吧啊么哪几谁多能要")
_EMPTY_WORDS = _EMPTY_CHARACTERS.union(
    ("什么", "怎么", "怎样", "如何", "哪些", "哪个", "多少", "请问", "何时", "是否", "有没有", "可以", "关于")
)
_TWO, _LONGEST = 2, 3  # characters of the words inside a word
_CHARACTERS = re.compile(r"[\u3400-\u9fff]+")
_PARTICLES = frozenset("能还再该由要对向把被将里来得是的有会可就都在给前后")
_RUN = re.compile(r"[^\W_]{2,}")  # of letters, figures and characters
END = "\x1e"  # closes a text among others; no word holds it, so that no text changes its neighbours' words
_REMEMBERED = 400_000  # words


class Batch:
    """Texts cut in one go, which takes half the time of one by one.

    `pieces` are the words, marks and blanks of all texts, END after each text's; `words` are those of search mode, END after
    each text's too.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        joined = "".join([f"{text.replace(END, ' ')}{END}" for text in texts])
        self.pieces: list[str] = _segmenter().cut(folding.normalised(joined))
        self._texts = texts

    @cached_property
    def words(self) -> list[str]:
        return list(chain.from_iterable(map(parts.__getitem__, self.pieces)))

    @cached_property
    def _places(self) -> dict[str, int]:
        return dict(zip(self._texts, range(len(self._texts)), strict=True))

    @cached_property
    def _ends(self) -> list[int]:
        return [place for place, word in enumerate(self.words) if word == END]

    def of(self, text: str) -> list[str] | None:
        place = self._places.get(text)
        if place is None:
            return None
        return self.words[self._ends[place - 1] + 1 if place else 0 : self._ends[place]]


class _Parts(dict[str, tuple[str, ...]]):
    """What a piece gives in search mode: the words of two and three characters in it, then itself; a mark or a blank gives
    nothing. Remembered: so the segmenter need not look for them in every text."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        if len(self) > _REMEMBERED:
            self.clear()
        known = self[piece] = tuple(self._of(piece))
        return known

    def _of(self, piece: str) -> Iterator[str]:
        if piece == END:
            yield END
        elif _CHARACTERS.fullmatch(piece):
            for size in range(_TWO, min(_LONGEST, len(piece) - 1) + 1):
                found = (piece[start : start + size] for start in range(len(piece) - size + 1))
                yield from filter(_segmenter().has_word, found)
            yield piece
        else:
            yield from filter(_is_word, _segmenter().cut_for_search(piece))


def _is_word(piece: str) -> bool:
    return any(map(str.isalnum, piece))


parts = _Parts()
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
    return list(chain.from_iterable(map(parts.__getitem__, pieces(text)))) if known is None else known


def pieces(text: str) -> list[str]:
    """Words, marks and blanks of a text, one after another."""
    found: list[str] = _segmenter().cut(normalise(text.replace(END, " ")))
    return found


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
