"""Web pages saved in one file (.mht, .mhtml): a mail of parts, of which the page itself is read."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email.message import Message

from policyqa.reading.failures import damaged, too_large
from policyqa.reading.html import read_html
from policyqa.reading.raw import RawText, Unreadable

_LARGEST = 64 * 2**20  # bytes, pictures included
_MOST_PAGES = 20  # frames of a page


def read_mht(data: bytes, name: str) -> RawText:
    """The first page that holds a text: frames follow the page that shows them.

    Raises Unreadable with the code too-large, damaged (no page in it), or empty.
    """
    if len(data) > _LARGEST:
        raise too_large()
    problem = damaged()
    for page in _pages(data):
        try:
            return read_html(page, name)
        except Unreadable as error:
            problem = error
    raise problem


def _pages(data: bytes) -> Iterator[bytes]:
    try:
        parts = [part for part in email.message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
    except (RecursionError, ValueError, LookupError) as error:
        raise damaged() from error
    yield from filter(None, map(_page, parts[:_MOST_PAGES]))


def _page(part: Message) -> bytes:
    """The bytes as the browser stored them; in UTF-8 where the part alone names the encoding."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return b""
    charset = part.get_content_charset()
    try:
        return payload.decode("gb18030" if charset in ("gb2312", "gbk") else charset).encode() if charset else payload
    except (LookupError, UnicodeDecodeError):
        return payload
