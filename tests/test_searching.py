"""Search over a small library whose right answers can be read off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from factories import DONGYING, FENGJIE, NOTHING, body, commitment, deadline, document, target
from hypothesis import given, settings
from hypothesis import strategies as st

from policyqa.errors import UnknownRegion
from policyqa.library import Library
from policyqa.model import Document, Extraction
from policyqa.searching import Filters, Found, Kind, search

SCHOOLS = """奉节县推动教育高质量发展若干措施
到2025年，新建幼儿园5所，由县教育委员会牵头。
到2027年，培育优质初中教育集团6个，由县教育委员会牵头。
落实“双减”政策，提升课后服务水平。"""
CARE = """东营市养老服务实施方案
到2025年，新建养老机构12家，由市民政局牵头。
各县区每年培训护理员200名，由市人力资源社会保障局牵头。
全面双减提质，关心下一代。"""
KINDERGARTEN = "新建幼儿园5所"
GROUPS = "培育优质初中教育集团6个"


def schools() -> tuple[Document, Extraction]:
    soon = deadline(SCHOOLS, "到2025年", date(2025, 12, 31))
    later = deadline(SCHOOLS, "到2027年", date(2027, 12, 31))
    records = Extraction(
        targets=(
            target(SCHOOLS, KINDERGARTEN, "幼儿园", 5, "所", due=soon, by=("县教育委员会",)),
            target(SCHOOLS, GROUPS, "初中教育集团", 6, "个", due=later, by=("县教育委员会",)),
        ),
        deadlines=(soon, later),
        bodies=(body(SCHOOLS, "县教育委员会", canonical="奉节县教育委员会"),),
        commitments=(
            commitment(SCHOOLS, KINDERGARTEN, targets=(0,), deadlines=(0,), bodies=(0,)),
            commitment(SCHOOLS, GROUPS, targets=(1,), deadlines=(1,), bodies=(0,)),
            commitment(SCHOOLS, "提升课后服务水平"),
        ),
    )
    return document(SCHOOLS, "fengjie.txt", region=FENGJIE), records


def care() -> tuple[Document, Extraction]:
    soon = deadline(CARE, "到2025年", date(2025, 12, 31))
    records = Extraction(
        targets=(
            target(CARE, "新建养老机构12家", "养老机构", 12, "家", due=soon, by=("市民政局",)),
            target(CARE, "每年培训护理员200名", "护理员", 200, "名"),
        ),
        deadlines=(soon,),
        bodies=(body(CARE, "市民政局"), body(CARE, "市人力资源社会保障局")),
        commitments=(commitment(CARE, "新建养老机构12家", targets=(0,), deadlines=(0,), bodies=(0,)),),
    )
    return document(CARE, "dongying.txt", region=DONGYING, section=("三、养老服务体系",)), records


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("资料库"), create=True) as opened:
        for letter, records in (schools(), care()):
            opened.put(letter.file, letter, records, "1")
        yield opened


def quotes(found: list[Found]) -> list[str]:
    return [f.quote for f in found]


def test_a_passage_found_points_to_its_place(library: Library) -> None:
    first = search(library, "养老机构", kind="passage")[0]
    assert first.quote == CARE.split("\n")[1] == first.span.of(CARE)
    assert (first.document.file, first.section, first.page) == ("dongying.txt", ("三、养老服务体系",), None)
    assert first.kind == "passage"
    assert first.terms == ("养老机构",)
    assert 0 < first.score <= 1


@pytest.mark.parametrize("query", ["双减", "“双减”", "双减？", "　双减"])
def test_two_characters_find_all_their_passages(library: Library, query: str) -> None:
    assert set(quotes(search(library, query, kind="passage"))) == {
        "落实“双减”政策，提升课后服务水平。",
        "全面双减提质，关心下一代。",
    }


@pytest.mark.parametrize("query", ["冥王星殖民", "？！", "xyz"])
@pytest.mark.parametrize("kind", [None, "target", "passage"])
def test_what_is_not_there_is_not_found(library: Library, query: str, kind: Kind | None) -> None:
    assert search(library, query, kind=kind) == []


def test_words_in_the_heading_lead_to_the_passage(library: Library) -> None:
    found = search(library, "养老服务体系", kind="passage")
    assert "各县区每年培训护理员200名，由市人力资源社会保障局牵头。" in quotes(found)


@pytest.mark.parametrize(
    ("query", "kind", "expected"),
    [
        ("幼儿园", "target", [KINDERGARTEN]),
        ("教育集团", "target", [GROUPS]),
        ("教育集团", "commitment", [GROUPS]),
        ("教育集团", "deadline", ["到2027年"]),
        ("护理员", "target", ["每年培训护理员200名"]),
        ("护理员", "commitment", []),
    ],
)
def test_records_stand_in_the_passages_found(library: Library, query: str, kind: Kind, expected: list[str]) -> None:
    found = search(library, query, kind=kind)
    assert quotes(found)[: len(expected)] == expected
    assert all(f.kind == kind for f in found)
    if not expected:
        assert found == []


def test_without_a_kind_commitments_stand_for_their_passages(library: Library) -> None:
    """In their place and as high; a passage in which no commitment matches stands for itself."""
    query = "新建养老机构，培训护理员"
    passages = {f.quote: f.score for f in search(library, query, kind="passage")}
    mixed = {f.quote: (f.kind, f.score) for f in search(library, query)}
    built, trained = CARE.split("\n")[1:3]
    assert mixed["新建养老机构12家"] == ("commitment", passages[built])
    assert mixed[trained] == ("passage", passages[trained])
    assert built not in mixed
    assert len(mixed) == len(passages)


@pytest.mark.parametrize("kind", [None, "target", "commitment", "deadline", "body", "passage"])
@pytest.mark.parametrize("query", ["", "到2025年新建幼儿园和养老机构"])
def test_every_quote_is_the_text_at_its_span(library: Library, kind: Kind | None, query: str) -> None:
    found = search(library, query, kind=kind)
    assert found
    texts = {"fengjie.txt": SCHOOLS, "dongying.txt": CARE}
    assert all(f.quote == f.span.of(texts[f.document.file]) for f in found)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(region="奉节"), {KINDERGARTEN, GROUPS}),
        (Filters(region="重庆市"), {KINDERGARTEN, GROUPS}),
        (Filters(region="370000"), {"新建养老机构12家", "每年培训护理员200名"}),
        (Filters(by=date(2025, 12, 31)), {KINDERGARTEN, "新建养老机构12家"}),
        (Filters(by=date(2025, 12, 30)), set()),
        (Filters(body="民政局"), {"新建养老机构12家"}),
        (Filters(body="奉节县教育委员会"), {KINDERGARTEN, GROUPS}),
        (Filters(body="县教育委员会", by=date(2026, 1, 1)), {KINDERGARTEN}),
        (Filters(documents=(care()[0].id,)), {"新建养老机构12家", "每年培训护理员200名"}),
        (Filters(documents=()), set()),
        (Filters(region="奉节", documents=(care()[0].id,)), set()),
    ],
)
@pytest.mark.parametrize("query", ["", "新建幼儿园养老机构，培训护理员，培育教育集团"])
def test_filters_hold_with_and_without_a_query(
    library: Library, query: str, filters: Filters, expected: set[str]
) -> None:
    assert set(quotes(search(library, query, filters=filters, kind="target"))) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(by=date(2025, 12, 31)), [CARE.split("\n")[1], SCHOOLS.split("\n")[1]]),
        (Filters(body="市人力资源社会保障局"), [CARE.split("\n")[2]]),
        (Filters(body="课后服务"), [SCHOOLS.split("\n")[3]]),
        (Filters(region="东营市", by=date(2030, 1, 1)), [CARE.split("\n")[1]]),
    ],
)
def test_filters_on_passages(library: Library, filters: Filters, expected: list[str]) -> None:
    assert quotes(search(library, "", filters=filters, kind="passage")) == expected
    assert set(quotes(search(library, expected[0], filters=filters, kind="passage"))) <= set(expected)


def test_without_a_query_records_come_in_the_order_of_the_documents(library: Library) -> None:
    found = search(library, " ")
    assert quotes(found) == ["新建养老机构12家", KINDERGARTEN, GROUPS, "提升课后服务水平"]
    assert {(f.kind, f.score, f.terms) for f in found} == {("commitment", 0.0, ())}
    assert search(library, "", limit=2) == found[:2]


def test_an_unknown_region_is_an_error_rather_than_silence(library: Library) -> None:
    for query in ("", "幼儿园"):
        with pytest.raises(UnknownRegion, match="成都"):
            search(library, query, filters=Filters(region="成都"))


def test_the_limit_cuts_the_end_off(library: Library) -> None:
    everything = search(library, "新建幼儿园和养老机构", kind="passage")
    assert len(everything) > 2
    assert search(library, "新建幼儿园和养老机构", kind="passage", limit=2) == everything[:2]


PIECES = st.sampled_from(["新建幼儿园", "培育企业", "双减", "县教育局", "到2025年", "养老服务", "5所", "。"])
LETTERS = st.lists(st.lists(PIECES, min_size=1, max_size=6).map("".join), min_size=2, max_size=5, unique=True)


@settings(max_examples=15)
@given(LETTERS, st.randoms(use_true_random=False), st.lists(PIECES, min_size=1, max_size=3).map("".join))
def test_the_order_of_adding_changes_no_answer(texts: list[str], random, query: str) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(texts)
    random.shuffle(shuffled)
    answers = []
    for order in (texts, shuffled):
        with TemporaryDirectory() as folder, Library.open(Path(folder), create=True) as library:
            for text in order:
                library.put(f"{text}.txt", document(text, f"{text}.txt"), NOTHING, "1")
                if len(text) % 2:
                    library.synchronise()
            answers.append(search(library, query, kind="passage"))
    assert answers[0] == answers[1]


def test_a_better_match_scores_higher(library: Library) -> None:
    found = search(library, "培育优质初中教育集团6个", kind="passage")
    assert found[0].quote == SCHOOLS.split("\n")[2]
    assert found[0].score > 2 * found[1].score


def test_meaning_is_searched_by_a_library_with_such_an_encoder(tmp_path: Path) -> None:
    """A stand-in for a model: 托儿所 and 幼儿园 mean the same."""
    with Library.open(tmp_path, create=True, encoder="hashing-512") as library:
        for text in ("新建幼儿园", "培育企业"):
            library.put(f"{text}.txt", document(text), NOTHING, "1")
        assert search(library, "托儿所", kind="passage") == []
        library._encoder = _Meaning()
        library.synchronise(anew=True)
        (found,) = search(library, "托儿所", kind="passage")
        assert (found.quote, found.terms, found.highlights) == ("新建幼儿园", (), ())
        assert found.why is not None
        assert (found.why.words, found.why.meaning) == (0.0, 1.0)
        assert 0 < found.score < 0.5, "words count more"


class _Meaning:
    name, dimensions, floor = "hashing-512", 2, 0.5

    def encode(self, texts: list[str]):  # type: ignore[no-untyped-def]
        import numpy as np

        about_children = [any(word in text for word in ("幼儿园", "托儿所")) for text in texts]
        return np.array([[1, 0] if children else [0, 1] for children in about_children], np.float32)


def test_found_can_be_written_as_json(library: Library) -> None:
    (found,) = search(library, "教育集团", kind="target", limit=1)
    assert msgspec.json.decode(msgspec.json.encode(found))["record"]["indicator"] == "初中教育集团"
