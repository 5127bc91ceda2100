"""Draws random records from real documents for a hand check: `sample_records.py FOLDER [--seed N] [--size N]`.

Prints, for each kind, SIZE records of the documents below FOLDER with the sentence that they were read from, so that
a person can say of each whether it is right. The same seed over the same files draws the same records.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from policyqa.errors import PolicyqaError
from policyqa.model import Body, Deadline, Document, Extraction, Problem, Target
from policyqa.pipeline import documents_in, process


def told_target(target: Target) -> str:
    limit = target.deadline.end if target.deadline else None
    return (
        f"{target.indicator} | {target.min}..{target.max} {target.unit} {target.comparator} | until {limit} | "
        f"every {target.frequency} | for {target.scope} | {[body.name for body in target.bodies]}"
    )


def told_deadline(deadline: Deadline) -> str:
    return (
        f"{deadline.text} | {deadline.kind} {deadline.start}..{deadline.end} | {deadline.duration} {deadline.frequency}"
    )


def told_body(body: Body) -> str:
    return f"{body.name} | {body.role} | {body.canonical}"


def records(folder: Path) -> Iterator[tuple[Document, Extraction]]:
    for path in documents_in([folder]):
        for outcome in process(path):
            if not isinstance(outcome.result, Problem):
                yield outcome.result.document, outcome.result.extraction


def draw(lines: Sequence[tuple[str, str, str]], title: str, size: int, chance: random.Random) -> None:
    print(f"\n== {title}: {size} of {len(lines)}")
    for number, (file, record, sentence) in enumerate(chance.sample(lines, min(size, len(lines))), 1):
        print(f"{number}. [{file[:24]}] {record}\n     {sentence}")


def _line(document: Document, record: str, sentence: str) -> tuple[str, str, str]:
    return document.file, record, " ".join(sentence.split())[:200]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--size", type=int, default=100)
    options = parser.parse_args()
    targets, deadlines, bodies = [], [], []
    try:
        for document, found in records(options.folder):
            targets += [_line(document, told_target(t), t.sentence) for t in found.targets if t.kind == "target"]
            deadlines += [_line(document, told_deadline(d), d.sentence) for d in found.deadlines]
            bodies += [_line(document, told_body(b), b.sentence) for b in found.bodies]
    except PolicyqaError as error:
        parser.error(str(error))
    chance = random.Random(options.seed)
    for title, lines in (("targets", targets), ("deadlines", deadlines), ("bodies", bodies)):
        draw(lines, title, options.size, chance)


if __name__ == "__main__":
    main()
