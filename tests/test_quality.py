"""Quality floors on the annotated documents beside the checkout: they only rise. `make quality` prints every miss."""

from __future__ import annotations

import sys

import pytest
from casebook import SHARED

from policyqa.evaluation import Figure, evaluate

GOLD = SHARED / "gold"
# What the last change reached, rounded down; a change that falls below one of them is not ready.
FLOORS = {
    "document": 1.0,
    "targets.value": 0.99,
    "targets.full": 0.98,
    "targets.deadline": 0.99,
    "targets.frequency": 0.99,
    "targets.bodies": 0.94,
    "deadlines.value": 0.99,
    "bodies.name": 0.99,
    "bodies.role": 0.99,
}


def _value(figure: Figure) -> float:
    return figure.f1 if figure.f1 is not None else figure.share or 0.0


@pytest.mark.skipif(not any(GOLD.glob("*.gold.json")), reason="the annotated documents are not beside this checkout")
def test_quality_does_not_fall() -> None:
    scores = evaluate(GOLD)
    figures = {name: _value(figure) for name, figure in scores.figures().items()}
    told = [*scores.misses, *(f"{name:20} {value:.3f}" for name, value in figures.items())]
    sys.stdout.write("\n" + "\n".join(told) + "\n")
    assert {name: figures[name] for name, floor in FLOORS.items() if figures[name] < floor} == {}
