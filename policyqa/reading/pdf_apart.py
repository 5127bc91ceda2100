"""PDF files with streams that unpack to an abnormal size: read in a process of its own, with limits on memory and time.

pdfium takes some 200 bytes for each character of a page, and a stream of kilobytes can hold hundreds of millions.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from itertools import islice

import msgspec

from policyqa import language
from policyqa.reading.failures import too_large
from policyqa.reading.raw import RawText, Unreadable

_LARGE = 8 * 2**20  # bytes of one unpacked stream; the drawing of a dense map has less
_MOST_GAIN = 1032  # times: what deflate can gain at most
_SMALL = _LARGE // _MOST_GAIN  # bytes: no stream of that size unpacks to more than is large
_MANY_PARTS = 64  # streams of one page
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY = 1024  # bytes before a stream in which its filters stand
_PLAIN = re.compile(rb"/(?:DCT|JPX|CCITTFax|JBIG2)Decode|/DCT\b|/CCF\b")  # pictures, which unpack when they are drawn
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_OTHER = re.compile(rb"/(?:LZWDecode|LZW|RunLengthDecode|RL)\b")
_PARTS = re.compile(rb"/Contents\s*\[([^\]]{0,100000})\]")
_MEMORY = 2 * 2**30  # bytes of address space
_SECONDS = 300.0


class Outcome(msgspec.Struct):
    """What the process writes: the text, or the code and message of the problem."""

    text: RawText | None = None
    code: str = ""
    message: str = ""


def is_heavy(data: bytes) -> bool:
    """Whether a stream may unpack to what takes gigabytes; streams that are no larger than their pages need cost nothing."""
    if any(found[1].count(b" R") > _MANY_PARTS for found in _PARTS.finditer(data)):
        return True
    return any(_is_large(data, start, end) for start, end in _streams(data) if end - start > _SMALL)


def _streams(data: bytes) -> Iterator[tuple[int, int]]:
    position = 0
    while match := _STREAM.search(data, position):
        end = data.find(b"endstream", match.end())
        end = end if end >= 0 else len(data)
        if not data.startswith(b"end", match.start() - 3):
            yield match.end(), end
        position = max(end, match.end())


def _is_large(data: bytes, start: int, end: int) -> bool:
    head = data[max(0, start - _DICTIONARY) : start]
    head = head[head.rfind(b" obj") + 1 :]
    if _PLAIN.search(head):
        return False
    layers = len(_FLATE.findall(head))
    if layers == 1 and not _OTHER.search(head):
        return _unpacks_to_much(data[start:end])
    return bool(layers or _OTHER.search(head)) or end - start > _LARGE


def _unpacks_to_much(packed: bytes) -> bool:
    unpacker, size = zlib.decompressobj(), 0
    try:
        while packed and not unpacker.eof and size <= _LARGE:
            size += len(unpacker.decompress(packed, 2**20))
            packed = unpacker.unconsumed_tail
    except zlib.error:
        return False  # pdfium reads no more of it
    return size > _LARGE


def read(data: bytes, name: str) -> RawText:
    """As policyqa.reading.pdf.read_pdf, which the process calls; what ends it is told as too-large."""
    command = [sys.executable, "-m", "policyqa.reading.pdf_apart", name]
    environment = {**os.environ, "POLICYQA_LANG": language.current()}
    try:
        done = subprocess.run(command, input=data, capture_output=True, env=environment, timeout=_SECONDS, check=False)
        outcome = msgspec.msgpack.decode(done.stdout, type=Outcome)
    except (subprocess.TimeoutExpired, msgspec.DecodeError, OSError) as error:
        raise too_large() from error
    if outcome.text is None:
        raise Unreadable(outcome.code, outcome.message)
    return outcome.text


def main() -> int:
    """The process: a PDF on the standard input, an outcome on the standard output."""
    from policyqa.reading.pdf import read_here

    _limit()
    data = sys.stdin.buffer.read()
    try:
        outcome = Outcome(text=read_here(data, next(islice(sys.argv, 1, None), "")))
    except Unreadable as error:
        outcome = Outcome(code=error.problem.code, message=error.problem.message)
    sys.stdout.buffer.write(msgspec.msgpack.encode(outcome))
    return 0


def _limit() -> None:
    """Where the system has such limits."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, int(_SECONDS)), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    sys.exit(main())
