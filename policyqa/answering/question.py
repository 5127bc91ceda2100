"""What a question asks for: of which regions, for which year, what kind of answer, of what measure, and about what."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from policyqa.answering import kinds, wording
from policyqa.answering.places import Named, Places
from policyqa.answering.units import Classes, Unit, units
from policyqa.answering.wording import Measure, QuestionKind
from policyqa.zh import dates, numerals
from policyqa.zh.patterns import late
from policyqa.zh.text import fold

_LONGEST = 400  # characters of a question that are read
_YEAR = late(r"(?<!\d)(20\d{2})(?!\d)\s?年?(?:底|末|当年|前|之前|以前|以内)?")
_PLAN = late(r"([一二三四五六七八九十]{1,3}五)(?=[”\"]?(?:时期|期间|规划|末|期末|[^一-龥]|[一-龥]))")
_QUOTED_PLAN = late(r"[“\"]?[一二三四五六七八九十]{1,3}五[”\"]?(?:时期|期间|规划|期?末)?")
_PLAN_END = late(r"([一二三四五六七八九十]{2,3}五)[”\"]?(?:期?末)")
_THIS_YEAR = late(r"今年|本年度?|当年")
_ACT = r"(?:举办|举行|开展|召开|组织|进行|安排|通报|轮训|办|开|搞|做|评|来|更新)"
_LEAST = r"(?:至少|不少于|不低于|起码|最少|最多|不超过|不多于|不得超过)"
_OFTEN = late(
    rf"(?:每隔?|隔)?(?<!\d)([一二两三四五六七八九十]*|\d{{1,2}})\s?个?(半年|学年|年度|年|学期|季度|月|周|天)(?:每校)?(?:才|要|都|应)?{_LEAST}?{_ACT}?{_LEAST}?一?(?:次|回|届|遍|场(?!地|馆|所))"
    r"|(?:每隔?|隔)([一二两三四五六七八九十\d]+)\s?个?(半年|学年|年|学期|季度|月|周|天)|每()(半年|学年|学期|季度)(?!至?少|[度内])"
    rf"|每()\s?个?(年度|年|月|周|天)(?=才|或|、|和|要|都|每[校县市区]|{_LEAST}|举办|举行|开展|召开|组织|进行|办|做)"
)
_PROCEDURE = 0.8  # what the word 流程 weighs that 怎么申请 implies
_ANY_FIGURE = late(r"(?:数量|量化)的?(?:要求|规定|目标|指标)")
_LENGTH_ASKED = late(
    r"(?:(?<![这近那头前好])几|多少)个?(?:工作日|自然日|小时|分钟|天|周(?!岁)|个月(?!份)|学?年(?![级度月份底末]))"
)
_COUNT_ASKED = late(rf"(?:(?<![这那好])几|多少)个?[{wording.COUNTED}位]")
# 是否符合由哪个局来审 asks who; 责任单位扯不清的诉求怎么处理, 缺几样材料能先批吗,怎么批 ask how.
_WHO_AT_LAST = late(r"是否.*(?:由|归|找|向)(?:哪个?(?:部门|单位|机构|[局委办处科])|谁)")
_HOW_AT_LAST = late(
    r"(?<!多)(?:怎么|怎样|如何|咋)(?![^,，。]{0,12}(?:谁|哪个?(?:部门|单位|机构|[局委办处科室])|多少|几))[^,，。]{0,8}[?？]?$"
)
_LEFT_OUT = late(
    r"(?<![解免消排清拆扣删废破去])除了?([^,，。;；]{2,12}?)(?:以外|之外|外(?![来籍地商资贸国省市出部围埠]))的?[,，]?"
)
_JOINING = str.maketrans("", "", "和、与及 ")
_WHICH_ONES = late(r"哪几.")


class Question(NamedTuple):
    """`units` are the words of the question without region names, years and the forms of asking; `excluded` are documents
    of regions that it does not ask about (除河北以外)."""

    text: str
    kind: QuestionKind
    places: Places
    years: tuple[int, ...]
    this_year: bool
    plan_end: bool
    frequencies: tuple[str, ...]
    measures: tuple[Measure, ...]
    units: tuple[Unit, ...]
    rest: str
    excluded: frozenset[str] = frozenset()

    @property
    def regions(self) -> tuple[Named, ...]:
        return self.places.named

    def unsaid(self, said: str) -> list[str]:
        """The words that the documents do not say, nor any that may stand for them."""
        return [unit.text for unit in self.units if not any(word in said for word in unit.words)]

    @property
    def about(self) -> str:
        """The words to search with, synonyms included."""
        return " ".join(word for unit in self.units for word in unit.words)


def understand(
    text: str, places: Callable[[str], Places], classes: Classes, said: str = "", *, by_rules: bool = False
) -> Question:
    """`places` finds the regions in a text, `classes` cuts it into words with their parts of speech; `by_rules`: whether all
    of something is asked for is told by the rules alone.

    `said` is what the documents found say: a stretch that the segmenter cut otherwise (里缓 缴) is cut as they have it.
    """
    folded, excluded = _without(fold(text[:_LONGEST]).strip().lower(), places)
    named = places(folded)
    rest = wording.LASTS.sub("有效期", wording.EXCLUSION.sub("", named.rest))
    years = tuple(
        dict.fromkeys(int(year) for year in _YEAR.findall(wording.YEAR_OF_A_TITLE.sub(" ", rest)))
    ) or _plan_end(rest)
    frequencies = _frequencies(rest)
    kind = _kind_beside(rest, named)
    kind = kind if by_rules or not rest.strip() else _learned_kind(text, rest, kind, named)
    content = _YEAR.sub(" ", _PLAN_END.sub(" ", rest))
    if kind == "list":
        years = tuple(dict.fromkeys((*years, *_plan_years(rest))))
        content = _QUOTED_PLAN.sub(" ", content)
    if frequencies and kind == "list":
        content = _OFTEN.sub(" ", content)
    counted = _WHICH_ONES.sub(" ", rest)
    measures = tuple(measure for measure, asked, _ in wording.MEASURES if asked.search(counted))
    if measures[:1] == ("money",) and _COUNT_ASKED.search(counted):  # 奖励最多奖几部 asks for no money
        measures = measures[1:]
    if _LENGTH_ASKED.search(counted):  # 补贴名单公示几天 asks for no money
        measures = ("time",)
    return Question(
        text=text, kind=kind, places=named, years=years, this_year=bool(_THIS_YEAR.search(rest)) and not years,
        plan_end=bool(_PLAN_END.search(rest)), frequencies=frequencies,
        measures=() if kind == "list" and _any_figure(rest) else measures[:1],
        units=(*units(content, classes, said), *_procedure(rest)), rest=rest, excluded=excluded,
    )  # fmt: skip


def _without(text: str, places: Callable[[str], Places]) -> tuple[str, frozenset[str]]:
    """The question without a region that it leaves out, and that region's documents."""
    match = _LEFT_OUT.search(text)
    inside = places(match[1]) if match else None
    if match is None or inside is None or inside.rest.translate(_JOINING) or not (inside.named or inside.missing):
        return text, frozenset()
    excluded = frozenset(id_ for region in inside.named for id_ in region.documents if id_ not in region.others)
    return text[: match.start()] + text[match.end() :], excluded


def _kind_beside(rest: str, named: Places) -> QuestionKind:
    """What the rules make of a question that names these regions."""
    kind, regions = _kind(rest), named.named
    if kind == "list" and (regions or wording.ONE_BODY.search(rest)) and wording.PARTS.search(rest):
        alone = _kind(wording.PARTS.sub("", rest))
        kind = alone if alone in ("deadline", "body", "value", "yesno") or len(regions) > 1 else kind
    if len(regions) < 2 and kind not in ("list", "yesno", "compare") and wording.EACH_ASKED.search(rest):
        kind = "list"
    if len(regions) > 1 and kind != "list":
        kind = "compare"
    return kind


def _learned_kind(text: str, rest: str, kind: QuestionKind, named: Places) -> QuestionKind:
    """The rules' kind, unless the question's turns of phrase tell otherwise whether all of something is asked for; what each of
    several regions has (奉节和东营的培训经费分别是多少) is plainly a comparison."""
    regions = len(named.named)
    if kind == "compare" and wording.EACH_ASKED.search(rest):
        return kind
    if kinds.asks_for_all(text, rest, kind, regions) == (kind == "list"):
        return kind
    if kind != "list":
        return "list"
    return "compare" if regions > 1 else _kind(rest, without_lists=True)


def _any_figure(rest: str) -> bool:
    """Whether a list asks for figures of any kind: 数量要求, or several kinds of them (课时、占比、学分)."""
    return bool(_ANY_FIGURE.search(rest)) or wording.several_figures(rest)


def _kind(rest: str, *, without_lists: bool = False) -> QuestionKind:
    possible = (kind for kind, pattern in wording.KINDS if pattern.search(rest))
    kind: QuestionKind = next((kind for kind in possible if not (without_lists and kind == "list")), "open")
    if kind == "yesno" and _WHO_AT_LAST.search(rest):
        return "body"
    if kind in ("value", "body") and _HOW_AT_LAST.search(rest):
        return "passage"
    return kind


def _procedure(text: str) -> list[Unit]:
    """怎么申请: the words under which documents tell how."""
    if not wording.PROCEDURE.search(text):
        return []
    return [Unit("流程", ("程序", "步骤", "递交", "提交", "提出申请", "书面申请"), _PROCEDURE, "other")]


def _plan_end(text: str) -> tuple[int, ...]:
    """The last year of a five-year plan whose end the question names (“十四五”末)."""
    match = _PLAN_END.search(text)
    years = dates.plan_years(match[1]) if match else None
    return (years[1],) if years else ()


def _plan_years(text: str) -> list[int]:
    """The last years of the five-year plans that a question names."""
    return [span[1] for name in _PLAN.findall(text) if (span := dates.plan_years(name))]


def _frequencies(text: str) -> tuple[str, ...]:
    found = []
    for match in _OFTEN.finditer(text):
        pairs = zip(match.groups()[::2], match.groups()[1::2], strict=True)
        count, unit = next((count, unit) for count, unit in pairs if unit)
        number = 0.5 if unit == "半年" else numerals.parse(count or "1")
        length = dates.duration(float(number), "年" if unit in ("半年", "年度") else unit) if number else None
        if length:
            found.append(length)
    return tuple(dict.fromkeys(found))
