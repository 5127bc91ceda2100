"""Measures extraction against documents that people annotated: a folder of texts and NAME.gold.json files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from policyqa.errors import NoGold
from policyqa.evaluation.gold import Gold, load
from policyqa.evaluation.scoring import Figure, Scores, score
from policyqa.pipeline import extract
from policyqa.reading import Unreadable, read

__all__ = ["Figure", "Scores", "evaluate"]

_TEXT_FOLDERS = ("", "texts", "documents")


def evaluate(folder: Path, progress: Callable[[str], None] = lambda name: None) -> Scores:
    """Read every annotated document of a folder, extract, and compare.

    A document is looked for as NAME.* beside its annotation and in `texts/`; a missing or unreadable one counts as
    an empty prediction and is named among the misses. Raises NoGold where the folder holds no annotation.
    """
    annotations = sorted(folder.glob("*.gold.json"))
    if not annotations:
        raise NoGold(folder)
    scores = Scores()
    for path in annotations:
        name = path.name.removesuffix(".gold.json")
        progress(name)
        _score_one(scores, name, load(path), next(_texts(folder, name), None))
    return scores


def _score_one(scores: Scores, name: str, gold: Gold, path: Path | None) -> None:
    try:
        document = read(path) if path else None
    except Unreadable:
        document = None
    score(scores, name, gold, document, extract(document) if document else None)


def _texts(folder: Path, name: str) -> Iterator[Path]:
    for place in _TEXT_FOLDERS:
        for path in sorted((folder / place).glob(f"{name}.*")):
            if path.is_file() and not path.name.endswith(".json"):
                yield path
