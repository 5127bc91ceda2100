"""How likely a sentence is the evidence for a question, and the best of them an answer.

Logistic regressions, for the answer with boosted trees beside it. Their weights are data (data/evidence.json), made by
training/train_answers.py; people can read off them what counts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec
import numpy as np

from policyqa.answering import members
from policyqa.answering.asked import Array
from policyqa.answering.traits import LACKS, NAMES
from policyqa.trees import Trees
from policyqa.weights import Weights

_FILE = files("policyqa.answering").joinpath("data/evidence.json")
# What is known of a question once its sentences are ranked, before the traits of the best.
STANDING = ("likelihood", "ahead_of_second", "ahead_of_third", "in_all", "rules_answer", "rules_agree", "rules_differ")
_BEHIND = 3.0  # in log-odds, of a sentence without what is asked for
_ALONE = -8.0  # the log-odds of a sentence that is not there


class Learned(msgspec.Struct, frozen=True):
    """`evidence` ranks the sentences of a question, `answer` and `trees` together accept the best of them; `items` tell
    which of them are items of a list."""

    evidence: Weights
    items: Weights
    answer: Weights
    trees: Trees

    def ahead(self, row: Array) -> float:
        """By how much, in log-odds, the best sentence passes the threshold; below 0 it is refused."""
        return (float(self.answer.logits(row)) + self.trees.logit(row)) / 2 - logit(self.answer.threshold)


def likeness(rows: Array, evidence: Weights) -> Array:
    """The log-odds of each sentence to be the evidence; one that holds nothing of the kind that is asked for comes after
    those that do and say nearly as much."""
    found: Array = evidence.logits(rows) - _BEHIND * rows[:, LACKS]
    return found


@cache
def weights() -> Learned:
    found = msgspec.json.decode(_FILE.read_bytes(), type=Learned)
    names = (found.evidence.names, found.items.names, found.answer.names, found.trees.names)
    if names != (NAMES, members.NAMES, *[(*STANDING, *NAMES)] * 2):
        raise RuntimeError("data/evidence.json was made for other traits: run training/train_answers.py")
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


def logit(probability: float) -> float:
    return math.log(probability / (1 - probability))
