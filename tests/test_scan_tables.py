"""Ruled tables of scanned pages: the lines of the picture, and what recognition reads between them."""

from __future__ import annotations

import io
from typing import Any

import numpy
import pypdfium2
import pytest
import sample_plan

from policyqa.reading import read_bytes, scan_tables
from policyqa.reading.pdf_page import Line, PageTable
from policyqa.reading.scan_tables import Piece

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dots to the inch
XS, YS = (100, 260, 700, 1140), (200, 270, 340, 410)
SCALE = 595 / WIDTH


def _page(xs: tuple[int, ...] = XS, ys: tuple[int, ...] = YS, noise: int = 0) -> Any:
    image = numpy.full((HEIGHT, WIDTH, 3), 245, numpy.uint8)
    for y in ys:
        image[y : y + 2, xs[0] : xs[-1]] = 40
    for x in xs:
        image[ys[0] : ys[-1], x : x + 2] = 40
    spots = numpy.random.default_rng(1)
    image[spots.integers(0, HEIGHT, noise), spots.integers(0, WIDTH, noise)] = 0
    return image


@pytest.mark.parametrize("noise", [0, 20_000])
def test_lines_make_a_grid(noise: int) -> None:
    pytest.importorskip("cv2", reason="the extra policyqa[ocr] is not installed")
    (grid,) = scan_tables.ruled(_page(noise=noise), SCALE)
    assert (len(grid.xs) - 1, len(grid.ys) - 1) == (3, 3)
    assert grid.xs == pytest.approx([x * SCALE for x in XS], abs=2)


@pytest.mark.parametrize(
    "image", [_page(xs=(100, 1140), ys=(200, 1500)), _page(xs=(100, 102), ys=(200, 400)), _page()[:150]]
)
def test_a_frame_a_stroke_and_an_empty_page_are_no_table(image: Any) -> None:
    pytest.importorskip("cv2", reason="the extra policyqa[ocr] is not installed")
    assert scan_tables.ruled(image, SCALE) == []


def test_what_is_read_stands_in_its_cells() -> None:
    pytest.importorskip("cv2", reason="the extra policyqa[ocr] is not installed")

    def piece(text: str, x: int, y: int) -> Piece:
        return Piece(text, *(value * SCALE for value in (x, y, x + 30 * len(text), y + 30)))

    lines = [
        [piece("主要指标", 500, 120)],
        [piece("序号", 120, 220), piece("指标", 300, 220), piece("2030年", 800, 220)],
        [piece("1", 160, 290), piece("足球场地", 300, 290), piece("30", 800, 290)],
        [piece("2", 160, 360), piece("参训学生", 300, 360), piece("300", 800, 360)],
        [piece("本表由教育局填报。", 120, 500)],
    ]
    before, table, after = scan_tables.laid_out(lines, scan_tables.ruled(_page(), SCALE), HEIGHT * SCALE)
    assert isinstance(before, Line)
    assert isinstance(after, Line)
    assert (before.text, after.text) == ("主要指标", "本表由教育局填报。")
    assert isinstance(table, PageTable)
    assert [[c.text for c in table.cells if c.row == row] for row in range(3)] == [
        ["序号", "指标", "2030年"], ["1", "足球场地", "30"], ["2", "参训学生", "300"],
    ]  # fmt: skip


@pytest.mark.slow
def test_a_scanned_page_of_the_indicator_table_comes_out_row_for_row() -> None:
    pytest.importorskip("rapidocr", reason="the extra policyqa[ocr] is not installed")
    data, number = sample_plan.as_reportlab_pdf(), 2
    with pypdfium2.PdfDocument(data) as pdf:
        picture = pdf[number].render(scale=200 / 72).to_pil().convert("L")
    written = io.BytesIO()
    picture.save(written, "PDF", resolution=200)
    printed = read_bytes(data, "plan.pdf")
    scan = read_bytes(written.getvalue(), "scan.pdf")
    (table,) = scan.tables
    found = [tuple(cell.of(scan.text) for cell in row) for row in table.rows]
    rows = [tuple(cell.of(printed.text) for cell in row) for table in printed.tables for row in table.rows]
    assert len(found) > 20
    assert [row for row in found if row not in rows] == []
