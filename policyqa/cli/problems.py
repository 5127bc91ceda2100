"""The problems of documents as `status` and `show` print them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from policyqa.language import say

if TYPE_CHECKING:
    from policyqa.library import DocumentSummary
    from policyqa.model import Grade, Problem

_FILES_SHOWN = 3
_AROUND, _LONGEST = 8, 24  # characters beside a repaired place, and of it


def line(problem: Problem) -> str:
    return f"[{_grade(problem.grade)}] {problem.message}"


def summary(documents: Sequence[DocumentSummary]) -> Iterator[str]:
    """What is missing first, what was guessed next, each once with its files; what was repaired is only counted."""
    for grade in ("error", "warning"):
        found: dict[str, list[str]] = {}
        for document in documents:
            for problem in document.problems:
                if problem.grade == grade:
                    found.setdefault(line(problem), []).append(document.file)
        for message, files in found.items():
            names = list(dict.fromkeys(files))
            yield f"{names[0]} {message}" if len(names) == 1 else f"{message} {_files(names)}"
    notes = [
        sum(len(problem.places) or 1 for problem in document.problems if problem.grade == "note")
        for document in documents
    ]
    if any(notes):
        count = sum(map(bool, notes))
        yield say(
            f"另有 {sum(notes)} 处整理和提示，涉及 {count} 份文件；policyqa show 文件名 --repairs 逐处列出。",
            f"{sum(notes)} repairs and notes in {count} documents; `policyqa show FILE --repairs` lists them.",
        )


def places(raw: str, problem: Problem) -> Iterator[str]:
    """Each repaired place by its line of the raw text, with what went in brackets and the words around it."""
    number, counted = 1, 0
    for place in problem.places:
        number, counted = number + raw.count("\n", counted, place.start), place.start
        before, after = raw[max(0, place.start - _AROUND) : place.start], raw[place.end : place.end + _AROUND]
        gone = place.of(raw)
        gone = gone[:_LONGEST] + "…" if len(gone) > _LONGEST else gone
        words = f"{before}[{gone}]{after}".replace("\n", "↵").replace("\t", " ")
        yield say(f"  原文第 {number} 行：{words}", f"  line {number} of the raw text: {words}")


def _files(names: Sequence[str]) -> str:
    shown = names[:_FILES_SHOWN]
    more = len(names) > len(shown)
    return say(
        f"（{len(names)} 份：{'、'.join(shown)}{' 等' if more else ''}）",
        f"({len(names)} documents: {', '.join(shown)}{' …' if more else ''})",
    )


def _grade(grade: Grade) -> str:
    names = {"error": say("缺漏", "missing"), "warning": say("存疑", "doubtful"), "note": say("提示", "note")}
    return names[grade]
