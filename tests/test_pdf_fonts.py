"""The text of a PDF does not hang on the fonts of the machine that reads it."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from policyqa.reading.blank_font import font

FONTLESS = """
import ctypes, sys
import pypdfium2.raw as pdfium
pdfium.FPDF_DestroyLibrary()
folders = (ctypes.c_char_p * 2)(sys.argv[1].encode(), None)
place = ctypes.cast(folders, ctypes.POINTER(ctypes.POINTER(ctypes.c_char)))
pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=place))
from policyqa.reading import read_bytes
sys.stdout.buffer.write(read_bytes(sys.stdin.buffer.read(), "plan.pdf").text.encode())
"""


def _one_by_one(text: str, name: str) -> bytes:
    """Each character a text object of its own, in a font that the file names and does not hold."""
    pdfmetrics.registerFont(UnicodeCIDFont(name))
    written = io.BytesIO()
    canvas = Canvas(written)
    canvas.setFont(name, 14)
    for place, character in enumerate(text):
        canvas.drawString(90 + 14 * place, 700, character)
    canvas.save()
    return written.getvalue()


@pytest.mark.parametrize("name", ["STSong-Light", "MSung-Light", "HeiseiMin-W3", "HYSMyeongJo-Medium"])
def test_characters_set_one_by_one_are_read_where_no_font_is_installed(name: str, tmp_path: Path) -> None:
    text = "八月底前完成"
    command = [sys.executable, "-c", FONTLESS, str(tmp_path)]
    done = subprocess.run(command, input=_one_by_one(text, name), capture_output=True, timeout=120)
    assert (done.returncode, done.stdout.decode()) == (0, text), done.stderr.decode()


def test_the_blank_font_gives_every_character_one_em_without_ink() -> None:
    tools = pytest.importorskip("fontTools.ttLib")
    found = tools.TTFont(io.BytesIO(font()), checkChecksums=2)
    names = {character: found.getBestCmap()[ord(character)] for character in "前8a，\U00020000"}
    assert len(set(names.values())) == 1
    name = names["前"]
    assert found["hmtx"][name][0] == found["head"].unitsPerEm
    outline = found["glyf"][name]
    assert (outline.xMin, outline.xMax, outline.yMax - outline.yMin) == (0, 1000, 1000)
    assert [tuple(point) for point in outline.coordinates] == [(0, -120), (1000, 880), (0, -120)]
