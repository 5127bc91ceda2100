"""The library on disk: one folder with an SQLite database and two side indexes that are made from it."""

from policyqa.library.records import (
    Candidate,
    DocumentSummary,
    Filters,
    Holding,
    StoredBody,
    StoredCommitment,
    StoredDeadline,
    StoredPassage,
    StoredTarget,
    UnreadableFile,
)
from policyqa.library.schema import DEFAULT_ENCODER
from policyqa.library.sources import member_place
from policyqa.library.store import Library

__all__ = [
    "DEFAULT_ENCODER",
    "Candidate",
    "DocumentSummary",
    "Filters",
    "Holding",
    "Library",
    "StoredBody",
    "StoredCommitment",
    "StoredDeadline",
    "StoredPassage",
    "StoredTarget",
    "UnreadableFile",
    "member_place",
]
