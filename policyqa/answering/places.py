"""The regions that a question names, among those of the library: by full, short or misspelt name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from policyqa.language import say
from policyqa.library import DocumentSummary
from policyqa.zh import regions, sounds
from policyqa.zh.patterns import late
from policyqa.zh.text import pairs

_LEVEL = late(r"(?:(?:壮族|回族|维吾尔)?自治区|(?:[一-龥]{1,8}族)?自治[州县旗]|新区|林区|特区|地区|[省市县区旗州盟])$")
# Kinds of places, and words that end like one: they name no division.
_NO_REGION = (
    r"[一-龥]{0,2}(?:自贸|贸易|开发|高新|经开|保税|综保|示范|试验|实验|先行|功能|园|景|社|校|厂|片|灾|山|林|库|牧|矿|城|郊|老|辖|街|小|专|特)区"
    r"|[一-龥]{0,2}(?:超|城|门|夜|股|楼|上|集|菜|花|房)市|[一-龥]{1,2}(?:节|反)省|[一-龥]{1,2}(?:国|红)旗"
)
_LIKE_A_REGION = late(
    rf"\s*(?![全我本各哪该某]|{_NO_REGION})((?:(?!各)[一-龥]){{2,3}}[省市县区旗州])(?![内里中长级直域])"
)
# 温州电梯条例跟济宁绿化条例
_DOCUMENT = r"《?[^\W\d_]{2,16}(?:条例|办法|意见|通知|方案|规定|细则|措施|规划|计划|报告)》?"
_TWO_DOCUMENTS = late(rf"(?P<first>{_DOCUMENT})(?:[、和跟与同]|还是|以?及)(?P<second>{_DOCUMENT})")
_CALLED = 0.7  # of a document's name, that its title has to say by pairs of characters
_BEGINS = late(r"(?:^|[\s,，、/和与跟对]|请问)")
Path = tuple[str, ...]


class Named(NamedTuple):
    """A region that the question names, with the ids of the documents that speak for it or for a part of it; of these
    `others` are of no region, or of one above, and name it."""

    name: str
    documents: tuple[str, ...]
    others: tuple[str, ...] = ()


class Places(NamedTuple):
    """`missing` is a division that the question names and for which the library holds nothing; `rest` is the question
    without names of regions; `doubtful` begins the question like a region's name that no table lists; `notes` say how a
    name was read where that is not plain."""

    named: tuple[Named, ...]
    missing: str | None
    rest: str
    doubtful: str | None = None
    notes: tuple[str, ...] = ()


class Gazetteer:
    """The regions of a library by every name that people use for them."""

    def __init__(self, documents: Iterable[DocumentSummary]) -> None:
        self._own: Counter[Path] = Counter()
        self._paths: dict[str, Path] = {}
        self._names: defaultdict[str, defaultdict[Path, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._titles: dict[str, str] = {}
        for document in documents:
            self._titles[document.id] = document.title or ""
            if document.region:
                path = document.region.path or (document.region.name,)
                self._own[path] += 1
                self._paths[document.id] = path
                for depth, name in enumerate(path, 1):
                    for alias in {*regions.spellings(name), short(name)}:
                        self._names[alias][path[:depth]].append(document.id)
        found = sorted((name for name in self._names if len(name) > 1), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, found)) or r"(?!)")

    @property
    def several(self) -> bool:
        """Whether the library's documents are of more than one region."""
        return len(self._own) > 1

    def find(self, text: str) -> Places:
        """The regions named in the text, in its order; the documents instead, where it sets two of them side by side."""
        documents = self._side_by_side(text)
        if documents:
            return documents
        found, rest, notes = self._written(text)
        if not found:
            found, rest, notes = self._misspelt(text)
        if found:
            return Places(tuple(found), None, rest, notes=tuple(notes))
        spelt = self._spelt(text)
        if spelt:
            return spelt
        inside = self._inside(text)
        if inside:
            return Places((inside,), None, text)
        missing = next(iter(_divisions(text)), None)
        titled = self._titled(missing) if missing else ()
        if missing and titled:
            return Places((Named(missing, titled),), None, text)
        doubtful = _LIKE_A_REGION.match(text)
        return Places((), missing, text.replace(missing, " ") if missing else text, doubtful[1] if doubtful else None)

    def nearest(self, name: str, limit: int = 5) -> list[str]:
        """Regions of the library in the same province as one that it lacks, else those with the most documents."""
        division = regions.resolve(name) or regions.resolve(name + "市") or regions.resolve(name + "省")
        province = division.path[:1] if division else ()
        ranked = sorted(self._own, key=lambda path: (path[:1] != province, -self._own[path], path))
        return list(dict.fromkeys(path[-1] for path in ranked))[:limit]

    def _written(self, text: str) -> tuple[list[Named], str, list[str]]:
        found: dict[Path, Named] = {}
        notes: list[str] = []
        rest, last, end = "", 0, -1
        previous: Path | None = None
        for match in self._pattern.finditer(text):
            path, named, note = self._meant(match[0])
            if previous and match.start() == end and path[: len(previous)] == previous:
                found.pop(previous, None)
            found.setdefault(path, named)
            notes += [note] if note else []
            rest, last, end, previous = f"{rest}{text[last : match.start()]} ", match.end(), match.end(), path
        return list(found.values()), rest + text[last:], notes

    def _meant(self, alias: str) -> tuple[Path, Named, str | None]:
        """Of several divisions with that name the highest; of several on one level (鼓楼区) all, with a note."""
        paths = self._names[alias]
        exact = [path for path in paths if path[-1] == alias] or list(paths)
        highest = min(map(len, exact))
        chosen = sorted(path for path in exact if len(path) == highest)
        documents = tuple(dict.fromkeys(id_ for path in chosen for id_ in paths[path]))
        if len(chosen) == 1:
            return chosen[0], Named(chosen[0][-1], documents), None
        full = "、".join("".join(path) for path in chosen)
        note = say(
            f"“{alias}”在资料库里可指{full}，都查了。", f"{alias} may mean {full} here; all of them were searched."
        )
        return chosen[0], Named(alias, documents), note

    def _misspelt(self, text: str) -> tuple[list[Named], str, list[str]]:
        """A name with one character that sounds like the right one, or that begins a question with any other (临忻市 for
        临沂市); short names only where a question begins with them, and none that is a real division's own (苏州 is no slip for 福州)."""
        near = [(start, alias) for length in self._lengths for start, alias in self._near(text, length)]
        for start, alias in near:
            written = text[start : start + len(alias)]
            alike = sounds.misspelt(written, alias) or (start == 0 and _miswritten(written, alias))
            if alike and not regions.resolve(written):
                _, named, _ = self._meant(alias)
                note = say(f"“{written}”按“{alias}”理解。", f"{written} was read as {alias}.")
                return [named], text[:start] + " " + text[start + len(alias) :], [note]
        return [], text, []

    def _near(self, text: str, length: int) -> Iterator[tuple[int, str]]:
        """Where the text has all but one character of a name of that length, or its characters in another order."""
        for start in _starts(text, length):
            for key in _blurred(text[start : start + length]):
                for alias in self._blurred.get(key, ()):
                    yield start, alias

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(name) for name in self._names if len(name) > 1}, reverse=True)

    @cached_property
    def _blurred(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(self._names):
            for key in _blurred(name):
                found[key].append(name)
        return found

    def _spelt(self, text: str) -> Places | None:
        """A region by its customary short form (红河州)."""
        for name in _divisions(text):
            division = regions.resolve(name)
            if division and division.name in self._names:
                return Places((self._meant(division.name)[1],), None, text.replace(name, " "))
        return None

    def _side_by_side(self, text: str) -> Places | None:
        """Two documents by what their titles say (青岛的排水条例和保税港区条例哪个施行得早), where each name fits one alone."""
        pair = _TWO_DOCUMENTS.search(text)
        if pair is None:
            return None
        found = [(pair[name], self._called(pair[name])) for name in ("first", "second")]
        ids = [id_ for _, id_ in found if id_]
        if len(set(ids)) < len(found):
            return None
        named = tuple(Named(name.strip("《》的"), (id_,)) for name, id_ in found if id_)
        return Places(named, None, f"{text[: pair.start()]} {text[pair.end() :]}")

    def _called(self, name: str) -> str | None:
        """The one document whose title says most of a name, where it says nearly all of it."""
        said = pairs(name.replace("的", ""))
        shares = {id_: sum(p in title for p in said) / len(said) for id_, title in self._titles.items()}
        best = max(shares.values(), default=0.0)
        fitting = [id_ for id_, share in shares.items() if share == best]
        return fitting[0] if best >= _CALLED and len(fitting) == 1 else None

    def speaks(self, name: str) -> bool:
        """Whether a document is of the region itself, not of a part of it."""
        return any(path in self._own for path in self._names.get(name, ()))

    def over(self, name: str) -> tuple[str, ...]:
        """The documents of the regions in which one lies."""
        above = {path[:depth] for path in self._names.get(name, ()) for depth in range(1, len(path))}
        return tuple(id_ for id_, path in self._paths.items() if path in above)

    def _titled(self, name: str) -> tuple[str, ...]:
        """The documents of others whose title has a division's name (河南省开封城墙保护条例)."""
        return tuple(id_ for id_, title in self._titles.items() if short(name) in title)

    def _inside(self, text: str) -> Named | None:
        """The region of the library in which a division lies that the text names (东源县 in 河源市)."""
        for name in _divisions(text):
            division = regions.resolve(name)
            path = division.path if division else ()
            above = path[:-1] if path and path[0].endswith("市") else path[1:-1]
            for parent in reversed(above):
                if parent in self._names:
                    return self._over(parent, path)
        return None

    def _over(self, parent: str, path: Path) -> Named | None:
        """A region with its documents that hold for one of its parts: none of another part."""
        above, named, _ = self._meant(parent)
        over = tuple(id_ for id_ in named.documents if self._paths[id_] in (above, path[: len(self._paths[id_])]))
        return Named(named.name, over) if over else None


def short(name: str) -> str:
    """奉节 for 奉节县, 西藏 for 西藏自治区, 红河 for 红河哈尼族彝族自治州; a name of two characters stays whole."""
    stem = _LEVEL.sub("", regions.spellings(name)[-1])
    return stem if len(stem) > 1 else name


def _miswritten(written: str, name: str) -> bool:
    """Whether one character inside a name with its level is another one."""
    differing = [a != b for a, b in zip(written, name, strict=True)]
    return (
        len(name) > 2 and sum(differing) == 1 and not (differing[0] or differing[-1]) and name[-1] in "省市县区旗州盟"
    )


def _blurred(name: str) -> list[str]:
    """The name with a hole in each place, and its characters sorted."""
    return [*(f"{name[:i]}?{name[i + 1 :]}" for i in range(len(name))), "".join(sorted(name))]


def _starts(text: str, length: int) -> Sequence[int]:
    if length > 2:
        return range(len(text) - length + 1)
    return [match.end() for match in _BEGINS.finditer(text) if match.end() + 2 <= len(text)]


def _divisions(text: str) -> list[str]:
    """Divisions that a text names: by their full names, at its beginning also by a city's or province's short one."""
    full = [name for _, name in regions.mentions(text) if len(name) > 2]
    if full:
        return full
    begins = text.strip()[:4]
    for length in (4, 3, 2):
        stem = begins[:length]
        for level in ("省", "市"):
            division = regions.resolve(stem + level) if len(stem) == length else None
            if division and (division.code or "").endswith("00"):
                return [stem]
    return []
