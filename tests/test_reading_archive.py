"""Zip archives: every document in them is read as its own, within limits, and nothing is written anywhere."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from pathlib import Path

import pytest
import typer
from making import zipped

from policyqa.library import Library
from policyqa.pipeline import Processed, add, process
from policyqa.reading import File, Refused, Unreadable, archive, files, read

LETTER = "清川县人民政府办公室关于做好学前教育工作的通知\n各乡镇人民政府：\n到2027年，全县新建公办幼儿园12所。\n"
OTHER = "清川县教育局关于做好教师培训工作的通知\n各学校：\n到2026年，培训教师300名，由县财政局落实经费。\n"


def _names(data: bytes, name: str = "附件.zip") -> list[str]:
    return [f"{found.name}{'!' if isinstance(found, Refused) else ''}" for found in files(data, name)]


def _gbk_zip(name: str) -> bytes:
    """As Chinese Windows writes names: GBK, without a flag that would say so."""
    data = zipped({"A" * len(name.encode("gbk")): LETTER})
    return data.replace(b"A" * len(name.encode("gbk")), name.encode("gbk"))


def test_members_are_documents_and_what_is_none_is_passed_over() -> None:
    members = {
        "通知.txt": LETTER, "附表/任务.txt": OTHER, "附表/": "", "__MACOSX/._通知.txt": "x", "附表/~$任务.docx": "x",
        ".DS_Store": "x", "setup.exe": "x",
    }  # fmt: skip
    assert _names(zipped(members)) == ["附件.zip/通知.txt", "附件.zip/附表/任务.txt"]


def test_names_in_gbk_without_a_flag_are_read() -> None:
    assert _names(_gbk_zip("关于开展检查的通知.txt")) == ["附件.zip/关于开展检查的通知.txt"]


def test_backslashes_are_folders() -> None:
    assert _names(zipped({"附表\\任务.txt": OTHER})) == ["附件.zip/附表/任务.txt"]


def test_archives_in_archives_are_opened_to_a_depth() -> None:
    data = zipped({"通知.txt": LETTER})
    for _ in range(2):
        data = zipped({"内.zip": data})
    assert _names(data) == ["附件.zip/内.zip/内.zip/通知.txt"]
    assert _names(zipped({"内.zip": data})) == ["附件.zip/内.zip/内.zip/内.zip!"]


def _link(target: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        entry = zipfile.ZipInfo("链接.txt")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(entry, target)
        opened.writestr("通知.txt", LETTER)
    return written.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        zipped({"../../x.txt": "x", "通知.txt": LETTER}), zipped({"/etc/x.txt": "x", "通知.txt": LETTER}),
        zipped({"C:/x.txt": "x", "通知.txt": LETTER}), zipped({"a/..\\..\\x.txt": "x", "通知.txt": LETTER}),
        _link("/etc/passwd"),
    ],
)  # fmt: skip
def test_paths_and_links_that_lead_out_are_refused_and_the_rest_is_read(data: bytes) -> None:
    refused, read_ = files(data, "附件.zip")
    assert isinstance(refused, Refused)
    assert refused.problem.code == "hostile"
    assert isinstance(read_, File)
    assert read_.data.decode() == LETTER


def test_a_bomb_costs_nothing_and_the_rest_is_read() -> None:
    data = zipped({"bomb.txt": b"0" * 64 * 2**20, "通知.txt": LETTER})
    assert _names(data) == ["附件.zip/bomb.txt!", "附件.zip/通知.txt"]


def test_limits_count_over_archives_in_archives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MOST_FILES", 4)
    inner = zipped({f"{i}.txt": LETTER for i in range(3)})
    names = _names(zipped({"1.zip": inner, "2.zip": inner}))
    assert names == ["附件.zip/1.zip/0.txt", "附件.zip/1.zip/1.txt", "附件.zip/1.zip/2.txt", "附件.zip!"]


def test_a_copy_of_itself_many_times_over_ends() -> None:
    """Entries may share their bytes: a small file that unpacks without end, layer upon layer."""
    data = zipped({"通知.txt": LETTER})
    for _ in range(3):
        data = zipped({f"{i}.zip": data for i in range(40)})
    assert sum(1 for _ in files(data, "a.zip")) < 3_000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped({"a.txt": LETTER})[:-30], "damaged"),
        (zipped({}), "empty"),
        (zipped({"setup.exe": "x"}), "empty"),
    ],
)
def test_an_archive_that_gives_nothing_says_why(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "附件.zip"
    path.write_bytes(data)
    (outcome,) = process(path)
    assert outcome.path == path
    assert not isinstance(outcome.result, Processed)
    assert outcome.result.code == code


def test_an_encrypted_member_is_told_and_the_others_are_read() -> None:
    data = bytearray(zipped({"锁.txt": LETTER, "通知.txt": LETTER}, zipfile.ZIP_STORED))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    refused, read_ = files(bytes(data), "附件.zip")
    assert isinstance(refused, Refused)
    assert refused.problem.code == "encrypted"
    assert isinstance(read_, File)


def test_a_library_follows_an_archive(tmp_path: Path) -> None:
    """Members are documents of their own; those that are gone from the archive are gone from the library."""
    path = tmp_path / "附件.zip"
    path.write_bytes(zipped({"通知.txt": LETTER, "坏.docx": b"PK\x03\x04", "附表/任务.txt": OTHER}))
    with Library.open(tmp_path / "library", create=True) as library:
        first = add(library, [path])
        assert [str(p.relative_to(tmp_path)) for p in first.added] == ["附件.zip/通知.txt", "附件.zip/附表/任务.txt"]
        assert [p.name for p, _ in first.unreadable] == ["坏.docx"]
        assert {d.file for d in library.documents()} == {"附件.zip/通知.txt", "附件.zip/附表/任务.txt"}
        assert library.find("附件.zip/通知.txt").id == library.find("通知.txt").id
        assert len(add(library, [path]).unchanged) == 2
        path.write_bytes(zipped({"通知.txt": LETTER}))
        assert len(add(library, [path]).unchanged) == 1
        assert [d.file for d in library.documents()] == ["附件.zip/通知.txt"]
        assert library.unreadable() == []
        path.write_text(OTHER, "utf-8")
        add(library, [path])
        assert [d.file for d in library.documents()] == ["附件.zip"]


def test_reading_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "收件" / "附件.zip"
    path.parent.mkdir()
    path.write_bytes(zipped({"../x.txt": LETTER, "通知.txt": LETTER}))
    before = sorted(tmp_path.rglob("*"))
    assert [isinstance(o.result, Processed) for o in process(path)] == [False, True]
    assert sorted(tmp_path.rglob("*")) == before


def test_an_archive_is_no_single_document(tmp_path: Path) -> None:
    path = tmp_path / "附件.zip"
    path.write_bytes(zipped({"通知.txt": LETTER}))
    with pytest.raises(Unreadable, match="policyqa extract"):
        read(path)


def test_extract_gives_one_object_per_member(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    from policyqa.cli.extracting import extract
    from policyqa.cli.options import RecordFormat

    path = tmp_path / "附件.zip"
    path.write_bytes(zipped({"甲/通知.txt": LETTER, "乙/通知.txt": OTHER}))
    out = tmp_path / "out"
    out.mkdir()
    for target in (None, out):
        with pytest.raises(typer.Exit) as ended:
            extract([path], RecordFormat.json, target)
        assert ended.value.exit_code == 0
    shown = json.loads(capsysbinary.readouterr().out)
    assert [found["document"]["file"] for found in shown] == ["附件.zip/甲/通知.txt", "附件.zip/乙/通知.txt"]
    assert sorted(p.name for p in out.iterdir()) == ["附件.zip_乙_通知.json", "附件.zip_甲_通知.json"]
