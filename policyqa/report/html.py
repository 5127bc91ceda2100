"""The comparison as one HTML file that needs no network and prints well.

Everything is escaped, and a content security policy lets nothing run but the page's own script (by its hash) and
nothing load: a document that says <script> is shown, not run.
"""

from __future__ import annotations

import base64
import hashlib
import threading
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from policyqa import language
from policyqa.comparing import Comparison, Duty, Source
from policyqa.report import charts, differing, rows, wording, words
from policyqa.report.summary import sentences

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup
    from matplotlib.figure import Figure

_MOST_MEASURES = 40  # shown at once; the rest opens with a click
_MOST_BODIES = 60
_MOST_DATES = 80  # dated commitments, and what one region alone has; the rest opens with a click
_MOST_FURTHER = 300  # rows of a list at all; what is more stands in the Excel report
_MOST_TASKS = 30  # bodies whose tasks are listed


def comparison(result: Comparison) -> str:
    """The whole page."""
    from markupsafe import Markup

    environment = _environment()
    script = _part(environment, "comparison.js")
    cited = _Cited(words.numbers(result))
    return environment.get_template("comparison.html").render(
        result=result, t=words.words(), numbered=words.numbered(result), parts=words.parts(result),
        names=wording.listed(region.name for region in result.regions),
        lang="en" if language.current() == "en" else "zh-CN", summary=sentences(result), common=rows.common(result),
        differing=rows.differing(result), alike=rows.alike(result), most=_MOST_MEASURES, most_bodies=_MOST_BODIES, most_dates=_MOST_DATES,
        by_body=_by_body(result), numbers=words.numbers(result), gap_lines=words.gap_lines(result), charts=_charts(result),
        style=Markup(_part(environment, "comparison.css")), script=Markup(script), script_hash=_hash(script),
        label=rows.label, mark=rows.mark, sizes=rows.sizes, status=rows.status, lacking=lambda m: words.lacking(m, result),
        without_figure=words.without_figure, document=words.document, pace=words.pace, value=wording.value, year=wording.year, number=wording.number,
        place=wording.place, role=wording.role, difference=wording.difference, change=wording.change, steps=rows.steps, rest=rows.further, apart=_apart, ref=cited.reference, where=cited.where, most_further=_MOST_FURTHER, line=wording.one_line,
        listed=wording.listed,
    )  # fmt: skip


def load_beside() -> None:
    """Load the drawing library and the templates in a thread of their own, while the comparison is being made.

    Most of a comparison works outside Python's lock, so that the page is there sooner by what they take.
    """
    threading.Thread(target=_load, daemon=True).start()


def _load() -> None:
    charts.load()
    _environment().get_template("comparison.html")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("policyqa.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def _part(environment: Environment, name: str) -> str:
    """Style and script are the project's own text, put in as they stand."""
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


def _hash(script: str) -> str:
    """How a content security policy names the one script that may run."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def _charts(result: Comparison) -> dict[str, Markup | None]:
    from markupsafe import Markup

    drawn: dict[str, tuple[object, Callable[[Comparison], Figure]]] = {
        "heat_map": (result.themes, charts.heat_map), "ambition": (charts.ambition_rows(result), charts.ambition),
        "timeline": (result.due, charts.timeline),
    }  # fmt: skip
    return {
        name: Markup(charts.svg(draw(result), name)) if material else None for name, (material, draw) in drawn.items()
    }


class _Cited:
    """How places of documents are cited: thousands of times, and few of them, so each is written once."""

    def __init__(self, numbers: dict[str, int]) -> None:
        self._numbers = numbers
        self._written: dict[object, Markup] = {}

    def reference(self, source: Source) -> Markup:
        """The document's number, as a link to the list of documents."""
        return self._once(source.document_id, lambda: self._reference(source))

    def where(self, source: Source) -> Markup:
        """The document's number, section and page."""
        place = source.document_id, source.section, source.page
        return self._once(place, lambda: self._where(source))

    def _once(self, key: object, write: Callable[[], Markup]) -> Markup:
        if key not in self._written:
            self._written[key] = write()
        return self._written[key]

    def _reference(self, source: Source) -> Markup:
        from markupsafe import Markup

        number = self._numbers[source.document_id]
        link = Markup('<a class="ref" href="#doc-{0}" title="{1}">[{0}]</a>')
        return link.format(number, words.document(source))

    def _where(self, source: Source) -> Markup:
        from markupsafe import Markup

        place = wording.place(source.section, source.page)
        return Markup('<span class="source">{} {}</span>').format(self.reference(source), place)


def _apart(source: Source, other: Source | None) -> Markup:
    """The quote, with what the other does not say marked."""
    from markupsafe import Markup, escape

    told = differing.pieces(wording.one_line(source.quote), wording.one_line(other.quote) if other else "")
    return Markup("".join(f"<mark>{escape(p.text)}</mark>" if p.differs else escape(p.text) for p in told))


def _by_body(result: Comparison) -> list[tuple[tuple[str, str], list[Duty]]]:
    """The tasks of the bodies with the most dated tasks, dated ones first."""
    grouped: dict[tuple[str, str], list[Duty]] = defaultdict(list)
    for duty in result.duties:
        grouped[duty.region, duty.body].append(duty)
    shown = [(load.region, load.body) for load in result.loads[:_MOST_TASKS]]
    return [(key, sorted(grouped[key], key=lambda d: (d.end is None, d.end or 0))) for key in shown]
