"""The seams: what an index backend and an encoder must do. Implementations register as entry points."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from policyqa.model import Record

Vectors = NDArray[np.float32]
Placed = tuple[str, str]  # where a sentence stands (headings, the line that opens its list), and what it says


class Hit(Record, frozen=True, kw_only=True):
    """A passage found: its id in the library's database and a score, higher is better."""

    id: int
    score: float


class Mark(Record, frozen=True, kw_only=True):
    """The state of the database that an index holds.

    `commit` is that commit's own name: a database restored from a backup counts to the same generation again.
    """

    generation: int
    commit: str


class Within(Collection[int]):
    """Passages among which to search, by their ids; held so that both indexes can ask for each of many quickly."""

    def __init__(self, ids: Collection[int] | NDArray[np.int64]) -> None:
        self.ids = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64, len(ids))
        self.mask = np.zeros(int(self.ids.max()) + 1 if len(self.ids) else 0, np.bool_)
        self.mask[self.ids] = True

    @classmethod
    def of(cls, ids: Collection[int]) -> Within:
        return ids if isinstance(ids, Within) else cls(ids)

    def hold(self, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Of each id whether it is one of these."""
        known = ids < len(self.mask)
        known[known] = self.mask[ids[known]]
        return known

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids.tolist())

    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, int) and 0 <= id_ < len(self.mask) and bool(self.mask[id_])


class Encoder(Protocol):
    """Texts to unit vectors. `floor` is the cosine below which two texts have nothing in common."""

    name: str
    dimensions: int
    floor: float

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row per text, of Euclidean length 1 (0 for a text without content), shape (n, dimensions)."""
        ...


class Reranker(Protocol):
    """Judges a few passages by reading them together with the query."""

    name: str

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the query, from 0 to 1."""
        ...


class Reader(Reranker, Protocol):
    """A reranker that answers ask for its judgements: they are added to those by traits."""

    def logits(self, query: str, texts: Sequence[str]) -> list[float]:
        """The log-odds of `score`; those of a text do not hang on the others."""
        ...

    def together(
        self, query: str, rows: Sequence[Sequence[Placed]], wanted: Sequence[Sequence[bool]]
    ) -> list[list[float | None]]:
        """The log-odds of each sentence, to be an item of the list that is asked for; those of a row follow one another in a
        document and are judged beside one another. None: of a passage that holds none that is `wanted`."""
        ...


class LexicalIndex(Protocol):
    """Words to passages. `folder` is the index's own; only `update` and `clear` write to it."""

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex: ...

    @property
    def mark(self) -> Mark | None:
        """None where there is no index, where it is damaged, or where another segmenter made it."""
        ...

    def is_on_disk(self) -> bool:
        """Whether the index is what lies in its folder: nobody has written there since."""
        ...

    def update(self, added: Iterable[tuple[int, str]], removed: Iterable[int], mark: Mark) -> None:
        """Take out `removed` ids, put in `added` (id, text), and store the mark, all or nothing."""
        ...

    def clear(self) -> None: ...

    def terms(self, query: str) -> list[str]:
        """The words for which `search` looks, each once, in the order of the query."""
        ...

    def classes(self, text: str) -> list[tuple[str, str]]:
        """The words of a text in their order, each with its part of speech (n, v, d, …); marks and blanks too."""
        ...

    def rarity(self, terms: Iterable[str]) -> dict[str, float]:
        """For each term the logarithm of how few passages hold it (inverse document frequency), above 0."""
        ...

    def search(self, query: str, limit: int, within: Collection[int] | None = None) -> list[Hit]:
        """Best first; only among the ids `within`, where given."""
        ...


class VectorIndex(Protocol):
    """Vectors to passages, kept in one file."""

    @classmethod
    def open(cls, folder: Path, encoder: str) -> VectorIndex: ...

    @property
    def mark(self) -> Mark | None:
        """None where there is no index, where it is damaged, or where another encoder made the vectors."""
        ...

    def is_on_disk(self) -> bool:
        """Whether the index is what lies in its folder: nobody has written there since."""
        ...

    def update(self, ids: Sequence[int], vectors: Vectors, removed: Iterable[int], mark: Mark) -> None: ...

    def clear(self) -> None: ...

    def search(self, vector: Vectors, limit: int, within: Collection[int] | None = None) -> list[Hit]:
        """Best first, by inner product with one vector of shape (dimensions,)."""
        ...
