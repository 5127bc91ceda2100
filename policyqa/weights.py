"""The weights of a logistic regression, as the training scripts write them."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray


class Weights(msgspec.Struct, frozen=True):
    """`weights` belong to the columns `names`, in units of their `scales` (standard deviations) from their `means`.

    What reaches `threshold`, a probability, is taken.
    """

    names: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float

    def logits(self, rows: NDArray[Any]) -> NDArray[Any]:
        """The log-odds of each row, in the precision of the rows."""
        steep = np.array(self.weights) / np.array(
            self.scales
        )  # of the columns as they are: there may be millions of rows
        found: NDArray[Any] = rows @ steep.astype(rows.dtype) + (self.bias - np.array(self.means) @ steep)
        return found

    def ahead(self, row: NDArray[Any]) -> float:
        """By how much, in log-odds, a row passes the threshold; below 0 it does not."""
        return float(self.logits(row)) - logit(self.threshold)


def logit(probability: float) -> float:
    return math.log(probability / (1 - probability))
