"""Chinese text to words, by jieba in search mode: 教育局 gives 教育 and 教育局.

The dictionary is read anew in each process. That takes no longer (0.4 s) than jieba's own cache, which lies
in the temporary folder of all users under a fixed name, and is trusted whoever wrote it.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

from policyqa.zh.text import fold

# Words that say nothing about what is looked for; dropped from queries, kept in the index.
_EMPTY_CHARACTERS = frozenset("的了和与及或在是有为对将被把从到由于以之其该等也都就还吗呢吧啊么哪几谁多能要")
_EMPTY_WORDS = _EMPTY_CHARACTERS.union(
    ("什么", "怎么", "怎样", "如何", "哪些", "哪个", "多少", "请问", "何时", "是否", "有没有", "可以", "关于")
)
_REMEMBERED = 2048  # texts; the encoder and the lexical index each ask for a batch of the same texts


@cache
def name() -> str:
    """What made the tokens; an index made by another segmenter or version is made anew."""
    return f"jieba-{version('jieba')}-search-1"


def tokens(text: str) -> list[str]:
    """Words in half width and lower case, without punctuation and blanks; parts stand before their word."""
    return list(_tokens(text))


@lru_cache(_REMEMBERED)
def _tokens(text: str) -> tuple[str, ...]:
    words = _segmenter().cut_for_search(normalise(text))
    return tuple(word for word in words if any(map(str.isalnum, word)))


def query_terms(query: str) -> list[str]:
    """The words of a query, each once; a query of nothing but empty words keeps them."""
    words = list(dict.fromkeys(tokens(query)))
    return [word for word in words if word not in _EMPTY_WORDS] or words


def normalise(text: str) -> str:
    return fold(text).lower()


def pairs(text: str) -> Iterator[str]:
    """Neighbouring characters, none of them a blank or a mark, of a text in half width and lower case."""
    for first, second in pairwise(text):
        if first.isalnum() and second.isalnum():
            yield first + second


@cache
def _segmenter() -> Any:
    """jieba with its standard dictionary; its import warns of setuptools, and its loading talks to stderr."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    segmenter.FREQ = _frequencies(Path(jieba.__file__).with_name("dict.txt"))
    segmenter.total = sum(segmenter.FREQ.values())
    segmenter.initialized = True
    return segmenter


def _frequencies(dictionary: Path) -> dict[str, int]:
    """Words with their frequency, and what a word begins with, with 0, as jieba keeps them.

    Lines are a word, its frequency and its part of speech.
    """
    fields = dictionary.read_text("utf-8").split()
    words = fields[::3]
    beginnings = dict.fromkeys((word[:end] for word in words for end in range(1, len(word))), 0)
    return beginnings | dict(zip(words, map(int, fields[1::3]), strict=True))
