"""What a search may be asked for beside its words: filters of documents, orders, regions in the query, a reranker, why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec
import pytest
from factories import DONGYING, FENGJIE, NOTHING, deadline, document, target

from policyqa.library import Library
from policyqa.model import Extraction
from policyqa.searching import Filters, Found, Sort, explained, search

MEASURE = "新建幼儿园5所"
LETTERS = {
    "fengjie.txt": (FENGJIE, "奉节县人民政府", date(2023, 5, 1), f"学前教育行动计划\n到2027年{MEASURE}。", date(2027, 12, 31)),
    "dongying.txt": (DONGYING, "东营市教育局", date(2021, 3, 1), f"学前教育实施方案\n到2025年{MEASURE}。", date(2025, 12, 31)),
    "nobody.txt": (None, None, None, f"工作要点\n{MEASURE}，保障2.5%经费。", None),
}  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("资料库"), create=True) as opened:
        for file, (region, issuer, day, text, due) in LETTERS.items():
            letter = document(text, file, region=region, section=("一、学前教育",) if region else ())
            about = msgspec.structs.replace(letter.metadata, issuer=issuer, issued_on=day)
            limit = deadline(text, text.split("\n")[1][:6], due) if due else None
            records = Extraction(targets=(target(text, MEASURE, "幼儿园", 5, "所", due=limit),)) if limit else NOTHING
            opened.put(file, msgspec.structs.replace(letter, metadata=about), records, "1")
        yield opened


def files(found: Sequence[Found]) -> list[str]:
    return list(dict.fromkeys(f.document.file for f in found))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(issuer="教育局"), {"dongying.txt"}),
        (Filters(since=date(2021, 3, 1)), {"fengjie.txt", "dongying.txt"}),
        (Filters(since=date(2021, 3, 2)), {"fengjie.txt"}),
        (Filters(until=date(2021, 3, 1)), {"dongying.txt"}),
        (Filters(since=date(2021, 1, 1), until=date(2022, 1, 1), region="山东省"), {"dongying.txt"}),
        (Filters(theme="学前教育"), {"fengjie.txt", "dongying.txt"}),
        (Filters(theme="工作要点"), {"nobody.txt"}),
        (Filters(theme="养老"), set()),
    ],
)
@pytest.mark.parametrize("query", ["", MEASURE])
def test_documents_are_chosen_by_issuer_date_and_theme(
    library: Library, query: str, filters: Filters, expected: set[str]
) -> None:
    assert set(files(search(library, query, filters=filters, kind="passage"))) == expected
    assert set(files(search(library, query, filters=filters, kind="target"))) == expected - {"nobody.txt"}


@pytest.mark.parametrize(
    ("sort", "first"), [("date", "fengjie.txt"), ("deadline", "dongying.txt"), ("region", "dongying.txt")]
)
def test_what_is_found_comes_in_the_order_asked_for(library: Library, sort: Sort, first: str) -> None:
    for query in ("", MEASURE):
        assert files(search(library, query, kind="target", sort=sort))[0] == first


@pytest.mark.parametrize(
    ("named", "file"), [("奉节", "fengjie.txt"), ("东营市", "dongying.txt"), ("重庆", "fengjie.txt")]
)
def test_a_region_in_the_query_comes_first(library: Library, named: str, file: str) -> None:
    first = search(library, f"{named} 新建幼儿园", kind="passage")[0]
    assert first.document.file == file
    assert first.why is not None
    assert first.why.region == 1
    assert "地区相符" in explained(first)


def test_a_figure_in_the_query_counts_as_a_whole(library: Library) -> None:
    whys = {
        f.document.file: f.why for f in search(library, "新建幼儿园 2.5%经费", kind="passage") if MEASURE in f.quote
    }
    assert whys["nobody.txt"] is not None
    assert whys["nobody.txt"].numbers == 1
    assert whys["fengjie.txt"] is not None
    assert whys["fengjie.txt"].numbers == 0, "2 and 5 stand there, 2.5 does not"


def test_highlights_are_the_words_in_the_text(library: Library) -> None:
    texts = {file: text for file, (*_, text, _) in LETTERS.items()}
    for kind in ("passage", "target"):
        found = search(library, "幼儿园 新建", kind=kind)
        assert found
        for one in found:
            marked = [span.of(texts[one.document.file]) for span in one.highlights]
            assert set(marked) <= {"幼儿园", "新建"}
            assert all(one.span.holds(span) for span in one.highlights)
            assert bool(marked) == any(word in one.quote for word in ("幼儿园", "新建"))


def test_newer_documents_come_first_where_all_else_is_alike(library: Library) -> None:
    alike = [f for f in search(library, "幼儿园", kind="target") if f.document.region]
    assert files(alike) == ["fengjie.txt", "dongying.txt"]


class LongestFirst:
    name = "longest"

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        return [min(1.0, len(text) / 40) for text in texts]


def test_a_reranker_has_the_last_word(library: Library) -> None:
    found = search(library, "幼儿园", kind="passage", reranker=LongestFirst())
    lengths = [len("\n".join((*f.section, f.quote))) for f in found]
    assert lengths == sorted(lengths, reverse=True)
    assert all(0.5 <= f.score <= 1 for f in found)


def test_a_list_without_a_query_explains_nothing(library: Library) -> None:
    assert {explained(f) for f in search(library, "", kind="target")} == {""}


def test_found_can_be_written_and_read_again(library: Library) -> None:
    (row, *_) = json.loads(msgspec.json.encode(search(library, "奉节 幼儿园")))
    assert row["why"]["region"] == 1.0
    assert row["highlights"]


def test_a_library_of_the_first_schema_is_brought_forward(tmp_path: Path, library: Library) -> None:
    """Its documents are then chosen by what the columns, which did not exist, read off their metadata."""
    import sqlite3

    from policyqa.library import schema

    with Library.open(tmp_path, create=True) as old:
        letter = document("新建幼儿园", region=FENGJIE)
        old.put(
            "a.txt",
            msgspec.structs.replace(letter, metadata=msgspec.structs.replace(letter.metadata, issuer="县政府")),
            NOTHING,
            "1",
        )
    with sqlite3.connect(tmp_path / "library.sqlite3") as database:
        for name in ("region", "date", "file"):
            database.execute(f"DROP INDEX documents_by_{name}")
        for column in ("region", "issuer", "dated"):
            database.execute(f"ALTER TABLE documents DROP COLUMN {column}")
        for name in ("frequency", "comparator", "due", "bodies"):
            database.execute(f"DROP INDEX records_by_{name}")
        for column in ("frequency", "comparator"):
            database.execute(f"ALTER TABLE records DROP COLUMN {column}")
        database.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    with Library.open(tmp_path) as again:
        assert files(search(again, "幼儿园", filters=Filters(region="奉节", issuer="县政府"), kind="passage")) == [
            "a.txt"
        ]
        assert len(schema.MIGRATIONS) == 3
