"""How well questions are answered: builds a library of a folder, asks a question set, prints the figures.

    python benchmarks/questions.py [DOCUMENTS QUESTIONS.jsonl] [--misses]

Without arguments: the sample documents with tests/cases/questions.jsonl, and ../shared/gold where it is there.
"""

from __future__ import annotations

import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from policyqa.answering import ask
from policyqa.evaluation.questions import load, mark
from policyqa.library import Library
from policyqa.pipeline import add

ROOT = Path(__file__).parents[1]
GOLD = ROOT.parent / "shared" / "gold"
SETS = (
    (ROOT / "corpus" / "documents", ROOT / "tests" / "cases" / "questions.jsonl"),
    (GOLD / "texts", GOLD / "questions.jsonl"),
)


def main() -> int:
    given = [Path(argument) for argument in sys.argv[1:] if argument != "--misses"]
    if given and len(given) != 2:
        print(__doc__)
        return 2
    for documents, questions in [(given[0], given[1])] if given else SETS:
        if questions.is_file() and documents.is_dir():
            measure(documents, questions, misses="--misses" in sys.argv)
    return 0


def measure(documents: Path, questions: Path, *, misses: bool) -> None:
    asked = load(questions)
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "library", create=True) as library:
        add(library, [documents])
        ask(library, asked[0].question)  # the indexes are opened and the segmenter loaded before the clock starts
        started = time.perf_counter()
        marks = mark(asked, partial(ask, library))
        each = (time.perf_counter() - started) / len(asked)
    print(f"{questions.name} over {documents.name}: {len(asked)} questions, {1000 * each:.0f} ms each")
    for name, (share, n) in marks.figures.items():
        print(f"  {name:10} {'-' if share is None else format(share, '.3f')}  n {n}")
    for miss in marks.misses if misses else ():
        print("  " + " ".join(miss.split())[:300])


if __name__ == "__main__":
    sys.exit(main())
