"""Indicators by one name, as a table that people can read and edit: data/indicators.tsv.

A line holds the canonical name, then its aliases, separated by tabs; `#` begins a comment. Definitions that differ
(毛 and 净, 巩固率 and 入学率, 城镇 and 农村) stand on lines of their own and are never merged.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from policyqa.model import Comparator, Record, Target
from policyqa.zh.synonyms import canonical as common_words
from policyqa.zh.text import fold

Measured = Literal["level", "increase", "growth", "coverage"]


class Canonical(Record, frozen=True, kw_only=True):
    """What is counted, under one name.

    `measured`: a level reached (达到60%), an increase by an amount or by points (提高3个百分点, 新增100个), growth by a
    share of what was (增长8%), or coverage (覆盖率, 全覆盖). `dimension` is what the unit measures: 名, 人 and 位 are 人,
    万元 is 元; 百分点 is not %. `known` says whether the name stands in the table.
    """

    name: str
    measured: Measured
    dimension: str
    known: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """Alike exactly where two figures may stand in one row."""
        return self.name, self.measured, self.dimension


_FILLING = re.compile(
    r"^(?:我|全|本)[省市县区旗州](?=[^\W\d_]{2})|(?:我|全|本)[省市县区旗州](?:的|范围内)?|[\s“”\"'‘’《》〈〉]|(?<=[^\W\d_])的(?=[^\W\d_])"
)
_ENUMERATION = re.compile(r"[,，]")
_OWN_LEVEL = re.compile(r"县级|区级|旗级")  # a county's own level, whatever the county is called
_COUNT = re.compile(r"(?:总数|总量|数量|个数|人数|数目|目标|规模|水平)$")
_SHARE = re.compile(r"(?:所占)?(?:的)?(?:比例|比重|比率|占比)$")
_GROWTH = re.compile(r"(?:年均|平均|年度|同比)?(?:增长率|增长速度|增长|增速|增幅|涨幅)(?:目标)?$")
_NEW = re.compile(r"^(?:净增加|净增|新增加|新增|增加)(?=[^\W\d_]{2})")
_COVERAGE = re.compile(r"覆盖(?:率|面|比例)?$|普及率$")
_POINTS = re.compile(r"百分点")
_OF = re.compile(r"\(占([^()]+)\)$")
_OF_WHOLE = re.compile(r"(?<=[^\W\d_])(占[^\W\d_]{2,})的?(?:比例|比重|比率)$")  # X占Y的比例 is X(占Y)
_HELD = re.compile(
    r"(?<=[^\W\d_]{2})(?:连续\d+年)?(?:总体|基本|继续|持续|始终)*(?:保持|维持|稳定|超过?)$"
)  # 粮食产量继续保持
# What may stand before a known name and makes another thing of it; the name of a region does not.
_QUALIFIER = re.compile(r"(?:新增|城镇|城市|农村|乡镇|县域|县级|市级|省级|国家级|区域|中心城区)+")
_REGION = re.compile(r"(?!城|地)[^\W\d_]{2,4}[省市县区旗州]")
_PEOPLE, _ITEMS = {"人", "名", "位"}, {"个", "家", "所", "座", "处", "项", "门", "间"}
_SCALE = re.compile(r"^[十百千万亿]+")


@lru_cache(50_000)
def canonical(indicator: str, unit: str = "", comparator: Comparator = "eq") -> Canonical:
    """The canonical form of an indicator in a document's words; never fails, an unknown one keeps its own name."""
    text = _plain(indicator)
    stem, measured = _measured(text, unit, comparator)
    named = _named(stem) or _named(text)
    return Canonical(
        name=named or stem, measured=measured, dimension=dimension(unit), known=named is not None
    )  # fmt: skip


def of_target(target: Target) -> Canonical:
    """The canonical indicator of a target; points are told from the quote where the unit was normalised to %."""
    points = target.comparator == "change" and target.unit == "%" and _POINTS.search(target.quote)
    return canonical(target.indicator, "百分点" if points else target.unit, target.comparator)


def dimension(unit: str) -> str:
    """What a unit measures, without its scale: 万元 is 元; 名, 位 and 人 are 人; 所, 家 and 座 are 个."""
    if "百分点" in unit:
        return "百分点"
    bare = _SCALE.sub("", fold(unit)).removeprefix("个") or fold(unit)
    if bare in _PEOPLE:
        return "人"
    return "个" if bare in _ITEMS else bare


def aliases() -> dict[str, tuple[str, ...]]:
    """The table as it stands: canonical names with their aliases, for display."""
    return dict(_table())


def _plain(indicator: str) -> str:
    text = _ENUMERATION.sub("、", _FILLING.sub("", fold(indicator)))
    return _HELD.sub("", _OF_WHOLE.sub(r"\1", _OF.sub(r"占\1", _OWN_LEVEL.sub("县级", text))))


def _measured(text: str, unit: str, comparator: Comparator) -> tuple[str, Measured]:
    """What is left of the name when the words that say how it is measured are taken off, and how it is."""
    grown = _GROWTH.search(text)
    if comparator == "change" or grown:
        points = "百分点" in unit or (unit != "%" and comparator == "change")
        return _GROWTH.sub("", text) or text, "increase" if points else "growth"
    if _COVERAGE.search(text):
        return text, "coverage"
    if _NEW.search(text):
        return text, "increase"
    return text, "level"


def _named(text: str) -> str | None:
    """The name in the table of the whole text, or of its end where only a qualifier stands before it."""
    index = _index()
    key = _key(text)
    if key in index:
        return index[key]
    for start in range(1, len(key) - 3):
        name = index.get(key[start:])
        if name and (_QUALIFIER.fullmatch(key[:start]) or _REGION.fullmatch(key[:start])):
            return name if _REGION.fullmatch(key[:start]) else key[:start] + name
    return None


@cache
def _table() -> tuple[tuple[str, tuple[str, ...]], ...]:
    lines = files("policyqa.zh").joinpath("data/indicators.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((row[0], tuple(row[1:])) for row in rows)


@cache
def _index() -> dict[str, str]:
    return {_key(word): name for name, others in _table() for word in (name, *others)}


def _key(text: str) -> str:
    """How names are looked up: common words unified, 占比 in one form, counting words off."""
    text = common_words(_plain(text))
    shared = _SHARE.sub("比例", text)
    return _COUNT.sub("", shared) or shared
