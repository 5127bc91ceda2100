"""Values, limits and places in words for tables and reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from policyqa.language import say
from policyqa.model import Comparator, Deadline, Number, Role, Target

if TYPE_CHECKING:
    from policyqa.overlap.records import Change, Difference

_SIGNS: dict[Comparator, str] = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈"}
_FREQUENCIES = {
    "P1Y": ("每年", "yearly"), "P2Y": ("每两年", "every two years"), "P3Y": ("每三年", "every three years"),
    "P5Y": ("每五年", "every five years"), "P6M": ("每半年（学期）", "every six months"), "P3M": ("每季度", "quarterly"),
    "P1M": ("每月", "monthly"), "P1W": ("每周", "weekly"), "P1D": ("每天", "daily"),
}  # fmt: skip
_TOLD_BY: dict[Change, Difference] = {"raised": "value", "lowered": "value", "earlier": "deadline", "later": "deadline"}
_SCALES = ((100_000_000, "亿"), (10_000, "万"))


def number(value: Number | None) -> str:
    return "" if value is None else f"{value:,}"


def value(target: Target) -> str:
    """≥94%, 3–5 所, +8%, +3 个百分点, 前3, 1000–1500 万元: the figure as a reader of a table expects it."""
    low, high = target.min, target.max
    if low is None and high is None:
        return say("未写明数值", "no figure")
    if target.comparator == "rank":
        return say(f"前{number(high)}", f"top {number(high)}")
    if target.comparator == "change":
        return _change(target)
    known = low if low is not None else high
    assert known is not None
    if low is not None and high is not None and low != high:
        scale, word = _scale(max(low, high), target.unit)
        return f"{_scaled(low, scale)}–{_scaled(high, scale)}{_unit(target, word)}"
    scale, word = _scale(known, target.unit)
    return f"{_SIGNS.get(target.comparator, '')}{_scaled(known, scale)}{_unit(target, word)}"


def _change(target: Target) -> str:
    """+5% for a rise, +5–5.5%, −12% for a fall, +3 个百分点, with ≥ where it is a least."""
    low, high = target.min, target.max
    known = low if low is not None else high
    assert known is not None
    scale, word = _scale(max(abs(known), abs(high or 0)), target.unit)
    sign = "+" if known >= 0 else "−"
    if low is not None and high is not None and low != high and low * high > 0:
        near, far = sorted((abs(low), abs(high)))
        return f"{sign}{_scaled(near, scale)}–{_scaled(far, scale)}{_unit(target, word)}"
    least = "≥" if (low is None) != (high is None) else ""
    return f"{least}{sign}{_scaled(abs(known), scale)}{_unit(target, word)}"


def _unit(target: Target, scale: str) -> str:
    if target.comparator == "change" and "百分点" in target.quote:
        return say(" 个百分点", " percentage points")
    if target.unit == "%" or not f"{scale}{target.unit}":
        return target.unit
    return f" {scale}{target.unit}"


def _scale(size: Number, unit: str) -> tuple[int, str]:
    """万 or 亿 where it makes a long figure short without rounding it."""
    if unit and unit != "%" and not unit.startswith(("万", "亿")):
        for scale, word in _SCALES:
            if abs(size) >= scale and round(size / scale, 4) == size / scale:
                return scale, word
    return 1, ""


def _scaled(value: Number, scale: int) -> str:
    if scale == 1:
        return number(value)
    return f"{value / scale:,.4f}".rstrip("0").rstrip(".")


def limit(deadline: Deadline | None) -> str:
    """The end of a limit, else its own words; nothing where there is none."""
    if deadline is None:
        return ""
    return deadline.end.isoformat() if deadline.end else one_line(deadline.text)


def year(deadline: Deadline | None) -> str:
    """The year in which a limit ends (2025年), the month where it is not the year's end; else its own words."""
    if deadline is None or deadline.end is None:
        return limit(deadline)
    end = deadline.end
    if (end.month, end.day) == (12, 31):
        return say(f"{end.year}年", f"{end.year}")
    return say(f"{end.year}年{end.month}月", f"{end.year}-{end.month:02}")


def dated(target: Target) -> str:
    """A figure and the year in which it has to be reached: ≥94%（2025年）."""
    when = year(target.deadline)
    return f"{value(target)}{say(f'（{when}）', f' ({when})') if when else ''}"


def frequency(duration: str | None) -> str:
    zh, en = _FREQUENCIES.get(duration or "", (duration or "", duration or ""))
    return say(zh, en)


def bodies(target: Target) -> str:
    return "、".join(body.name for body in target.bodies)


def section(path: Sequence[str]) -> str:
    """三、(二)5.: where a person would look."""
    return " › ".join(one_line(part) for part in path)


def place(path: Sequence[str], page: int | None) -> str:
    where = section(path)
    if page is None:
        return where
    return f"{where} {say(f'第 {page} 页', f'p. {page}')}".strip()


def role(name: Role) -> str:
    words = {
        "lead": say("牵头/负责", "leads"), "participate": say("配合", "takes part"),
        "supervise": say("监督", "supervises"), "report_to": say("报告对象", "is reported to"),
    }  # fmt: skip
    return words[name]


def difference(name: str) -> str:
    words = {
        "value": say("数值", "value"), "deadline": say("时限", "deadline"), "body": say("责任单位", "body"),
        "scope": say("范围", "scope"), "binding": say("约束力", "binding strength"),
    }  # fmt: skip
    return words[name]


def change(name: str) -> str:
    """What became of a superior's measure below."""
    words = {
        "adopted": say("照搬", "adopted"), "adapted": say("改写", "adapted"), "raised": say("提高", "raised"),
        "lowered": say("降低", "lowered"), "earlier": say("提前", "earlier"), "later": say("推后", "later"),
        "omitted": say("未提及", "omitted"), "added": say("新增", "added"),
    }  # fmt: skip
    return words[name]


def further(changes: Sequence[Change], differences: Sequence[Difference]) -> list[Difference]:
    """What differs beside what the changes tell: raised and lowered are of the value, earlier and later of the deadline."""
    told = {_TOLD_BY.get(name) for name in changes}
    return [name for name in differences if name not in told]


def became(changes: Sequence[Change], differences: Sequence[Difference]) -> str:
    """改写（责任单位）: the changes, and what else differs."""
    rest = listed(map(difference, further(changes, differences)))
    return f"{listed(map(change, changes))}{say(f'（{rest}）', f' ({rest})') if rest else ''}"


def listed(names: Iterable[str]) -> str:
    """甲、乙、丙; A, B, C in English."""
    return say("、", ", ").join(names)


def one_line(text: str) -> str:
    """A quote without its line breaks and tabs, for a table's cell; the record keeps the letter."""
    return " ".join(text.split())


def shortened(text: str, length: int) -> str:
    """One line of at most `length` characters; what is cut off is marked with …"""
    line = one_line(text)
    return line if len(line) <= length else line[: length - 1] + "…"
