"""What a question asks for: of which regions, for which year, what kind of answer, and about what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from policyqa.model import Region
from policyqa.zh import dates, numerals, regions
from policyqa.zh.synonyms import canonical
from policyqa.zh.text import fold

QuestionKind = Literal["value", "deadline", "body", "list", "yesno", "compare", "passage"]

_KINDS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = (
    ("list", re.compile(r"哪些|列出|列举|有哪几|各地|清单|一览|分别有哪|都有什么|所有的?.{0,8}(?:目标|任务|规定|要求)")),
    ("yesno", re.compile(r"是否|是不是|能不能|可不可以|能否|可否|有没有|会不会|要不要|需不需要|[吗么嘛不]\s*[?？]?$")),
    ("deadline", re.compile(r"什么时候|何时|哪一?年|几月|哪[一天]?天|期限|时限|最晚|最迟|截止|几时|多久|时间|到哪年|有效期|几年[^办举]{0,6}(?:建|完成|打造)|用几年")),
    ("body", re.compile(r"谁|哪个?(?:部门|单位|机构|科室|局|委)|哪家(?:机构|单位|部门)?|由哪|牵头(?:考核)?(?:单位|部门)|责任(?:单位|部门)|配合(?:单位|部门)|什么部门|哪里牵头|副?组长")),
    ("value", re.compile(r"多少|几[个所名项门样条次家人分届年场件点]|比例|比率|占比|率$|率[是要达]|多大|多高|百分之几|多长|金额|人数|面积|数量|课时|目标是|要求$|增速|几个点|多少钱|上限|下限|标准是")),
    ("passage", re.compile(r"怎么|如何|怎样|什么|哪几|为什么|办法|措施|布局|法子")),
)  # fmt: skip
_FUNCTION_WORDS = re.compile(
    r"请问|一下|是否|是不是|能不能|可不可以|能否|可否|有没有|会不会|要不要|需不需要|什么时候|何时|什么|哪一年|哪年|哪些|哪个|哪家|哪里|哪几条|哪几|哪天|哪边|几个|几所|几名|几项|几门|几样|几条|几次|几年|几月份|几月"
    r"|多少|多大|多高|多长|多久|按照|按|怎么算出来|怎么样|怎么|如何|怎样|为什么|谁来|由谁|谁|计划|打算|准备|目标|要求|规定|需要|应当|应该|必须|可以|能够|能拿到|能领|能|要|得|拿|给|让|会|将|把|被|在|到|对|从|向|跟|和|与|及|或者|或"
    r"|的|了|吗|呢|吧|么|嘛|是|有|个|里|上|中|都|还|也|就|这|那|其|各地|各|列出|列举|分别|具体|最晚|最迟|不得|低于|达到|不低于|不少于|以上|占|小到|办一次|一回|一块|这一块|这块|搞|弄|想|指|算|同时|一起|今年|吃|拿出来|出来|出"
)
_YEAR = re.compile(r"(20\d{2})\s?年?")
_PLAN = re.compile(r"“?([一二三四五六七八九十]{1,3}五)”?(?=时期|期间|规划|末|$|[^一-龥]|[一-龥])")
_EVERY = re.compile(
    r"(?:每|隔)?([一二两三四五六七八九十\d]*)\s?(年|学期|半年|季度|月|周|天)(?:办|举办|开展|开|搞|做|组织|召开|评|来)?一?(?:次|回|届|遍)"
)


class Question(NamedTuple):
    """`about` is the question in the words that documents use, without function words and region names.

    `missing` is a division that the question names and the library does not hold.
    """

    text: str
    kind: QuestionKind
    regions: tuple[str, ...]
    missing: str | None
    years: tuple[int, ...]
    frequency: str | None
    about: str


def understand(text: str, known: Sequence[Region]) -> Question:
    """`known` are the regions of the library."""
    folded = fold(text).strip()
    found, rest = _regions(folded, known)
    missing = None if found else next((name for _, name in regions.mentions(folded) if len(name) > 2), None)
    years = tuple(int(year) for year in _YEAR.findall(rest))
    kind: QuestionKind = next((kind for kind, pattern in _KINDS if pattern.search(rest)), "passage")
    if len(found) > 1 and kind != "list":
        kind = "compare"
    about = _FUNCTION_WORDS.sub(" ", canonical(_YEAR.sub(" ", rest)))
    return Question(text, kind, tuple(found), missing, years, _frequency(rest), " ".join(about.split()))


def _regions(text: str, known: Sequence[Region]) -> tuple[list[str], str]:
    """Regions of the library that the question names, by full or short name, and what is left of the question."""
    found: dict[str, int] = {}
    rest = text
    for region in sorted(known, key=lambda r: -len(r.name)):
        for name in (region.name, _short(region.name)):
            position = rest.find(name) if len(name) > 1 else -1
            if position >= 0:
                found.setdefault(region.name, text.find(name))
                rest = rest.replace(name, " ")
    return sorted(found, key=lambda name: found[name]), rest


def _short(name: str) -> str:
    """奉节 for 奉节县, 西藏 for 西藏自治区."""
    return re.sub(r"(?:壮族|回族|维吾尔)?(?:自治区|自治州|自治县|[省市县区旗州])$", "", name)


def _frequency(text: str) -> str | None:
    match = _EVERY.search(text)
    if not match:
        return None
    number = numerals.parse(match[1] or "1")
    unit = {"半年": "学期"}.get(match[2], match[2])
    return dates.duration(float(number), unit) if number else None
