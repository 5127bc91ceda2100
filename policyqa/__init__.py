"""policyqa reads Chinese policy documents and ties every record and every answer to its place in the source.

    import policyqa

    document = policyqa.read(Path("plan.docx"))
    policyqa.extract(document).targets[0].quote      # the document's text at .span, to the letter

    with policyqa.Library.open("library", create=True) as library:
        policyqa.add(library, [Path("plans")])
        policyqa.ask(library, "…").citations

The names below are loaded when they are first used, so that `import policyqa` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from policyqa.version import __version__

if TYPE_CHECKING:
    from policyqa.answering import ask
    from policyqa.comparing import compare
    from policyqa.library import Library
    from policyqa.overlap import overlaps
    from policyqa.pipeline import add, extract, process
    from policyqa.reading import read
    from policyqa.searching import Filters, search

__all__ = [
    "Filters",
    "Library",
    "__version__",
    "add",
    "ask",
    "compare",
    "extract",
    "overlaps",
    "process",
    "read",
    "search",
]

_HOMES = {
    "Filters": "searching",
    "Library": "library",
    "add": "pipeline",
    "ask": "answering",
    "compare": "comparing",
    "extract": "pipeline",
    "overlaps": "overlap",
    "process": "pipeline",
    "read": "reading",
    "search": "searching",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'policyqa' has no attribute {name!r}")
    return getattr(import_module(f"policyqa.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*globals(), *_HOMES]
