"""Pairs of texts of which the second answers or continues the first, made from documents by rules and a seed."""

from __future__ import annotations

import itertools
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from texts import Paragraph, Text

Pair = tuple[str, str]
Segment = Callable[[str], Sequence[str]]

_QUESTIONS = ("是什么", "有哪些", "怎么规定", "由谁负责", "多少", "什么时候", "如何", "有哪些要求", "哪个部门", "哪一年", "？", "吗", "比例", "标准", "谁", "是哪里")  # fmt: skip
_REGION = re.compile(r"^.{2,14}?(?:自治区|自治州|自治县|经济特区|省|市|县|区|州)(?:人民政府|人民代表大会常务委员会)?")
_MARKER = re.compile(r"^第[一二三四五六七八九十百]+条\s*|^[（(][一二三四五六七八九十]+[)）]")
_ALIKE, _COPIED = 0.2, 0.85  # shared pairs of characters, of all: two versions of one rule; a mere copy


class Maker:
    """Draws pairs; the same seed and texts give the same pairs."""

    def __init__(self, segment: Segment, groups: Sequence[Sequence[str]], rarity: dict[str, float], seed: int) -> None:
        self._segment = segment
        self._random = random.Random(seed)
        self._rarity = rarity
        self._others = {word: [w for w in group if w != word] for group in groups for word in group}

    def of_text(self, text: Text) -> Iterator[Pair]:
        for number, paragraph in enumerate(text.paragraphs):
            passage = self._passage(text, number)
            yield self._query(self._random.choice(paragraph.sentences)), passage
            yield self._query(self._random.choice(paragraph.sentences)), passage
            yield from self._cloze(paragraph)
            if number + 1 < len(text.paragraphs):
                yield _plain(paragraph), _plain(text.paragraphs[number + 1])
            if self._random.random() < 0.3:
                yield f"{text.title} {paragraph.heading}", _plain(paragraph)

    def _passage(self, text: Text, number: int) -> str:
        """A paragraph, at times with the next ones or under its headings, as the index holds passages."""
        chosen = text.paragraphs[number : number + self._random.choice((1, 1, 1, 2, 4))]
        body = "".join(map(_plain, chosen))
        return f"{text.title}\n{chosen[0].heading}\n{body}" if self._random.random() < 0.25 else body

    def _query(self, sentence: str) -> str:
        """What a person may type who looks for the sentence: some of its words, in order, other words for some."""
        words = [w for w in self._segment(_MARKER.sub("", sentence)) if w in self._rarity]
        if not words:
            return sentence
        wanted = min(len(words), self._random.choice((2, 3, 4, 5, 6, 8, 12)))
        keyed = sorted(range(len(words)), key=lambda i: -self._rarity[words[i]] * self._random.uniform(0.3, 1))
        kept = [self._varied(words[i]) for i in sorted(keyed[:wanted])]
        if self._random.random() < 0.35:
            kept.insert(self._random.choice((0, len(kept))), self._random.choice(_QUESTIONS))
        return "".join(kept) if self._random.random() < 0.7 else " ".join(kept)

    def _varied(self, word: str) -> str:
        others = self._others.get(word)
        if others and self._random.random() < 0.3:
            return self._random.choice(others)
        if len(word) > 2 and self._random.random() < 0.05:
            gone = self._random.randrange(len(word))
            return word[:gone] + word[gone + 1 :]
        return word

    def _cloze(self, paragraph: Paragraph) -> Iterator[Pair]:
        if len(paragraph.sentences) < 2:
            return
        chosen = self._random.randrange(len(paragraph.sentences))
        rest = "".join(s for i, s in enumerate(paragraph.sentences) if i != chosen)
        yield _MARKER.sub("", paragraph.sentences[chosen]), rest


def _plain(paragraph: Paragraph) -> str:
    return _MARKER.sub("", "".join(paragraph.sentences))


def versions(texts: Sequence[Text]) -> Iterator[Pair]:
    """Paragraphs on one matter of texts of one title from several regions."""
    families: defaultdict[str, list[Text]] = defaultdict(list)
    for text in texts:
        name = _REGION.sub("", text.title)
        if len(name) > 3 and name != text.title:
            families[name].append(text)
    for family in families.values():
        for first, second in itertools.pairwise(family):
            yield from _aligned(first, second)


def _aligned(first: Text, second: Text) -> Iterator[Pair]:
    there = [(_plain(p), _grams(_plain(p))) for p in second.paragraphs]
    for paragraph in first.paragraphs:
        here = _plain(paragraph)
        grams = _grams(here)
        share, best = _ALIKE, ""
        for text, others in there:
            smaller, larger = sorted((len(grams), len(others)))
            if smaller > share * larger:  # else they cannot share so much
                shared = len(grams & others)
                alike = shared / (smaller + larger - shared)
                if alike > share:
                    share, best = alike, text
        if best and share < _COPIED:
            yield here, best


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
