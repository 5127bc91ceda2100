"""Files made to harm their reader: refused or bounded, each with one clear sentence, in time and memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from hostile import LETTER, LONG, READABLE, UNREADABLE, pdf

from policyqa import reading
from policyqa.pipeline import Processed, process
from policyqa.reading import Unreadable, pdf_apart, read_bytes
from policyqa.reading.pdf import read_here

SECONDS, BYTES = 20, 3 * 2**30


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_refused_says_why(name: str, tmp_path: Path) -> None:
    make, code = UNREADABLE[name]
    path = tmp_path / name
    path.write_bytes(make())
    started = time.process_time()
    (outcome,) = process(path)
    assert not isinstance(outcome.result, Processed)
    assert outcome.result.code == code
    assert "\n" not in outcome.result.message
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("name", READABLE)
def test_what_is_read_within_limits_says_so(name: str) -> None:
    make, code = READABLE[name]
    assert code in {problem.code for problem in read_bytes(make(), name).problems}


def test_a_text_without_end_is_read_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_MOST_TEXT", 10_000)
    document = read_bytes((LETTER * 1_000).encode(), "长.txt")
    assert 9_000 < len(document.raw) <= 10_000
    assert [p.grade for p in document.problems if p.code == "too-long"] == ["error"]
    assert document.raw.endswith("\n")


@pytest.mark.parametrize(("depth", "is_read"), [(200, True), (50_000, False)])
def test_tags_within_tags_end(depth: int, is_read: bool) -> None:
    page = "<html><body>" + "<div>" * depth + LETTER + "</div>" * depth + "</body></html>"
    if is_read:
        assert "新建公办幼儿园12所" in read_bytes(page.encode(), "深.html").text
        return
    with pytest.raises(Unreadable):
        read_bytes(page.encode(), "深.html")


@pytest.mark.slow
def test_a_hundred_megabytes_of_text_take_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "长.txt"
    path.write_bytes((LETTER.encode() * 700_000)[: 100 * 2**20])
    code = f"from pathlib import Path; from policyqa.reading import read; print(len(read(Path({str(path)!r})).text))"
    limits = (resource.RLIMIT_AS, (BYTES, BYTES))
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300,
        preexec_fn=lambda: resource.setrlimit(*limits),
    ).stdout  # fmt: skip
    assert int(shown) > 900_000


@pytest.mark.parametrize(
    ("filters", "content", "is_heavy"),
    [
        (b"", b"BT (page of text) Tj ET", False),
        (b"", LONG, True),
        (b"/Filter /FlateDecode", zlib.compress(LONG), True),
        (b"/Filter /FlateDecode", zlib.compress(LONG[: 4 * 2**20]), False),
        (b"/Filter [/FlateDecode /FlateDecode]", os.urandom(20_000), True),  # what it unpacks to is not looked up
        (b"/Filter /LZWDecode", os.urandom(20_000), True),
        (b"/Subtype /Image /Filter /DCTDecode", os.urandom(9 * 2**20), False),
        (b"/Filter /FlateDecode", os.urandom(20_000), False),  # broken
    ],
    ids=[
        "a page",
        "plain",
        "packed",
        "packed, not so long",
        "packed twice",
        "packed otherwise",
        "a photograph",
        "broken",
    ],
)
def test_streams_that_unpack_to_an_abnormal_size_are_found(filters: bytes, content: bytes, is_heavy: bool) -> None:
    assert pdf_apart.is_heavy(pdf(1, content, filters)) is is_heavy


def test_a_page_of_very_many_parts_is_found() -> None:
    assert pdf_apart.is_heavy(pdf(1).replace(b"/Contents 3 0 R", b"/Contents [" + b"3 0 R " * 65 + b"]"))


def test_a_process_of_its_own_reads_the_same() -> None:
    data = pdf(3)
    assert pdf_apart.read(data, "a.pdf") == read_here(data, "a.pdf")
    with pytest.raises(Unreadable) as caught:
        pdf_apart.read(pdf(40)[:180], "a.pdf")
    assert caught.value.problem.code == "damaged"


def test_pages_that_take_too_long_are_passed_over_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(range(0, 10_000, 100))  # each look at the clock is a hundred seconds later
    monkeypatch.setattr("policyqa.reading.pdf.time.monotonic", lambda: next(seconds))
    found = read_here(pdf(5), "慢.pdf")
    assert found.text.count("page of text") == 2
    told = [problem.message for problem in found.problems if problem.code == "too-complex"]
    assert len(told) == 1
    assert told[0].startswith("第 3-5 页")


@pytest.mark.slow
def test_a_page_of_endless_strings_is_refused_in_little_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Unreadable) as caught:
        read_bytes(pdf(1, zlib.compress(LONG), b"/Filter /FlateDecode"), "长串.pdf")
    assert caught.value.problem.code == "too-large"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024  # kilobytes
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 2_100 * 1024


def test_a_folder_of_them_leaves_nothing_behind(tmp_path: Path) -> None:
    """Through the command line: one line for each, the good file done, nothing written outside the library."""
    folder = tmp_path / "文件"
    folder.mkdir()
    for name, (make, _) in UNREADABLE.items():
        (folder / name).write_bytes(make())
    (folder / "通知.txt").write_text(LETTER, "utf-8")
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file()}
    done = subprocess.run(
        [sys.executable, "-m", "policyqa", "add", str(folder), "--library", str(tmp_path / "library")],
        capture_output=True, text=True, check=False, timeout=300, cwd=scratch,
        env={**os.environ, "TMPDIR": str(scratch), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if line.startswith("未读取")]
    assert len(told) == len(UNREADABLE)
    assert "Traceback" not in done.stderr
    assert "新读入 1 份" in done.stdout
    after = {p for p in tmp_path.rglob("*") if p.is_file() and (tmp_path / "library") not in p.parents}
    assert after == set(before)
    assert all(p.stat().st_mtime_ns == changed for p, changed in before.items())
