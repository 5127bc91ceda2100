"""Who: the bodies that the sentence or its item's responsibility line names, in the role asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering.case import OWN, Case, Fit, Told, best, plain, told
from policyqa.answering.sentence import Sentence
from policyqa.answering.weighing import Scored
from policyqa.language import say
from policyqa.model import Body, Role
from policyqa.zh.patterns import late
from policyqa.zh.text import fold

_FORMED, _IN_ROLE = 0.5, 0.3  # how much better a body fits that a form of words, or its role, tells
_BESIDE = 0.2  # how much less one in another sentence of the passage
_OFFICE = r"{0,24}?[一-龥](?:局|委|厅|部(?!门)|办|处|科|室|院|中心|部门|委员会|管委会|政府|领导小组|办公室|公司|协会|单位|股|团委|联合会|机构|机关|常委会|法院|检察院|人大)(?![技学研目理])"
_BODY = rf"[一-龥（）()“”、]{_OFFICE}"
# Nothing in the name leads to another body (专家库在省教育厅领导下…).
_ACTING = rf"(?:(?![在由向对为从经被将把])[一-龥、]){_OFFICE}"
# Who acts, in forms that hold it: 办公室设在县教委, 由财政部门拨付, 向管委会反映, 以局长为组长.
_FORMS = (
    late(rf"^(?:[^一-龥]{{0,6}})(?P<name>{_BODY})[:：](?=要|负责|承担|拟定|牵头|组织|应)"),
    late(rf"解释权(?:属于?|归)(?P<name>{_BODY}(?:、{_BODY})*)"),
    late(rf"(?:设在|挂靠(?:在|于)?)(?P<name>{_BODY})(?=[^一-龥]|$)"),
    late(rf"(?:办公室|秘书处)(?:设)?在(?P<name>{_BODY})"),
    late(rf"由(?P<name>{_BODY})(?=[^,，。;；]{{0,20}}[一-龥]{{2}})"),
    late(
        rf"(?:申报|申请|责任|实施|管理|建设|监管|评审|承办|主办|受理|主管|审批|验收|组织|咨询|认定|发放)(?:主体|单位|部门|机构|机关)(?:为|是|[:：])\s*(?P<name>{_BODY})"
    ),
    late(r"实行(?P<name>[一-龥]{2,6}?)负责制"),
    late(rf"向(?P<name>{_BODY})(?=[^,，。;；]{{0,12}}(?:反映|报告|申请|提交|报送|咨询|汇报|反馈|投诉|举报))"),
    late(rf"(?:到|至|在)(?P<name>{_BODY})(?=[^,，。;；]{{0,12}}(?:申请|申领|申报|办理|提交|递交|登记|领取))"),
    late(rf"(?<![申填])(?:报|报送|送|交)(?:至|到)?(?P<name>{_BODY})(?=[^一-龥]|备案|审核|审批|汇总|进行|办理|$)"),
    late(rf"(?P<name>{_BODY})(?:要|应|将)?(?:具体)?(?:负责|牵头|承担|主管)"),
    late(rf"为(?P<name>{_BODY})的(?:派出|直属|下属)(?:机构|单位)"),
    late(r"由(?P<name>[一-龥]{2,16}?)(?:具体|统一)?(?:主管|负责|牵头|管理|承担)"),
    late(r"(?P<name>[一-龥]{3,20}?)为[一-龥]{0,8}(?:责任人|负责人)"),
)  # fmt: skip
# One that opens its sentence and does itself what is asked.
_DOES = late(
    rf"^\s*(?:[^一-龥()]{{0,6}}|\([^()]{{1,3}}\)|[一二三四五六七八九十]+、|第[一二三四五六七八九十百]+条\s?)(?P<name>{_ACTING})"
    r"(?:要|应|将|应当|可|负责|会同|联合|面向|根据|按照?|对|于|在|每|定期|组织|统一|及时)?[^,，。;；]{0,16}?"
    r"(?P<act>发布|公布|公示|公告|制定|受理|审[核批定查]|组织|开展|拨付|发放|认定|验收|评[审选估]|推荐|汇总|上报|通报|建立|办理)"
)
# What stands before a name and is no part of it: 建立健全教育部门牵头的机制.
_LEADING = late(r"^(?:建立健全|建立|健全|完善|形成|构建|坚持|实行|推行)(?=[一-龥]{3})")
_OPENING = "（(“、"
_OFFICES = (
    (late(r"哪个?(?:科室?|处室?|股室?)(?![理置学技局])"), late(r"[科处室股](?:$|[^一-龥])|中心")),
    (late(r"哪个?(?:部门|局|机构|单位)|什么部门"), late(r"[局委厅部办处科室院行会社台]$|中心|部门|公司|单位|协会|机构|机关|联|政府|集团")),
)  # fmt: skip
_SECTION = late(r"[一-龥]{2,}[处科室股](?=负责|牵头|[^一-龥]|$)")
_LINE = late(r"(?:责任|牵头|主办|承办)[一-龥\s]{0,6}[:：](?P<names>[^:：;；)）\]]{2,80})")
_BOTH = late(r"牵头.{0,6}配合|配合.{0,6}牵头|参与负责")
_LABEL = 24  # characters of a line with a colon that names who does what follows
_POST = late(r"副?(?:组长|主任|召集人|总召集人|会长|主席)")
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("participate", late(r"配合|参与|协助|协办|成员")),
    ("supervise", late(r"监督|督导|督查|督办")),
    (
        "report_to",
        late(
            r"报送|报给|报到|上报|交给|提交|向[哪谁]|(?:找|去|到|在)[谁哪][^,，]{0,6}(?:申请|申领|办理?|报名|登记)|反映|报告给|备案"
        ),
    ),
    ("lead", late(r"牵头|负责|主管|责任|主体|组织|统筹|实施|解释")),
)


def answer(case: Case) -> Told | None:
    return best(fit for s in case.near if (fit := _of(case, s)))


def proved(case: Case, found: Told) -> Told:
    """The answer with the line that names the body in its first citation: that line is the proof."""
    first, *others = found.sentences
    line = next((s for s in others if s.is_line), None)
    if line is None or line.span < first.span:
        return found
    whole = case.evidence.through(first, line)
    if whole:
        return found._replace(sentences=[whole], values=found.values[:1])
    told_there = any(name in first.quote for name in (found.values[0] or "").split("、"))
    return found if told_there else found._replace(sentences=[line, first])


def wanted(text: str) -> Role | None:
    """The role that a question asks about; 教育局牵头,配合部门是谁 asks for those that take part."""
    if _BOTH.search(text):
        return None
    asked = re.split(r"[,，]", text)[-1]
    return next((role for role, pattern in _ROLES if pattern.search(asked)), None)


def _of(case: Case, scored: Scored) -> Fit | None:
    """Who the sentence names: the holder of a post, the body of a form of words, of its line, of its records."""
    sentence, asked = scored.sentence, case.question.rest
    fit = scored.score + max(scored.own, scored.close - _BESIDE) + scored.phrase
    role = wanted(asked)
    post = _POST.search(asked)
    held = _holder(post[0], sentence) if post else None
    if post:  # who else is named holds another
        return Fit(fit + 1, told(held, sentence)) if held else None
    line = case.evidence.line(sentence, Body)
    bodies = (
        line
        or case.evidence.records(sentence, Body)
        or (case.evidence.responsible(sentence) if scored.own >= OWN else [])
    )
    bodies = [b for b in bodies if is_office(b.name, asked) and (b.name not in asked or role == b.role)]
    by_form = None if line else formed(sentence, asked)
    if by_form and is_office(by_form, asked):
        return Fit(fit + _FORMED, told(by_form, sentence))
    if not bodies:
        return _of_the_line(case, sentence, fit)
    chosen = [b for b in bodies if b.role == role]
    names = "、".join(dict.fromkeys(b.name for b in chosen or bodies))
    source = case.evidence.source(sentence, (chosen or bodies)[0])
    return Fit(fit + _IN_ROLE * bool(chosen), told("；".join(named(chosen or bodies)), sentence, names, source))


def _of_the_line(case: Case, sentence: Sentence, fit: float) -> Fit | None:
    """The names on a responsibility line that no record holds (责任处室：法规处、指挥中心)."""
    line = case.evidence.line_of(sentence)
    named = _LINE.search(fold(line.quote)) if line else None
    if line is None or named is None or case.evidence.records(line, Body):
        return None
    names = plain(named["names"])
    return Fit(fit, told(names, sentence, names, line if line is not sentence else None))


def asks_section(asked: str) -> bool:
    return _OFFICES[0][0].search(asked) is not None


def names_section(text: str, asked: str) -> bool:
    """Whether a text names a 处 or 科, where one is asked for: in whatever form, （公共服务处，63916867） too."""
    return asks_section(asked) and _SECTION.search(text) is not None


def is_office(name: str, asked: str) -> bool:
    """Whether a body is of the kind asked for: a 科室 is no bureau, and a 部门 no county."""
    return all(kind.search(name) for form, kind in _OFFICES if form.search(asked))


def formed(sentence: Sentence, asked: str) -> str | None:
    """The body that a form of words names, if the question uses the same form's words."""
    text = f"{sentence.lead}{sentence.quote}" if len(sentence.lead) <= _LABEL else sentence.quote
    folded = fold(text)
    for form in _FORMS:
        match = form.search(folded)
        if match and _same_act(match, folded, asked):
            return _LEADING.sub("", text[match.start("name") : match.end("name")].lstrip(_OPENING))
    does = _DOES.match(folded)
    return text[does.start("name") : does.end("name")] if does and does["act"] in asked else None


def _same_act(match: re.Match[str], text: str, asked: str) -> bool:
    near = text[max(0, match.start() - 4) : match.end() + 24]
    acts = re.findall(
        r"设在|挂靠|办公室|制定|定|负责|牵头|承担|组织|解释|拨|发放|审核|管理|统筹|实施|审批|受理|反映|投诉|举报|报告|报送|报|申请|提交|备案|发布|公布|公示|认定|验收|评选|推荐|汇总|管|找",
        asked,
    )
    return not acts or any(act in near or (act in ("管", "找", "拨", "定") and match["name"]) for act in acts)


def _holder(post: str, sentence: Sentence) -> str | None:
    """Who holds a post: X为组长, X担任组长, 组长由X担任."""
    text = fold(sentence.quote)
    name = r"(?P<name>[一-龥、()]{2,24}?)"
    for form in (
        rf"{name}(?:为|担任|兼任|(?<!主)任)[一-龥]{{0,8}}(?<!副){post}",
        rf"(?<!副){post}由{name}(?:担任|兼任)",
        rf"(?<!副){post}[:：]{name}",
    ):
        match = re.search(form, text)
        if match:
            return re.sub(r"^(?:以|由)", "", match["name"])
    return None


def named(bodies: Sequence[Body]) -> list[str]:
    """The names by role."""
    roles = {
        "lead": say("牵头或负责", "lead"), "participate": say("配合", "participate"),
        "supervise": say("监督", "supervise"), "report_to": say("报告对象", "report to"),
    }  # fmt: skip
    lines = []
    for role, words in roles.items():
        names = list(dict.fromkeys(b.name for b in bodies if b.role == role))
        if names:
            lines.append(f"{words}：{'、'.join(names)}")
    return lines
