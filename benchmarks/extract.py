"""Speed of extraction from ready text, beside jieba's segmentation of the same text in the same run.

    extract.py [FOLDER]

FOLDER holds documents; without one the samples of this project are used. Each figure is the best of three runs of
one process on one core; start-up and reading of the files are not counted, but for the last figure: files a second
through `add` into an empty library, all included. Memory is the process's largest, after the first and the last pass.
"""

from __future__ import annotations

import argparse
import logging
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from policyqa.library import Library
from policyqa.model import Document, Problem
from policyqa.pipeline import add, documents_in, extract, process

SAMPLES = Path(__file__).parents[1] / "corpus" / "documents"
RUNS = 3


def seconds(work: Callable[[], object]) -> float:
    """The best CPU time of several runs."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def largest() -> float:
    """The process's largest memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read_all(folder: Path) -> list[Document]:
    outcomes = [outcome for path in documents_in([folder]) for outcome in process(path)]
    return [outcome.result.document for outcome in outcomes if not isinstance(outcome.result, Problem)]


def segmentation(texts: list[str]) -> float:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    return seconds(lambda: [jieba.lcut(text) for text in texts])


def adding(folder: Path) -> float:
    """Files a second through `add`."""
    with tempfile.TemporaryDirectory() as place, Library.open(Path(place) / "library", create=True) as library:
        start = time.perf_counter()
        done = add(library, [folder])
        return len(done.added) / (time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=SAMPLES)
    folder = parser.parse_args().folder
    documents = read_all(folder)
    characters = sum(len(document.text) for document in documents)
    extract(documents[0])  # start-up
    first = largest()
    spent = seconds(lambda: [extract(document) for document in documents])
    grown = largest() - first
    peer = segmentation([document.text for document in documents])
    print(f"documents {len(documents)}, characters {characters}")
    print(f"extraction      {characters / spent / 1e6:.2f} million characters/s, memory +{grown:.0f} MB")
    print(f"jieba.lcut      {characters / peer / 1e6:.2f} million characters/s")
    print(f"ratio           {peer / spent:.2f}")
    print(f"add             {adding(folder):.1f} documents/s")


if __name__ == "__main__":
    main()
