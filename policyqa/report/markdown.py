"""The comparison as Markdown, in the order of the other reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyqa.comparing import Comparison, Entry, SharedMeasure, Source
from policyqa.language import say
from policyqa.report import rows, wording, words
from policyqa.report.summary import sentences
from policyqa.report.tables import markdown_lines

_MOST = 100  # rows of a list; a text of thousands is read by nobody, and the Excel report holds all


def comparison(result: Comparison) -> str:
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Comparison) -> Iterator[str]:
    numbered = words.numbered(result)
    yield f"# {words.title(result)}"
    parts = {
        "summary": _summary, "matrix": _matrix, "shared": _shared, "descent": _descents, "only": _only, "due": _due,
        "duties": _duties, "conflicts": _conflicts, "gaps": _gaps, "sources": _sources,
    }  # fmt: skip
    for name, heading in numbered.items():
        yield from ("", f"## {heading}", "")
        yield from parts[name](result)


def _summary(result: Comparison) -> Iterator[str]:
    for sentence in sentences(result):
        yield f"- {_plain(sentence.text)}"
        yield from (f"  - “{_plain(source.quote)}” {_plain(words.cited(source))}" for source in sentence.sources)


def _matrix(result: Comparison) -> Iterator[str]:
    common = rows.common(result)
    if not common:
        yield words.words()["no_common"]
        return
    yield from markdown_lines(
        (say("指标", "indicator"), *(region.name for region in result.regions)),
        ([rows.label(row), *(_entry(entry) for entry in row.entries)] for row in common[:_MOST]),
    )
    yield from _rest(common)


def _entry(entry: Entry) -> str:
    if entry.cells:
        return "；".join(
            f"**{wording.dated(c.target)}**{'★' if c.best else ''} “{c.source.quote}”" for c in entry.cells
        )
    told = words.without_figure(entry)
    return f"{told} “{wording.shortened(entry.said.quote, 60)}”" if entry.said else told


def _shared(result: Comparison) -> Iterator[str]:
    t = words.words()
    if not result.shared:
        yield t["no_shared"]
        return
    head = (
        t["measure"],
        say("不同之处", "differences"),
        t["region"],
        t["figure"],
        t["limit"],
        t["body"],
        say("原文", "quote"),
        say("出处", "source"),
    )
    ordered = [*rows.differing(result), *rows.alike(result)]
    yield from markdown_lines(head, (line for measure in ordered[:_MOST] for line in _statements(measure, result)))
    yield from _rest(ordered)


def _rest(found: Sequence[object]) -> Iterator[str]:
    """How many are not listed, after an empty line that ends the table."""
    if len(found) > _MOST:
        yield from ("", words.words()["further"].format(len(found) - _MOST))


def _statements(measure: SharedMeasure, result: Comparison) -> Iterator[list[str]]:
    differences = wording.listed(map(wording.difference, measure.differences))
    for region, found in zip(result.regions, measure.statements, strict=True):
        for one in found:
            figures = "；".join(f"{wording.dated(t)} {t.indicator}" for t in one.targets)
            yield [measure.label, differences, region.name, figures, "；".join(one.limits), wording.listed(one.leads),
                   one.source.quote, words.cited(one.source)]  # fmt: skip


def _descents(result: Comparison) -> Iterator[str]:
    t = words.words()
    yield t["descent_note"]
    for found in result.descents:
        yield from ("", f"### {found.upper} → {found.lower}", "")
        if found.apart:
            yield from (_plain(words.apart(found)), "")
        lines = [
            [
                rows.became(s),
                *("" if x is None else f"{said}{_quoted(x)}" for said, x in (("", s.upper), words.below(s))),
            ]
            for s in rows.steps(found)[:_MOST]
        ]
        yield from markdown_lines((t["change"], t["upper"], t["lower"]), lines)
        yield from _rest(found.steps)


def _conflicts(result: Comparison) -> Iterator[str]:
    t = words.words()
    yield from (t["conflicts_note"], "")
    yield from markdown_lines(
        (t["region"], t["indicator"], t["conflict"], t["first_quote"], t["second_quote"]),
        (
            [c.region, c.indicator, wording.difference(c.kind), _quoted(c.first), _quoted(c.second)]
            for c in result.contradictions[:_MOST]
        ),
    )
    yield from _rest(result.contradictions)


def _only(result: Comparison) -> Iterator[str]:
    for region in result.regions:
        own = [item for item in result.only if item.region == region.name]
        yield from ("", f"### {region.name}（{len(own)}）", "", *(f"- {_quoted(o.source)}" for o in own[:_MOST]))
        yield from _rest(own)


def _due(result: Comparison) -> Iterator[str]:
    if not result.due:
        yield words.words()["no_due"]
    for d in result.due[:_MOST]:
        status = rows.status(d, result.as_of)
        yield f"- {d.end}{f'（{status}）' if status else ''} {d.region} {_plain(wording.listed(d.leads))}：{_quoted(d.source)}"
    yield from _rest(result.due)


def _duties(result: Comparison) -> Iterator[str]:
    t = words.words()
    yield from markdown_lines(
        tuple(t[key] for key in ("region", "body", "leads", "participates", "supervises", "dated", "first")),
        ([w.region, w.body, str(w.leads), str(w.participates), str(w.supervises), str(w.dated), str(w.first or "")]
         for w in result.loads[:_MOST]),
    )  # fmt: skip
    yield from _rest(result.loads)
    yield from ("", f"### {t['unled']}（{len(result.unled)}）", "")
    yield from (f"- {u.region}：{_quoted(u.source)}" for u in result.unled[:_MOST])
    yield from _rest(result.unled)


def _gaps(result: Comparison) -> Iterator[str]:
    found = words.gap_lines(result)
    if not found:
        yield words.words()["no_gaps"]
    for heading, lines in found:
        yield from (f"### {heading}（{len(lines)}）", "", *(f"- {_plain(line)}" for line in lines), "")


def _sources(result: Comparison) -> Iterator[str]:
    for region in result.regions:
        for d in region.documents:
            about = (d.doc_number, d.issuer, str(d.issued_on or ""), d.file)
            yield f"- {region.name}：{_plain(d.title or d.file)}（{_plain('，'.join(filter(None, about)))}）"


def _quoted(source: Source) -> str:
    return f"{_plain(source.quote)}（{_plain(words.cited(source))}）"


def _plain(text: str) -> str:
    """One line in which nothing of a document is read as a mark of Markdown or as HTML."""
    line = wording.one_line(text)
    for character in "\\`*_<>[]|#":
        line = line.replace(
            character, f"\\{character}" if character not in "<>" else {"<": "&lt;", ">": "&gt;"}[character]
        )
    return line
