"""The command line as a user runs it: a process of its own, its output, its exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
DOCUMENTS = ROOT / "corpus" / "documents"
SHARED = ROOT.parent / "shared"


class Result(NamedTuple):
    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def policyqa(*words: str | Path, **environment: str) -> Result:
    """Run `policyqa WORDS…`; a wide terminal, so that tables are not folded."""
    done = subprocess.run(
        [sys.executable, "-m", "policyqa", *map(str, words)],
        capture_output=True,
        env={**os.environ, "COLUMNS": "300", "PYTHONUTF8": "1", **environment},
        timeout=120,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())
