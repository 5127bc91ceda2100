"""Whether a question asks for all of something, by its turns of phrase: what the rules make of it, its characters, and what the
reader thinks of it.

A logistic regression over the runs of up to three characters that its kinds of question hang on (data/kinds.json, made by
training/train_kinds.py), and one over what that tells and the reader does (data/asking.json, made by training/train_asking.py).
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

import msgspec
import numpy as np
from numpy.typing import NDArray

from policyqa.answering import reader
from policyqa.weights import Weights
from policyqa.zh.patterns import late

_DATA = files("policyqa.answering").joinpath("data")
TRAITS = ("turns", "read")
LONGEST = 3  # characters of a run
_IN_DOUBT = 0.5  # in log-odds
MOST_REGIONS = 2
_DIGITS = late(r"\d+")


class Kinds(msgspec.Struct, frozen=True):
    """`runs` are what each run of characters adds to the log-odds, `kinds` what the kind by the rules does, `region` what each
    region named does, up to two."""

    runs: dict[str, float]
    kinds: dict[str, float]
    region: float
    start: float

    def logit(self, asked: str, kind: str, regions: int) -> float:
        """The log-odds; `asked` is the question without its regions, `kind` what the rules make of it, which stands in doubt."""
        odds = (
            self.start
            + (_IN_DOUBT if kind == "list" else -_IN_DOUBT)
            + self.kinds.get(kind, 0.0)
            + self.region * min(regions, MOST_REGIONS)
        )
        return odds + math.fsum(self.runs.get(run, 0.0) for run in runs(asked))


def runs(asked: str) -> set[str]:
    """The runs of characters in a question, its beginning and end marked, every number a 0."""
    text = "^" + _DIGITS.sub("0", asked) + "$"
    return {text[i : i + n] for n in range(1, LONGEST + 1) for i in range(len(text) - n + 1)}


def asks_for_all(question: str, asked: str, kind: str, regions: int) -> bool:
    """Of a whole `question`; the others are those of Kinds.logit."""
    return beside_reader().ahead(traits(question, asked, kind, regions)) > 0


def traits(question: str, asked: str, kind: str, regions: int) -> NDArray[np.float64]:
    """What is known of a question: TRAITS."""
    return np.array([known().logit(asked, kind, regions), reader.asks_for_all(question)])


@cache
def known() -> Kinds:
    return msgspec.json.decode(_DATA.joinpath("kinds.json").read_bytes(), type=Kinds)


@cache
def beside_reader() -> Weights:
    return msgspec.json.decode(_DATA.joinpath("asking.json").read_bytes(), type=Weights)
