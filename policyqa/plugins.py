"""Components by their registered names, so that the core imports no extractor and no index backend."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from operator import attrgetter
from typing import Any

from policyqa import installed
from policyqa.errors import UnknownComponent


@cache
def load(group: str, name: str) -> Any:
    """The component that an installed package registered as `name` under the entry-point `group`.

    This package's own are looked at first: to read those of all packages takes some fifty times as long.
    Raises UnknownComponent, naming those that are installed.
    """
    own = installed.entry_points("policyqa").get((group, name))
    if own is not None:
        module, _, place = own.partition(":")
        return attrgetter(place)(import_module(module)) if place else import_module(module)
    from importlib.metadata import entry_points

    for entry in entry_points(group=group, name=name):
        return entry.load()
    raise UnknownComponent(group, name, (entry.name for entry in entry_points(group=group)))
