"""Tables as data: a target per row of an indicator table, bodies, deadlines and duties of a task table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policyqa.model import Baseline, Body, BodyRef, Commitment, Deadline, Role, Span, Target
from policyqa.zh import dates

from . import canonical, deadlines, duty_lines, quantities, targets
from .context import Context
from .grids import Grid, Row, grids, text
from .patterns import tables as p
from .patterns.bodies import LABEL


class Column(NamedTuple):
    """A column of values: its year where the head gives one, and whether the head calls it a goal or a base."""

    place: int
    year: int | None
    is_goal: bool
    is_base: bool


# --- indicator tables ------------------------------------------------------------------------------------------------


class Indicators(NamedTuple):
    """An indicator table: the columns of its names (the last is the most specific), of the goal and of the base."""

    grid: Grid
    names: list[int]
    goal: Column
    base: Column | None


def _indicator_tables(context: Context) -> Iterator[Indicators]:
    """指标 | 单位 | 2025年 | 2030年 | 属性: the last year's value is the target, the first year's its baseline."""
    for grid in grids(context):
        names = grid.columns(p.INDICATOR)
        columns = [column for column in _value_columns(context, grid) if column.place not in names]
        goals = [column for column in columns if column.is_goal or (column.year and not column.is_base)]
        if not names or not goals:
            continue
        goal = max(goals, key=lambda column: (column.is_goal, column.year or 0, column.place))
        before = [c for c in columns if c != goal and (c.is_base or (c.year or 0) < (goal.year or 0))]
        base = min(before, key=lambda column: (not column.is_base, column.year or 0), default=None)
        yield Indicators(grid, names, goal, base)


def _value_columns(context: Context, grid: Grid) -> Iterator[Column]:
    """Columns headed by a year, by a plan (“十四五”末) or by words (基期值, 目标值); growth rates are none."""
    period = context.document.metadata.period
    for place, head in enumerate(grid.heads):
        year, plan = p.YEAR.search(head), p.PLAN.search(head)
        is_goal, is_base = bool(p.GOAL.search(head)), bool(p.BASE.search(head))
        if year:
            yield Column(place, int(year[1]), is_goal, is_base)
        elif p.GROWTH.search(head) or p.INDICATOR.search(head) or (p.TASK.search(head) and not is_goal):
            continue
        elif is_base:
            yield Column(place, None, False, True)
        elif is_goal:
            years = dates.plan_years(plan[1]) if plan else None
            yield Column(place, years[1] if years else int(period[1]) if period else None, True, False)


def indicator_targets(context: Context) -> Iterator[Target]:
    for table in _indicator_tables(context):
        for row in table.grid.rows:
            target = _row_target(context, table, row)
            if target is not None:
                yield target


def _row_target(context: Context, table: Indicators, row: Row) -> Target | None:
    name, unit = _named(context, table, row)
    cell = row.cells[table.goal.place]
    quantity = quantities.of_cell(text(context, cell), unit, cell) if name else None
    if quantity is None:
        return None
    quote = context.quote(row.span)
    return Target(
        kind="target", quote=quote, sentence=quote, span=row.span, section=context.path(row.span.start),
        page=context.document.page(row.span.start), indicator=name,
        min=quantity.min, max=quantity.max, unit=quantity.unit, comparator=quantity.comparator,
        deadline=_column_year(context, row, table.goal.year), baseline=_baseline(context, row, table.base, unit),
        binding=_cell(context, table.grid, row, p.NATURE),
    )  # fmt: skip


def _named(context: Context, table: Indicators, row: Row) -> tuple[str, str]:
    """The indicator without its number, and the unit of its column or of the brackets behind its name."""
    words = (text(context, row.cells[place]) for place in reversed(table.names))
    name = p.NUMBER_BEFORE.sub("", next(filter(None, words), ""))
    unit = _cell(context, table.grid, row, p.UNIT) or ""
    behind = p.UNIT_BEHIND.search(name)
    if behind and p.UNIT_WORD.fullmatch(behind["unit"]):
        return name[: behind.start()], unit.strip("-/") or behind["unit"]
    return name, unit


def _cell(context: Context, grid: Grid, row: Row, head: re.Pattern[str]) -> str | None:
    column = grid.column(head)
    return text(context, row.cells[column]) or None if column is not None else None


def _column_year(context: Context, row: Row, year: int | None) -> Deadline | None:
    if year is None:
        return None
    return Deadline(
        text=f"{year}年", sentence=context.quote(row.span), span=row.span, kind="by", end=dates.year_end(year),
        rule="column-year", section=context.path(row.span.start),
    )  # fmt: skip


def _baseline(context: Context, row: Row, base: Column | None, unit: str) -> Baseline | None:
    if base is None:
        return None
    value = quantities.of_cell(text(context, row.cells[base.place]), unit, row.cells[base.place])
    number = None if value is None else value.min if value.min is not None else value.max
    year = str(base.year) if base.year else None
    return None if value is None or number is None else Baseline(value=number, unit=value.unit, year=year)


# --- task tables -----------------------------------------------------------------------------------------------------


class Tasks(NamedTuple):
    """A task table: the columns of the task, of the bodies with their roles, and of the time limit."""

    grid: Grid
    task: int
    bodies: tuple[tuple[int, Role], ...]
    limit: int | None


def _tasks(context: Context) -> Sequence[Tasks]:
    """The task tables of a document, found once."""
    if context.tasks is None:
        context.tasks = tuple(_task_tables(context))
    return context.tasks


def _task_tables(context: Context) -> Iterator[Tasks]:
    """序号 | 重点任务 | 牵头单位 | 责任单位 | 完成时限."""
    for grid in grids(context):
        task, limit, bodies = _task_column(context, grid), grid.column(p.LIMIT), _body_columns(grid)
        if task is not None and (bodies or limit is not None or _is_labelled(context, grid)):
            yield Tasks(grid, task, bodies, limit)


def _is_labelled(context: Context, grid: Grid) -> bool:
    """Whether cells name their offices by labels (牵头单位:…), under whatever head."""
    return any(_label(context, cell) for row in grid.rows for cell in row.cells)


def _label(context: Context, cell: Span) -> re.Match[str] | None:
    """The first label in a cell (牵头单位:)."""
    return LABEL.search(context.folded, *cell) if context.folded.find(":", *cell) >= 0 else None


def _task_column(context: Context, grid: Grid) -> int | None:
    """Of several (重点任务 | 具体举措) the one that says most; a cell merged down counts once."""
    places = [place for place in grid.columns(p.TASK) if not p.LIMIT.search(grid.heads[place])]
    sizes = {
        place: sum(len(text(context, cell)) for cell in {row.cells[place] for row in grid.rows}) for place in places
    }
    return max(places, key=lambda place: sizes[place], default=None)


def _body_columns(grid: Grid) -> tuple[tuple[int, Role], ...]:
    """责任单位 beside 牵头单位 takes part, alone it leads."""
    led = any("牵头" in head for head in grid.heads)
    columns: list[tuple[int, Role]] = []
    for index, head in enumerate(grid.heads):
        if p.LEAD_HEAD.search(head):
            columns.append((index, "participate" if led and "牵头" not in head else "lead"))
        elif p.JOIN_HEAD.search(head):
            columns.append((index, "participate"))
    return tuple(columns)


def task_deadlines(context: Context) -> Iterator[Deadline]:
    """One per cell under 完成时限; a cell merged over rows states one limit."""
    for tasks in _tasks(context):
        seen: set[Span] = set()
        for row in tasks.grid.rows:
            cell = row.cells[tasks.limit] if tasks.limit is not None else Span(0, 0)
            if cell.start < cell.end and cell not in seen:
                seen.add(cell)
                deadline = deadlines.in_cell(context, cell, row.span)
                if deadline is not None:
                    yield deadline


def task_bodies(context: Context) -> Iterator[Body]:
    region = context.document.metadata.region
    for tasks in _tasks(context):
        seen: set[Span] = set()
        for row in tasks.grid.rows:
            for cell, role in _body_cells(context, tasks, row):
                if cell in seen:
                    continue
                seen.add(cell)
                for mention in duty_lines.in_cell(context.folded, cell, role, context.leading()):
                    name = mention.name
                    yield Body(
                        name=name.text, role=mention.role, sentence=context.quote(row.span), span=name.span,
                        canonical=canonical.full_name(name.text, region), section=context.path(name.span.start),
                    )  # fmt: skip


def _body_cells(context: Context, tasks: Tasks, row: Row) -> Iterator[tuple[Span, Role]]:
    """The cells under the heads of offices, and others in which a label names some."""
    columns = dict(tasks.bodies)
    for place, cell in enumerate(row.cells):
        label = None if place in columns else _label(context, cell)
        if place in columns:
            yield cell, columns[place]
        elif label:
            yield Span(label.start(), cell.end), "lead"


def task_targets(context: Context) -> Iterator[Target]:
    """Figures in the words of a task, under the limit and the bodies of its row."""
    for tasks in _tasks(context):
        for row in tasks.grid.rows:
            limits = (context.deadlines[index] for index in context.places("deadlines").inside(*row.cells))
            limit = next((limit for limit in limits if limit.kind != "from"), None)
            named = (context.bodies[index] for index in context.places("bodies").inside(*row.cells))
            bodies = tuple(BodyRef(name=body.name, role=body.role) for body in named)
            yield from targets.in_cell(context, row.cells[tasks.task], limit, bodies)


def task_commitments(context: Context) -> Iterator[Commitment]:
    for tasks in _tasks(context):
        for row in tasks.grid.rows:
            matter = context.quote(row.cells[tasks.task]).strip()
            if matter:
                yield Commitment(
                    quote=context.quote(row.span), span=row.span, section=context.path(row.span.start),
                    page=context.document.page(row.span.start), action="", object=matter,
                    targets=tuple(context.places("targets").inside(row.span)),
                    deadlines=tuple(context.places("deadlines").inside(*row.cells)),
                    bodies=tuple(context.places("bodies").inside(*row.cells)),
                )  # fmt: skip
