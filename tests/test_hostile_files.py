"""Files made to harm their reader: refused or bounded, each with one clear sentence, in time and memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hostile import LETTER, READABLE, UNREADABLE

from policyqa import reading
from policyqa.pipeline import Processed, process
from policyqa.reading import Unreadable, read_bytes

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
