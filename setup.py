"""What pyproject.toml cannot say: with POLICYQA_COMPILE=1 a wheel holds the extractors compiled, by mypyc and a C compiler.

Without it (the default) the package is plain Python and needs no compiler; the records are the same to the letter.
An editable checkout is never compiled: what one edits there would not be what runs.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from setuptools import Extension, setup

STAGE = Path("build", "stage", "policyqa")  # the sources under their installed names, which mypyc reads off their paths


def extensions() -> list[Extension]:
    """The extractors' modules of logic: patterns are data, and __init__ and carrier only speak with spaCy."""
    from mypyc.build import mypycify

    shutil.rmtree(STAGE, ignore_errors=True)
    shutil.copytree("policyqa", STAGE)
    package = Path(shutil.copytree("extractors", STAGE / "extractors"))
    for path in (STAGE, package):
        (path / "__init__.py").write_text("")  # else mypy reads all that they import: torch, spaCy, matplotlib
    modules = sorted({*package.glob("*.py")} - {package / "__init__.py", package / "carrier.py"})
    # By measurement 3 takes the compiler twice as long and the extraction no less.
    return list(mypycify([str(path) for path in modules], target_dir="build/c", opt_level="1"))


if os.environ.get("POLICYQA_COMPILE") == "1":
    setup(ext_modules=extensions() if "bdist_wheel" in sys.argv else [], setup_requires=["msgspec>=0.20", "mypy>=1.15"])
else:
    setup()
