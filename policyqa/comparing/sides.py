"""Which documents stand for which region."""

from __future__ import annotations

from collections.abc import Sequence

from policyqa.comparing.records import RegionSide
from policyqa.errors import NoDocumentsOf, TooFewRegions, UnknownRegion
from policyqa.library import DocumentSummary, Library
from policyqa.model import Region
from policyqa.zh import regions


def sides(library: Library, names: Sequence[str]) -> tuple[RegionSide, ...]:
    """The regions asked for, each once, with the documents of their own.

    A document stands for the most particular of the regions that hold it: beside 莆田市, 福建省 has no document of
    莆田市. Raises UnknownRegion, NoDocumentsOf and TooFewRegions.
    """
    asked = {name: _documents(library, name) for name in dict.fromkeys(n.strip() for n in names)}
    found = {_meant(name, documents): documents for name, documents in asked.items()}
    if len(found) < 2:
        raise TooFewRegions
    return tuple(_side(library, region, documents, list(found)) for region, documents in found.items())


def every_side(library: Library) -> tuple[RegionSide, ...]:
    """All regions of the library, each with the documents of its own."""
    return tuple(
        _side(library, region, [d for d in library.documents() if d.region == region], [])
        for region in library.regions()
    )


def one_side(library: Library, name: str) -> RegionSide:
    """One region with the documents of its own. Raises UnknownRegion and NoDocumentsOf."""
    documents = _documents(library, name)
    return _side(library, _meant(name, documents), documents, [])


def _documents(library: Library, name: str) -> list[DocumentSummary]:
    try:
        return library.select(region=name)
    except UnknownRegion:
        known = [region.name for region in library.regions()]
        if regions.resolve(name):
            raise NoDocumentsOf(name, known) from None
        raise


def _meant(name: str, documents: Sequence[DocumentSummary]) -> Region:
    """The region of that name: of a document's own, else one in the path of all of them."""
    own = [d.region for d in documents if d.region]
    exact = [r for r in own if name in (r.name, r.code, "".join(r.path))]
    inner = next((r for r in exact or own if name in r.name), None)
    if inner is not None:
        return inner
    for part in own[0].path:
        if name in part:
            return regions.resolve(part, "".join(own[0].path)) or Region(name=part)
    return own[0]


def _side(
    library: Library, region: Region, documents: Sequence[DocumentSummary], others: Sequence[Region]
) -> RegionSide:
    """`others` are the regions compared; what belongs to one of them that lies in `region` is that one's."""
    inner = [o.name for o in others if o != region and region.name in o.path]
    free = [d for d in documents if d.region and not any(name in (d.region.name, *d.region.path) for name in inner)]
    own = [d for d in free if d.region == region]
    chosen = own or free
    if not chosen:
        raise NoDocumentsOf(region.name, (r.name for r in library.regions()))
    stored = library.targets(documents=[d.id for d in chosen], kind="target")
    return RegionSide(
        name=region.name, code=region.code, path=region.path, documents=tuple(chosen), of_parts=not own,
        left_out=len(free) - len(chosen), targets=len(stored), commitments=sum(d.counts.commitments for d in chosen),
    )  # fmt: skip


def level(side: RegionSide) -> str:
    """province, city or county: by the official code, else by the last character of the name."""
    if side.code:
        return "province" if side.code.endswith("0000") else "city" if side.code.endswith("00") else "county"
    return "province" if side.name[-1] in "省" else "city" if side.name[-1] in "市州盟" else "county"
