"""Tables as data: a target per row of an indicator table, bodies, deadlines and duties of a task table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from policyqa.model import Baseline, Body, BodyRef, Commitment, Deadline, Role, Span, Table, Target
from policyqa.zh import dates

from . import canonical, deadlines, names, quantities, targets
from .context import Context
from .patterns import tables as p


class Row(NamedTuple):
    """A row below the head: its cells, and the stretch of text that is its own (a cell merged down stands above)."""

    cells: tuple[Span, ...]
    span: Span

    def holds(self, span: Span) -> bool:
        return any(cell.holds(span) for cell in self.cells)


class Column(NamedTuple):
    place: int
    year: int


class Grid(NamedTuple):
    """A table with its head; `heads` holds the column titles in half width, without blanks."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, pattern: re.Pattern[str]) -> int | None:
        return next((index for index, head in enumerate(self.heads) if pattern.search(head)), None)


def grids(context: Context) -> list[Grid]:
    """The document's tables that have a head and rows below it."""
    found = (_grid(context, table) for table in context.document.tables)
    return [grid for grid in found if grid is not None]


def _grid(context: Context, table: Table) -> Grid | None:
    heads = tuple(re.sub(r"\s", "", cell.of(context.folded)) for cell in table.rows[0])
    rows: list[Row] = []
    end = max(cell.end for cell in table.rows[0])
    for cells in table.rows[1:]:
        own = [cell for cell in cells if cell.start < cell.end and cell.start >= end]
        if own:
            end = max(cell.end for cell in own)
            rows.append(Row(cells, Span(min(cell.start for cell in own), end)))
    return Grid(heads, tuple(rows)) if rows else None


def _text(context: Context, cell: Span) -> str:
    return re.sub(r"\s", "", context.quote(cell))


# --- indicator tables ------------------------------------------------------------------------------------------------


def indicator_targets(context: Context) -> Iterator[Target]:
    """指标 | 单位 | 2025年 | 2030年 | 属性: the last year's value is the target, the first year's its baseline."""
    for grid in grids(context):
        name = grid.column(p.INDICATOR)
        years = [Column(i, int(m[1])) for i, head in enumerate(grid.heads) if (m := p.YEAR.search(head))]
        if name is None or not years:
            continue
        goal = max(years, key=lambda column: (bool(p.GOAL.search(grid.heads[column.place])), column.year))
        base = min(years, key=lambda column: column.year)
        for row in grid.rows:
            target = _row_target(context, grid, row, name, goal, base if base != goal else None)
            if target is not None:
                yield target


def _row_target(context: Context, grid: Grid, row: Row, name: int, goal: Column, base: Column | None) -> Target | None:
    unit = _cell(context, grid, row, p.UNIT) or ""
    quantity = quantities.of_cell(_text(context, row.cells[goal.place]), unit, row.cells[goal.place])
    if quantity is None:
        return None
    quote = context.quote(row.span)
    return Target(
        kind="target", quote=quote, sentence=quote, span=row.span, section=context.path(row.span.start),
        page=context.document.page(row.span.start), indicator=_text(context, row.cells[name]),
        min=quantity.min, max=quantity.max, unit=quantity.unit, comparator=quantity.comparator,
        deadline=_column_year(context, row, goal.year), baseline=_baseline(context, row, base, unit),
        binding=_cell(context, grid, row, p.NATURE),
    )  # fmt: skip


def _cell(context: Context, grid: Grid, row: Row, head: re.Pattern[str]) -> str | None:
    column = grid.column(head)
    return _text(context, row.cells[column]) or None if column is not None else None


def _column_year(context: Context, row: Row, year: int) -> Deadline:
    return Deadline(
        text=f"{year}年", sentence=context.quote(row.span), span=row.span, kind="by", end=dates.year_end(year),
        rule="column-year", section=context.path(row.span.start),
    )  # fmt: skip


def _baseline(context: Context, row: Row, base: Column | None, unit: str) -> Baseline | None:
    if base is None:
        return None
    value = quantities.of_cell(_text(context, row.cells[base.place]), unit, row.cells[base.place])
    number = None if value is None else value.min if value.min is not None else value.max
    return None if value is None or number is None else Baseline(value=number, unit=value.unit, year=str(base.year))


# --- task tables -----------------------------------------------------------------------------------------------------


class Tasks(NamedTuple):
    """A task table: the columns of the task, of the bodies with their roles, and of the time limit."""

    grid: Grid
    task: int
    bodies: tuple[tuple[int, Role], ...]
    limit: int | None


def _task_tables(context: Context) -> Iterator[Tasks]:
    """序号 | 重点任务 | 牵头单位 | 责任单位 | 完成时限."""
    for grid in grids(context):
        task, limit, bodies = grid.column(p.TASK), grid.column(p.LIMIT), _body_columns(grid)
        if task is not None and (bodies or limit is not None):
            yield Tasks(grid, task, bodies, limit)


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
    for tasks in _task_tables(context):
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
    for tasks in _task_tables(context):
        seen: set[Span] = set()
        for row in tasks.grid.rows:
            for index, role in tasks.bodies:
                if row.cells[index] in seen:
                    continue
                seen.add(row.cells[index])
                for name in names.split(context.folded, row.cells[index]):
                    yield Body(
                        name=name.text, role=role, sentence=context.quote(row.span), span=name.span,
                        canonical=canonical.full_name(name.text, region), section=context.path(name.span.start),
                    )  # fmt: skip


def task_targets(context: Context) -> Iterator[Target]:
    """Figures in the words of a task, under the limit and the bodies of its row."""
    for tasks in _task_tables(context):
        for row in tasks.grid.rows:
            limit = next((d for d in context.deadlines if row.holds(d.span) and d.kind != "from"), None)
            bodies = tuple(BodyRef(name=b.name, role=b.role) for b in context.bodies if row.holds(b.span))
            yield from targets.in_cell(context, row.cells[tasks.task], limit, bodies)


def task_commitments(context: Context) -> Iterator[Commitment]:
    for tasks in _task_tables(context):
        for row in tasks.grid.rows:
            matter = context.quote(row.cells[tasks.task]).strip()
            if matter:
                yield Commitment(
                    quote=context.quote(row.span), span=row.span, section=context.path(row.span.start),
                    page=context.document.page(row.span.start), action="", object=matter,
                    targets=tuple(i for i, t in enumerate(context.targets) if row.span.holds(t.span)),
                    deadlines=tuple(i for i, d in enumerate(context.deadlines) if row.holds(d.span)),
                    bodies=tuple(i for i, b in enumerate(context.bodies) if row.holds(b.span)),
                )  # fmt: skip
