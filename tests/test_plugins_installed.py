"""What is read of installed distributions is what importlib.metadata reads."""

from __future__ import annotations

from importlib import metadata

import pytest

from policyqa import installed, plugins
from policyqa.errors import UnknownComponent


@pytest.mark.parametrize("name", ["policyqa", "rjieba", "numpy", "msgspec"])
def test_a_distribution_s_version_and_entry_points(name: str) -> None:
    known = metadata.distribution(name)
    assert installed.version(name) == known.version
    assert dict(installed.entry_points(name)) == {(e.group, e.name): e.value for e in known.entry_points}


def test_what_is_not_installed() -> None:
    assert installed.entry_points("no-such-distribution") == {}
    with pytest.raises(metadata.PackageNotFoundError):
        installed.version("no-such-distribution")
    with pytest.raises(UnknownComponent, match="nothing"):
        plugins.load("policyqa.indexes", "nothing")


def test_components_are_those_that_entry_points_load() -> None:
    for entry in metadata.entry_points(group="policyqa.indexes"):
        assert plugins.load("policyqa.indexes", entry.name) is entry.load()
