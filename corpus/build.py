"""Writes `documents/` from `sources/`; with --check it writes nothing and exits 1 where a file differs.

Only `luting-teachers.html` is kept as it is: it is its own source.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import docx_writer
import pdf_writer
import text_writer

HERE = Path(__file__).parent
RECIPES: dict[str, Callable[[str], bytes]] = {
    "liyuan-education-plan.docx": partial(
        docx_writer.write, title="栎原县基础教育提质扩优三年行动计划（2025—2027年）", numbered=True
    ),
    "maidu-elderly-digital-notice.docx": partial(
        docx_writer.write, title="麦渡县2026年“一老一小”服务和数字政务提升工作方案", numbered=False
    ),
    "jichuan-public-services-plan.pdf": partial(
        pdf_writer.write,
        title="霁川县“十五五”基本公共服务优质均衡实施方案",
        header="霁川县“十五五”基本公共服务优质均衡实施方案",
    ),
    "luting-elderly-subsidies.pdf": partial(pdf_writer.write, title="鹭汀区养老服务扶持办法", header=None),
    "yunxiu-education-plan.txt": partial(text_writer.plain, encoding="gb18030"),
    "tanpu-education-scraped.txt": text_writer.scraped,
    "liyuan-work-report.txt": text_writer.wrapped,
}


def build(name: str) -> bytes:
    """The bytes of one document."""
    source = HERE / "sources" / Path(name).with_suffix(".txt")
    return RECIPES[name](source.read_text("utf-8"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file differs")
    check = parser.parse_args().check
    stale = [name for name in RECIPES if not _is_current(name)]
    for name in stale:
        if not check:
            (HERE / "documents" / name).write_bytes(build(name))
        print(f"{name}: {'differs from its source' if check else 'written'}")
    return 1 if check and stale else 0


def _is_current(name: str) -> bool:
    document = HERE / "documents" / name
    return document.is_file() and document.read_bytes() == build(name)


if __name__ == "__main__":
    sys.exit(main())
