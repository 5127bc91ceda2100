"""Rows of a comparison as its reports tell them: labels, which rows are shown, what chart and sentence take from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from policyqa.comparing import Cell, Comparison, Descent, Due, MatrixRow, SharedMeasure, Step
from policyqa.comparing.values import size
from policyqa.language import say
from policyqa.overlap.records import Change, Difference
from policyqa.report import wording

_SOON = timedelta(days=90)
_CHANGES: tuple[Change, ...] = ("lowered", "raised", "later", "earlier", "adapted", "adopted", "omitted", "added")
_ORDER = ("value", "deadline", "scope", "binding", "body")
_THEMES = {
    "教育": "education", "养老托育": "care", "医疗卫生": "health", "就业社保": "work and welfare", "住房城建": "housing",
    "产业工业": "industry", "科技创新": "innovation", "数字政务": "digital government", "农业乡村": "countryside",
    "生态环境": "environment", "交通能源": "transport and energy", "文化旅游": "culture and tourism",
    "财政金融": "finance", "开放贸易": "trade", "安全治理": "safety and order", "队伍与人才": "staff", "资金与补贴": "funds",
    "设施与场地": "facilities", "课程与教学": "curriculum", "活动与展示": "events", "服务与供给": "services",
    "数字与平台": "platforms", "协作与共建": "cooperation", "制度与机制": "rules", "评价与考核": "assessment",
    "组织与宣传": "organisation", "其他": "other",
}  # fmt: skip


class Point(NamedTuple):
    """A region's figure in a row; `column` is the region's place in the comparison."""

    size: float
    column: int
    cell: Cell


def theme(name: str) -> str:
    """Themes added to the table keep their own name in English too."""
    return say(name, _THEMES.get(name, name))


def label(row: MatrixRow) -> str:
    """The indicator, with how it is measured where that is no plain level: 地区生产总值（增速）, 自评（每年）."""
    notes = [wording.frequency(row.frequency)] if row.frequency else []
    if row.measured == "growth":
        notes.append(say("增速", "growth"))
    elif row.measured == "increase" and not row.indicator.startswith(("新增", "增加", "净增")):
        notes.append(say("增量", "increase"))
    if row.each:
        notes.append(say("每个单位", "each"))
    name = wording.one_line(row.indicator)
    return f"{name}（{'，'.join(notes)}）" if notes else name


def common(result: Comparison) -> list[MatrixRow]:
    """Indicators for which two regions state a figure, or more; those that differ first among as many regions."""
    return sorted((row for row in result.matrix if row.stated > 1), key=lambda row: (-row.stated, not row.differs))


def differing(result: Comparison) -> list[SharedMeasure]:
    """Shared measures that differ in something, figures before dates before bodies."""
    found = [m for m in result.shared if m.differences]
    return sorted(found, key=lambda m: (min(map(_ORDER.index, m.differences)), -m.held, -m.score, m.label))


def alike(result: Comparison) -> list[SharedMeasure]:
    return [m for m in result.shared if not m.differences]


def steps(descent: Descent) -> list[Step]:
    """Changed figures and dates first, then what was reworded, copied, left out and added; each in the order of the texts."""
    return sorted(descent.steps, key=lambda step: min(map(_CHANGES.index, step.changes)))


def further(step: Step) -> list[Difference]:
    return wording.further(step.changes, step.differences)


def became(step: Step) -> str:
    return wording.became(step.changes, step.differences)


def changes(descent: Descent) -> list[tuple[str, int]]:
    """Each change that occurs, with how often."""
    return [(change, count) for change in _CHANGES if (count := descent.count(change))]


def points(row: MatrixRow) -> Iterator[Point]:
    for column, entry in enumerate(row.entries):
        for cell in entry.cells:
            figure = size(cell.target)
            if figure is not None:
                yield Point(figure, column, cell)


def ranked(row: MatrixRow) -> list[Point]:
    """The figures that may be set against one another."""
    return [point for point in points(row) if point.cell.compared]


def figures(row: MatrixRow) -> bool:
    """Whether a row can be drawn from nought to its highest figure: of several regions, positive, and no ranks."""
    found = ranked(row)
    if row.direction is None or any(point.cell.target.comparator == "rank" for point in found):
        return False
    return len({p.column for p in found}) > 1 and len({p.size for p in found}) > 1 and all(p.size > 0 for p in found)


def mark(row: MatrixRow) -> str:
    """What the most ambitious figure of a row is called: 同年最高 where figures for other years stand beside it."""
    apart = any(not point.cell.compared for point in points(row))
    if row.direction == "higher":
        return say("同年最高", "highest for its year") if apart else say("最高", "highest")
    return say("同年最低", "lowest for its year") if apart else say("最低", "lowest")


def sizes(row: MatrixRow, column: int) -> list[float]:
    return [p.size for p in points(row) if p.column == column]


def ends(row: MatrixRow) -> tuple[Point, Point]:
    """The lowest and the highest figure, of those that may be ranked where there are any."""
    found = ranked(row) or list(points(row))
    return min(found, key=lambda p: p.size), max(found, key=lambda p: p.size)


def highest(row: MatrixRow) -> float:
    return ends(row)[1].size


def told(point: Point, result: Comparison) -> str:
    """莆田市 ≥94%（2025年）."""
    return f"{result.regions[point.column].name} {figure(point)}"


def figure(point: Point) -> str:
    """≥94%（2025年）."""
    return wording.dated(point.cell.target)


def status(item: Due, as_of: date | None) -> str:
    """Whether a date has passed on the given day; that something is done, no document says."""
    if as_of is None:
        return ""
    if item.end < as_of:
        return say("已到期", "passed")
    return say("90 天内到期", "within 90 days") if item.end - as_of <= _SOON else say("未到期", "to come")
