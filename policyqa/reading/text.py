"""Plain text: bytes to characters, whatever office program wrote them."""

from __future__ import annotations

import codecs

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading import csv_record, flat_tables
from policyqa.reading.raw import RawText, Unreadable
from policyqa.reading.text_tables import tables

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(data: bytes, name: str) -> RawText:
    """Raises Unreadable where nothing but white space is left."""
    text, damaged = decode(data)
    if not text.strip():
        raise Unreadable("empty", say("文件是空的。", "The file is empty."))
    problems = (_damage(damaged),) if damaged else ()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = csv_record.record(text)
    if found:
        return RawText(text=found.text, fields=found.fields, breaks="unknown", problems=problems)
    flat = flat_tables.recovered(text)
    return RawText(
        text=text, breaks="unknown", tables=(*tables(text), *flat.tables), gaps=flat.gaps,
        problems=(*problems, *flat.problems),
    )  # fmt: skip


def decode(data: bytes) -> tuple[str, int]:
    """The text, and how many characters could not be decoded.

    GB18030 holds GB2312 and GBK; a text with a bad byte is read in the encoding that leaves the fewest gaps.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace").lstrip("\ufeff")
            return text, text.count("\ufffd")
    try:
        return data.decode("utf-8"), 0
    except UnicodeDecodeError:
        readings = [data.decode(encoding, "replace") for encoding in ("gb18030", "utf-8", "big5")]
        text = min(readings, key=lambda reading: reading.count("\ufffd"))
        return text, text.count("\ufffd")


def _damage(count: int) -> Problem:
    message = say(f"有 {count} 处字节无法解码，以 � 显示。", f"{count} bytes could not be decoded and show as �.")
    return Problem(code="bad-bytes", grade="warning", message=message)
