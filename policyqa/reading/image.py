"""Pictures of documents: photographs, screenshots, faxes of several pages (TIFF)."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import numpy
from msgspec.structs import replace
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from policyqa.language import say
from policyqa.model import Problem
from policyqa.reading import detect, ocr, paged
from policyqa.reading.failures import damaged, too_large
from policyqa.reading.pdf_furniture import without_furniture
from policyqa.reading.pdf_page import Line, Page, PageTable
from policyqa.reading.raw import RawText, Unreadable

_MOST_PIXELS = 120_000_000  # of one picture; A4 at 600 dpi has 35 million
_OF_PAGES = {"TIFF"}
_TALL = 2.0  # times the width: from there on a picture is read in parts
_PART_FROM, _PART_TO = 1.2, 1.6  # times the width: where a part may end


def read_image(data: bytes, name: str) -> RawText:
    """Raises Unreadable with the code scanned (no recognition installed), damaged, too-large or empty."""
    if not ocr.is_installed():
        raise _needs_ocr(data, name)
    found = _recognised(_pictures(data))
    return found if len(found.pages) > 1 else replace(found, pages=())  # one picture has no pages to count


def read_pictures(files: Iterable[bytes]) -> RawText:
    """The pictures of a document that holds nothing else, in their order; drawings (EMF, WMF) are passed over.

    Raises Unreadable with the code empty.
    """
    return replace(_recognised(picture for data in files for picture in _decodable(data)), pages=())


def _decodable(data: bytes) -> Iterator[Any]:
    with suppress(Unreadable):
        yield from _pictures(data)


def _recognised(pictures: Iterable[Any]) -> RawText:
    pages: list[Page] = []
    problems: list[Problem] = [ocr.recognised(say("文件", "The file"))]
    for number, picture in enumerate(pictures, start=1):
        if number > ocr.MOST_PAGES:
            problems.append(_too_many())
            break
        found = [ocr.recognise(part) for part in parts(picture)]
        whole = len(found) == 1  # the lines of parts do not stand on one page
        pages.append(Page(tuple(b if whole else _placeless(b) for part in found for b in part.blocks)))
        doubtful = [text for part in found for text in part.doubtful]
        problems += [ocr.doubtful(say(f"第 {number} 幅图片", f"Picture {number}"), doubtful)] if doubtful else []
    if not any(page.blocks for page in pages):
        raise _no_text()
    body = without_furniture(pages)
    return paged.written(body.pages, [*problems, *body.notes])


def _placeless(block: Line | PageTable) -> Line | PageTable:
    return Line(block.text) if isinstance(block, Line) else block


def _pictures(data: bytes) -> Iterator[Any]:
    """Each frame as an array of height × width × 3, blue first."""
    try:
        with _opened(data) as opened:
            for number, frame in enumerate(ImageSequence.Iterator(opened)):
                if number and opened.format not in _OF_PAGES:
                    return  # a moving picture
                if frame.width * frame.height > _MOST_PIXELS:
                    raise too_large()
                yield numpy.asarray(ImageOps.exif_transpose(frame).convert("RGB"))[:, :, ::-1]
    except Image.DecompressionBombError as error:
        raise too_large() from error
    except (OSError, ValueError, SyntaxError, EOFError, UnidentifiedImageError) as error:
        raise damaged() from error


def _opened(data: bytes) -> Image.Image:
    """Pillow's own limit, from which it warns, and fails at twice as much, is lower than what is taken here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(io.BytesIO(data))


def parts(picture: Any) -> Iterator[Any]:
    """A tall picture (长图) in parts that are cut where a row of pixels is plain, between two lines of text."""
    width = picture.shape[1]
    while picture.shape[0] > _TALL * width:
        start, end = int(_PART_FROM * width), int(_PART_TO * width)
        busy = picture[start:end].astype(numpy.int16).max(axis=2).std(axis=1)
        cut = start + int(busy.argmin())
        yield picture[:cut]
        picture = picture[cut:]
    yield picture


def _needs_ocr(data: bytes, name: str) -> Unreadable:
    suffix, kind = detect.misnamed(name), detect.image_type(data)
    lead = say(f"文件是图片（{kind}）。", f"The file is an image ({kind}). ")
    if suffix:
        lead = say(
            f"文件扩展名是 {suffix}，实际却是图片（{kind}）。", f"The file is named {suffix} but is an image ({kind}). "
        )
    return Unreadable("scanned", lead + ocr.missing())


def _too_many() -> Problem:
    message = say(
        f"文件超过 {ocr.MOST_PAGES} 页，只读取了前 {ocr.MOST_PAGES} 页。",
        f"More than {ocr.MOST_PAGES} pages; the first {ocr.MOST_PAGES} were read.",
    )
    return Problem(code="too-many-pages", grade="error", message=message)


def _no_text() -> Unreadable:
    return Unreadable("empty", say("图片里没有认出文字。", "No text was recognised in the image."))
