"""Real documents, which lie beside the checkout and not in it: each is read, or a problem says why not."""

from __future__ import annotations

import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from command import SHARED

from policyqa.model import Document, Problem
from policyqa.reading import Unreadable, converter, ocr, read

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents are not there")

PAGED = {".pdf", ".ofd"}
# Files that hold no text, by the code of the problem that says so.
WITHOUT_TEXT = {"ofdrw-sign__VPage7.ofd": "scanned", "ofdrw-tool__Page5.ofd": "scanned"}


def _files(folder: str) -> list[Path]:
    return sorted(path for path in (SHARED / folder).rglob("*") if path.is_file())


@cache
def outcome(path: Path) -> Document | Problem:
    try:
        return read(path)
    except Unreadable as error:
        return error.problem


def _check(document: Document, path: Path) -> None:
    assert len("".join(document.text.split())) >= 10 or "little-text" in {p.code for p in document.problems}
    assert bool(document.pages) == (path.suffix in PAGED), "a page number is known or there is none"
    assert list(document.pages) == sorted(document.pages)
    assert all(0 <= page <= len(document.text) for page in document.pages)
    for passage in document.passages:
        assert passage.page == document.page(passage.span.start)
        assert passage.paragraph is not None
    assert all(problem.message.strip() and "\n" not in problem.message for problem in document.problems)


def _count(paths: list[Path]) -> Counter[tuple[str, str]]:
    """How many files of each suffix were read (""), or not (the problem's code)."""
    found: Counter[tuple[str, str]] = Counter()
    for path in paths:
        result = outcome(path)
        if isinstance(result, Document):
            _check(result, path)
        else:
            assert result.message.endswith(("。", "."))
        found[path.suffix, result.code if isinstance(result, Problem) else ""] += 1
    return found


def test_every_document_is_read_or_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without recognition of text in images, which takes minutes."""
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    paths = _files("documents")
    found = _count(paths)
    sys.stdout.write(f"documents: {dict(found)}\n")
    expected = Counter((path.suffix, WITHOUT_TEXT.get(path.name, "")) for path in paths)
    expected[".pdf", ""] -= 1
    expected[".pdf", "scanned"] += 1
    if not converter.is_installed():
        expected[".doc", "needs-libreoffice"] += expected.pop((".doc", ""))
    assert found == expected
    outcome.cache_clear()


def test_a_sample_of_the_corpus_is_read() -> None:
    found = _count(_files("corpus")[::6])
    sys.stdout.write(f"corpus, every sixth: {dict(found)}\n")
    assert {code for _, code in found} == {""}


@pytest.mark.slow
def test_the_whole_corpus_is_read() -> None:
    found = _count(_files("corpus"))
    sys.stdout.write(f"corpus: {dict(found)}\n")
    assert {code for _, code in found} == {""}


@pytest.mark.slow
@pytest.mark.skipif(not ocr.is_installed(), reason="the extra policyqa[ocr] is not installed")
def test_the_scan_is_read_page_by_page() -> None:
    document = outcome(SHARED / "documents" / "pdf" / "scanned-textbook.pdf")
    assert isinstance(document, Document)
    assert len(document.pages) == 8
    assert len(document.text) > 4_000
    assert "ocr" in {problem.code for problem in document.problems}
