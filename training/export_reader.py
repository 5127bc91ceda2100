"""Write a trained reader as the package reads it: an ONNX graph with weights of one byte, and its pieces of words.

    python training/export_reader.py READER.pt

Prints by how much the judgements of the written one differ from the trained one's. Needs the packages of the extra `training`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import reader_model as model
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

DATA = Path("index/data")
NAMES = ["ids", "seg", "parts"]


class Alone(torch.nn.Module):
    """Reads one text without padding."""

    def __init__(self, reader: model.Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: torch.Tensor, seg: torch.Tensor, parts: torch.Tensor) -> torch.Tensor:
        told: torch.Tensor = self.reader(ids, seg, torch.ones_like(ids), parts)
        return told


def main(path: Path) -> None:
    held = torch.load(path)
    trained = model.Reader(len(held["pieces"]))
    trained.load_state_dict(held["state"])
    reader = Alone(trained).eval()
    ids = torch.randint(model.UNKNOWN + 1, len(held["pieces"]), (1, 60))
    given = (ids, (torch.arange(60) > 20).long()[None], torch.rand(1, 3, 60) / 30)
    axes = {**{name: {1: "pieces"} for name in NAMES[:2]}, NAMES[2]: {1: "parts", 2: "pieces"}}
    out = DATA / "policy-reader.onnx"
    with tempfile.TemporaryDirectory() as folder:
        whole = str(Path(folder, "whole.onnx"))
        torch.onnx.export(
            reader, given, whole, input_names=NAMES, output_names=["score"], dynamic_axes=axes, opset_version=17,
            dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            whole, out, weight_type=QuantType.QInt8, per_channel=True, extra_options={"MatMulConstBOnly": True}
        )
    (DATA / "policy-reader-words.json").write_text(model.words_of(held["pieces"], held["scores"]), "utf-8")
    written = onnxruntime.InferenceSession(out.read_bytes(), providers=["CPUExecutionProvider"])
    told = written.run(None, {name: part.numpy() for name, part in zip(NAMES, given, strict=True)})[0]
    with torch.inference_mode():
        apart = np.abs(told - reader(*given).numpy())
    print(
        f"{out.stat().st_size / 1e6:.1f} MB; log-odds of random pieces differ by {apart.mean():.2f}, at most {apart.max():.2f}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
