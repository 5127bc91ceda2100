"""Sentences as documents: what extraction finds in a line of text."""

from __future__ import annotations

from pathlib import Path

from casebook import SHARED
from policyqa.extractors.context import Context

from policyqa.model import Document, Extraction
from policyqa.pipeline import extract
from policyqa.reading import read_bytes

# The frame of a document of 5 March 2025; what is read stands below it.
FRAME = "某市人民政府关于加强工作的实施意见\n某府发〔2025〕5号\n2025年3月5日\n各县（市、区）人民政府：\n一、重点任务\n"


def document(line: str) -> Document:
    return read_bytes((FRAME + line).encode(), "case.txt")


def found(line: str) -> Extraction:
    return extract(document(line))


def context(line: str) -> Context:
    return Context(document(line))


def real_texts() -> list[Path]:
    """The real texts beside the checkout: annotated documents, seeds, corpus; empty where they are missing."""
    return sorted(
        path for pattern in ("gold/texts/*.txt", "seeds/*.txt", "corpus/*/*") for path in SHARED.glob(pattern)
    )
