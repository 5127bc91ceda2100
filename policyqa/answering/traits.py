"""What tells whether a sentence answers a question, as numbers: how much of the question it says and where, whether it
holds what was asked for (a figure of the kind, a limit, a body), and how it compares with the other sentences found.

policyqa.answering.learned weighs them. Shares are 0 to 1, flags 0 or 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence, Set
from itertools import pairwise
from typing import get_args

import numpy as np

from policyqa.answering import figures, lacking, responsible, wording
from policyqa.answering.asked import Array, Asked
from policyqa.answering.case import Case, name_of, negated, share
from policyqa.answering.looking import Look
from policyqa.answering.sentence import Sentence
from policyqa.answering.units import Unit
from policyqa.answering.weighing import Scored, cover
from policyqa.answering.wording import QuestionKind
from policyqa.model import Body, Deadline
from policyqa.zh.patterns import late
from policyqa.zh.text import fold, letters

Traits = dict[str, float]

CONSIDERED = 32  # sentences, best by their words: the evidence is among them in 99 of 100 questions
_UNKNOWN_OWN, _UNKNOWN_NEAR = 0.6, 0.8  # stand for a share of words of a sort that the question does not have
_HALF_ASKED = 0.5  # stands for how much of a figure's name is asked for where it has none
_ABOVE = 0.8  # how much a word in the headings counts
_MOSTLY = 0.5  # of a word, that has to stand there
_SHORT = 14  # characters of what is hardly more than a heading
_MODAL = late(
    r"可以?|不|应当?|必须|禁止|严禁|允许|无需|无须|鼓励|自行|自愿|免|纳入|计入|列入|取消|停止|暂停|叠加|零|要(?!求|素|点)|需|须|一律|统一|均|全覆盖|符合|未"
)
_OF_AN_OFFICE = late(r"[局委厅办部处科]|中心|政府|单位|部门")
_COMPARED = (
    "score", "own", "bigrams", "bigrams_near", "clause", "target", "own_matter", "near_matter",
    "figure_clauses", "any_figure_clauses", "date_clauses", "fit", "fit_matter",
)  # fmt: skip

_OWN_NAMES = (
    "score", "own", "close", "phrase", "quoted", "own_matter", "near_matter", "clause", "own_noun", "near_noun",
    "own_name", "near_name", "own_verb", "near_verb", "own_number", "near_number", "own_last", "near_last",
    "own_rarest", "near_rarest", "missed", "missed_most", "missed_here", "known", "known_all", "known_weight",
    "known_n", "bigrams", "bigrams_near", "figure_clause", "figure_clauses", "figure_last", "figure_beside", "any_figure_clause",
    "any_figure_clauses", "any_figure_last", "date_clause", "date_clauses", "date_last", "same_counter",
    "other_counter", "no_figure", "no_fitting", "no_date", "fit", "fit_matter", "fit_last", "fit_rarest", "fit_missed",
    "unfit", "target", "target_asked", "has_target", "has_limit", "has_date",
    "is_governed", "open_figure", "past", "has_body", "has_line", "has_form", "has_office", "no_body",
    "heading", "line", "run_in", "heading_body", "run_in_body", "line_body", "preamble", "opens_list", "item",
    "short", "length", "rank", "specific", "names_head", "rules_yesno", "denies_yesno", "predicate", "ruling", "ruled_clause",
    "asks_value",
    "asks_deadline", "asks_body", "asks_list", "asks_yesno", "asks_compare", "asks_passage", "asks_open",
    "wants_figure", "wants_time", "wants_body", "words", "of_region", "lacks",
)  # fmt: skip
NAMES = (*_OWN_NAMES, *(f"{name}_behind" for name in _COMPARED), "by_rules")
LACKS = NAMES.index("lacks")


def considered(case: Case, ruled: Sentence | None) -> list[Scored]:
    """The sentences that may be the answer: the best by their words, and the one with which the rules answer; what the
    document itself asks is none."""
    telling = [s for s in case.ranked if not s.sentence.asks]
    return telling[:CONSIDERED] + [s for s in telling[CONSIDERED:] if s.sentence is ruled]


def traits(case: Case, of: Sequence[Scored], ruled: Sentence | None) -> Array:
    """A row for each sentence, a column for each of NAMES; `ruled` is the one with which the rules answer."""
    if not of:
        return np.zeros((0, len(NAMES)))
    asked = Asked(case, [s.sentence.text for s in of])
    rows = [_of(Look(asked, scored, rank)) for rank, scored in enumerate(of)]
    found = np.array([[row[name] for name in _OWN_NAMES] for row in rows])
    behind = [found[:, _OWN_NAMES.index(name)] - found[:, _OWN_NAMES.index(name)].max() for name in _COMPARED]
    return np.column_stack([found, *behind, [float(s.sentence is ruled) for s in of]])


def refuted(case: Case, of: Sequence[Scored], places: Sequence[int]) -> list[bool]:
    """Whether the sentences at these places of those considered, in which nothing of the kind that is asked for can be read,
    tell of something else, or show nothing of that kind at all."""
    asked = Asked(case, [s.sentence.text for s in of]) if places else None
    looks = [Look(asked, of[place], place) for place in places] if asked else []
    return [lacking.contradicts(look) or not lacking.shows_kind(look) for look in looks]


def _of(look: Look) -> Traits:
    found = {name: value for group in _GROUPS for name, value in group(look).items()}
    return found | {"lacks": float(lacking.lacks(look, found))}


def _said(look: Look) -> Traits:
    """How much of the question is said."""
    asked, own, near = look.asked, look.own, look.near
    found = {
        "score": look.scored.score, "own": look.scored.own, "close": look.scored.close, "phrase": look.scored.phrase,
        "quoted": asked.share(own, asked.quoted, _UNKNOWN_OWN),
        "own_matter": asked.share(own, asked.matter, _UNKNOWN_OWN),
        "near_matter": asked.share(near, asked.matter, _UNKNOWN_NEAR),
        "clause": max(map(look.share, look.clauses), default=0.0),
    }  # fmt: skip
    for sort, of in asked.sorts.items():
        found[f"own_{sort}"] = asked.share(own, of, _UNKNOWN_OWN)
        found[f"near_{sort}"] = asked.share(near, of, _UNKNOWN_NEAR)
    for name, place in (("last", asked.last), ("rarest", asked.rarest)):
        found[f"own_{name}"] = _UNKNOWN_OWN if place is None else float(own[place])
        found[f"near_{name}"] = _UNKNOWN_NEAR if place is None else float(near[place])
    return found


def _missed(look: Look) -> Traits:
    """What is not said: a word that the documents have elsewhere tells more than one that they lack altogether."""
    asked = look.asked
    if not asked.units:
        return dict.fromkeys(
            ("missed", "missed_most", "missed_here", "known", "known_all", "known_weight", "known_n"), 0.0
        )
    lacking = asked.weights * (1 - look.near)
    known = lacking * asked.known * asked.matter
    return {
        "missed": float((look.near < _MOSTLY).mean()),
        "missed_most": float(lacking.max() / asked.total),
        "missed_here": float((asked.weights * (1 - look.own) * asked.matter).max() / asked.total),
        "known": float(known.max() / asked.total),
        "known_all": float(known.sum() / asked.total),
        "known_weight": float(known.max()),
        "known_n": float(((look.near < _MOSTLY) & asked.known & asked.matter).sum()),
    }


def _characters(look: Look) -> Traits:
    """How many of the question's pairs of characters stand there, by their rarity."""
    pairs, here, around = look.asked.pairs, letters(look.text), letters(look.context)
    total = sum(pairs.values()) or 1.0
    return {
        "bigrams": sum(weight for pair, weight in pairs.items() if pair in here) / total,
        "bigrams_near": sum(weight for pair, weight in pairs.items() if pair in here or pair in around) / total,
    }


def _clauses(look: Look) -> Traits:
    """How much of the question stands beside a figure of the kind asked for, beside any figure, beside a date."""
    asked = look.asked
    found: Traits = {}
    for name, wanted, marked in (
        ("figure", asked.figure, look.fitting), ("any_figure", asked.figure, look.numbered), ("date", asked.time, look.dated),
    ):  # fmt: skip
        best = _beside(look, marked) if wanted else (0.0, 0.0, 0.0)
        found |= dict(zip((f"{name}_clause", f"{name}_clauses", f"{name}_last"), best, strict=True))
    found["figure_beside"] = max(map(look.share, look.beside_figures), default=0.0) if asked.figure else 0.0
    units = [unit.removeprefix("个")[:1] or unit for of in look.figures for unit in of]
    found["same_counter"] = float(asked.counter is not None and not asked.counters.isdisjoint(units))
    found["other_counter"] = float(asked.counter is not None and asked.counters.isdisjoint(units))
    found["no_figure"] = float(asked.figure and not any(look.numbered))
    found["no_fitting"] = float(asked.figure and not any(look.fitting))
    found["no_date"] = float(asked.time and not any(look.dated) and not look.governed)
    return found


def _beside(look: Look, marked: Sequence[bool]) -> tuple[float, float, float]:
    """Of the marked clauses the most of the question: in one, in one with the clause before it; and of its last noun."""
    asked = look.asked
    one = two = last = 0.0
    for place, both in look.windows(marked):
        one = max(one, look.share(look.clauses[place]))
        two = max(two, look.share(both))
        last = max(last, cover(asked.units[asked.last], both) if asked.last is not None else 0.0)
    return one, two, last


def _fitting(look: Look) -> Traits:
    """How much of the question is said where what was asked for stands: beside a figure or a date if one is asked for,
    nothing where there is none."""
    asked = look.asked
    text = _where(look)
    if not asked.units or text is None:
        return {
            "fit": 0.0,
            "fit_matter": 0.0,
            "fit_last": 0.0,
            "fit_rarest": 0.0,
            "fit_missed": 1.0,
            "unfit": float(text is None),
        }
    above = look.sentence.headings + look.sentence.lead
    covers = np.array([_best_of(cover(unit, text), unit, above) for unit in asked.units])
    last, rarest = (_UNKNOWN_NEAR if i is None else float(covers[i]) for i in (asked.last, asked.rarest))
    return {
        "fit": float((asked.weights * covers).sum() / asked.total),
        "fit_matter": asked.share(covers, asked.matter, _UNKNOWN_NEAR),
        "fit_last": last, "fit_rarest": rarest,
        "fit_missed": float((asked.weights * (1 - covers) * asked.matter).max() / asked.total), "unfit": 0.0,
    }  # fmt: skip


def _best_of(here: float, unit: Unit, above: str) -> float:
    return here if here >= _ABOVE else max(here, _ABOVE * cover(unit, above))


def _where(look: Look) -> str | None:
    """The part of the sentence in which the answer stands; None where it holds none of the kind."""
    asked, kind = look.asked, look.asked.question.kind
    if kind == "yesno" or kind == "passage":
        return look.text
    if asked.time and not (kind == "value" and any(look.fitting)):
        return look.text if not any(look.dated) and look.governed else _around(look, look.dated)
    if asked.figure:
        return _around(look, look.fitting if any(look.fitting) else look.numbered)
    if asked.body:
        return look.text if look.body else None
    return look.text


def _around(look: Look, marked: Sequence[bool]) -> str | None:
    """Of the marked clauses, each with the one before it, those that say most of the question."""
    return max((both for _, both in look.windows(marked)), key=look.share, default=None)


def _held(look: Look) -> Traits:
    """Which records of the kind asked for the sentence holds."""
    asked, case, sentence = look.asked, look.asked.case, look.sentence
    evidence, kind = case.evidence, asked.question.kind
    measured = [t for t in look.targets if figures.measured(asked.question, t.unit)]
    fits = [share(case.weighted, name_of(t)) for t in measured]
    of_it = [_share_asked(fold(t.indicator).lower(), asked.pairs_said) for t in measured]
    limits = evidence.records(sentence, Deadline) if kind == "deadline" else []
    past = bool(look.targets) and all(t.kind == "baseline" for t in look.targets)
    return {
        "target": max(fits, default=0.0) if asked.figure else 0.0,
        "target_asked": max(of_it, default=_HALF_ASKED) if asked.figure else _HALF_ASKED,
        "has_target": float(kind == "value" and bool(measured)),
        "has_limit": float(bool(limits)),
        "has_date": float(kind == "deadline" and bool(limits or asked.times(look.text))),
        "is_governed": float(kind == "deadline" and look.governed),
        "open_figure": float(kind == "open" and any(look.figures)),
        "past": float(past or evidence.looks_back(sentence)),
        **_bodies(look),
    }


def _share_asked(indicator: str, said: Set[str]) -> float:
    """How much of the name of a figure is in the question, by pairs of characters: 智能工厂 is half of what 智能算力 asks."""
    pairs = [a + b for a, b in pairwise(letters(indicator))]
    return sum(pair in said for pair in pairs) / len(pairs) if pairs else _HALF_ASKED


def _bodies(look: Look) -> Traits:
    asked, evidence, sentence = look.asked, look.asked.case.evidence, look.sentence
    if not asked.body:
        return dict.fromkeys(("has_body", "has_line", "has_form", "has_office", "no_body"), 0.0)
    own = evidence.records(sentence, Body)
    line = evidence.line(sentence, Body) or evidence.responsible(sentence)
    formed = responsible.formed(sentence, asked.question.rest) is not None
    return {
        "has_body": float(bool(own)), "has_line": float(bool(line)), "has_form": float(formed),
        "has_office": float(any(responsible.is_office(b.name, asked.question.rest) for b in (*own, *line))),
        "no_body": float(not (own or line or formed or _OF_AN_OFFICE.search(look.text))),
    }  # fmt: skip


def _place(look: Look) -> Traits:
    """What kind of sentence it is, and where it stands."""
    sentence, asked, text = look.sentence, look.asked, look.text
    run_in = sentence.stands_as_heading
    return {
        "heading": float(sentence.is_heading), "line": float(sentence.is_line), "run_in": float(run_in),
        "heading_body": float(sentence.is_heading and asked.body), "run_in_body": float(run_in and asked.body),
        "line_body": float(sentence.is_line and asked.body), "preamble": float(bool(wording.PREAMBLE.search(sentence.quote))),
        "opens_list": float(sentence.quote.rstrip().endswith((":", "："))), "item": float(bool(sentence.lead)),
        "short": float(len(text) < _SHORT), "length": math.log1p(len(text)), "rank": math.log1p(look.rank),
        "specific": float(asked.case.specific(sentence)), "names_head": float(asked.case.names_the_head(sentence)),
        "rules_yesno": float(asked.question.kind == "yesno" and bool(_MODAL.search(text))),
        "denies_yesno": float(asked.question.kind == "yesno" and negated(text)),
        "predicate": _predicate(look, [look.text]), **_ruling(look),
    }  # fmt: skip


def _predicate(look: Look, texts: Sequence[str]) -> float:
    """How much is said of what a yes/no question asks to be allowed or required, by its word or by another for it."""
    if look.asked.question.kind != "yesno":
        return _UNKNOWN_NEAR
    return max((cover(unit, text) for unit in look.asked.predicate for text in texts), default=0.0)


def _ruling(look: Look) -> Traits:
    """The same of the clauses that allow, forbid or demand, each with the one before it; and how much of the question
    they say."""
    ruling = [text for _, text in look.windows([bool(_MODAL.search(clause)) for clause in look.clauses])]
    yesno = look.asked.question.kind == "yesno"
    return {
        "ruling": _predicate(look, ruling),
        "ruled_clause": max(map(look.share, ruling), default=0.0) if yesno else _UNKNOWN_NEAR,
    }


def _question(look: Look) -> Traits:
    """What the question is like: the same for all its sentences."""
    asked = look.asked
    return {
        **{f"asks_{kind}": float(asked.question.kind == kind) for kind in get_args(QuestionKind)},
        "wants_figure": float(asked.figure), "wants_time": float(asked.time), "wants_body": float(asked.body),
        "words": float(min(len(asked.units), 8)), "of_region": float(bool(asked.question.regions)),
    }  # fmt: skip


_GROUPS: tuple[Callable[[Look], Traits], ...] = (
    _said,
    _missed,
    _characters,
    _clauses,
    _fitting,
    _held,
    _place,
    _question,
)
