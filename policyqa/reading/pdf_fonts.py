"""Chinese fonts that a PDF names and does not hold, on a machine that has none.

pdfium asks the system for such a font, and without one the characters have no extent. A stretch of text without any
extent, as a lone 前 on the last line of a cell, is then left out of the page's text. So a blank font stands in.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium

from policyqa.reading.blank_font import font

# Chinese text is set in Japanese and Korean fonts as well.
_CHARSETS = (
    pdfium.FXFONT_GB2312_CHARSET,
    pdfium.FXFONT_CHINESEBIG5_CHARSET,
    pdfium.FXFONT_SHIFTJIS_CHARSET,
    pdfium.FXFONT_HANGEUL_CHARSET,
)
_MARK = ctypes.create_string_buffer(1)
_HANDLE = ctypes.addressof(_MARK)  # by which pdfium asks for the blank font
_WHOLE_FILE = 0  # in place of the name of one of a font's tables


@cache
def provide() -> Any:
    """Once in a process, before a document is opened: the blank font wherever the system has none for a script.

    pdfium uses what is returned until the process ends.
    """
    system = pdfium.FPDF_GetDefaultSystemFontInfo()
    if not system:
        return None
    callbacks = _callbacks(system.contents)
    for name, callback in callbacks.items():
        setattr(system.contents, name, callback)
    pdfium.FPDF_SetSystemFontInfo(system)
    return system, callbacks


def _callbacks(info: Any) -> dict[str, Any]:
    """The system's functions, which come first, with the blank font beside them."""
    map_font, get_data, delete = (_kept(info, name) for name in ("MapFont", "GetFontData", "DeleteFont"))

    def mapped(this: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
        found: int | None = map_font(this, weight, italic, charset, pitch, face, exact)
        return _HANDLE if not found and charset in _CHARSETS else found

    def data(this: Any, handle: int, table: int, buffer: Any, size: int) -> int:
        if handle != _HANDLE:
            return int(get_data(this, handle, table, buffer, size))
        file = font() if table == _WHOLE_FILE else b""
        if buffer and len(file) <= size:
            ctypes.memmove(buffer, file, len(file))
        return len(file)

    def deleted(this: Any, handle: int) -> None:
        if handle != _HANDLE:
            delete(this, handle)

    functions = {"MapFont": mapped, "GetFontData": data, "DeleteFont": deleted}
    return {name: type(getattr(info, name))(function) for name, function in functions.items()}


def _kept(info: Any, name: str) -> Any:
    """The system's own function; the field as read would be what is written to it later."""
    field = getattr(info, name)
    return type(field)(ctypes.cast(field, ctypes.c_void_p).value)
