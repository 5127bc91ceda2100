"""What a document says of itself: title, number, issuer, dates, region; and which lines say it (the frame)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from policyqa.language import say
from policyqa.model import Metadata, Part, Problem, Region, Span
from policyqa.reading import labels, signature, titles
from policyqa.reading.lines import HEAD_LINES, Line, lines_of
from policyqa.zh import dates, regions
from policyqa.zh.text import fold

_DOC_NUMBER = re.compile(
    r"[\[(【]?([一-龥]{1,14}\s?[\[(【<]\d{4}[\])】>]\s?(?:第\s?)?\d{1,5}\s?号|[一-龥]{2,24}令\s?第?\s?\d{1,5}\s?号)[\])】]?"
)
_NUMBER_AND_DATE = re.compile(rf"\(?{_DOC_NUMBER.pattern}\s*(\d{{4}}年\d{{1,2}}月\d{{1,2}}日)\)?")
_LABELLED_NUMBER = re.compile(r".{1,30}?(?:\d|[一二三四五六七八九十百])\s?号")
# Offices before a colon; what follows on the same line must be the letter's own beginning.
_ADDRESSEES = re.compile(
    r"(?P<names>(?:各|[^。;；:!?\"<>/@]{0,400}(?:各|有关|单位|部门|政府|[局委厅院校]|公司))[^。;；:!?/@]{0,400})[:]"
    r"(?P<rest>(?:现将|为|根据|按照|经|《|你).*|)"
)
_NO_ADDRESSEES = re.compile(
    r"如下$|^(?:现将|为|根据|按照|经|依据|责任|牵头|配合|附件|联系|抄送|主办|承办|来源|部门|\(?一|第)|[一二三四五六七八九十\d]、|事项$|通知$"
    r"|措施$|^\d|要求$|以下|关于|\(一|https?|办理$|方式$|条件$|材料$|流程$|(?:负责|牵头|配合|责任)(?:单位|部门)?$"
)
_SALUTATION = re.compile(r"^各位\S{2,8}[:]$|^(?:同志们|各位\S{2,8}).{0,20}[:]$")
_FRAME = re.compile(
    r"^[(（\[]?(?:此件|信息公开|公开方式|公开属性|主动公开|联系人|联系电话|邮箱|电话|抄送|附件\s*\d*[:：].|特此通知|（?可从)"
    r"|法宝引证码|^\[?【法宝|^来源[:：]|^原文链接|^索引号|(?:办公室|办公厅|秘书处|局|委)\s*\d{4}年\d{1,2}月\d{1,2}日印发$"
)
_LISTED = re.compile(r"\d{1,2}\s?[.、]\s?[^。;；]{2,80}")
_REPORT = re.compile(r"(?:(\d{4})年)?([一-龥]{2,12}?[省市县区旗州])?政府工作报告")
_SPEECH = re.compile(r"^[-(]*\s*.{0,4}[\d二]\S{3,12}日[一-龥\s]{0,24}在[一-龥\d第、\s]{4,60}(?:会议|大会)上")
_CONGRESS = re.compile(r"日[一-龥\s]{0,24}在([一-龥]{2,12}?[省市县区旗州])第?[^,。]{1,8}届\s*人民代表大会")
# How laws and rules say who made them: (2021年7月27日国务院令第746号公布), (2023年1月10日某市…人民代表大会常务委员会…通过).
_DECREE = re.compile(
    r"\(?(?P<day>\d{4}年\d{1,2}月\d{1,2}日)(?:中华人民共和国)?(?P<issuer>[一-龥]{2,20}?)令\s?第\s?(?P<number>\d+)\s?号(?:公布|发布|令?施行)"
)
_PASSED = re.compile(
    r"\(?(?P<day>\d{4}年\d{1,2}月\d{1,2}日)(?P<place>[一-龥]{2,12}?)第[一-龥\d]{1,4}届(?P<body>人民代表大会(?:常务委员会)?)第[一-龥\d]{1,4}次会议(?:通过|批准|修订)"
)
_PERIOD = re.compile(r"(\d{4})\s*年?\s*[-~至到一]\s*(\d{4})\s*年?")  # recognition of scans reads — as 一
_ONE_YEAR = re.compile(r"(\d{4})年")
_NATIONAL = re.compile(
    r"国务院|中共中央|全国|国家|中华人民共和国|海关总署|中国(?!\()|.{2,12}部(?:办公厅)?(?:等|关于|[一-龥]{2,10}部)"
)
_DECREE_LINES = 12
_SEVERAL = re.compile(r"等(?:[\d一二三四五六七八九十]+个?)?(?:部门|单位|部委)$")
_ONLINE = re.compile(r"(?:门户)?网站$|官网$|官方网$|公众号$|微信$|客户端$|数据库$")


class Reading(NamedTuple):
    """Metadata, the lines of the letter's frame, its parts, and what had to be guessed."""

    metadata: Metadata
    front: tuple[Span, ...]
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]


class _Place(NamedTuple):
    region: Region | None = None
    problems: tuple[Problem, ...] = ()


def read(text: str, fields: Mapping[str, str]) -> Reading:
    """`fields` are labelled values that the container gave (a web page's 索引号 table), by their Chinese label."""
    all_lines = lines_of(text)
    labelled, front = labels.labelled(text, all_lines)
    labelled = labels.with_fields(labelled, fields)
    head = [line for line in all_lines[:HEAD_LINES] if line.span not in front]
    raw_title, title_lines = titles.find(text, head, labelled)
    title = titles.tidy(raw_title)
    number, numbered_on, number_lines = _doc_number(text, all_lines)
    after = min((span.start for span in title_lines), default=0) if "title" not in labelled else 0
    signed = signature.find(text, all_lines, _place_name(title), after)
    spoken_on, speech_lines = _speech(head)
    addressees, address_lines = _addressees(text, all_lines)
    decree = _decree(head)
    front |= title_lines | number_lines | signed.lines | speech_lines | address_lines | decree.lines
    inner = titles.inner(title, all_lines)
    front |= _frame(all_lines) | inner
    issuer = _issuer(title, signed.names or decree.issuer, _congress(head), labelled.get("publisher"))
    place = _region(text, title, issuer, _context(text, front, number, labelled))
    return Reading(
        Metadata(
            title=title, region=place.region, issuer=signature.completed(issuer, place.region),
            doc_number=_unspaced(_first(_labelled_number(labelled.get("doc_number")), number, decree.number)),
            index_number=labelled.get("index_number"),
            issued_on=signed.day or signature.day(labelled.get("issued")) or decree.day or numbered_on or titles.date_behind(raw_title) or spoken_on,
            published_on=signature.day(labelled.get("published")) or _stamp(head),
            period=_period(title), addressees=addressees,
            topic=labelled.get("topic"), validity=labelled.get("validity"),
        ),
        tuple(sorted(front)),
        _parts(text, title, inner, signed.lines),
        place.problems,
    )  # fmt: skip


def _parts(text: str, title: str | None, inner: set[Span], signed: frozenset[Span]) -> tuple[Part, ...]:
    """The letter and the plan that it issues, which begins with its title below the letter's signature."""
    end = max((span.end for span in signed), default=0)
    names = sorted(span for span in inner if span.start >= end)
    if not end or not names:
        return ()
    run = names[:1]
    for span in names[1:]:
        if text[run[-1].end : span.start].strip():
            break
        run.append(span)
    start = names[0].start
    plan = "".join(span.of(text).strip() for span in run)
    return Part(title=title, span=Span(0, start)), Part(title=plan, span=Span(start, len(text)))


def _first(*values: str | None) -> str | None:
    return next((value for value in values if value), None)


def _place_name(title: str | None) -> str | None:
    """The division that a title begins with, as it is written there."""
    found = regions.mentions(title or "")
    return found[0][1] if found and found[0][0] == 0 else None


def _doc_number(text: str, all_lines: Sequence[Line]) -> tuple[str | None, date | None, set[Span]]:
    """The first line that is nothing but a document number (发文字号), or a number with its date."""
    for line in all_lines[:60]:
        match = _DOC_NUMBER.fullmatch(line.text) or _NUMBER_AND_DATE.fullmatch(line.text)
        if match:
            start = line.span.start + match.start(1)
            dated = signature.day(match[2]) if match.re is _NUMBER_AND_DATE else None
            return text[start : start + len(match[1])], dated, {line.span}
    return None, None, set()


def _labelled_number(value: str | None) -> str | None:
    """The number at the head of a labelled value, without what a page sets beside it."""
    match = _LABELLED_NUMBER.match(value or "")
    return match[0] if match else value


def _unspaced(number: str | None) -> str | None:
    """〔2019〕2 号 without its blank."""
    return re.sub(r"\s", "", number) if number else None


def _speech(head: Sequence[Line]) -> tuple[date | None, set[Span]]:
    """——2026年1月31日在…会议上: when a report was given."""
    for line, following in pairwise(head[:12]):
        if _SPEECH.match(line.text):
            return signature.day(line.text), {line.span}
        if line.text.startswith("-") and _SPEECH.match(line.text + following.text):
            return signature.day(line.text), {line.span, following.span}
    return None, set()


class _Decree(NamedTuple):
    """Who made a law or a rule, when, and under which number."""

    issuer: str | None = None
    day: date | None = None
    number: str | None = None
    lines: frozenset[Span] = frozenset()


def _decree(head: Sequence[Line]) -> _Decree:
    for line in head[:_DECREE_LINES]:
        decree, passed = _DECREE.match(line.text), _PASSED.match(line.text)
        if decree:
            number = f"{decree['issuer']}令第{decree['number']}号"
            return _Decree(decree["issuer"], signature.day(decree["day"]), number, frozenset({line.span}))
        if passed:
            return _Decree(passed["place"] + passed["body"], signature.day(passed["day"]), None, frozenset({line.span}))
    return _Decree()


def _frame(all_lines: Sequence[Line]) -> set[Span]:
    front = {line.span for line in all_lines if _FRAME.match(line.text) and len(line.text) < 120}
    listing = False  # the attachments that a letter lists, each on its line
    for line in all_lines:
        if listing and _LISTED.fullmatch(line.text):
            front.add(line.span)
        listing = line.span in front and (listing or line.text.startswith("附件"))
    return front | {line.span for line in all_lines if "法宝引证码" in line.text or line.text.startswith("原文链接")}


def _addressees(text: str, all_lines: Sequence[Line]) -> tuple[str | None, set[Span]]:
    """To whom a letter goes: a list of offices before a colon, in the head of the text."""
    begun = False  # inside the plan such a line gives duties
    for line in all_lines[:HEAD_LINES]:
        if _SALUTATION.match(line.text):
            return line.span.of(text).strip("：: "), {line.span}
        match = _ADDRESSEES.fullmatch(line.text)
        if match and not (begun and match["names"][0] != "各") and not _NO_ADDRESSEES.search(match["names"]):
            names = line.span.of(text)[: match.end("names")].strip()
            return names, set() if match["rest"] else {line.span}
        begun = begun or bool(re.match(r"一、|第一[章条]|\(一\)", line.text))
    return None, set()


def _issuer(title: str | None, signed: str | None, congress: str | None, publisher: str | None) -> str | None:
    """Who signs; else who heard the report, whom the title names, or the page."""
    named = _issuer_in_title(title)
    if signed and named and _is_short_for(signed, named):
        return named
    return signed or (f"{congress}人民政府" if congress else None) or named or _publisher(publisher)


def _is_short_for(signed: str, named: str) -> bool:
    """Whether a signature leaves out the place that the title gives: 省政府办公厅 for 广东省人民政府办公厅."""
    tail = signed.replace("政府", "人民政府") if "人民政府" not in signed else signed
    return len(signed) < len(named) and named.endswith((tail, signed))


def _issuer_in_title(title: str | None) -> str | None:
    """The organisation before 关于 or 印发; of a work report, the government of its region."""
    head = re.match(r"(.+?)(?:关于|印发|转发|就《)", title or "")
    name = _SEVERAL.sub("", head[1].strip()) if head else ""
    if name and signature.ORGANISATION.fullmatch(fold(name)):
        return re.sub(r"\s+", "、", name)
    report = _REPORT.search(title or "")
    return f"{report[2]}人民政府" if report and report[2] else None


def _publisher(name: str | None) -> str | None:
    """A page's source where it is an office; a site, an account or a database is none."""
    if not name or _ONLINE.search(name):
        return None
    return re.sub(r"\s+", "、", name)


def _congress(head: Sequence[Line]) -> str | None:
    """The region whose people's congress heard a report: ——…在奉节县第十八届人民代表大会第五次会议上."""
    found = (_CONGRESS.search(line.text + following.text) for line, following in pairwise(head[:12]))
    return next((match[1] for match in found if match), None)


def _context(text: str, front: set[Span], number: str | None, labelled: Mapping[str, str]) -> str:
    """What may decide between places of one name: the frame, the page's source and site."""
    return "".join(
        [*(span.of(text) for span in sorted(front)), labelled.get("publisher", ""), labelled.get("site", "")]
    )


def _region(text: str, title: str | None, issuer: str | None, context: str) -> _Place:
    parts = [part for part in (title, issuer) if part]
    region = regions.spoken_for(*parts, context=context)
    if region is None:
        written = regions.as_written(*map(fold, parts))
        whole = regions.cut(written.name, text) if written else None
        if written and whole:
            return _Place(whole, (_cut(written.name, whole.name),))
        if written:
            return _Place(written, (_unlisted(written.name),))
        if _NATIONAL.match(title or "") or _NATIONAL.match(issuer or ""):
            return _Place()
        return _guessed(text, context)
    if region.code is None:
        decided = regions.decided(region.name, text)
        if decided:
            message = say(
                f"有多个“{region.name}”，由正文提到的上级推定为{''.join(decided.path)}。",
                f"Several divisions are called {region.name}; the text names the parents of {'/'.join(decided.path)}.",
            )
            return _Place(decided, (Problem(code="region-guessed", grade="warning", message=message),))
        message = say(f"有多个“{region.name}”，文件没有说明是哪一个。", f"Several divisions are called {region.name}.")
        return _Place(region, (Problem(code="region-ambiguous", grade="warning", message=message),))
    renamed = regions.former(*parts)
    return _Place(region, (_renamed(*renamed),) if renamed else ())


def _renamed(former: str, now: str) -> Problem:
    message = say(f"“{former}”已撤销，现为{now}，按现名归入。", f"{former} no longer exists; it is {now} today.")
    return Problem(code="region-renamed", grade="note", message=message)


def _cut(name: str, whole: str) -> Problem:
    message = say(
        f"标题写作“{name}”，正文多次写作{whole}，按{whole}归入。",
        f"The title says {name}; the text often says {whole}, and so it is filed.",
    )
    return Problem(code="region-guessed", grade="warning", message=message)


def _unlisted(name: str) -> Problem:
    message = say(
        f"“{name}”不在行政区划代码表中，没有代码和上级。",
        f"{name} is not in the official table of divisions: no code, no parents.",
    )
    return Problem(code="region-unlisted", grade="note", message=message)


def _guessed(text: str, context: str) -> _Place:
    """From the site and the frame, else from the place that the text names most often."""
    region = regions.spoken_for(context) or regions.most_frequent(text)
    if region is None:
        return _Place()
    message = say(
        f"标题和发布机构没有写明地区，“{region.name}”由网站名称或正文中最常出现的地名推定。",
        f"Neither title nor issuer names a place; {region.name} is guessed from the site or the place named most.",
    )
    return _Place(region, (Problem(code="region-guessed", grade="warning", message=message),))


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


def _stamp(head: Sequence[Line]) -> date | None:
    """2023/8/9 19:06:20 点击: — the stamp of a site that reposts."""
    for line in head:
        if re.match(r"\d{4}[/-]\d{1,2}[/-]\d{1,2}(?:\s+\d|$|\s*点击|\s*来源)", line.text):
            return signature.day(line.text)
    return None
