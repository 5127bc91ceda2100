"""The title of a document: on one line or on several, with its date and number behind it or without."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate

from policyqa.model import Span
from policyqa.reading.lines import HEAD_LINES, Line
from policyqa.zh import dates
from policyqa.zh.text import fold

_GENRES = (
    "通知|意见|办法|方案|规划|计划|报告|措施|细则|条例|决定|公告|通告|要点|纲要|规定|复函|清单|制度|规程|规则|规范|若干政策|工作任务"
    "|行动|指引|指南|标准|实施意见|责任分工|条措施|举措|台账|批复|决议|通报|政策|目录|名单|函|公示"
)
_NOTE = r"\s*[(（](?:[^()（）]{0,6}(?:试行|暂行|草案|征求意见稿|修订版?|修订稿|送审稿|修正案?)[^()（）]{0,6}|\d{4}\s*[-—]\s*\d{4}\s*年?|\d{4}年版?|\d{4}版)[)）]"
_TITLE = re.compile(rf"[^。；;!！?？]*(?:{_GENRES})(?:{_NOTE})*")
# 关于… and 印发… need an end of their own (的通知): before it a line may end in a kind of document by chance.
_OPEN_ENDED = re.compile(r"关于|印发|转发|公布|发布")
_ISSUED = re.compile(rf"的[^的,、]{{0,10}}(?:{_GENRES})(?:{_NOTE})*$|[》>](?:{_NOTE})*$")
_HEAD = re.compile(r"[^。；;,，!！?？]{2,60}(?:关于|印发|转发)[^。；;!！?？]*")
_NO_TITLE = re.compile(
    r"[。；;!！]|^(?:各|市|省|县|区|有关)[^。]{2,}[:：]$|^[一二三四五六七八九十]{1,3}、|^第[一二三四五六七八九十\d]+[章节条编]"
    r"|^\([一二三四五六七八九十]{1,3}\)|^附件|^\d{4}年\d{1,2}月\d{1,2}日$|https?:|^目\s*录$|^现将|[:：]$"
)
_DATE_BEHIND = re.compile(r"\s*[(（](\d{4})年(\d{1,2})月(\d{1,2})日[)）]$")
_LIST_NUMBER = re.compile(r"^\d{1,3}\s*[.、]\s*")
_REPOSTED = re.compile(r"^[(（【\[]?转载[)）】\]]?[:：]?\s*")
_CONTINUES = re.compile(rf"的(?:{_GENRES})|[(（]\d{{4}}年|{_NOTE}")
_NOT_FIRST = re.compile(r"[)）\]】,，、“”》的日月]")
_SHARED_FILE = re.compile(r"《([^》]{6,120}?)(?:\.(?:docx?|pdf|wps|txt)[^》]{0,20})?》[^。《]{0,12}(?:会员|上传|分享)")
_ORGANISATIONS = re.compile(
    r"[一-龥()\s]{2,60}?(?:政府|办公室|办公厅|局|委员会|委|厅|部|院|处|中心|党组|领导小组|管委会|公司|总队|分局|海关|支行|协会|法院"
    r"|检察院|指挥部|大队|联席会议|会|办|总局)"
)
_SHARED_LINES = 6  # in which a sharing site names the file
_MOST_LINES = 8
_LONGEST_LINE, _LONGEST = 130, 220  # characters
_LEAST = 6
_LONGEST_OFFICE = 20


def find(text: str, head: Sequence[Line], labelled: Mapping[str, str]) -> tuple[str | None, set[Span]]:
    """The title and the lines that repeat it: a labelled one, a shared file's name, else the first line like one."""
    found = labelled.get("title")
    used: set[Span] = set()
    for line in head[:_SHARED_LINES]:
        shared = _SHARED_FILE.search(line.span.of(text))
        if shared:
            found, used = found or shared[1], used | {line.span}
    for index in range(len(head)):
        joined, spans = _joined(text, head, index)
        if joined is None or head[index].span in used:
            continue
        if found is None or _same(found, joined):
            found = found or joined
            used |= spans
        elif _TITLE.fullmatch(fold(joined)) and "," not in fold(joined) and not _has_begun(head[:index]):
            used |= spans
    return found, used


def _has_begun(above: Sequence[Line]) -> bool:
    """Whether the text of the document stands above: what looks like a title then heads a part of it."""
    return any(line.text.endswith("。") for line in above)


def _joined(text: str, head: Sequence[Line], index: int) -> tuple[str | None, set[Span]]:
    """The title that begins on a line: the shortest run of lines that is complete, else the shortest like one."""
    if _NOT_FIRST.match(head[index].text):
        return None, set()
    run = _run(text, head, index)
    joins = list(accumulate(run))
    if not run:
        return None, set()
    best = 0
    for count, joined in enumerate(joins, start=1):
        if count == 2 and not best and not _begins(joins[0]):
            break
        behind = head[index + count].text if index + count < len(head) else ""
        if _is_complete(joined) and not (_CONTINUES.match(behind) and count < len(joins)):
            best = count
            break
        best = best or (count if _is_title(joined) else 0)
    if not best and "关于" in run[0] and "《" in run[0] and _HEAD.fullmatch(fold(run[0])):
        best = 1  # a title that its source cuts off
    return (joins[best - 1], {line.span for line in head[index : index + best]}) if best else (None, set())


def _run(text: str, head: Sequence[Line], index: int) -> list[str]:
    """The lines from here on that may belong to one title."""
    found: list[str] = []
    for line in head[index : index + _MOST_LINES]:
        if len(line.text) > _LONGEST_LINE or _NO_TITLE.search(line.text) or sum(map(len, found)) > _LONGEST:
            break
        found.append(line.span.of(text).strip())
    return found


def _is_title(joined: str) -> bool:
    bare = _DATE_BEHIND.sub("", fold(joined))
    is_number = re.fullmatch(r"\S+[\[(]\d{4}[\])]\S*号", bare)
    return (
        len(bare) >= _LEAST and not is_number and bare.count("《") == bare.count("》") and bool(_TITLE.fullmatch(bare))
    )


def _is_complete(joined: str) -> bool:
    """Whether nothing is missing at the end: 关于印发…方案 wants 的通知."""
    folded = fold(joined)
    bare = _DATE_BEHIND.sub("", folded)
    if bare != folded and len(bare) >= _LEAST:
        return bare.count("《") == bare.count("》")
    return _is_title(joined) and (not _OPEN_ENDED.search(bare) or bool(_ISSUED.search(bare)))


def _begins(line: str) -> bool:
    folded = fold(line)
    bare = _LIST_NUMBER.sub("", folded)
    return bool(_HEAD.fullmatch(bare) or _ORGANISATIONS.fullmatch(bare) or bare != folded or "《" in bare)


def _same(a: str, b: str) -> bool:
    return bool(plain(a)) and (plain(a) in plain(b) or plain(b) in plain(a))


def plain(text: str | None) -> str:
    """The words of a title alone, to compare two."""
    return re.sub(r"[\s《》“”\"〈〉()-]", "", fold(text or ""))


def tidy(title: str | None) -> str | None:
    """Without the number of a list before it, the date behind it, and 转载."""
    if not title:
        return None
    end = _DATE_BEHIND.search(fold(title))
    title = _REPOSTED.sub("", title[: end.start()] if end else title)
    number = _LIST_NUMBER.match(fold(title))
    return title[number.end() if number else 0 :].strip() or None


def date_behind(title: str | None) -> date | None:
    """The date in brackets that collections put behind a title: …的通知（2023年5月8日）."""
    match = _DATE_BEHIND.search(fold(title or ""))
    return dates.make(int(match[1]), int(match[2]), int(match[3])) if match else None


def inner(title: str | None, all_lines: Sequence[Line]) -> set[Span]:
    """The lines that repeat the name of the plan which a notice issues (印发《…》的通知)."""
    issued = re.search(r"(?:印发|转发|公布|发布)(.+?)(?:的(?:通知|公告|函))?$", plain(title))
    name = plain(issued[1]) if issued else ""
    if len(name) < _LEAST:
        return set()
    return {line.span for line in all_lines[: 3 * HEAD_LINES] if len(line.text) > 3 and _names(plain(line.text), name)}


def _names(line: str, name: str) -> bool:
    """Whether a line is the name or a part of it, or the name with its office before it."""
    return line in name or (line.endswith(name) and len(line) <= len(name) + _LONGEST_OFFICE)
