"""Bodies in running text: subjects of duties, 由…负责, 会同, 报…, 成立…小组."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache, reduce
from itertools import chain
from operator import or_

from policyqa.model import Role, Span, spanned

from . import names
from .context import Context, Sentence
from .names import Mention, Name
from .patterns import bodies as p
from .patterns.gates import gate, word_gate

# Each branch begins with a character, so that the search skips to it.
_CLAUSE_HEAD = re.compile(
    r"[,。;:!?\n”)\]】.、一二三四五六七八九由](?:(?:(?<=[,。;:!?\n”\]】])|(?<=\))(?<![市区县旗州盟街镇乡]\))|(?<=\d[.、])|(?<=[一二三四五六七八九])是)\s*(?:[请望]|希望)?"
    r"|(?<=牵头、)|(?<=、)(?=各)|(?<=[^自理事]由))"
)
_ASKED, _ASKED_BEGINS = re.compile(r"[请望]|希望"), frozenset("请望希")  # 请各有关部门…
_PREPOSITIONS = "对向与由为将把"
_CLAUSE_END = re.compile(r"[,。;:!?]")
_LONGEST_SUBJECT = 120
# Without one of these a stretch is one name, or none.
_LISTED = re.compile(
    r"各(?:(?<=各[区县市州旗盟地]各)|(?<=各[一-龥][区县市州旗盟镇道]各))|[、,;/\s及和与或以等()\[\]:.。]"
)  # each begins with a letter, so that the search skips to it
# What may stand beside bodies in a list of subjects.
_BESIDE = re.compile(
    r"[、和与及以其]单位|\([^()]{0,4}简称[^()]*\)|或者?|[、和与及以其\s]|等[^、,;]{0,16}(?:部门|单位|机构|媒体|企业)|等(?:有关|相关|行业|主管)*(?:部门|单位)?|具备条件的|有条件的|(?:各级各类|各|中小|职业)*(?:学校|高校|幼儿园)"
)
# 市财政局定期对项目进行监督检查, 教育行政部门采取自评、抽检的方式,对学校进行督导: at the verb, or behind the means
_SUPERVISES = re.compile(
    r"[^,。;]{0,24}?(?:督促|督导|督查|监测|抽测|考核|问责|监督检查|核实|跟踪问效)"
    r"|[^。;]{0,40}?对[^,。;]{2,24}?(?:进行|开展)[^,。;]{0,8}(?:督导|督查|监督检查|检查评估|抽查|考核)"
)
# 市商务委、海关共同制定了方案: how a paper came about, and no duty
_DONE_ALREADY = re.compile(r"[^,。;]{0,8}?(?:制定|印发|出台|形成|起草|编制|发布|召开|建立|开展|完成)了")
_RECEIVES = re.compile(r"委|领导$|机关$|负责人$|负责同志$|政府|局|厅|办|科|部门|领导小组|办公室|会|院$")
_APPLIED_FOR = re.compile(r"(?:提出|提交)?(?:书面)?申请")  # 企业可向税务局申请办理: an applicant does not report
_APPLICANT = re.compile("企业|申请人|个人|居民|家庭|当事人|纳税人|投资者|市场主体|经营者|用户|建设单位|权利人")
_APPLICANT_NEAR = 30  # characters before 向 in which the applicant stands
_RECEIVES_NOTHING = re.compile(r"所在地|居住地|发生地|^(?:社会|全|各|学生|学校|公众|企业)|提供|进行|购买|后|到|等")
_HOLDS_OFFICE = ("担任", "兼任")  # 由…担任成员: see _seats
_DEPUTY = re.compile("副|成员")
_REVIEWS = re.compile(r"评|审|核|监测|检查")


def find(context: Context, sentence: Sentence, span: Span) -> list[Mention]:
    """Bodies in a stretch of a sentence; each reader looks at stretches that open its gate and hold its pattern."""
    text, gates, (start, end) = context.folded, sentence.gates, span
    found: list[Mention] = []
    if gates & p.SUBJECT:
        match = p.SUBJECT_VERB.match
        ends = [place for place in context.subject_ends[sentence.index] if place < end and match(text, place, end)]
        if ends:
            found += _subjects(text, span, ends)
    for holds, reader in _readers(gates & _READER_GATES):
        if holds(text, start, end):
            found += reader(text, span)
    return _longest(found) if len(found) > 1 else found


def _longest(found: list[Mention]) -> list[Mention]:
    """Of names that begin at one place the longest: 残联组织 and not 残联, which organises."""
    ends: dict[int, int] = {}
    for mention in found:
        start, end = mention.name.span
        if end > ends.get(start, 0):
            ends[start] = end
    return [mention for mention in found if mention.name.span.end == ends[mention.name.span.start]]


def _subjects(text: str, span: Span, ends: list[int]) -> Iterator[Mention]:
    """Bodies at the head of a clause, before a verb of duty; `ends` are the places at which one begins."""
    done, comma = 0, text.rfind(",", span.start, ends[0])
    for head in _heads(text, comma if comma >= 0 else span.start, ends[-1]):
        found = _subject_at(text, head, ends) if head >= done else []
        if found and not (text[head - 1] == "由" and text.startswith(_HOLDS_OFFICE, found[-1].span.end)):
            done = found[-1].span.end
            if _DONE_ALREADY.match(text, done, span.end):
                continue
            role = _role_before(text, done)
            yield from [Mention(name, role) for name in found]


def _role_before(text: str, end: int) -> Role:
    """The role of a subject by its verb: 市民政局配合 takes part, 市审计局监督检查 supervises."""
    if p.JOINS.match(text, end):
        return "participate"
    return "supervise" if _supervises(text, end) else "lead"


def _subject_at(text: str, start: int, ends: list[int]) -> list[Name]:
    """The longest list of names from here that a verb follows."""
    first = bisect_left(ends, start + 2)
    if first == len(ends) or ends[first] > start + _LONGEST_SUBJECT or text.find(",", start, ends[first]) >= 0:
        return []
    if names.opens_with_verb(text, start):
        return []
    closing = _CLAUSE_END.search(text, start, start + _LONGEST_SUBJECT)
    stop = closing.start() if closing else start + _LONGEST_SUBJECT
    best: list[Name] = []
    for end in ends[first:]:
        if end > stop:
            break
        found = _names(text, spanned((start, end)))
        if len(found) >= len(best):
            best = found or best
    return [name for name in best if names.is_subject(name.text) or (len(best) > 1 and p.VILLAGE.fullmatch(name.text))]


def _names(text: str, span: Span) -> list[Name]:
    """The names that fill a stretch; none where something else stands in it."""
    whole = text[span.start : span.end]
    if not _LISTED.search(whole):
        return [Name(whole, span)] if names.is_subject(whole) else []
    if not names.may_be_list(whole):
        return []
    found = names.split(text, span)
    return found if found and _are_subjects(found) and _fill(text, span, found) else []


def _are_subjects(found: list[Name]) -> bool:
    """All of them bodies; schools, classes of staff and villages may stand among them (教育局和各中小学校要…)."""
    others = [name.text for name in found if not names.is_subject(name.text)]
    return len(others) < len(found) and all(p.SCHOOLS.search(name) or p.VILLAGE.fullmatch(name) for name in others)


def _fill(text: str, stretch: Span, found: list[Name]) -> bool:
    """Whether nothing but the names stands between the clause's head and its verb."""
    return not _BESIDE.sub("", names.beside(text, stretch, found))


def _supervises(text: str, end: int) -> bool:
    return bool(_SUPERVISES.match(text, end, end + 80))


def _by(text: str, span: Span) -> Iterator[Mention]:
    for match in p.BY.finditer(text, *span):
        role: Role = "participate" if match["act"] in ("配合", "协同", "组成") else "lead"
        if match["act"] == "担任":
            continue
        for name in names.split(text, spanned(match.span("names"))):
            if names.is_subject(name.text):
                yield Mention(name, role)


def _bodies(text: str, match: re.Match[str]) -> list[Name]:
    """The names that a match takes for bodies; none where one of them is no body."""
    found = names.split(text, spanned(match.span("names")))
    return found if all(names.is_subject(name.text) for name in found) else []


def _in_role(pattern: re.Pattern[str], role: Role, text: str, span: Span) -> Iterator[Mention]:
    """The bodies that a pattern names, which all have one role."""
    for match in pattern.finditer(text, *span):
        yield from (Mention(name, role) for name in _bodies(text, match))


def _led(text: str, span: Span) -> Iterator[Mention]:
    return _in_role(p.LED, "lead", text, span)


def _sharing(text: str, span: Span) -> Iterator[Mention]:
    return _in_role(p.SHARING, "participate", text, span)


def _entrusted(text: str, span: Span) -> Iterator[Mention]:
    return _in_role(p.ENTRUSTED, "lead", text, span)


def _steps(text: str, span: Span) -> Iterator[Mention]:
    """Who does which part of a way of working; one part alone is told by the other readers."""
    parts = list(p.STEPS.finditer(text, *span))
    for match in parts if len(parts) > 1 else ():
        role: Role = "participate" if p.JOINING.search(match["word"]) else "lead"
        yield from (Mention(name, role) for name in _bodies(text, match))


def _caused(text: str, span: Span) -> Iterator[Mention]:
    """推动各街道商会、市场监管所设立…: whom somebody has to move."""
    for match in p.CAUSED.finditer(text, *span):
        found = _bodies(text, match)
        if found and _fill(text, spanned(match.span("names")), found):
            yield from (Mention(name, "lead") for name in found)


def _watching(text: str, span: Span) -> Iterator[Mention]:
    """接受社会监督和审计部门监督: of who watches, the bodies."""
    for match in p.WATCHED_BY.finditer(text, *span):
        found = names.split(text, spanned(match.span("names")))
        yield from (Mention(name, "supervise") for name in found if names.is_subject(name.text))


def _providers(text: str, span: Span) -> Iterator[Mention]:
    """县中医院为村卫生室提供…: who provides something for others."""
    for head in _heads(text, span.start, span.end):
        provider = p.PROVIDER.match(text, head, span.end)
        if provider and names.is_subject(provider["name"]):
            yield Mention(Name(provider["name"], spanned(provider.span("name"))), "lead")


def _heads(text: str, start: int, end: int) -> list[int]:
    """Where clauses begin; 对各地、各部门…: what a preposition governs is no subject, nor is the rest of its list."""
    asked = _ASKED.match(text, start) if text[start] in _ASKED_BEGINS else None
    heads = [asked.end() if asked else start]
    for match in _CLAUSE_HEAD.finditer(text, start, end):
        governed = match[0] == "、" and text[heads[-1]] in _PREPOSITIONS and not text.endswith("牵头", 0, match.start())
        if not governed:
            heads.append(match.end())
    return [_behind_time(text, head, end) if text[head : head + 1] in p.TIME_HEAD_BEGINS else head for head in heads]


def _behind_time(text: str, head: int, end: int) -> int:
    time = p.TIME_HEAD.match(text, head, end)
    return time.end() if time else head


def _together(text: str, span: Span) -> Iterator[Mention]:
    for match in p.TOGETHER.finditer(text, *span):
        # 配合市发改委: whom one assists leads
        role: Role = "lead" if match["word"] == "配合" else "participate"
        yield from (Mention(name, role) for name in _bodies(text, match))


def _reported_to(text: str, span: Span) -> Iterator[Mention]:
    for match in p.REPORT.finditer(text, *span):
        if not _RECEIVES.search(match["names"]) or p.REPORTED.match(text, match.end()):
            continue
        head = max(span.start, match.start() - _APPLICANT_NEAR)
        if _APPLIED_FOR.match(text, match.end()) and _APPLICANT.search(text, head, match.start()):
            continue
        found = names.split(text, spanned(match.span("names")))
        if found and all(_RECEIVES.search(name.text) and not names.holds_act(name.text) for name in found):
            yield from (Mention(name, "report_to") for name in found if not _RECEIVES_NOTHING.search(name.text))


def _commissioned(text: str, span: Span) -> Iterator[Mention]:
    for match in p.COMMISSION.finditer(text, *span):
        name = Name(match["name"], spanned(match.span("name")))
        if len(name.text) > 2:
            yield Mention(
                name,
                "supervise" if _REVIEWS.search(text, match.end(), match.end() + 16) else "participate",
            )


def _groups(text: str, span: Span) -> Iterator[Mention]:
    """成立以局长为组长,主管副局长为副组长…的工作领导小组: head and deputies, members, the group itself."""
    for match in p.GROUP.finditer(text, *span):
        if match["group"]:
            yield Mention(Name(match["group"], spanned(match.span("group"))), "lead")
        yield from _seats(text, Span(match.start("members") - 1, match.start("group")))
    if not p.GROUP.search(text, *span):
        yield from _seats(text, span)


def _seats(text: str, span: Span) -> Iterator[Mention]:
    """Who heads a group leads; deputies and members participate."""
    for match in p.SEAT.finditer(text, *span):
        group = next(name for name in ("who", "holder", "members") if match[name])
        heads = group != "members" and not _DEPUTY.search(match["seat"] or text[match.start() - 2 : match.start()])
        for name in names.split_people(text, spanned(match.span(group))):
            yield Mention(name, "lead" if heads else "participate")


Reader = Callable[[str, Span], Iterator[Mention]]
_PROVIDES = re.compile("为[^,。;]{2,24}?提供")
_SEATS = re.compile("组长|召集|主任|指挥|成员")
# Each reader with the sets of words, of each of which a sentence must hold one, the rarest first, and what a stretch
# must hold: most of the stretches that open a gate hold nothing, and a search costs less than a reader that finds nothing.
READERS: tuple[tuple[tuple[int, ...], re.Pattern[str], Reader], ...] = (
    ((word_gate("由"),), p.BY, _by),
    ((word_gate("牵头"), word_gate("建立", "健全", "完善", "构建", "形成")), p.LED, _led),
    ((word_gate("头,"),), p.SHARING, _sharing),
    ((word_gate("抓总", "牵头", "具体", "负责"),), p.STEPS, _steps),
    ((word_gate("推动", "进各", "督促", "要求", "安排", "指导", "责成"),), p.CAUSED, _caused),
    ((word_gate("接受"),), p.WATCHED_BY, _watching),
    ((word_gate("提供"), gate("为")), _PROVIDES, _providers),
    ((word_gate("会同", "联合", "协同", "配合", *(f"会{level}" for level in "省市县区州")),), p.TOGETHER, _together),
    ((word_gate("报", "向"),), p.REPORT, _reported_to),
    ((word_gate("委托", "聘请", "引入", "邀请"),), p.COMMISSION, _commissioned),
    ((word_gate("委托"),), p.ENTRUSTED, _entrusted),
    ((word_gate("组长", "召集", "主任", "指挥", "成员"),), _SEATS, _groups),
)
_READER_GATES = reduce(or_, chain.from_iterable(needs for needs, _, _ in READERS))
GATES = reduce(or_, (needs[0] for needs, _, _ in READERS), p.SUBJECT)


@cache
def _readers(opened: int) -> tuple[tuple[Callable[[str, int, int], re.Match[str] | None], Reader], ...]:
    """The readers that gates let through, each with the search that tells whether there is anything to read."""
    return tuple((holds.search, reader) for needs, holds, reader in READERS if all(opened & opens for opens in needs))
