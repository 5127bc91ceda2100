"""Hits of retrieval, with plain BM25 beside it in the same run: CMRC 2018, and questions about policy documents.

Both sets lie in ../shared beside the checkout. Nothing of either is in the encoder's training data.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import bm25s
import jieba
from trial_encoder import TrialEncoder

from policyqa.library import Library
from policyqa.model import Document, Extraction, Metadata, OffsetMap, Passage, Span
from policyqa.pipeline import add
from policyqa.searching import search
from policyqa.zh.text import fold

SHARED = Path(__file__).resolve().parents[2] / "shared"
DEPTH = 10
NOTHING = Extraction(targets=(), deadlines=(), bodies=(), commitments=())


class Asked(NamedTuple):
    """A question with the ids of the passages that answer it."""

    question: str
    right: frozenset[int]


Ranking = Callable[[str], Sequence[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", help="a sentence-transformers model in place of the bundled one")
    parser.add_argument(
        "--weights", type=Path, help="of an encoder in place of the bundled one, as training/ writes them"
    )
    parser.add_argument("--tokenizer", type=Path, help="where they are those of subwords")
    parser.add_argument("--questions", type=int, help="of each set at most")
    options = parser.parse_args()
    for name, make in (("CMRC 2018", cmrc), ("policy questions", policy)):
        with (
            TemporaryDirectory() as folder,
            Library.open(Path(folder), create=True, encoder=options.encoder) as library,
        ):
            if options.weights:
                library._encoder = TrialEncoder(options.weights, options.tokenizer)
            asked = make(library)[: options.questions]
            library.synchronise()
            encoder = options.weights.name if options.weights else library.encoder_name
            print(f"{name}: {len(asked)} questions, {len(library.all_passages())} passages, {encoder}")
            print(f"{'':28}  hit@1  hit@{DEPTH}  MRR@{DEPTH}")
            for system, ranking in systems(library).items():
                print(f"{system:28}  {'  '.join(f'{figure:.4f}' for figure in figures(asked, ranking))}", flush=True)


def systems(library: Library) -> dict[str, Ranking]:
    places = {(p.document.id, p.passage.span): p.id for p in library.all_passages()}

    def lexical(question: str) -> Sequence[int]:
        with library.snapshot() as indexes:
            return [hit.id for hit in indexes.lexical.search(question, DEPTH)]

    def vectors(question: str) -> Sequence[int]:
        with library.snapshot() as indexes:
            return [hit.id for hit in indexes.vectors.search(library.encoder.encode([question])[0], DEPTH)]

    def hybrid(question: str) -> Sequence[int]:
        return [places[f.document.id, f.span] for f in search(library, question, kind="passage", limit=DEPTH)]

    return {
        "BM25 (bm25s, jieba words)": bm25(library, jieba.lcut),
        "BM25 (bm25s, jieba search)": bm25(library, jieba.lcut_for_search),
        "lexical alone": lexical,
        "vectors alone": vectors,
        "hybrid": hybrid,
    }


def bm25(library: Library, segment: Callable[[str], list[str]]) -> Ranking:
    """The passages under their headings, as the library's own indexes hold them."""
    passages = library.all_passages()
    texts = ["\n".join((*(h for h in p.passage.section if h not in p.text), p.text)) for p in passages]
    retriever = bm25s.BM25()
    retriever.index([segment(fold(text).lower()) for text in texts], show_progress=False)

    def ranking(question: str) -> Sequence[int]:
        found, _ = retriever.retrieve([segment(fold(question).lower())], k=DEPTH, show_progress=False)
        return [passages[place].id for place in found[0]]

    return ranking


def figures(asked: Sequence[Asked], ranking: Ranking) -> tuple[float, float, float]:
    """hit@1, hit@10, mean reciprocal rank within ten."""
    ranks = [rank for one in asked if (rank := first_right(ranking(one.question), one.right))]
    return (
        sum(rank == 1 for rank in ranks) / len(asked),
        len(ranks) / len(asked),
        sum(1 / rank for rank in ranks) / len(asked),
    )


def first_right(found: Sequence[int], right: frozenset[int]) -> int | None:
    return next((rank for rank, id_ in enumerate(found[:DEPTH], 1) if id_ in right), None)


def cmrc(library: Library) -> list[Asked]:
    """Each passage is a document of its own; the one that a question was written for is right."""
    data = json.loads((SHARED / "benchmarks" / "cmrc2018" / "cmrc2018_dev.json").read_text("utf-8"))["data"]
    paragraphs = [paragraph for article in data for paragraph in article["paragraphs"]]
    with library.transaction():
        for number, paragraph in enumerate(paragraphs):
            library.put(f"{number:04}", one_passage(f"{number:04}", paragraph["context"]), NOTHING, "1")
    ids = {p.document.file: frozenset([p.id]) for p in library.all_passages()}
    return [Asked(qa["question"], ids[f"{number:04}"]) for number, p in enumerate(paragraphs) for qa in p["qas"]]


def one_passage(name: str, text: str) -> Document:
    return Document(
        id=hashlib.sha256(f"{name}\n{text}".encode()).hexdigest(), file=name, text=text, raw=text,
        offsets=OffsetMap(), metadata=Metadata(), passages=(Passage(ordinal=0, span=Span(0, len(text)), section=()),),
    )  # fmt: skip


def policy(library: Library) -> list[Asked]:
    """Questions with a place that answers them; one for a list has many and is left out, as is one without any."""
    add(library, [SHARED / "gold" / "texts"])
    passages = [(Path(p.document.file).stem, squeezed(p.text), p.id) for p in library.all_passages()]
    rows = map(json.loads, (SHARED / "gold" / "questions.jsonl").read_text("utf-8").splitlines())
    asked = [
        Asked(row["question"], frozenset(id_ for quote in row["evidence"] for id_ in holding(quote, passages)))
        for row in rows
        if row["kind"] not in ("list", "none")
    ]
    return [one for one in asked if one.right]


def holding(evidence: dict[str, str], passages: Sequence[tuple[str, str, int]]) -> Iterator[int]:
    quote = squeezed(evidence["quote"])
    for document, text, id_ in passages:
        if document == evidence["document"] and (quote in text or (len(text) > 12 and text in quote)):
            yield id_


def squeezed(text: str) -> str:
    return re.sub(r"\W", "", fold(text))


if __name__ == "__main__":
    if not SHARED.is_dir():
        sys.exit(f"The sets are not here: {SHARED}")
    jieba.setLogLevel("WARNING")
    main()
