"""Reports: their sentences are true, nothing of a document runs in them, Word, Excel and calendars can open them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from comparisons import FUJIAN, PUTIAN, library_of, lines_of, records, sources
from docx import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from openpyxl import load_workbook

from policyqa.comparing import Comparison, calendar, compare
from policyqa.library import Library, StoredCommitment
from policyqa.model import Deadline
from policyqa.report import charts, differing, excel, html, listing, markdown, rows, tables, word, wording, words
from policyqa.report.summary import sentences

COUNTIES = ("云岫市", "栎原县", "鹭汀区", "霁川县", "檀浦县", "麦渡县")
AS_OF = date(2027, 6, 30)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def corpus(corpus_folder: Path) -> Comparison:
    with Library.open(corpus_folder) as opened:
        return compare(opened, COUNTIES, AS_OF)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Documents that say <script> and =HYPERLINK."""
    with library_of(tmp_path_factory.mktemp("hostile") / "l", records()) as library:
        return compare(library, ["莆田市", "宁德市", "福建省"], AS_OF)


# --- the sentences ---------------------------------------------------------------------------------------------------


def test_sentences_tell_the_numbers_of_the_library(corpus: Comparison, corpus_library: Library) -> None:
    """Counted again, from the library itself."""
    told = " ".join(s.text for s in sentences(corpus))
    documents = [d for d in corpus_library.documents() if d.region]
    targets = Counter(t.document.region.name for t in corpus_library.targets(kind="target") if t.document.region)
    assert f"{len(documents)} 份文件" in told
    assert f"共有量化目标 {sum(targets.values())} 条" in told
    for name, count in targets.items():
        assert f"{name} {count} 条" in told
    ends = [
        end
        for c in corpus_library.commitments()
        for end in {d.end for d in c.deadlines if d.end and (d.kind in ("by", "within") or _is_own_period(c, d))}
    ]
    assert f"有截止日期的承诺 {len(ends)} 项，最早 {min(ends)}，最晚 {max(ends)}" in told
    passed = sum(end < AS_OF for end in ends)
    assert f"{passed} 项已到期，{len(ends) - passed} 项未到期" in told
    year, most = max(Counter(end.year for end in ends).items(), key=lambda item: (item[1], -item[0]))
    assert f"在 {year} 年到期的最多（{most} 项）" in told
    common = [r for r in corpus.matrix if sum(bool(e.cells) for e in r.entries) > 1]
    assert f"同口径指标 {len(common)} 项" in told


def _is_own_period(stored: StoredCommitment, limit: Deadline) -> bool:
    """A chapter's year dates figures alone."""
    own = stored.commitment.span.meets(limit.span) or any(t.kind == "target" for t in stored.targets)
    return limit.kind == "in" and own


def test_each_figure_in_a_sentence_carries_its_source(corpus: Comparison) -> None:
    """Every value told of an indicator is that of a target whose quote is among the sentence's sources."""
    told = [s for s in sentences(corpus) if s.sources]
    assert told
    by_source = {c.source: c.target for r in corpus.matrix for e in r.entries for c in e.cells}
    for sentence in told:
        for one in sentence.sources:
            assert wording.value(by_source[one]) in sentence.text
        values = re.findall(
            r"[≥≤><≈]?\d[\d,.]*(?:%| [^\d\s（；、。]+)", re.sub(r"（[^）]*）", "", sentence.text.split("：", 1)[1])
        )
        known = {wording.value(by_source[one]) for one in sentence.sources}
        assert set(values) <= known


def test_no_sentence_says_a_number_of_nothing(corpus: Comparison, hostile: Comparison) -> None:
    for sentence in [*sentences(corpus), *sentences(hostile)]:
        assert not re.search(r"(?<![\d.,])0 [项份处条]", sentence.text), sentence.text


def test_not_mentioned_is_true(corpus: Comparison, corpus_library: Library) -> None:
    """No region that is said not to mention an indicator has a target with its name."""
    for row in rows.common(corpus):
        for region, entry in zip(corpus.regions, row.entries, strict=True):
            if entry.cells or entry.said:
                continue
            ids = [d.id for d in region.documents]
            named = [t.target.indicator for t in corpus_library.targets(documents=ids, kind="target")]
            assert row.indicator not in named


# --- wording ---------------------------------------------------------------------------------------------------------


@given(st.integers(1, 10**12))
def test_large_figures_keep_their_value(number: int) -> None:
    from comparisons import figure

    text = f"投入{number}元"
    told = wording.value(figure(text, text, "投入", number, "元"))
    match = re.fullmatch(r"([\d,.]+) (万|亿)?元", told)
    assert match
    scale = {None: 1, "万": 10_000, "亿": 100_000_000}[match[2]]
    assert round(float(match[1].replace(",", "")) * scale) == number


def test_points_are_not_per_cent() -> None:
    from comparisons import figure

    text = "毛入园率提高3个百分点，产值增长3%。"
    points = figure(text, "毛入园率提高3个百分点", "毛入园率", 3, "%", comparator="change")
    growth = figure(text, "产值增长3%", "产值", 3, "%", comparator="change")
    assert (wording.value(points), wording.value(growth)) == ("+3 个百分点", "+3%")


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(5, 5, "+5%"), (5, 5.5, "+5–5.5%"), (5, None, "≥+5%"), (-12, -12, "−12%"), (-5, -3, "−3–5%")],
)
def test_changes_are_told_with_both_bounds(low: float, high: float | None, told: str) -> None:
    from comparisons import figure
    from msgspec.structs import replace

    text = "地区生产总值增长5%—5.5%"
    made = figure(text, text, "地区生产总值", 5, "%", comparator="change")
    assert wording.value(replace(made, min=low, max=high)) == told


def test_what_a_city_made_of_its_province_stands_in_every_format(tmp_path: Path) -> None:
    with library_of(tmp_path / "library", records()) as library:
        result = compare(library, ["福建省", "莆田市"])
        others = compare(library, ["宁德市", "莆田市"])
    (descent,) = result.descents
    raised = next(step for step in descent.steps if "raised" in step.changes)
    assert "95%" in raised.upper.quote
    assert "96%" in raised.lower.quote
    heading = words.numbered(result)["descent"]
    for told in (html.comparison(result), markdown.comparison(result), _text(word.comparison(result))):
        assert heading in told
    sheets = load_workbook(io.BytesIO(excel.comparison(result))).sheetnames
    assert "上下级落实" in sheets
    assert not others.descents
    assert "descent" not in words.parts(others)


def test_what_differs_is_told_beside_a_change(tmp_path: Path) -> None:
    lines = {
        "福建省": "由省教育厅牵头组织开展职业院校省级优质美育课程评选。",
        "莆田市": "由市文化局牵头组织开展职业学校市级优质美育课程评选。",
    }
    made = [
        lines_of(f"{region.name}计划\n{lines[region.name]}\n", region, f"{region.code}.txt", [])
        for region in (FUJIAN, PUTIAN)
    ]
    with library_of(tmp_path / "l", made) as library:
        result = compare(library, ["福建省", "莆田市"])
    (step,) = result.descents[0].steps
    assert step.changes == ("adapted",)
    assert rows.became(step) == "改写（责任单位、范围）"
    page = lxml_html.fromstring(html.comparison(result))
    (line,) = page.xpath("//h2[@id='descent']/following::table[1]/tbody/tr")
    assert "不同：责任单位" in line.text_content()
    assert {mark.text for mark in line.iter("mark")} >= {"院校省", "学校市"}
    assert "改写（责任单位、范围）" in markdown.comparison(result)


def test_what_is_left_out_is_looked_for_in_other_words(tmp_path: Path) -> None:
    texts = {
        "福建省": "福建省计划\n实行河道采砂统一许可制度。\n构建科学的美育课程体系。\n建立耕地轮作休耕补贴制度。\n",
        "莆田市": "莆田市计划\n实行河道采砂统一许可制度。\n美育课程体系由各校设定\n",
    }
    made = [lines_of(texts[region.name], region, f"{region.code}.txt", []) for region in (FUJIAN, PUTIAN)]
    below, extraction = made[1]
    made[1] = below, msgspec.structs.replace(extraction, commitments=extraction.commitments[:1])
    with library_of(tmp_path / "l", made) as library:
        result = compare(library, ["福建省", "莆田市"])
    left_out = [step for step in result.descents[0].steps if step.changes == ("omitted",)]
    assert [step.near.quote if step.near else "" for step in left_out] == ["美育课程体系由各校设定", ""]
    assert "未提及的有 1 项另有相近表述" in html.comparison(result)
    for told in (markdown.comparison(result), _tables(word.comparison(result))):
        assert "另有相近表述：美育课程体系由各校设定" in told


def _tables(content: bytes) -> str:
    return "\n".join(
        cell.text for t in WordDocument(io.BytesIO(content)).tables for line in t.rows for cell in line.cells
    )


@given(st.text("甲乙丙丁，。", max_size=30), st.text("甲乙丙丁，。", max_size=30))
def test_pieces_are_the_text_and_what_is_not_marked_is_said_by_the_other(text: str, other: str) -> None:
    found = differing.pieces(text, other)
    assert "".join(piece.text for piece in found) == text
    assert all(one.differs is not next_.differs for one, next_ in pairwise(found))
    if any(piece.differs for piece in found):
        kept = iter(other)
        assert all(character in kept for piece in found if not piece.differs for character in piece.text)
    if text == other:
        assert not any(piece.differs for piece in found)


def test_markdown_ends_and_says_what_is_left_out(corpus: Comparison) -> None:
    many = msgspec.structs.replace(corpus, due=corpus.due * 30, shared=corpus.shared * 30)
    told = markdown.comparison(many)
    assert told.count("\n") < 3 * markdown.comparison(corpus).count("\n")
    assert f"其余 {len(many.due) - 100} 项见 Excel 报告。" in told


def _text(content: bytes) -> str:
    return "\n".join(p.text for p in WordDocument(io.BytesIO(content)).paragraphs)


# --- HTML ------------------------------------------------------------------------------------------------------------


def test_html_loads_nothing_and_runs_nothing_of_a_document(hostile: Comparison) -> None:
    page = html.comparison(hostile)
    tree = lxml_html.fromstring(page)
    scripts = tree.xpath("//script")
    assert len(scripts) == 1
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    addresses = tree.xpath("//@src | //@href | //@action | //*[local-name()='image']/@*")
    assert addresses
    assert all(address.startswith("#") for address in addresses)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert tree.xpath("//h2/@id") == words.parts(hostile)


def test_html_shows_each_figure_with_its_quote(corpus: Comparison) -> None:
    tree = lxml_html.fromstring(html.comparison(corpus))
    cells = tree.xpath("//table[contains(@class,'matrix')]//details")
    shown = [d for row in rows.common(corpus) for e in row.entries for d in (e.cells or [e.said]) if d]
    assert len(cells) == len(shown) > 30
    for cell in cells:
        assert cell.xpath(".//blockquote")[0].text_content().strip()
        assert re.search(r"\[\d+\]", cell.text_content())
    absent = tree.xpath("//table[contains(@class,'matrix')]//span[@class='absent']")
    assert {a.text_content() for a in absent} == {"未提及"}


def test_charts_are_drawings_with_text(corpus: Comparison) -> None:
    drawn = charts.svg(charts.heat_map(corpus), "x")
    tree = etree.fromstring(drawn.encode())
    told = [t.strip() for t in tree.itertext() if t.strip()]
    assert {region.name for region in corpus.regions} <= set(told)
    counts = Counter(str(n) for row in corpus.themes for n in row.counts)
    assert not counts - Counter(told)
    assert "<image" not in drawn
    assert drawn == charts.svg(charts.heat_map(corpus), "x")


def test_what_is_due_at_the_end_of_a_year_stands_within_it(corpus: Comparison) -> None:
    axes = charts.timeline(corpus).axes[0]
    drawn = [
        (float(x), int(y), int(text.get_text()))
        for text in axes.texts[: len(axes.collections[0].get_offsets())]
        for x, y in [text.get_position()]
    ]
    assert sum(count for *_, count in drawn) == len(corpus.due)
    names = [region.name for region in corpus.regions]
    assert Counter((due.end.year, names.index(due.region)) for due in corpus.due) == sum(
        (Counter({(int(x), y): count}) for x, y, count in drawn), Counter()
    )


def test_thirty_regions_make_a_report(corpus: Comparison) -> None:
    """Charts and tables with more regions than there are marks and columns."""
    from msgspec.structs import replace

    sides = tuple(replace(corpus.regions[i % 6], name=f"第{i}县") for i in range(30))
    many = replace(
        corpus,
        regions=sides,
        matrix=tuple(replace(r, entries=r.entries * 5) for r in corpus.matrix),
        shared=tuple(replace(m, statements=m.statements * 5) for m in corpus.shared),
        themes=tuple(replace(t, counts=t.counts * 5) for t in corpus.themes),
        due=tuple(replace(d, region="第1县") for d in corpus.due),
        only=(), duties=(), loads=(), unled=(),
    )  # fmt: skip
    assert "第29县" in html.comparison(many)
    assert word.comparison(many)[:2] == b"PK"
    assert excel.comparison(many)[:2] == b"PK"


# --- Word ------------------------------------------------------------------------------------------------------------


def test_word_has_chinese_fonts_widths_and_numbered_headings(corpus: Comparison) -> None:

    content = word.comparison(corpus)
    opened = WordDocument(io.BytesIO(content))
    fonts = {
        name: opened.styles[name].element.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia")
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "Table")
    }
    assert fonts == {
        "Normal": "仿宋", "Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体", "Table": "仿宋"
    }  # fmt: skip
    headings = [p.text for p in opened.paragraphs if p.style.name == "Heading 1"]
    assert headings == list(words.numbered(corpus).values())
    for table in opened.tables:
        grid = [int(c.get(f"{W}w")) for c in table._tbl.tblGrid.iterchildren()]
        wide = any(c.text == "栎原县" for c in table.rows[0].cells)  # the matrix stands across the page
        assert sum(grid) == pytest.approx((24.3 if wide else 15.6) / 2.54 * 1440, rel=0.01)
        for row in table._tbl.tr_lst:
            assert [int(tc.tcPr.find(f"{W}tcW").get(f"{W}w")) for tc in row.tc_lst] == pytest.approx(grid, abs=2)
        assert table._tbl.tr_lst[0].find(f"{W}trPr/{W}tblHeader") is not None
    names = zipfile.ZipFile(io.BytesIO(content)).read("word/fontTable.xml").decode()
    assert 'w:name="方正小标宋简体"' in names
    assert 'w:altName w:val="宋体"' in names


def test_word_cites_document_section_and_page(corpus: Comparison) -> None:

    opened = WordDocument(io.BytesIO(word.comparison(corpus)))
    figures = next(t for t in opened.tables if t.rows[0].cells[-1].text == "原文与出处")
    cited = [row.cells[-1].text for row in figures.rows[1:]]
    assert all(re.search(r"\n\[\d+\]", text) for text in cited)
    assert any("第 2 页" in text for text in cited)  # a PDF
    listed = opened.tables[-1]
    assert [row.cells[0].text for row in listed.rows[1:]] == [f"[{n}]" for n in words.numbers(corpus).values()]


def test_word_takes_control_characters(hostile: Comparison) -> None:
    from msgspec.structs import replace

    only = tuple(replace(o, source=replace(o.source, quote="换页\x0c与\x00空字符<b>")) for o in hostile.only)

    opened = WordDocument(io.BytesIO(word.comparison(replace(hostile, only=only))))
    assert any("换页 与空字符<b>" in c.text for t in opened.tables for r in t.rows for c in r.cells)


# --- Excel, CSV, Markdown --------------------------------------------------------------------------------------------


def test_excel_has_filters_frozen_headings_charts_and_no_formulas(hostile: Comparison, corpus: Comparison) -> None:
    import openpyxl

    for result in (hostile, corpus):
        book = openpyxl.load_workbook(io.BytesIO(excel.comparison(result)))
        for sheet in book:
            assert sheet.auto_filter.ref
            assert sheet.freeze_panes
            assert not [c for line in sheet.iter_rows() for c in line if c.data_type == "f"]
        assert any(sheet._charts for sheet in book)
    matrix = book["指标对照"]
    notes = [c.comment.text for line in matrix.iter_rows() for c in line if c.comment]
    assert len(notes) > 50
    assert all("“" in note for note in notes)
    ends = [line[0].value for line in book["时限"].iter_rows(min_row=2)]
    assert [end.date() for end in ends] == [d.end for d in corpus.due]


def test_excel_says_not_mentioned_only_where_it_was_looked_up(corpus: Comparison) -> None:
    sheet = load_workbook(io.BytesIO(excel.comparison(corpus)))["指标对照"]
    alone = [line for line in sheet.iter_rows(min_row=2) if line[2].value == 1]
    assert len(alone) > 10
    assert all(sum(bool(cell.value) for cell in line[4:]) == 1 for line in alone)
    near = [c for line in sheet.iter_rows() for c in line if c.value == "另有相近表述"]
    assert len(near) == sum(entry.near is not None for row in corpus.matrix for entry in row.entries) > 5
    assert all("“" in cell.comment.text for cell in near)


def test_excel_rows_make_room_for_their_text(corpus: Comparison) -> None:
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(excel.comparison(corpus)))["时限"]
    for number, line in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        needed = max(len(str(line[5])) * 2 / sheet.column_dimensions["F"].width, len(str(line[6])) * 2 / 50)
        assert sheet.row_dimensions[number].height >= 15 * min(int(needed), 25)


def test_excel_shows_a_formula_as_text(hostile: Comparison) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(excel.comparison(hostile)))
    quotes = [c.value for line in book["独有"].iter_rows() for c in line]
    assert any(str(q).startswith("=HYPERLINK") for q in quotes)


@given(st.text(alphabet="=+-@\t\r0123456789%.甲cmd|'!A1 ", max_size=12))
def test_csv_holds_no_formula(cell: str) -> None:
    read = next(csv.reader(io.StringIO(tables.as_csv(["h"], [[cell]]).decode("utf-8-sig")[3:])))
    value = read[0] if read else ""
    assert not value.startswith(("=", "@", "\t", "\r"))
    if value.startswith(("+", "-")):
        assert re.match(r"[+\-]\d", value)
    assert value.lstrip("'") == cell.lstrip("'")


def test_csv_opens_in_excel_with_chinese() -> None:
    content = tables.as_csv(["指标"], [["学前教育毛入园率"]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == "指标\r\n学前教育毛入园率\r\n"


def test_markdown_shows_tags_and_marks_as_text(hostile: Comparison) -> None:
    told = markdown.comparison(hostile)
    assert "<script>" not in told
    for block in re.findall(r"(?:^\|.*\n)+", told, re.M):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1


# --- calendar --------------------------------------------------------------------------------------------------------


def test_the_calendar_parses_and_is_stable(corpus_library: Library) -> None:
    from icalendar import Calendar

    due = calendar(corpus_library)
    content = listing.as_ics(due, AS_OF)
    events = list(Calendar.from_ical(content).walk("VEVENT"))
    assert [e.decoded("dtstart") for e in events] == [d.end for d in due]
    assert len({str(e["uid"]) for e in events}) == len(events)
    assert all(d.source.quote[:20].split()[0][:5] in str(e["description"]) for d, e in zip(due, events, strict=True))
    assert content == listing.as_ics(due, AS_OF)


@pytest.mark.parametrize(
    ("as_of", "told"),
    [(date(2025, 12, 31), "90 天内到期"), (date(2026, 1, 1), "已到期"), (date(2024, 1, 1), "未到期"), (None, "")],
)
def test_what_has_passed_is_told_as_of_a_day(hostile: Comparison, as_of: date | None, told: str) -> None:
    item = next(d for d in hostile.due if d.end == date(2025, 12, 31))
    assert rows.status(item, as_of) == told


# --- English ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def english() -> Iterator[None]:
    from policyqa import language

    language.use("en")
    yield
    language.use("zh")


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("write", [html.comparison, word.comparison, excel.comparison, markdown.comparison])
def test_reports_come_in_english(hostile: Comparison, write: Callable[[Comparison], object]) -> None:
    assert write(hostile)
    assert all(not re.search("[一-龥]{4}", re.sub("莆田市|宁德市|福建省", "", s.part)) for s in sentences(hostile))


def test_sources_are_everywhere(hostile: Comparison) -> None:
    assert len(list(sources(hostile))) > 20
