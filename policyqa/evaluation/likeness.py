"""When two annotators mean the same words, place, amount or span of time."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from policyqa.model import Number

_SAME_SHAPE = str.maketrans("〔【[〕】]", "((()))")
_IGNORED = re.compile(r"[\s“”\"‘’',，。;；:：、]|(?<!\d)\.|\.(?!\d)")
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_SAME_STRETCH = 0.6  # of the shorter one, that two stretches have to share without a gap
_SAME_HEAD = 1 / 3  # of the longer phrase, from which a phrase inside it stands for it


def folded(text: str | None) -> str:
    """Half width, lower case, brackets of one shape, without blanks and the punctuation that people vary."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text or "").translate(_SAME_SHAPE)).lower()


def contains(a: str | None, b: str | None) -> bool:
    """Whether one of two expressions, neither empty, holds the other."""
    first, second = folded(a), folded(b)
    return bool(first) and bool(second) and (first in second or second in first)


def same_place(a: str | None, b: str | None) -> bool:
    """Whether two stretches of a document overlap, as far as their words tell."""
    first, second = folded(a), folded(b)
    if not first or not second or contains(a, b):
        return bool(first and second)
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    shared = matcher.find_longest_match(0, len(first), 0, len(second)).size
    return shared >= _SAME_STRETCH * min(len(first), len(second))


def likeness(a: str | None, b: str | None) -> float:
    """0 to 1; at least 0.6 where the head of a phrase stands for the phrase."""
    first, second = folded(a), folded(b)
    if not first or not second:
        return 0.0
    share = min(len(first), len(second)) / max(len(first), len(second))
    if share >= _SAME_HEAD and (first in second or second in first):
        return max(0.6, share)
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def amount(value: Number | None, unit: str | None) -> tuple[float | None, str]:
    """A value in the bare unit: 86 万人 is 860000 人, 3 个百分点 is 3 %, 6 个学分 is 6 学分."""
    bare = folded(unit)
    if bare in ("百分点", "个百分点"):
        bare = "%"
    scale = 1
    while bare and bare[0] in _SCALES:
        scale *= _SCALES[bare[0]]
        bare = bare[1:]
    if len(bare) > 1:
        bare = bare.removeprefix("个")
    return (None if value is None else float(f"{float(value) * scale:.10g}")), bare


def duration(value: str | None) -> str | None:
    """An ISO 8601 duration with weeks in days and years in months, so that P1Y is P12M."""
    if value is None:
        return None
    days = re.sub(r"(\d+)W", lambda week: f"{7 * int(week[1])}D", value)
    return re.sub(r"(\d+)Y", lambda year: f"{12 * int(year[1])}M", days)
