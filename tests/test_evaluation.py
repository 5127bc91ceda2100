"""`evaluate` prints what the scorer of the annotated set prints, and works on documents that a user annotated."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command import SHARED, policyqa

GOLD = SHARED / "gold"
needs_gold = pytest.mark.skipif(not GOLD.is_dir(), reason="the annotated documents (../shared) are not here")


@needs_gold
def test_evaluate_agrees_with_the_scorer_to_the_last_digit(tmp_path: Path) -> None:
    predicted = tmp_path / "predicted"
    predicted.mkdir()
    texts = sorted((GOLD / "texts").glob("*.txt"))
    assert policyqa("extract", *texts, "--format", "json", "-o", predicted).status == 0
    scorer = [sys.executable, SHARED / "score.py", GOLD, predicted]
    wanted = json.loads(subprocess.run([*scorer, "--json"], check=True, capture_output=True, text=True).stdout)
    got = policyqa("evaluate", GOLD, "--json").json()
    assert got.keys() == wanted.keys()
    for key, figures in wanted.items():
        for name, value in figures.items():
            assert got[key][name] == pytest.approx(value), (key, name)
    listed = subprocess.run([*scorer, "--misses"], check=True, capture_output=True, text=True).stdout.splitlines()
    misses = listed[: -len(wanted)]
    assert len(policyqa("evaluate", GOLD, "--misses").out.splitlines()) - len(got) == len(misses)


def _annotate(folder: Path, name: str, **gold: object) -> None:
    rows = {"document": {}, "targets": [], "deadlines": [], "bodies": [], **gold}
    (folder / f"{name}.gold.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


def test_a_users_own_annotation(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("某县行动方案\n到2027年，新建幼儿园5所。由县教育局牵头。\n", "utf-8")
    target = {
        "quote": "新建幼儿园5所", "sentence": "到2027年，新建幼儿园5所。", "indicator": "幼儿园", "min": 5, "max": 5,
        "unit": "所", "comparator": "eq", "scope": None, "frequency": None, "deadline": "2027-12-31", "bodies": [],
    }  # fmt: skip
    _annotate(tmp_path, "plan", targets=[target])
    figures = policyqa("evaluate", tmp_path, "--json").json()
    assert figures["targets.value"]["F1"] == 1
    _annotate(tmp_path, "plan", targets=[{**target, "min": 6, "max": 6}])
    missed = policyqa("evaluate", tmp_path, "--misses").out
    assert "新建幼儿园5所" in missed
    assert policyqa("evaluate", tmp_path, "--json").json()["targets.value"]["F1"] == 0


def test_an_annotation_without_its_document_counts_as_missed(tmp_path: Path) -> None:
    _annotate(tmp_path, "gone", bodies=[{"name": "县教育局", "role": "lead", "sentence": "由县教育局牵头。"}])
    assert policyqa("evaluate", tmp_path, "--json").json()["bodies.name"]["R"] == 0


def test_a_damaged_annotation_is_named(tmp_path: Path) -> None:
    (tmp_path / "plan.gold.json").write_text("{", "utf-8")
    done = policyqa("evaluate", tmp_path)
    assert done.status == 2
    assert "plan.gold.json" in done.err
