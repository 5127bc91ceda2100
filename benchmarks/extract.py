"""Speed of extraction from ready text, beside jieba's segmentation of the same text in the same run.

    extract.py [FOLDER]

FOLDER holds documents; without one the samples of this project are used. Each document is extracted and segmented in
turns, and the best of eight such rounds counts for it, so that other work on the machine disturbs little. `forgetful`
is extraction that has forgotten, before each document, the names and numerals that it keeps in mind. Processor time of
one process; start-up and reading of the files are not counted, but for the last figure: files a second through `add`
into an empty library, all included. Memory is what the process's largest grows by in these rounds. The digest is that
of all records: the extractors compiled (`make compiled`) and in plain Python print the same.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import _lru_cache_wrapper
from importlib import import_module
from pathlib import Path

import msgspec

from policyqa.library import Library
from policyqa.model import Document, Problem
from policyqa.pipeline import add, documents_in, extract, process

SAMPLES = Path(__file__).parents[1] / "corpus" / "documents"
ROUNDS = 8


def seconds(documents: list[Document], works: Sequence[Callable[[Document], object]]) -> list[float]:
    """The processor time of each work over all documents: for each document the best of several rounds in turns."""
    best = [[float("inf")] * len(documents) for _ in works]
    for _ in range(ROUNDS):
        for index, document in enumerate(documents):
            for work, times in zip(works, best, strict=True):
                start = time.process_time()
                work(document)
                times[index] = min(times[index], time.process_time() - start)
    return [sum(times) for times in best]


def largest() -> float:
    """The process's largest memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def digest(documents: list[Document]) -> str:
    records = (msgspec.json.encode(extract(document)) for document in documents)
    return hashlib.sha256(b"\n".join(records)).hexdigest()[:16]


def how() -> str:
    """How the extractors of this installation run."""
    module = import_module("policyqa.extractors.quantities")
    return "plain Python" if str(module.__file__).endswith(".py") else "compiled"


def read_all(folder: Path) -> list[Document]:
    outcomes = [outcome for path in documents_in([folder]) for outcome in process(path)]
    return [outcome.result.document for outcome in outcomes if not isinstance(outcome.result, Problem)]


def segmentation() -> Callable[[Document], object]:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    return lambda document: jieba.lcut(document.text)


def forgetful() -> Callable[[Document], object]:
    modules = [vars(module) for name, module in sys.modules.items() if name.startswith("policyqa")]
    caches = [value for module in modules for value in module.values() if isinstance(value, _lru_cache_wrapper)]
    kept = [cache for cache in caches if cache.cache_parameters()["maxsize"]]  # the others hold tables of the start-up

    def work(document: Document) -> None:
        for cache in kept:
            cache.cache_clear()
        extract(document)

    return work


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
    records = digest(documents)  # and the start-up
    works = (extract, segmentation(), forgetful())
    first = largest()
    spent, peer, anew = seconds(documents, works)
    grown = largest() - first
    print(f"documents {len(documents)}, characters {characters}, records {records}, extractors {how()}")
    print(f"extraction      {characters / spent / 1e6:.2f} million characters/s, memory +{grown:.0f} MB")
    print(f"jieba.lcut      {characters / peer / 1e6:.2f} million characters/s")
    print(f"ratio           {peer / spent:.2f}")
    print(f"forgetful       {characters / anew / 1e6:.2f} million characters/s")
    print(f"add             {adding(folder):.1f} documents/s")


if __name__ == "__main__":
    main()
