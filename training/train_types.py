"""Learn how vectors of clauses are turned so that those of one kind of measure (data/types.tsv) come near one another.

    python training/train_types.py policyqa/overlap/data/types.npz ../shared/corpus

Learned from the expressions of the table and from the clauses of the texts in the folder (*.txt, at any depth) in which
they stand: with them, and without them, so that what stands beside an expression comes to tell of it too. No annotated
pair is looked at. Kept by the name of the encoder, which is the default one.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch.nn.functional import cross_entropy, normalize

from policyqa.library.schema import DEFAULT_ENCODER
from policyqa.overlap.naming import Naming, naming
from policyqa.overlap.types import SHARPNESS, TABLE, means
from policyqa.plugins import load
from policyqa.protocols import Encoder, Vectors
from policyqa.zh.text import fold

_CLAUSE = re.compile(r"[,。;!?:\n\t]+")
_NUMBERED = re.compile(r"^\s*(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]|[一二三四五六七八九十]是)\s*")
_HAN = re.compile(r"[一-龥]")
_SHORTEST, _LONGEST = 5, 80  # Chinese characters of a clause, its characters
_MOST_KINDS = 3  # a clause of more kinds tells of none
_LEFT = 8  # characters that must be left without the expressions
_OF_ONE = 30  # examples of a kind that count in full; more of them count together as so many
_EPOCHS, _BATCH, _RATE, _SEED = 8, 512, 1e-3, 20261126


class Example(NamedTuple):
    text: str
    kind: int
    weight: float


def main() -> None:
    out, folder = map(Path, sys.argv[1:])
    encoder: Encoder = load("policyqa.encoders", DEFAULT_ENCODER)()
    turn = _learned(_examples(naming(TABLE), folder), encoder)
    kept = dict(np.load(out)) if out.exists() else {}
    np.savez_compressed(out, **{**kept, encoder.name: turn.astype(np.float16)})


def _examples(table: Naming, folder: Path) -> list[Example]:
    found = [e for clause in _clauses(folder) for e in _of_clause(table, clause)]
    counts = Counter(e.kind for e in found)
    found = [e._replace(weight=e.weight * min(1.0, _OF_ONE / counts[e.kind])) for e in found]
    said = [Example("".join(e.parts), e.row, 1.0) for e in table.expressions]
    return found + said + [Example(label, row, 2.0) for row, label in enumerate(table.labels)]


def _clauses(folder: Path) -> list[str]:
    texts = (path.read_text("utf-8", errors="ignore") for path in sorted(folder.rglob("*.txt")))
    pieces = (_NUMBERED.sub("", piece).strip() for text in texts for piece in _CLAUSE.split(fold(text)))
    return list(dict.fromkeys(p for p in pieces if len(_HAN.findall(p)) >= _SHORTEST and len(p) <= _LONGEST))


def _of_clause(table: Naming, clause: str) -> Iterator[Example]:
    kinds = sorted(table.named(clause))
    if not 0 < len(kinds) <= _MOST_KINDS:
        return
    rest = clause.lower()
    for part in sorted(table.parts(clause), key=lambda part: (-len(part), part)):
        rest = rest.replace(part, " ")
    for kind in kinds:
        yield Example(clause, kind, 1 / len(kinds))
        if len(rest) > _LEFT:
            yield Example(rest, kind, 0.5 / len(kinds))


def _learned(examples: list[Example], encoder: Encoder) -> Vectors:
    torch.manual_seed(_SEED)
    vectors = torch.tensor(encoder.encode([e.text for e in examples]))
    kinds = torch.tensor([e.kind for e in examples])
    weights = torch.tensor([e.weight for e in examples])
    middles = torch.tensor(means(encoder))
    turn = torch.eye(vectors.shape[1], requires_grad=True)
    optimizer = torch.optim.Adam([turn], lr=_RATE)
    for epoch in range(_EPOCHS):
        lost = 0.0
        for rows in torch.randperm(len(examples)).split(_BATCH):
            near = normalize(vectors[rows] @ turn) @ normalize(middles @ turn).T
            each = cross_entropy(near * SHARPNESS, kinds[rows], reduction="none")
            loss = (each * weights[rows]).sum() / weights[rows].sum()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            lost += loss.item() * len(rows)
        print(f"epoch {epoch + 1}: {lost / len(examples):.3f}")
    found: Vectors = turn.detach().numpy()
    return found


if __name__ == "__main__":
    main()
