"""What a question asks for: of which regions, for which year, what kind of answer, of what measure, and about what."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from policyqa.answering import wording
from policyqa.answering.places import Named, Places
from policyqa.answering.wording import Measure, QuestionKind
from policyqa.zh import dates, numerals
from policyqa.zh.synonyms import listed, variants
from policyqa.zh.text import fold

_LONGEST = 400  # characters of a question that are read
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)\s?年?(?:底|末|当年|前|之前|以前|以内)?")
_PLAN = re.compile(r"([一二三四五六七八九十]{1,3}五)(?=[”\"]?(?:时期|期间|规划|末|期末|[^一-龥]|[一-龥]))")
_PLAN_END = re.compile(r"([一二三四五六七八九十]{2,3}五)[”\"]?(?:期?末)")
_THIS_YEAR = re.compile(r"今年|本年度?|当年")
_OFTEN = re.compile(
    r"(?:每|隔)?([一二两三四五六七八九十\d]*)\s?个?(半年|年|学期|季度|月|周|天)(?:举办|开展|召开|组织|办|开|搞|做|评|来|更新)?(?:至少)?一?(?:次|回|届|遍)"
    r"|每([一二两三四五六七八九十\d]*)\s?个?(半年|年|学期|季度|月|周|天)(?=或|、|和|要|都|举办|开展|召开|组织|办|做)"
)
_NUMBER = re.compile(
    r"(?<!第)(?:百分之[一二两三四五六七八九十百点]+|(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)\s?(?:成|%|万元|亿元|元|年|个月|个工作日|工作日|周岁|岁|名|人|个|项|家|所|平方米))"
)
_CHINESE_WORD = re.compile(r"[一-龥]+|[A-Za-z][A-Za-z0-9+.-]*|\d+(?:\.\d+)?%?")


_QUOTED = re.compile(r"[“\"「『《<]([^“”\"「」『』《》<>]{2,20})[”\"」』》>]")
_ASIDE = re.compile(r"\([^()]*\)")
_WHICH_ONES = re.compile(r"哪几.")
_SUFFIXES = "费率额量金"
_QUOTE_WEIGHT, _ASIDE_WEIGHT = 1.5, 0.3


class Unit(NamedTuple):
    """A word of the question with the words that may stand for it; `weight` is 1 for a word that carries content."""

    text: str
    others: tuple[str, ...] = ()
    weight: float = 1.0

    @property
    def words(self) -> tuple[str, ...]:
        return (self.text, *self.others)


class Question(NamedTuple):
    """`units` are the words of the question without region names, years and the forms of asking."""

    text: str
    kind: QuestionKind
    places: Places
    years: tuple[int, ...]
    this_year: bool
    plan_end: bool
    frequencies: tuple[str, ...]
    measures: tuple[Measure, ...]
    units: tuple[Unit, ...]
    rest: str

    @property
    def regions(self) -> tuple[Named, ...]:
        return self.places.named

    def unsaid(self, said: str) -> list[str]:
        """The words that the documents do not say, nor any that may stand for them."""
        return [unit.text for unit in self.units if not any(word in said for word in unit.words)]

    @property
    def about(self) -> str:
        """The words to search with, synonyms included."""
        return " ".join(word for unit in self.units for word in unit.words)


def understand(
    text: str, places: Callable[[str], Places], segment: Callable[[str], Sequence[str]], said: str = ""
) -> Question:
    """`places` finds the regions in a text, `segment` cuts it into words.

    `said` is what the documents found say: a stretch that the segmenter cut otherwise (里缓 缴) is cut as they have it.
    """
    folded = fold(text[:_LONGEST]).strip()
    named = places(folded)
    rest = wording.EXCLUSION.sub("", named.rest)
    years = tuple(dict.fromkeys(int(year) for year in _YEAR.findall(rest))) or _plan_end(rest)
    frequencies = _frequencies(rest)
    kind: QuestionKind = next((kind for kind, pattern in wording.KINDS if pattern.search(rest)), "open")
    if len(named.named) > 1 and kind != "list":
        kind = "compare"
    content = _YEAR.sub(" ", _PLAN_END.sub(" ", rest))
    if frequencies and kind == "list":
        content = _OFTEN.sub(" ", content)
    counted = _WHICH_ONES.sub(" ", rest)
    measures = tuple(measure for measure, asked, _ in wording.MEASURES if asked.search(counted))
    return Question(
        text=text, kind=kind, places=named, years=years, this_year=bool(_THIS_YEAR.search(rest)) and not years,
        plan_end=bool(_PLAN_END.search(rest)), frequencies=frequencies, measures=measures[:1],
        units=tuple(_units(content, segment, said)), rest=rest,
    )  # fmt: skip


def _plan_end(text: str) -> tuple[int, ...]:
    """The last year of a five-year plan whose end the question names (“十四五”末)."""
    match = _PLAN_END.search(text)
    years = dates.plan_years(match[1]) if match else None
    return (years[1],) if years else ()


def _frequencies(text: str) -> tuple[str, ...]:
    found = []
    for match in _OFTEN.finditer(text):
        count, unit = (match[1], match[2]) if match[2] else (match[3], match[4])
        number = 0.5 if unit == "半年" else numerals.parse(count or "1")
        length = dates.duration(float(number), "年" if unit == "半年" else unit) if number else None
        if length:
            found.append(length)
    return tuple(dict.fromkeys(found))


def _units(text: str, segment: Callable[[str], Sequence[str]], said: str) -> list[Unit]:
    """Numbers and the words of the synonym tables as they stand, the rest cut into words, each once."""
    found: dict[str, Unit] = {}
    for quoted in _QUOTED.findall(text):
        if not said or quoted in said:
            found[quoted] = Unit(quoted, (), _QUOTE_WEIGHT)
            text = text.replace(quoted, " ")
    asking = wording.ASKING.sub(" ", text)
    for part in _parts(asking, _NUMBER):
        if _NUMBER.fullmatch(part):
            found.setdefault(part, Unit(part, _numbers(part)))
            continue
        for word in _parts(part, listed()):
            if variants(word):
                found.setdefault(word, Unit(word, variants(word), _weight(word)))
            else:
                found.update(
                    (w, Unit(w, _shares(w), _weight(w))) for w in _words(word, segment, said) if w not in found
                )
    aside = "".join(_ASIDE.findall(text))
    return [
        unit._replace(weight=min(unit.weight, _ASIDE_WEIGHT)) if unit.text in aside else unit
        for unit in found.values()
        if unit.weight
    ]


def _parts(text: str, pattern: re.Pattern[str]) -> list[str]:
    """The text cut before and after each match."""
    parts, last = [], 0
    for match in pattern.finditer(text):
        parts += [text[last : match.start()], match[0]]
        last = match.end()
    return [part.strip() for part in (*parts, text[last:]) if part.strip()]


def _words(text: str, segment: Callable[[str], Sequence[str]], said: str) -> list[str]:
    """The longest words that the segmenter makes of a text; where the documents have other ones, theirs."""
    words: list[str] = []
    for run in _CHINESE_WORD.findall(text):
        cut = list(segment(run)) or [run]
        whole = _with_suffixes([w for w in cut if not any(w != other and w in other for other in cut)])
        words += [piece for group in _groups(run, whole, said) for piece in group]
    return words


def _with_suffixes(words: Sequence[str]) -> list[str]:
    """床位 and 费 are 床位费, 上岗 and 率要 上岗率: what a suffix makes of a noun is another thing."""
    joined: list[str] = []
    for word in words:
        suffix, rest = word[0], word[1:]
        if joined and len(joined[-1]) > 1 and suffix in _SUFFIXES and (not rest or rest in wording.EMPTY):
            joined[-1] += suffix
        else:
            joined.append(word)
    return joined


def _groups(run: str, words: Sequence[str], said: str) -> list[list[str]]:
    """The words of a run; neighbouring ones that are not said, with single characters beside them, cut anew."""
    if not said or all(word in said for word in words):
        return [[word] for word in words]
    groups: list[list[str]] = []
    doubtful = ""
    end = 0
    for word in words:
        start = run.find(word, end)
        joined = start == end
        end = start + len(word) if start >= 0 else end
        if word not in said or len(word) == 1:
            doubtful, flushed = (doubtful + word, "") if joined else (word, doubtful)
        else:
            flushed, doubtful = doubtful, ""
        groups += [_as_said(flushed, said)] if flushed else []
        groups += [] if doubtful else [[word]]
    return [*groups, _as_said(doubtful, said)] if doubtful else groups


def _as_said(text: str, said: str) -> list[str]:
    """The longest stretches that the documents have; what is left between them without words that carry nothing."""
    length = next((n for n in range(len(text), 1, -1) for i in range(len(text) - n + 1) if text[i : i + n] in said), 0)
    if not length:
        bare = text.strip("".join(word for word in wording.EMPTY if len(word) == 1))
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
    if word in wording.OF_THE_KIND or any(_says_kind(word[:i]) and _says_kind(word[i:]) for i in range(1, len(word))):
        return 0.2
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
