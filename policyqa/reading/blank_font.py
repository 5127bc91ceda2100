"""A TrueType font of one glyph, which stands for every character: one em wide, and without ink.

It has extent, and nothing to see: the outline goes up a diagonal of the em and back.
"""

from __future__ import annotations

import struct
from functools import cache

_EM, _ASCENT, _DESCENT = 1000, 880, -120
_LAST = 0x10FFFF
_MAGIC = 0x5F0F3CF5  # of every `head`
_ON_CURVE = 1
_TRUETYPE = 0x00010000
_MANY_TO_ONE = 13  # the format of a character map with one glyph for a whole range


@cache
def font() -> bytes:
    """The file."""
    tables = {
        b"cmap": _characters(),
        b"glyf": _outline(),
        b"head": _head(),
        b"hhea": struct.pack(">I3hH11hH", _TRUETYPE, _ASCENT, _DESCENT, 0, _EM, 0, 0, _EM, 1, *[0] * 7, 2),
        b"hmtx": struct.pack(">HhHh", _EM, 0, _EM, 0),
        b"loca": struct.pack(">3I", 0, 0, len(_outline())),  # glyph 0, for what is missing, is empty
        b"maxp": struct.pack(">I14H", _TRUETYPE, 2, 3, 1, 0, 0, 2, *[0] * 8),
    }
    places, body = b"", b""
    start = 12 + 16 * len(tables)
    for name, table in tables.items():
        padded = table + bytes(-len(table) % 4)
        places += name + struct.pack(">3I", _sum(padded), start + len(body), len(table))
        body += padded
    return struct.pack(">I4H", _TRUETYPE, len(tables), 64, 2, 16 * len(tables) - 64) + places + body


def _characters() -> bytes:
    header = struct.pack(">HHHHI", 0, 1, 3, 10, 12)  # one map, of all of Unicode
    return header + struct.pack(">HH3I3I", _MANY_TO_ONE, 0, 28, 0, 1, 0, _LAST, 1)


def _outline() -> bytes:
    box = struct.pack(">5h", 1, 0, _DESCENT, _EM, _ASCENT)
    flags = bytes([_ON_CURVE] * 3)
    steps = struct.pack(">6h", 0, _EM, -_EM, _DESCENT, _ASCENT - _DESCENT, _DESCENT - _ASCENT)
    return box + struct.pack(">HH", 2, 0) + flags + steps + b"\0"


def _head() -> bytes:
    start = struct.pack(">4I2H2q", _TRUETYPE, _TRUETYPE, 0, _MAGIC, 0, _EM, 0, 0)
    return start + struct.pack(">4h2H3h", 0, _DESCENT, _EM, _ASCENT, 0, 8, 2, 1, 0)


def _sum(table: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(table) // 4}I", table)
    return sum(words) & 0xFFFFFFFF
