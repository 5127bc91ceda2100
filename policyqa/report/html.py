"""The comparison as one HTML file that needs no network and prints well.

Everything is escaped, and a content security policy lets nothing run but the page's own script (by its hash) and
nothing load: a document that says <script> is shown, not run.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from policyqa import language
from policyqa.comparing import Comparison, Duty
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
    return environment.get_template("comparison.html").render(
        result=result, t=words.words(), numbered=words.numbered(result), parts=words.parts(result),
        names=wording.listed(region.name for region in result.regions),
        lang="en" if language.current() == "en" else "zh-CN", summary=sentences(result), common=rows.common(result),
        differing=rows.differing(result), alike=rows.alike(result), most=_MOST_MEASURES, most_bodies=_MOST_BODIES, most_dates=_MOST_DATES,
        by_body=_by_body(result), numbers=words.numbers(result), gap_lines=words.gap_lines(result), charts=_charts(result),
        style=Markup(_part(environment, "comparison.css")), script=Markup(script), script_hash=_hash(script),
        label=rows.label, mark=rows.mark, sizes=rows.sizes, status=rows.status, lacking=lambda m: words.lacking(m, result),
        without_figure=words.without_figure, document=words.document, pace=words.pace, value=wording.value, year=wording.year, number=wording.number,
        place=wording.place, role=wording.role, difference=wording.difference, change=wording.change, steps=rows.steps, rest=rows.further, pieces=differing.pieces, most_further=_MOST_FURTHER, line=wording.one_line,
        listed=wording.listed,
    )  # fmt: skip


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


def _by_body(result: Comparison) -> list[tuple[tuple[str, str], list[Duty]]]:
    """The tasks of the bodies with the most dated tasks, dated ones first."""
    grouped: dict[tuple[str, str], list[Duty]] = defaultdict(list)
    for duty in result.duties:
        grouped[duty.region, duty.body].append(duty)
    shown = [(load.region, load.body) for load in result.loads[:_MOST_TASKS]]
    return [(key, sorted(grouped[key], key=lambda d: (d.end is None, d.end or 0))) for key in shown]
