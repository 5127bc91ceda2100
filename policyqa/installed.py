"""What pip writes beside an installed distribution, read as it lies there: to load importlib.metadata, which reads it as
mail, costs a command a twentieth of its time."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FOLDER = ".dist-info"


@cache
def version(distribution: str) -> str:
    """Raises importlib.metadata.PackageNotFoundError where it is not installed."""
    folder = _folder(distribution)
    if folder is not None:
        return folder.name.removesuffix(_FOLDER).split("-")[1]
    from importlib.metadata import version as of_any

    return of_any(distribution)


@cache
def entry_points(distribution: str) -> Mapping[tuple[str, str], str]:
    """Its components (module:name) by group and name; none where it is installed in another way."""
    folder = _folder(distribution)
    file = folder / "entry_points.txt" if folder else None
    found: dict[tuple[str, str], str] = {}
    group = ""
    for line in file.read_text("utf-8").splitlines() if file and file.is_file() else ():
        if line.startswith("["):
            group = line.strip().strip("[]")
        elif "=" in line:
            name, _, place = line.partition("=")
            found[group, name.strip()] = place.strip()
    return found


def _folder(distribution: str) -> Path | None:
    begins = f"{distribution.replace('-', '_')}-"
    return next((Path(place) for place in _folders() if os.path.basename(place).startswith(begins)), None)


@cache
def _folders() -> tuple[str, ...]:
    """Of all distributions, in the order in which Python looks for them."""
    places = [place or "." for place in sys.path if os.path.isdir(place or ".")]
    return tuple(os.path.join(place, name) for place in places for name in os.listdir(place) if name.endswith(_FOLDER))
