"""A closer look at pairs of measures that may be one: boosted trees over policyqa.overlap.features and what the clauses say.

The first look (policyqa.overlap.scoring) adds up what is alike; trees tell what counts only together (a word in common and
another school stage). Their log-odds and those of the first look are halved and added. The trees are data
(data/trees.json), made by training/train_overlaps.py for an encoder; with one that is not listed the first look stands.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from functools import cache, reduce
from importlib.resources import files
from itertools import chain
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from policyqa.overlap import features as f
from policyqa.overlap import likeness
from policyqa.overlap import patterns as p
from policyqa.overlap import words as w
from policyqa.overlap.candidates import Pairs
from policyqa.overlap.likeness import Array, Flags, Items, Places
from policyqa.trees import Trees

# Probabilities at first look; what is less or more likely stays as it is: looking from 0.1 or up to 0.9 helped no figure.
FROM, UPTO = 0.25, 0.7
_MOST_WORDS = 14  # of a clause whose weight is told; longer clauses are lists

SAID = (
    "weight_least",  # of all telling words of the clause that tells less
    "weight_most",  # of the other
    "stages_apart",  # both name stages of school, and none in common
    "stages",  # a stage in common
    "addressees_apart",  # both name addressees, and none in common
    "addressees",  # an addressee in common
    "against",  # one forbids or lessens something, the other does not
    "quoted",  # names in quotation marks in common, by number
    "quoted_apart",  # both have some, and none in common
    "figures",  # both have figures
    "figure",  # one alone has
    "items_least",  # 、 in the clause that has fewer
    "items_most",
    "length_least",  # characters of the shorter clause
    "length_most",
    "ending",  # the last two Chinese characters are the same
    "opening",  # the first telling word is the same
)
NAMES = (*f.NAMES, *SAID)

_STAGES = (
    "幼儿|学前|保教",
    "小学|义务教育|初中|九年一贯",
    "高中",
    "高校|大学|高等|本科",
    "职业|中职|高职|技工",
    "特殊教育|残疾",
)
_ADDRESSEES = (
    "教师|师资|教研员|班主任", "学生|幼儿|儿童|学困生", "校长|园长|干部|班子", "家长|家庭", "企业|经营主体|市场主体|商户",
    "群众|市民|居民|百姓", "部门|单位|机关", "学校|校园", "专家|人才", "社会组织|协会|商会",
)  # fmt: skip
_AGAINST = re.compile("不得|严禁|禁止|杜绝|防止|不准|取消|减少|降低|严厉|处罚|惩")
_QUOTED = re.compile(r"[“「《]([^”」》]{2,20})[”」》]")
_FIGURE = re.compile(r"\d")
_FILE = files("policyqa.overlap").joinpath("data/trees.json")


@cache
def trees(encoder: str) -> Trees | None:
    """Those made with that encoder."""
    chosen = msgspec.json.decode(_FILE.read_bytes(), type=dict[str, Trees]).get(encoder)
    if chosen and chosen.names != NAMES:
        raise RuntimeError("data/trees.json was made for other features: run training/train_overlaps.py")
    return chosen


def looked(
    said: Said, pairs: Pairs, features: Array, chances: NDArray[np.float64], by: Trees | None
) -> NDArray[np.float64]:
    """The chances of pairs, given those of the first look and its features; `said` is told of all measures."""
    rows = np.flatnonzero((chances >= FROM) & (chances <= UPTO))
    if by is None or not len(rows):
        return chances
    first = chances[rows]
    logits = (np.log(first / (1 - first)) + _logits(by, columns(said, pairs[rows], features[rows]))) / 2
    found = chances.copy()
    found[rows] = 1 / (1 + np.exp(-logits))
    return found


def _logits(by: Trees, told: Array) -> NDArray[np.float64]:
    found = np.empty(told.shape[1])

    def tell(rows: slice) -> None:
        found[rows] = by.logits(told[:, rows])

    likeness.in_slices(tell, len(found))
    return found


def columns(said: Said, pairs: Pairs, features: Array) -> Array:
    """Shape (NAMES, pairs): what the first look tells, and what the clauses say."""
    found = np.empty((len(NAMES), len(pairs)), np.float32)  # a column of one feature lies together

    def tell(rows: slice) -> None:
        found[: len(f.NAMES), rows] = features[rows].T
        for place, column in enumerate(said.alike(pairs[rows]), len(f.NAMES)):
            found[place, rows] = column

    likeness.in_slices(tell, len(pairs))
    return found


class Said(NamedTuple):
    """What clauses say themselves, a row for each."""

    weights: Array  # of their telling words
    stages: Places  # a bit for each that they name
    addressees: Places
    against: Flags
    figures: Flags
    items: Places
    lengths: Places
    quoted: likeness.Matrix
    endings: Places  # numbers, the same for the same
    openings: Places

    @classmethod
    def of(cls, clauses: Sequence[str], telling: Sequence[Sequence[str]]) -> Said:
        """`telling` are the telling words of each clause."""
        different, which = likeness.once(clauses)
        said = cls._of(list(different), [telling[place][:_MOST_WORDS] for place in different.values()])
        return cls._make(column[which] for column in said)

    @classmethod
    def _of(cls, clauses: Sequence[str], telling: Sequence[Sequence[str]]) -> Said:
        heavy = {word: w.word_weight(word) for word in set(chain.from_iterable(telling))}
        return cls(
            weights=np.array([sum(map(heavy.__getitem__, row)) for row in telling], np.float32),
            stages=_named(_STAGES, clauses), addressees=_named(_ADDRESSEES, clauses),
            against=np.array([bool(_AGAINST.search(clause)) for clause in clauses], bool),
            figures=np.array([bool(_FIGURE.search(clause)) for clause in clauses], bool),
            items=np.array([clause.count("、") for clause in clauses], np.int64),
            lengths=np.array([len(clause) for clause in clauses], np.int64),
            quoted=likeness.sparse(Items.of([sorted(set(_QUOTED.findall(clause))) for clause in clauses])),
            endings=_codes(["".join(p.HAN.findall(clause)[-2:]) for clause in clauses]),
            openings=_codes([row[0] if row else "" for row in telling]),
        )  # fmt: skip

    def alike(self, pairs: Places) -> tuple[NDArray[Any], ...]:
        """The columns SAID of pairs of places; whichever of the two stands first."""
        a, b = pairs[:, 0], pairs[:, 1]
        shared, some = likeness.products(self.quoted, a, b), np.diff(self.quoted.indptr) > 0
        return (
            *_both(self.weights, a, b), *_apart(self.stages, a, b), *_apart(self.addressees, a, b),
            self.against[a] != self.against[b], shared, some[a] & some[b] & (shared == 0),
            self.figures[a] & self.figures[b], self.figures[a] != self.figures[b], *_both(self.items, a, b),
            *_both(self.lengths, a, b), self.endings[a] == self.endings[b],
            (self.openings[a] == self.openings[b]) & (self.weights[a] > 0),
        )  # fmt: skip


def _both(values: NDArray[Any], a: Places, b: Places) -> tuple[NDArray[Any], NDArray[Any]]:
    """The lesser and the greater of two measures' values."""
    return np.minimum(values[a], values[b]), np.maximum(values[a], values[b])


def _named(kinds: Sequence[str], clauses: Sequence[str]) -> Places:
    """Of each clause the kinds that it names, as bits."""
    patterns = [re.compile(kind) for kind in kinds]
    return np.array([reduce(lambda s, p: 2 * s + bool(p.search(clause)), patterns, 0) for clause in clauses], np.int64)


def _apart(bits: Places, a: Places, b: Places) -> tuple[Flags, Flags]:
    """Whether both name one of the kinds and none in common; whether they name one in common."""
    common = (bits[a] & bits[b]) > 0
    return (bits[a] > 0) & (bits[b] > 0) & ~common, common


def _codes(values: Sequence[Hashable]) -> Places:
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
    return np.array([numbers[value] for value in values], np.int64)
