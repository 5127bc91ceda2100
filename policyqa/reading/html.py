"""Saved web pages: the document without the site around it, and what the page says of the document."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from lxml import html as lxml_html
from resiliparse.parse.encoding import detect_encoding

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading import html_fields, html_main, html_text
from policyqa.reading.numbering import Element
from policyqa.reading.raw import RawText, Unreadable

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
_HEAD = 4096  # bytes in which a page names its encoding
_CHINESE = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "csgb2312", "chinese"}  # all part of GB18030
_NO_TEXT = dict.fromkeys((0, 0xE000, 0xE001))  # what a parser stops at, and what marks a table's place
_LARGEST = 32 * 2**20  # bytes; the tree of a page takes some twenty times as much
_LEAST_TEXT = 20  # characters


class Decoded(NamedTuple):
    """`damaged` characters could not be decoded and show as U+FFFD."""

    text: str
    damaged: int


def read_html(data: bytes, name: str) -> RawText:
    """Raises Unreadable with the code too-large, or empty where there is no main text: a frame, or a page for scripts."""
    if len(data) > _LARGEST:
        raise _too_large()
    page, damaged = decode(data)
    for keep_hidden in (False, True):  # some pages show their text by script alone
        root = _parse(page, keep_hidden=keep_hidden)
        main = html_main.main_node(root)
        fields = html_fields.fields(root, main)
        found = html_text.read(main)
        if len("".join(found.text.split())) >= _LEAST_TEXT:
            return RawText(
                text=found.text,
                breaks="paragraphs",
                tables=found.tables,
                fields=html_fields.with_credits(fields, found.credits),
                problems=(_bad_bytes(damaged),) if damaged else (),
            )
    raise Unreadable(
        "empty",
        say(
            "网页里没有正文；内容可能在打开网页后才载入，请在浏览器中打开后另存为 PDF 再读取。",
            "The page holds no main text; it may load late. Print it to PDF from a browser and read that.",
        ),
    )


def _too_large() -> Unreadable:
    message = say("网页超过 32 MB，未读取。", "The page is larger than 32 MB and was not read.")
    return Unreadable("too-large", message)


def decode(data: bytes) -> Decoded:
    """By its byte order mark, else as UTF-8 if it is, else in the encoding that leaves the fewest gaps."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace").lstrip("\ufeff")
            return Decoded(text, text.count("\ufffd"))
    try:
        return Decoded(data.decode("utf-8"), 0)
    except UnicodeDecodeError:
        declared = _DECLARED.search(data, 0, _HEAD)
        names = [declared[1].decode("ascii") if declared else "", detect_encoding(data), "gb18030", "utf-8"]
        readings = [data.decode(encoding, "replace") for encoding in filter(None, map(_known, names))]
        text = min(readings, key=lambda reading: reading.count("\ufffd"))
        return Decoded(text, text.count("\ufffd"))


def _known(name: str | None) -> str | None:
    """The encoding's name in Python; GB2312 and GBK as GB18030, for pages use more than they declare."""
    if not name:
        return None
    if name.lower() in _CHINESE:
        return "gb18030"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _parse(page: str, *, keep_hidden: bool) -> Element:
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = lxml_html.document_fromstring(page.translate(_NO_TEXT).encode("utf-8", "replace") or b"<html/>", parser)
    html_main.prune(root, keep_hidden=keep_hidden)
    return root


def _bad_bytes(count: int) -> Problem:
    message = say(f"有 {count} 处字节无法解码，以 � 显示。", f"{count} bytes could not be decoded and show as �.")
    return Problem(code="bad-bytes", grade="warning", message=message)
