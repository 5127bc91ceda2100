"""A library of a million passages on one machine: building, searching, asking, changing one document.

The passages are made of sentences of ../shared/corpus, one to three of one kind of document each, under its headings and
with the targets and commitments that were extracted from them; the documents speak for regions of the official list.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec
import numpy as np

from policyqa.answering import ask
from policyqa.library import Filters, Library
from policyqa.library.sync import ChangeLog
from policyqa.model import Commitment, Document, Extraction, Metadata, OffsetMap, Passage, Region, Span, Target
from policyqa.pipeline import extract
from policyqa.protocols import Vectors
from policyqa.reading import Unreadable, read
from policyqa.searching import search
from policyqa.zh import regions
from policyqa.zh.text import sentences

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
PER_DOCUMENT = 50  # passages
TOGETHER = 200  # documents in a transaction
REGIONS = tuple(region for name in regions.names() if (region := regions.resolve(name)))
QUERIES, QUESTIONS = 200, 60
_ENDS = ("多少", "什么时候完成", "由谁负责", "是否要求", "怎么做")


class Sentence(NamedTuple):
    """With its records, whose spans count from the sentence's beginning."""

    text: str
    section: tuple[str, ...]
    targets: tuple[Target, ...]
    commitments: tuple[Commitment, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--sources", type=int, default=60, help="documents of the corpus to draw from")
    parser.add_argument(
        "--folder", type=Path, help="where to make the library and leave it; one that is there is measured"
    )
    options = parser.parse_args()
    random_ = random.Random(1)
    pools = pool(options.sources)
    print(f"{sum(map(len, pools))} sentences of {options.sources} documents")
    with TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary) / "library"
        with Library.open(folder, create=True) as library:
            if not library.regions():
                fill(library, pools, options.passages, random_)
                index(library)
        print(f"on disk: {', '.join(f'{name} {size:.0f} MB' for name, size in sizes(folder))}")
        with Library.open(folder) as library:
            measure(library, pools, random_)


def pool(count: int) -> list[list[Sentence]]:
    """The sentences of each folder of the corpus."""
    pools = []
    folders = sorted(folder for folder in CORPUS.iterdir() if folder.is_dir())
    for folder in folders:
        found: list[Sentence] = []
        for file in sorted(folder.iterdir())[: count // len(folders)]:
            try:
                document = read(file)
            except Unreadable:
                continue
            found += list(told(document, extract(document)))
        pools.append(found)
    return [found for found in pools if found]


def told(document: Document, records: Extraction) -> Iterator[Sentence]:
    for passage in document.passages:
        for span in sentences(document.text, passage.span):
            if span.end - span.start >= 8:
                yield Sentence(
                    span.of(document.text),
                    passage.section,
                    tuple(msgspec.structs.replace(t, span=moved(t.span, -span.start), bodies=()) for t in records.targets if span.holds(t.span)),
                    tuple(
                        msgspec.structs.replace(c, span=moved(c.span, -span.start), targets=(), deadlines=(), bodies=())
                        for c in records.commitments
                        if span.holds(c.span)
                    ),
                )  # fmt: skip


def moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def made(number: int, pool_: Sequence[Sentence], random_: random.Random, passages: int) -> tuple[Document, Extraction]:
    parts: list[str] = []
    places: list[Passage] = []
    targets: list[Target] = []
    commitments: list[Commitment] = []
    length = 0
    for ordinal in range(passages):
        chosen = random_.sample(pool_, random_.choice((1, 2, 2, 3)))
        start = length
        for sentence in chosen:
            targets += [msgspec.structs.replace(t, span=moved(t.span, length)) for t in sentence.targets]
            commitments += [msgspec.structs.replace(c, span=moved(c.span, length)) for c in sentence.commitments]
            parts.append(sentence.text)
            length += len(sentence.text)
        places.append(Passage(ordinal=ordinal, span=Span(start, length), section=chosen[0].section))
        parts.append("\n")
        length += 1
    text = "".join(parts)
    region: Region = random_.choice(REGIONS)
    about = Metadata(
        title=f"{region.name}{places[0].section[-1] if places[0].section else '工作方案'}", region=region,
        issuer=f"{region.name}人民政府", issued_on=date(2018, 1, 1) + timedelta(days=random_.randrange(2800)),
    )  # fmt: skip
    id_ = hashlib.sha256(f"{number}{text}".encode()).hexdigest()
    document = Document(
        id=id_,
        file=f"{number:06}.txt",
        text=text,
        raw=text,
        offsets=OffsetMap(),
        metadata=about,
        passages=tuple(places),
    )
    return document, Extraction(targets=tuple(targets), commitments=tuple(commitments))


def fill(library: Library, pools: Sequence[Sequence[Sentence]], passages: int, random_: random.Random) -> None:
    started = time.perf_counter()
    numbers = iter(range(passages // PER_DOCUMENT))
    while together := list(islice(numbers, TOGETHER)):
        with library.transaction():
            for number in together:
                document, records = made(number, random_.choice(pools), random_, PER_DOCUMENT)
                library.put(document.file, document, records, "1")
    print(f"database: {passages} passages in {time.perf_counter() - started:.0f} s", flush=True)


def index(library: Library) -> None:
    started, worked = time.perf_counter(), time.process_time()
    library.synchronise()
    taken, work = time.perf_counter() - started, time.process_time() - worked
    print(f"indexes: {taken:.0f} s, {work:.0f} s of it processor time, peak memory {peak():.0f} MB", flush=True)


def sizes(folder: Path) -> Iterator[tuple[str, float]]:
    for place in sorted(folder.iterdir()):
        files = [f for f in place.rglob("*") if f.is_file()] if place.is_dir() else [place]
        if size := sum(f.stat().st_size for f in files) / 1e6:
            yield place.name, size


def peak() -> float:
    """Megabytes, of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def measure(library: Library, pools: Sequence[Sequence[Sentence]], random_: random.Random) -> None:
    asked = [query(random_.choice(random_.choice(pools)).text, random_) for _ in range(QUERIES)]
    started = time.perf_counter()
    search(library, asked[0])
    print(f"first search, indexes read: {time.perf_counter() - started:.2f} s")
    tell("search", [timed(lambda q=q: search(library, q)) for q in asked])
    narrow = Filters(region="山东省")
    tell("search in a province", [timed(lambda q=q: search(library, q, filters=narrow)) for q in asked[: QUERIES // 2]])
    tell("search for targets", [timed(lambda q=q: search(library, q, kind="target")) for q in asked[: QUERIES // 2]])
    for q in asked[QUESTIONS : QUESTIONS + 10]:  # patterns are compiled when they are first used
        for end in _ENDS:
            ask(library, f"{q}{end}")
    questions = [f"{random_.choice(REGIONS).name}{q}多少" for q in asked[:QUESTIONS]]
    tell("ask", [timed(lambda q=q: ask(library, q)) for q in questions])
    tell("ask of a province", [timed(lambda q=q: ask(library, f"山东省{q}多少")) for q in asked[:QUESTIONS]])
    lists = ("2025年底前要完成的任务有哪些", "由财政局牵头的任务有哪些", "每年开展一次的工作有哪些")
    for question in lists:
        found = ask(library, question)
        tell_once(f"ask {question} ({len(found.rows)} rows)", lambda q=question: ask(library, q))
    print(f"memory {peak():.0f} MB", flush=True)
    print(f"recall@10 of the vectors against exact search: {recall(library, asked[:100]):.4f}", flush=True)
    document, records = made(10**6, pools[0], random_, PER_DOCUMENT)
    tell_once("add one document", lambda: (library.put("new", document, records, "1"), library.synchronise()))
    tell_once("remove it", lambda: (library.remove(document.id), library.synchronise()))


def query(sentence: str, random_: random.Random) -> str:
    """A stretch of a sentence, as one types what one remembers."""
    start = random_.randrange(max(1, len(sentence) - 16))
    return sentence[start : start + random_.choice((4, 8, 12, 16))]


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of the processor: on a machine with other work they part."""
    started, worked = time.perf_counter(), time.process_time()
    act()
    return 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - worked)


def tell(what: str, times: Sequence[tuple[float, float]]) -> None:
    (p50, work50), (p95, work95) = np.percentile(times, [50, 95], axis=0)
    print(
        f"{what}: p50 {p50:.0f} ms, p95 {p95:.0f} ms ({len(times)} times; of the processor {work50:.0f} and {work95:.0f} ms)",
        flush=True,
    )


def tell_once(what: str, act: Callable[[], object]) -> None:
    taken, worked = timed(act)
    print(f"{what}: {taken:.0f} ms ({worked:.0f} ms of the processor)", flush=True)


def recall(library: Library, asked: Sequence[str], depth: int = 10) -> float:
    """Of the nearest ten by an exact search, how many are found; what is as near as the tenth counts as one of them."""
    queries = library.encoder.encode(asked)
    with library.snapshot() as indexes:
        found = [[hit.id for hit in indexes.vectors.search(vector, depth)] for vector in queries]
    wanted = {id_ for ids in found for id_ in ids}
    exact: dict[int, Vectors] = {}
    best = np.full((len(asked), depth), -1.0, np.float32)
    for batch in ChangeLog(library._database).batches(-1, None):
        cosines = queries @ library.encoder.encode([entry.text for entry in batch]).T
        best = -np.sort(-np.concatenate([best, cosines], axis=1), axis=1)[:, :depth]
        exact |= {entry.id: cosines[:, column] for column, entry in enumerate(batch) if entry.id in wanted}
    right = [exact[id_][row] >= best[row, -1] - 1e-5 for row, ids in enumerate(found) for id_ in ids]
    return sum(map(bool, right)) / (depth * len(asked))


if __name__ == "__main__":
    if not CORPUS.is_dir():
        sys.exit(f"The corpus is not here: {CORPUS}")
    main()
