"""Rerankers: models that read query and passage together; slow, and better than any comparison of vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from policyqa.errors import EncoderUnavailable

from . import transformers


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder with one output: a local folder, or a model's name.

    A name is looked for on this machine; only with `download` may it be fetched. Raises EncoderUnavailable.
    """

    def __init__(self, name: str, *, download: bool = False) -> None:
        self.name = name
        self._model: Any = transformers.loaded("CrossEncoder", name, download)
        if self._model.num_labels != 1:
            raise EncoderUnavailable(name, transformers.no_judge())

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """Its judgement as a probability."""
        if not texts:
            return []
        import torch

        judged = self._model.predict(
            [(query, text) for text in texts], activation_fn=torch.nn.Sigmoid(), show_progress_bar=False
        )
        return [float(value) for value in judged]
