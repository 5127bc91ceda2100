"""The words of a question that may be looked for: what each weighs, and what may stand for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from policyqa.answering import wording
from policyqa.zh import numerals
from policyqa.zh.indicators import aliases
from policyqa.zh.patterns import late
from policyqa.zh.synonyms import listed, variants

GRADE = late(r"(?<!第)(?:\d|[特一二三四五六七八九十])\s?(?:星(?!期)级?|等奖|a级?|类(?=[一-龥])|线城市)")
NUMBER = late(
    r"(?<!第)(?:百分之[一二两三四五六七八九十百点]+|(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)\s?(?:成|%|万元|亿元|元|[万亿](?![一-龥])|[万亿](?=[该的是吗呢由要谁有奖补])|年|个月|个工作日|工作日|周岁|岁|名|人|个|项|家|所|平方米))"
)
_CHINESE_WORD = late(r"[一-龥]+|[A-Za-z][A-Za-z0-9+.-]*|\d+(?:\.\d+)?%?")
_CHINESE = late(r"[一-龥]+")
_QUOTED = late(r"[“\"「『《<]([^“”\"「」『』《》<>]{2,20})[”\"」』》>]")
_EXAMPLES = late(r"([^\W\d_]{2})\([^()]+等[^()]*\)")  # 个人(老师、毕业生等)
_ASIDE = late(r"\([^()]*\)")
_OR = late(r"([^\W\d_]{2,10})[”\"』」]?\s*\((?:或者?|即|也叫|又称|简称)[“\"『「]?([^\W\d_]{2,10})[”\"』」]?\)")
_COMPOUNDS = range(3, 9)  # characters of a name that the segmenter cuts and documents have (无还本续贷)
_SINGLES = 2  # of its characters, at least, that the segmenter leaves alone
_SUFFIXES = "费率额量金官圈券节"  # 体验官, 服务圈
_INDICATOR = 4  # characters of an indicator's name that is not cut
_COMPOUND = 4
_PLACES, _AROUND = 4, 8  # of a stretch in the documents that are looked at, and characters beside it
_PAIR = 2  # characters of a word that is none of two others (高中 is not 高 and 中)
_QUOTE_WEIGHT, _ASIDE_WEIGHT, _ONE = 1.5, 0.3, 0.2
Sort = Literal["noun", "name", "verb", "number", "other"]
# What a part of speech weighs, by the first letters of jieba's tags; a noun, and what is none of these, counts whole.
_CLASSES: tuple[tuple[str, Sort, float], ...] = (
    ("vn", "noun", 1.0), ("an", "noun", 1.0), ("ad", "other", 0.3), ("eng", "name", 1.0),
    ("nt", "name", 1.0), ("j", "name", 1.0), ("v", "verb", 0.7), ("a", "other", 0.6),
    ("z", "other", 0.3), ("d", "other", 0.3), ("m", "other", 0.3), ("q", "other", 0.3), ("r", "other", 0.0),
    ("p", "other", 0.0), ("c", "other", 0.0), ("u", "other", 0.0), ("y", "other", 0.0), ("f", "other", 0.0),
    ("e", "other", 0.0), ("o", "other", 0.0), ("h", "other", 0.0), ("k", "other", 0.0),
)  # fmt: skip
_NOTHING = "".join(word for word in wording.EMPTY if len(word) == 1)
Classes = Callable[[str], Sequence[tuple[str, str]]]


class Unit(NamedTuple):
    """A word of the question with the words that may stand for it; `weight` is 1 for a word that carries content."""

    text: str
    others: tuple[str, ...] = ()
    weight: float = 1.0
    sort: Sort = "noun"

    @property
    def words(self) -> tuple[str, ...]:
        return (self.text, *self.others)


def units(text: str, classes: Classes, said: str) -> list[Unit]:
    """Numbers and the words of the synonym tables as they stand, the rest cut into words, each once."""
    classes = _corrected(classes)
    alike = _alternatives(text)
    quoted = [words for words in _QUOTED.findall(text) if not said or words in said]
    quoted += [name for name in compounds(text, classes, said) if not any(name in words for words in quoted)]
    for words in quoted:
        text = text.replace(words, " ")
    asking = wording.ASKING.sub(" ", text)
    found = {
        words: Unit(words, (*alike.get(words, ()), *_run_together(words)), _QUOTE_WEIGHT, "name") for words in quoted
    }
    found |= {grade: Unit(grade, _numbers(grade), 1.0, "name") for grade in GRADE.findall(asking)}
    for part in _parts(GRADE.sub(" ", asking), _places(NUMBER)):
        for unit in [_number(part)] if NUMBER.fullmatch(part) else _listed_and_others(part, classes, said):
            found.setdefault(unit.text, unit)
    _take_examples(found, text)
    aside, outside = "".join(_ASIDE.findall(text)), _ASIDE.sub(" ", text)
    return [
        unit._replace(weight=min(unit.weight, _ASIDE_WEIGHT))
        if unit.text in aside and unit.text not in outside
        else unit
        for unit in found.values()
        if unit.weight
    ]


def compounds(text: str, classes: Classes, said: str) -> list[str]:
    """Names in a text that the segmenter cuts to single characters and the documents have as they stand, the longest of
    those that meet."""
    words = list(classes(text)) if said else []
    starts = [0]
    for word, _ in words:
        starts.append(starts[-1] + len(word))
    whole = "".join(word for word, _ in words)
    spans = [
        (starts[i], starts[j])
        for i in range(len(words))
        for j in range(i + 2, len(words) + 1)
        if starts[j] - starts[i] in _COMPOUNDS and _is_cut(words[i:j]) and whole[starts[i] : starts[j]] in said
    ]
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if all(end <= s or start >= e for s, e in chosen):
            chosen.append((start, end))
    return [whole[start:end] for start, end in sorted(chosen)]


def _corrected(classes: Classes) -> Classes:
    """The words of a text with their parts of speech, some put right (初中 is no place)."""
    return lambda text: [(word, wording.TAGS.get(word, tag)) for word, tag in classes(text)]


def _is_cut(words: Sequence[tuple[str, str]]) -> bool:
    """Whether words are fragments of a name: single characters among them, none at its ends that carries nothing."""
    singles = sum(len(word) == 1 for word, _ in words)
    ends = (words[0], words[-1])
    return (
        singles >= _SINGLES
        and all(_CHINESE.fullmatch(word) for word, _ in words)
        and not any(word in wording.EMPTY or _is_function_word(tag) for word, tag in ends)
    )


def _alternatives(text: str) -> dict[str, tuple[str, ...]]:
    """“就高不重复”(或从高不重复): what brackets give for a word as another way to say it."""
    return {match[1]: (match[2],) for match in _OR.finditer(text)}


def _run_together(words: str) -> tuple[str, ...]:
    """双随机一公开 for “双随机、一公开”."""
    return (words.replace("、", ""),) if "、" in words else ()


def _number(text: str) -> Unit:
    """五成 is a number; 一家企业 and 一年最多 mean any one."""
    one = text.startswith("一")
    return Unit(text, _numbers(text), _ONE if one else 1.0, "other" if one else "number")


def _listed_and_others(text: str, classes: Classes, said: str) -> Iterator[Unit]:
    """Indicators by their whole names, words of the synonym tables, and what the segmenter makes of the rest."""
    for part in _parts(text, _places(_indicators())):
        if part in _named_indicators():
            yield Unit(part, _named_indicators()[part])
        else:
            yield from _listed(part, classes, said)


@cache
def _named_indicators() -> dict[str, tuple[str, ...]]:
    """Each name of an indicator in lower case with the other ones."""
    names = [[name.lower() for name in (main, *others)] for main, others in aliases().items()]
    return {name: tuple(n for n in group if n != name) for group in names for name in group if len(name) >= _INDICATOR}


@cache
def _indicators() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_named_indicators(), key=len, reverse=True))))


def _listed(text: str, classes: Classes, said: str) -> Iterator[Unit]:
    for word in _parts(text, listed, _cut_by(text, classes)):
        if variants(word):
            yield _unit(word, "".join(tag for _, tag in classes(word)[-1:]), variants(word))
        else:
            yield from _words(word, classes, said)


def _take_examples(found: dict[str, Unit], text: str) -> None:
    """个人(老师、毕业生等): each example may stand for what it is an example of."""
    for match in _EXAMPLES.finditer(text):
        whole = found.get(match[1])
        named = [u for u in found.values() if u.text in match[0] and u is not whole and len(u.text) > 1]
        if whole:
            others = (word for unit in named for word in unit.words)
            found[whole.text] = whole._replace(others=(*whole.others, *others))


def _cut_by(text: str, classes: Classes) -> set[int]:
    """The places inside a word (艺术课|时量 cuts 课时)."""
    places: set[int] = set()
    start = 0
    for word, _ in classes(text):
        start = text.lower().find(word, start)
        if start < 0:
            return set()
        places.update(range(start + 1, start + len(word)))
        start += len(word)
    return places


_Spans = Callable[[str], Iterable[tuple[int, int]]]


def _places(pattern: re.Pattern[str]) -> _Spans:
    return lambda text: (match.span() for match in pattern.finditer(text))


def _parts(text: str, found: _Spans, inside: Container[int] = ()) -> list[str]:
    """The text cut before and after each stretch found that does not end `inside` a word which begins in it."""
    parts, last = [], 0
    for start, end in found(text):
        if end in inside and not all(place in inside for place in range(start + 1, end)):
            continue
        parts += [text[last:start], text[start:end]]
        last = end
    return [part.strip() for part in (*parts, text[last:]) if part.strip()]


def _words(text: str, classes: Classes, said: str) -> list[Unit]:
    """The words of a text with what each weighs; where the documents have other ones, theirs."""
    found: list[Unit] = []
    for run in _CHINESE_WORD.findall(text):
        for group in _groups(_with_suffixes(classes(run)), said):
            found += _cut_anew(group, classes, said) if len(group) > 1 else [_whole(*group[0], said)]
    return found


def _whole(word: str, tag: str, said: str) -> Unit:
    """A word; of two characters that no document has side by side the one that says something (课定 of 给…课定了)."""
    if said and len(word) == _PAIR and word not in said and word not in wording.EMPTY:
        telling = [character for character in word if character not in wording.EMPTY]
        if len(telling) == 1:
            return _unit(telling[0], tag)
    return _unit(word, tag, _shares(word))


def _unit(word: str, tag: str, others: tuple[str, ...] = ()) -> Unit:
    others = others or _short_name(word, tag)
    sort, weight = next(((s, w) for t, s, w in _CLASSES if tag.startswith(t)), ("noun", 1.0))
    if len(word) >= _COMPOUND:
        sort, weight = ("noun" if sort == "verb" else sort), max(weight, 1.0)  # 企业开办 is a matter, not an act
    return Unit(word, others, min(weight, _weight(word)), sort)


def _short_name(word: str, tag: str) -> tuple[str, ...]:
    """安岳 for 安岳县, a part of the region whose document tells of it."""
    return (word[:-1],) if tag == "ns" and len(word) > _PAIR and word[-1] in "省市县区旗州盟" else ()


def _with_suffixes(words: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """床位 and 费 are 床位费, 上岗 and 率要 上岗率: what a suffix makes of a noun is another thing."""
    joined: list[tuple[str, str]] = []
    for word, tag in words:
        suffix, rest = word[0], word[1:]
        if joined and len(joined[-1][0]) > 1 and suffix in _SUFFIXES and (not rest or rest in wording.EMPTY):
            joined[-1] = (joined[-1][0] + suffix, "n")
        else:
            joined.append((word, tag))
    return joined


def _groups(words: Sequence[tuple[str, str]], said: str) -> list[list[tuple[str, str]]]:
    """The words one by one; neighbouring ones that are not said, with single characters beside them, together."""
    groups: list[list[tuple[str, str]]] = []
    doubtful = False
    for word, tag in words:
        unclear = bool(said) and (word not in said or len(word) == 1) and not _is_function_word(tag)
        if unclear and doubtful:
            groups[-1].append((word, tag))
        else:
            groups.append([(word, tag)])
        doubtful = unclear
    return groups


def _is_function_word(tag: str) -> bool:
    return any(tag.startswith(t) and not weight for t, _, weight in _CLASSES)


def _cut_anew(group: Sequence[tuple[str, str]], classes: Classes, said: str) -> list[Unit]:
    """The stretches of a group of words that the documents have; the words themselves where they have none, or only across
    their own words (人单 of 申请人单身 in 法人单位)."""
    tags = dict(group)
    pieces = _as_said("".join(word for word, _ in group), said)
    new = [piece for piece in pieces if piece in said and len(piece) > 1 and piece not in tags]
    if not all(_is_cut_so(piece, classes, said) for piece in new) or not any(p in said and len(p) > 1 for p in pieces):
        return [_unit(word, tag, _shares(word)) for word, tag in group]
    bare = [piece if piece in tags else (piece.strip(_NOTHING) or piece) for piece in pieces]
    return [_unit(piece, tags.get(piece, "n"), _shares(piece)) for piece in bare]


def _is_cut_so(piece: str, classes: Classes, said: str) -> bool:
    """Whether the documents have words that begin and end where the stretch does, at one of its first places."""
    at = -1
    for _ in range(_PLACES):
        at = said.find(piece, at + 1)
        if at < 0:
            return False
        start = max(0, at - _AROUND)
        ends, place = {0}, 0
        for word, _tag in classes(said[start : at + len(piece) + _AROUND]):
            place += len(word)
            ends.add(place)
        if {at - start, at - start + len(piece)} <= ends:
            return True
    return False


def _as_said(text: str, said: str) -> list[str]:
    """The longest stretches that the documents have; what is left between them without words that carry nothing."""
    length = next((n for n in range(len(text), 1, -1) for i in range(len(text) - n + 1) if text[i : i + n] in said), 0)
    if not length:
        bare = text.strip(_NOTHING)
        return [bare] if bare else []
    start = next(i for i in range(len(text) - length + 1) if text[i : i + length] in said)
    left, right = text[:start], text[start + length :]
    return [
        *(_as_said(left, said) if left else []),
        text[start : start + length],
        *(_as_said(right, said) if right else []),
    ]


def _shares(word: str) -> tuple[str, ...]:
    """达标率 is 达标比例 and 达标占比."""
    match = re.fullmatch(r"([一-龥]{2,})(率|比例|占比|比重)", word)
    return tuple(match[1] + end for end in ("率", "比例", "占比", "比重") if end != match[2]) if match else ()


def _weight(word: str) -> float:
    if word in wording.EMPTY:
        return 0.0
    if word in wording.OF_THE_KIND or (
        not variants(word)
        and any(_says_kind(word[:i]) and _says_kind(word[i:]) and len(word) > _PAIR for i in range(1, len(word)))
    ):
        return 0.2
    if word in wording.GENERIC:
        return 0.6
    return 0.4 if len(word) == 1 else 1.0


def _says_kind(word: str) -> bool:
    return word in wording.OF_THE_KIND or word in wording.EMPTY


def _numbers(text: str) -> tuple[str, ...]:
    """Other ways to write a number: 五成 is 50%, 三年 is 3年."""
    share = re.fullmatch(r"(.+)成|百分之(.+)", text)
    if share:
        value = numerals.parse(share[1] or share[2])
        return () if value is None else (f"{_plain(value * 10 if share[1] else value)}%",)
    match = re.fullmatch(r"(\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)\s?(\D+)", text)
    value = numerals.parse(match[1]) if match else None
    if match is None or value is None:
        return ()
    spelt = {1: "一", 2: "两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九", 10: "十"}
    others = [f"{_plain(value)}{match[2]}"] + ([spelt[int(value)] + match[2]] if value in spelt else [])
    return tuple(other for other in others if other != text)


def _plain(value: float) -> str:
    return str(numerals.tidy(float(value)))
