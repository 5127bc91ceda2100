"""Draws documents for a hand check of what was read: `sample_reading.py FOLDER… [--seed N] [--size N] [--trees]`.

Prints the metadata of SIZE documents of the folders together (0 for all), or with --trees their sections, so that a
person can say of each field whether it is right. The same seed over the same files draws the same documents.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from policyqa.model import Document
from policyqa.reading import Unreadable, read

SHARED = Path(__file__).parents[2] / "shared"
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[SHARED / "corpus", SHARED / "documents"])
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--size", type=int, default=60)
    parser.add_argument("--trees", action="store_true", help="print sections instead of metadata")
    asked = parser.parse_args()
    paths = sorted(path for folder in asked.folders for path in folder.rglob("*") if path.is_file())
    if not paths:
        print("no documents there: " + ", ".join(map(str, asked.folders)))
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
    return 0


if __name__ == "__main__":
    sys.exit(main())
