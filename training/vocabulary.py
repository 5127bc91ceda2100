"""The words of the encoder, and what they mean before training: a factorisation of what stands beside what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Ids = NDArray[np.int32]
_WINDOW = 5  # words to each side that count as neighbours
_SHIFT = np.log(2)  # taken from each PMI: what stands together by chance counts as nothing
_SMOOTHING = 0.75  # of the frequencies of neighbours, as in word2vec


class Vocabulary:
    """Words by frequency; a word that is not among them is its characters."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self._ids = {word: number for number, word in enumerate(words)}

    @classmethod
    def learn(cls, segmented: Iterable[Sequence[str]], size: int, least: int = 3) -> Vocabulary:
        counts: Counter[str] = Counter()
        for words in segmented:
            counts.update(words)
        characters = Counter({c: n for c, n in _characters(counts).items() if n >= least})
        words_ = [w for w, n in counts.most_common() if n >= least and len(w) > 1]
        return cls([*sorted(characters), *words_[: size - len(characters)]])

    def ids(self, words: Iterable[str]) -> list[int]:
        found: list[int] = []
        known = self._ids
        for word in words:
            number = known.get(word)
            if number is not None:
                found.append(number)
            else:
                found += [known[c] for c in word if c in known]
        return found


def _characters(counts: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, count in counts.items():
        for character in word:
            found[character] += count
    return found


def meanings(texts: Sequence[Ids], size: int, dimensions: int, seed: int) -> NDArray[np.float32]:
    """Vectors of shape (size, dimensions), each as long as the word is telling (inverse document frequency).

    Half of a direction is the word's company (truncated SVD of the shifted positive PMI of neighbouring words), half is
    drawn at random and the word's own: without it words of like company could not be told apart.
    """
    from sklearn.utils.extmath import randomized_svd

    together = _neighbours(texts, size)
    pmi = _positive_pmi(together)
    company, _, _ = randomized_svd(pmi, dimensions, n_iter=2, random_state=seed)
    seen = np.bincount(np.concatenate([np.unique(t) for t in texts]), minlength=size)
    weight = np.log((1 + len(texts)) / (1 + seen))
    own = np.random.default_rng(seed).normal(size=company.shape)
    directions = _unit(_unit(company) + _unit(own))
    return (directions * weight[:, None]).astype(np.float32)


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def _neighbours(texts: Sequence[Ids], size: int) -> sparse.csr_matrix:
    flat = np.concatenate(texts)
    text = np.repeat(np.arange(len(texts)), [len(t) for t in texts])
    total = sparse.csr_matrix((size, size), dtype=np.float32)
    for distance in range(1, _WINDOW + 1):
        beside = text[:-distance] == text[distance:]
        first, second = flat[:-distance][beside], flat[distance:][beside]
        weight = np.full(len(first), 1 / distance, np.float32)
        total = total + sparse.csr_matrix((weight, (first, second)), (size, size))
    return (total + total.T).tocsr()


def _positive_pmi(together: sparse.csr_matrix) -> sparse.csr_matrix:
    counts = np.asarray(together.sum(axis=1)).ravel()
    smoothed = counts**_SMOOTHING
    entries = together.tocoo()
    pmi = np.log(entries.data * smoothed.sum() / (counts[entries.row] * smoothed[entries.col])) - _SHIFT
    kept = pmi > 0
    return sparse.csr_matrix((pmi[kept].astype(np.float32), (entries.row[kept], entries.col[kept])), together.shape)
