"""How likely an item is by what stands beside it, as numbers: a list's items come together, below one line, in one section, one
after the other, and alike.

The second look at a list: `logits` of the first one tell how likely each sentence is by itself. Shares are 0 to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise

import numpy as np

from policyqa.answering.asked import Array
from policyqa.answering.sentence import Sentence

_ALONE = -0.1  # stands for how likely the others are where there are none
_LIKELY, _MAY_BE = 0.4, 0.3
_NEXT = 60  # characters between sentences that follow one another
_OPENING = 2  # characters with which sentences of a row begin alike (一是, 支持)


def _own(s: Sentence) -> Hashable:
    return s.document.id, s.passage.section


def _parent(s: Sentence) -> Hashable:
    return (s.document.id, s.passage.section[:-1]) if len(s.passage.section) > 1 else None


def _chapter(s: Sentence) -> Hashable:
    return (s.document.id, s.passage.section[:1]) if len(s.passage.section) > 2 else None


# What sentences may have in common; None: nothing of the kind.
_TOGETHER: dict[str, Callable[[Sentence], Hashable]] = {
    "passage": lambda s: s.key, "section": _own, "document": lambda s: s.document.id, "parent": _parent,
    "list": lambda s: (s.document.id, s.lead) if s.lead else None, "chapter": _chapter,
    "opening": lambda s: (s.document.id, s.quote[:_OPENING]),
}  # fmt: skip
_GROUP = ("others", "best", "size", "share", "likely")
NAMES = (
    "logit", "behind", "own", "of_best", "expected", "most", "rank", "chosen", "chosen_n",
    *(f"{group}_{trait}" for group in _TOGETHER for trait in _GROUP),
    "before", "after", "documents", "of_one_document", "document_best", "opener", "ruled",
)  # fmt: skip


def rows(sentences: Sequence[Sentence], logits: Array, likely: Array, chosen: int, ruled: Array) -> Array:
    """A row for each sentence, a column for each of NAMES; `likely` are the likelihoods by the first look, of which the
    `chosen` highest made its list."""
    if not sentences:
        return np.zeros((0, len(NAMES)))
    groups = [column for of in _TOGETHER.values() for column in _group(list(map(of, sentences)), likely)]
    columns = [*_own_columns(logits, likely, chosen), *groups, *_row(sentences, likely), *_documents(sentences, likely)]
    return np.column_stack([*columns, _openers(sentences, likely), ruled])


def _own_columns(logits: Array, likely: Array, chosen: int) -> list[Array]:
    rank = np.empty(len(likely))
    rank[np.argsort(-likely, kind="stable")] = np.arange(len(likely))
    top, whole = likely.max(), np.ones(len(likely))
    return [
        logits, logits - logits.max(), likely, likely / max(top, 1e-9), whole * (likely.sum() or 1.0), whole * top,
        np.log1p(rank), (rank < chosen).astype(float), whole * chosen,
    ]  # fmt: skip


def _group(keys: Sequence[Hashable], likely: Array) -> list[Array]:
    """Of the sentences that have something in common: how likely the others are, the best of them, how many there are, which
    share of all likelihood they have, and how many of them are likely."""
    numbers: dict[Hashable, int] = {}
    at = np.array(
        [numbers.setdefault((key, None) if key is not None else place, len(numbers)) for place, key in enumerate(keys)]
    )
    n = np.bincount(at)[at]
    total = np.bincount(at, likely)[at]
    order = np.lexsort((-likely, at))  # by groups, the likeliest of each first
    firsts = np.flatnonzero(np.diff(at[order], prepend=-1))
    best = likely[order[firsts]][at]
    second = likely[order[np.minimum(firsts + 1, len(order) - 1)]][at]
    alone = n == 1
    others = np.where(alone, _ALONE, (total - likely) / np.maximum(n - 1, 1))
    next_best = np.where(alone, _ALONE, np.where(likely == best, second, best))
    size = np.where(np.array([key is None for key in keys]), 0.0, np.log1p(n))
    return [others, next_best, size, total / (likely.sum() or 1.0), np.bincount(at, likely > _LIKELY)[at] / n]


def _row(sentences: Sequence[Sentence], likely: Array) -> list[Array]:
    """How likely the sentence before and the one behind are."""
    before, after = np.full(len(likely), _ALONE), np.full(len(likely), _ALONE)
    order = sorted(range(len(sentences)), key=lambda i: (sentences[i].document.id, sentences[i].span))
    for one, two in pairwise(order):
        first, second = sentences[one], sentences[two]
        if first.document.id == second.document.id and second.span.start - first.span.end < _NEXT:
            after[one], before[two] = likely[two], likely[one]
    return [before, after]


def _documents(sentences: Sequence[Sentence], likely: Array) -> list[Array]:
    """In how many documents there may be items, how much the best one stands out, and the best of the sentence's own."""
    names, at = np.unique([s.document.id for s in sentences], return_inverse=True)
    best = np.zeros(len(names))
    np.maximum.at(best, at, likely)
    whole = np.ones(len(likely))
    return [whole * (best > _MAY_BE).sum(), whole * best.max() / (best.sum() or 1.0), best[at]]


def _openers(sentences: Sequence[Sentence], likely: Array) -> Array:
    """How likely the line is that opens the sentence's list."""
    places = {(s.document.id, s.quote): place for place, s in enumerate(sentences)}
    return np.array([likely[places[key]] if (key := (s.document.id, s.lead)) in places else _ALONE for s in sentences])
