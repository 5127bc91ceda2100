"""The items of a list, by what was learned: each sentence by itself, then beside those around it, then by what the reader thinks of
the passages in which they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from policyqa.answering import candidates, company, forms, learned, lists, members, reader
from policyqa.answering.asked import Array
from policyqa.answering.case import Case, Told
from policyqa.answering.learned import Items, Reading
from policyqa.answering.lists import Ruled
from policyqa.answering.passages import opened
from policyqa.answering.sentence import Sentence
from policyqa.answering.traits import traits
from policyqa.answering.weighing import Scored
from policyqa.weights import Weights

# Sentences, too few to be weighed beside one another: the sets that taught second looks have more. There an item is at
# least half as likely as the best.
FEW, _OF_BEST = 12, 0.5
_MAY_BE, _UNREAD = -3.5, -6.0  # in log-odds: by its traits; stands for what the reader was not asked
_LEAST_EXPECTED = 0.01  # items
_OF_TRAITS, _OF_READER = 0.5, 0.4  # of the log-odds that a sentence brings to those beside it


def answer(case: Case) -> Told | None:
    ruled = lists.by_rules(case)
    if ruled.settled:
        return lists.told(ruled.items, case)
    considered = candidates.consider(case, ruled)
    few = len(considered) < FEW and not ruled.items and not ruled.tests
    if few and lists.unheard_of(ruled.topic, case):
        return None
    items = learned.items()
    likely = likelihoods(case, ruled, considered, items, learned.weights().evidence)
    if not ruled.items and likely.max(initial=0.0) < items.alone.threshold:
        return None
    return lists.told(_with_items([considered[i].sentence for i in taken(likely)], case), case)


def _with_items(chosen: Sequence[Sentence], case: Case) -> list[Sentence]:
    """A line that opens a list brings its items where none of them was chosen; a heading below which items are told is none."""
    whole = opened(chosen, case, but={(s.document.id, s.lead) for s in chosen})
    headings = [s.is_heading or s.stands_as_heading for s in whole]
    sections = {(s.document.id, s.passage.section) for s, heads in zip(whole, headings, strict=True) if not heads}
    return [
        s for s, heads in zip(whole, headings, strict=True)
        if not (heads and (s.document.id, s.passage.section) in sections)
    ]  # fmt: skip


def likelihoods(case: Case, ruled: Ruled, considered: Sequence[Scored], items: Items, evidence: Weights) -> Array:
    """How likely each sentence is an item; one without what the question makes strict is none, and where the reader expects next
    to none among many sentences, the documents are silent."""
    if not considered:
        return np.zeros(0)
    looked, by = look(case, ruled, considered, items, evidence), learned.reading()
    certain = any(test.certain for test in ruled.tests)
    if len(considered) >= FEW and not certain and by.listed.ahead(listed_row(looked.read)) < 0:
        return np.zeros(len(considered))
    return weighed(with_reader(looked.rows, by), looked.strict)


class Looked(NamedTuple):
    """What is known of each sentence that may be an item: how likely it is one by its traits and by the reader, 0 in `strict` where
    the question rules it out, and all of it beside the others, `rows` of learned.TOGETHER."""

    by_traits: Array
    read: Array
    strict: Array
    rows: Array


def look(case: Case, ruled: Ruled, considered: Sequence[Scored], items: Items, evidence: Weights) -> Looked:
    """Of one sentence at least."""
    strict = strictly(ruled, [s.sentence for s in considered])
    logits = by_traits(case, ruled, considered, strict, items, evidence)
    told = read(case, considered, logits)
    return Looked(logits, told, strict, _rows_beside(ruled, considered, strict, logits, told))


def read(case: Case, considered: Sequence[Scored], logits: Array) -> Array:
    """What the reader thinks of each sentence beside those around it; of passages in which none may be an item by its traits it
    is not asked."""
    told = reader.read_together(case.question.text, [s.sentence for s in considered], logits > _MAY_BE)
    return np.where(np.isnan(told), _UNREAD, told)


def with_reader(rows: Array, by: Reading) -> Array:
    """The log-odds of each sentence to be an item, of `rows` of learned.TOGETHER; of few sentences by what both think of each
    alone."""
    if len(rows) < FEW:
        return _both(rows[:, 0], rows[:, 1])
    return by.of_items(rows)


def _both(by_traits: Array, read: Array) -> Array:
    return _OF_TRAITS * by_traits + _OF_READER * read


def _rows_beside(ruled: Ruled, considered: Sequence[Scored], strict: Array, logits: Array, told: Array) -> Array:
    """What both think of each sentence, by its traits and by the reader, and of those beside it: learned.TOGETHER."""
    both = _both(logits, told)
    likely, holds = likelihood(both) * strict, ruled.holding()
    sentences = [s.sentence for s in considered]
    by_rules = np.array([holds(s) for s in sentences], float)
    return np.column_stack([logits, told, company.rows(sentences, both, likely, len(taken(likely)), by_rules)])


def weighed(logits: Array, strict: Array) -> Array:
    """Of these log-odds, as likelihoods."""
    likely = likelihood(logits) * strict
    if len(likely) < FEW:
        return np.where(likely >= _OF_BEST * likely.max(initial=0.0), likely, 0.0)
    return likely


def by_traits(
    case: Case, ruled: Ruled, considered: Sequence[Scored], strict: Array, items: Items, evidence: Weights
) -> Array:
    """The log-odds of each sentence to be an item, by itself and, where there are enough, beside the others."""
    sentences = [s.sentence for s in considered]
    rows = first_rows(case, ruled, considered, evidence)
    logits = items.first(rows)
    if len(sentences) < FEW:
        return logits
    return (logits + items.second(second_rows(sentences, rows, logits, strict))) / 2


def first_rows(case: Case, ruled: Ruled, considered: Sequence[Scored], evidence: Weights) -> Array:
    """What is known of each sentence by itself: learned.FIRST."""
    base = traits(case, considered, None)
    sentences = [s.sentence for s in considered]
    own = members.rows(case, ruled, considered, evidence.logits(base))
    return np.column_stack([own, base, forms.rows(case, ruled, sentences)])


def second_rows(sentences: Sequence[Sentence], rows: Array, logits: Array, strict: Array) -> Array:
    """What is known of each sentence beside the others, once all are looked at: company.NAMES. `rows` are the first look's."""
    likely = likelihood(logits) * strict
    return company.rows(sentences, logits, likely, len(taken(likely)), rows[:, members.NAMES.index("ruled")])


def listed_row(read: Array) -> Array:
    """A row of learned.LISTED: what the reader thinks of each sentence that may be an item, in log-odds; how many it expects
    counts as a logarithm."""
    return np.array([read.max(), np.log(_LEAST_EXPECTED + likelihood(read).sum())])


def strictly(ruled: Ruled, sentences: Sequence[Sentence]) -> Array:
    """0 for a sentence that fails a test that is certain, or of few sentences a strict one, else 1."""
    few = len(sentences) < FEW
    tests = [test for test in ruled.tests if test.certain or (test.strict and few)]
    return np.array([all(test.holds(s) for test in tests) for s in sentences], float)


def likelihood(logits: Array) -> Array:
    found: Array = 1 / (1 + np.exp(-logits))
    return found


def taken(likely: Array) -> list[int]:
    """The places of the sentences that make the best list, of those with these likelihoods of being its items: as many
    of the likeliest as promise the highest F1, twice the items among them over how many are taken and how many there are.
    """
    if likely.max(initial=0.0) <= 0:
        return []
    order = np.argsort(-likely, kind="stable")
    promised = 2 * np.cumsum(likely[order]) / (np.arange(1, len(likely) + 1) + likely.sum())
    best: list[int] = order[: int(promised.argmax()) + 1].tolist()
    return best
