"""Charts of a comparison, drawn by matplotlib: SVG with selectable text for HTML, PNG for Word.

Text of documents is drawn as it stands: no mathtext, and matplotlib escapes it for SVG. Colours come with shapes and
figures, so that a black-and-white print tells the same.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

from policyqa.comparing import Comparison, MatrixRow
from policyqa.language import say
from policyqa.report import rows, wording

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei", "WenQuanYi Micro Hei",
    "Noto Sans CJK JP",
)  # fmt: skip
_WIDTH = 9.6  # inches; the text column of the HTML page
_MARKS = "osD^vP*Xph"
_COLOURS = (
    "#1f5fa8",
    "#c8641b",
    "#2c8a57",
    "#8a3ffc",
    "#b3261e",
    "#0f7c8a",
    "#7a6a00",
    "#d0409a",
    "#555555",
    "#3b3b98",
)
_MOST_ROWS = 18  # a taller chart is no longer looked at
_INK, _SOFT, _LINE = "#1d2733", "#5b6876", "#d5dce4"


def _drawn(draw: Callable[[Comparison], Figure]) -> Callable[[Comparison], Figure]:
    """Fonts and colours are taken when text is made, so the whole drawing happens under the settings."""

    @wraps(draw)
    def drawing(result: Comparison) -> Figure:
        with _settings():
            return draw(result)

    return drawing


@_drawn
def heat_map(result: Comparison) -> Figure:
    """Themes in rows, regions in columns; the figure counts commitments, the shade is their share of the region's."""
    names = [region.name for region in result.regions]
    totals = [sum(row.counts[i] for row in result.themes) or 1 for i in range(len(names))]
    shares = [[count / total for count, total in zip(row.counts, totals, strict=True)] for row in result.themes]
    figure, axes = _figure(height=0.9 + 0.34 * len(result.themes))
    top = max(map(max, shares))
    axes.pcolormesh(shares, cmap="Blues", vmin=0, vmax=top or 1, edgecolors="white", linewidth=1.5)
    for y, row in enumerate(result.themes):
        for x, count in enumerate(row.counts):
            dark = shares[y][x] > 0.6 * top
            axes.text(
                x + 0.5, y + 0.5, str(count), ha="center", va="center", color="white" if dark else _INK, fontsize=9
            )
    axes.set_yticks([y + 0.5 for y in range(len(result.themes))], [rows.theme(row.theme) for row in result.themes])
    _columns(axes, names)
    axes.invert_yaxis()
    return figure


@_drawn
def timeline(result: Comparison) -> Figure:
    """Regions in rows, years across; a bubble's figure counts what falls due in that part of the year."""
    names = [region.name for region in result.regions]
    first, last = result.due[0].end.year, result.due[-1].end.year
    parts = _parts_of_year(result)
    counts = Counter((_part(due.end, parts), names.index(due.region)) for due in result.due)
    figure, axes = _figure(height=1.0 + 0.42 * len(names))
    across, down = zip(*counts, strict=True)
    sizes = [130 + 22 * min(count, 40) for count in counts.values()]
    axes.scatter(across, down, s=sizes, color=_COLOURS[0], edgecolors="white", zorder=3)
    for (x, y), count in counts.items():
        axes.text(x, y, str(count), ha="center", va="center_baseline", color="white", fontsize=8, zorder=4)
    _year_columns(axes, first, last)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    if result.as_of and first <= result.as_of.year <= last:
        _marked_day(axes, result.as_of)
    return figure


def _parts_of_year(result: Comparison) -> int:
    """Quarters, halves or whole years: bubbles of neighbouring parts do not cover one another."""
    years = result.due[-1].end.year - result.due[0].end.year + 1
    return 4 if years <= 8 else 2 if years <= 16 else 1


def _part(day: date, parts: int) -> float:
    """The middle of a part of a year: what is due at the end of 2025 stands within 2025."""
    return day.year + ((day.month - 1) * parts // 12 + 0.5) / parts


def _year_columns(axes: Axes, first: int, last: int) -> None:
    """A line between years, the year below the middle of its column."""
    step = max(1, (last - first) // 12)
    axes.set_xlim(first - 0.1, last + 1.1)
    axes.set_xticks(range(first, last + 2), [""] * (last - first + 2))
    labelled = range(first, last + 1, step)
    axes.set_xticks([year + 0.5 for year in labelled], [say(f"{year}年", str(year)) for year in labelled], minor=True)
    axes.tick_params(which="minor", length=0, labelcolor=_SOFT)
    axes.grid(axis="both", which="major", color=_LINE, linewidth=0.7)


def _marked_day(axes: Axes, day: date) -> None:
    x = day.year + (day.timetuple().tm_yday - 1) / 365.25
    axes.axvline(x, color=_COLOURS[4], linewidth=1.4, linestyle="--", zorder=2)
    axes.annotate(
        day.isoformat(), (x, -0.55), color=_COLOURS[4], fontsize=8, ha="center", va="bottom", annotation_clip=False
    )


def ambition_rows(result: Comparison) -> list[MatrixRow]:
    """Indicators whose figures differ between regions: those that a chart can tell something of."""
    return [row for row in result.matrix if row.stated > 1 and row.differs and rows.figures(row)][:_MOST_ROWS]


@_drawn
def ambition(result: Comparison) -> Figure:
    """Indicators in rows; each region's figure as a share of the row's highest, lowest and highest written out."""
    shown = ambition_rows(result)
    figure, axes = _figure(height=1.1 + 0.46 * len(shown))
    several = len(result.regions) <= len(_MARKS)
    for column, region in enumerate(result.regions):
        points = [
            (point.size / rows.highest(row), y)
            for y, row in enumerate(shown)
            for point in rows.ranked(row)
            if point.column == column
        ]  # fmt: skip
        if points:
            mark, colour = (_MARKS[column], _COLOURS[column]) if several else ("o", _COLOURS[0])
            across, down = zip(*points, strict=True)
            axes.scatter(across, down, marker=mark, color=colour, s=52, label=region.name, alpha=0.9, zorder=3)
    for y, row in enumerate(shown):
        low, high = rows.ends(row)
        axes.hlines(y, low.size / rows.highest(row), 1, color=_LINE, linewidth=2, zorder=1)
        axes.text(1.03, y, rows.told(high, result), va="center", fontsize=8, color=_INK)
        axes.text(
            low.size / rows.highest(row),
            y + 0.32,
            rows.told(low, result),
            va="center",
            ha="center",
            fontsize=7.5,
            color=_SOFT,
        )
    axes.set_yticks(range(len(shown)), [wording.shortened(rows.label(row), 22) for row in shown])
    axes.set_ylim(len(shown) - 0.3, -0.6)
    axes.set_xlim(0, 1.45)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", say("最高", "highest")])
    axes.grid(axis="x", color=_LINE, linewidth=0.7)
    if several:
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1.0), ncols=min(6, len(result.regions)), frameon=False, fontsize=8
        )
    return figure


def svg(figure: Figure, title: str) -> str:
    """The drawing as an element for a page; its text stays text. Ids are made unique by the title."""
    buffer = io.StringIO()
    with _settings(title):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Title": title})
    drawn = buffer.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    family = ", ".join(f"'{name}'" for name in FONTS)
    return re.sub(r"font: ([\d.]+px) [^;\"]+", rf"font: \1 {family}, sans-serif", drawn)


def png(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    with _settings():
        figure.savefig(buffer, format="png", dpi=200)
    return buffer.getvalue()


def load() -> None:
    """Load the drawing library and its fonts, which takes half a second."""
    import matplotlib.backends.backend_svg
    import matplotlib.figure  # noqa: F401

    _font()


def has_chinese_font() -> bool:
    """Whether a picture can show Chinese characters on this machine; an SVG leaves that to its reader."""
    return _font() in FONTS


@cache
def _font() -> str:
    """One font: matplotlib looks up every family of a list for every word that it draws."""
    from matplotlib import font_manager

    known = set(font_manager.get_font_names())
    return next((name for name in FONTS if name in known), "DejaVu Sans")


@contextmanager
def _settings(salt: str = "") -> Iterator[None]:
    """Fonts and colours; `salt` keeps the ids of several drawings in one page apart."""
    import matplotlib

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    settings: Any = {
        "svg.fonttype": "none", "svg.hashsalt": f"policyqa {salt}", "font.family": [_font()], "font.size": 9,
        "axes.unicode_minus": False, "text.parse_math": False, "text.color": _INK, "axes.edgecolor": _LINE,
        "xtick.color": _SOFT, "ytick.color": _INK,
    }  # fmt: skip
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # the reader of an SVG has the font
        yield


def _figure(height: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH, height), layout="constrained")
    axes = figure.add_subplot()
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)
    return figure, axes


def _columns(axes: Axes, names: Sequence[str]) -> None:
    """Region names above; slanted where there are many."""
    many = len(names) > 8
    axes.set_xticks(
        [x + 0.5 for x in range(len(names))], names, rotation=45 if many else 0, ha="left" if many else "center"
    )
    axes.xaxis.tick_top()
