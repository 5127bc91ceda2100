"""The three rules of the layout (docs/architecture.md), on the built wheel and on the sources."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from command import ROOT

CORE, FOLDERS = ROOT / "policyqa", {"extractors": ROOT / "extractors", "index": ROOT / "index"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names in a wheel built from a copy, so that no stale build folder helps."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = [path for top in ("policyqa", *FOLDERS) for path in (ROOT / top).rglob("*") if path.is_file()]
    for path in (*tree, ROOT / "pyproject.toml", ROOT / "README.md"):
        if "__pycache__" not in path.parts:
            copy = folder / "source" / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, folder / "source"],
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        return archive.namelist()


def test_the_only_name_of_the_wheel_is_policyqa(wheel: list[str]) -> None:
    tops = {name.split("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"policyqa"}


def test_every_file_of_the_sources_is_in_the_wheel(wheel: list[str]) -> None:
    """A package that pyproject.toml forgets, or a table that is no package data, is missed only after installing."""
    sources = [path.relative_to(ROOT) for path in CORE.rglob("*")]
    sources += [Path("policyqa") / path.relative_to(ROOT) for folder in FOLDERS.values() for path in folder.rglob("*")]
    wanted = {path.as_posix() for path in sources if (ROOT / path).is_file() or path.suffix == ".py"}
    assert {name for name in wanted if "__pycache__" not in name} - set(wheel) == set()


def _imports(path: Path) -> list[str]:
    """Modules that a file imports absolutely."""
    names = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.append(node.module or "")
    return names


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def test_nobody_imports_the_two_folders_by_their_place() -> None:
    files = [file for folder in (CORE, ROOT / "tests", *FOLDERS.values()) for file in _files(folder)]
    wrong = [(file.name, name) for file in files for name in _imports(file) if name.split(".")[0] in FOLDERS]
    assert wrong == []


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_imports_its_own_files_relatively(name: str) -> None:
    wrong = [
        (file.name, module)
        for file in _files(FOLDERS[name])
        for module in _imports(file)
        if module.startswith(f"policyqa.{name}")
    ]
    assert wrong == []
