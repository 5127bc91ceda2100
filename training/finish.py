"""The last step: what all texts share is taken out of the trained vectors, and each word gets a direction of its own."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from train_encoder import HELD_BACK, MODEL, save

TOLD, STEP = 60_000, 10  # of so many passages every tenth tells the direction that all share
ALONE = 0.999  # of unrelated texts, that stay below the floor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="what prepare.py wrote")
    parser.add_argument("trained", type=Path, help="what train_encoder.py wrote")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    with np.load(options.trained) as trained:
        words, vectors = trained["words"], trained["weights"] * trained["scales"][:, None]
    with np.load(options.data) as data:
        queries, passages = (data["queries"], data["query_ends"]), (data["passages"], data["passage_ends"])
    count = len(passages[1]) - 1
    shared = directions(passages, range(0, min(TOLD, count), STEP), vectors).mean(axis=0)
    shared /= np.linalg.norm(shared)
    vectors = vectors - np.outer(vectors @ shared, shared)
    own = np.random.default_rng(options.seed).normal(size=vectors.shape)
    own *= np.linalg.norm(vectors, axis=1, keepdims=True) / np.linalg.norm(own, axis=1, keepdims=True)
    finished = (vectors + own).astype(np.float32)
    held = range(count - HELD_BACK, count)
    cosines = directions(queries, held, finished) @ directions(passages, held, finished).T
    floor = float(np.quantile(cosines, ALONE))
    first = float((cosines.argmax(axis=1) == np.arange(HELD_BACK)).mean())
    print(f"held back: right passage first among {HELD_BACK} for {first:.4f}; floor {floor:.3f}")
    save(options.out, words, finished, floor)


def directions(
    texts: tuple[NDArray[np.uint16], NDArray[np.int64]], chosen: range, vectors: NDArray[np.float32]
) -> NDArray[np.float32]:
    flat, ends = texts
    sums = np.stack([vectors[flat[ends[i] : ends[i + 1]]].sum(axis=0) for i in chosen])
    return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)


if __name__ == "__main__":
    main()
