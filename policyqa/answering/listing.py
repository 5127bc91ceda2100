"""The items of a list: by rules where the form of the question tells them, else by what was learned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from policyqa.answering import learned, lists, members
from policyqa.answering.asked import Array
from policyqa.answering.case import Case, Told
from policyqa.answering.lists import Ruled
from policyqa.answering.passages import opened
from policyqa.answering.sentence import Sentence
from policyqa.answering.traits import traits
from policyqa.weights import Weights


class Listed(NamedTuple):
    """The sentences that may be items, with a row of traits for each (members.NAMES)."""

    sentences: Sequence[Sentence]
    rows: Array


def answer(case: Case) -> Told | None:
    ruled = lists.by_rules(case)
    if not ruled.items and not ruled.tests and lists.unheard_of(ruled.topic, case):
        return None
    if ruled.settled:
        return lists.told(ruled.items, case)
    weights = learned.weights()
    listed = look(case, ruled, weights.evidence)
    likely = 1 / (1 + np.exp(-weights.items.logits(listed.rows)))
    strict = [test for test in ruled.tests if test.strict]
    likely *= np.array([all(test.holds(s) for test in strict) for s in listed.sentences], bool)
    if not ruled.items and likely.max(initial=0.0) < weights.items.threshold:
        return None
    return lists.told(opened([listed.sentences[i] for i in taken(likely)], case), case)


def look(case: Case, ruled: Ruled, evidence: Weights) -> Listed:
    considered = members.consider(case, ruled)
    logits = evidence.logits(traits(case, considered, None))
    return Listed([s.sentence for s in considered], members.rows(case, ruled, considered, logits))


def taken(likely: Array) -> list[int]:
    """The places of the sentences that make the best list, of those with these likelihoods of being its items: as many
    of the likeliest as promise the highest F1, twice the items among them over how many are taken and how many there are.
    """
    order = np.argsort(-likely, kind="stable")
    promised = 2 * np.cumsum(likely[order]) / (np.arange(1, len(likely) + 1) + likely.sum())
    return order[: int(promised.argmax()) + 1].tolist() if len(likely) else []
