"""What a file is, by its content: names lie (an image renamed .docx, a web page saved as .doc)."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from pathlib import PurePath
from typing import Literal, NamedTuple

from policyqa.language import say
from policyqa.reading.failures import damaged, empty, encrypted
from policyqa.reading.raw import Unreadable

Kind = Literal["docx", "pdf", "html", "mht", "text", "ofd", "xlsx", "office", "image", "archive"]

_READ_SUFFIXES = {
    ".docx",
    ".xlsx",
    ".doc",
    ".wps",
    ".rtf",
    ".ofd",
    ".pdf",
    ".html",
    ".htm",
    ".mht",
    ".mhtml",
    ".txt",
    ".zip",
}
_SAMPLE = 64 * 1024  # bytes: enough to tell a text from a web page and both from rubbish
_BLANK = b" \t\r\n\f\v\0"
_UNICODE = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_MOST_CONTROLS = 0.01  # of a text's characters; in random bytes it is a tenth
_HTML_START = re.compile(r"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_HTML_TAG = re.compile(r"</?(?:html|head|meta|title|body|div|table|tr|td|p|br|span|a|ul|li|h[1-6])\b[^<>]*>", re.I)
_LEAST_TAGS = 5
_LEAST_TAG_SHARE = 0.1  # of the characters: a text that quotes a few tags has less
_CONTROL = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class _Foreign(NamedTuple):
    """A kind of file that is recognised but not read, and what its owner can do."""

    zh: str
    en: str
    advice_zh: str = "请换成 docx、pdf、ofd、html 或 txt 文件。"
    advice_en: str = "Use a docx, pdf, ofd, html or txt file instead."


_SHEET_ZH, _SHEET_EN = (
    "请把其中的文字另存为 .docx 或 .txt 后再读取。",
    "Save its text as .docx or .txt and read that.",
)
_UNPACK_ZH, _UNPACK_EN = "请先解压，再读取其中的文件。", "Unpack it and read the files inside."

_SLIDES = _Foreign("演示文稿", "a slide show", _SHEET_ZH, _SHEET_EN)
_ARCHIVE = _Foreign("压缩包", "an archive", _UNPACK_ZH, _UNPACK_EN)


_IMAGES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"),
    (re.compile(rb"\xff\xd8\xff"), "JPEG"),
    (re.compile(rb"GIF8[79]a"), "GIF"),
    (re.compile(rb"BM.{4}\0\0\0\0.{4}[\x0c\x28\x38\x40\x6c\x7c]\0\0\0", re.S), "BMP"),
    (re.compile(rb"II\*\0|MM\0\*"), "TIFF"),
    (re.compile(rb"RIFF.{4}WEBP", re.S), "WebP"),
)
_PACKED = re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b\x08")
_MHT = re.compile(rb"\s*(?:MIME-Version:|From:).{0,2000}?multipart/(?:related|alternative)", re.S | re.I)
_ZIP_SLIDES = "ppt/presentation."
_FLAT_WORD = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml.{0,500}?mso-application progid=\"Word", re.S)
# What LibreOffice reads and this program does not, by what marks it: the suffix tells LibreOffice what it gets.
_OLE2_STREAMS = (("WordDocument", ".doc"), ("Workbook", ".xls"), ("Book", ".xls"), ("MatOST", ".wps"))
_ZIP_MIMETYPES = ((b"opendocument.text", ".odt"), (b"opendocument.spreadsheet", ".ods"))


def kind(data: bytes, name: str) -> Kind:
    """The reader that a file needs. `name` serves the message alone.

    Raises Unreadable with the code empty, damaged, encrypted, unsupported-format or unknown-format.
    """
    if not data.strip(_BLANK):
        raise empty()
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data, name)
    if office_suffix(data):
        return "office"
    if data.startswith(_OLE2):
        raise _ole2(data, name)
    if b"%PDF-" in data[:1024] and not _HTML_START.match(data[:1024].decode("latin-1")):
        return "pdf"
    if image_type(data):
        return "image"
    if _MHT.match(data):
        return "mht"
    if _PACKED.match(data):
        raise _unsupported(_ARCHIVE, name)
    return _characters(data)


def _listed(data: bytes) -> tuple[list[str], bytes]:
    """The members of a zip, and the type that an OpenDocument file states first."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.namelist()
            return members, archive.open("mimetype").read(100) if "mimetype" in members else b""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError) as error:
        raise damaged() from error


def _zip(data: bytes, name: str) -> Kind:
    members, mimetype = _listed(data)
    if any(re.fullmatch(r"word/document\d*\.xml", member) for member in members):
        return "docx"
    if any(member.lower().lstrip("/") == "ofd.xml" for member in members):
        return "ofd"
    if any(re.fullmatch(r"xl/workbook\d*\.xml", member) for member in members):
        return "xlsx"
    if _zip_suffix(members, mimetype):
        return "office"
    if b"opendocument.presentation" in mimetype or any(member.startswith(_ZIP_SLIDES) for member in members):
        raise _unsupported(_SLIDES, name)
    return "archive"


def image_type(data: bytes) -> str | None:
    return next((name for signature, name in _IMAGES if signature.match(data)), None)


def misnamed(name: str) -> str | None:
    """The suffix of a file that this program would read as something else, to be told beside what it is."""
    suffix = PurePath(name).suffix.lower()
    return suffix if suffix in _READ_SUFFIXES else None


def office_suffix(data: bytes) -> str | None:
    """Of a document for the converter (policyqa.reading.office), what its name would end in."""
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if data.startswith(_OLE2):
        found = (suffix for stream, suffix in _OLE2_STREAMS if _has_stream(data, stream))
        return None if _has_stream(data, "EncryptedPackage") else next(found, None)
    if _FLAT_WORD.match(data):
        return ".xml"
    return _zip_suffix(*_listed(data)) if data.startswith(b"PK\x03\x04") else None


def _zip_suffix(members: list[str], mimetype: bytes) -> str | None:
    if "xl/workbook.bin" in members:
        return ".xlsb"
    return next((suffix for part, suffix in _ZIP_MIMETYPES if part in mimetype), None)


def _ole2(data: bytes, name: str) -> Unreadable:
    """Streams by their names in the directory, which are stored as UTF-16 with a closing zero."""
    if _has_stream(data, "EncryptedPackage"):
        return encrypted()
    return _unsupported(_SLIDES, name) if _has_stream(data, "PowerPoint Document") else _unknown()


def _has_stream(data: bytes, stream: str) -> bool:
    return (stream + "\0").encode("utf-16-le") in data


def _characters(data: bytes) -> Kind:
    sample = _decode(data[:_SAMPLE])
    if len(_CONTROL.findall(sample)) > _MOST_CONTROLS * len(sample):
        raise _unknown()
    if _HTML_START.match(sample):
        return "html"
    tags = [len(match[0]) for match in _HTML_TAG.finditer(sample)]
    return "html" if len(tags) >= _LEAST_TAGS and sum(tags) >= _LEAST_TAG_SHARE * len(sample) else "text"


def _decode(sample: bytes) -> str:
    """Good enough to see tags and control characters, for which the Chinese encoding does not matter."""
    for mark, encoding in _UNICODE:
        if sample.startswith(mark):
            return sample.decode(encoding, "replace").lstrip("\ufeff")
    return sample.decode("latin-1")


def _unsupported(foreign: _Foreign, name: str) -> Unreadable:
    suffix = misnamed(name)
    lead_zh, lead_en = "文件是", "The file is"
    if suffix:
        lead_zh, lead_en = f"文件扩展名是 {suffix}，实际却是", f"The file is named {suffix} but is"
    return Unreadable(
        "unsupported-format",
        say(
            f"{lead_zh}{foreign.zh}，本版本不读取。{foreign.advice_zh}",
            f"{lead_en} {foreign.en}, which this version does not read. {foreign.advice_en}",
        ),
    )


def _unknown() -> Unreadable:
    return Unreadable(
        "unknown-format",
        say(
            "无法识别文件格式：既不是文档，也不是文本；请核对文件来源。",
            "The file is of no known format, neither a document nor text; check where it came from.",
        ),
    )
