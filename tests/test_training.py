"""The training of the bundled encoder: the same seed and texts give the same model, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import ROOT

TEXTS = ROOT.parent / "shared" / "training"


def trained(folder: Path, hashes: str) -> tuple[bytes, bytes]:
    """A short run over a few texts: what is learned from, and the model."""
    folder.mkdir()
    data, model = folder / "pairs.npz", folder / "model.npz"
    small = ["--documents", "30", "--words", "4000", "--dimensions", "32"]
    for program in (
        ["prepare.py", str(data), *small],
        ["train_encoder.py", str(data), "--steps", "4", "--out", str(model)],
        ["finish.py", str(data), str(model), "--out", str(model)],
    ):
        environment = {**os.environ, "PYTHONHASHSEED": hashes, "OMP_NUM_THREADS": "1"}
        subprocess.run(
            [sys.executable, *program], cwd=ROOT / "training", env=environment, check=True, capture_output=True
        )
    return data.read_bytes(), model.read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(not TEXTS.is_dir(), reason="the texts to learn from are not beside the checkout")
def test_the_same_seed_gives_the_same_model(tmp_path: Path) -> None:
    assert trained(tmp_path / "one", "1") == trained(tmp_path / "two", "2")
