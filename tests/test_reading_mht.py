"""Web pages saved in one file (.mht): which part is read, and what is refused."""

from __future__ import annotations

import pytest

from policyqa.reading import Unreadable, read_bytes

PLAN = (
    "<html><head><title>工作要点</title></head><body>"
    + "<p>新建公办幼儿园12所，培训教师300人次，由县教育局负责。</p>" * 3
    + "</body></html>"
)
FRAME = '<html><frameset><frame src="cid:a"></frameset></html>'


def _mail(*parts: tuple[str, bytes], head: str = "MIME-Version: 1.0") -> bytes:
    body = "".join(f"--b\r\nContent-Type: {kind}\r\n\r\n{data.decode('latin-1')}\r\n" for kind, data in parts)
    return f"{head}\r\nContent-Type: multipart/related; boundary=b\r\n\r\n{body}--b--\r\n".encode("latin-1")


@pytest.mark.parametrize(
    "data",
    [
        _mail(("text/html; charset=utf-8", PLAN.encode())),
        _mail(("text/html; charset=gb2312", PLAN.encode("gb18030")), ("image/png", b"x")),
        _mail(("text/html", PLAN.encode("gb18030"))),  # no encoding named anywhere
        _mail(("text/html; charset=unheard-of", PLAN.encode())),
        _mail(("text/html", FRAME.encode()), ("text/html; charset=utf-8", PLAN.encode())),
        _mail(("text/css", b"p {}"), ("text/html; charset=utf-8", PLAN.encode()), head="From: <Saved by a browser>"),
    ],
    ids=["utf-8", "gb2312", "unnamed", "unknown", "frames", "style first"],
)
def test_the_page_is_read_whatever_its_parts_are(data: bytes) -> None:
    document = read_bytes(data, "page.mht")
    assert document.text.count("新建公办幼儿园12所") == 3
    assert not document.pages


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_mail(("image/png", b"x")), "damaged"),
        (_mail(("text/html", FRAME.encode())), "empty"),
        (_mail(("text/html", PLAN.encode()))[:130], "empty"),
    ],
)
def test_what_holds_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_bytes(data, "page.mht")
    assert caught.value.problem.code == code


def test_parts_within_parts_end() -> None:
    deep = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b0\r\n\r\n"
    for level in range(3_000):
        deep += b"--b%d\r\nContent-Type: multipart/related; boundary=b%d\r\n\r\n" % (level, level + 1)
    with pytest.raises(Unreadable):
        read_bytes(deep, "page.mht")


def test_a_letter_that_begins_with_from_is_no_web_page() -> None:
    assert (
        "FROM: 县教育局"
        in read_bytes(
            "FROM: 县教育局\n各学校：\n新建幼儿园12所，由县教育局负责落实，年底前完成。".encode(), "a.txt"
        ).text
    )
