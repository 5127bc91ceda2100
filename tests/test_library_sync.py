"""The side indexes follow the database, whatever happens to them; a search never answers from a stale one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from factories import NOTHING, document
from hypothesis import given, settings
from hypothesis import strategies as st
from policyqa.index.lexical import TantivyIndex
from policyqa.index.vectors import FaissIndex

from policyqa.errors import PolicyqaError
from policyqa.library import Library
from policyqa.searching import search

SUBJECTS = ("双减", "幼儿园", "工业", "养老", "营商环境")


def put(library: Library, *subjects: str) -> None:
    for subject in subjects:
        library.put(f"{subject}.txt", document(f"推进{subject}工作\n第二段", f"{subject}.txt"), NOTHING, "1")


def remove(library: Library, subject: str) -> None:
    library.remove(library.find(f"{subject}.txt").id)


def found(library: Library) -> set[str]:
    """The subjects that a search finds, each by its own name."""
    return {s for s in SUBJECTS if [f.quote for f in search(library, s, kind="passage")] == [f"推进{s}工作"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "资料库"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library.open(folder, create=True) as opened:
        yield opened


@pytest.fixture
def updates(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many passages each update of the lexical index brought."""
    counted: list[int] = []
    original = TantivyIndex.update

    def update(self, added, removed, mark):  # type: ignore[no-untyped-def]
        entries = list(added)
        counted.append(len(entries))
        original(self, entries, removed, mark)

    monkeypatch.setattr(TantivyIndex, "update", update)
    return counted


def test_a_search_finds_what_was_put_in_and_not_what_was_taken_out(library: Library) -> None:
    assert found(library) == set()
    put(library, "双减", "工业")
    assert found(library) == {"双减", "工业"}
    remove(library, "工业")
    assert found(library) == {"双减"}


def test_only_the_changes_are_indexed(library: Library, updates: list[int]) -> None:
    put(library, "双减", "工业", "养老")
    library.synchronise()
    library.synchronise()
    put(library, "幼儿园")
    remove(library, "工业")
    assert found(library) == {"双减", "养老", "幼儿园"}
    assert updates == [6, 2]


def test_an_index_that_loses_more_than_half_is_made_anew(library: Library, updates: list[int]) -> None:
    put(library, "双减", "工业", "养老")
    library.synchronise()
    with library.transaction():
        for subject in ("双减", "工业", "养老"):
            library.put(f"{subject}.txt", document(f"推进{subject}工作\n改了"), NOTHING, "2")
    assert found(library) == {"双减", "工业", "养老"}
    assert updates == [6, 6]


def test_progress_is_told_in_passages(library: Library) -> None:
    put(library, "双减", "工业")
    told: list[tuple[int, int]] = []
    library.synchronise(lambda done, total: told.append((done, total)))
    assert told == [(4, 4)]
    library.synchronise(lambda done, total: told.append((done, total)))
    assert told == [(4, 4)]


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(st.sampled_from(["put", "remove", "sync", "reopen"]), st.sampled_from(SUBJECTS)),
        max_size=12,
    )
)
def test_after_any_changes_the_library_finds_what_a_new_one_finds(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]
) -> None:
    folder, held = tmp_path_factory.mktemp("library"), set()
    library = Library.open(folder, create=True)
    for step, subject in steps:
        if step == "put":
            put(library, subject)
            held.add(subject)
        elif step == "remove" and subject in held:
            remove(library, subject)
            held.remove(subject)
        elif step == "sync":
            library.synchronise()
        elif step == "reopen":
            library.close()
            library = Library.open(folder)
    assert found(library) == held
    library.close()


def stop_before_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TantivyIndex, "update", stop)


def stop_between_words_and_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FaissIndex, "update", stop)


def stop_before_the_words_are_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policyqa.index.persistence.seal", stop)


def stop(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "interrupt", [stop_before_words, stop_between_words_and_vectors, stop_before_the_words_are_sealed]
)
@pytest.mark.parametrize("before", [(), ("双减", "养老", "幼儿园")], ids=["first", "later"])
def test_a_stop_after_the_database_was_written_is_made_good(
    library: Library,
    folder: Path,
    before: tuple[str, ...],
    interrupt: Callable[[pytest.MonkeyPatch], None],
) -> None:
    put(library, *before)
    library.synchronise()
    put(library, "工业")
    with pytest.MonkeyPatch.context() as patched:
        interrupt(patched)
        with pytest.raises(KeyboardInterrupt):
            library.synchronise()
    library.close()
    with Library.open(folder) as again:
        assert found(again) == {*before, "工业"}


def delete(folder: Path) -> None:
    shutil.rmtree(folder)


def empty(folder: Path) -> None:
    for file in folder.iterdir():
        file.write_bytes(b"")


def scramble(folder: Path) -> None:
    for file in folder.iterdir():
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2] + b"\xff" + content[len(content) // 2 + 1 :])


@pytest.mark.parametrize("harm", [delete, empty, scramble])
@pytest.mark.parametrize("names", [("lexical",), ("vectors",), ("lexical", "vectors")], ids="+".join)
def test_damaged_or_missing_indexes_are_made_anew(
    library: Library, folder: Path, names: tuple[str, ...], harm: Callable[[Path], None]
) -> None:
    put(library, "双减", "工业")
    library.synchronise()
    library.close()
    for name in names:
        harm(folder / name)
    with Library.open(folder) as again:
        assert found(again) == {"双减", "工业"}


def copy(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def test_an_older_index_is_brought_forward(library: Library, folder: Path, tmp_path: Path) -> None:
    put(library, "双减", "工业", "养老")
    library.synchronise()
    copy(folder / "lexical", tmp_path / "old")
    remove(library, "工业")
    put(library, "幼儿园")
    library.synchronise()
    library.close()
    copy(tmp_path / "old", folder / "lexical")
    with Library.open(folder) as again:
        assert found(again) == {"双减", "养老", "幼儿园"}


def test_a_database_from_a_backup_does_not_trust_the_newer_index(folder: Path, tmp_path: Path) -> None:
    """Even where it has counted to the same generation again."""
    with Library.open(folder, create=True) as library:
        put(library, "双减")
    shutil.copy(folder / "library.sqlite3", tmp_path)
    with Library.open(folder) as library:
        put(library, "工业")
        assert found(library) == {"双减", "工业"}
    shutil.copy(tmp_path / "library.sqlite3", folder)
    with Library.open(folder) as library:
        put(library, "养老")
        assert library.generation == 2
        assert found(library) == {"双减", "养老"}


def test_a_reader_is_right_while_another_indexes(library: Library, folder: Path) -> None:
    put(library, "双减")
    library.synchronise()
    with Library.open(folder) as reader, library._indexing.held():
        put(library, "工业")
        remove(library, "双减")
        assert found(reader) == {"工业"}
        put(library, "养老")
        assert found(reader) == {"工业", "养老"}
    assert found(library) == {"工业", "养老"}


def test_a_reader_is_right_while_another_writes(library: Library, folder: Path) -> None:
    put(library, "双减")
    library.synchronise()
    with Library.open(folder) as reader, library.writing():
        assert found(reader) == {"双减"}
        put(library, "工业")
        remove(library, "双减")
        assert found(reader) == {"工业"}
        put(library, "养老")
        assert found(reader) == {"工业", "养老"}
        with Library.open(folder) as newcomer:
            assert found(newcomer) == {"工业", "养老"}
    assert found(library) == {"工业", "养老"}


def test_an_answer_comes_from_one_state_of_the_library(library: Library, folder: Path) -> None:
    put(library, "双减")
    with Library.open(folder) as reader, reader.snapshot() as indexes:
        remove(library, "双减")
        library.synchronise()
        (hit,) = indexes.lexical.search("双减", 9)
        assert [p.text for p in reader.passages([hit.id])] == ["推进双减工作"]
    assert found(library) == set()


def test_two_readers_and_a_writer(library: Library, folder: Path) -> None:
    put(library, "双减")
    library.synchronise()

    def read() -> bool:
        with Library.open(folder) as reader:
            return all("双减" in found(reader) for _ in range(8))

    with ThreadPoolExecutor(2) as readers:
        answers = [readers.submit(read) for _ in range(2)]
        for subject in SUBJECTS[1:]:
            put(library, subject)
            library.synchronise()
        assert [answer.result() for answer in answers] == [True, True]


def test_threads_share_a_library(library: Library) -> None:
    put(library, "双减")
    with ThreadPoolExecutor(4) as threads:
        answers = [threads.submit(found, library) for _ in range(8)]
        put(library, "工业")
        assert all("双减" in answer.result() for answer in answers)
    assert found(library) == {"双减", "工业"}


def test_what_is_not_committed_is_not_indexed(library: Library) -> None:
    with library.transaction():
        put(library, "双减")
        with pytest.raises(RuntimeError, match="transaction"):
            search(library, "双减")
    assert found(library) == {"双减"}


KILLED = """
import sys
from pathlib import Path
from factories import NOTHING, document
from policyqa.library import Library
library = Library.open(Path(sys.argv[1]))
with library.transaction():
    library.put("工业.txt", document("推进工业工作"), NOTHING, "1")
    print("ready", flush=True)
    sys.stdin.read()
"""


def test_a_writer_that_is_killed_leaves_the_last_commit_and_no_lock(library: Library, folder: Path) -> None:
    put(library, "双减")
    library.close()
    writer = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(folder)],
        cwd=Path(__file__).parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert writer.stdout
    assert writer.stdout.readline() == b"ready\n"
    with Library.open(folder) as other:
        with pytest.raises(PolicyqaError):
            put(other, "养老")
        writer.kill()
        writer.communicate()
        assert found(other) == {"双减"}
        put(other, "养老")
        assert found(other) == {"双减", "养老"}
