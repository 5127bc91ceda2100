"""Administrative divisions (行政区划): official names, six-digit codes and parents; longest match, no guesses.

`data/divisions.tsv` lists code and name of every province, prefecture and county, from the official code table;
`data/former_names.tsv` the names that a division bore before it became a city or a district (撤县设区), the name of today, its
parent and the year.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from policyqa.model import Region

_SUFFIX = re.compile(r"[省市县区旗州盟]")
_LONGEST = 15
_DECIDING = 2  # mentions of a parent in a text that decide between places of one name
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土"
    "|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|京|独龙|鄂伦春|门巴|珞巴|基诺"
)
_AUTONOMY = re.compile(rf"(?:各族|(?:(?:{_PEOPLES})族?)+)自治([州县旗])$")
_AUTONOMOUS = {
    "内蒙古自治区": ("内蒙古", "内蒙"),
    "广西壮族自治区": ("广西", "广西自治区"),
    "西藏自治区": ("西藏",),
    "宁夏回族自治区": ("宁夏", "宁夏自治区"),
    "新疆维吾尔自治区": ("新疆", "新疆自治区"),
}


# Names that are common nouns too, or verbs before a level (会同县教育局).
_GENERIC = frozenset(("城区", "郊区", "矿区", "会同县", "城中区", "市中区", "新城区", "开发区"))
_WRITTEN = re.compile(
    r"(?:关于印发|印发)?《?(?![全我本各])([一-龥]{2,5}?[省市县区旗州])(?=人民政府|委员会|关于|推[进动]|加[强快]|实施|贯彻|促进|深化|全面"
    r"|[^。]{2,40}?(?:局|委|办公室|办法|规划|方案|计划|意见|措施|报告|要点))"
)


class Division(NamedTuple):
    code: str
    name: str


@cache
def _divisions() -> dict[str, Division]:
    table = files("policyqa.zh").joinpath("data/divisions.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines())
    return {code: Division(code, name) for code, name in rows}


@cache
def _by_name() -> dict[str, list[Division]]:
    """Full names and the customary short forms (红河州) to the divisions that bear them."""
    names: dict[str, list[Division]] = defaultdict(list)
    table = _divisions()
    for division in table.values():
        city = table.get(division.code[:4] + "00", division)
        if city is not division and city.name == division.name:
            continue  # a city without districts (嘉峪关市 620201), of which the table makes a part of its own name
        for name in spellings(division.name):
            names[name].append(division)
    for former, (now, parent) in _former().items():
        names[former] += [division for division in names[now] if parent in path(division.code)[:-1]]
    return dict(names)


@cache
def _former() -> dict[str, tuple[str, str]]:
    """Names of the past to those of today and their parents: 绍兴县 is (柯桥区, 绍兴市)."""
    table = files("policyqa.zh").joinpath("data/former_names.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines())
    return {former: (now, parent) for former, now, parent, _ in rows}


def former(*texts: str) -> tuple[str, str] | None:
    """The first name of the past that a text begins its places with, and the name of today: (绍兴县, 柯桥区)."""
    for text in texts:
        chain = _leading_chain(text)
        if chain and chain[-1] in _former():
            return chain[-1], _former()[chain[-1]][0]
    return None


def spellings(name: str) -> list[str]:
    """The full name of a division first, then the customary ones (红河州)."""
    if "自治" not in name:
        return [name]
    spellings = [name, *(s for s in _AUTONOMOUS.get(name, ()) if s.endswith("区"))]
    autonomy = _AUTONOMY.search(name, 2)
    if autonomy:
        spellings.append(name[: autonomy.start()] + autonomy[1])
    return spellings


def names() -> tuple[str, ...]:
    """Every name of a division, full or customary, in the order of the codes."""
    return tuple(_by_name())


def path(code: str) -> tuple[str, ...]:
    """Names from the province down to the division itself: 500236 is (重庆市, 奉节县)."""
    table = _divisions()
    codes = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
    return tuple(table[c].name for c in codes if c in table)


def region(division: Division) -> Region:
    return Region(name=division.name, code=division.code, path=path(division.code))


def mentions(text: str) -> list[tuple[int, str]]:
    """Every division name in the text with the offset at which it begins; the longest name wins at its end."""
    names = _by_name()
    found: list[tuple[int, str]] = []
    for match in _SUFFIX.finditer(text):
        end = match.end()
        for start in range(max(0, end - _LONGEST), end - 1):
            name = text[start:end]
            if name in names and not (start and len(name) == 2 and name in _former()):
                found.append((start, name))
                break
    return found


def resolve(name: str, context: str = "") -> Region | None:
    """The division of that name; of several (鼓楼区), the one whose parent the context names, else one without code.

    A name that no division bears gives None.
    """
    candidates = _by_name().get(name)
    if not candidates:
        return None
    if len(candidates) > 1:
        named = [d for d in candidates if any(_mentioned(p, context) for p in path(d.code)[:-1])]
        candidates = named or candidates
        if len({d.code for d in candidates}) > 1:
            return Region(name=name)
    return region(candidates[0])


def decided(name: str, text: str) -> Region | None:
    """Of several divisions of one name (鼓楼区), the one whose parents the text names, and names no other's.

    A province's name counts only where the text names none of the other candidates' provinces.
    """
    candidates = {division.code: division for division in _by_name().get(name, ())}
    named = [d for d in candidates.values() if any(text.count(p) >= _DECIDING for p in path(d.code)[:-1])]
    others = [d for d in candidates.values() if d not in named and any(p in text for p in path(d.code)[:-1])]
    return region(named[0]) if len(named) == 1 and not others else None


def _mentioned(parent: str, context: str) -> bool:
    stems = (parent, *_AUTONOMOUS.get(parent, ()), *spellings(parent)[1:])
    return any(stem in context for stem in stems) or (len(parent) > 2 and parent[:-1] in context)


def spoken_for(*texts: str, context: str = "") -> Region | None:
    """The most specific division that the first of the texts to name one speaks for (广州市天河区… is 天河区)."""
    for text in texts:
        chain = _leading_chain(text)
        if chain and chain[-1] not in _GENERIC:
            return resolve(chain[-1], "".join(chain[:-1]) + context)
        province = next((full for full, short in _AUTONOMOUS.items() if any(s in text for s in short)), None)
        if province:
            return resolve(province)
    return None


def _leading_chain(text: str) -> list[str]:
    """The first division named and those that follow it without a gap: 广东省 广州市 天河区."""
    chain: list[str] = []
    end = 0
    for start, name in mentions(text):
        if not _stands_free(text, start, name):
            continue
        if chain and start != end:
            break
        chain.append(name)
        end = start + len(name)
    return chain


def most_frequent(text: str) -> Region | None:
    """The division that the text names most often, at least twice and more often than any other."""
    counted = Counter(name for start, name in mentions(text) if _stands_free(text, start, name)).most_common(2)
    if not counted or counted[0][1] < 2 or (len(counted) > 1 and counted[1][1] == counted[0][1]):
        return None
    return resolve(counted[0][0], text)


def _stands_free(text: str, start: int, name: str) -> bool:
    """Whether a short name is no part of other words: 建成县级, 振兴县域, 会同县教育局 name no county."""
    if name in _GENERIC:
        return False
    return len(name) > 2 or start == 0 or not "一" <= text[start - 1] <= "龥" or text[start - 1] in "省市州"


def cut(name: str, text: str) -> Region | None:
    """The one division whose name ends with what a damaged title left of it (云港市 of 连云港市) and that the text names often."""
    named = [full for full in _by_name() if full != name and full.endswith(name) and text.count(full[:-1]) >= _DECIDING]
    return resolve(named[0], text) if len(named) == 1 else None


def as_written(*texts: str) -> Region | None:
    """The place that the first of the texts to begin with one speaks for, though no code table lists it."""
    for text in texts:
        match = _WRITTEN.match(text)
        if match:
            return Region(name=match[1])
    return None
