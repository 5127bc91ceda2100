"""The sample documents are what their manifest says, and are written by `corpus/build.py` to the byte."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pypdfium2
import pytest
from docx.oxml.ns import qn
from selectolax.lexbor import LexborHTMLParser

from policyqa.zh import regions

CORPUS = Path(__file__).parents[1] / "corpus"
DOCUMENTS = CORPUS / "documents"
MANIFEST: dict[str, Any] = json.loads((CORPUS / "manifest.json").read_text("utf-8"))
ENTRIES: dict[str, dict[str, Any]] = {entry["file"]: entry for entry in MANIFEST["documents"]}
# Real divisions whose names common words spell by accident: 建成县级, 会同县教育局, 振兴县域.
ACCIDENTS = {"成县", "会同县", "兴县", "城区"}
DEBRIS = re.compile(r"\n\d+、|\n— \d+ —|\s")


def _docx_text(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _pdf_text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


@cache
def text_of(name: str) -> str:
    """A document's text as its format gives it."""
    path = DOCUMENTS / name
    if path.suffix == ".docx":
        return _docx_text(path)
    if path.suffix == ".pdf":
        return _pdf_text(path)
    text = path.read_bytes().decode(ENTRIES[name]["encoding"])
    return LexborHTMLParser(text).css("html")[0].text() if path.suffix == ".html" else text


def squeezed(text: str) -> str:
    """Without white space and page debris, as the manifest's quotes are written."""
    return DEBRIS.sub("", text)


def test_manifest_names_exactly_the_files_there_are() -> None:
    assert set(ENTRIES) == {path.name for path in DOCUMENTS.iterdir()}
    readme = (CORPUS / "README.md").read_text("utf-8")
    assert all(f"`{name}`" in readme for name in ENTRIES)
    assert all(Path(name).suffix == f".{entry['format']}" for name, entry in ENTRIES.items())


def test_documents_are_what_their_sources_make() -> None:
    done = subprocess.run([sys.executable, CORPUS / "build.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("source", sorted(path.name for path in (CORPUS / "sources").iterdir()))
def test_no_character_of_a_source_is_lost(source: str) -> None:
    """As pdfium loses a lone character where no Chinese font is installed."""
    marked = (CORPUS / "sources" / source).read_text("utf-8")
    text = re.sub(r"^(\|=|---).*|^[=~^<>#]+ |[|^‖\s]", "", marked, flags=re.MULTILINE)
    name = next(name for name in ENTRIES if Path(name).stem == Path(source).stem)
    assert Counter(text) <= Counter(text_of(name))
    assert 1200 <= len(text) <= 3500


def test_places_are_invented() -> None:
    named = {name for entry in ENTRIES.values() for name in entry["region_path"]}
    assert len(named) == 6
    assert not {name for name in named if regions.resolve(name)}


@pytest.mark.parametrize("name", ENTRIES)
def test_no_real_place_is_named(name: str) -> None:
    assert {place for _, place in regions.mentions(text_of(name))} <= ACCIDENTS


@pytest.mark.parametrize("name", ENTRIES)
def test_manifest_quotes_the_document(name: str) -> None:
    entry, text = ENTRIES[name], squeezed(text_of(name))
    quotes = [fact["quote"] for fact in entry["expected"]] + entry["baselines"] + entry["not_targets"]
    stated = [s["quote"] for m in MANIFEST["shared_measures"] for s in m["stated"] if s["file"] == name]
    assert [quote for quote in quotes + stated if squeezed(quote) not in text] == []


@pytest.mark.parametrize("name", [name for name in ENTRIES if name.endswith((".docx", ".pdf", ".html"))])
def test_formatted_documents_state_their_metadata(name: str) -> None:
    entry, text = ENTRIES[name], squeezed(text_of(name))
    for key in ("title", "issuer", "doc_number"):
        assert squeezed(entry[key]) in text
    year, month, day = map(int, entry["issued_on"].split("-"))
    assert f"{year}年{month}月{day}日" in text


def test_measures_are_shared_between_regions() -> None:
    for measure in MANIFEST["shared_measures"]:
        stating = {ENTRIES[stated["file"]]["region"] for stated in measure["stated"]}
        assert len(stating) >= 2, measure["measure"]


def test_city_plan_needs_gb18030() -> None:
    data = (DOCUMENTS / "yunxiu-education-plan.txt").read_bytes()
    assert "㙍" in data.decode("gb18030")
    for narrower in ("utf-8", "gbk", "gb2312"):
        with pytest.raises(UnicodeDecodeError):
            data.decode(narrower)


def test_scraped_text_is_damaged() -> None:
    header, *pages = text_of("tanpu-education-scraped.txt").split("\n")
    assert header.endswith("苇笛文库搜索。")
    assert [page.partition("、")[0] for page in pages] == ["1", "2", "3", "4", "5", "6"]
    assert all(re.search(r"[\u4e00-\u9fff\d]$", page) for page in pages[:-1])
    assert pages[2].endswith("县级骨干教师35")
    assert pages[3].startswith("4、0名")


def test_work_report_is_wrapped() -> None:
    lines = text_of("liyuan-work-report.txt").split("\n")
    assert max(map(len, lines)) <= 80
    assert "— 1 —" in lines
    assert re.search(r"[\u4e00-\u9fff] \d+ [\u4e00-\u9fff]", text_of("liyuan-work-report.txt"))


def _numbered(name: str) -> list[tuple[int, str]]:
    paragraphs = docx.Document(str(DOCUMENTS / name)).paragraphs
    found = [(paragraph._p.find(f".//{qn('w:ilvl')}"), paragraph.text) for paragraph in paragraphs]
    return [(level.val, text) for level, text in found if level is not None]


def test_county_plan_is_numbered_by_word() -> None:
    numbered = _numbered("liyuan-education-plan.docx")
    assert [text for level, text in numbered if level == 0] == ["总体要求", "重点任务", "保障措施"]
    assert {level for level, _ in numbered} == {0, 1, 2}
    typed = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.")
    assert not [text for _, text in numbered if typed.match(text)]


def test_notice_is_numbered_by_hand() -> None:
    assert not _numbered("maidu-elderly-digital-notice.docx")
    for marker in ("一、", "（一）", "1.", "（1）", "一是"):
        assert marker in text_of("maidu-elderly-digital-notice.docx")


def test_table_of_tasks_has_merged_cells() -> None:
    table = docx.Document(str(DOCUMENTS / "liyuan-education-plan.docx")).tables[0]
    header = [cell.text for cell in table.rows[0].cells]
    assert header == ["序号", "重点任务", "牵头单位", "责任单位", "完成时限"]
    assert table.cell(1, 2)._tc is table.cell(3, 2)._tc
    assert table.cell(2, 4)._tc is table.cell(3, 4)._tc


def test_indicator_table_runs_over_a_page_break() -> None:
    with pdfplumber.open(DOCUMENTS / "jichuan-public-services-plan.pdf") as pdf:
        parts = [table for page in pdf.pages for table in page.extract_tables()]
    assert len(parts) == 2
    assert parts[0][0] == parts[1][0] == ["序号", "指标", "单位", "2025年", "2030年", "属性"]
    assert [row[0] for part in parts for row in part[1:]] == [str(n) for n in range(1, 33)]


def test_subsidies_have_no_table() -> None:
    with pdfplumber.open(DOCUMENTS / "luting-elderly-subsidies.pdf") as pdf:
        assert len(pdf.pages) >= 2
        assert not [table for page in pdf.pages for table in page.find_tables()]
