"""The best sentences for a question, by what was learned, and whether they answer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from policyqa.answering import issued, learned, listing, reader, responsible, sides, telling
from policyqa.answering.asked import Array
from policyqa.answering.case import OWN, Case, Told
from policyqa.answering.passages import SENTENCES
from policyqa.answering.traits import LACKS, considered, refuted, traits
from policyqa.answering.weighing import Scored

_OF_A_PART = 1.0  # in log-odds, how much less likely a part of the region answers for it
_LIKELIER = 2.0  # in log-odds
_REFUTED = -8.0  # in log-odds, stands for what the reader would think of what can be no answer
_BEHIND = 3.5  # in log-odds, at most, of a further sentence that tells how or what


class Standing(NamedTuple):
    """The sentences in the order of `logits`, best first, what the rules answer, and by how much the best passes for an
    answer; `lacks` tells that nothing of the kind that is asked for can be read from it, `refuted` that it can be no answer."""

    ranked: Sequence[Scored]
    logits: Array
    ruled: Told | None
    ahead: float
    lacks: bool
    refuted: bool

    @property
    def likely(self) -> bool:
        return self.ahead >= 0 and not self.refuted

    @property
    def agree(self) -> bool:
        return self.ruled is not None and self.ruled.sentences[0] is self.ranked[0].sentence


class Considered(NamedTuple):
    """The sentences that may answer a question with their `traits`, what the rules answer and which of the sentences with (None:
    they do not answer)."""

    found: Sequence[Scored]
    traits: Array
    ruled: Told | None
    by_rules: list[bool] | None


def consider(case: Case) -> Considered:
    ruled = telling.by_rules(case)
    chosen = ruled.sentences[0] if ruled else None
    found = considered(case, chosen)
    return Considered(
        found, traits(case, found, chosen), ruled, [s.sentence is chosen for s in found] if ruled else None
    )


class Looked(NamedTuple):
    """The sentences considered and their log-odds by traits; of the `first` few what the reader thinks, and whether they can be
    no answer."""

    of: Considered
    logits: Array
    first: NDArray[np.intp]
    read: Array
    refuted: NDArray[np.bool_]

    def best(self, logits: Array) -> Array:
        """What is known of the best of them: learned.READ."""
        by_traits = learned.weights().ahead(learned.standing(self.of.traits, logits, self.of.by_rules))
        best = self.first == logits.argmax()
        return learned.read_row(by_traits, float(self.read[best][0]), self.read[~best])


def look(case: Case) -> Looked:
    """What is known of the sentences of a question, of which there is one at least."""
    of = consider(case)
    logits = learned.likeness(of.traits, learned.weights()) - _OF_A_PART * _of_parts(case, of.found)
    first = learned.foremost(logits)
    read, no = _read(case, of, first)
    return Looked(of, logits, first, read, no)


def _read(case: Case, of: Considered, first: NDArray[np.intp]) -> tuple[Array, NDArray[np.bool_]]:
    """What the reader thinks of these sentences, and whether they can be no answer: of those it is not asked."""
    no = np.zeros(len(first), bool)
    doubtful = np.flatnonzero(of.traits[first, LACKS])
    no[doubtful] = refuted(case, of.found, first[doubtful].tolist())
    read = np.full(len(first), _REFUTED)
    read[~no] = reader.read(case.question.text, [of.found[i].sentence for i in first[~no]])
    return read, no


def stand(case: Case) -> Standing | None:
    """How the sentences stand that were found for a question which one sentence answers; None without any."""
    if not case.ranked:
        return None
    looked = look(case)
    logits = learned.ranked(looked.logits, looked.read, looked.first, learned.reading().ranking)
    order = np.argsort(-logits, kind="stable")
    best = int(order[0])
    return Standing(
        [looked.of.found[i] for i in order], logits[order], looked.of.ruled, learned.reading().ahead(looked.best(logits)),
        lacks=bool(looked.of.traits[best, LACKS]), refuted=bool(looked.refuted[looked.first == best][0]),
    )  # fmt: skip


def _of_parts(case: Case, found: Sequence[Scored]) -> Array:
    """1 for a sentence of a part of the region asked about (a city of 福建), where others are of the region itself."""
    names = {region.name for region in case.question.regions}
    apart = [s.sentence.document.region is None or s.sentence.document.region.name not in names for s in found]
    return np.array(apart, float) * (bool(names) and not all(apart))


class Chosen(NamedTuple):
    """The answer, None where the best sentence is unlikely to hold one, and the sentences, likeliest first; `silent` are
    regions of a comparison that say nothing of its matter, while others do."""

    told: Told | None
    ranked: Sequence[Scored]
    silent: tuple[str, ...] = ()


def answer(case: Case) -> Chosen:
    if case.question.kind == "list":
        return Chosen(listing.answer(case), case.ranked)
    if case.question.kind == "compare":
        return _compared(case)
    if issued.asked(case.question):
        return Chosen(issued.answer(case), case.ranked)
    standing = stand(case)
    if standing is None:
        return Chosen(None, case.ranked)
    told = tell(case, standing) if standing.likely else None
    return Chosen(responsible.proved(case, told) if told and case.question.kind == "body" else told, standing.ranked)


def _compared(case: Case) -> Chosen:
    """Where a region is silent, what the others say stands first among what is related."""
    found = sides.answer(telling.as_single(case), side)
    said = [s for s in case.ranked if s.own >= OWN and any(s.sentence is one for one in found.said)]
    return Chosen(found.told, [*said, *(s for s in case.ranked if s not in said)], found.silent if said else ())


def tell(case: Case, standing: Standing) -> Told:
    """What the best sentence says: as the rules tell it where they found the same one."""
    if standing.agree and standing.ruled and case.question.kind != "passage":
        return standing.ruled
    near = [
        s for s, logit in zip(standing.ranked, standing.logits, strict=True) if logit >= standing.logits[0] - _BEHIND
    ]
    return telling.read(case, near[:SENTENCES])


def side(case: Case, least: float = -_LIKELIER) -> Told | None:
    """What one side of a comparison says. That the other one says the same makes it likelier: it has to pass the threshold by `least`,
    in log-odds, which may be below 0. One that states no figure of the kind that is asked for may still speak of the matter."""
    if issued.asked(case.question):
        return issued.answer(case)
    standing, kind = stand(case), case.question.kind
    may_lack = kind not in ("value", "open")
    if standing and standing.ahead >= least and (may_lack or not standing.lacks):
        return tell(case, standing)
    return side(case._replace(question=case.question._replace(kind="open")), least) if kind == "value" else None
