"""What the reader learns from (train_reader.py): questions with the sentences that policyqa finds for them, and which of those are
evidence or items."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from policyqa.index.reader import Laid, laid_together
from question_sets import Set, is_evidence
from tokenizers import Tokenizer
from train_answers import cases, is_right
from train_lists import considered

from policyqa.answering import choosing, learned, listing, reader
from policyqa.answering.sentence import Sentence
from policyqa.evaluation.questions import Asked
from policyqa.protocols import Placed

SHOWN, EVIDENCE, NEAR = 8, 2, 10  # sentences of a question, how many of them are evidence; the likeliest others
PASSAGES, BESIDE, ANY = 12, 5, 2  # of a list: passages with items at most, the likeliest without, others at all
LIKELY, UNLIKELY, FIRST = 5, 2, 6  # of a question that nothing answers: of the first few, of the others


class Example(NamedTuple):
    """A question with sentences, likeliest first."""

    kind: str
    question: str
    texts: list[str]
    evidence: np.ndarray


class Listed(NamedTuple):
    """A question for a list with the sentences of each document in the order of its text, how likely each is an item by its
    traits, and whether it is one."""

    question: str
    rows: list[list[Placed]]
    likely: list[np.ndarray]
    items: list[np.ndarray]


def examples_of(of: Set, asked: Asked) -> Iterator[Example | Listed]:
    """One of the question, of a comparison one of each side, none where nothing that was found is evidence though something
    answers."""
    listed = considered(of, asked)
    if listed and not listed.ruled.settled:
        rows = listing.first_rows(*listed, learned.weights().evidence)
        yield from _listed(asked, [s.sentence for s in listed.found], learned.items().first(rows))
    if listed or asked.kind == "list":
        return
    for case in cases(of.library, asked):
        among = choosing.consider(case)
        likely = learned.likeness(among.traits, learned.weights())
        # Evidence, or plainly wrong: what is right by its words alone teaches nothing.
        clear = [is_evidence(asked, s.sentence) or not is_right(asked, case, s) for s in among.found]
        places = np.flatnonzero(clear)
        yield from _shown(asked, [among.found[at].sentence for at in places], likely[places])


def _listed(asked: Asked, sentences: Sequence[Sentence], likely: np.ndarray) -> Iterator[Listed]:
    items = np.array([is_evidence(asked, s) for s in sentences], bool)
    if items.any() or asked.kind == "none":
        rows = reader.rows_of(sentences)
        told = [[reader.placed(sentences[at]) for at in row] for row in rows]
        yield Listed(
            asked.question[: reader.QUESTION], told, [likely[row] for row in rows], [items[row] for row in rows]
        )


def _shown(asked: Asked, sentences: Sequence[Sentence], likely: np.ndarray) -> Iterator[Example]:
    order = np.argsort(-likely, kind="stable")
    evidence = np.array([is_evidence(asked, sentences[at]) for at in order], bool)
    if evidence.any() or asked.kind == "none":
        texts = [reader.text(sentences[at]) for at in order]
        yield Example(asked.kind, asked.question[: reader.QUESTION], texts, evidence)


def some(example: Example) -> tuple[list[str], list[float]]:
    """Some of its sentences, evidence first, and 1 for each that is evidence."""
    yes, no = np.flatnonzero(example.evidence), np.flatnonzero(~example.evidence)
    if example.kind == "none":
        shown = []
        others = [*np.random.permutation(no[:FIRST])[:LIKELY], *np.random.permutation(no[FIRST:])[:UNLIKELY]]
    else:
        shown = list(np.random.permutation(yes)[:EVIDENCE])
        wanted = SHOWN - len(shown)
        others = list(np.random.permutation(no[no < NEAR])[: wanted - 2])
        others += [at for at in np.random.permutation(no) if at not in others][: wanted - len(others)]
    return [example.texts[at] for at in (*shown, *others)], [1.0] * len(shown) + [0.0] * len(others)


def passages(words: Tokenizer, listed: Listed) -> tuple[list[Laid], list[float]]:
    """Some of its passages, and 1 for each sentence of them that is an item."""
    asked, laid = words.encode(listed.question).ids, []
    for row, likely, items in zip(listed.rows, listed.likely, listed.items, strict=True):
        told = [tuple(words.encode(text).ids for text in placed) for placed in row]
        cut = random.randrange(len(row))  # so that passages begin elsewhere each time
        for begins, part in ((0, told[:cut]), (cut, told[cut:])):
            for at, passage in laid_together(asked, part):
                start = begins + at
                end = start + len(passage.parts)
                laid.append((passage, likely[start:end].max(), items[start:end]))
    random.shuffle(laid)
    laid.sort(key=lambda one: -one[1])
    chosen = [one for one in laid if one[2].any()][:PASSAGES]
    others = [one for one in laid if not one[2].any()]
    chosen += others[:BESIDE] + random.sample(others[BESIDE:], min(ANY, len(others[BESIDE:])))
    return [one[0] for one in chosen], [float(item) for one in chosen for item in one[2]]
