"""How well questions are answered: builds a library of a folder, asks a question set, prints the figures.

    python benchmarks/questions.py [DOCUMENTS QUESTIONS.jsonl] [--misses]

Without arguments: the sample documents with tests/cases/questions.jsonl, and ../shared/gold where it is there.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from policyqa.answering import Answer, ask
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
        lists = {a.question for a in asked if a.kind == "list"}
        for question in [asked[0].question, *sorted(lists)[:1]]:
            ask(library, question)  # indexes are opened, the segmenter and weights loaded before the clock starts
        times: dict[str, list[float]] = {"lists": [], "others": []}

        def timed(question: str) -> Answer:
            started = time.perf_counter()
            answer = ask(library, question)
            times["lists" if question in lists else "others"].append(1000 * (time.perf_counter() - started))
            return answer

        marks = mark(asked, timed)
    print(f"{questions.name} over {documents.name}: {len(asked)} questions; {', '.join(map(_told, times.items()))}")
    for name, (share, n) in marks.figures.items():
        print(f"  {name:10} {'-' if share is None else format(share, '.3f')}  n {n}")
    for miss in marks.misses if misses else ():
        print("  " + " ".join(miss.split())[:300])


def _told(of: tuple[str, Sequence[float]]) -> str:
    kind, times = of
    return f"{kind} p50 {np.median(times):.0f} ms, p95 {np.percentile(times, 95):.0f} ms" if times else f"no {kind}"


if __name__ == "__main__":
    sys.exit(main())
