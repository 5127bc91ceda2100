"""Excel workbooks: target tables, comparisons, responsibilities and calendars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from policyqa.comparing import Comparison, Due, Duty, Entry, Load, MatrixRow, SharedMeasure, Source, Unled
from policyqa.comparing.values import size
from policyqa.language import say
from policyqa.report import rows, wording, words
from policyqa.report.records import TargetRow, cells, headings
from policyqa.report.summary import sentences
from policyqa.report.workbook import Cell, Value, Workbook

_WIDTHS = (18, 10, 7, 28, 14, 9, 9, 8, 10, 20, 10, 12, 26, 10, 14, 30, 6, 60)
_NUMBERS = (5, 6)  # columns of TargetRow that hold numbers
_CHARTED = 3  # a bar chart of fewer regions tells nothing that the table does not
_MOST_CHARTED = 12


def targets(found: Iterable[TargetRow]) -> bytes:
    """One sheet with a row per target."""
    with Workbook() as book:
        book.sheet(say("目标", "targets"), headings(), map(_target_row, found), _WIDTHS, frozen=1)
    return book.content


def _target_row(row: TargetRow) -> list[Value]:
    return [float(c) if column in _NUMBERS and c != "" else c for column, c in enumerate(cells(row))]


def responsibilities(duties: Iterable[Duty], loads: Iterable[Load], unled: Iterable[Unled]) -> bytes:
    with Workbook() as book:
        _bodies(book, loads, duties, unled)
    return book.content


def calendar(due: Sequence[Due], as_of: date | None) -> bytes:
    with Workbook() as book:
        _deadlines(book, due, as_of, dict.fromkeys(d.region for d in due))
    return book.content


def comparison(result: Comparison) -> bytes:
    """Sheets in the order of the report; a note at each figure of the matrix holds its quote and place."""
    with Workbook() as book:
        _summary(book, result)
        _themes(book, result)
        _matrix(book, result)
        _figures(book, result)
        _shared(book, result)
        _descents(book, result)
        _only(book, result)
        _deadlines(book, result.due, result.as_of, (region.name for region in result.regions))
        _bodies(book, result.loads, result.duties, result.unled)
        _contradictions(book, result)
        _gaps(book, result)
    return book.content


def _summary(book: Workbook, result: Comparison) -> None:
    told = ([s.text, "\n".join(map(words.cited, s.sources))] for s in sentences(result))
    book.sheet(say("摘要", "summary"), (words.title(result), say("出处", "source")), told, (100, 70))


def _themes(book: Workbook, result: Comparison) -> None:
    names = [region.name for region in result.regions]
    sheet = book.sheet(
        say("主题分布", "themes"), (say("主题", "theme"), *names),
        ([rows.theme(row.theme), *row.counts] for row in result.themes), (18, *(12 for _ in names)), frozen=1,
    )  # fmt: skip
    sheet.shade(1, len(names))
    columns = [(name, column) for column, name in enumerate(names, 1)]
    sheet.chart(
        "bar", say("各地承诺的主题分布", "Commitments by theme"), 0, columns, f"A{sheet.last + 4}", stacked=True
    )


def _matrix(book: Workbook, result: Comparison) -> None:
    names = [region.name for region in result.regions]
    ordered = sorted(result.matrix, key=lambda row: -row.stated)
    head = (
        say("指标", "indicator"),
        say("单位", "unit"),
        say("有数值的地区", "regions"),
        say("是否不同", "differs"),
        *names,
    )
    book.sheet(
        say("指标对照", "matrix"), head,
        ([rows.label(row), row.unit, row.stated, _differs(row), *(_cell(entry, row) for entry in row.entries)] for row in ordered),
        (34, 8, 12, 12, *(26 for _ in names)), frozen=1,
    )  # fmt: skip


def _differs(row: MatrixRow) -> str:
    if row.stated < 2:
        return ""
    return say("不同", "yes") if row.differs else say("有相同数值", "no")


def _cell(entry: Entry, row: MatrixRow) -> Cell:
    """Nothing where the others were not searched, as for what one region alone counts: that is no 未提及."""
    return _entry(entry) if entry.cells or row.stated > 1 else Cell("")


def _entry(entry: Entry) -> Cell:
    """What a region says; the quote is in the note."""
    if entry.cells:
        told = "\n".join(wording.dated(cell.target) for cell in entry.cells)
        style = "best" if any(cell.best for cell in entry.cells) else "body"
        return Cell(told, "\n".join(_noted(cell.source) for cell in entry.cells), style)
    told = words.without_figure(entry)
    return (
        Cell(told, _noted(entry.said), "near" if entry.near else "figureless")
        if entry.said
        else Cell(told, "", "absent")
    )


def _noted(source: Source) -> str:
    return f"“{wording.one_line(source.quote)}”\n{words.cited(source)}"


def _figures(book: Workbook, result: Comparison) -> None:
    """The matrix as a list of numbers, to filter and to reckon with; charts of the indicators of most regions."""
    head = (
        say("指标", "indicator"), say("地区", "region"), say("数值", "value"), say("数（不含万、亿）", "number"), say("单位", "unit"),
        say("时限", "limit"), say("范围", "scope"), say("基期值", "baseline"), say("年均", "pace"), say("同年最高（低）", "most ambitious for its year"),
        say("原文", "quote"), say("出处", "source"),
    )  # fmt: skip
    common = rows.common(result)
    listed = [line for row in common for line in _lines(row, result)]
    book.sheet(say("指标明细", "figures"), head, listed, (30, 12, 14, 14, 9, 12, 16, 12, 18, 12, 50, 50), frozen=2)
    charted = [row for row in common if row.stated >= min(_CHARTED, len(result.regions)) and rows.figures(row)]
    if charted:
        _ambition(book, charted[:_MOST_CHARTED], result)


def _lines(row: MatrixRow, result: Comparison) -> Iterator[list[Value]]:
    for region, entry in zip(result.regions, row.entries, strict=True):
        for cell in entry.cells:
            target = cell.target
            base = f"{wording.number(target.baseline.value)}{target.baseline.unit}" if target.baseline else ""
            end = target.deadline.end if target.deadline else None
            yield [
                rows.label(row), region.name, wording.value(target), size(target), row.unit,
                end or wording.limit(target.deadline), wording.one_line(target.scope or ""), base,
                words.pace(cell.pace) if cell.pace else "", say("是", "yes") if cell.best else "",
                wording.one_line(cell.source.quote), words.cited(cell.source),
            ]  # fmt: skip


def _ambition(book: Workbook, charted: Sequence[MatrixRow], result: Comparison) -> None:
    """Each region's highest figure as a share of the row's highest, and a native chart of it."""
    names = [region.name for region in result.regions]
    sheet = book.sheet(
        say("力度对比", "ambition"), (say("指标（相当于最高值的 %）", "indicator (% of the highest)"), *names),
        ([rows.label(row), *(_share(row, column) for column in range(len(names)))] for row in charted),
        (40, *(12 for _ in names)), frozen=1,
    )  # fmt: skip
    columns = [(name, column) for column, name in enumerate(names, 1)]
    sheet.chart(
        "bar",
        say("各地数值相当于最高值的 %", "Figures as % of the highest"),
        0,
        columns,
        f"A{sheet.last + 4}",
        most=100,
    )


def _share(row: MatrixRow, column: int) -> float | None:
    own = [point.size for point in rows.ranked(row) if point.column == column]
    return round(100 * max(own) / rows.highest(row), 1) if own else None


def _shared(book: Workbook, result: Comparison) -> None:
    head = (
        say("措施", "measure"), say("地区数", "regions"), say("不同之处", "differences"), say("仅部分写明", "some state"), say("地区", "region"),
        say("数值", "figures"), say("时限", "limits"), say("责任单位", "bodies"), say("原文", "quote"), say("出处", "source"),
        say("未见于", "not in"),
    )  # fmt: skip
    ordered = [*rows.differing(result), *rows.alike(result)]
    book.sheet(
        say("共有措施", "shared"), head, (line for measure in ordered for line in _statements(measure, result)),
        (36, 11, 14, 14, 12, 26, 14, 22, 50, 50, 20), frozen=1,
    )  # fmt: skip


def _statements(measure: SharedMeasure, result: Comparison) -> Iterator[list[Value]]:
    for region, found in zip(result.regions, measure.statements, strict=True):
        for one in found:
            yield [
                wording.one_line(measure.label), measure.held, wording.listed(map(wording.difference, measure.differences)),
                wording.listed(map(wording.difference, measure.one_sided)), region.name,
                "\n".join(f"{wording.dated(t)} {wording.one_line(t.indicator)}" for t in one.targets), "\n".join(one.limits),
                wording.listed(one.leads), wording.one_line(one.source.quote), words.cited(one.source),
                words.lacking(measure, result),
            ]  # fmt: skip


def _descents(book: Workbook, result: Comparison) -> None:
    t = words.words()
    lines = [
        [d.upper, d.lower, rows.became(step), *_told("", step.upper), *_told(*words.below(step))]
        for d in result.descents
        for step in rows.steps(d)
    ]
    if lines:
        head = (say("上级", "superior"), say("下级", "below"), t["change"], t["upper"], say("上级出处", "source"), t["lower"], say("下级出处", "source below"))  # fmt: skip
        book.sheet(say("上下级落实", "descent"), head, lines, (12, 12, 10, 60, 40, 60, 40), frozen=3)


def _told(said: str, source: Source | None) -> tuple[str, str]:
    return (f"{said}{wording.one_line(source.quote)}", words.cited(source)) if source else ("", "")


def _contradictions(book: Workbook, result: Comparison) -> None:
    t = words.words()
    if result.contradictions:
        book.sheet(
            say("文件内矛盾", "conflicts"), (t["region"], t["indicator"], t["conflict"], t["first_quote"], t["second_quote"], say("出处", "source")),
            ([c.region, c.indicator, wording.difference(c.kind), wording.one_line(c.first.quote), wording.one_line(c.second.quote),
              words.cited(c.first)] for c in result.contradictions),
            (12, 30, 10, 60, 60, 50), frozen=1,
        )  # fmt: skip


def _only(book: Workbook, result: Comparison) -> None:
    book.sheet(
        say("独有", "only one"), (say("地区", "region"), say("数值", "figures"), say("原文", "quote"), say("出处", "source")),
        ([o.region, "\n".join(f"{wording.dated(t)} {wording.one_line(t.indicator)}" for t in o.targets),
          wording.one_line(o.source.quote), words.cited(o.source)] for o in result.only),
        (12, 36, 70, 50), frozen=1,
    )  # fmt: skip


def _deadlines(book: Workbook, due: Sequence[Due], as_of: date | None, names: Iterable[str]) -> None:
    head = (
        say("截止", "end"), say("到期情况", "status"), say("地区", "region"), say("时限原文", "limit"), say("责任单位", "bodies"),
        say("原文", "quote"), say("出处", "source"),
    )  # fmt: skip
    book.sheet(
        say("时限", "deadlines"), head,
        ([d.end, rows.status(d, as_of), d.region, wording.one_line(d.text), wording.listed(d.leads),
          wording.one_line(d.source.quote), words.cited(d.source)] for d in due),
        (12, 12, 12, 16, 24, 70, 50), frozen=1,
    )  # fmt: skip
    if due:
        counts = Counter((d.end.year, d.region) for d in due)
        regions = [name for name in names if any(region == name for _, region in counts)]
        years = range(due[0].end.year, due[-1].end.year + 1)
        sheet = book.sheet(
            say("按年到期", "by year"), (say("年份", "year"), *regions),
            ([str(year), *(counts[year, region] for region in regions)] for year in years), (10, *(12 for _ in regions)), frozen=1,
        )  # fmt: skip
        columns = [(region, column) for column, region in enumerate(regions, 1)]
        sheet.chart(
            "column", say("各年到期的承诺", "Commitments due by year"), 0, columns, f"A{sheet.last + 4}", stacked=True
        )


def _bodies(book: Workbook, loads: Iterable[Load], duties: Iterable[Duty], unled: Iterable[Unled]) -> None:
    t = words.words()
    book.sheet(
        say("责任单位", "bodies"),
        (t["region"], t["body"], t["leads"], t["participates"], t["supervises"], say("报告对象", "reported to"), t["dated"], t["first"]),
        ([w.region, w.body, w.leads, w.participates, w.supervises, w.reported_to, w.dated, w.first] for w in loads),
        (12, 36, 13, 10, 10, 13, 16, 13), frozen=2,
    )  # fmt: skip
    book.sheet(
        say("任务分工", "duties"),
        (t["region"], t["body"], t["role"], t["end"], say("任务", "task"), say("出处", "source")),
        ([d.region, d.body, wording.role(d.role), d.end, wording.one_line(d.source.quote), words.cited(d.source)] for d in duties),
        (12, 30, 12, 12, 80, 50), frozen=2,
    )  # fmt: skip
    book.sheet(
        say("未写明牵头", "no lead"), (t["region"], t["end"], say("任务", "task"), say("出处", "source")),
        ([u.region, u.end, wording.one_line(u.source.quote), words.cited(u.source)] for u in unled), (12, 12, 80, 50), frozen=1,
    )  # fmt: skip


def _gaps(book: Workbook, result: Comparison) -> None:
    found = [[heading, line] for heading, lines in words.gap_lines(result) for line in lines]
    book.sheet(say("缺口与存疑", "gaps"), (say("类别", "kind"), say("内容", "what")), found, (30, 120))
    book.sheet(
        say("所据文件", "documents"),
        (say("地区", "region"), say("标题", "title"), say("发文字号", "number"), say("发布机构", "issuer"), say("成文日期", "issued"), say("文件", "file")),
        ([r.name, wording.one_line(d.title or ""), d.doc_number or "", wording.one_line(d.issuer or ""), d.issued_on, d.file]
         for r in result.regions for d in r.documents),
        (12, 60, 20, 30, 12, 50),
    )  # fmt: skip
