"""Overlaps among 100,000 measures: time, memory, recall of planted pairs, and of brute force on a sample.

    python benchmarks/overlaps.py [--measures 100000] [--planted 2000] [--sample 2000]

Measures are invented: 200 to a document, each document a region. A planted pair is one measure in two regions with its
verb, figure and a word or two changed. The oracle judges every pair of a sample's measures.
"""  # fmt: skip

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations

import numpy as np

from policyqa.library import DocumentSummary, StoredCommitment
from policyqa.library.records import Counts
from policyqa.library.schema import DEFAULT_ENCODER
from policyqa.library.sync import encoder_named
from policyqa.model import Commitment, Metadata, Region, Span
from policyqa.overlap import scoring
from policyqa.overlap.features import features, sight, table
from policyqa.overlap.finding import judged_measures, paired
from policyqa.overlap.meanings import dots
from policyqa.overlap.measures import Measure, measures
from policyqa.overlap.words import pairs, words
from policyqa.protocols import Encoder

_VERBS = (
    "建设",
    "推进",
    "完善",
    "实施",
    "开展",
    "建立",
    "培育",
    "打造",
    "加强",
    "落实",
    "优化",
    "规范",
    "扩大",
    "深化",
)
_EXTRA = (
    "覆盖全部村居",
    "由专人负责",
    "接受群众监督",
    "分类指导推进",
    "按季度通报进展",
    "纳入年度预算",
    "实行台账管理",
    "引入社会力量",
)
_PER_DOCUMENT = 200


def main() -> None:
    options = _options()
    made, planted = _measures(options.measures, options.planted)
    encoder = encoder_named(DEFAULT_ENCODER, download=False)
    started, worked = time.monotonic(), time.process_time()
    found = paired(made, encoder)
    seconds, work = time.monotonic() - started, time.process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    told = {frozenset((a.place, b.place)) for a, b, _ in found.each()}
    recall = sum(pair in told for pair in planted) / len(planted)
    print(
        f"{len(made):,} measures: {len(found.pairs):,} pairs in {seconds:.0f} s, {work:.0f} s of all cores, {memory:.1f} GiB at most"
    )
    print(f"planted pairs found: {recall:.3f} of {len(planted):,}")
    sample = made[: options.sample // 2] + made[len(made) // 2 :][: options.sample - options.sample // 2]
    print(
        f"of what brute force reports among {len(sample):,} measures: {_against_brute_force(sample, encoder):.3f} found"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measures", type=int, default=100_000)
    parser.add_argument("--planted", type=int, default=2_000)
    parser.add_argument("--sample", type=int, default=2_000)
    return parser.parse_args()


def _measures(count: int, planted: int) -> tuple[list[Measure], set[frozenset[tuple[str, Span]]]]:
    """Invented measures, and the planted pairs among them: the second half of the documents repeats some of the first."""
    chance = random.Random(20261126)
    texts = [_text(chance) for _ in range(count)]
    pairs = []
    for place in chance.sample(range(count // 2), planted):
        other = place + count // 2
        texts[other] = _reworded(texts[place], chance)
        pairs.append((place, other))
    made = [
        m for start in range(0, count, _PER_DOCUMENT) for m in _document(start, texts[start : start + _PER_DOCUMENT])
    ]
    kept = [m for m in made if m is not None]  # a few random texts read as formula
    chosen = [(made[a], made[b]) for a, b in pairs]
    return kept, {frozenset((a.place, b.place)) for a, b in chosen if a and b}


@cache
def _words() -> list[str]:
    """The words of official texts that the overlap tables list."""
    table = files("policyqa.overlap").joinpath("data/words.tsv").read_text("utf-8")
    return [line.split("\t")[0] for line in table.splitlines()[200:]]


def _text(chance: random.Random) -> str:
    """A verb, five words, a figure and a tail: as far apart as measures of different matters are."""
    about = "".join(chance.choice(_words()) for _ in range(5))
    return f"{chance.choice(_VERBS)}{about}{chance.randrange(2, 90)}个并{chance.choice(_EXTRA)}"


def _reworded(text: str, chance: random.Random) -> str:
    head, tail = text[2:].rsplit("个并", 1)
    body = head.rstrip("0123456789")
    return f"{chance.choice(_VERBS)}{body}{chance.randrange(2, 90)}个并{tail[:-2]}{chance.choice(('到位', '落实', '进行'))}"


def _document(first: int, texts: Sequence[str]) -> Iterator[Measure | None]:
    """One measure of each text, or None."""
    region = Region(name=f"第{first}区", path=(f"第{first}区",))
    file = f"{first}.txt"
    summary = DocumentSummary(
        id=f"{first:06}", file=file, sources=(file,), metadata=Metadata(region=region), counts=Counts()
    )
    start = 0
    for index, text in enumerate(texts):
        span = Span(start, start + len(text))
        start = span.end + 1
        commitment = Commitment(quote=text, span=span, action="", object="")
        yield next(measures(StoredCommitment(document=summary, index=index, commitment=commitment)), None)


def _against_brute_force(sample: list[Measure], encoder: Encoder) -> float:
    """The share of the pairs that judging every pair would report, which the candidates hold."""
    held = judged_measures(sample, encoder)
    clauses = [m.clause for m in held.measures]
    plain = encoder.encode(clauses)
    told = table(
        held.measures, encoder, plain, [pairs(clause) for clause in clauses], [words(clause) for clause in clauses]
    )
    every = np.array(list(combinations(range(len(sample)), 2)), np.int64)
    every = every[told.documents[every[:, 0]] != told.documents[every[:, 1]]]
    by = scoring.weights(encoder.name)
    seen = sight(told, every, dots(plain, every[:, 0], every[:, 1]))
    kept = scoring.one_to_one(
        scoring.probabilities(features(told, every, seen), by), every, told.documents, by.threshold
    )
    wanted = {tuple(map(int, every[row])) for row in kept}
    return len(wanted & {tuple(map(int, pair)) for pair in held.pairs}) / max(1, len(wanted))


if __name__ == "__main__":
    main()
