"""Make what train_encoder.py learns from: vocabulary, starting vectors, pairs of texts as numbers of words."""

from __future__ import annotations

import argparse
import math
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pairs import Maker, Pair, versions
from policyqa.index import segment
from subwords import Subwords
from texts import Text, official, same_meaning, synonyms
from vocabulary import Vocabulary, meanings

HERE = Path(__file__).parent
Cut = Callable[[Sequence[str]], list[list[int]]]
TOGETHER = 4  # pairs of one document that stay side by side: near misses in one batch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="an .npz file, about 300 MB")
    parser.add_argument("--texts", type=Path, default=HERE.parent.parent / "shared" / "training")
    parser.add_argument("--words", type=int, default=32_000)
    parser.add_argument("--subwords", type=Path, help="learn subwords in place of words; the tokenizer.json to write")
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--pairs", type=int, default=1_600_000, help="at most")
    parser.add_argument("--documents", type=int, help="of the texts, to try things out; all where it is not given")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    started = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - started:6.0f} s  {what}", flush=True)

    documents = official(options.texts / "official-texts.jsonl.xz")[: options.documents]
    texts = ["".join(p.sentences) for d in documents for p in d.paragraphs]
    paragraphs = [segment.tokens(text) for text in texts]
    tell(f"{len(documents)} documents, {len(paragraphs)} paragraphs")
    vocabulary, cut = _units(texts, paragraphs, options)
    tell(f"{len(vocabulary)} words")
    ids = [np.array(found, np.int32) for found in cut(texts) if found]
    vectors = meanings(ids, len(vocabulary), options.dimensions, options.seed)
    tell("starting vectors")
    drawn = list(_drawn(documents, paragraphs, options))[: options.pairs]
    tell(f"{len(drawn)} pairs")
    numbers = zip(cut([a for a, _ in drawn]), cut([b for _, b in drawn]), strict=True)
    pairs = [pair for pair in numbers if pair[0] and pair[1]]
    queries, query_ends = _flat([pair[0] for pair in pairs])
    passages, passage_ends = _flat([pair[1] for pair in pairs])
    words = np.frombuffer("\n".join(vocabulary).encode(), np.uint8)
    np.savez(
        options.out, words=words, vectors=vectors, queries=queries, query_ends=query_ends, passages=passages,
        passage_ends=passage_ends,
    )  # fmt: skip
    tell(f"written: {options.out}")


def _units(
    texts: Sequence[str], paragraphs: Sequence[Sequence[str]], options: argparse.Namespace
) -> tuple[Sequence[str], Cut]:
    """The vocabulary, and what cuts texts into the numbers of its words."""
    if options.subwords:
        subwords = Subwords.learn(texts, options.words)
        subwords.tokenizer.save(str(options.subwords))
        return subwords.words, subwords.cut
    words = Vocabulary.learn(paragraphs, options.words)
    return words.words, lambda found: [words.ids(segment.tokens(text)) for text in found]


def _drawn(
    documents: Sequence[Text], paragraphs: Sequence[Sequence[str]], options: argparse.Namespace
) -> Iterator[Pair]:
    """Shuffled, except that neighbours stay together."""
    groups = synonyms(options.texts / "synonyms-cilin.txt")
    seen = Counter(word for words in paragraphs for word in set(words))
    rarity = {word: math.log(len(paragraphs) / n) for word, n in seen.items() if len(word) > 1 or word.isdigit()}
    maker = Maker(segment.tokens, groups, rarity, options.seed)
    found = [pair for document in documents for pair in maker.of_text(document)]
    found += versions(documents)
    found += [(group[0], other) for group in groups for other in group[1:4] if group[0] in seen or other in seen]
    found += same_meaning(options.texts / "sts-b-zh") * 3
    fours = [found[start : start + TOGETHER] for start in range(0, len(found), TOGETHER)]
    random.Random(options.seed).shuffle(fours)
    return (pair for four in fours for pair in four)


def _flat(texts: Sequence[Sequence[int]]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    ends = np.cumsum([0, *map(len, texts)])
    return np.fromiter((number for text in texts for number in text), np.uint16, ends[-1]), ends


if __name__ == "__main__":
    main()
