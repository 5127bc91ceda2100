"""Components by their registered names, so that the core imports no extractor and no index backend."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoints, PackageNotFoundError, distribution, entry_points
from typing import Any

from policyqa.errors import UnknownComponent


@cache
def load(group: str, name: str) -> Any:
    """The component that an installed package registered as `name` under the entry-point `group`.

    Raises UnknownComponent, naming those that are installed.
    """
    for entry in _own().select(group=group, name=name) or entry_points(group=group, name=name):
        return entry.load()
    raise UnknownComponent(group, name, (entry.name for entry in entry_points(group=group)))


@cache
def _own() -> EntryPoints:
    """This package's: to read those of all packages takes some fifty times as long."""
    try:
        return distribution("policyqa").entry_points
    except PackageNotFoundError:
        return EntryPoints()
