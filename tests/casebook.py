"""Cases as data: one JSON object a line in `tests/cases/NAME.jsonl`; and where the shared real files lie."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent
SHARED = TESTS.parents[1] / "shared"


def cases(name: str) -> list[dict[str, Any]]:
    lines = (TESTS / "cases" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]
