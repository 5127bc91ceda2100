"""The comparison as a Word document in the form of official papers, with a source column in every table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from typing import TypeVar

from policyqa.comparing import Cell, Comparison, Entry, MatrixRow, SharedMeasure, Source
from policyqa.language import say
from policyqa.report import charts, rows, wording, words
from policyqa.report.official import Paper
from policyqa.report.summary import sentences

_UPRIGHT, _WIDEST = 3, 9  # regions beside one another on a page upright and across; the list of figures tells more
_MOST = 30  # rows of a list; the rest stands in the Excel report

T = TypeVar("T")


def comparison(result: Comparison) -> bytes:
    """The bytes of a .docx file."""
    return _Report(result).content()


class _Report:
    """The parts of the report, in order."""

    def __init__(self, result: Comparison) -> None:
        self._result, self._t, self._numbered = result, words.words(), words.numbered(result)
        self._numbers = words.numbers(result)
        self._paper = Paper(words.title(result))
        write = {
            "summary": self._summary, "matrix": self._matrix, "shared": self._shared, "descent": self._descents,
            "only": self._only, "due": self._due, "duties": self._duties, "conflicts": self._conflicts,
            "gaps": self._gaps, "sources": self._sources,
        }  # fmt: skip
        for part in self._numbered:
            write[part]()

    def content(self) -> bytes:
        return self._paper.content()

    def _summary(self) -> None:
        self._paper.heading(self._numbered["summary"])
        for number, sentence in enumerate(sentences(self._result), 1):
            cited = say("；", "; ").join(dict.fromkeys(map(self._source, sentence.sources)))
            self._paper.paragraph(
                f"{number}. {sentence.text}", say(f"出处：{cited}", f"Sources: {cited}") if cited else ""
            )
        if self._result.themes:
            self._chart("heat_map")

    def _matrix(self) -> None:
        common = rows.common(self._result)
        is_wide = bool(common) and _UPRIGHT < len(self._result.regions) <= _WIDEST
        with self._paper.across() if is_wide else nullcontext():
            self._paper.heading(self._numbered["matrix"])
            if not common:
                self._paper.paragraph(self._t["no_common"])
            elif len(self._result.regions) <= _WIDEST:
                self._side_by_side(common)
        if common:
            self._figures(common)

    def _figures(self, common: Sequence[MatrixRow]) -> None:
        self._paper.heading(say("（一）数值的原文与出处", "Quotes and sources of the figures"), 2)
        self._paper.table(
            (self._t["indicator"], self._t["region"], self._t["figure"], self._t["quote"]),
            (cells for row in common for cells in self._figure_rows(row)), (3, 1.6, 2.4, 7),
        )  # fmt: skip
        if charts.ambition_rows(self._result):
            self._chart("ambition")

    def _side_by_side(self, common: Sequence[MatrixRow]) -> None:
        names = [region.name for region in self._result.regions]
        self._paper.table(
            (self._t["indicator"], *names),
            ([rows.label(row), *(self._entry(entry) for entry in row.entries)] for row in common),
            (1.6, *(1 for _ in names)),
        )
        self._paper.note(self._t["word_note"])

    def _entry(self, entry: Entry) -> str:
        if entry.cells:
            return "\n".join(map(self._in_matrix, entry.cells))
        told = words.without_figure(entry)
        return f"{told} {self._number(entry.said)}" if entry.said else told

    def _in_matrix(self, cell: Cell) -> str:
        """The figure and its source, the year below them: a column has no room for both beside each other."""
        figure = f"{wording.value(cell.target)}{'★' if cell.best else ''} {self._number(cell.source)}"
        return "\n".join(filter(None, (figure, wording.year(cell.target.deadline))))

    def _figure_rows(self, row: MatrixRow) -> Iterable[list[str]]:
        label = rows.label(row)
        for region, entry in zip(self._result.regions, row.entries, strict=True):
            for cell in entry.cells:
                pace = f"\n{words.pace(cell.pace)}" if cell.pace else ""
                yield [label, region.name, wording.dated(cell.target) + pace, self._quoted(cell.source)]
                label = ""
            if entry.said:
                yield [label, region.name, words.without_figure(entry), self._quoted(entry.said)]
                label = ""

    def _shared(self) -> None:
        self._paper.heading(self._numbered["shared"])
        found, same = rows.differing(self._result), rows.alike(self._result)
        if not found and not same:
            self._paper.paragraph(self._t["no_shared"])
        if found:
            self._paper.heading(say(f"（一）有不同之处的 {len(found)} 项", f"With differences: {len(found)}"), 2)
            self._listed(
                found, (self._t["measure"], self._t["region"], say("数值、时限、责任单位", "Figures, limits, bodies"), self._t["quote"]),
                self._statements, (3.2, 1.6, 3.6, 6),
            )  # fmt: skip
        if same:
            self._paper.heading(say(f"（二）没有不同之处的 {len(same)} 项", f"Without differences: {len(same)}"), 2)
            self._listed(
                same, (self._t["measure"], say("见于", "Held by"), say("出处", "Source")), self._held, (4, 2.6, 6)
            )

    def _statements(self, measure: SharedMeasure) -> Iterable[list[str]]:
        notes = [self._t["differs_in"] + wording.difference(name) for name in measure.differences]
        lacking = words.lacking(measure, self._result)
        label = "\n".join(
            [wording.one_line(measure.label), *notes, *([self._t["not_in"] + lacking] if lacking else [])]
        )
        for region, found in zip(self._result.regions, measure.statements, strict=True):
            for one in found:
                told = [
                    *(f"{wording.dated(t)} {wording.one_line(t.indicator)}" for t in one.targets),
                    *one.limits,
                    *one.leads,
                ]
                yield [label, region.name, "\n".join(told), self._quoted(one.source)]
                label = ""

    def _held(self, measure: SharedMeasure) -> Iterable[list[str]]:
        pairs = list(zip(self._result.regions, measure.statements, strict=True))
        where = "\n".join(self._source(found[0].source) for _, found in pairs if found)
        yield [wording.one_line(measure.label), wording.listed(r.name for r, found in pairs if found), where]

    def _descents(self) -> None:
        self._paper.heading(self._numbered["descent"])
        self._paper.note(self._t["descent_note"])
        for found in self._result.descents:
            self._paper.heading(f"{found.upper} → {found.lower}", 2)
            if found.apart:
                self._paper.note(words.apart(found))
            self._listed(
                rows.steps(found), (self._t["change"], self._t["upper"], self._t["lower"]),
                lambda step: [[rows.became(step), self._or_none("", step.upper), self._or_none(*words.below(step))]],
                (1.5, 6, 6),
            )  # fmt: skip

    def _or_none(self, said: str, source: Source | None) -> str:
        return f"{said}{self._quoted(source)}" if source else "—"

    def _conflicts(self) -> None:
        self._paper.heading(self._numbered["conflicts"])
        self._paper.note(self._t["conflicts_note"])
        self._listed(
            self._result.contradictions, tuple(self._t[key] for key in ("region", "indicator", "conflict", "first_quote", "second_quote")),
            lambda c: [[c.region, c.indicator, wording.difference(c.kind), self._quoted(c.first), self._quoted(c.second)]],
            (1.8, 2.6, 1.4, 5, 5),
        )  # fmt: skip

    def _only(self) -> None:
        self._paper.heading(self._numbered["only"])
        for region in self._result.regions:
            own = [item for item in self._result.only if item.region == region.name]
            self._paper.heading(f"{region.name}（{len(own)}）", 2)
            if own:
                self._listed(
                    own, (self._t["figure"], self._t["quote"]),
                    lambda o: [["\n".join(f"{wording.dated(t)} {wording.one_line(t.indicator)}" for t in o.targets), self._quoted(o.source)]],
                    (4.5, 10),
                )  # fmt: skip

    def _due(self) -> None:
        self._paper.heading(self._numbered["due"])
        if not self._result.due:
            self._paper.paragraph(self._t["no_due"])
            return
        self._chart("timeline")
        as_of = self._result.as_of
        self._listed(
            self._result.due, (self._t["end"], self._t["region"], self._t["body"], self._t["commitment"]),
            lambda d: [[f"{d.end}\n{rows.status(d, as_of)}".strip(), d.region, wording.listed(d.leads) or self._t["unnamed"], self._quoted(d.source)]],
            (2.8, 1.8, 3, 8),
        )  # fmt: skip

    def _duties(self) -> None:
        self._paper.heading(self._numbered["duties"])
        keys = ("region", "body", "leads", "participates", "supervises", "dated", "first")
        self._listed(
            self._result.loads, tuple(self._t[key] for key in keys),
            lambda w: [[w.region, w.body, *(str(n or "") for n in (w.leads, w.participates, w.supervises, w.dated)), str(w.first or "")]],
            (1.8, 3.4, 1.3, 1.2, 1.2, 1.4, 2.8),
        )  # fmt: skip
        if self._result.unled:
            self._paper.heading(f"{self._t['unled']}（{len(self._result.unled)}）", 2)
            self._listed(
                self._result.unled, (self._t["region"], self._t["end"], self._t["task"]),
                lambda u: [[u.region, str(u.end or ""), self._quoted(u.source)]], (1.8, 2.8, 10),
            )  # fmt: skip

    def _gaps(self) -> None:
        self._paper.heading(self._numbered["gaps"])
        found = words.gap_lines(self._result)
        if not found:
            self._paper.paragraph(self._t["no_gaps"])
        for heading, lines in found:
            self._paper.heading(f"{heading}（{len(lines)}）", 2)
            for line in lines[:_MOST]:
                self._paper.note(f"· {line}")
            self._rest(len(lines))

    def _sources(self) -> None:
        self._paper.heading(self._numbered["sources"])
        self._paper.table(
            (say("序号", "No."), self._t["region"], self._t["title_head"], self._t["number_head"], self._t["issued_head"]),
            ([f"[{self._numbers[d.id]}]", r.name, f"{wording.one_line(d.title or '')}\n{d.file}", d.doc_number or "", str(d.issued_on or "")]
             for r in self._result.regions for d in r.documents),
            (1.1, 1.8, 7, 3, 2.8),
        )  # fmt: skip
        self._paper.note(self._t["footer"])

    def _listed(self, items: Sequence[T], head: Sequence[str], cells, shares: Sequence[float]) -> None:  # type: ignore[no-untyped-def]
        """A table of the first items, and how many more there are."""
        self._paper.table(head, (row for item in items[:_MOST] for row in cells(item)), shares)
        self._rest(len(items))

    def _rest(self, count: int) -> None:
        if count > _MOST:
            self._paper.note(self._t["elsewhere"].format(count - _MOST))

    def _chart(self, name: str) -> None:
        """A machine without a Chinese font cannot draw one; the tables tell the same."""
        if charts.has_chinese_font():
            figure = {"heat_map": charts.heat_map, "ambition": charts.ambition, "timeline": charts.timeline}[name](
                self._result
            )
            self._paper.picture(charts.png(figure), self._t[f"chart_{name}"])
            self._paper.note(self._t[f"note_{name}"])

    def _number(self, source: Source) -> str:
        return f"[{self._numbers[source.document_id]}]"

    def _source(self, source: Source) -> str:
        """[3] 二、… › (三)… 第 2 页: the number is that of the list of documents."""
        return f"{self._number(source)} {wording.place(source.section, source.page)}".strip()

    def _quoted(self, source: Source) -> str:
        return f"{wording.one_line(source.quote)}\n{self._source(source)}"
