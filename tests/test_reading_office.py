"""Old office formats by way of LibreOffice, else catdoc, else a sentence that says what to install."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from policyqa.pipeline import Processed, ahead, process
from policyqa.reading import Unreadable, converter, office, read_bytes

SAMPLE = Path(__file__).parents[1] / "corpus" / "documents" / "liyuan-education-plan.docx"
needs_libreoffice = pytest.mark.skipif(not converter.is_installed(), reason="LibreOffice is not installed")

PARAGRAPHS = ["清川县人民政府办公室关于做好学前教育工作的通知", "到2027年，全县新建公办幼儿园12所。"]


def rtf(*paragraphs: str) -> bytes:
    escaped = ("".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in paragraph) for paragraph in paragraphs)
    return ("{\\rtf1\\ansi\\uc1 " + "".join(f"{paragraph}\\par " for paragraph in escaped) + "}").encode()


def doc(flags: int = 0, streams: tuple[str, ...] = ("WordDocument",)) -> bytes:
    """The head of an OLE2 file with these streams, the first of which is a Word document's."""
    head = bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0")
    return (
        head
        + (b"\xec\xa5" + bytes(9) + bytes([flags])).ljust(512, b"\0")
        + "\0".join((*streams, "")).encode("utf-16-le")
    )


@needs_libreoffice
def test_rtf_is_read_with_a_note() -> None:
    document = read_bytes(rtf(*PARAGRAPHS), "通知.rtf")
    assert document.text.split("\n") == PARAGRAPHS
    assert "converted" in {p.code for p in document.problems}
    assert document.pages == ()


@needs_libreoffice
def test_several_files_are_converted_with_one_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[int] = []
    run = converter.run
    monkeypatch.setattr(converter, "run", lambda *args: starts.append(1) or run(*args))  # type: ignore[func-returns-value]
    paths = [tmp_path / f"{number}.wps" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_bytes(rtf(*PARAGRAPHS, f"第{number}号"))
    results = [outcome.result for path in ahead(paths) for outcome in process(path)]
    assert [isinstance(r, Processed) and r.document.text[-3:] for r in results] == ["第0号", "第1号", "第2号"]
    assert len(starts) == 1


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["doc", "odt"])
def test_a_plan_is_the_same_in_every_format(tmp_path: Path, suffix: str) -> None:
    """Numbers that Word counts, merged cells and all."""
    wanted = read_bytes(SAMPLE.read_bytes(), SAMPLE.name)
    made = converter.convert([(".docx", SAMPLE.read_bytes())], suffix)[0]
    assert made is not None
    found = read_bytes(made, f"plan.{suffix}")
    assert found.text.rstrip() == wanted.text.rstrip()  # LibreOffice ends a file with an empty paragraph
    assert [s.title for s in found.sections] == [s.title for s in wanted.sections]


@needs_libreoffice
@pytest.mark.slow
def test_catdoc_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    made = converter.convert([(".rtf", rtf(*PARAGRAPHS))], "doc")[0]
    assert made is not None
    monkeypatch.setattr(converter, "_program", lambda: None)
    document = read_bytes(made, "通知.doc")
    assert document.text.split() == PARAGRAPHS
    assert "catdoc" in {p.code for p in document.problems}


@pytest.mark.parametrize(
    ("data", "code", "told"),
    [
        (doc(), "needs-libreoffice", "apt install libreoffice-writer"),
        (rtf("字"), "needs-libreoffice", ".rtf"),
        (doc(streams=("Workbook",)), "needs-libreoffice", ".xls"),
        (doc(flags=1), "encrypted", "密码"),
        (doc(streams=("EncryptedPackage",)), "encrypted", "密码"),
        (doc(streams=("PowerPoint Document",)), "unsupported-format", "演示文稿"),
        (doc(streams=("Nothing",)), "unknown-format", "无法识别"),
    ],
)
def test_without_any_converter_the_reason_is_told(
    data: bytes, code: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda program: None)
    with pytest.raises(Unreadable) as caught:
        read_bytes(data, "通知.doc")
    assert caught.value.problem.code == code
    assert told in caught.value.problem.message


@needs_libreoffice
def test_a_wreck_is_told_and_ends() -> None:
    with pytest.raises(Unreadable) as caught:
        read_bytes(doc(), "通知.doc")
    assert caught.value.problem.code == "not-converted"


def test_a_converter_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    started = time.monotonic()
    command = ["sh", "-c", "sleep 61 & echo $! > child; wait"]
    assert converter.run(command, str(tmp_path), 0.5) == b""
    assert time.monotonic() - started < 10
    child = int((tmp_path / "child").read_text())
    time.sleep(0.2)
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(child)], capture_output=True, text=True, check=False).stdout
    assert state.strip()[:1] in ("", "Z")


def test_what_is_made_ahead_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(converter, "is_installed", lambda: True)
    monkeypatch.setattr(converter, "convert", lambda files, target: asked.append(len(files)) or [None] * len(files))  # type: ignore[func-returns-value]
    office.prepare(rtf(str(number)) for number in range(60))
    assert asked == [office.AHEAD]
