"""Draws documents for a hand check of what was read: `sample_reading.py FOLDER… [--seed N] [--size N] [--trees] [--source] [--names]`.

Prints the metadata of SIZE documents of the folders together (0 for all), or with --trees their sections, so that a
person can say of each field whether it is right. The same seed over the same files draws the same documents.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from policyqa.model import Document
from policyqa.reading import Unreadable, read, titles

SHARED = Path(__file__).parents[2] / "shared"
CUT = 30  # characters by which titles are compared: names are cut off
HEAD, DATES = 9, 3  # lines that are printed of the text
FIELDS = (
    "title", "issuer", "doc_number", "index_number", "issued_on", "published_on", "period", "addressees", "topic", "validity",
)  # fmt: skip


def metadata(document: Document) -> str:
    about = document.metadata
    place = f"{'/'.join(about.region.path) or about.region.name} {about.region.code or ''}" if about.region else "—"
    stated = (f"    {name}: {getattr(about, name)}" for name in FIELDS if getattr(about, name) is not None)
    doubts = ", ".join(problem.code for problem in document.problems if problem.grade != "note")
    return "\n".join([f"    region: {place}", *stated, *([f"    doubts: {doubts}"] if doubts else [])])


def tree(document: Document) -> str:
    lines = [f"    [{part.title}]" for part in document.parts]
    for section in document.sections:
        depth, parent = 1, section.parent
        while parent is not None:
            depth, parent = depth + 1, document.sections[parent].parent
        lines.append("    " * depth + section.marker + section.title)
    return "\n".join(lines)


def source(document: Document) -> str:
    """What to hold the fields against: the raw text's first lines, and every line near its end with a date."""
    lines = [line.strip() for line in document.raw.splitlines() if line.strip()]
    dated = [line for line in lines[HEAD:] if re.fullmatch(r".{0,24}年.{1,5}月.{1,5}日.{0,8}", line)]
    above = [lines[max(0, index - 1)] for index in map(lines.index, dated)]
    ends = [f"{a} / {line}" for a, line in zip(above, dated, strict=True)]
    return "\n".join(f"      | {line[:110]}" for line in [*lines[:HEAD], *ends[:DATES]])


def names(paths: Sequence[Path]) -> str:
    """How many titles and dates are those in the files' names: NATION_01_p23_TITLE（2023年6月1日）.txt."""
    titled = dated = right_titles = right_dates = 0
    for path in paths:
        about = read(path).metadata
        stem = re.sub(r"^.+?_\d+_p\d+_", "", path.stem)
        day = re.search(r"（(\d{4})年(\d+)月(\d+)日）?$", stem)
        wanted, found = titles.plain(re.sub(r"（\d{4}年\d*月?\d*日?）?$", "", stem)), titles.plain(about.title)
        titled, right_titles = titled + 1, right_titles + (bool(found) and found.startswith(wanted[:CUT]))
        if day:
            dated += 1
            right_dates += about.issued_on == date(*map(int, day.groups()))
    return f"titles as in the file's name: {right_titles} of {titled}; dates: {right_dates} of {dated}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[SHARED / "corpus", SHARED / "documents"])
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--size", type=int, default=60)
    parser.add_argument("--trees", action="store_true", help="print sections instead of metadata")
    parser.add_argument(
        "--source", action="store_true", help="print the text's first lines and dates beside the metadata"
    )
    parser.add_argument(
        "--names", action="store_true", help="compare with the names of the files, where they are titles"
    )
    asked = parser.parse_args()
    paths = sorted(path for folder in asked.folders for path in folder.rglob("*") if path.is_file())
    if not paths:
        print("no documents there: " + ", ".join(map(str, asked.folders)))
        return 0
    if asked.names:
        print(names([path for path in paths if path.suffix == ".txt"]))
        return 0
    chosen = random.Random(asked.seed).sample(paths, asked.size) if 0 < asked.size < len(paths) else paths
    for path in chosen:
        print(f"{path.parent.name}/{path.name}")
        try:
            document = read(path)
        except Unreadable as error:
            print(f"    not read: {error.problem.code}")
            continue
        print(tree(document) if asked.trees else metadata(document))
        if asked.source:
            print(source(document))
    return 0


if __name__ == "__main__":
    sys.exit(main())
