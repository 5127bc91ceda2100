"""Task tables whose cells a copy from a PDF set one below the other: recovered where heads and serial numbers make it certain.

The lines of a row are its serial number, its task, and its offices, column by column. A task ends with its last full
stop; a column of offices ends where one office is complete and another begins without 、 between them. A row of which
that does not tell one reading stays text, and so do the rows that a page break cuts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from policyqa.language import say
from policyqa.model import Problem, Span
from policyqa.reading.raw import RawTable
from policyqa.reading.wrapping import width
from policyqa.zh.text import Swap, fold, lines

_SERIAL_HEAD = re.compile(r"序\s*号")
_TEXT_HEAD = re.compile(
    r"(?:重点|主要|工作|具体|目标|改革|年度|建设)*(?:任务|内容|事项|措施|举措|目标|要求|项目|类别|领域|指标)(?:名称|类别|内容|清单)?"
)
_BODY_HEAD = re.compile(
    r"(?:[省市县区]级)?(?:牵头|责任|配合|主管|承办|主责|参与|协同|实施|落实)(?:责任)?(?:单位|部门|主体|处室|科室)"
)
_TIME_HEAD = re.compile(r"(?:完成|办理)?(?:时限|时间|期限|进度)(?:要求|节点|安排)?|时间节点|进度安排")
_TIME = re.compile(r"\d{4}年.{0,12}|(?:\d{1,2}月)?.{0,4}(?:底前|年底|季度)|长期.{0,4}|持续.{0,4}|全年|常年|即时")
_MARKED = re.compile(r"\d{1,2}[.、](?!\d)|\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}、")
_STOP = re.compile(r"[。;；!?！？][”』)]?$")
_ANY_STOP = re.compile(r"[。;；!?：:]")
_OFFICE_END = re.compile(
    r"(?:局|委|办|厅|部|处|科|院|所|会|中心|政府|单位|部门|公司|集团|银行|分行|支行|海关|总队|支队|大队|协会|党工委|管委会|街道|学校|高校|企业)(?:\([^)]*\))?$"
)
_OFFICE_BEGIN = re.compile(r"[省市县区州旗]|各|国|中|自治|人民银行|相关|有关|其他|[一-龥]{2,4}[省市县区州旗]")
_COMMA = re.compile(r"[,;。]")
_NONE = re.compile(r"[-/无]")  # an empty cell
_SHORTEST_OFFICE = 2  # characters: 市委 may well go on (市委网信办)
_LEAST_HEADS, _MOST_HEADS = 3, 8
_LEAST_ROWS = 3
_LEAST_KNOWN = 0.6  # of the rows, for the columns to be those of the head
_WIDER, _NARROWER = 2.0, 1.0  # characters by which a line goes over a narrow column, or leaves it free
_LONGEST_LABEL = 8.0  # characters of a line in a narrow column
_LONGEST_OFFICES = 16  # characters of a line in a column of offices


class Flat(NamedTuple):
    """The tables, what stands for the gaps between their lines (nothing inside a cell, a tab between two), and notes."""

    tables: tuple[RawTable, ...] = ()
    gaps: tuple[Swap, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Text(NamedTuple):
    """The lines of a text, as they stand and in half width."""

    spans: list[Span]
    words: list[str]


class _Head(NamedTuple):
    """The labels of a table: how many columns of tasks and of offices it has, and whether a limit closes each row."""

    labels: tuple[str, ...]
    tasks: int
    offices: int
    limited: bool


class _Row(NamedTuple):
    """A row's lines behind its serial number, from `start` to `end`, and whether a page break cuts them."""

    serial: int
    start: int
    end: int
    cut: bool


Cells = list[tuple[int, int]]  # from a line to a line, for each column behind the serial number; (0, 0) is merged down


def recovered(text: str) -> Flat:
    if not _SERIAL_HEAD.search(text):
        return Flat()
    spans = list(lines(text))
    folded = fold(text)
    found = _Text(spans, [span.of(folded) for span in spans])
    index, done = 0, Flat()
    while index < len(spans):
        head = _head_at(found.words, index)
        if head is None:
            index += 1
            continue
        rows, heads = _rows(found.words, index, head)
        table = _table(found, index, head, rows, heads) if len(rows) >= _LEAST_ROWS else Flat()
        done = Flat(done.tables + table.tables, done.gaps + table.gaps, done.problems + table.problems)
        index = rows[-1].end if rows else index + len(head.labels)
    return done


def _head_at(words: Sequence[str], index: int) -> _Head | None:
    if not _SERIAL_HEAD.fullmatch(words[index]):
        return None
    labels: list[str] = []
    for word in words[index + 1 : index + _MOST_HEADS]:
        if not any(kind.fullmatch(word) for kind in (_TEXT_HEAD, _BODY_HEAD, _TIME_HEAD)):
            break
        labels.append(word)
    kinds = "".join("b" if _BODY_HEAD.fullmatch(w) else "t" if _TIME_HEAD.fullmatch(w) else "x" for w in labels)
    shape = re.fullmatch(r"(x{1,2})(b{1,2})(t?)", kinds)
    if len(labels) + 1 < _LEAST_HEADS or shape is None:
        return None
    return _Head((words[index], *labels), len(shape[1]), len(shape[2]), bool(shape[3]))


def _rows(words: Sequence[str], start: int, head: _Head) -> tuple[list[_Row], list[int]]:
    """Rows by their running numbers, and the lines at which the head stands again on a later page."""
    size = len(head.labels)
    heads = [line for line in range(start + 1, len(words)) if tuple(words[line : line + size]) == head.labels]
    begins: list[int] = []
    for line in range(start + size, len(words)):
        if words[line] == str(len(begins) + 1):
            begins.append(line)
    rows: list[_Row] = []
    for serial, (line, following) in enumerate(pairwise([*begins, -1]), start=1):
        end = following if following >= 0 else _last_end(words, line + 1)
        inside = [head for head in heads if line < head < end]
        if inside == [end - size]:  # the page ends with the row
            end, inside = end - size, []
        rows.append(_Row(serial, line + 1, end, bool(inside)))
    return rows, [line for line in heads if rows and line < rows[-1].end]


def _last_end(words: Sequence[str], start: int) -> int:
    """Where the last row ends: behind the offices that follow its first full stop."""
    index = start
    while index < len(words) and not _STOP.search(words[index]):
        index += 1
    index += 1
    while index < len(words) and not _ANY_STOP.search(words[index]) and len(words[index]) <= _LONGEST_OFFICES:
        if _MARKED.match(words[index]) or words[index].startswith("附件"):
            break
        index += 1
    return min(index, len(words))


def _table(text: _Text, start: int, head: _Head, rows: Sequence[_Row], heads: Sequence[int]) -> Flat:
    narrow = _narrow(text.words, head, rows)
    cells = [None if row.cut else _cells(text.words, head, row, narrow) for row in rows]
    if sum(found is not None for found in cells) < _LEAST_KNOWN * len(rows):
        return Flat(problems=(_left(start, text),))
    size = len(head.labels)
    grid = [tuple(text.spans[start : start + size])]
    gaps = [*_tabs(text, [(line, line + 1) for line in range(start, start + size)])]
    for line in heads:
        gaps.append(Swap(Span(text.spans[line - 1].end, text.spans[line + size - 1].end)))
    above: Cells = [(0, 0)] * (size - 1)
    for row, found in zip(rows, cells, strict=True):
        if found is None:
            above[: head.tasks - 1] = _own_task(text.words, head, row, above)
            gaps += _joins(text, [*above[: head.tasks - 1], *_running(text.words, row)])
            continue
        runs = [(row.start - 1, row.start), *(run for run in found if run != (0, 0))]
        gaps += [*_tabs(text, runs), *_joins(text, runs)]
        above = [below if below != (0, 0) else over for below, over in zip(found, above, strict=True)]
        gaps += _joins(text, above[: head.tasks - 1])
        grid.append(tuple(_span(text, run) for run in [(row.start - 1, row.start), *above]))
    unread = [row.serial for row, found in zip(rows, cells, strict=True) if found is None]
    return Flat((RawTable(rows=tuple(grid)),), tuple(gaps), tuple(_notes(len(rows), unread)))


def _own_task(words: Sequence[str], head: _Head, row: _Row, above: Cells) -> Cells:
    """What the rows below a row that stays text inherit from it: its task, if it has one of its own."""
    if head.tasks == 1 or not _MARKED.match(words[row.start]):
        return above[: head.tasks - 1]
    found = _task_columns(words, head, row.start, row.end)
    return found[:1] if found else [(0, 0)]


def _running(words: Sequence[str], row: _Row) -> Iterator[tuple[int, int]]:
    """The lines of the task of a row that stays text, as far as one runs on in the next."""
    stops = [line for line in range(row.start, row.end) if _STOP.search(words[line])]
    if stops and not row.cut:
        own = [line for line in range(row.start, stops[-1]) if width(words[line]) > _LONGEST_LABEL]
        yield (own[0] if own else stops[-1], stops[-1] + 1)


def _span(text: _Text, run: tuple[int, int]) -> Span:
    if run == (0, 0):
        return Span(0, 0)
    return Span(text.spans[run[0]].start, text.spans[run[1] - 1].end)


def _tabs(text: _Text, runs: Sequence[tuple[int, int]]) -> Iterator[Swap]:
    for (_, end), (start, _) in pairwise(runs):
        yield Swap(Span(text.spans[end - 1].end, text.spans[start].start), "\t")


def _joins(text: _Text, runs: Sequence[tuple[int, int]]) -> Iterator[Swap]:
    for start, end in runs:
        for line in range(start, end - 1):
            yield Swap(Span(text.spans[line].end, text.spans[line + 1].start))


def _cells(words: Sequence[str], head: _Head, row: _Row, narrow: int | None) -> Cells | None:
    """The columns of a row, or None where more than one reading would do."""
    end = row.end
    if head.limited:
        if not _TIME.fullmatch(words[end - 1]):
            return None
        end -= 1
    stops = [line for line in range(row.start, end) if _STOP.search(words[line])]
    if not stops:
        return None
    tasks = _task_columns(words, head, row.start, stops[-1] + 1)
    offices = _office_columns(words, head, stops[-1] + 1, end, narrow)
    if tasks is None or offices is None:
        return None
    return [*tasks, *offices, *([(end, row.end)] if head.limited else [])]


def _task_columns(words: Sequence[str], head: _Head, start: int, end: int) -> Cells | None:
    """One column, or two of which the first is merged down: then it bears a mark, and is narrower."""
    if head.tasks == 1:
        return [(start, end)]
    if not _MARKED.match(words[start]):
        return [(0, 0), (start, end)]
    column = width(words[start])
    for line in range(start + 1, end):
        is_short = line > start + 1 and width(words[line - 1]) < column - _NARROWER  # the label's last line
        if is_short or width(words[line]) > column + _WIDER or _COMMA.search(words[line]):
            return [(start, line), (line, end)]
    return None


def _office_columns(words: Sequence[str], head: _Head, start: int, end: int, narrow: int | None) -> Cells | None:
    if start >= end or any(len(words[line]) > _LONGEST_OFFICES for line in range(start, end)):
        return None
    if head.offices == 1:
        return [(start, end)]
    borders = _borders(words, start, end)
    if len(borders) > 1 and narrow:
        wide = next((line for line in range(start, end) if len(words[line]) > narrow), end)
        borders = [border for border in borders if border <= wide]
        borders = borders[-1:] if wide < end else borders
    return [(start, borders[0]), (borders[0], end)] if len(borders) == 1 else None


def _borders(words: Sequence[str], start: int, end: int) -> list[int]:
    """The lines before which one office is complete and another begins; or the one before which one is complete."""
    if _NONE.fullmatch(words[end - 1]):
        return [end - 1] if end - 1 > start else []
    ends = []
    for border in range(start + 1, end):
        last = re.split(r"[、,]", "".join(words[start:border]))[-1]
        if _OFFICE_END.search(last) and len(last) > _SHORTEST_OFFICE:
            ends.append(border)
    return [border for border in ends if _OFFICE_BEGIN.match(words[border])] or ends


def _narrow(words: Sequence[str], head: _Head, rows: Sequence[_Row]) -> int | None:
    """How wide the first column of offices is, from the rows that can be read in one way alone."""
    sizes = []
    for row in rows:
        found = None if row.cut or head.offices == 1 else _cells(words, head, row, None)
        if found:
            first = found[head.tasks]
            sizes += [len(words[line]) for line in range(*first)]
    return max(sizes, default=None)


def _notes(total: int, unread: Sequence[int]) -> Iterator[Problem]:
    known = total - len(unread)
    message = say(
        f"逐格换行的任务表（{total} 行）已还原 {known} 行。",
        f"Of a task table of {total} rows with one cell to a line, {known} were put together.",
    )
    yield Problem(code="flat-table", grade="note", message=message)
    if unread:
        rows = say("、", ", ").join(map(str, unread))
        message = say(
            f"任务表的第 {rows} 行分不清栏目（或跨页断开），按文字保留。",
            f"Rows {rows} of the task table are left as text: their columns cannot be told apart, or a page break cuts them.",
        )
        yield Problem(code="flat-rows", grade="warning", message=message)


def _left(start: int, text: _Text) -> Problem:
    message = say(
        "有一张任务表逐格换行，分不清各行各栏，按文字保留。",
        "A task table with one cell to a line could not be put together; it is left as text.",
    )
    return Problem(code="flat-table-left", grade="warning", message=message, places=(text.spans[start],))
