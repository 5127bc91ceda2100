"""Bad input: one clear line each, an exit status, the other documents done, nothing lost, nothing half-written."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import pypdf
import pytest
from command import DOCUMENTS, policyqa


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


# eight by eight white points
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress((b"\0" + b"\xff" * 8) * 8))
    + _chunk(b"IEND", b"")
)
GOOD = "yunxiu-education-plan.txt"


def _locked(path: Path) -> None:
    writer = pypdf.PdfWriter(DOCUMENTS / "luting-elderly-subsidies.pdf")
    writer.encrypt("a password")
    writer.write(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good document among four that cannot be read."""
    folder = tmp_path / "收到的文件"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "truncated.docx").write_bytes((DOCUMENTS / "liyuan-education-plan.docx").read_bytes()[:20_000])
    (folder / "picture.docx").write_bytes(PNG)
    _locked(folder / "locked.pdf")
    (folder / GOOD).write_bytes((DOCUMENTS / GOOD).read_bytes())
    return folder


SAID = {"empty.txt": "空", "truncated.docx": "损坏", "picture.docx": "图片", "locked.pdf": "密码"}


def test_what_cannot_be_read_is_named_and_the_rest_is_done(folder: Path, tmp_path: Path) -> None:
    library = tmp_path / "lib"
    done = policyqa("add", folder, "--library", library)
    assert done.status == 1
    lines = done.err.splitlines()
    assert len(lines) == len(SAID)
    for name, word in SAID.items():
        assert [line for line in lines if name in line and word in line], name
    assert [d["file"] for d in policyqa("docs", "--library", library, "--format", "json").json()] == [GOOD]
    status = policyqa("status", "--library", library).out
    assert all(name in status for name in SAID)
    told = policyqa("ask", "每个县（区）普惠性幼儿园覆盖率", "--library", library, "--format", "json").json()
    assert told["searched"] == {"documents": 1, "unread": len(SAID)}


def test_extraction_goes_on_past_what_cannot_be_read(folder: Path) -> None:
    done = policyqa("extract", folder, "--format", "json")
    assert done.status == 1
    assert [item["document"]["file"] for item in done.json()] == [GOOD]
    assert len(done.err.splitlines()) == len(SAID)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("extract", "没有这个.docx"), "没有这个.docx"),
        (("add", "empty-folder"), "没有可读取的文件"),
        (("ask", "培训经费"), "policyqa add"),
        (("compare", "甲县", "乙县", "-o", "r.html"), "policyqa add"),
        (("evaluate", "empty-folder"), "gold.json"),
        (("ask", "--questions", "empty.jsonl"), "empty.jsonl"),
    ],
)
def test_wrong_use_is_one_sentence_and_status_two(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    (tmp_path / "empty-folder").mkdir()
    (tmp_path / "empty.jsonl").write_text("not json\n", "utf-8")
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        done = policyqa(*words)
    finally:
        os.chdir(here)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert "Traceback" not in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty-folder", "empty.jsonl"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("栎原县", "火星县"), "火星县"),
        (("栎原县",), "两个"),
        (("栎原县", "栎原县"), "两个"),
    ],
)
def test_a_comparison_that_cannot_be_made_writes_nothing(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    library, out = tmp_path / "lib", tmp_path / "r.html"
    policyqa("add", DOCUMENTS / "liyuan-education-plan.docx", DOCUMENTS / GOOD, "--library", library)
    done = policyqa("compare", *words, "-o", out, "--library", library)
    assert done.status == 2
    assert said in done.err
    assert not out.exists()


def test_a_report_for_a_folder_that_is_not_there_is_refused_in_one_line(tmp_path: Path) -> None:
    done = policyqa("extract", DOCUMENTS / GOOD, "--format", "csv", "-o", tmp_path / "no" / "t.csv")
    assert done.status == 2
    assert len(done.err.splitlines()) == 1
