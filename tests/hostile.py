"""Files made to harm or to mislead their reader, by name; each small on disk."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable, Iterator

import pypdf
from making import OFD_NAMESPACE, ofd, ofd_page, text_object, zipped

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a0 "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    + "]>"
)
_OUTSIDE = '<!DOCTYPE a [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'
_CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
LETTER = "清川县人民政府办公室关于做好学前教育工作的通知\n各乡镇人民政府：\n到2027年，全县新建公办幼儿园12所。\n"


def docx(body: str, doctype: str = "", extra: dict[str, str | bytes] | None = None) -> bytes:
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<w:document {_W}><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": _CONTENT_TYPES, "word/document.xml": xml, **(extra or {})})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(pages: int, content: bytes = b"BT /F1 12 Tf 72 400 Td (page of text) Tj ET", filters: bytes = b"") -> bytes:
    """Pages that all show one and the same content stream."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    kids = b" ".join(b"%d 0 R" % (5 + i) for i in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%b] /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> >>" % (pages, kids),
        b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), filters, content),
        font,
        *(b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R >>" for _ in range(pages)),
    ]  # fmt: skip
    written = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    written += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(written)


def locked(data: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt("secret", algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def link(target: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        entry = zipfile.ZipInfo("链接.txt")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(entry, target)
    return written.getvalue()


def nested(depth: int) -> bytes:
    data = zipped({"通知.txt": LETTER})
    for _ in range(depth):
        data = zipped({"内.zip": data})
    return data


def ofd_with(doctype: str) -> bytes:
    root = f"<ofd:OFD {OFD_NAMESPACE}><ofd:DocBody><ofd:DocRoot>&a9;</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    return ofd([ofd_page(text_object("字", 20, 20))], {"OFD.xml": doctype + root})


LONG = b"BT /F1 12 Tf 10 10 Td" + b" (" + b") Tj (".join([b"a" * 32_000] * 400) + b") Tj ET"  # of 13 million characters
# By name: what makes the file, and the code of the problem that says why it is not read.
UNREADABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "空.txt": (lambda: b" \r\n", "empty"),
    "炸弹.docx": (lambda: docx("", extra={"word/media/a.png": b"\0" * 48 * 2**20}), "too-large"),
    "大部件.docx": (lambda: docx(" " * 65 * 2**20, extra={"a.bin": b"".join(_noise())}), "too-large"),
    "实体.docx": (lambda: docx(paragraph("&a9;"), _LAUGHS), "hostile"),
    "外部实体.docx": (lambda: docx(paragraph("&a9;"), _OUTSIDE), "hostile"),
    "深层.docx": (lambda: docx("<w:tbl><w:tr><w:tc>" * 5_000 + "</w:tc></w:tr></w:tbl>" * 5_000), "damaged"),
    "截断.docx": (lambda: docx(paragraph("字" * 500))[:300], "damaged"),
    "实体.ofd": (lambda: ofd_with(_LAUGHS), "hostile"),
    "外部实体.ofd": (lambda: ofd_with(_OUTSIDE), "hostile"),
    "截断.ofd": (lambda: ofd([ofd_page(text_object("字", 20, 20))])[:-40], "damaged"),
    "实体.xlsx": (lambda: zipped({"xl/workbook.xml": _LAUGHS + "<workbook>&a9;</workbook>"}), "hostile"),
    "加密.pdf": (lambda: locked(pdf(1)), "encrypted"),
    "截断.pdf": (lambda: pdf(40)[:180], "damaged"),
    "密集.pdf": (lambda: pdf(1, b"1 1 m 9 9 l S " * 100_001), "too-large"),
    "炸弹.zip": (lambda: zipped({"a.txt": b"0" * 48 * 2**20}), "too-large"),
    "越界.zip": (lambda: zipped({"../../越界.txt": LETTER}), "hostile"),
    "链接.zip": (lambda: link("/etc/passwd"), "hostile"),
    "套娃.zip": (lambda: nested(6), "too-deep"),
    "多文件.zip": (lambda: zipped({f"{i}/": "" for i in range(20_001)}, zipfile.ZIP_STORED), "too-large"),
    "随机.docx": (lambda: bytes(range(256)) * 40, "unknown-format"),
}
# Read with a problem of that code.
READABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "万页.pdf": (lambda: pdf(10_000), "too-many-pages"),
    "宏.docm": (lambda: docx(paragraph(LETTER), extra={"word/vbaProject.bin": b"x"}), "macros"),
    "尾缺.pdf": (lambda: pdf(3).replace(b"%%EOF", b""), "truncated"),
}


def _noise() -> Iterator[bytes]:
    """Half a megabyte that does not shrink, so that the archive's ratio is that of an honest file."""
    import hashlib

    for number in range(2**14):
        yield hashlib.sha256(str(number).encode()).digest()
