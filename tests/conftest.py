"""Fixtures that several test files share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from policyqa.library import Library
from policyqa.pipeline import add

CORPUS = Path(__file__).parents[1] / "corpus" / "documents"

# A busy machine must not turn a property red: how long an example takes is no property of ours.
settings.register_profile("policyqa", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("policyqa")


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library with the sample documents; for reading only."""
    folder = tmp_path_factory.mktemp("corpus") / "library"
    with Library.open(folder, create=True) as library:
        add(library, [CORPUS])
    return folder


@pytest.fixture
def corpus_library(corpus_folder: Path) -> Iterator[Library]:
    with Library.open(corpus_folder) as library:
        yield library
