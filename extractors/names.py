"""Lists of bodies' names: split, shared heads completed, what is no name left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec.structs import replace

from policyqa.model import Record, Role, Span, spanned
from policyqa.zh import regions
from policyqa.zh.text import strip

from .patterns import bodies as p

# A bracket, or what stands between names; each begins with a character of the set, so that the search skips to it.
_BORDER = re.compile(
    r"[(\[“)\]”、,;/\s以及和与或](?:(?<=[(\[“)\]”])|(?<=[、,;/\s])[、,;/\s]*"
    r"|(?<=或)者?(?=[^、,;]{2})|(?:(?<=[和与])|(?<![涉普顾].)(?:(?<=以)及|(?<=及))其?)(?=[^、,;]{2}))"
)
# 各区各部门 are two
_TWO_CLASSES = re.compile(
    r"(?P<first>各(?:[区县市州旗盟地]|[一-龥][区县市州旗盟镇道]))各(?:有关|相关|级)*(?:部门|单位)"
)
_WHOLE = re.compile(r"[^以等( \n\t:：。.]+")  # a part of which nothing is cut off
_ALONE = re.compile(r"[^(\[“)\]”、,;/\s以及和与或各等:：。.]+")  # one part, of which nothing is cut off
_PLAIN_LIST = re.compile(r"[^(\[“)\]”,;/\s以及和与或等:：。.]+")  # parts between 、, of which nothing is cut off
_QUOTED = re.compile("“([^”]*)”")  # “双随机、一公开”联席会议
_ENOUGH = 3  # names that make a line sure, so that the rest of it are names too
_ENDS_NAME = re.compile(r"(?:部门|单位|局|厅|委|办|院|政府|公司|机构|区|县|市|旗)$")
_OF_HEADS = {"单位": "部门"}
_OTHERS_FOLLOW = re.compile(r"等[^、,;。]{0,16}?(部门|单位|机构)(?!负责)")
_REMEMBERED = 8192  # names whose nature is kept in mind
_TAIL = re.compile(
    r"(?:等?(?:有关|相关|行业|主管|市直|县直|区直|省直|其他)*(?:部门|单位)?(?:按照?.{0,6}职责.{0,6})?|等(?:单位|部门|机构)?)$"
)
# 以下均需各市、县(区)人民政府落实, 不再列出
_REFERRING = re.compile(r"[ \n\t:]*以[下上][^、,;]{0,8}?(?:均|都)?(?:需|由|须|要|请)(?=各|[省市县区])")
# 市财政局等市直有关单位: the name, and a class that stands for others
_AMONG_OTHERS = re.compile(
    r"(?P<name>[^等]{2,20})等[^、,;]{0,20}(?:单位|部门|机构|企业|媒体|成员)(?:\(单位\)|\(部门\))?$"
)
# 广州、深圳、东莞等市人民政府
_ALIKE = re.compile(r"(?P<name>[一-龥]{2,8})等(?P<end>(?P<level>[市县区旗州])(?:人民政府|政府|管委会)?)")
_LEVEL_HEAD = re.compile(rf"(?:各|其他|全市各)?{p.LEVELS}")
# behind 各县(市、区) the own bureau of a city begins with its level too (市教育局): only a class goes on
_LEVEL_WHOLE = re.compile(rf"(?:各|其他|全市各)?(?:{p.LEVELS}(?=[(\[]|$|人民政府|政府)|[区旗](?!直))")
_LEVEL_ENDS = frozenset("县市区旗州镇乡道街盟地)]")
_NATIONAL = "中"  # 中、省驻市有关单位: offices of the nation and of the province
_GOES_ON_ENDS = _LEVEL_ENDS | {_NATIONAL}
_BARE_LEVEL = re.compile(rf"(?:各|全市各)?{p.LEVELS}(?:[(\[][^)\]]{{1,10}}[)\]])?")
# 市、区民政部门: an office of each of two levels; governments and treasuries (各市、县政府, 市、县财政) are told as one
_TWO_LEVELS = re.compile(
    r"(?P<one>[省市州])、(?P<other>区县|县区|[市县区州])(?:两级)?(?P<office>[一-龥]{0,14}?(?:部门|机构|机关|局|办公室|残联|中心))"
)
# Each begins with a letter, so that the search skips to it.
# Inside a stretch in which something is done there is no name, nor a list of names; inside a name there is none of the
# further words either.
_DONE = (
    r"须|将|把|向|是|持(?<!保持)|要(?<!主要)(?![素闻])|应(?<!供应)(?!急)|对(?![外口])|由(?<!自由)|会同|会(?<=[局委办厅部府心]会)(?=[省市县区州])|负责(?!人|同志|部门|单位)|委托|上报|提交|完成|下达|下设|任何|严禁|代表(?!大会)|报(?=[省市县区州上同国本])|以(?<!可以)(?![上下及])|到(?<!达到)(?!位)|牵头(?!单位|部门|考核|指标|责任)|配合(?!单位|部门|处室)|每年|通过|进行|开展|按照|根据"
    r"|在(?<!所在)(?!地)|并(?!购|轨|行)|召集|召开|引导|督促|允许|具有|出具|撤回|作为|形成|构建|发挥|推送(?!部门)|前往|自行(?!车)|使用(?!单位|部门)|入驻|转送|加强|实现|关于|后(?=[派承])|经(?=[人国市县区省国单与])(?!国)|制定(?!部门|单位|机关)"
)
_WORDS_OF_ACTS = re.compile(_DONE)
_WORDS_INSIDE = re.compile(
    rf"{_DONE}|组织(?=成员|相关|有关|各)|协调(?!.{{0,8}}[组办处局委会中部制室]$)|协调(?=人民|各|有关|相关)|指导(?=各|相关|有关)"
)
_OFFICE_END, _OFFICE_BEFORE = re.compile(rf"{p.OFFICE}$"), re.compile(rf"{p.OFFICE}.*、")
_PLACES_AFTER_HE = ("平区", "平县", "田", "顺县", "林格尔", "静县", "硕县", "政县")  # 和平区政府
_LONGEST = 26


class Name(Record, frozen=True):
    """A body's name, completed, and where it stands (the span of what is written)."""

    text: str
    span: Span


class Mention(Record, frozen=True):
    """A name in a role."""

    name: Name
    role: Role


def split(text: str, span: Span, *, line: bool = False) -> list[Name]:
    """The names in a list such as 机构编制、人社和财政部门; `text` is the document's in half width.

    On a responsibility `line` of several bodies, what does not end like one (城投水务, 大众燃气) is one by its place.
    """
    if _ALONE.fullmatch(text, *span) and not text.startswith("等", span.end):
        name = text[span.start : span.end]
        return [Name(name, span)] if is_listed(name) else []
    completed = _completed(text, _merged(text, _pieces(text, span)))
    found = [each for name in completed for each in (_of_each_level(text, name) if "、" in name.text else (name,))]
    listed = [name for name in found if is_listed(name.text)]
    if not line or len(listed) == len(found) or len(listed) < _ENOUGH:
        return listed
    return [name for name in found if name in listed or _may_be_name(name.text)]


def _may_be_name(piece: str) -> bool:
    return bool(p.PLAIN.fullmatch(piece)) and not (
        holds_act(piece) or p.VERB_HEAD.match(piece) or p.NOT_NAMES.search(piece) or p.EVASIVE.match(piece)
    )


def _pieces(text: str, span: Span) -> list[Span]:
    """Parts between separators outside brackets."""
    (start, end), depth = span, 0
    if _PLAIN_LIST.fullmatch(text, start, end):
        return _plain_pieces(text, start, end)
    found: list[Span] = []
    for match in _BORDER.finditer(text, start, end):
        mark = match[0]
        if mark in "([“":
            depth += 1
        elif mark in ")]”":
            depth -= 1
        elif depth <= 0 and not (mark in "和与" and _inside_word(text, start, match)):
            found += _parted(text, spanned((start, match.start())))
            start = match.end()
    found += _parted(text, spanned((start, end)))
    return found


def _plain_pieces(text: str, start: int, stop: int) -> list[Span]:
    """Parts between 、 where nothing else separates them."""
    found: list[Span] = []
    for part in text[start:stop].split("、"):
        end = start + len(part)
        span = spanned((start, end))
        found += _parted(text, span) if part[:1] == "各" else (span,)
        start = end + 1
    return found


def _parted(text: str, span: Span) -> tuple[Span, ...]:
    """A part without what is no name; two classes that stand without a separator (各区各部门) are two parts."""
    two = _TWO_CLASSES.match(text, *span) if text.startswith("各", span.start) else None
    if two is None:
        return (span if _WHOLE.fullmatch(text, *span) else _trim(text, span),)
    return Span(*two.span("first")), _trim(text, spanned((two.end("first"), span.end)))


def _inside_word(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether 和 or 与 belongs to a name: 发展和改革委员会, 文化和旅游厅, 人力资源和社会保障局, 教育和体育局."""
    head, tail = text[start : match.start()], text[match.end() : match.end() + 4]
    if not head:
        return text.startswith(_PLACES_AFTER_HE, match.end())
    if _ENDS_NAME.search(head) and not head.endswith("发展"):
        return False
    if p.COMPOUND_TAIL.match(tail):
        return True
    return not head.endswith(("室", "处", "科", "中心")) and p.DIVISION_TAIL.match(text, match.end()) is not None


def _trim(text: str, span: Span) -> Span:
    """Without blanks, what only refers to names (以下均需各市…落实), and the class that stands for others behind one (等有关部门)."""
    start, end = span = strip(text, span, " \n\t:：。.")
    body = text[start:end]
    if "以" in body:
        referring = _REFERRING.match(body)
        if referring:
            return _trim(text, Span(start + referring.end(), end))
    if "等" in body:
        several = _AMONG_OTHERS.match(body)
        if several:
            return Span(start, start + several.end("name"))
        tail = _TAIL.search(body)
        if tail and tail.start() > 1 and tail[0].startswith("等"):
            body = body[: tail.start()]
    if "简称" in body and body.endswith(")") and "(" in body:  # 评审委办公室(以下简称评审办)
        body = body[: body.rindex("(")]
    if body.count("(") > body.count(")"):  # 市国动办(逗号前为牵头单位,…
        body = body[: body.rindex("(")]
    return span if start + len(body) == end else Span(start, start + len(body))


def _merged(text: str, pieces: list[Span]) -> list[Span]:
    """各市、县[区]政府 and 市、县(区)教育部门 are one body each: a bare level belongs to what follows."""
    merged: list[Span] = []
    last: Span | None = None
    for piece in pieces:
        start, end = piece
        if start >= end:
            continue
        if last and _goes_on(text, last, piece):
            merged[-1] = Span(merged[-1].start, end)
        else:
            merged.append(piece)
        last = piece if text[end - 1] in _GOES_ON_ENDS else None
    return merged


def _goes_on(text: str, last: Span, piece: Span) -> bool:
    """Whether a bare level before a separator belongs to the piece behind it."""
    end = text[last.end - 1]
    if end == _NATIONAL:
        return last.end - last.start == 1 and text.startswith("省", piece.start)
    if not _BARE_LEVEL.fullmatch(text, *last):
        return False
    if text.startswith("市", piece.start) and last.of(text).endswith(("区县", "县区", "乡镇")):
        return False  # levels that belong together are told from above: 市、区县
    return bool((_LEVEL_WHOLE if end in ")]" else _LEVEL_HEAD).match(text, *piece))


def _of_each_level(text: str, name: Name) -> tuple[Name, ...]:
    levels = _TWO_LEVELS.fullmatch(name.text)
    if levels is None or name.text != name.span.of(text):
        return (name,)
    start, end = name.span
    one, other = (Name(levels[level] + levels["office"], name.span) for level in ("one", "other"))
    return (
        replace(one, span=Span(start, start + len(levels["one"]))),
        replace(other, span=Span(start + levels.start("other"), end)),
    )


def _completed(text: str, pieces: list[Span]) -> list[Name]:
    """Names with what those behind them, or the class at the end (等部门), share with them."""
    written = [text[start:end] for start, end in pieces]
    if not written:
        return []
    if len(written) == 1 and "等" not in written[0] and not text.startswith("等", pieces[0].end):
        return [Name(written[0], pieces[0])]
    return list(_shared(text, pieces, written))


def _shared(text: str, pieces: list[Span], written: list[str]) -> Iterator[Name]:
    """城管执法、市场监管等部门 is 城管执法部门, 市场监管部门; 官渡区、西山区人民政府 is 官渡区人民政府, 西山区人民政府; 安岳、乐至县 is
    安岳县, 乐至县."""
    several = _ALIKE.fullmatch(written[-1]) if "等" in written[-1] else None
    if several:
        written[-1] = several["name"] + several["end"]
    shared = several["end"] if several else _shared_end(text, pieces, written)
    level = written[-1][-1] if _is_region(written[-1]) else ""
    ends = list(map(_end_of, written))
    if not (shared or several or level or any(ends)):
        yield from map(Name, written, pieces)
        return
    of_places = shared is not None and shared.endswith("政府")
    for index, (piece, name) in enumerate(zip(pieces, written, strict=True)):
        last = index == len(pieces) - 1
        if level and not last and not _has_end(name) and _is_region(name + level):
            name += level
        if several:
            name += several["end"] if not last and _is_region(name + several["level"]) else ""
        elif name.endswith(("牵头", "主体")):  # 市委组织部牵头、有关部门配合; 参建各方主体、相关单位
            pass
        elif not last and _is_treasury(name) and _next_end(ends[index + 1 : index + 2]) == "部门":
            name += "部门"  # 上级财政、民政部门
        elif (not (last and shared and name.endswith(shared)) and not _has_end(name)) or (
            of_places and not last and _is_region(name)
        ):
            name += _next_end(ends[index + 1 :]) or shared or ""
        yield Name(name, piece)


def _shared_end(text: str, pieces: list[Span], written: list[str]) -> str | None:
    after = _OTHERS_FOLLOW.match(text, pieces[-1].end) if text.startswith("等", pieces[-1].end) else None
    if after or len(written) == 1:
        return _OF_HEADS.get(after[1], after[1]) if after else None  # 公安、财政等单位: 公安部门
    return _end_of(written[-1])


def _next_end(following: list[str | None]) -> str | None:
    """宣传、文化部门及相关单位: what stands next with an end gives it, not the last."""
    return next(filter(None, following), None)


def _end_of(name: str) -> str | None:
    """The end that a name may share with those before it."""
    return next((end for end in p.SHARED_ENDS if name.endswith(end)), None) if name.endswith(p.SHARED_ENDS) else None


def _is_region(name: str) -> bool:
    return len(name) >= 2 and name[-1] in "省市县区旗州盟" and regions.resolve(name) is not None


@lru_cache(_REMEMBERED)
def _has_end(name: str) -> bool:
    """Whether a name ends like a body's, a remark in brackets aside."""
    if name in p.UNFINISHED:
        return False
    if p.VILLAGE.fullmatch(name):
        return True
    office = _OFFICE_END.search(name)
    if office and office.start():  # 县政府分管负责人; 主要负责人 alone may be anybody's
        return name.endswith(p.LISTED_ENDS, 0, office.start())
    if name.endswith(p.LISTED_ENDS):
        return True
    if name.endswith((")", "]")):
        remark = p.REMARK.search(name)
        name = name[: remark.start()] if remark else name
    return name.endswith(p.LISTED_ENDS) or _is_treasury(name)


def _is_treasury(name: str) -> bool:
    """市财政: an office that is named without a word for one."""
    return name.endswith("财政") and p.TREASURY.search(name) is not None


@lru_cache(_REMEMBERED)
def is_listed(name: str) -> bool:
    """Whether a part of a responsibility line is a name."""
    name = _unquoted(name)
    return _is_task_force(name) or (
        2 <= len(name) <= _LONGEST
        and bool(_has_end(name))
        and not p.NOT_NAMES.search(name)
        and not p.EVASIVE.match(name)
        and (not name.endswith(p.CLASS_ENDS) or bool(p.OF_CLASS.fullmatch(name)))
    )


@lru_cache(_REMEMBERED)
def is_subject(name: str) -> bool:
    """Whether a stretch of running text is a name: stricter, since anything may stand there."""
    if _is_task_force(_unquoted(name)):
        return True
    if _WORDS_INSIDE.search(name) or opens_with_verb(name, 0) or p.SERVED.match(name) or not is_listed(name):
        return False
    if p.SCHOOLS.search(name):
        return bool(p.UNIVERSITY.fullmatch(name))
    return bool(p.NAME_WHOLE.fullmatch(_unquoted(name))) or _is_region(name)


@lru_cache(_REMEMBERED)
def _is_task_force(name: str) -> bool:
    """市促进就业工作领导小组: made for one task, whose verb it bears in its name."""
    return p.TASK_FORCE.fullmatch(name) is not None


def _unquoted(name: str) -> str:
    """“双随机、一公开”联席会议 as one word, 双随机一公开联席会议."""
    return _QUOTED.sub(lambda quoted: quoted[1].replace("、", ""), name) if "“" in name else name


def opens_with_verb(text: str, start: int) -> bool:
    """Whether no name, but what opens a clause stands from here on."""
    return text[start : start + 1] in p.VERB_HEAD_BEGINS and bool(p.VERB_HEAD.match(text, start))


def holds_act(name: str) -> bool:
    """Whether something is done inside a stretch, so that it is no name."""
    return bool(_WORDS_INSIDE.search(name))


def may_be_list(stretch: str) -> bool:
    """Whether nothing is done inside a stretch, so that it may be a list of names."""
    return not _WORDS_OF_ACTS.search(stretch)


def beside(text: str, stretch: Span, found: Iterable[Name]) -> str:
    """What stands in a stretch beside the names found in it."""
    rest = stretch.of(text)
    for name in found:
        rest = rest.replace(name.span.of(text), "", 1)
    return rest


def split_people(text: str, span: Span) -> list[Name]:
    """Office-holders in a list: 县委、县政府主要领导 is one, since the office stands at the end."""
    body = text[span.start : span.end]
    office = _OFFICE_END.search(body)
    if office and body.count("、") <= 2 and "和" not in body and not _OFFICE_BEFORE.search(body):
        return [Name(body, span)]
    found = [Name(text[piece.start : piece.end], piece) for piece in _pieces(text, span)]
    if office and not _OFFICE_BEFORE.search(body):  # 有关部门和单位负责同志
        found = [name if name.text.endswith(office[0]) else replace(name, text=name.text + office[0]) for name in found]
    return [name for name in found if 2 <= len(name.text) <= _LONGEST]
