"""Text recognition (OCR) with rapidocr, which the extra policyqa[ocr] installs: an image to lines of text.

Its models come with the package and are named to it, so that nothing is ever fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import mean
from threading import Lock
from typing import Any, NamedTuple

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading import scan_tables
from policyqa.reading.pdf_page import Box, Line, PageTable
from policyqa.reading.radicals import plain
from policyqa.reading.scan_tables import Piece

LONGEST_SIDE = 2_000  # pixels: A4 at 170 dpi; more makes it slower and no better
DETECTED_SIDE = 960  # pixels at which lines are found, for which the model was made; they are read at full size
MOST_PAGES = 200  # some seconds each
_WIDTH = 595.0  # points: A4
_DOUBTFUL = 0.85  # of a line's score; printed text has 0.95 and more
_SAME_LINE = 0.5  # of the height by which two boxes of one line overlap
_APART = 1.0  # characters: the least gap between two boxes that counts as a blank
_SHOWN, _SHOWN_LENGTH = 5, 24  # doubtful places in a message, and characters of each
_TURN = Lock()  # one recognition at a time: it takes all cores


class Recognised(NamedTuple):
    """The lines and ruled tables of an image from the top, and the texts of those pieces that may be wrong."""

    blocks: tuple[Line | PageTable, ...]
    doubtful: tuple[str, ...]


class _Box(NamedTuple):
    text: str
    score: float
    x0: float
    top: float
    x1: float
    bottom: float


def is_installed() -> bool:
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None and len(_models()) == 2


@cache
def _models() -> dict[str, str]:
    """The models for finding and for reading lines, as they lie in the package."""
    spec = find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec and spec.origin else Path("/nonexistent")
    found = {kind: sorted(folder.glob(f"*_{kind}_*.onnx")) for kind in ("det", "rec")}
    return {kind: str(files[-1]) for kind, files in found.items() if files}


@cache
def _engine() -> Any:
    models = _models()
    return import_module("rapidocr").RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,  # it turns some lines upside down and loses them
            "Global.text_score": 0.0,  # a doubtful line is told, not dropped
            "Global.max_side_len": LONGEST_SIDE,
            "Det.limit_type": "max",
            "Det.limit_side_len": DETECTED_SIDE,
            "Det.model_path": models["det"],
            "Rec.model_path": models["rec"],
            "EngineConfig.onnxruntime.intra_op_num_threads": 2,
        }
    )


def recognise(image: Any) -> Recognised:
    """`image`: an array of height × width × 3, blue first."""
    with _TURN:
        found = _engine()(image)
    if found.boxes is None:
        return Recognised((), ())
    boxes = [
        _Box(plain(text), score, min(p[0] for p in b), min(p[1] for p in b), max(p[0] for p in b), max(p[1] for p in b))
        for text, score, b in zip(found.txts, found.scores, found.boxes.tolist(), strict=True)
        if text.strip()
    ]
    height, width = image.shape[:2]
    scale = _WIDTH / width
    rows = _in_lines(boxes)
    tables = scan_tables.ruled(image, scale)
    if tables:
        pieces = [[Piece(b.text, *(value * scale for value in b[2:])) for b in row] for row in rows]
        content = scan_tables.laid_out(pieces, tables, height * scale)
    else:
        content = tuple(Line(_joined(row), _middle(row) / height, _place(row, scale)) for row in rows)
    return Recognised(content, tuple(box.text for box in boxes if box.score < _DOUBTFUL))


def _place(line: Sequence[_Box], scale: float) -> Box:
    """In points of a page as wide as A4."""
    x0, x1 = min(box.x0 for box in line), max(box.x1 for box in line)
    return x0 * scale, line[0].top * scale, x1 * scale, line[0].bottom * scale


def _in_lines(boxes: Sequence[_Box]) -> list[list[_Box]]:
    """Boxes by line from the top, each line from the left."""
    lines: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda b: (b.top + b.bottom, b.x0)):
        last = lines[-1] if lines else None
        if last and abs((box.top + box.bottom) / 2 - _middle(last)) < _SAME_LINE * (box.bottom - box.top):
            last.append(box)
        else:
            lines.append([box])
    return [sorted(line, key=lambda b: b.x0) for line in lines]


def _middle(line: Sequence[_Box]) -> float:
    return mean((box.top + box.bottom) / 2 for box in line)


def _joined(line: Sequence[_Box]) -> str:
    text = ""
    for index, box in enumerate(line):
        apart = index and box.x0 - line[index - 1].x1 > _APART * (box.bottom - box.top)
        text += (" " if apart else "") + box.text
    return text


# --- what a document's reader is told ---------------------------------------------------------------------------------


def missing() -> str:
    """What to do where the extra is not installed, to follow on what could not be read."""
    return say(
        "安装文字识别组件后可以读取：pip install 'policyqa[ocr]'。",
        "Install the text recognition to read it: pip install 'policyqa[ocr]'.",
    )


def recognised(where: str) -> Problem:
    message = say(
        f"{where}是图片，由文字识别（OCR）读出；数字请与原件核对。",
        f"{where} held images and was read by OCR; compare figures with the original.",
    )
    return Problem(code="ocr", grade="warning", message=message)


def doubtful(where: str, texts: Sequence[str]) -> Problem:
    shown = "、".join(f"“{text[:_SHOWN_LENGTH]}”" for text in texts[:_SHOWN])
    more = say(" 等", " and more") if len(texts) > _SHOWN else ""
    message = say(
        f"{where}有 {len(texts)} 行文字识别没有把握：{shown}{more}。",
        f"{where}: OCR is not sure of {len(texts)} lines: {shown}{more}.",
    )
    return Problem(code="ocr-doubtful", grade="warning", message=message)
