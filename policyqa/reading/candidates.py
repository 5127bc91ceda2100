"""Which names in a folder or an archive may be documents; what they are, their content decides."""

from __future__ import annotations

from pathlib import PurePath

# Files beside documents that are none; whatever else lies in a folder is looked at.
_NO_DOCUMENTS = frozenset(
    [
        ".json",
        ".jsonl",
        ".py",
        ".pyc",
        ".js",
        ".css",
        ".svg",
        ".ico",
        ".db",
        ".sqlite3",
        ".log",
        ".lock",
        ".tmp",
        ".bak",
        ".xml",
        ".yaml",
        ".yml",
        ".toml",
        ".ini",
        ".exe",
        ".dll",
    ]
)
_HIDDEN = (".", "~$", "__MACOSX")  # system files, Word's lock files, what macOS adds to archives


def may_be_document(path: PurePath) -> bool:
    """`path` counts from the folder or archive that was named."""
    hidden = any(part.startswith(_HIDDEN) for part in path.parts)
    return not hidden and path.suffix.lower() not in _NO_DOCUMENTS
