"""Who signs a document and when: the lines above a date that stands alone, and the names as the issuers write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from policyqa.model import Region, Span
from policyqa.reading.lines import Line
from policyqa.zh import dates, numerals, regions
from policyqa.zh.text import fold

_DATE = re.compile(
    r"(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*日?"
    r"|([二〇○零Ｏ一三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_ENDINGS = (
    "政府|办公室|办公厅|局|委员会|委|厅|部|院|处|中心|党组|领导小组|管委会|公司|总队|分局|海关|支行|分行|总部|协会|联合会|法院"
    "|检察院|指挥部|大队|联席会议|会|办|总局|总社|联社|银行|集团"
)
ORGANISATION = re.compile(rf"[一-龥()\s]{{2,70}}?(?:{_ENDINGS})(?:\((?:代章|章)\))?")
_ON_BEHALF = re.compile(r"\(.*代章\)")
_BEHIND = re.compile(r"[(（][^()（）]{2,}代章[)）]$")  # an office that seals for the one before it
# Two signers of one line whose gap was lost: the second begins with a level of the state.
_SECOND = re.compile(
    r"(?<=局)|(?<=厅)|(?<=委员会)|(?<=海关)|(?<=部)|(?<=办公室)|(?<=总部)|(?<=中心)|(?<=支行)|(?<=分行)|(?<=公司)"
)
_STATE = re.compile(r"(?:中国|国家|中华人民共和国|中共|共青团)")
_MOST_SIGNERS = 30
_SET_WIDE = re.compile(r"((?<!\S)[一-龥])\s+(?=[一-龥](?:\s|$))")  # 国 务 院
_LEAST_NAME = 4  # characters
_LEVEL = re.compile(
    r"(省|自治区|市|州|县|区|旗)(?!场|政务|政公|政工|政设|域)(?=(?:人民)?政府|委|府|[一-龥、()]{1,30}(?:局|厅|委|办|会|中心|处|部|院|室))"
)


class Signature(NamedTuple):
    """`names` as written, joined by 、; None where a date stands alone."""

    names: str | None = None
    day: date | None = None
    lines: frozenset[Span] = frozenset()


def find(text: str, all_lines: Sequence[Line], region_name: str | None, after: int = 0) -> Signature:
    """Organisations above a date that stands alone; a date without them counts where no other has any.

    What stands before the offset `after` (where the title is) signs another letter.
    """
    alone = Signature()
    for index, line in enumerate(all_lines):
        match = _DATE.fullmatch(line.text.strip("()[] ")) if line.span.start > after else None
        if not match or index == 0:
            continue
        signers = _signers(all_lines, index)
        if signers:
            written = ["".join(part.span.of(text).strip() for part in signer) for signer in signers]
            names = [name for signer in written for name in _names(_BEHIND.sub("", signer), region_name)]
            used = (part.span for signer in signers for part in signer)
            return Signature("、".join(names), of(match), frozenset({line.span, *used}))
        if alone.day is None and "年" in line.text:
            alone = Signature(None, of(match), frozenset({line.span}))
    return alone


def _signers(all_lines: Sequence[Line], index: int) -> list[tuple[Line, ...]]:
    """The names above the date from the top, each on a line or broken over two."""
    signers: list[tuple[Line, ...]] = []
    above = list(all_lines[max(0, index - _MOST_SIGNERS) : index])
    while above:
        line = above.pop()
        if above and (_is_broken(above[-1].text, line.text) or _is_behalf(above[-1].text, line.text)):
            signers.insert(0, (above.pop(), line))
        elif _is_name(line.text) or _ON_BEHALF.fullmatch(line.text):
            signers.insert(0, (line,))
        else:
            break
    return signers if any(not _ON_BEHALF.fullmatch("".join(part.text for part in signer)) for signer in signers) else []


def _is_behalf(upper: str, lower: str) -> bool:
    """(省发展改革委 / 某银行代章) over two lines."""
    return upper.startswith("(") and ")" not in upper and bool(_ON_BEHALF.fullmatch(upper + lower))


def _is_name(text: str) -> bool:
    return bool(ORGANISATION.fullmatch(_BEHIND.sub("", text))) and "关于" not in text


def _is_broken(upper: str, lower: str) -> bool:
    """Whether one name goes over two lines: the first begins with a place and ends in none, the second goes on with it."""
    is_whole = _is_name(upper) and not upper.endswith("社会")  # 人力资源和社会 / 保障局
    if is_whole or not _is_name(upper + lower) or re.search(r"\s", upper + lower):
        return False
    begun = regions.mentions(upper)
    return bool(begun and begun[0][0] == 0) and not lower.startswith(upper[:2]) and not regions.mentions(lower)


def _names(line: str, region_name: str | None) -> list[str]:
    """The names on one line: set apart by blanks, or run together where the gap was lost."""
    found: list[str] = []
    for part in re.split(r"\s+", _SET_WIDE.sub(r"\1", line)):
        if _ON_BEHALF.fullmatch(fold(part)):
            continue
        start = 0
        for cut in _SECOND.finditer(part):
            name, rest = part[start : cut.start()], part[cut.start() :]
            if (
                len(name) >= _LEAST_NAME
                and ORGANISATION.fullmatch(fold(name))
                and _begins_anew(name, rest, region_name)
            ):
                found.append(name)
                start = cut.start()
        if part[start:]:
            found.append(part[start:])
    return found


def _begins_anew(name: str, rest: str, region_name: str | None) -> bool:
    """Whether a second name begins: with the state, or with the place as the first does (上海市…局上海海关).

    An office of the state's in a region has the region inside its name: 国家税务总局上海市税务局.
    """
    if _STATE.match(rest):
        return True
    if _STATE.match(name):
        return False
    return rest.startswith(name[:2]) or bool(region_name and rest.startswith(region_name))


def completed(names: str | None, region: Region | None) -> str | None:
    """省政府办公厅 with its region: 广东省人民政府办公厅. A name that begins with its place stays as it is."""
    if names is None or region is None or region.code is None:
        return names
    return "、".join(_completed(name, region) for name in names.split("、"))


def _completed(name: str, region: Region) -> str:
    match = _LEVEL.match(name)
    if not match:
        return name
    place = next((part for part in reversed(region.path) if part.endswith(match[1])), None)
    if place is None:
        return name
    rest = name[match.end() :]
    return place + ("人民" if rest.startswith("政府") else "") + rest


def of(match: re.Match[str]) -> date | None:
    parts = [numerals.parse(re.sub("[○Ｏ]", "〇", part)) for part in match.groups() if part]
    year, month, day = (int(part or 0) for part in parts)
    return dates.make(year, month, day)


def days(text: str) -> Iterator[tuple[Span, date]]:
    """Every date in a text, with its place."""
    for match in _DATE.finditer(text):
        if found := of(match):
            yield Span(*match.span()), found


def day(text: str | None) -> date | None:
    """The first date in a text."""
    match = _DATE.search(fold(text)) if text else None
    return of(match) if match else None
