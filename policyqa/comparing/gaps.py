"""What a comparison could not take into account, or only with doubt."""

from __future__ import annotations

from collections.abc import Sequence

from policyqa.comparing.material import Material
from policyqa.comparing.records import Gaps, Unresolved
from policyqa.library import Library
from policyqa.model import Deadline


def gaps(library: Library, materials: Sequence[Material]) -> Gaps:
    unresolved = [
        Unresolved(region=m.name, file=s.document.file, text=s.deadline.text, sentence=s.deadline.sentence)
        for m in materials
        for s in m.deadlines
        if _is_open(s.deadline)
    ]
    doubts = [
        f"{document.file}：{problem.message}"
        for m in materials
        for document in m.side.documents
        for problem in document.problems
        if problem.grade != "note"
    ]
    return Gaps(
        unreadable=tuple(library.unreadable()), placeless=tuple(d.file for d in library.documents() if d.region is None),
        unresolved=tuple(unresolved), doubts=tuple(doubts),
    )  # fmt: skip


def _is_open(deadline: Deadline) -> bool:
    return deadline.kind in ("by", "within", "in") and deadline.end is None
