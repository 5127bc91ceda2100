"""Which documents a region's name or code means: the region itself and those that lie in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from policyqa.errors import UnknownRegion
from policyqa.library.records import DocumentSummary
from policyqa.model import Region

_KIND = re.compile(r"[省市县区旗州盟]|地区|[新林矿]区")
_AUTONOMY = re.compile(r"\w*(?:自治[区州县旗]|特别行政区)")


def of_region(asked: str, documents: Sequence[DocumentSummary]) -> list[DocumentSummary]:
    """The documents of that region and of those in it.

    A full name comes before a short one (奉节 for 奉节县), and a plain short one before that of an autonomous
    region: 海南 is 海南省 where the library has it, else 海南藏族自治州. Raises UnknownRegion.
    """
    asked = asked.strip()
    for rule in (_by_code, _by_name, _by_short_name, _by_stem):
        found = [d for d in documents if d.region and rule(asked, d.region)]
        if found:
            return found
    raise UnknownRegion(asked, sorted({d.region.name for d in documents if d.region}))


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
