"""The library's database: what is put in comes out, and nothing else."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from factories import DONGYING, FENGJIE, NOTHING, body, commitment, deadline, document, target
from hypothesis import given, settings
from hypothesis import strategies as st

from policyqa.errors import (
    AmbiguousDocument,
    CannotWrite,
    EncoderMismatch,
    LibraryBroken,
    LibraryBusy,
    LibraryTooNew,
    NoLibrary,
    UnknownDocument,
    UnknownRegion,
)
from policyqa.library import Filters, Holding, Library, schema
from policyqa.model import Body, Deadline, Document, Extraction, Metadata, Problem, Region, Span, Target
from policyqa.searching import search

LETTER = """奉节县推动教育高质量发展若干措施
到2027年，新建幼儿园5所，由县教育委员会牵头，县财政局配合。
每年培训教师。"""
DUE = deadline(LETTER, "到2027年", date(2027, 12, 31))
RECORDS = Extraction(
    targets=(
        target(LETTER, "新建幼儿园5所", "幼儿园", 5, "所", due=DUE, by=("县教育委员会",)),
        target(LETTER, "每年培训教师", "教师", 1, "次"),
    ),
    deadlines=(DUE,),
    bodies=(
        body(LETTER, "县教育委员会", canonical="奉节县教育委员会"),
        body(LETTER, "县财政局", role="participate"),
    ),
    commitments=(
        commitment(LETTER, "新建幼儿园5所", targets=(0,), deadlines=(0,), bodies=(1, 0)),
        commitment(LETTER, "每年培训教师", targets=(1,)),
    ),
)
UNREADABLE = Problem(code="encrypted", grade="error", message="文件有密码。")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "教育局 资料库"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library.open(folder, create=True) as opened:
        yield opened


def files(library: Library) -> list[tuple[str, tuple[str, ...]]]:
    return [(d.file, d.sources) for d in library.documents()]


def test_what_was_put_in_comes_out(library: Library, folder: Path) -> None:
    letter = document(LETTER, "fengjie.txt", region=FENGJIE)
    library.put("docs/fengjie.txt", letter, RECORDS, "1")
    library.close()
    with Library.open(folder) as again:
        assert again.document(letter.id) == letter
        assert again.extraction(letter.id) == RECORDS
        stored = again.all_passages()
        assert [p.passage for p in stored] == list(letter.passages)
        assert [p.text for p in stored] == LETTER.split("\n")
        (summary,) = again.documents()
        assert (summary.file, summary.title, summary.region) == ("fengjie.txt", LETTER[:16], FENGJIE)
        assert (summary.counts.targets, summary.counts.bodies, summary.counts.passages) == (2, 2, 3)


SPANS = st.integers(0, len(LETTER)).flatmap(lambda a: st.integers(a, len(LETTER)).map(lambda b: Span(a, b)))
NUMBERS = st.none() | st.integers(-(10**12), 10**12) | st.floats(allow_nan=False, allow_infinity=False)
st.register_type_strategy(Span, SPANS)


@settings(max_examples=25)
@given(
    st.builds(Metadata, title=st.text(), region=st.builds(Region)),
    st.lists(st.builds(Problem), max_size=2),
    st.lists(st.sampled_from(RECORDS.targets), max_size=3),
    st.lists(SPANS, max_size=3),
    NUMBERS,
)
def test_save_and_load_is_identity(
    metadata: Metadata, problems: list[Problem], targets: list, spans: list[Span], number: float | None
) -> None:
    import msgspec

    letter = msgspec.structs.replace(
        document(LETTER, "a.txt"), metadata=metadata, problems=tuple(problems), pages=(0, 5)
    )
    moved = tuple(msgspec.structs.replace(t, min=number, quote=t.quote + "\x00😀") for t in targets)
    records = Extraction(targets=moved, bodies=tuple(msgspec.structs.replace(RECORDS.bodies[0], span=s) for s in spans))
    with TemporaryDirectory() as folder, Library.open(Path(folder), create=True) as library:
        library.put("a.txt", letter, records, "1")
        assert library.document(letter.id) == letter
        assert library.extraction(letter.id) == records


def test_a_file_is_held_until_its_content_or_the_extractors_change(library: Library) -> None:
    letter = document(LETTER)
    assert not library.holds("a.txt", letter.id, "1")
    library.put("a.txt", letter, RECORDS, "1")
    assert library.holds("a.txt", letter.id, "1")
    assert not library.holds("a.txt", "0" * 16, "1")
    assert not library.holds("a.txt", letter.id, "2")
    assert not library.holds("b.txt", letter.id, "1")
    library.put("a.txt", letter, NOTHING, "2")
    assert library.holds("a.txt", letter.id, "2")
    assert library.targets() == []


def test_the_same_content_under_two_paths_is_one_document(library: Library) -> None:
    for path in ("b/two.txt", "a/one.txt"):
        library.put(path, document(LETTER, Path(path).name), RECORDS, "1")
    assert files(library) == [("one.txt", ("a/one.txt", "b/two.txt"))]
    assert library.document(document(LETTER).id).file == "one.txt"
    assert len(library.targets()) == 2

    library.put("a/one.txt", document("别的", "one.txt"), NOTHING, "1")
    assert files(library) == [("one.txt", ("a/one.txt",)), ("two.txt", ("b/two.txt",))]
    library.put("b/two.txt", document("别的", "two.txt"), NOTHING, "1")
    assert files(library) == [("one.txt", ("a/one.txt", "b/two.txt"))]
    assert library.targets() == []


def test_of_two_readings_the_first_path_s_is_kept_in_any_order(tmp_path: Path) -> None:
    letters = {path: document(LETTER, path, region=region) for path, region in (("a", FENGJIE), ("b", DONGYING))}
    for order in ("ab", "ba"):
        with Library.open(tmp_path / order, create=True) as library:
            for path in order:
                library.put(path, letters[path], NOTHING, "1")
            assert library.regions() == [FENGJIE]
            assert all(library.holds(path, letters[path].id, "1") for path in order)


def test_a_file_that_cannot_be_read_is_listed_until_it_can(library: Library) -> None:
    library.put("a.pdf", document(LETTER, "a.pdf"), RECORDS, "1")
    library.put_unreadable("a.pdf", "f" * 16, UNREADABLE)
    assert library.documents() == []
    (unread,) = library.unreadable()
    assert (unread.path, unread.digest, unread.problem) == ("a.pdf", "f" * 16, UNREADABLE)
    assert not library.holds("a.pdf", "f" * 16, "1")

    generation = library.generation
    library.put_unreadable("a.pdf", "f" * 16, UNREADABLE)
    assert library.generation == generation
    library.put("a.pdf", document("新的", "a.pdf"), NOTHING, "1")
    assert (library.unreadable(), files(library)) == ([], [("a.pdf", ("a.pdf",))])


def test_removing_leaves_nothing_behind(library: Library, folder: Path) -> None:
    letter = document(LETTER)
    library.put("a.txt", letter, RECORDS, "1")
    library.put("b.txt", letter, RECORDS, "1")
    library.remove(letter.id)
    with pytest.raises(UnknownDocument):
        library.remove(letter.id)
    with pytest.raises(UnknownDocument):
        library.document(letter.id)
    connection = sqlite3.connect(folder / "library.sqlite3")
    for table in ("documents", "sources", "passages", "records"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    connection.close()


def test_each_committed_change_is_one_generation(library: Library) -> None:
    assert library.generation == 0
    with library.transaction():
        library.put("a.txt", document("一"), NOTHING, "1")
        with library.transaction():
            library.put("b.txt", document("二"), NOTHING, "1")
        library.put_unreadable("c.pdf", "", UNREADABLE)
    assert library.generation == 1
    library.remove(document("一").id)
    assert library.generation == 2
    with library.transaction():
        pass
    assert library.generation == 2


def replace_and_fail(library: Library) -> None:
    with library.transaction():
        library.remove(document("一").id)
        library.put("b.txt", document("二"), NOTHING, "1")
        library.remove("nobody")


def test_after_an_exception_nothing_has_changed(library: Library) -> None:
    library.put("a.txt", document("一"), NOTHING, "1")
    with pytest.raises(UnknownDocument):
        replace_and_fail(library)
    assert (files(library), library.generation) == ([("a.txt", ("a.txt",))], 1)
    library.put("c.txt", document("三"), NOTHING, "1")
    assert library.generation == 2


@pytest.fixture
def shelf(library: Library) -> Library:
    for file, region in (("fengjie.txt", FENGJIE), ("dongying.txt", DONGYING), ("nowhere.txt", None)):
        library.put(f"docs/{file}", document(f"{file}\n{LETTER}", file, region=region), NOTHING, "1")
    return library


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("fengjie.txt", "fengjie.txt"),
        ("fengjie", "fengjie.txt"),
        ("docs/fengjie.txt", "fengjie.txt"),
        ("gjie", "fengjie.txt"),
        ("dongying.tx", "dongying.txt"),
        (document(f"nowhere.txt\n{LETTER}").id[:6], "nowhere.txt"),
    ],
)
def test_a_document_is_found_by_what_a_person_types(shelf: Library, name: str, file: str) -> None:
    assert shelf.find(name).file == file


def test_a_name_that_means_none_or_several_is_an_error(shelf: Library) -> None:
    for name in ("chengdu", "", "abc"):
        with pytest.raises(UnknownDocument):
            shelf.find(name)
    with pytest.raises(AmbiguousDocument, match=r"dongying\.txt .*fengjie\.txt .*nowhere\.txt"):
        shelf.find(".txt")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        *((name, ["fengjie.txt"]) for name in ("奉节县", "奉节", "重庆市", "重庆", "重庆市奉节县")),
        *((code, ["fengjie.txt"]) for code in ("500236", "500000")),
        *((name, ["dongying.txt"]) for name in ("东营", "山东省", "370500", "370000", " 山东 ")),
    ],
)
def test_a_region_holds_the_regions_in_it(shelf: Library, asked: str, found: list[str]) -> None:
    assert [d.file for d in shelf.select(region=asked)] == found


@pytest.mark.parametrize("asked", ["成都市", "奉", "节县", "370100", "500", ""])
def test_a_region_without_documents_is_an_error_that_names_the_others(shelf: Library, asked: str) -> None:
    with pytest.raises(UnknownRegion, match="东营市、奉节县"):
        shelf.targets(region=asked)


def test_a_short_name_means_the_plain_region_before_the_autonomous_one(library: Library) -> None:
    hainan = Region(name="海南省", code="460000", path=("海南省",))
    prefecture = Region(name="海南藏族自治州", code="632500", path=("青海省", "海南藏族自治州"))
    library.put("a", document("一", "a", region=prefecture), NOTHING, "1")
    assert [d.file for d in library.select(region="海南")] == ["a"]
    library.put("b", document("二", "b", region=hainan), NOTHING, "1")
    assert [d.file for d in library.select(region="海南")] == ["b"]
    assert library.regions() == [hainan, prefecture]


def test_records_come_by_type_with_what_they_point_to(library: Library) -> None:
    letter, other = (
        document(LETTER, "a.txt", region=FENGJIE),
        document(LETTER + "\n", "b.txt", region=DONGYING),
    )
    library.put("b.txt", other, RECORDS, "1")
    library.put("a.txt", letter, RECORDS, "1")
    assert [(s.document.file, s.index, s.target) for s in library.targets(region="奉节")] == [
        ("a.txt", 0, RECORDS.targets[0]),
        ("a.txt", 1, RECORDS.targets[1]),
    ]
    assert [s.document.file for s in library.deadlines(kind="by")] == ["a.txt", "b.txt"]
    assert library.deadlines(kind="in") == library.targets(kind="baseline") == []
    assert [s.body.name for s in library.bodies(documents=[other.id], role="participate")] == ["县财政局"]
    first, second = library.commitments(documents=[letter.id])
    assert first.targets == RECORDS.targets[:1]
    assert first.deadlines == (DUE,)
    assert first.bodies == (RECORDS.bodies[1], RECORDS.bodies[0])
    assert (second.targets, second.deadlines, second.bodies) == (RECORDS.targets[1:], (), ())


def test_one_process_writes_at_a_time(library: Library, folder: Path) -> None:
    with Library.open(folder) as other:
        with library.writing():
            library.put("a.txt", document("一"), NOTHING, "1")
            with pytest.raises(LibraryBusy):
                other.put("b.txt", document("二"), NOTHING, "1")
            assert len(other.documents()) == 1, "readers are not kept waiting"
        other.put("b.txt", document("二"), NOTHING, "1")
        assert library.generation == 2


def test_there_is_no_library_before_one_is_made(tmp_path: Path) -> None:
    with pytest.raises(NoLibrary):
        Library.open(tmp_path)
    (tmp_path / "library.sqlite3").touch()
    with pytest.raises(NoLibrary):
        Library.open(tmp_path)
    Library.open(tmp_path, create=True).close()
    Library.open(tmp_path, create=True).close()
    assert Library.open(tmp_path).encoder_name == schema.DEFAULT_ENCODER


def test_a_library_keeps_its_encoder(tmp_path: Path) -> None:
    Library.open(tmp_path, create=True, encoder="模型").close()
    with Library.open(tmp_path, encoder="模型") as again:
        assert again.encoder_name == "模型"
    with pytest.raises(EncoderMismatch, match="模型"):
        Library.open(tmp_path, encoder="hashing-512")


def make_foreign(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE guests (name)")
    connection.close()


def make_garbage(file: Path) -> None:
    file.write_bytes("这不是数据库".encode() * 1000)


def make_torn(file: Path) -> None:
    with Library.open(file.parent, create=True) as library:
        for number in range(50):
            library.put(f"{number}.txt", document(f"{number}\n{LETTER}"), RECORDS, "1")
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192 : len(content) // 2])


@pytest.mark.parametrize("make", [make_foreign, make_garbage, make_torn])
def test_what_is_no_library_or_no_longer_one_is_one_plain_error(tmp_path: Path, make) -> None:
    make(tmp_path / "library.sqlite3")
    with pytest.raises(LibraryBroken), Library.open(tmp_path) as library:
        library.commitments()


def test_an_older_library_is_brought_forward_and_a_newer_one_refused(
    folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.put("a.txt", document(LETTER), RECORDS, "1")
    library.close()
    script = "CREATE TABLE notes (text TEXT) STRICT; INSERT INTO notes VALUES ('made')"
    with monkeypatch.context() as newer:
        newer.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, script))
        for _ in range(2):
            with Library.open(folder) as forward:
                assert len(forward.targets()) == 2
                assert [row["text"] for row in forward._database.rows("SELECT text FROM notes")] == ["made"]
    with pytest.raises(LibraryTooNew, match="只认识到 3"):
        Library.open(folder)


@contextmanager
def without_privileges() -> Iterator[None]:
    """The superuser may write everywhere."""
    if os.name != "posix":
        pytest.skip("permissions are tried on POSIX systems")
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """pytest's own temporary folders let nobody else in."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def lock_up(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


def test_a_read_only_library_can_be_read_and_says_that_it_cannot_be_written(open_folder: Path) -> None:
    # what a search loads is loaded while it can be read: it may lie in root's own folder
    with Library.open(open_folder / "别处", create=True) as other:
        other.put("a.txt", document(LETTER), RECORDS, "1")
        search(other, "财政局", kind="passage")

    folder = open_folder / "只读"
    with Library.open(folder, create=True) as library:
        library.put("a.txt", document(LETTER), RECORDS, "1")
    lock_up(folder)
    try:
        with without_privileges():
            with Library.open(folder) as library:
                assert len(library.targets()) == 2
                assert [f.quote for f in search(library, "财政局", kind="passage")] == [LETTER.split("\n")[1]]
                with pytest.raises(CannotWrite, match="只读"):
                    library.put("b.txt", document("二"), NOTHING, "1")
            with pytest.raises(CannotWrite, match="只读"):
                Library.open(folder / "新建", create=True)
    finally:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)


def test_documents_are_listed_alike_whatever_the_order_in_which_they_came(tmp_path: Path) -> None:
    letters: list[Document] = [document(f"{n}\n{LETTER}", f"{n}.txt", region=FENGJIE) for n in range(4)]
    listed = []
    for name, order in (("forward", letters), ("backward", letters[::-1])):
        with Library.open(tmp_path / name, create=True) as library:
            for letter in order:
                library.put(letter.file, letter, RECORDS, "1")
            listed.append((library.documents(), library.targets(), library.commitments()))
    assert listed[0] == listed[1]


def test_passages_are_found_by_what_their_records_say(corpus_library: Library) -> None:
    """Against all records read one by one."""
    frequencies = {d.deadline.frequency for d in corpus_library.deadlines()} - {None}
    years = {d.deadline.end.year for d in corpus_library.deadlines() if d.deadline.end}
    names = {b.body.name[-3:] for b in corpus_library.bodies()}
    assert frequencies
    assert years
    cases = [
        *((Deadline, Holding(frequency=f), lambda d, f=f: d.frequency == f) for f in frequencies),
        *((Target, Holding(frequency=f), lambda t, f=f: t.frequency == f) for f in frequencies),
        *((Deadline, Holding(due_in=y), lambda d, y=y: bool(d.end) and d.end.year == y) for y in years),
        *(
            (Target, Holding(due_in=y), lambda t, y=y: bool(t.deadline and t.deadline.end) and t.deadline.end.year == y)
            for y in years
        ),
        (Target, Holding(change=True), lambda t: t.comparator == "change"),
        *((Body, Holding(body=n), lambda b, n=n: n in b.name or n in (b.canonical or "")) for n in names),
    ]
    for type_, holding, says in cases:
        stored = [s for s in corpus_library.records(type_, Filters()) if s.passage and says(s.record)]
        assert corpus_library.passages_holding(type_, holding) == sorted({s.passage for s in stored})
        some = sorted({s.document.id for s in stored})[:1]
        expected = sorted({s.passage for s in stored if s.document.id in some})
        assert corpus_library.passages_holding(type_, holding, some) == expected
