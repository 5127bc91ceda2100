"""What a penalty is for: the articles to which its sentence points (违反本条例第十一条第二款规定的…处…罚款), and the sentence before
one that only goes on (逾期不改正的，处…罚款)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from policyqa.answering.sentence import Sentence
from policyqa.zh import numerals
from policyqa.zh.patterns import late

_NUMBER = "[一二三四五六七八九十百零\\d]+"
# Penalties asked for: 罚多少钱, 会受什么处分, 有什么后果.
ASKED = late(r"罚|处分|吊销|没收|后果|追究|法律责任")
# No article of another law (《中华人民共和国行政处罚法》第三条).
_POINTS = late(
    rf"(?<![》法])第(?P<article>{_NUMBER})条(?P<paragraphs>(?:[、和及至或]?第{_NUMBER}款)*)(?P<items>(?:[、和及至或]?第{_NUMBER}项)*)"
)
_LABEL = late(rf"\s*第(?P<article>{_NUMBER})条")
_OF_PARAGRAPH, _OF_ITEM = late(rf"第({_NUMBER})款"), late(rf"第[(（]?({_NUMBER})[)）]?项")
_ITEM = late(rf"\s*[(（](?P<item>{_NUMBER})[)）]")
_BRACKETED = late(rf"第[(（]({_NUMBER})[)）](?=[、和及或项])")
_GOES_ON = late(r"\s*(?:逾期|拒不|情节(?:较|特别)?严重|造成[^,，。;；]{0,8}(?:损失|后果|危害)|有违法所得|再次违反)")
_LONGEST = 600  # characters of an article that are looked at
_MOST = 6  # articles to which one sentence may point

_Key = tuple[str, int]  # a document and the number of an article
_Paragraphs = list[list[str]]  # each with the items below it


def note_pointed(found: Sequence[Sentence]) -> None:
    """Tell each sentence, in the order of documents and text, what it points to."""
    articles = _articles(found)
    for before, sentence in zip((None, *found), found, strict=False):
        pointed = [text for text in _pointed(sentence, articles) if text]
        if before and before.key == sentence.key and _GOES_ON.match(sentence.quote):
            pointed += [before.quote, before.pointed]
        if pointed:
            sentence.points_to("\n".join(pointed))


def _articles(found: Sequence[Sentence]) -> Mapping[_Key, _Paragraphs]:
    articles: defaultdict[_Key, _Paragraphs] = defaultdict(list)
    seen: set[int] = set()
    for sentence in found:
        number = _own(sentence)
        if number is None or sentence.key in seen:
            continue
        seen.add(sentence.key)
        paragraphs = articles[sentence.document.id, number]
        if _ITEM.match(sentence.place.text) and paragraphs:
            paragraphs[-1].append(sentence.place.text)
        else:
            paragraphs.append([sentence.place.text])
    return articles


def _own(sentence: Sentence) -> int | None:
    """The number of the article in which a sentence stands."""
    labels = (_LABEL.match(head) for head in reversed(sentence.passage.section))
    label = next((found for found in labels if found), None)
    return _parsed(label["article"]) if label else None


def _pointed(sentence: Sentence, articles: Mapping[_Key, _Paragraphs]) -> Iterator[str]:
    own, said = _own(sentence), _BRACKETED.sub(r"第\1项", f"{sentence.lead}\n{sentence.quote}")
    for count, match in enumerate(_POINTS.finditer(said)):
        number = _parsed(match["article"])
        if count < _MOST and number is not None and number != own:
            yield _said_of(articles.get((sentence.document.id, number), []), match)[:_LONGEST]


def _said_of(paragraphs: _Paragraphs, match: re.Match[str]) -> str:
    wanted = {_parsed(n) for n in _OF_PARAGRAPH.findall(match["paragraphs"])}
    items = {_parsed(n) for n in _OF_ITEM.findall(match["items"])}
    lines = []
    for place, (head, *below) in enumerate(paragraphs, 1):
        if not wanted or place in wanted:
            named = [i for i in below if (m := _ITEM.match(i)) and _parsed(m["item"]) in items]
            lines += [head, *(named or below)]
    return "\n".join(lines)


def _parsed(number: str) -> int | None:
    found = numerals.parse(number)
    return None if found is None else int(found)
