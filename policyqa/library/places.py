"""Which documents a region's name or code means: the region itself and those that lie in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from policyqa.errors import UnknownRegion
from policyqa.model import Region

_KIND = re.compile(r"[省市县区旗州盟]|地区|[新林矿]区")
_AUTONOMY = re.compile(r"\w*(?:自治[区州县旗]|特别行政区)")
_KIND_AT_END = re.compile(rf"(?:{_KIND.pattern})$")
_AUTONOMY_AT_END = re.compile(r"(?:壮族|回族|维吾尔)?(?:自治[区州县旗]|特别行政区)$")


def meant(asked: str, known: Sequence[Region]) -> list[Region]:
    """Those of the known regions that are that region or lie in it.

    A full name comes before a short one (奉节 for 奉节县), and a plain short one before that of an autonomous
    region: 海南 is 海南省 where the library has it, else 海南藏族自治州. Raises UnknownRegion.
    """
    asked = asked.strip()
    for rule in (_by_code, _by_name, _by_short_name, _by_stem):
        found = [region for region in known if rule(asked, region)]
        if found:
            return found
    raise UnknownRegion(asked, sorted({region.name for region in known}))


class Spellings:
    """The names of known regions and of what they lie in, full or short (奉节), to be found in texts."""

    def __init__(self, known: Iterable[Region]) -> None:
        self._names: defaultdict[str, list[str]] = defaultdict(list)
        for name in dict.fromkeys(name for region in known for name in _names(region)):
            for spelling in {name, _KIND_AT_END.sub("", name), _AUTONOMY_AT_END.sub("", name)}:
                if len(spelling) > 1:
                    self._names[spelling].append(name)
        self._lengths = sorted({len(spelling) for spelling in self._names})

    def named_in(self, text: str) -> dict[str, str]:
        """The names that stand in the text with the longest spelling in which they do; of 东营市 and 东营市东营区 both."""
        found: dict[str, str] = {}
        for length in self._lengths:
            for start in range(len(text) - length + 1):
                spelling = text[start : start + length]
                found |= dict.fromkeys(self._names.get(spelling, ()), spelling)
        return found


def _by_code(asked: str, region: Region) -> bool:
    """500000 holds 500236."""
    return len(asked) == 6 and asked.isdigit() and (region.code or "").startswith(re.sub(r"(00){1,2}$", "", asked))


def _by_name(asked: str, region: Region) -> bool:
    return asked in _names(region) or asked in _chains(region)


def _by_short_name(asked: str, region: Region) -> bool:
    return _is_short_for(_names(region), asked, _KIND)


def _by_stem(asked: str, region: Region) -> bool:
    return _is_short_for(_names(region), asked, _AUTONOMY)


def _is_short_for(names: Iterable[str], asked: str, rest: re.Pattern[str]) -> bool:
    return len(asked) > 1 and any(n.startswith(asked) and rest.fullmatch(n, len(asked)) for n in names)


def _names(region: Region) -> tuple[str, ...]:
    return (*region.path, region.name)


def _chains(region: Region) -> Iterable[str]:
    """山东省东营市, 东营市东营区 and the like."""
    path = region.path
    for start in range(len(path)):
        for end in range(start + 2, len(path) + 1):
            yield "".join(path[start:end])
