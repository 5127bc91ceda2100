"""The sample plan in every format gives the same paragraphs, sections and records."""

from __future__ import annotations

import sys
from collections import Counter
from functools import cache
from typing import NamedTuple

import pytest
import sample_plan
from rapidfuzz.distance import Levenshtein

from policyqa.model import Document, Extraction
from policyqa.pipeline import extract
from policyqa.reading import Unreadable, read_bytes
from policyqa.reading.structure import path
from policyqa.zh.text import fold

LEAST_SAME = 0.99  # of the paragraphs
SLOW = ("pdf by LibreOffice", "pdf by Chromium", "doc by LibreOffice")
FORMATS = [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in sample_plan.FORMATS]


class Found(NamedTuple):
    document: Document
    records: Extraction


@cache
def _found(name: str) -> Found:
    file, make = sample_plan.FORMATS[name]
    try:
        document = read_bytes(make(), file)
    except Unreadable as error:
        pytest.skip(f"not read on this machine: {error}")
    return Found(document, extract(document))


def _paragraphs(document: Document) -> list[str]:
    return [paragraph.span.of(document.text) for paragraph in document.paragraphs]


def _sections(document: Document) -> list[tuple[str, ...]]:
    return [path(document.sections, index) for index in range(len(document.sections))]


def _targets(records: Extraction) -> list[tuple[object, ...]]:
    return [
        (
            t.indicator, t.min, t.max, t.unit, t.comparator, t.deadline and t.deadline.end, t.binding,
            t.baseline and (t.baseline.value, t.baseline.year), tuple(sorted((b.name, b.role) for b in t.bodies)),
        )
        for t in records.targets
    ]  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_paragraphs_are_those_of_the_source(name: str) -> None:
    expected, found = sample_plan.paragraphs(), _paragraphs(_found(name).document)
    same = sum((Counter(expected) & Counter(found)).values()) / max(len(expected), len(found))
    sys.stdout.write(f"{name}: {same:.3f} of {len(expected)} paragraphs identical\n")
    assert same >= LEAST_SAME, [text for text in expected if text not in found]


@pytest.mark.parametrize("name", FORMATS)
def test_sections_and_targets_are_those_of_the_word_file(name: str) -> None:
    found, word = _found(name), _found("docx")
    assert _sections(found.document) == _sections(word.document)
    assert _targets(found.records) == _targets(word.records)
    about, same = found.document.metadata, word.document.metadata
    assert (about.title, about.issuer, about.doc_number, about.issued_on, about.addressees) == (
        sample_plan.TITLE, "栎原县人民政府", "栎府发〔2026〕18号", same.issued_on, same.addressees,
    )  # fmt: skip
    assert [part.title for part in found.document.parts] == [sample_plan.TITLE, sample_plan.PLAN]


@pytest.mark.parametrize("name", FORMATS)
def test_both_long_tables_come_out_row_for_row(name: str) -> None:
    document = _found(name).document
    assert [len(table.rows) for table in document.tables] == [sample_plan.ROWS + 1] * 2
    for table in document.tables:
        assert [row[0].of(document.text) for row in table.rows[1:]] == [str(n) for n in range(1, sample_plan.ROWS + 1)]


@pytest.mark.parametrize("name", FORMATS)
def test_every_row_of_the_tables_is_a_record(name: str) -> None:
    found = _found(name)
    indicators = [t for t in found.records.targets if t.binding in ("约束性", "预期性") and t.baseline]
    assert [t.baseline.value for t in indicators if t.baseline] == [40 + n for n in range(1, sample_plan.ROWS + 1)]
    tasks = [c for c in found.records.commitments if c.object.endswith("做好验收和移交")]
    assert len(tasks) == sample_plan.ROWS
    for number, task in enumerate(tasks, start=1):
        bodies = [found.records.bodies[index].role for index in task.bodies]
        assert (bodies.count("lead"), bodies.count("participate")) == (1, 2), number
        assert len(task.deadlines) == 1, number


@pytest.mark.slow
def test_a_scan_keeps_its_characters() -> None:
    """The share of the first two pages' characters that recognition gives back, in order, in half width, without blanks."""
    pytest.importorskip("rapidocr", reason="the extra policyqa[ocr] is not installed")
    document = _found("pdf by LibreOffice").document
    expected = "".join(fold(document.text[: document.pages[2]]).split())
    found = "".join(fold(read_bytes(sample_plan.scanned(2), "scan.pdf").text).split())
    same = 1 - Levenshtein.distance(expected, found) / len(expected)
    sys.stdout.write(f"scanned: {same:.4f} of {len(expected)} characters\n")
    assert same >= 0.98
