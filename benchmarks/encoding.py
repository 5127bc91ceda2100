"""Passages encoded a second on one core: the bundled encoder, and the same vectors in sentence-transformers' static path."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from policyqa.index import segment, static
from policyqa.index.static import PolicyEncoder
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import BertPreTokenizer

from policyqa.reading import Unreadable, read

SHARED = Path(__file__).resolve().parents[2] / "shared"
LENGTH = 100  # characters of a passage
BATCH = 512  # as the library encodes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument(
        "--subwords", type=Path, help="a tokenizer.json of prepare.py, whose cutting is timed beside that of words"
    )
    options = parser.parse_args()
    passages = cut(options.passages)
    torch.set_num_threads(1)
    encoder, known = PolicyEncoder(), static_path()
    encoder.encode(passages[:BATCH])
    print(f"{len(passages)} passages of {LENGTH} characters, one thread; best of three")
    for name, encode in (("policyqa, policy-zh-1", encoder.encode), ("sentence-transformers, StaticEmbedding", known)):
        print(f"{name:40} {len(passages) / best(encode, passages):8.0f} passages/s")
    if options.subwords:
        subwords = Tokenizer.from_file(str(options.subwords))
        for name, cuts in (
            ("cut into words", lambda texts: segment.batch(texts).words),
            (
                "cut into subwords",
                lambda texts: [e.ids for e in subwords.encode_batch_fast(list(map(segment.normalise, texts)))],
            ),
        ):
            print(f"{name:40} {len(passages) / best(cuts, passages):8.0f} passages/s")


def cut(count: int) -> list[str]:
    """Different texts: stretches of the corpus, none twice."""
    found: list[str] = []
    for file in sorted((SHARED / "corpus").rglob("*.txt")):
        try:
            text = read(file).text.replace("\n", "")
        except Unreadable:
            continue
        found += [text[start : start + LENGTH] for start in range(0, len(text) - LENGTH, LENGTH)]
        if len(found) >= count:
            break
    return list(dict.fromkeys(found))[:count]


def static_path() -> Callable[[Sequence[str]], np.ndarray]:
    """Its own tokenizer over the same vocabulary, as its static models come."""
    model = static.model()
    ids = {word: row for row, word in enumerate(model.words)}
    weights = model.weights
    words = {"[UNK]": len(ids), **ids, **{f"##{w}": n for w, n in ids.items() if len(w) == 1}}
    tokenizer = Tokenizer(WordPiece(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = BertPreTokenizer()
    module = StaticEmbedding(tokenizer, embedding_weights=np.concatenate([weights, weights[:1] * 0]))
    known = SentenceTransformer(modules=[module], device="cpu")
    return lambda texts: known.encode(list(texts), batch_size=BATCH, show_progress_bar=False)


def best(encode: Callable[[Sequence[str]], object], passages: Sequence[str]) -> float:
    """Seconds; what was segmented in a round before is forgotten by then."""
    taken = []
    for _ in range(3):
        started = time.process_time()
        for start in range(0, len(passages), BATCH):
            encode(passages[start : start + BATCH])
        taken.append(time.process_time() - started)
    return min(taken)


if __name__ == "__main__":
    main()
