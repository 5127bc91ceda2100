"""A file to a document and its records, and files and folders into a library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from policyqa.errors import NoDocuments, NoSuchPath
from policyqa.language import say
from policyqa.library import Library
from policyqa.model import Document, Extraction, Problem, Record
from policyqa.reading import Unreadable, digest, read, read_bytes
from policyqa.version import __version__

if TYPE_CHECKING:
    from spacy.language import Language

COMPONENTS = (
    "policyqa_quantities",
    "policyqa_deadlines",
    "policyqa_bodies",
    "policyqa_targets",
    "policyqa_commitments",
)
# Raised whenever reading or extraction changes what is found, so that `add` reads unchanged files again.
VERSION = f"{__version__}+1"
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


class Processed(Record, frozen=True, kw_only=True):
    """A document with its records."""

    document: Document
    extraction: Extraction


class Added(Record, frozen=True, kw_only=True):
    """What became of the files given to a library: paths, and for those that could not be read the problem."""

    added: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    unreadable: tuple[tuple[Path, Problem], ...]


@cache
def _language() -> Language:
    """Blank Chinese in character mode with the components, which spaCy finds by their registered names."""
    import spacy

    language = spacy.blank("zh")
    for name in COMPONENTS:
        language.add_pipe(name)
    return language


def extract(document: Document) -> Extraction:
    """The records of a document; the same document gives the same records."""
    from spacy.tokens import Doc

    language = _language()
    text = document.text
    # One token per character, so that a character's offset is its token's index.
    doc = Doc(language.vocab, words=list(text), spaces=[False] * len(text))
    doc.user_data["document"] = document
    extraction: Extraction = language(doc).user_data["extraction"]
    return extraction


def process(path: Path) -> Processed | Problem:
    """Read a file and extract its records; a problem says why that could not be done. Raises NoSuchPath."""
    try:
        document = read(path)
        return Processed(document=document, extraction=extract(document))
    except Unreadable as error:
        return error.problem
    except (NoSuchPath, MemoryError):
        raise
    except Exception as error:
        return failure(error)


def failure(error: Exception) -> Problem:
    """A fault of this program in one document, told as a problem so that the other documents go on."""
    what = f"{type(error).__name__}: {error}"
    message = say(f"读取时程序出错，请报告：{what}", f"The program failed on this file, please report it: {what}")
    return Problem(code="failed", grade="error", message=message)


def documents_in(paths: Iterable[Path]) -> list[Path]:
    """The files that are named, and those below the folders that are named, sorted, hidden ones left out.

    Raises NoSuchPath; NoDocuments where nothing is left.
    """
    paths = list(paths)
    found = dict.fromkeys(file for path in paths for file in _files(path))
    if not found:
        raise NoDocuments(paths)
    return list(found)


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        for file in sorted(path.rglob("*")):
            hidden = any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
            if file.is_file() and not hidden and file.suffix.lower() not in _NO_DOCUMENTS:
                yield file
    else:
        raise NoSuchPath(path)


def add(
    library: Library,
    paths: Iterable[Path],
    on_file: Callable[[int, int, Path], None] = lambda done, total, path: None,
    on_index: Callable[[int, int], None] | None = None,
) -> Added:
    """Read, extract and store files; what is unchanged by content is skipped. Each file is committed by itself.

    `on_file` is told how many of how many files are done and which comes next, `on_index` the same of passages.
    """
    files = documents_in(paths)
    added: list[Path] = []
    unchanged: list[Path] = []
    unreadable: list[tuple[Path, Problem]] = []
    with library.writing():
        for done, path in enumerate(files):
            on_file(done, len(files), path)
            outcome = _add_one(library, path)
            if isinstance(outcome, Problem):
                unreadable.append((path, outcome))
            else:
                (added if outcome else unchanged).append(path)
        library.synchronise(on_index)
    return Added(added=tuple(added), unchanged=tuple(unchanged), unreadable=tuple(unreadable))


def _add_one(library: Library, path: Path) -> bool | Problem:
    """True where the file was stored, False where it already was."""
    place = str(path.resolve())
    try:
        data = path.read_bytes()
    except OSError as error:
        return failure(error)
    identity = digest(data)
    if library.holds(place, identity, VERSION):
        return False
    try:
        document = read_bytes(data, path.name)
        extraction = extract(document)
    except Unreadable as error:
        problem = error.problem
    except Exception as error:
        problem = failure(error)
    else:
        library.put(place, document, extraction, VERSION)
        return True
    library.put_unreadable(place, identity, problem)
    return problem
