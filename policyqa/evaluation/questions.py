"""Measures answers against a question set: lines with id, question, kind, answers and evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from policyqa.answering import Answer, Citation, Row
from policyqa.errors import BadQuestions, NoSuchPath
from policyqa.evaluation.likeness import folded, same_place
from policyqa.model import Record

_FIRST = 3  # citations among which a question for a passage looks for its evidence


class Evidence(Record, frozen=True):
    """A sentence that proves an answer; `document` is its file's name without the ending."""

    document: str
    quote: str


class Asked(Record, frozen=True):
    """A question of the set; `kind` is value, deadline, body, list, yesno, compare, passage or none."""

    id: str
    question: str
    kind: str
    answers: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Share(NamedTuple):
    """A figure between 0 and 1, None where nothing was asked, and over how many answers it is taken."""

    share: float | None
    n: int


class Marks(NamedTuple):
    """The figures by name, and a line for every answer that was not wholly right."""

    figures: Mapping[str, Share]
    misses: list[str]


def load(path: Path) -> list[Asked]:
    """The questions of a file. Raises NoSuchPath, BadQuestions."""
    if not path.is_file():
        raise NoSuchPath(path)
    asked = []
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        if line.strip():
            try:
                asked.append(msgspec.json.decode(line, type=Asked))
            except msgspec.DecodeError as error:
                raise BadQuestions(path, number) from error
    return asked


def mark(questions: Iterable[Asked], ask: Callable[[str], Answer]) -> Marks:
    """Ask every question.

    `answer`: an accepted string stands in the answer (yesno: it opens with one; compare: every document is cited too);
    `passage`: the evidence is among the first citations; `citation`: the first citation of an answer is evidence;
    `list`: F1 of the rows over the evidence; `abstain.P`, `abstain.R`: of silence where the documents are silent.
    """
    rights: dict[str, list[float]] = {"answer": [], "passage": [], "citation": [], "list": []}
    silent: list[bool] = []
    unanswerable: list[bool] = []
    misses: list[str] = []
    for asked in questions:
        answer = ask(asked.question)
        if not answer.found:
            silent.append(asked.kind == "none")
        if asked.kind == "none":
            unanswerable.append(not answer.found)
            misses += [f"{asked.id} none, answered: {asked.question} -> {answer.answer}"] if answer.found else []
            continue
        if answer.found:
            rights["citation"].append(float(_is_evidence(asked, answer.citations[:1])))
        right = _right(asked, answer)
        rights[asked.kind if asked.kind in ("list", "passage") else "answer"].append(right)
        misses += [f"{asked.id} {asked.kind} {right:.2f}: {asked.question} -> {answer.answer}"] if right < 1 else []
    figures = {name: _mean(values) for name, values in rights.items()}
    return Marks({**figures, "abstain.P": _mean(silent), "abstain.R": _mean(unanswerable)}, misses)


def _mean(values: Sequence[float] | Sequence[bool]) -> Share:
    return Share(sum(values) / len(values) if values else None, len(values))


def _right(asked: Asked, answer: Answer) -> float:
    if asked.kind == "list":
        return _f1(asked.evidence, answer.rows or answer.citations)
    if asked.kind == "passage":
        return float(_is_evidence(asked, answer.citations[:_FIRST]))
    said = folded(answer.answer)
    if asked.kind == "yesno":
        return float(any(said.startswith(folded(accepted)) for accepted in asked.answers))
    right = any(folded(accepted) in said for accepted in asked.answers)
    if asked.kind == "compare":
        cited = {e.document for e in asked.evidence if any(_same(e, c) for c in answer.citations)}
        right = right and cited == {e.document for e in asked.evidence}
    return float(right)


def _f1(evidence: Sequence[Evidence], rows: Sequence[Row | Citation]) -> float:
    found = sum(any(_same(e, row) for row in rows) for e in evidence)
    right = sum(any(_same(e, row) for e in evidence) for row in rows)
    if not found or not rows:
        return 0.0
    recall, precision = found / len(evidence), right / len(rows)
    return 2 * precision * recall / (precision + recall)


def _is_evidence(asked: Asked, citations: Sequence[Citation]) -> bool:
    return any(_same(e, citation) for e in asked.evidence for citation in citations)


def _same(evidence: Evidence, row: Row | Citation) -> bool:
    return Path(row.file).stem == evidence.document and same_place(evidence.quote, row.quote)
