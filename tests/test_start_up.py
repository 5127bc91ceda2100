"""What starts fast: help and version load nothing heavy, and `import policyqa` loads nothing at all."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import typer
from command import ROOT

from policyqa.cli.app import MODULES

HEAVY = ("spacy", "torch", "faiss", "tantivy", "jieba", "numpy", "pandas", "sentence_transformers", "pdfplumber")


def _loaded(code: str) -> set[str]:
    program = f"import sys\n{code}\nprint('LOADED', *sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.rsplit("LOADED", 1)[1].split())


def _command(line: list[str]) -> str:
    return f"import policyqa.cli\nsys.argv = {line}\ntry:\n policyqa.cli.main()\nexcept SystemExit: pass"


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["ask", "--help"], ["compare", "--help"]])
def test_help_loads_no_heavy_library(words: list[str]) -> None:
    loaded = _loaded(_command(["policyqa", *words]))
    assert "typer" in loaded
    assert loaded.isdisjoint(HEAVY)


@pytest.mark.parametrize("words", [["search", "教师"], ["ask", "专任教师有多少"]])
def test_a_question_to_a_small_library_loads_only_what_it_needs(words: list[str], corpus_folder: Path) -> None:
    line = ["policyqa", *words, "--library", str(corpus_folder)]
    loaded = _loaded(_command(line))
    assert {"numpy", "tantivy", "rjieba"} <= loaded
    assert loaded.isdisjoint({"faiss", "spacy", "torch", "scipy", "pydantic", "sentence_transformers"})


def test_the_commands_are_where_they_are_looked_for() -> None:
    found = {}
    for module in MODULES:
        app = typer.Typer()
        import_module(f"policyqa.cli.{module}").register(app)
        found[module] = tuple(command.name for command in app.registered_commands)
    assert found == MODULES


def test_the_package_alone_loads_nothing() -> None:
    assert _loaded("import policyqa").isdisjoint({*HEAVY, "typer", "msgspec"})


def test_extraction_loads_spacy_without_torch_and_leaves_torch_to_others() -> None:
    code = "from pathlib import Path\nimport policyqa\nlist(policyqa.process(Path('corpus/documents/yunxiu-education-plan.txt')))"
    loaded = _loaded(code + "\nassert 'torch' not in sys.modules\nimport torch\ntorch.zeros(1)")
    assert {"spacy", "torch"} <= loaded


def test_public_names_are_there() -> None:
    import policyqa

    assert all(callable(getattr(policyqa, name)) for name in policyqa.__all__ if name != "__version__")
    with pytest.raises(AttributeError, match="nothing"):
        policyqa.nothing  # noqa: B018
