"""What tells whether a sentence is an item of the list that a question asks for, as numbers: how likely it is evidence of
any kind, which of the list's tests it passes, how much it says of the matter beside the other sentences, all of them and
those of its document, and how like the likeliest items it is.

policyqa.answering.learned weighs them. Shares are 0 to 1, flags 0 or 1.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from policyqa.answering import conditions, enumerated, wording
from policyqa.answering.asked import Array
from policyqa.answering.case import Case, name_of, timely
from policyqa.answering.lists import Ruled
from policyqa.answering.sentence import Sentence, plain
from policyqa.answering.topic import Topic
from policyqa.answering.traits import Traits
from policyqa.answering.units import Unit
from policyqa.answering.weighing import Scored, cover
from policyqa.model import Target
from policyqa.zh.patterns import late
from policyqa.zh.text import pairs

_LIKE, _RULED = 3, 8  # of the likeliest items, and of the rules', to which others are likened
_ALL_BUT_FEW, _SEVERAL = 0.8, 3  # of the rules' items, and how many tell
_MOSTLY = 0.5  # of a word
_SHORT = 14  # characters of what is hardly more than a heading
_UNKNOWN = 0.5  # stands for a share of the rarest word where there is none
_PLACES = late(r"哪些?(?:几?个)?(?:地方|地区|城市|文件|[省市县区])|几个(?:地方|地区|城市|文件)|各地|各[省市县区]|谁")
_CLAUSE = late(r"[,，;；。:：]")
_GOALS = late(r"目标|指标|任务")
TESTS = (
    "number", "often", "year", "whole", "in_force", "bodies", "may_not", "no_past", "growth", "given", "figure", "bound",
)  # fmt: skip
_OWN = (
    "topic", "topic_near", "core", "core_near", "rarest", "rarest_near", "lacks_shared", "evidence", "passes", "failed", "tests",
    "clause", "figure_fit", "number_clause", "ruled", "ruled_n", "ruled_none", "by_form", "ruled_by_form", "beside_ruled", "of_ruled_section", "asks_places", "asks_goals", "asks_benefits", "other_matter",
    "quoted", "quoted_any", "quoted_near", "section", "opens", "item", "item_of", "short", "has_goal", "timely", "untimely", "preamble_in_force", "like_best", "like_ruled", "in_document",
    *(f"passes_{name}" for name in TESTS), *(f"fails_{name}" for name in TESTS),
)  # fmt: skip
_COMPARED = ("topic", "topic_near", "core_near", "evidence", "like_best", "clause", "figure_fit")
_WITHIN = ("topic", "topic_near", "evidence")
NAMES = (*_OWN, *(f"{name}_behind" for name in _COMPARED), *(f"{name}_within" for name in _WITHIN), "places_within")


def _shared(ruled: Ruled) -> Unit | None:
    """The rarest noun of the matter, where all but a few of the rules' items say it: then the others should."""
    rarest = ruled.topic.rarest()
    saying = sum(_says(rarest, s) for s in ruled.items) if rarest else 0
    return rarest if saying >= _ALL_BUT_FEW * max(len(ruled.items), _SEVERAL) else None


def _says(unit: Unit, sentence: Sentence) -> bool:
    return cover(unit, sentence.text + sentence.headings) > _MOSTLY


def rows(case: Case, ruled: Ruled, considered: Sequence[Scored], logits: Array) -> Array:
    """A row for each sentence, a column for each of NAMES; `logits` tell how likely each is evidence of any kind."""
    if not considered:
        return np.zeros((0, len(NAMES)))
    looks = _Looks(case, ruled, considered)
    told = [looks.of(place, logit) for place, logit in enumerate(logits.tolist())]
    own = np.array([[one[name] for name in _OWN] for one in told])
    column = {name: own[:, _OWN.index(name)] for name in (*_COMPARED, *_WITHIN, "asks_places")}
    documents = np.unique([s.sentence.document.id for s in considered], return_inverse=True)[1]
    behind = [column[name] - column[name].max() for name in _COMPARED]
    within = [_within(column[name], documents) for name in _WITHIN]
    return np.column_stack([own, *behind, *within, column["asks_places"] * within[-1]])


def _within(column: Array, documents: NDArray[np.intp]) -> Array:
    """How far each stands behind the best of its document."""
    best = np.full(int(documents.max()) + 1, -np.inf)
    np.maximum.at(best, documents, column)
    found: Array = column - best[documents]
    return found


class _Looks:
    """A list's sentences beside its question."""

    def __init__(self, case: Case, ruled: Ruled, considered: Sequence[Scored]) -> None:
        self.case, self.topic, self.sentences = case, ruled.topic, [s.sentence for s in considered]
        self.core = Topic(ruled.topic.core, [])
        self.rarest, self.shared = ruled.topic.rarest(), _shared(ruled)
        self.tests = ruled.tests
        self.numbers = [word for unit in conditions.numbers(case.question) for word in unit.words]
        self.ruled, self.n = ruled.holding(), len(ruled.items)
        self.by_form = float(ruled.by_form)
        self.sections = {(s.document.id, s.passage.section) for s in ruled.items}
        self.beside = {(s.document.id, s.passage.ordinal + d) for s in ruled.items for d in (-1, 0, 1)}
        self.documents = Counter(s.document.id for s in self.sentences)
        self.shares = [ruled.topic.covered(s) for s in self.sentences]
        self.pairs = [pairs(s.text) for s in self.sentences]
        best = sorted(range(len(self.sentences)), key=lambda i: -sum(self.shares[i]))[:_LIKE]
        self.best = [self.pairs[i] for i in best]
        items = [p for s, p in zip(self.sentences, self.pairs, strict=True) if self.ruled(s)]
        self.items = items[:_RULED]

    def of(self, place: int, logit: float) -> Traits:
        return {
            "evidence": logit, **self._said(place), **self._tested(self.sentences[place]),
            **self._beside(self.sentences[place]), **self._asked(self.sentences[place]),
            "like_best": _likest(self.pairs[place], self.best), "like_ruled": _likest(self.pairs[place], self.items),
        }  # fmt: skip

    def _said(self, place: int) -> Traits:
        """How much of the matter is said."""
        sentence = self.sentences[place]
        own, near = self.shares[place]
        return {
            "topic": own, "topic_near": near, "core": self.core.share(sentence.text),
            "core_near": self.core.share(sentence.text + sentence.context),
            "rarest": cover(self.rarest, sentence.text) if self.rarest else _UNKNOWN,
            "rarest_near": cover(self.rarest, sentence.context) if self.rarest else _UNKNOWN,
            "lacks_shared": float(self.shared is not None and not _says(self.shared, sentence)), **self._close(sentence),
            **self._quoted(sentence), **self._placed(sentence),
        }  # fmt: skip

    def _quoted(self, sentence: Sentence) -> Traits:
        """How much of the quoted words is said: of all of them, of any."""
        quoted = [unit for unit, _ in self.case.weighted if unit.weight > 1]
        said = [cover(unit, sentence.text) for unit in quoted]
        near = [cover(unit, sentence.context) for unit in quoted]
        return {
            "quoted": min(said, default=_UNKNOWN), "quoted_any": max(said, default=_UNKNOWN),
            "quoted_near": min(near, default=_UNKNOWN),
        }  # fmt: skip

    def _placed(self, sentence: Sentence) -> Traits:
        """How much of the matter the section's heading and the line that opens a list say, and which kind of line it is."""
        return {
            "section": self.topic.share(plain("".join(sentence.passage.section[-1:]))), "item": float(bool(sentence.lead)),
            "item_of": self.topic.share(plain(sentence.lead)), "short": float(len(sentence.text) < _SHORT),
            "opens": float(sentence.opens_a_list),
        }  # fmt: skip

    def _close(self, sentence: Sentence) -> Traits:
        """How much of the matter is said in one clause, in the words of a figure, beside a number of the question."""
        clauses = [(clause, self.topic.share(clause)) for clause in _CLAUSE.split(sentence.text)]
        fits = [self.topic.share(name_of(t)) for t in self.case.evidence.records(sentence, Target)]
        beside = [said for clause, said in clauses if any(number in clause for number in self.numbers)]
        return {
            "clause": max(said for _, said in clauses), "figure_fit": max(fits, default=_UNKNOWN),
            "number_clause": max(beside, default=0.0) if self.numbers else _UNKNOWN,
        }  # fmt: skip

    def _tested(self, sentence: Sentence) -> Traits:
        """Which tests of the question the sentence passes."""
        holds = {test.name: test.holds(sentence) for test in self.tests}
        return {
            "passes": float(all(holds.values())), "failed": float(list(holds.values()).count(False)),
            "tests": float(len(holds)),
            **{f"passes_{name}": float(holds.get(name, False)) for name in TESTS},
            **{f"fails_{name}": float(not holds.get(name, True)) for name in TESTS},
        }  # fmt: skip

    def _beside(self, sentence: Sentence) -> Traits:
        """Where it stands beside what the rules choose."""
        document = sentence.document.id
        return {
            "ruled": float(self.ruled(sentence)), "ruled_n": math.log1p(self.n), "ruled_none": float(not self.n),
            "by_form": self.by_form, "ruled_by_form": self.by_form * self.ruled(sentence), "beside_ruled": float((document, sentence.passage.ordinal) in self.beside),
            "of_ruled_section": float((document, sentence.passage.section) in self.sections),
            "in_document": math.log1p(self.documents[document]),
        }  # fmt: skip

    def _asked(self, sentence: Sentence) -> Traits:
        """What the question asks for, and whether the sentence is of that kind and of the year."""
        question, evidence = self.case.question, self.case.evidence
        goals, in_force = bool(_GOALS.search(question.rest)), conditions.in_force_asked(question)
        fits = timely(question, sentence, evidence)
        return {
            "asks_places": float(bool(_PLACES.search(question.text))), "asks_goals": float(goals),
            "asks_benefits": float(conditions.benefits_asked(question)),
            "other_matter": float(not enumerated.passes(self.case, sentence)),
            "has_goal": float(goals and any(t.kind == "target" for t in evidence.records(sentence, Target))),
            "timely": fits or 0.0, "untimely": float(fits is None),
            "preamble_in_force": float(in_force and bool(wording.PREAMBLE.search(sentence.quote))),
        }  # fmt: skip


def _likest(one: frozenset[str], others: Sequence[frozenset[str]]) -> float:
    """The share of pairs in common with the likest of the others, of the shorter of the two."""
    shares = (len(one & other) / (min(len(one), len(other)) or 1) for other in others if other is not one)
    return max(shares, default=0.0)
