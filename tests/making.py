"""Small files in the formats that are read, made by the tests themselves."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Member = str | bytes

OFD_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_SIZE = 5.6  # millimetres: 三号 is 16 points
_LEFT, _TOP, _LINE = 28.0, 37.0, 9.8
_PER_LINE, _LINES = 28, 22


def zipped(members: Mapping[str, Member], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def text_object(line: str, x: float, y: float, size: float = _SIZE) -> str:
    """One line of an OFD page; as writers do, the steps are given in one run."""
    delta = f' DeltaX="g {len(line) - 1} {size}"' if len(line) > 1 else ""
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 160 {size}" Font="2" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size * 0.85}"{delta}>{escape(line)}</ofd:TextCode></ofd:TextObject>'
    )


def ofd_page(content: str) -> str:
    return f'<ofd:Page {OFD_NAMESPACE}><ofd:Content><ofd:Layer ID="9">{content}</ofd:Layer></ofd:Content></ofd:Page>'


def ofd(pages: Sequence[str], extra: Mapping[str, Member] | None = None) -> bytes:
    """An OFD file of pages as `ofd_page` makes them."""
    listed = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    document = (
        f"<ofd:Document {OFD_NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        f'</ofd:PageArea><ofd:TemplatePage ID="90" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )
    root = (
        f"<ofd:OFD {OFD_NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )
    parts = {f"Doc_0/Pages/Page_{i}/Content.xml": page for i, page in enumerate(pages)}
    return zipped({"OFD.xml": root, "Doc_0/Document.xml": document, **parts, **(extra or {})})


def ofd_lines(lines: Sequence[str]) -> list[str]:
    """Pages of lines as they stand, from the top margin down."""
    return [
        ofd_page(
            "".join(text_object(line, _LEFT, _TOP + row * _LINE) for row, line in enumerate(lines[i : i + _LINES]))
        )
        for i in range(0, len(lines), _LINES)
    ]


def wrapped(paragraph: str) -> list[str]:
    """A paragraph in lines of the width of a page, its first indented by two characters."""
    text = "　　" + paragraph
    return [text[i : i + _PER_LINE] for i in range(0, len(text), _PER_LINE)]
