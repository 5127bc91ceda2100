"""A file to a document and its records, and files and folders into a library."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from policyqa.collecting import uncollected
from policyqa.errors import NoDocuments, NoSuchPath
from policyqa.language import say
from policyqa.library import Library, member_place
from policyqa.model import Document, Extraction, Problem, Record
from policyqa.reading import File, Refused, Unreadable, digest, files, load, may_be_document, read_bytes
from policyqa.reading.office import AHEAD as OFFICE_AHEAD
from policyqa.reading.office import is_office, prepare
from policyqa.version import __version__

if TYPE_CHECKING:
    from spacy.tokens import Doc

COMPONENTS = (
    "policyqa_quantities",
    "policyqa_deadlines",
    "policyqa_bodies",
    "policyqa_targets",
    "policyqa_commitments",
)
# Raised whenever reading or extraction changes what is found, so that `add` reads unchanged files again.
VERSION = f"{__version__}+31"


class Processed(Record, frozen=True, kw_only=True):
    """A document with its records."""

    document: Document
    extraction: Extraction


class Added(Record, frozen=True, kw_only=True):
    """What became of the files given to a library: paths, and for those that could not be read the problem."""

    added: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    unreadable: tuple[tuple[Path, Problem], ...]


@contextmanager
def _hidden(module: str) -> Iterator[None]:
    """spaCy imports torch wherever it is installed; no rule needs it, and it is more than half of a cold start."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]


class _Pipeline(NamedTuple):
    """A maker of empty spaCy documents, and the components one after the other.

    spaCy's own loop over them asks for names, settings and error handlers each time: a hundredth of the time.
    """

    empty: Callable[[], Doc]
    components: tuple[Callable[[Doc], Doc], ...]


@cache
def _pipeline() -> _Pipeline:
    """Blank Chinese in character mode with the components, which spaCy finds by their registered names."""
    with _hidden("torch"):
        import spacy
        import spacy.tokens

    language = spacy.blank("zh")
    components = tuple(language.add_pipe(name) for name in COMPONENTS)
    return _Pipeline(partial(spacy.tokens.Doc, language.vocab), components)


def extract(document: Document) -> Extraction:
    """The records of a document; the same document gives the same records."""
    with uncollected():
        return _extracted(_pipeline(), document)


def _extracted(pipeline: _Pipeline, document: Document) -> Extraction:
    # No token: the components read the document itself, and spaCy would keep each text in mind as one long word.
    doc = pipeline.empty()
    doc.user_data["document"] = document
    for component in pipeline.components:
        doc = component(doc)
    extraction: Extraction = doc.user_data["extraction"]
    return extraction


class Outcome(NamedTuple):
    """What became of a file, or of one in an archive, which `path` shows as if the archive were a folder."""

    path: Path
    result: Processed | Problem


def process(path: Path) -> Iterator[Outcome]:
    """Read a file, or each in an archive, and extract its records; a problem says why that could not be done.

    Raises NoSuchPath.
    """
    for found in _contents(path):
        shown = path.parent / found.name
        yield Outcome(shown, found.problem if isinstance(found, Refused) else _processed(found))


def ahead(paths: Sequence[Path], wanted: Callable[[Path, str], bool] = lambda path, identity: True) -> Iterator[Path]:
    """The paths one by one; old office files are converted several at a time, for the converter takes seconds to start.

    `wanted` is asked by path and by the digest of the content whether a file will be read at all.
    """
    seen: set[Path] = set()
    for index, path in enumerate(paths):
        if path not in seen and is_office(path):
            group = list(islice(filter(is_office, paths[index:]), OFFICE_AHEAD))
            seen |= set(group)
            prepare(_loaded(group, wanted))
        yield path


def _loaded(paths: Sequence[Path], wanted: Callable[[Path, str], bool]) -> Iterator[bytes]:
    for path in paths:
        with suppress(Unreadable, NoSuchPath):
            data = load(path)
            if wanted(path, digest(data)):
                yield data


def _contents(path: Path) -> Iterator[File | Refused]:
    try:
        data = load(path)
    except Unreadable as error:
        yield Refused(path.name, error.problem)
    else:
        yield from files(data, path.name)


def _processed(file: File) -> Processed | Problem:
    try:
        document = read_bytes(file.data, file.name)
        return Processed(document=document, extraction=extract(document))
    except Unreadable as error:
        return error.problem
    except MemoryError:
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
            if file.is_file() and may_be_document(file.relative_to(path)):
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
    queue = documents_in(paths)

    def is_new(path: Path, identity: str) -> bool:
        return not library.holds(str(path.resolve()), identity, VERSION)

    added: list[Path] = []
    unchanged: list[Path] = []
    unreadable: list[tuple[Path, Problem]] = []
    with library.writing():
        for done, path in enumerate(ahead(queue, is_new)):
            on_file(done, len(queue), path)
            for outcome in _add_all(library, path):
                if isinstance(outcome.result, Problem):
                    unreadable.append((outcome.path, outcome.result))
                else:
                    (added if outcome.result else unchanged).append(outcome.path)
        library.synchronise(on_index)
    return Added(added=tuple(added), unchanged=tuple(unchanged), unreadable=tuple(unreadable))


class _Stored(NamedTuple):
    """`result` is True where the file was stored, False where it already was."""

    path: Path
    result: bool | Problem


def _add_all(library: Library, path: Path) -> Iterator[_Stored]:
    """A file, or each in an archive; what was read from the path before and is not there any more goes."""
    place = path.resolve()
    places = []
    for found in _contents(path):
        inside = found.name.removeprefix(path.name).lstrip("/")
        here = member_place(place, inside)
        places.append(here)
        yield _Stored(path.parent / found.name, _add_one(library, here, found))
    library.settle(str(place), places)


def _add_one(library: Library, place: str, found: File | Refused) -> bool | Problem:
    if isinstance(found, Refused):
        library.put_unreadable(place, "", found.problem)
        return found.problem
    identity = digest(found.data)
    if library.holds(place, identity, VERSION):
        return False
    outcome = _processed(found)
    if isinstance(outcome, Problem):
        library.put_unreadable(place, identity, outcome)
        return outcome
    library.put(place, outcome.document, outcome.extraction, VERSION)
    return True
