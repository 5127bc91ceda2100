"""Images and scans: read where the extra is installed, else a sentence that names it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import numpy
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from policyqa.reading import Unreadable, image, ocr, read_bytes
from policyqa.reading.pdf_page import Line

SAMPLE = Path(__file__).parents[1] / "corpus" / "documents" / "luting-elderly-subsidies.pdf"
needs_ocr = pytest.mark.skipif(not ocr.is_installed(), reason="the extra policyqa[ocr] is not installed")


def drawn(lines: list[str], size: tuple[int, int] = (900, 200)) -> Image.Image:
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        pen.text((40, 30 + 60 * row), line, "black", ImageFont.load_default(36))
    return picture


def saved(*pictures: Image.Image, format: str = "PNG") -> bytes:
    written = io.BytesIO()
    more: dict[str, Any] = {"save_all": True, "append_images": pictures[1:]} if len(pictures) > 1 else {}
    pictures[0].save(written, format, **more)
    return written.getvalue()


def scanned(picture: Image.Image) -> bytes:
    return saved(picture, format="PDF")


@needs_ocr
def test_an_image_is_read_without_pages() -> None:
    document = read_bytes(saved(drawn(["2027 target 98.5%", "baseline 12"])), "扫描.png")
    assert document.text.replace(" ", "") == "2027target98.5%\nbaseline12"
    assert document.pages == ()
    assert [p.grade for p in document.problems if p.code == "ocr"] == ["warning"]


@needs_ocr
@pytest.mark.slow
def test_a_scanned_page_of_the_sample_is_read_to_the_letter() -> None:
    with pypdfium2.PdfDocument(SAMPLE) as opened:
        page = opened[0]
        wanted = "".join(page.get_textpage().get_text_range().split()).removesuffix("—1—")
        picture = page.render(scale=2.0).to_pil()
    picture = picture.crop((0, 0, picture.width, picture.height * 2 // 5))
    document = read_bytes(scanned(picture), "扫描.pdf")
    found = "".join(document.text.split())
    assert sum(a == b for a, b in zip(found, wanted, strict=False)) >= 0.98 * len(wanted)
    assert document.pages == (0,)
    assert any(p.code == "ocr" and "第 1 页" in p.message for p in document.problems)


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    for data, name in ((saved(drawn(["x"])), "图.png"), (scanned(drawn(["x"], (1200, 1700))), "扫描.pdf")):
        with pytest.raises(Unreadable) as caught:
            read_bytes(data, name)
        assert caught.value.problem.code == "scanned"
        assert "pip install 'policyqa[ocr]'" in caught.value.problem.message
    with pytest.raises(Unreadable, match=r"扩展名是 \.docx，实际却是图片（PNG）"):
        read_bytes(saved(drawn(["x"])), "通知.docx")


def test_doubtful_lines_are_told_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ocr.Recognised((Line("新建公办幼儿园12所", 0.5), Line("培训教帅3OO名", 0.6)), ("培训教帅3OO名",))
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "recognise", lambda picture: found)
    document = read_bytes(scanned(drawn(["x"], (1200, 1700))), "扫描.pdf")
    (problem,) = (p for p in document.problems if p.code == "ocr-doubtful")
    assert problem.message == "第 1 页有 1 行文字识别没有把握：“培训教帅3OO名”。"


def test_frames_of_a_fax_are_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "recognise", lambda picture: ocr.Recognised((Line(f"宽{picture.shape[1]}"),), ()))
    document = read_bytes(saved(drawn(["a"]), drawn(["b"], (800, 200)), format="TIFF"), "传真.tif")
    assert [document.page(document.text.index(line)) for line in ("宽900", "宽800")] == [1, 2]


def test_a_fax_without_end_is_read_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "recognise", lambda picture: ocr.Recognised((Line(f"宽{picture.shape[1]}"),), ()))
    monkeypatch.setattr(ocr, "MOST_PAGES", 2)
    document = read_bytes(saved(*(drawn(["a"], (900 + i, 200)) for i in range(3)), format="TIFF"), "传真.tif")
    assert document.text == "宽900\n宽901"
    assert "too-many-pages" in {p.code for p in document.problems}


def test_tall_pictures_are_cut_between_lines() -> None:
    picture = numpy.asarray(drawn([f"line {row}" for row in range(66)], (600, 4000)))
    cut = list(image.parts(picture))
    assert sum(part.shape[0] for part in cut) == 4000
    assert all(part.shape[0] <= 2 * 600 for part in cut)
    assert all((part[0] == 255).all() for part in cut)
    assert len(list(image.parts(picture[:900]))) == 1


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (saved(drawn(["x"]))[:60], "damaged"),
        (saved(Image.new("1", (12_000, 11_000))), "too-large"),
        (saved(Image.new("1", (20_000, 20_000))), "too-large"),
    ],
)
def test_bad_images_say_why(data: bytes, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    with pytest.raises(Unreadable) as caught:
        read_bytes(data, "a.png")
    assert caught.value.problem.code == code


def test_a_scan_put_into_word_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    document = docx.Document()
    for width in (900, 800):
        document.add_picture(io.BytesIO(saved(drawn(["x"], (width, 200)))))
    written = io.BytesIO()
    document.save(written)
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(Unreadable, match=r"policyqa\[ocr\]"):
        read_bytes(written.getvalue(), "扫描.docx")
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "recognise", lambda picture: ocr.Recognised((Line(f"宽{picture.shape[1]}"),), ()))
    found = read_bytes(written.getvalue(), "扫描.docx")
    assert found.text == "宽900\n宽800"
    assert found.pages == ()
