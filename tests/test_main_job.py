"""The main job on the real documents of ../shared/seeds, as its users would do it; skipped where they are missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import SHARED, policyqa

from policyqa import extract, read
from policyqa.zh.text import fold

pytestmark = pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the real documents (../shared) are not here")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds") / "lib"
    assert policyqa("add", SHARED / "seeds", "--library", folder).status == 0
    return folder


def test_a_value_is_answered_with_its_sentence(library: Path) -> None:
    told = policyqa("ask", "奉节县按什么比例预算教师培训经费", "--library", library, "--format", "json").json()
    assert told["found"]
    assert "2.5%" in told["answer"]
    cited = told["citations"][0]
    assert cited["file"] == "fengjie.txt"
    assert "2.5%" in cited["quote"]
    start, end = cited["span"]
    assert policyqa("show", SHARED / "seeds" / "fengjie.txt", "--text").out[start:end] == cited["quote"]


def test_what_the_county_does_not_say_is_not_found(library: Path) -> None:
    told = policyqa("ask", "奉节县计划新建几座机场", "--library", library, "--format", "json").json()
    assert (told["found"], told["citations"]) == (False, [])


def test_one_measure_of_two_cities_is_shown_as_a_pair(library: Path) -> None:
    told = policyqa("overlaps", "--library", library, "--format", "json").json()
    pairs = [pair for pair in told["pairs"] if all("包保责任制度" in pair[side]["quote"] for side in "ab")]
    assert [{pair["a"]["region"], pair["b"]["region"]} for pair in pairs] == [{"河源市", "淄博市"}]


def test_two_regions_are_compared_in_one_page_without_a_network(library: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert policyqa("compare", "河源市", "奉节县", "-o", out, "--library", library).status == 0
    page = out.read_text("utf-8")
    assert "河源市" in page
    assert "2.5%" in page
    assert 'src="http' not in page
    assert 'href="http' not in page


REAL = sorted([*(SHARED / "gold" / "texts").glob("*.txt"), *(SHARED / "seeds").glob("*.txt")])


@pytest.mark.parametrize("path", REAL, ids=[f"{path.parent.name}-{path.stem}" for path in REAL])
def test_every_record_of_a_real_document_is_its_text_at_its_span(path: Path) -> None:
    document = read(path)
    found = extract(document)
    assert found.targets
    assert found.commitments
    for record in (*found.targets, *found.commitments):
        assert record.span.of(document.text) == record.quote
    assert all(deadline.span.of(document.text) == deadline.text for deadline in found.deadlines)
    for body in found.bodies:
        # a name whose head is shared with its neighbour is completed (人社和财政部门), so the text holds its beginning or its end
        said = fold(body.span.of(document.text))
        assert fold(body.name) in said or said[:2] == fold(body.name)[:2] or said[-1:] == fold(body.name)[-1:]
