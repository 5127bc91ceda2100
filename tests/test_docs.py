"""The READMEs run: their Python example works as printed, and the commands they name are there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from command import ROOT, policyqa

READMES = ("README.md", "README.zh-CN.md")


@pytest.mark.parametrize("name", READMES)
def test_the_python_example_runs(name: str, tmp_path: Path) -> None:
    code = re.search(r"```python\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    assert code
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    done = subprocess.run([sys.executable, "-c", code[1]], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "2.5%" in done.stdout


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_described_and_every_described_command_exists(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    there = set(re.findall(r"^│ (\w[\w-]*)  ", policyqa("--help").out, re.MULTILINE))
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `policyqa ")]
    described = {word for row in rows for word in re.findall(r"`(?:policyqa )?([a-z-]+)", row)}
    assert there
    assert described == there


@pytest.mark.parametrize("name", [*READMES, *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))])
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\(((?!https?:)[^)#]+)\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    "name", [*READMES, "CHANGELOG.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
)
def test_no_mark_of_a_merge_is_left(name: str) -> None:
    assert not re.search(r"^(?:<{7}|={7}|>{7})", (ROOT / name).read_text("utf-8"), re.MULTILINE)
