"""Full names of bodies within a region: 市教育局 in a document of 淄博市 is 淄博市教育局, 县教委 its 教育委员会."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from policyqa.model import Region
from policyqa.zh import regions

# Customary short forms at the end of a name; the long forms are those that local governments bear.
_LONG_FORMS = (
    ("发改委", "发展和改革委员会"), ("发展改革委", "发展和改革委员会"), ("教委", "教育委员会"), ("教体局", "教育和体育局"),
    ("教科局", "教育科技局"), ("人社局", "人力资源和社会保障局"), ("人社厅", "人力资源和社会保障厅"), ("住建局", "住房和城乡建设局"),
    ("住房城乡建设局", "住房和城乡建设局"), ("住房城乡建设厅", "住房和城乡建设厅"), ("人力资源社会保障局", "人力资源和社会保障局"),
    ("人力资源社会保障厅", "人力资源和社会保障厅"), ("卫健委", "卫生健康委员会"), ("卫生健康委", "卫生健康委员会"),
    ("卫健局", "卫生健康局"), ("工信局", "工业和信息化局"), ("工信厅", "工业和信息化厅"), ("文旅局", "文化和旅游局"),
    ("文旅广电局", "文化旅游广电局"), ("文广局", "文化广电局"), ("市场监管局", "市场监督管理局"), ("医保局", "医疗保障局"),
    ("审批服务局", "行政审批服务局"), ("金融办", "金融工作办公室"), ("自规局", "自然资源和规划局"), ("编办", "机构编制委员会办公室"),
    ("国资委", "国有资产监督管理委员会"), ("残联", "残疾人联合会"), ("妇联", "妇女联合会"),
    ("文联", "文学艺术界联合会"), ("科协", "科学技术协会"), ("管委会", "管理委员会"),
)  # fmt: skip
_REMEMBERED = 8192  # names whose long form is kept in mind
_HEAD = re.compile(r"^(?:自治区|[省市县区旗州])(?=[一-龥]{2})(?![级直、(])")
_YOUTH_LEAGUE = re.compile(r"^团([省市县区旗州])委$")


def full_name(name: str, region: Region | None) -> str | None:
    """None where the name stands for a class (各区县) or the region does not have the level that it speaks of."""
    form = _long_form(name)
    if form is None or not form.level:
        return None if form is None else form.behind
    owner = _owner(form.level, region.path) if region else None
    return form.before + owner + form.behind if owner else None


class _LongForm(NamedTuple):
    """A name with customary words in full; where it begins with a level, its owner's name stands between the parts."""

    level: str
    before: str
    behind: str


@lru_cache(_REMEMBERED)
def _long_form(name: str) -> _LongForm | None:
    if name.startswith(("各", "有关", "相关", "其他")):
        return None
    league = _YOUTH_LEAGUE.match(name)
    if league:
        return _LongForm(league[1], "共青团", "委员会")
    expanded = _expanded(name)
    head = _HEAD.match(expanded)
    if head:
        return _LongForm(head[0], "", expanded[head.end() :])
    return _LongForm("", "", expanded) if expanded != name else None


# Offices that a list names without their level: 省商务厅、发展改革委; not those of a place (宁东市场监管局) or of the state.
_OFFICE = re.compile(
    r"(?![各有相其全国人中])(?!.{0,5}(?:[省县州旗盟]|市(?![场政])|区(?!域)))[一-龥]{2,12}(?:局|厅|委|办)"
)
_LEVEL = re.compile(r"(?:自治区|[省市县区旗州])(?=[一-龥]{2})(?![级直])")


@lru_cache(_REMEMBERED)
def level_of(name: str) -> str | None:
    """The level that a name begins with: 省 of 省商务厅."""
    found = _LEVEL.match(name)
    return found[0] if found else None


def with_level(name: str, level: str | None) -> str:
    """An office without a level, in a list after one that has it, is of the same level."""
    if level is None or level_of(name) or not _OFFICE.fullmatch(name) or _of_a_place(name):
        return name
    return level + name


@lru_cache(_REMEMBERED)
def _of_a_place(name: str) -> bool:
    """昆明供电局, 上海海事局: a division's name without its level stands at the head."""
    return any(regions.resolve(name[:size] + level) for size in (2, 3) for level in "省市县区")


def _expanded(name: str) -> str:
    for short, full in _LONG_FORMS:
        if name.endswith(short) and not name.endswith(full):
            return name[: -len(short)] + full
    return name


@lru_cache(_REMEMBERED)
def _owner(level: str, path: tuple[str, ...]) -> str | None:
    """The division on a region's path that the level word means."""
    fitting = [part for part in path if part.endswith(level)]
    if level == "市" and len(path) == 2 and path[0].endswith("市"):
        return path[0]
    return fitting[-1] if fitting else None
