"""Values, limits and places in words for tables and reports."""

from __future__ import annotations

from collections.abc import Sequence

from policyqa.language import say
from policyqa.model import Comparator, Deadline, Number, Role, Target

_SIGNS: dict[Comparator, str] = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈"}
_FREQUENCIES = {
    "P1Y": ("每年", "yearly"), "P2Y": ("每两年", "every two years"), "P3Y": ("每三年", "every three years"),
    "P6M": ("每半年", "every six months"), "P3M": ("每季度", "quarterly"), "P1M": ("每月", "monthly"),
    "P1W": ("每周", "weekly"), "P1D": ("每天", "daily"),
}  # fmt: skip


def number(value: Number | None) -> str:
    return "" if value is None else f"{value:,}"


def value(target: Target) -> str:
    """≥94 %, 3–5 所, +8 %, 前3: the figure as a reader of a table expects it."""
    low, high = target.min, target.max
    unit = target.unit if target.unit == "%" or not target.unit else f" {target.unit}"
    if target.comparator == "rank":
        return say(f"前{number(high)}", f"top {number(high)}")
    if target.comparator == "change":
        return _change(low, high) + unit
    if low is not None and high is not None and low != high:
        return f"{number(low)}–{number(high)}{unit}"
    return f"{_SIGNS.get(target.comparator, '')}{number(low if low is not None else high)}{unit}"


def _change(low: Number | None, high: Number | None) -> str:
    """+5 for a rise, −12 for a fall, with ≥ where it is a least."""
    known = low if low is not None else high
    sign = "+" if known is not None and known >= 0 else "−"
    least = "≥" if (low is None) != (high is None) else ""
    return f"{least}{sign}{number(abs(known)) if known is not None else ''}"


def limit(deadline: Deadline | None) -> str:
    """The end of a limit, else its own words; nothing where there is none."""
    if deadline is None:
        return ""
    return deadline.end.isoformat() if deadline.end else deadline.text


def frequency(duration: str | None) -> str:
    zh, en = _FREQUENCIES.get(duration or "", (duration or "", duration or ""))
    return say(zh, en)


def bodies(target: Target) -> str:
    return "、".join(body.name for body in target.bodies)


def section(path: Sequence[str]) -> str:
    """三、(二)5.: where a person would look."""
    return " › ".join(path)


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
    words = {"value": say("数值", "value"), "deadline": say("时限", "deadline"), "body": say("责任单位", "body")}
    return words[name]


def one_line(text: str) -> str:
    """A quote without its line breaks and tabs, for a table's cell; the record keeps the letter."""
    return " ".join(text.split())
