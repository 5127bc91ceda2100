"""Comparisons: what stands in a row, what is said of regions without a figure, who owes what by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from comparisons import FUJIAN, NINGDE, PUTIAN, figure, library_of, lines_of, records, sources
from hypothesis import given, settings
from hypothesis import strategies as st

from policyqa.comparing import Comparison, MatrixRow, calendar, compare, responsibilities, values
from policyqa.comparing.themes import theme_of
from policyqa.errors import NoCommonMeasure, NoDocumentsOf, TooFewRegions, UnknownRegion
from policyqa.library import Library, StoredCommitment
from policyqa.model import Baseline, Deadline, Extraction, Region, Target
from policyqa.pipeline import add

COUNTIES = ("云岫市", "栎原县", "鹭汀区", "霁川县", "檀浦县", "麦渡县")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_of(tmp_path / "library", records()) as made:
        yield made


@pytest.fixture(scope="module")
def corpus(corpus_folder: Path) -> Comparison:
    with Library.open(corpus_folder) as opened:
        return compare(opened, COUNTIES)


def row(result: Comparison, indicator: str, **how: object) -> MatrixRow:
    found = [r for r in result.matrix if r.indicator == indicator and all(getattr(r, k) == v for k, v in how.items())]
    assert len(found) == 1, f"{indicator}: {len(found)} rows"
    return found[0]


def figures(found: MatrixRow) -> list[list[tuple[float | None, bool]]]:
    return [[(values.size(c.target), c.best) for c in entry.cells] for entry in found.entries]


# --- the matrix ------------------------------------------------------------------------------------------------------


def test_aliases_share_a_row_and_the_highest_is_marked(library: Library) -> None:
    found = row(compare(library, ["莆田市", "宁德市"]), "学前教育毛入园率")
    assert figures(found) == [[(96, True)], [(94, False)]]
    assert found.differs


def test_growth_and_level_stand_apart(library: Library) -> None:
    result = compare(library, ["莆田市", "宁德市"])
    growth = row(result, "地区生产总值", measured="growth")
    level = row(result, "地区生产总值", measured="level")
    assert [bool(e.cells) for e in growth.entries] == [True, False]
    assert [bool(e.cells) for e in level.entries] == [False, True]


def test_what_is_named_without_a_figure_is_told_from_what_is_not_mentioned(tmp_path: Path) -> None:
    text = "南平市教育行动计划\n智慧校园覆盖率达到70%。\n"
    region = Region(name="南平市", code="350700", path=("福建省", "南平市"))
    nanping = lines_of(text, region, "nanping.txt", [figure(text, "智慧校园覆盖率达到70%", "智慧校园覆盖率", 70, "%")])
    with library_of(tmp_path / "l", [*records(), nanping]) as library:
        found = row(compare(library, ["莆田市", "宁德市", "南平市", "福建省"]), "智慧校园覆盖率")
    ningde, fujian = found.entries[1], found.entries[3]
    assert ningde.mention is not None
    assert ningde.mention.quote == "智慧校园覆盖率稳步提高。"
    assert (fujian.cells, fujian.mention, fujian.other) == ((), None, None)


def test_an_indicator_counted_in_another_way_is_no_missing_one(tmp_path: Path) -> None:
    text = "宁德市计划\n地区生产总值增长5%。\n"
    growth = lines_of(
        text, NINGDE, "b.txt", [figure(text, "地区生产总值增长5%", "地区生产总值", 5, "%", comparator="change")]
    )
    other = "福建省计划\n地区生产总值达到5万亿元。\n"
    level = lines_of(other, FUJIAN, "c.txt", [figure(other, "地区生产总值达到5万亿元", "地区生产总值", 5, "万亿元")])
    with library_of(tmp_path / "l", [records()[0], growth, level]) as library:
        found = row(compare(library, ["莆田市", "宁德市", "福建省"]), "地区生产总值", measured="growth")
    other_source = found.entries[2].other
    assert other_source is not None
    assert other_source.quote == "地区生产总值达到5万亿元"


@pytest.mark.parametrize(
    ("said", "near"),
    [
        ("骨干教师跟岗研修每年一次。", True),  # no commitment, and 县级 is whose they are
        ("加强教师队伍建设。", False),  # 教师 alone is said everywhere
        ("骨干企业发展，教师待遇提高。", False),
    ],
)
def test_the_texts_are_searched_before_nothing_is_found(said: str, near: bool, tmp_path: Path) -> None:
    texts = [(f"{region.name}计划\n培育县级骨干教师{n}名。\n", region, n) for region, n in ((PUTIAN, 30), (NINGDE, 20))]
    made = [
        lines_of(t, region, f"{region.code}.txt", [figure(t, f"县级骨干教师{n}名", "县级骨干教师", n, "名")])
        for t, region, n in texts
    ]
    silent, _ = lines_of(f"福建省计划\n{said}\n", FUJIAN, "c.txt", [])
    with library_of(tmp_path / "l", [*made, (silent, Extraction())]) as library:
        found = row(compare(library, ["莆田市", "宁德市", "福建省"]), "县级骨干教师").entries[2]
    assert (found.mention, found.other) == (None, None)
    assert (found.near is not None) is near
    if found.near:
        assert found.near.span.of(silent.text) == found.near.quote == said


def test_a_yearly_number_and_a_total_stand_apart(library: Library) -> None:
    result = compare(library, ["莆田市", "宁德市", "福建省"])
    yearly = [r for r in result.matrix if r.indicator.endswith("骨干教师") and r.frequency == "P1Y"]
    assert [[bool(e.cells) for e in r.entries] for r in yearly] == [[True, True, False]]


def test_totals_of_a_city_and_its_province_are_not_ranked(tmp_path: Path) -> None:
    texts = ("莆田市计划\n建设名师工作室30个。\n", "福建省计划\n建设名师工作室500个。\n")
    made = [
        lines_of(text, region, f"{region.code}.txt", [figure(text, f"建设名师工作室{n}个", "名师工作室", n, "个")])
        for text, region, n in zip(texts, (PUTIAN, FUJIAN), (30, 500), strict=True)
    ]
    with library_of(tmp_path / "l", made) as library:
        assert figures(row(compare(library, ["莆田市", "福建省"]), "名师工作室")) == [[(30, False)], [(500, False)]]


def test_a_cap_is_stricter_when_lower(tmp_path: Path) -> None:
    texts = ("莆田市计划\n小学辍学率控制在0.2%以内。\n", "宁德市计划\n小学辍学率控制在0.5%以内。\n")
    made = [
        lines_of(
            text,
            region,
            f"{region.code}.txt",
            [figure(text, f"小学辍学率控制在{n}%以内", "小学辍学率", n, "%", comparator="le")],
        )
        for text, region, n in zip(texts, (PUTIAN, NINGDE), (0.2, 0.5), strict=True)
    ]
    with library_of(tmp_path / "l", made) as library:
        assert figures(row(compare(library, ["莆田市", "宁德市"]), "小学辍学率")) == [[(0.2, True)], [(0.5, False)]]


def test_the_pace_is_reckoned_from_a_stated_baseline_alone(library: Library) -> None:
    found = row(compare(library, ["莆田市", "宁德市"]), "学前教育毛入园率")
    (putian,), (ningde,) = (entry.cells for entry in found.entries)
    assert putian.pace is not None
    assert (putian.pace.yearly, putian.pace.unit, putian.pace.since, putian.pace.until) == (1.0, "百分点", 2021, 2025)
    assert ningde.pace is None


@pytest.mark.parametrize(
    "baseline",
    [
        Baseline(value=92, unit="%", year=None),
        Baseline(value=92, unit="万人", year="2021"),
        Baseline(value=92, unit="%", year="2025"),
    ],
    ids=["no year", "another unit", "no year between"],
)
def test_no_pace_without_all_that_it_takes(baseline: Baseline) -> None:
    text = "到2025年，毛入园率达到96%。"
    assert (
        values.pace(figure(text, "毛入园率达到96%", "毛入园率", 96, "%", end=date(2025, 12, 31), baseline=baseline))
        is None
    )


@given(
    value=st.integers(1, 10**6), scale=st.sampled_from([("元", 1), ("万元", 10_000), ("亿元", 10**8), ("万人", 10_000)])
)
def test_size_leaves_out_the_scale_of_the_unit(value: int, scale: tuple[str, int]) -> None:
    text = f"投入{value}{scale[0]}"
    assert values.size(figure(text, text, "投入", value, scale[0])) == value * scale[1]


def test_every_figure_stands_in_one_row(corpus: Comparison, corpus_library: Library) -> None:
    """Nothing is lost and nothing doubled: the cells and their repeats are the targets with a figure."""
    for column, region in enumerate(corpus.regions):
        ids = [document.id for document in region.documents]
        stored = [t.target for t in corpus_library.targets(documents=ids, kind="target")]
        told = sum(1 + cell.repeats for r in corpus.matrix for cell in r.entries[column].cells)
        assert told == sum(values.size(target) is not None for target in stored)


def test_rows_hold_one_way_of_counting(corpus: Comparison) -> None:
    for found in corpus.matrix:
        cells = [cell for entry in found.entries for cell in entry.cells]
        assert len({cell.target.frequency for cell in cells}) == 1
        assert len({cell.target.comparator == "change" for cell in cells}) == 1
        assert len({cell.target.unit == "%" for cell in cells}) == 1


def test_the_best_is_the_highest_of_those_for_one_year(corpus: Comparison) -> None:
    marked = [r for r in corpus.matrix if any(c.best for e in r.entries for c in e.cells)]
    assert marked
    for found in marked:
        ranked = [c for e in found.entries for c in e.cells if c.compared]
        sizes = [values.size(c.target) or 0 for c in ranked]
        assert {values.size(c.target) for c in ranked if c.best} == {
            max(sizes) if found.direction == "higher" else min(sizes)
        }
        assert found.differs
        years = {c.target.deadline.end.year if c.target.deadline and c.target.deadline.end else None for c in ranked}
        assert len(years) == 1 or found.unit == "%"


def test_totals_for_different_years_are_not_ranked(tmp_path: Path) -> None:
    texts = ("莆田市计划\n到2025年，新增就业70万人。\n", "宁德市计划\n到2030年，新增就业500万人。\n")
    made = [
        lines_of(
            text, region, f"{region.code}.txt",
            [figure(text, f"新增就业{n}万人", "新增就业", n, "万人", end=date(year, 12, 31))],
        )
        for text, region, n, year in zip(texts, (PUTIAN, NINGDE), (70, 500), (2025, 2030), strict=True)
    ]  # fmt: skip
    with library_of(tmp_path / "l", made) as library:
        (found,) = [r for r in compare(library, ["莆田市", "宁德市"]).matrix if r.stated == 2]
    assert figures(found) == [[(700_000, False)], [(5_000_000, False)]]
    assert found.direction is None
    assert found.differs


def test_every_quote_stands_in_its_document(corpus: Comparison, corpus_library: Library) -> None:
    texts = {d.id: corpus_library.document(d.id).text for d in corpus_library.documents()}
    found = list(sources(corpus))
    assert len(found) > 500
    for one in found:
        assert one.span.of(texts[one.document_id]) == one.quote


# --- regions ---------------------------------------------------------------------------------------------------------


def test_a_province_beside_its_city_has_its_own_documents_alone(library: Library) -> None:
    result = compare(library, ["福建省", "莆田市"])
    assert [[d.file for d in r.documents] for r in result.regions] == [["fujian.txt"], ["putian.txt"]]
    assert [r.left_out for r in result.regions] == [1, 0]  # Ningde's


def test_a_region_without_documents_of_its_own_is_told_by_its_parts(tmp_path: Path) -> None:
    with library_of(tmp_path / "l", [records()[0], records()[1]]) as library:
        third = compare(library, ["莆田市", "福建省"]).regions[1]
    assert third.of_parts
    assert [d.file for d in third.documents] == ["ningde.txt"]


@pytest.mark.parametrize(
    ("names", "error", "says"),
    [
        (["莆田市", "莆天市"], UnknownRegion, "莆田市"),
        (["莆田市", "奉节县"], NoDocumentsOf, "奉节县"),
        (["莆田市"], TooFewRegions, "两个"),
        (["莆田市", "莆田"], TooFewRegions, "两个"),
        (["莆田市", ""], UnknownRegion, "没有名为"),
    ],
)
def test_bad_regions_are_refused(library: Library, names: list[str], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        compare(library, names)


def test_documents_that_share_nothing_are_no_comparison(tmp_path: Path) -> None:
    texts = ("莆田市计划\n新建养老机构12家。\n", "宁德市计划\n造林绿化30000亩。\n")
    made = [
        lines_of(texts[0], PUTIAN, "a.txt", [figure(texts[0], "新建养老机构12家", "养老机构", 12, "家")]),
        lines_of(texts[1], NINGDE, "b.txt", [figure(texts[1], "造林绿化30000亩", "造林绿化", 30000, "亩")]),
    ]
    with library_of(tmp_path / "l", made) as library, pytest.raises(NoCommonMeasure):
        compare(library, ["莆田市", "宁德市"])


# --- dates and bodies ------------------------------------------------------------------------------------------------


def test_the_calendar_holds_every_dated_commitment_in_order(corpus_library: Library) -> None:
    found = calendar(corpus_library)
    dated = [
        end
        for c in corpus_library.commitments()
        if c.document.region
        for end in {d.end for d in c.deadlines if d.end and (d.kind in ("by", "within") or _is_own_period(c, d))}
    ]
    assert [d.end for d in found] == sorted(dated)


def _is_own_period(stored: StoredCommitment, limit: Deadline) -> bool:
    return limit.kind == "in" and (
        stored.commitment.span.meets(limit.span) or any(t.kind == "target" for t in stored.targets)
    )


def test_the_year_of_a_chapter_dates_what_can_be_counted_at_its_end(tmp_path: Path) -> None:
    text = "莆田市政府工作报告\n\n二、2026年主要任务\n新建养老机构12家。\n完善养老服务网络。\n到2027年，健全养老服务体系。\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        add(library, [tmp_path / "a.txt"])
        found = calendar(library)
    assert [(d.end.year, d.source.quote[:4]) for d in found] == [(2026, "新建养老"), (2027, "到202")]


def test_loads_add_up_to_the_duties(corpus_library: Library) -> None:
    tasks, loads, unled = responsibilities(corpus_library)
    roles = Counter(task.role for task in tasks)
    assert sum(w.leads for w in loads) == roles["lead"] > 0
    assert sum(w.participates for w in loads) == roles["participate"]
    led = {(t.source.document_id, t.source.span) for t in tasks if t.role == "lead"}
    assert unled
    assert not led & {(u.source.document_id, u.source.span) for u in unled}
    assert [w.dated for w in loads] == sorted((w.dated for w in loads), reverse=True)


def test_a_task_without_a_lead_is_found(library: Library) -> None:
    quotes = {u.source.quote for u in responsibilities(library, ["莆田市"])[2]}
    assert "每年培训骨干教师500名。" in quotes
    assert not any("由市教育局牵头" in quote for quote in quotes)


def test_only_what_one_region_alone_has_is_listed_as_such(library: Library) -> None:
    found = {o.source.quote for o in compare(library, ["莆田市", "宁德市"]).only}
    assert any("每年公开2次" in quote for quote in found)
    assert not any("毛入园率" in quote or "骨干教师" in quote for quote in found)


# --- themes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "kind", "theme"),
    [
        ("新建养老机构，提供老年助餐", "field", "养老托育"),
        ("推进政务服务一网通办", "field", "数字政务"),
        ("加强教师培训，培养名师", "means", "队伍与人才"),
        ("给予一次性补贴", "means", "资金与补贴"),
        ("再接再厉", "means", "其他"),
    ],
)
def test_themes_are_told_by_their_words(quote: str, kind: str, theme: str) -> None:
    assert theme_of("", quote, kind) == theme


def test_each_commitment_has_one_theme(corpus: Comparison) -> None:
    for column, region in enumerate(corpus.regions):
        assert sum(r.counts[column] for r in corpus.themes) == region.commitments


@settings(max_examples=30)
@given(st.lists(st.integers(1, 200), min_size=2, max_size=5))
def test_columns_stand_in_the_order_asked_for(numbers: list[int]) -> None:
    """Whatever the figures, each region's cell holds its own."""
    import tempfile

    made = []
    for index, number in enumerate(numbers):
        region = Region(name=f"第{index}县", code=None, path=(f"第{index}县",))
        text = f"第{index}县计划\n建设名师工作室{number}个。\n"
        made.append(lines_of(text, region, f"{index}.txt", [_studio(text, number)]))
    with tempfile.TemporaryDirectory() as folder, library_of(Path(folder) / "l", made) as library:
        names = [f"第{i}县" for i in reversed(range(len(numbers)))]
        found = row(compare(library, names), "名师工作室")
    assert [cells[0][0] for cells in figures(found)] == list(reversed(numbers))
    assert found.differs == (len(set(numbers)) > 1)


def _studio(text: str, number: int) -> Target:
    return figure(text, f"建设名师工作室{number}个", "名师工作室", number, "个")
