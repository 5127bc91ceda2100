"""How likely a sentence is the evidence for a question, the best of them an answer, and each an item of a list.

Logistic regressions and boosted trees over traits, and what the reader thinks. Their weights are data (evidence.json, items.json
and reading.json in data/), made by the scripts train_answers.py with merge_answers.py, train_lists.py and train_reading.py in
training/; people can read off them what counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec
import numpy as np
from numpy.typing import NDArray

from policyqa.answering import company, forms, members
from policyqa.answering.asked import Array
from policyqa.answering.traits import LACKS, NAMES
from policyqa.trees import Trees
from policyqa.weights import Weights, logit

_DATA = files("policyqa.answering").joinpath("data")
FIRST = (*members.NAMES, *NAMES, *forms.NAMES)  # what is known of an item of a list by itself
# What is known of a question once its sentences are ranked, before the traits of the best.
STANDING = ("likelihood", "ahead_of_second", "ahead_of_third", "in_all", "rules_answer", "rules_agree", "rules_differ")
# What accepts the best sentence: by how much it passes by its traits, what the reader thinks of it, and by how much more
# than of the next best.
READ = ("ahead", "read", "read_ahead")
# What tells an item of a list: what both think of a sentence, by its traits and by the reader, and of those beside it.
TOGETHER = ("by_traits", "read", *company.NAMES)
# What tells whether there is any: what the reader thinks of the likeliest sentence, and how many items it expects in all.
LISTED = ("read", "expected")
_FIRST_FEW, _NEARLY = 4, 4.0  # sentences, likeliest first, and in log-odds
_BEHIND = 3.0  # in log-odds, of a sentence without what is asked for
_ALONE = -8.0  # the log-odds of a sentence that is not there


class Learned(msgspec.Struct, frozen=True):
    """`evidence` and `ranking` together rank the sentences of a question, `answer` and `trees` accept the best of them, both by
    their traits alone."""

    evidence: Weights
    ranking: Trees
    answer: Weights
    trees: Trees

    def ahead(self, row: Array) -> float:
        """By how much, in log-odds, the best sentence passes the threshold; below 0 it is rather not the answer."""
        return (float(self.answer.logits(row)) + self.trees.logit(row)) / 2 - logit(self.answer.threshold)


class Reading(msgspec.Struct, frozen=True):
    """How much the reader's log-odds count beside those by traits: for which of the first few sentences is best
    (`ranking`), for what is an item of a list (`items` and `trees`, over TOGETHER), for whether there is any (`listed`, over
    LISTED), for whether the best one is accepted (`answer`, over READ)."""

    ranking: float
    items: Weights
    trees: Trees
    listed: Weights
    answer: Weights

    def ahead(self, row: Array) -> float:
        """By how much, in log-odds, the best sentence passes the threshold; below 0 it is refused. `row` is one of READ."""
        return self.answer.ahead(row)

    def of_items(self, rows: Array) -> Array:
        """The log-odds of sentences to be items of a list: half from the regression, half from the trees. `rows` are of
        TOGETHER."""
        found: Array = (self.items.logits(rows) + _told(self.trees, rows)) / 2
        return found


class Items(msgspec.Struct, frozen=True):
    """Which sentences are items of a list: `alone` and `trees` look at each by itself (FIRST, of which `alone` sees the
    columns of members), `company` at what stands beside it. Where the rules know no item, the likeliest has to reach
    the threshold of `alone`."""

    alone: Weights
    trees: Trees
    company: Trees

    def first(self, rows: Array) -> Array:
        """The log-odds by the first look: half from the regression, half from the trees."""
        found: Array = (self.alone.logits(rows[:, : len(members.NAMES)]) + _told(self.trees, rows)) / 2
        return found

    def second(self, rows: Array) -> Array:
        """The log-odds by the second look."""
        return _told(self.company, rows)


def _told(trees: Trees, rows: Array) -> Array:
    return trees.logits(np.ascontiguousarray(rows.T, np.float32))


def likeness(rows: Array, by: Learned) -> Array:
    """The log-odds of each sentence to be the evidence; one that holds nothing of the kind that is asked for comes after
    those that do and say nearly as much."""
    found: Array = (by.evidence.logits(rows) + _told(by.ranking, rows)) / 2 - _BEHIND * rows[:, LACKS]
    return found


def ranked(logits: Array, read: Array, first: NDArray[np.intp], weight: float) -> Array:
    """The log-odds, those of the `first` few changed among them so that the one is highest that is likeliest with what the
    reader thinks of them, `read`, by its `weight`."""
    found = logits.copy()
    both = logits[first] + weight * read
    found[first[np.argsort(-both, kind="stable")]] = logits[first]
    return found


def foremost(logits: Array) -> NDArray[np.intp]:
    """The places of the sentences that are read closely, likeliest first: those of the first few that are nearly as likely as
    the best."""
    first = np.argsort(-logits, kind="stable")[:_FIRST_FEW]
    near: NDArray[np.intp] = first[logits[first] >= logits[first[0]] - _NEARLY]
    return near


@cache
def weights() -> Learned:
    found = msgspec.json.decode(_DATA.joinpath("evidence.json").read_bytes(), type=Learned)
    parts = (found.evidence, found.ranking, found.answer, found.trees)
    if tuple(part.names for part in parts) != (NAMES, NAMES, *[(*STANDING, *NAMES)] * 2):
        raise RuntimeError("data/evidence.json was made for other traits: run training/train_answers.py")
    return found


@cache
def reading() -> Reading:
    found = msgspec.json.decode(_DATA.joinpath("reading.json").read_bytes(), type=Reading)
    if (found.items.names, found.trees.names, found.listed.names, found.answer.names) != (
        TOGETHER,
        TOGETHER,
        LISTED,
        READ,
    ):
        raise RuntimeError("data/reading.json was made for other traits: run training/train_reading.py")
    return found


@cache
def items() -> Items:
    found = msgspec.json.decode(_DATA.joinpath("items.json").read_bytes(), type=Items)
    if (found.alone.names, found.trees.names, found.company.names) != (members.NAMES, FIRST, company.NAMES):
        raise RuntimeError("data/items.json was made for other traits: run training/train_lists.py")
    return found


def standing(rows: Array, logits: Array, by_rules: Sequence[bool] | None) -> Array:
    """What accepts or refuses the best sentence; `by_rules` tells which one the rules would answer with, None without
    an answer of theirs."""
    order = np.argsort(-logits, kind="stable")
    best = int(order[0])
    second, third = (float(logits[order[i]]) if len(order) > i else _ALONE for i in (1, 2))
    agree = by_rules is not None and by_rules[best]
    top = float(logits[best])
    told = [top, top - second, top - third, float(np.logaddexp.reduce(logits))]
    told += [float(by_rules is not None), float(agree), float(by_rules is not None and not agree)]
    return np.array([*told, *rows[best]])


def read_row(by_traits: float, best: float, others: Array) -> Array:
    """A row of READ: what the reader thinks of the best sentence, and of the others that it read."""
    return np.array([by_traits, best, best - others.max(initial=_ALONE)])
