"""Two matters in one question (供水条例和节水条例哪个先施行, 修车店歇业、客运停运要提前的天数一样吗), cut into what is asked of each."""

from __future__ import annotations

from typing import NamedTuple

from policyqa.answering import wording
from policyqa.zh.patterns import late

_NO_BODY = r"(?!部门|单位|机构|[局委办处科厅司])"
_WHICH = rf"(?:哪一?[个边里家方条份部项种类]?个?|谁|何者){_NO_BODY}"
_MORE = r"(?:高|低|多|少|大|小|重|轻|长|短|久|快|慢|贵|便宜|严格?|宽|紧|勤|强)(?!度|中|校|新|学|级|层|于|速|管|龄|企)"
_SOONER = r"(?:[先早晚迟]|同一?天|[在靠][前后])"
_ACT = r"(?:施行|实施|执行|生效|出台|印发|发布|下发|成文|公布|开始|到期|截止|结束|完成|报送|上报|发出|[出发](?=得)|(?<=[先早晚迟])发)"
_DAY = r"(?:时间|日期|日子|年份|日)"
_ALIKE = r"(?:[一相]样|相同|一致)"
_DIFFERENT = r"(?:不同|不一样|差别|差异|区别(?!对待)|出入)"
_EACH = r"(?:各(?=[自是为要得给有归由几多罚奖补在])|分别)"
# What is asked of both: which one is more or sooner, whether they are alike, how they differ, what each of them is.
_ASKED = late(
    rf"{_WHICH}[^,，。;；?？]{{0,12}}?(?:{_MORE}|{_SOONER})|(?P<alike>{_ALIKE}|同一?天)|(?:有|差在?)(?:什么|何|啥|哪些)?{_DIFFERENT}"
    rf"|差(?:多少|几)|{_DIFFERENT}|(?P<each>{_EACH})"
)
_ALL = late(rf"哪些(?!{_DIFFERENT})|列出|列一下|全部|所有|有(?:什么|啥)(?!{_DIFFERENT})|都[有是要]")
_OPEN = late(r"多少|几|什么|啥|哪|谁|怎么|如何|何")
_FIGURE = late(
    r"罚|奖|补|金额|标准|比例|上限|下限|天数|时限|期限|年龄|门槛|次数|数量|费|价格|人数|项数|指标|目标|多[高长久大]"
)
# Where one side ends and the other begins, the plainest first.
_JOINTS = (
    late(r"[,，;；]\s?(?:[和跟与同]|还是)"),
    late(r"跟|还是|(?i:vs\.?)|对比"),
    late(r"(?<![共参给授赋])与(?!会|其他|否)"),
    late(r"(?<![共饱温缓调总附])和(?!谐|平|解|其他)"),
    late(r"、"),
    late(r"[,，;；]"),
)
_FEWEST = 4  # characters of a side
_MARKS = " ,，、;；:："
_BEGINS, _ENDS = late(r"^(?:对于|按照?|根据|对(?![外口应接照])|在|把)"), late(r"[的里中是对在]$")
_SIDE_BY_SIDE = late(r"(?:相比|比较|对比|比起来|[之这两]者)+[,，]?$")
_ITS_DAY = late(rf"的?{_ACT}的?{_DAY}[\s,，]*(?:相比)?[\s,，]*$")
_NAME_ENDS = late(r"条例|办法|规定|意见|通知|方案|措施|细则|计划|规划|要点|规程|报告|文件")
# What is asked of both, as it stands beside what is asked of each: 哪个先施行, 施行日期哪个晚; 谁先; 罚得更重.
_ACT_SOONER = late(rf"{_SOONER}[^,，。?？]{{0,2}}?({_ACT})|({_ACT})(?:的?{_DAY})?[^,，。?？]{{0,5}}?{_SOONER}")
_ONE_SOONER = late(rf"(?:谁|哪[个边家份部]).{{0,4}}{_SOONER}|同一?天")
_MORE_OF_TWO = late(rf"[定设给]?得?(?:更|比较|最|还)?(?:要|得)?{_MORE}(?:一?[些点])?")
_OF_TWO = late(
    rf"{_WHICH}的?(?:是|要|得)?|(?:是不是|是否|都|也)*{_ALIKE}(?:高|多|长|大|快|吗|么|不|[?？])*"
    rf"|(?:有|差)(?:什么|何|啥|哪些)?{_DIFFERENT}|{_DIFFERENT}(?:是|在)?(?:什么|哪里?|哪儿)?"
)
_EACH_OF_TWO = late(_EACH)
_ISSUED = late(wording.ISSUE)


class Matters(NamedTuple):
    """`labels` tell the two sides apart, in the words of the question; `questions` are what is asked of each by itself."""

    labels: tuple[str, str]
    questions: tuple[str, str]

    @property
    def of_documents(self) -> bool:
        """Whether both sides are documents by their names."""
        return all(_NAME_ENDS.fullmatch(label[-2:]) for label in self.labels)


def apart(text: str) -> Matters | None:
    """The two questions in a comparison of two matters; None where there is no such. `text` is folded."""
    asked = _ASKED.search(text)
    if asked is None or _ALL.search(text):
        return None
    if (asked["each"] and not _OPEN.search(text, asked.end())) or (asked["alike"] and not _FIGURE.search(text)):
        return None  # 能各罚一次吗; 效力相同吗: one sentence tells it
    start = _shared(text, asked.start())
    sides = _sides(text[:start])
    if sides is None:
        return None
    first, second = sides
    shared = _of_one(text[start:])
    also = "" if shared.strip() else _told_of_second(first, second)
    return Matters(sides, (f"{first}{also}{shared}", f"{second}{shared}"))


def _shared(text: str, asked: int) -> int:
    """Where what is asked of both begins: behind the last comma, where both sides stand before it; else with the day of
    which it is (施行日期哪个晚)."""
    comma = max(text.rfind(mark, 0, asked) for mark in ",，;；")
    if comma > 0 and _sides(text[:comma]):
        return comma
    day = _ITS_DAY.search(text[:asked])
    return day.start() if day else asked


def _sides(text: str) -> tuple[str, str] | None:
    for joint in _JOINTS:
        cuts = [(_bare(text[: m.start()]), _bare(text[m.end() :])) for m in joint.finditer(text)]
        cuts = [cut for cut in cuts if min(map(len, cut)) >= _FEWEST]
        if cuts:
            return min(cuts, key=lambda cut: abs(len(cut[0]) - len(cut[1])))
    return None


def _bare(side: str) -> str:
    named = _SIDE_BY_SIDE.sub("", side.strip(_MARKS)).strip(_MARKS)
    return _ENDS.sub("", _BEGINS.sub("", named)).strip(_MARKS)


def _told_of_second(first: str, second: str) -> str:
    """What is said behind the second side's name and is meant of the first too (市级河长和镇街河长巡河的次数)."""
    ends = [match.end() for match in _NAME_ENDS.finditer(second)] if _NAME_ENDS.search(first[-2:]) else []
    at = second.rfind(first[-2:])
    return second[ends[-1] if ends else at + 2 if at >= 0 else len(second) :]


def _of_one(shared: str) -> str:
    """What is asked of both as it is asked of one: 哪个罚款上限高 as 罚款上限是多少."""
    sooner = _ACT_SOONER.search(shared)
    if sooner or _ONE_SOONER.search(shared):
        act = (sooner[1] or sooner[2]) if sooner else ""
        return f"什么时候{'印发' if act in ('发', '出') else act}{'的' if _ISSUED.fullmatch(act) else ''}"
    each = _EACH_OF_TWO.sub("", shared)
    if each != shared and _OPEN.search(each):
        return each
    left = _OF_TWO.sub("", _MORE_OF_TWO.sub("", each)).strip(" ,，;；?？吗么呢")
    left = "罚款" if left == "罚" else left
    figure = _FIGURE.search(left) or _MORE_OF_TWO.search(shared)
    return f" {left}{'是' if left else ''}多少" if figure else f" {left}"
