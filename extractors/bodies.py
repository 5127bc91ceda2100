"""Responsible bodies and their roles: responsibility lines, subjects of duties, 由…负责, 会同, 报…, 成立…小组."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from policyqa.model import Body, Role, Span

from . import canonical, names
from .context import Context, Sentence
from .names import Name
from .patterns import bodies as p

_CLAUSE_HEAD = re.compile(
    r"[,。;:!?\n”]\s*|(?<![市区县旗州盟])\)\s*|(?<=\d)[.、]\s*|[一二三四五六七八九]是\s*|、(?=各)"
)
_VERB = re.compile("|".join(sorted(p.SUBJECT_VERBS, key=len, reverse=True)))
_LONGEST_SUBJECT = 70


class Mention(NamedTuple):
    name: Name
    role: Role


def find(context: Context) -> Iterator[Body]:
    """Mentions in the order of the text, one for each place and role."""
    seen: set[tuple[Span, Role]] = set()
    region = context.document.metadata.region
    found = [
        (sentence, mention)
        for sentence in context.sentences
        if not context.is_past(sentence)
        for mention in _mentions(context, sentence)
    ]
    for sentence, mention in sorted(found, key=lambda pair: pair[1].name.span):
        key = (mention.name.span, mention.role)
        if key in seen or (region and mention.name.text == region.name):
            continue
        seen.add(key)
        yield Body(
            name=mention.name.text, role=mention.role, sentence=context.quote(sentence.span), span=mention.name.span,
            canonical=canonical.full_name(mention.name.text, region),
            section=context.path(mention.name.span.start),
        )  # fmt: skip


def _mentions(context: Context, sentence: Sentence) -> Iterator[Mention]:
    text, span = context.folded, sentence.span
    lines = list(_responsibility_lines(text, span))
    yield from lines
    if lines:
        span = Span(span.start, min(mention.name.span.start for mention in lines))
    yield from _subjects(text, span)
    yield from _by(text, span)
    yield from _caused(text, span)
    yield from _together(text, span)
    yield from _reported_to(text, span)
    yield from _commissioned(text, span)
    yield from _groups(text, span)


# --- responsibility lines --------------------------------------------------------------------------------------------


def _responsibility_lines(text: str, span: Span) -> Iterator[Mention]:
    labels = list(p.LABEL.finditer(text, *span))
    led = any("牵头" in label[0] for label in labels)
    for index, label in enumerate(labels):
        end = labels[index + 1].start() if index + 1 < len(labels) else _line_end(text, label.end(), span.end)
        role: Role = label.lastgroup  # type: ignore[assignment]
        if led and role == "lead" and "牵头" not in label[0]:
            role = "participate"
        yield from _with_duties(text, Span(label.end(), end), role)
    if not labels:
        for bracket in p.BRACKET.finditer(text, *span):
            yield from _with_duties(text, Span(*bracket.span("line")), "lead")


def _line_end(text: str, start: int, stop: int) -> int:
    """To the bracket that closes the line, else to the end of the sentence."""
    depth = 0
    for position in range(start, stop):
        if text[position] in "([":
            depth += 1
        elif text[position] in ")]":
            depth -= 1
            if depth < 0:
                return position
        elif text[position] in "。\n":
            return position
    return stop


def _with_duties(text: str, line: Span, role: Role) -> Iterator[Mention]:
    """市教育局牵头,市财政局、市人社局配合: a duty at the end of a part is the role of the names in it."""
    parts = [Span(*m.span()) for m in re.finditer(r"[^,;]+", text[line.start : line.end])]
    parts = [Span(line.start + s, line.start + e) for s, e in parts]
    duties = [_duty(text, part) for part in parts]
    led = any(word and "牵头" in word for _, word in duties)
    following: Role = role
    roles: list[Role] = []
    for _, word in reversed(duties):
        following = _role_of(word, led) if word else following
        roles.insert(0, following)
    for part, (end, _), part_role in zip(parts, duties, roles, strict=True):
        for name in names.split(text, Span(part.start, end)):
            yield Mention(name, part_role)


def _duty(text: str, part: Span) -> tuple[int, str | None]:
    """Where the names of a part end, and its duty."""
    match = re.search(rf"{p.DUTY.pattern}[。]?$", text[part.start : part.end].rstrip())
    return (part.start + match.start(), match["word"]) if match else (part.end, None)


def _role_of(word: str, led: bool) -> Role:
    if "牵头" in word:
        return "lead"
    if word in ("配合", "参与", "协同", "参加"):
        return "participate"
    return "participate" if led else "lead"


# --- running text ----------------------------------------------------------------------------------------------------


def _subjects(text: str, span: Span) -> Iterator[Mention]:
    """Bodies at the head of a clause, before a verb of duty."""
    for head in _heads(text, span):
        found = _subject_at(text, head, span.end)
        for name in found:
            yield Mention(name, _role_before(text, found[-1].span.end))


def _role_before(text: str, end: int) -> Role:
    """The role of a subject by its verb: 市民政局配合 takes part, 市审计局监督检查 supervises."""
    if p.JOINS.match(text, end):
        return "participate"
    return "supervise" if _supervises(text, end) else "lead"


def _subject_at(text: str, start: int, stop: int) -> list[Name]:
    """The longest list of names from here that a verb follows."""
    limit = min(stop, start + _LONGEST_SUBJECT)
    best: list[Name] = []
    for verb in _VERB.finditer(text, start, limit):
        if verb.start() - start < 2:
            continue
        stretch = text[start : verb.start()]
        if re.search(r"[,。;:!?]", stretch):
            break
        found = names.split(text, Span(start, verb.start()))
        if found and len(found) >= len(best) and _are_subjects(found) and _whole(text, start, verb.start(), found):
            best = found
    return [name for name in best if names.is_subject(name.text)]


def _are_subjects(found: list[Name]) -> bool:
    """All of them bodies; schools and classes of staff may stand among them (教育局和各中小学校要…)."""
    others = [name.text for name in found if not names.is_subject(name.text)]
    return len(others) < len(found) and all(p.SCHOOLS.search(name) for name in others)


def _whole(text: str, start: int, end: int, found: list[Name]) -> bool:
    """Whether the names fill the stretch: nothing else stands between the clause's head and its verb."""
    rest = text[start:end]
    for name in found:
        rest = rest.replace(text[name.span.start : name.span.end], "", 1)
    return not re.sub(r"[、和与及以其\s]|等(?:有关|相关|行业|主管)*(?:部门|单位)?|具备条件的|有条件的|(?:各级各类|各|中小|职业)*(?:学校|高校|幼儿园)", "", rest)


def _supervises(text: str, end: int) -> bool:
    return bool(
        re.match(r"[^,。;]{0,24}?(?:督促|督导|督查|监测|抽测|考核|问责|监督检查|核实|跟踪问效)", text[end : end + 40])
    )


def _by(text: str, span: Span) -> Iterator[Mention]:
    for match in p.BY.finditer(text, *span):
        role: Role = "participate" if match["act"] in ("配合", "协同", "组成") else "lead"
        if match["act"] == "担任":
            continue
        for name in names.split(text, Span(*match.span("names"))):
            if names.is_subject(name.text):
                yield Mention(name, role)


def _caused(text: str, span: Span) -> Iterator[Mention]:
    """推动各街道商会、市场监管所设立…, and who provides something for others."""
    for match in p.CAUSED.finditer(text, *span):
        found = names.split(text, Span(*match.span("names")))
        if found and all(names.is_subject(name.text) for name in found):
            yield from (Mention(name, "participate") for name in found)
    for head in _heads(text, span):
        provider = p.PROVIDER.match(text, head, span.end)
        if provider and names.is_subject(provider["name"]):
            yield Mention(Name(provider["name"], Span(*provider.span("name"))), "lead")


def _heads(text: str, span: Span) -> list[int]:
    """Where clauses begin."""
    return [span.start, *(match.end() for match in _CLAUSE_HEAD.finditer(text, *span))]


def _together(text: str, span: Span) -> Iterator[Mention]:
    for match in p.TOGETHER.finditer(text, *span):
        found = names.split(text, Span(*match.span("names")))
        if found and all(names.is_subject(name.text) for name in found):
            # 配合市发改委: whom one assists leads
            role: Role = "lead" if match["word"] == "配合" else "participate"
            yield from (Mention(name, role) for name in found)


def _reported_to(text: str, span: Span) -> Iterator[Mention]:
    for match in p.REPORT.finditer(text, *span):
        found = names.split(text, Span(*match.span("names")))
        if found and all(re.search(r"委|政府|局|厅|办|科|部门|领导小组|办公室|会|院$", n.text) for n in found):
            yield from (
                Mention(name, "report_to") for name in found if not re.match(r"社会|全|各|学生|学校", name.text)
            )


def _commissioned(text: str, span: Span) -> Iterator[Mention]:
    for match in p.COMMISSION.finditer(text, *span):
        name = Name(match["name"], Span(*match.span("name")))
        if len(name.text) > 2:
            yield Mention(
                name,
                "supervise"
                if re.search(r"评|审|核|监测|检查", text[match.end() : match.end() + 16])
                else "participate",
            )


def _groups(text: str, span: Span) -> Iterator[Mention]:
    """成立以局长为组长,主管副局长为副组长…的工作领导小组: head and deputies, members, the group itself."""
    for match in p.GROUP.finditer(text, *span):
        if match["group"]:
            yield Mention(Name(match["group"], Span(*match.span("group"))), "lead")
        yield from _seats(text, Span(match.start("members") - 1, match.start("group")))
    if not p.GROUP.search(text, *span):
        yield from _seats(text, span)


def _seats(text: str, span: Span) -> Iterator[Mention]:
    """Who heads a group leads; deputies and members participate."""
    for match in p.SEAT.finditer(text, *span):
        group = "who" if match["who"] else "members"
        heads = group == "who" and not re.search(r"副|成员", match["seat"])
        for name in names.split_people(text, Span(*match.span(group))):
            yield Mention(name, "lead" if heads else "participate")
