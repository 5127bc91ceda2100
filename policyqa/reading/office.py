"""Old Word and WPS documents, RTF, OpenDocument and old Excel, by way of LibreOffice, else of catdoc."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading import converter
from policyqa.reading.detect import office_suffix
from policyqa.reading.docx import read_docx
from policyqa.reading.failures import encrypted, macros, too_large
from policyqa.reading.raw import RawText, Unreadable
from policyqa.reading.text import read_text
from policyqa.reading.xlsx import read_xlsx

_SHEETS = {".xls", ".xlsb", ".ods"}
_LARGEST = 64 * 2**20  # bytes; what converters need grows with it
AHEAD = 25  # files for one call of the converter
_WORD_START = 512  # where the first stream of an OLE2 file stands, in a Word document the text's
_WORD_MARK, _WORD_FLAGS, _WORD_ENCRYPTED = b"\xec\xa5", 11, 0x01
_MACRO_STORES = ("Macros", "_VBA_PROJECT_CUR")
_converted: dict[bytes, bytes] = {}  # made ahead, by the file's bytes; each is taken out once


def read_office(data: bytes, name: str) -> RawText:
    """Raises Unreadable with the code encrypted, too-large, needs-libreoffice, not-converted, and those of docx."""
    suffix = office_suffix(data) or ".doc"
    if len(data) > _LARGEST:
        raise too_large()
    if _is_encrypted(data):
        raise encrypted()
    made = _converted.pop(data, None)
    if made is None and converter.is_installed():
        made = converter.convert([(suffix, data)], _target(suffix))[0]
        if made is None:
            raise _not_converted()
    if made is None:
        return _catdoc(data, name, suffix)
    found = read_xlsx(made, name) if suffix in _SHEETS else read_docx(made, name)
    return _with(found, *_notes(data))


def is_office(path: Path) -> bool:
    """By the first bytes of the file, which say it well enough to look ahead."""
    try:
        with path.open("rb") as file:
            return file.read(8).startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf"))
    except OSError:
        return False


def prepare(files: Iterable[bytes]) -> None:
    """Convert many files with one start of the converter, which takes seconds; `read_office` takes up what was made."""
    if not converter.is_installed():
        return
    _converted.clear()
    chosen = [(suffix, data) for data in files if (suffix := office_suffix(data)) and len(data) <= _LARGEST]
    for target in ("docx", "xlsx"):
        group = [(suffix, data) for suffix, data in chosen if _target(suffix) == target][:AHEAD]
        made = converter.convert(group, target) if len(group) > 1 else []
        _converted.update({data: found for (_, data), found in zip(group, made, strict=False) if found})


def _target(suffix: str) -> str:
    return "xlsx" if suffix in _SHEETS else "docx"


def _is_encrypted(data: bytes) -> bool:
    """Word says in the head of its stream whether the rest is encrypted."""
    head = data[_WORD_START : _WORD_START + 12]
    return head.startswith(_WORD_MARK) and len(head) == 12 and bool(head[_WORD_FLAGS] & _WORD_ENCRYPTED)


def _notes(data: bytes) -> list[Problem]:
    message = say("文件由 LibreOffice 转换后读取。", "The file was read after LibreOffice had converted it.")
    has_macros = any((store + "\0").encode("utf-16-le") in data for store in _MACRO_STORES)
    return [Problem(code="converted", grade="note", message=message), *([macros()] if has_macros else [])]


def _with(found: RawText, *problems: Problem) -> RawText:
    from msgspec.structs import replace

    return replace(found, problems=(*found.problems, *problems))


def _catdoc(data: bytes, name: str, suffix: str) -> RawText:
    """The bare text of a .doc file: automatic numbers and the borders of tables are lost."""
    program = shutil.which("catdoc")
    if program is None or suffix != ".doc":
        raise _needs_libreoffice(suffix)
    with tempfile.TemporaryDirectory(prefix="policyqa-") as folder:
        file = Path(folder) / "in.doc"
        file.write_bytes(data)
        output = converter.run([program, "-d", "utf-8", "-w", str(file)], folder)
    if not output:
        raise _not_converted()
    message = say(
        "没有安装 LibreOffice，用 catdoc 读取：自动编号和表格可能丢失；安装 LibreOffice 后再读取更准确。",
        "LibreOffice is not installed and catdoc was used: automatic numbers and tables may be lost. "
        "Install LibreOffice and read the file again.",
    )
    return _with(read_text(output, name), Problem(code="catdoc", grade="warning", message=message))


def _needs_libreoffice(suffix: str) -> Unreadable:
    return Unreadable(
        "needs-libreoffice",
        say(
            f"读取 {suffix} 文件需要 LibreOffice（Debian/Ubuntu：apt install libreoffice-writer libreoffice-calc）；"
            "安装后再读取，或用 Word、WPS 另存为 .docx、.xlsx。",
            f"Reading {suffix} files takes LibreOffice (Debian, Ubuntu: apt install libreoffice-writer "
            "libreoffice-calc); install it, or save the file as .docx or .xlsx.",
        ),
    )


def _not_converted() -> Unreadable:
    return Unreadable(
        "not-converted",
        say(
            "文件没能转换成 .docx：可能已损坏、设有密码或过于复杂；请用 Word 或 WPS 另存为 .docx。",
            "The file could not be converted to .docx: it may be damaged, protected or too complex. "
            "Save it as .docx with Word or WPS.",
        ),
    )
