"""Which documents speak for the regions that a question names: their own, those of their parts, and where these are few others
that name them."""

from __future__ import annotations

from collections.abc import Sequence

from policyqa.answering.places import Gazetteer, Named, Places, short
from policyqa.library import DocumentSummary, Filters, Library
from policyqa.searching import passages

_FEW = 5  # documents of a region, beside which others are looked for
_PASSAGES = 80  # of others, that name it


class Scope:
    """The regions of a library's documents, at one of its generations."""

    def __init__(self, documents: Sequence[DocumentSummary]) -> None:
        self.gazetteer = Gazetteer(documents)
        self._unplaced = tuple(document.id for document in documents if document.region is None)
        self._speaking: dict[str, tuple[str, ...]] = {}

    def find(self, library: Library, text: str) -> Places:
        """The regions that a text names, each with the documents that speak for it."""
        found = self.gazetteer.find(text)
        missing = self._missing(library, found.missing) if found.missing else None
        if missing:
            return found._replace(named=(missing,), missing=None)
        return found._replace(named=tuple(self._with_others(library, region) for region in found.named))

    def _with_others(self, library: Library, region: Named) -> Named:
        if len(region.documents) > _FEW:
            return region
        others = self._others(library, region.name)
        return region._replace(documents=(*region.documents, *others), others=others)

    def _missing(self, library: Library, name: str) -> Named | None:
        others = self._others(library, name)
        return Named(name, others, others) if others else None

    def _others(self, library: Library, region: str) -> tuple[str, ...]:
        """The documents of no region that name a region in their text, and those of one above where it has none of its own."""
        if region not in self._speaking:
            above = () if self.gazetteer.speaks(region) else self.gazetteer.over(region)
            within, name = (*self._unplaced, *above), short(region)
            hits = passages(library, name, filters=Filters(documents=within), limit=_PASSAGES) if within else []
            self._speaking[region] = tuple(dict.fromkeys(hit.document.id for hit in hits if name in hit.text))
        return self._speaking[region]
