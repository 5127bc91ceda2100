"""Sets of questions over their own folders of documents, and what the training scripts do with them alike."""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
import numpy as np
from sklearn.linear_model import LogisticRegression

from policyqa.answering import ask, kinds, learned, reader
from policyqa.answering.sentence import Sentence
from policyqa.evaluation.likeness import same_place
from policyqa.evaluation.questions import Asked, Marks, Share, load, mark
from policyqa.library import Library
from policyqa.pipeline import add
from policyqa.trees import Trees
from policyqa.weights import Weights

FOLDS = 6  # parts of the sets, each judged by weights from the others
M = TypeVar("M")  # what is learned


class Set(NamedTuple):
    name: str
    library: Library
    questions: list[Asked]


def arguments(description: str | None, *, misses: bool = False) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("paths", type=Path, nargs="+", metavar="DOCUMENTS QUESTIONS")
    parser.add_argument("--libraries", type=Path)
    for flag in ("--kept-only", "--judge-only", *(["--misses"] if misses else [])):
        parser.add_argument(flag, action="store_true")
    return parser


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[list[Set]]:
    """The sets of the command line, each with its library, kept where the command line says so."""
    pairs = zip(options.paths[::2], options.paths[1::2], strict=True)
    with ExitStack() as stack:
        kept = options.libraries or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        libraries: dict[Path, Library] = {}
        for documents in options.paths[::2]:
            if documents not in libraries:
                libraries[documents] = stack.enter_context(_library(kept, documents))
        yield [Set(str(questions), libraries[documents], load(questions)) for documents, questions in pairs]


def _library(kept: Path, documents: Path) -> Library:
    folder = kept / re.sub(r"\W+", "-", str(documents)).strip("-")
    folder.parent.mkdir(parents=True, exist_ok=True)
    library = Library.open(folder, create=not folder.exists())
    add(library, [documents])
    return library


def left_out(sets: Sequence[Set], learn: Callable[[list[Set]], M]) -> Iterator[tuple[list[Set], M]]:
    """Each part of the sets with what was learned from the others; a set that is given several times is left out whole."""
    for start in range(min(FOLDS, len(sets))):
        part = {s.name: s for s in sets[start::FOLDS]}
        yield list(part.values()), learn([s for s in sets if s.name not in part])


def without_reader() -> None:
    """Answers by traits alone from now on, the reader is not asked: it has learned from the questions that are judged
    (train_reader.py)."""
    reader.read = lambda _, sentences: np.zeros(len(sentences))
    reader.read_together = lambda _, sentences, wanted: np.zeros(len(sentences))
    reader.asks_for_all = lambda _: 0.0
    answer, items = _first_alone(learned.READ), _first_alone(learned.TOGETHER, 2.0)
    none = Trees(learned.TOGETHER, 0.0, ())
    always = msgspec.structs.replace(_first_alone(learned.LISTED), weights=(0.0,) * len(learned.LISTED))
    learned.reading = lambda: learned.Reading(ranking=0.0, items=items, trees=none, listed=always, answer=answer)
    kinds.beside_reader = lambda: _first_alone(kinds.TRAITS)


def _first_alone(names: tuple[str, ...], times: float = 1.0) -> Weights:
    """The first of these traits, what the others tell of the sentence, as it is; `times` 2 where trees without any say halve it."""
    n = len(names)
    return Weights(names, (0.0,) * n, (1.0,) * n, (times, *(0.0,) * (n - 1)), 0.0, 0.5)


def judged(of: Set, wanted: Callable[[Asked], bool], *, misses: bool) -> Marks:
    """The figures of the wanted questions of a set, printed."""
    marks = mark([asked for asked in of.questions if wanted(asked)], partial(ask, of.library))
    for miss in marks.misses if misses else ():
        print("  " + " ".join(miss.split())[:260])
    print("cross-validated:", of.name, shown(marks.figures), flush=True)
    return marks


def finish(options: argparse.Namespace, judge: Callable[[], None], learn: Callable[[], str]) -> None:
    """Judges and keeps, as far as the command line asks for; `learn` gives the text of the file."""
    if not options.kept_only:
        judge()
    if not options.judge_only:
        options.out.parent.mkdir(exist_ok=True)
        options.out.write_text(learn(), "utf-8")


def is_evidence(asked: Asked, sentence: Sentence) -> bool:
    stem = Path(sentence.document.file).stem
    return any(e.document == stem and same_place(e.quote, sentence.quote) for e in asked.evidence)


def fitted(rows: np.ndarray, labels: np.ndarray, strength: float, names: tuple[str, ...], threshold: float) -> Weights:
    """A logistic regression; `strength` is C of scikit-learn."""
    means, scales = rows.mean(axis=0), rows.std(axis=0)
    scales = np.where(scales < 1e-6, 1.0, scales)
    model = LogisticRegression(C=strength, max_iter=1000).fit((rows - means) / scales, labels)
    return Weights(
        names=names, means=_rounded(means), scales=_rounded(scales), weights=_rounded(model.coef_[0]),
        bias=round(float(model.intercept_[0]), 4), threshold=round(threshold, 3),
    )  # fmt: skip


def _rounded(values: np.ndarray) -> tuple[float, ...]:
    return tuple(round(float(v), 4) for v in values)


def written(model: msgspec.Struct) -> str:
    """Readable: a line for each list of numbers, each tree."""
    text = json.dumps(msgspec.to_builtins(model), indent=1)
    for inner in (r"[^\[\]]*?", r"(?:[^\[\]]|\[[^\[\]]*\])*?"):
        text = re.sub(rf"\[\s+({inner})\s+\]", lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", text)
    return text + "\n"


def pooled(marks: Sequence[Marks]) -> dict[str, Share]:
    """The figures of several sets as those of one."""
    found = {}
    for name in marks[0].figures:
        of = [m.figures[name] for m in marks]
        n = sum(share.n for share in of)
        found[name] = Share(sum((share.share or 0) * share.n for share in of) / n if n else None, n)
    return found


def shown(figures: Mapping[str, Share]) -> str:
    return "  ".join(
        f"{name} {'-' if f.share is None else format(f.share, '.3f')}/{f.n}" for name, f in figures.items()
    )
