"""The main job through the command line, over the project's own sample documents."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from command import DOCUMENTS, Result, policyqa

MANIFEST = json.loads((DOCUMENTS.parent / "manifest.json").read_text("utf-8"))
NAMES = [entry["file"] for entry in MANIFEST["documents"]]
DOCUMENT_KEYS = [
    "file", "id", "title", "region", "region_code", "region_path", "issuer", "doc_number", "issued_on", "published_on",
    "period", "index_number", "addressees", "topic", "validity", "problems",
]  # fmt: skip
TARGET_KEYS = [
    "kind", "quote", "sentence", "span", "section", "page", "indicator", "min", "max", "unit", "comparator", "scope",
    "frequency", "deadline", "bodies", "baseline", "binding",
]  # fmt: skip
DEADLINE_KEYS = ["text", "sentence", "span", "kind", "start", "end", "duration", "frequency", "anchor"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "资料库"
    added = policyqa("add", DOCUMENTS, "--library", folder)
    assert (added.status, added.err) == (0, "")
    assert f"新读入 {len(NAMES)} 份" in added.out
    return folder


@pytest.fixture(scope="module")
def extracted() -> list[dict]:
    return policyqa("extract", *(DOCUMENTS / name for name in NAMES), "--format", "json").json()


def test_extraction_has_the_fields_of_the_contract_in_their_order(extracted: list[dict]) -> None:
    assert [item["document"]["file"] for item in extracted] == NAMES
    for item in extracted:
        assert list(item) == ["document", "targets", "deadlines", "bodies", "commitments"]
        assert list(item["document"])[: len(DOCUMENT_KEYS)] == DOCUMENT_KEYS
        assert all(list(target)[: len(TARGET_KEYS)] == TARGET_KEYS for target in item["targets"])
        assert all(list(deadline)[: len(DEADLINE_KEYS)] == DEADLINE_KEYS for deadline in item["deadlines"])
        for commitment in item["commitments"]:
            for kind in ("targets", "deadlines", "bodies"):
                assert all(index < len(item[kind]) for index in commitment[kind])


@pytest.mark.parametrize("name", NAMES)
def test_every_span_is_its_quote_in_the_text_that_show_prints(name: str, extracted: list[dict]) -> None:
    text = policyqa("show", DOCUMENTS / name, "--text").out
    item = extracted[NAMES.index(name)]
    assert item["targets"]
    assert item["commitments"]
    for target in (*item["targets"], *item["commitments"]):
        start, end = target["span"]
        assert text[start:end] == target["quote"]
    for deadline in item["deadlines"]:
        start, end = deadline["span"]
        assert text[start:end] == deadline["text"]


@pytest.mark.parametrize("entry", MANIFEST["documents"], ids=NAMES)
def test_documents_say_of_themselves_what_their_manifest_says(entry: dict, extracted: list[dict]) -> None:
    about = extracted[NAMES.index(entry["file"])]["document"]
    for key in ("title", "region", "issuer", "doc_number", "issued_on"):
        assert about[key] == entry.get(key), key


@pytest.mark.parametrize("format", ["csv", "md", "jsonl"])
def test_tables_go_to_standard_output(format: str) -> None:
    done = policyqa("extract", DOCUMENTS / NAMES[0], "--format", format)
    assert (done.status, done.err) == (0, "")
    if format == "csv":
        rows = list(csv.DictReader(io.StringIO(done.out.removeprefix("\ufeff"))))
        assert "普惠性幼儿园覆盖率" in {row["指标"] for row in rows}
    assert "普惠性幼儿园覆盖率" in done.out


def test_targets_of_a_region_as_a_workbook(library: Path, tmp_path: Path) -> None:
    out = tmp_path / "目标.xlsx"
    assert policyqa("targets", "--library", library, "--region", "鹭汀区", "--format", "xlsx", "-o", out).status == 0
    sheet = openpyxl.load_workbook(out).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert {row[heads.index("地区")] for row in sheet.iter_rows(min_row=2, values_only=True)} == {"鹭汀区"}


def _asked(question: str, library: Path) -> dict:
    return policyqa("ask", question, "--library", library, "--format", "json").json()


@pytest.mark.parametrize(
    ("question", "answer", "file"),
    [
        ("鹭汀区按什么比例安排教师培训经费", "2.5%", "luting-teachers.html"),
        ("霁川县到2030年普惠性幼儿园覆盖率的目标是多少", "95", "jichuan-public-services-plan.pdf"),
        ("栎原县由哪个部门每季度通报一次进展", "县政府督查室", "liyuan-work-report.txt"),
    ],
)
def test_an_answer_cites_the_sentence_that_says_it(question: str, answer: str, file: str, library: Path) -> None:
    told = _asked(question, library)
    assert told["found"]
    assert answer in told["answer"]
    first = told["citations"][0]
    assert first["file"] == file
    start, end = first["span"]
    assert policyqa("show", file, "--library", library, "--text").out[start:end] == first["quote"]


@pytest.mark.parametrize(
    "question",
    [
        "栎原县计划新建几座机场",
        "檀浦县引进多少名航天员",
        "火星县的普惠性幼儿园覆盖率是多少",
    ],
)
def test_what_the_documents_do_not_say_is_not_found(question: str, library: Path) -> None:
    told = _asked(question, library)
    assert (told["found"], told["citations"]) == (False, [])
    assert "未找到" in told["answer"]


def test_a_file_of_questions_gets_a_line_for_each(library: Path, tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text(
        '{"id": "a", "question": "鹭汀区教师培训经费比例"}\n{"id": "b", "question": "机场"}\n', "utf-8"
    )
    done = policyqa("ask", "--questions", questions, "--format", "jsonl", "--library", library)
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ["a", "b"]


def test_search_filters_by_region(library: Path) -> None:
    found = policyqa("search", "教师培训", "--region", "鹭汀区", "--library", library, "--format", "json").json()
    assert found
    assert {item["region"] for item in found} == {"鹭汀区"}


def test_shared_measures_of_two_regions(library: Path) -> None:
    told = policyqa(
        "overlaps", "--region", "栎原县", "--region", "霁川县", "--library", library, "--format", "json"
    ).json()
    assert list(told) == ["pairs", "clusters"]
    regions = [{pair["a"]["region"], pair["b"]["region"]} for pair in told["pairs"]]
    assert regions
    assert all(pair == {"栎原县", "霁川县"} for pair in regions)
    trained = [
        pair for pair in told["pairs"] if "教师培训经费" in pair["a"]["quote"] and "教师培训经费" in pair["b"]["quote"]
    ]
    assert any("value" in pair["differences"] for pair in trained)


@pytest.mark.parametrize("ending", ["html", "docx", "xlsx", "md"])
def test_a_comparison_is_written_in_each_format(ending: str, library: Path, tmp_path: Path) -> None:
    out = tmp_path / f"报告.{ending}"
    done = policyqa("compare", "栎原县", "霁川县", "-o", out, "--library", library)
    assert (done.status, done.err) == (0, "")
    assert out.stat().st_size > 1000
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_adding_again_changes_nothing(library: Path) -> None:
    before = policyqa("status", "--library", library).out
    assert f"未变 {len(NAMES)} 份" in policyqa("add", DOCUMENTS, "--library", library).out
    assert policyqa("status", "--library", library).out == before


def test_a_removed_document_is_gone_from_everything(tmp_path: Path) -> None:
    library = tmp_path / "lib"
    policyqa("add", DOCUMENTS / "luting-teachers.html", DOCUMENTS / "yunxiu-education-plan.txt", "--library", library)
    assert policyqa("remove", "luting-teachers.html", "--library", library).status == 0
    listed = policyqa("docs", "--library", library, "--format", "json").json()
    assert [document["file"] for document in listed] == ["yunxiu-education-plan.txt"]
    assert not _asked("鹭汀区按什么比例安排教师培训经费", library)["found"]


def test_the_library_may_be_named_before_the_command_too(library: Path) -> None:
    assert policyqa("--library", library, "docs").out == policyqa("docs", "--library", library).out


def test_english_on_request(library: Path) -> None:
    assert "Not found" in policyqa("--lang", "en", "ask", "机场有几座", "--library", library).out
    assert "responsible bodies" in policyqa("--lang", "en", "--help").out


def test_a_terminal_in_ascii_does_not_crash(library: Path) -> None:
    done: Result = policyqa("docs", "--library", library, PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.status == 0


def test_show_lists_every_repaired_place_by_its_line() -> None:
    """The scraped sample: its page numbers inside sentences, joined lines and navigation."""
    plain = policyqa("show", DOCUMENTS / "tanpu-education-scraped.txt")
    listed = policyqa("show", DOCUMENTS / "tanpu-education-scraped.txt", "--repairs")
    raw = policyqa("show", DOCUMENTS / "tanpu-education-scraped.txt", "--raw").out.split("\n")
    places = re.findall(r"原文第 (\d+) 行：(.*?)\[(.*?)\](.*)", listed.out)
    assert (plain.status, listed.status) == (0, 0)
    assert "--repairs" in plain.out
    assert "原文第" not in plain.out
    assert len(places) > 3
    for number, before, gone, _ in places:
        first = (before + gone).split("↵")[before.count("↵")]  # the part of the place's own line
        assert first.strip("…") in raw[int(number) - 1]
