"""What a document says of itself: title, number, issuer, dates, region; and which lines say it (the frame)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from policyqa.language import say
from policyqa.model import Metadata, Problem, Region, Span
from policyqa.zh import dates, numerals, regions
from policyqa.zh.text import fold, lines

_LABELS = {
    "title": ("名称", "标题", "公文名称", "信息名称", "政策标题", "政策名称", "政策名", "文件名称"),
    "index_number": ("索引号", "索引"),
    "doc_number": ("发文字号", "文号", "文件编号", "发文文号"),
    "publisher": ("发布机构", "发文机关", "发文机构", "发文单位", "制定机关"),
    "issued": ("成文日期", "发文日期", "生成日期", "印发日期"),
    "published": ("发布日期", "公开日期", "发布时间", "日期", "时间"),
    "topic": ("主题分类", "主题词", "分类"),
    "validity": ("有效性", "时效", "效力状态"),
    "other": (
        "体裁分类",
        "组配分类",
        "来源",
        "链接",
        "原文链接",
        "主题",
        "关键词",
        "索引码",
        "信息来源",
        "正文",
        "浏览次数",
        "点击",
    ),
}
_BY_LABEL = {label: field for field, labels in _LABELS.items() for label in labels}
_LABEL = "|".join(r"\s*".join(label) for label in sorted(_BY_LABEL, key=len, reverse=True))
_FIELD = re.compile(rf"[\[【]?\s*({_LABEL})\s*[\]】]?\s*(?:[:：]\s*(?P<value>.*)|$)")

_GENRES = (
    "通知|意见|办法|方案|规划|计划|报告|措施|细则|条例|决定|公告|通告|要点|纲要|规定|复函|清单|制度|规程|规则|规范|若干政策|工作任务"
    "|行动|指引|指南|标准|实施意见|责任分工|条措施|台账|批复|决议|通报|政策|目录|名单"
)
_TRAILING = r"(?:\s*[(（](?:试行|暂行|草案|征求意见稿|修订版?|修订稿|送审稿|草案征求意见稿|草案送审稿|\d{4}\s*[-—]\s*\d{4}\s*年?|\d{4}年)[)）])*"
_TITLE = re.compile(rf"[^。；;!！?？]*(?:{_GENRES}){_TRAILING}$")
_TITLE_HEAD = re.compile(r"[^。；;,，!！?？]{2,60}(?:关于|印发)[^。；;!！?？]*$")
_NO_TITLE = re.compile(
    r"[。；;!！]|^(?:各|市|省|县|区|有关)[^。]{2,}[:：]$|^[一二三四五六七八九十]{1,3}、|^第[一二三四五六七八九十\d]+[章节条编]|^\([一二三四五六七八九十]{1,3}\)"
    r"|^附件|^\d{4}年\d{1,2}月\d{1,2}日$"
)
_TITLE_DATE = re.compile(r"\s*[(（](\d{4})年(\d{1,2})月(\d{1,2})日[)）]$")
_LIST_NUMBER = re.compile(r"^\d{1,3}\s*[.、]\s*")
_SHARED_FILE = re.compile(
    r"《([^》]{6,120}?)(?:\.(?:docx?|pdf|wps|txt)[^》]{0,20})?》[^。《]{0,12}(?:会员|上传|分享|提供)"
)
_DOC_NUMBER = re.compile(r"[\[(【]?([一-龥]{1,14}\s?[\[(【]\d{4}[\])】]\s?(?:第\s?)?\d{1,5}\s?号)[\])】]?")
_DATE = re.compile(
    r"(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*日?"
    r"|([二〇○零一三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_ORGANISATION = re.compile(
    r"[一-龥()\s]{2,60}?(?:政府|办公室|办公厅|局|委员会|委|厅|部|院|处|中心|党组|领导小组|管委会|公司|总队|分局|海关|支行|协会|法院"
    r"|检察院|指挥部|大队|联席会议|会|办|总局)$"
)
_ADDRESSEES = re.compile(r"^(?:各|市|省|县|区|有关|机关)[^。]{2,}[:：]$")
_FRAME = re.compile(
    r"^[(（\[]?(?:此件|信息公开|公开方式|公开属性|主动公开|联系人|联系电话|邮箱|电话|抄送|附件\s*\d*[:：].|特此通知|（?可从)"
    r"|法宝引证码|^\[?【法宝|^来源[:：]|^原文链接|^索引号|办公室\s*\d{4}年\d{1,2}月\d{1,2}日印发$"
)
_REPORT = re.compile(r"(?:(\d{4})年)?([一-龥]{2,12}?[省市县区旗州])?政府工作报告")
_SPEECH = re.compile(r"^-*\s*.{0,4}[\d二]\S{3,12}日在.{4,60}(?:会议|大会)上$")
_CONGRESS = re.compile(r"日在([一-龥]{2,12}?[省市县区旗州])第?[^,。]{1,8}届人民代表大会")
_PERIOD = re.compile(r"(\d{4})\s*年?\s*[-~至到]\s*(\d{4})\s*年?")
_ONE_YEAR = re.compile(r"(\d{4})年")
_NATIONAL = re.compile(r"国务院|中共中央|全国|国家|.{2,12}部(?:办公厅)?关于")
_HEAD_LINES = 40
_TITLE_LINES = 8


class Reading(NamedTuple):
    """Metadata, the lines that belong to the letter's frame, and what had to be guessed."""

    metadata: Metadata
    front: tuple[Span, ...]
    problems: tuple[Problem, ...]


class _Line(NamedTuple):
    span: Span
    text: str


def read(text: str, fields: Mapping[str, str]) -> Reading:
    """`fields` are labelled values that the container gave (a web page's 索引号 table), by their Chinese label."""
    folded = fold(text)
    all_lines = [_Line(span, span.of(folded)) for span in lines(text)]
    labelled, front = _labelled(text, all_lines)
    for label, value in fields.items():
        if value.strip() and label in _BY_LABEL:
            labelled[_BY_LABEL[label]] = value.strip()
    head = [line for line in all_lines[:_HEAD_LINES] if line.span not in front]
    title, titles = _title(text, head, labelled)
    number, numbers = _doc_number(text, all_lines)
    signed_by, signed_on, signature = _signature(text, all_lines)
    front |= titles | numbers | signature | _frame(all_lines) | _inner_title(title, all_lines)
    spoken_on, speech = _speech(head)
    front |= speech
    congress = _congress(head)
    issuer = (
        signed_by
        or (f"{congress}人民政府" if congress else None)
        or _issuer_in_title(title)
        or labelled.get("publisher")
    )
    region, problems = _region(text, title, issuer, number, front)
    title_date = _TITLE_DATE.search(fold(title)) if title else None
    issued = signed_on or _day(labelled.get("issued")) or (_day(title_date[0]) if title_date else None) or spoken_on
    clean_title = _tidy_title(title)
    return Reading(
        Metadata(
            title=clean_title, region=region, issuer=issuer,
            doc_number=_first(labelled.get("doc_number"), number), index_number=labelled.get("index_number"),
            issued_on=issued, published_on=_day(labelled.get("published")) or _stamp(head),
            period=_period(clean_title), addressees=_addressees(text, all_lines),
            topic=labelled.get("topic"), validity=labelled.get("validity"),
        ),
        tuple(sorted(front)),
        problems,
    )  # fmt: skip


def _first(*values: str | None) -> str | None:
    return next((value for value in values if value), None)


def _labelled(text: str, all_lines: list[_Line]) -> tuple[dict[str, str], set[Span]]:
    """索引号：… on one line, or the label and its value on two."""
    values: dict[str, str] = {}
    front: set[Span] = set()
    for index, line in enumerate(all_lines[:_HEAD_LINES]):
        match = _FIELD.match(line.text)
        if not match or line.span in front:
            continue
        front.add(line.span)
        value = line.span.of(text)[match.start("value") :] if match["value"] is not None else None
        following = all_lines[index + 1] if index + 1 < len(all_lines) else None
        if value is None and following and line.text[:1] in "[【" and not _FIELD.match(following.text):
            value = following.span.of(text)
            front.add(following.span)
        if value and value.strip():
            values.setdefault(_BY_LABEL[re.sub(r"\s", "", match[1])], value.strip())
    return values, front


def _title(text: str, head: list[_Line], labelled: dict[str, str]) -> tuple[str | None, set[Span]]:
    """The title and the lines that repeat it: a labelled one, a shared file's name, else the first line like one."""
    found = labelled.get("title")
    used: set[Span] = set()
    for line in head:
        shared = _SHARED_FILE.search(line.span.of(text))
        if shared:
            found, used = found or shared[1], used | {line.span}
    for index in range(len(head)):
        joined, spans = _joined_title(text, head, index)
        if joined is None:
            continue
        if found is None or _same(found, joined) or _same(joined, found):
            found = found or joined
            used |= spans
        elif _TITLE.fullmatch(fold(joined)) and "," not in fold(joined):
            used |= spans
    return found, used


def _joined_title(text: str, head: list[_Line], index: int) -> tuple[str | None, set[Span]]:
    """A title may stand on several lines; the last ends in a kind of document (…的通知)."""
    parts: list[str] = []
    if re.match(r"[)）\]】,，、“”《的日月]", head[index].text):
        return None, set()
    for line in head[index : index + _TITLE_LINES]:
        if len(line.text) > 130 or _NO_TITLE.search(line.text):
            break
        parts.append(line.span.of(text).strip())
        joined = "".join(parts)
        if _is_title(joined):
            following = head[index + len(parts)].text if index + len(parts) < len(head) else ""
            if re.match(r"的(?:通知|意见|公告|决定|函)|[(（]\d{4}年", following) and len(parts) < _TITLE_LINES:
                continue
            return joined, {part.span for part in head[index : index + len(parts)]}
        if len(parts) == 1 and not _begins_title(joined):
            break
    if parts and "关于" in parts[0] and "《" in parts[0] and _TITLE_HEAD.fullmatch(fold(parts[0])):
        return parts[0], {head[index].span}
    return None, set()


def _is_title(joined: str) -> bool:
    bare = _TITLE_DATE.sub("", fold(joined))
    return len(bare) > 5 and bool(_TITLE.fullmatch(bare)) and not _DOC_NUMBER.fullmatch(bare)


def _begins_title(line: str) -> bool:
    folded = _LIST_NUMBER.sub("", fold(line))
    return bool(_TITLE_HEAD.fullmatch(folded) or _ORGANISATION.fullmatch(folded) or line != folded != fold(line))


def _same(a: str, b: str) -> bool:
    return bool(_plain(a)) and (_plain(a) in _plain(b) or _plain(b) in _plain(a))


def _tidy_title(title: str | None) -> str | None:
    if not title:
        return None
    end = _TITLE_DATE.search(fold(title))
    title = title[: end.start()] if end else title
    return title[_LIST_NUMBER.match(fold(title)).end() if _LIST_NUMBER.match(fold(title)) else 0 :].strip() or None  # type: ignore[union-attr]


def _inner_title(title: str | None, all_lines: list[_Line]) -> set[Span]:
    """The lines that repeat the name of the plan which a notice issues (印发《…》的通知)."""
    issued = re.search(r"(?:印发|转发|公布|发布)(.+?)(?:的(?:通知|公告|函))?$", _plain(title))
    name = _plain(issued[1]) if issued else ""
    lines_of_it = {
        line.span for line in all_lines[: 3 * _HEAD_LINES] if len(line.text) > 3 and _plain(line.text) in name
    }
    return lines_of_it if len(name) > 5 else set()


def _plain(text: str | None) -> str:
    return re.sub(r"[\s《》“”\"〈〉()-]", "", fold(text or ""))


def _doc_number(text: str, all_lines: list[_Line]) -> tuple[str | None, set[Span]]:
    """The first line that is nothing but a document number (发文字号)."""
    for line in all_lines[:60]:
        match = _DOC_NUMBER.fullmatch(line.text)
        if match:
            start = line.span.start + match.start(1)
            return text[start : start + len(match[1])], {line.span}
    return None, set()


def _signature(text: str, all_lines: list[_Line]) -> tuple[str | None, date | None, set[Span]]:
    """Organisations above a date that stands alone; a date without them counts where no other has any."""
    alone: tuple[str | None, date | None, set[Span]] = (None, None, set())
    for index, line in enumerate(all_lines):
        match = _DATE.fullmatch(line.text.strip("()[]"))
        if not match or index == 0:
            continue
        signers = _signers(all_lines, index)
        if signers:
            names = "、".join(re.sub(r"\s+", "、", s.span.of(text).strip()) for s in signers)
            return names, _date(match), {line.span, *(s.span for s in signers)}
        if alone[1] is None and "年" in line.text:
            alone = (None, _date(match), {line.span})
    return alone


def _signers(all_lines: list[_Line], index: int) -> list[_Line]:
    signers: list[_Line] = []
    for above in reversed(all_lines[max(0, index - 12) : index]):
        if not _ORGANISATION.fullmatch(above.text) or "关于" in above.text:
            break
        signers.insert(0, above)
    return signers


def _speech(head: list[_Line]) -> tuple[date | None, set[Span]]:
    """——2026年1月31日在…会议上: when a report was given."""
    for line in head[:12]:
        if _SPEECH.match(line.text):
            return _day(line.text), {line.span}
    return None, set()


def _frame(all_lines: list[_Line]) -> set[Span]:
    front = {line.span for line in all_lines if _FRAME.match(line.text) and len(line.text) < 120}
    front |= {line.span for line in all_lines[:_HEAD_LINES] if _ADDRESSEES.match(line.text)}
    return front | {line.span for line in all_lines if "法宝引证码" in line.text or line.text.startswith("原文链接")}


def _addressees(text: str, all_lines: list[_Line]) -> str | None:
    for line in all_lines[:_HEAD_LINES]:
        if _ADDRESSEES.match(line.text):
            return line.span.of(text).strip("：: ")
    return None


def _issuer_in_title(title: str | None) -> str | None:
    """The organisation before 关于 or 印发; of a work report, the government of its region."""
    if not title:
        return None
    head = re.match(r"(.+?)(?:关于|印发|转发)", _tidy_title(title) or "")
    if head and _ORGANISATION.fullmatch(fold(head[1]).strip()):
        return re.sub(r"\s+", "、", head[1].strip())
    report = _REPORT.search(title)
    return f"{report[2]}人民政府" if report and report[2] else None


def _congress(head: list[_Line]) -> str | None:
    """The region whose people's congress heard a report: ——…在奉节县第十八届人民代表大会第五次会议上."""
    found = (_CONGRESS.search(line.text) for line in head[:12])
    return next((match[1] for match in found if match), None)


def _region(
    text: str, title: str | None, issuer: str | None, number: str | None, front: set[Span]
) -> tuple[Region | None, tuple[Problem, ...]]:
    context = "".join(span.of(text) for span in front)
    region = regions.spoken_for(*(part for part in (title, issuer) if part), context=context)
    written = regions.as_written(*(fold(part) for part in (title, issuer) if part)) if region is None else None
    if written:
        message = say(
            f"“{written.name}”不在行政区划代码表中，没有代码和上级。",
            f"{written.name} is not in the official table of divisions: no code, no parents.",
        )
        return written, (Problem(code="region-unlisted", grade="note", message=message),)
    if region is None and not _NATIONAL.match(title or ""):
        region = regions.most_frequent(text)
        if region is None:
            return None, ()
        message = say(
            f"地区“{region.name}”由正文中最常出现的地名推定。",
            f"The region {region.name} is guessed from the place the text names most.",
        )
        return region, (Problem(code="region-guessed", grade="warning", message=message),)
    if region and region.code is None:
        message = say(f"有多个“{region.name}”，文件没有说明是哪一个。", f"Several divisions are called {region.name}.")
        return region, (Problem(code="region-ambiguous", grade="warning", message=message),)
    return region, ()


def _period(title: str | None) -> tuple[str, str] | None:
    """(2023—2027年) or “十四五” or one year in the title."""
    folded = fold(title or "")
    span = _PERIOD.search(folded)
    if span:
        return span[1], span[2]
    plan = re.search(r"“?([一二三四五六七八九十]{1,3}五)”?(?:时期|期间|规划|.{0,8}规划)", folded)
    years = dates.plan_years(plan[1]) if plan else None
    if years:
        return str(years[0]), str(years[1])
    year = _ONE_YEAR.search(folded)
    return (year[1], year[1]) if year else None


def _stamp(head: list[_Line]) -> date | None:
    """2023/8/9 19:06:20 点击: — the stamp of a site that reposts."""
    for line in head:
        if re.match(r"\d{4}[/-]\d{1,2}[/-]\d{1,2}(?:\s+\d|$|\s*点击|\s*来源)", line.text):
            return _day(line.text)
    return None


def _day(text: str | None) -> date | None:
    match = _DATE.search(fold(text)) if text else None
    return _date(match) if match else None


def _date(match: re.Match[str]) -> date | None:
    parts = [numerals.parse(part.replace("○", "〇")) for part in match.groups() if part]
    year, month, day = (int(part or 0) for part in parts)
    return dates.make(year, month, day)
