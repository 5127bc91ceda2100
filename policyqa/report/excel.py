"""Excel workbooks: target tables and comparisons, with filters and frozen headings."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from policyqa.comparing import Comparison
from policyqa.language import say
from policyqa.report import wording
from policyqa.report.records import TargetRow, cells, headings
from policyqa.report.summary import sentences

_WIDTHS = (18, 10, 7, 28, 14, 9, 9, 8, 10, 20, 10, 12, 26, 10, 14, 30, 6, 60)
_NUMBERS = (5, 6)  # columns of TargetRow that hold numbers


def targets(rows: Iterable[TargetRow]) -> bytes:
    """One sheet with a row per target."""
    with _Workbook() as book:
        book.sheet(say("目标", "targets"), headings(), (cells(row) for row in rows), _WIDTHS, _NUMBERS)
    return book.content


def comparison(result: Comparison) -> bytes:
    """Sheets: summary, matrix, shared measures, measures of one region alone, deadlines, bodies."""
    names = [region.name for region in result.regions]
    with _Workbook() as book:
        book.sheet(say("摘要", "summary"), (say("摘要", "summary"),), ([line] for line in sentences(result)), (100,))
        book.sheet(
            say("指标对照", "matrix"), (say("指标", "indicator"), say("单位", "unit"), *names),
            ([row.indicator, row.unit, *(_cell(cell) for cell in row.cells)] for row in result.matrix),
            (34, 8, *(44 for _ in names)),
        )  # fmt: skip
        book.sheet(
            say("共有措施", "shared"),
            (say("地区甲", "region A"), say("原文甲", "quote A"), say("出处甲", "source A"), say("地区乙", "region B"),
             say("原文乙", "quote B"), say("出处乙", "source B"), say("不同之处", "differences"), say("相似度", "score")),
            ([o.a.region or "", wording.one_line(o.a.quote), _source(o.a.file, o.a.section), o.b.region or "",
              wording.one_line(o.b.quote), _source(o.b.file, o.b.section),
              "、".join(map(wording.difference, o.differences)), o.score] for o in result.shared),
            (12, 48, 40, 12, 48, 40, 16, 8),
        )  # fmt: skip
        book.sheet(
            say("独有", "only one"), (say("地区", "region"), say("原文", "quote"), say("出处", "source")),
            ([o.region, wording.one_line(o.quote), _source(o.file, o.section)] for o in result.only), (12, 80, 50),
        )  # fmt: skip
        book.sheet(
            say("时限", "deadlines"),
            (say("截止", "end"), say("地区", "region"), say("时限原文", "limit"), say("原文", "quote"), say("出处", "source")),
            ([d.end.isoformat(), d.region, d.text, wording.one_line(d.quote), _source(d.file, d.section)] for d in result.due),
            (12, 12, 16, 80, 50),
        )  # fmt: skip
        book.sheet(
            say("责任单位", "bodies"),
            (say("地区", "region"), say("单位", "body"), say("角色", "role"), say("次数", "mentions")),
            ([d.region, d.body, wording.role(d.role), d.mentions] for d in result.duties), (12, 36, 12, 8),
        )  # fmt: skip
    return book.content


def _cell(found: Sequence[Any]) -> str:
    return "\n".join(f"{wording.value(c.target)}（{wording.one_line(c.target.quote)}）" for c in found) or say(
        "未提及", "not mentioned"
    )


def _source(file: str, section: Sequence[str]) -> str:
    return f"{file} {wording.section(section)}".strip()


class _Workbook:
    """A workbook in memory; strings stay strings, so that no cell of a document becomes a formula."""

    def __enter__(self) -> _Workbook:
        import xlsxwriter

        self._buffer = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._buffer, options)
        self._head = self._book.add_format(
            {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "top"}
        )
        self._body = self._book.add_format({"text_wrap": True, "valign": "top"})
        return self

    def __exit__(self, *error: object) -> None:
        self._book.close()

    @property
    def content(self) -> bytes:
        return self._buffer.getvalue()

    def sheet(
        self,
        name: str,
        head: Sequence[str],
        rows: Iterable[Sequence[Any]],
        widths: Sequence[int],
        numbers: Sequence[int] = (),
    ) -> None:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.write_row(0, 0, head, self._head)
        last = 0
        for last, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                is_number = column in numbers and cell != ""
                sheet.write(last, column, float(cell) if is_number else cell, self._body)
        sheet.autofilter(0, 0, max(last, 1), len(head) - 1)
