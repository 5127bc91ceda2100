"""Train the encoder that ships with policyqa from what prepare.py made. The commands and what came of them: MODEL_CARD.md."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer import losses
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

MODEL = Path(__file__).parent.parent / "index" / "data" / "policy-zh.npz"
HELD_BACK = 4000  # pairs that are not trained on

Bags = tuple[NDArray[np.uint16], NDArray[np.int64]]  # numbers of words, and where each text ends


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="what prepare.py wrote")
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--rate", type=float, default=0.03)
    parser.add_argument("--scale", type=float, default=20.0, help="of the cosines in the loss")
    parser.add_argument("--steps", type=int, help="at most; all pairs once where it is not given")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    with np.load(options.data) as data:
        words, vectors = data["words"], data["vectors"]
        queries, passages = (data["queries"], data["query_ends"]), (data["passages"], data["passage_ends"])
    trained = train(words.tobytes().decode().split("\n"), vectors, queries, passages, options)
    held = range(len(queries[1]) - 1 - HELD_BACK, len(queries[1]) - 1)
    floor, first = checked(trained, _bag(queries, held), _bag(passages, held))
    print(f"held back: right passage first among {HELD_BACK} for {first:.4f}; floor {floor:.3f}")
    save(options.out, words, trained, floor)


def train(
    words: list[str], vectors: NDArray[np.float32], queries: Bags, passages: Bags, options: argparse.Namespace
) -> NDArray[np.float32]:
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(words)}, unk_token=words[0]))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    static = StaticEmbedding(tokenizer, embedding_weights=vectors)
    model = SentenceTransformer(modules=[static], device="cpu")
    ranking = losses.MultipleNegativesRankingLoss(model, scale=options.scale)
    loss = losses.MatryoshkaLoss(
        model, ranking, [vectors.shape[1], vectors.shape[1] // 4], matryoshka_weights=[1.0, 0.2]
    )
    steps = (len(queries[1]) - 1 - HELD_BACK) // options.batch
    steps = min(steps, options.steps or steps)
    optimiser = torch.optim.Adam(model.parameters(), options.rate, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min(1.0, (s + 1) / 30, 1.02 - s / steps))
    started, running = time.monotonic(), 0.0
    for step, (asked, right) in enumerate(_batches(queries, passages, options.batch, steps)):
        value = loss([asked, right], torch.empty(0))
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
        schedule.step()
        running += (value.item() - running) / min(step + 1, 50)
        if (step + 1) % 50 == 0:
            print(f"{time.monotonic() - started:6.0f} s  step {step + 1} of {steps}, loss {running:.3f}", flush=True)
    return static.embedding.weight.detach().numpy()


def _batches(queries: Bags, passages: Bags, size: int, steps: int) -> Iterator[tuple[dict, dict]]:
    for start in range(0, steps * size, size):
        yield _bag(queries, range(start, start + size)), _bag(passages, range(start, start + size))


def _bag(texts: Bags, chosen: range) -> dict[str, torch.Tensor]:
    """As StaticEmbedding's own tokenizer would give them."""
    flat, ends = texts
    first = ends[chosen.start]
    return {
        "input_ids": torch.from_numpy(flat[first : ends[chosen.stop]].astype(np.int64)),
        "offsets": torch.from_numpy(ends[chosen.start : chosen.stop] - first),
    }


def checked(vectors: NDArray[np.float32], queries: dict, passages: dict) -> tuple[float, float]:
    """The cosine below which 95 of 100 unrelated texts stay; how often the right passage is the nearest of all."""
    sums = [
        torch.nn.functional.embedding_bag(b["input_ids"], torch.from_numpy(vectors), b["offsets"], mode="mean")
        for b in (queries, passages)
    ]
    first, second = (torch.nn.functional.normalize(s) for s in sums)
    cosines = (first @ second.T).numpy()
    nearest = float((cosines.argmax(axis=1) == np.arange(len(cosines))).mean())
    return float(np.quantile(cosines, 0.95)), nearest


def save(path: Path, words: NDArray[np.uint8], vectors: NDArray[np.float32], floor: float) -> None:
    """Each vector as whole numbers from -127 to 127 and a scale."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
    weights = np.round(vectors / scales[:, None]).astype(np.int8)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, weights=weights, scales=scales.astype(np.float32), words=words, floor=np.float32(floor))


if __name__ == "__main__":
    main()
