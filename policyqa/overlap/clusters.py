"""One measure over many regions: pairs joined, with a readable label, who has it with which figure, who does not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from policyqa.library import Library
from policyqa.model import Span, Target
from policyqa.overlap import words as w
from policyqa.overlap.records import Cluster, Difference, Member, Overlap, Side
from policyqa.zh.text import fold

_CLOSE = 0.5  # of the pairs between two groups that have to be found before the groups are one
_ORDER: tuple[Difference, ...] = ("value", "deadline", "body", "scope", "binding")

Place = tuple[str, Span]


def clusters(library: Library, pairs: Sequence[Overlap], regions: Iterable[str]) -> list[Cluster]:
    """Measures of two regions or more, those of most regions first; `regions` are all that were compared.

    Groups are joined along the surest pairs first, and only where most of their members are pairs too: a chain of
    likenesses does not make one measure of two.
    """
    sides = {(s.document_id, s.span): s for p in pairs for s in (p.a, p.b)}
    found = {(_place(p.a), _place(p.b)): p for p in pairs}
    compared = sorted(set(regions))
    figures = _figures(library, {place[0] for place in sides})
    made = [
        _cluster([sides[place] for place in group], [found[x] for x in _inside(group, found)], compared, figures)
        for group in _groups(found)
    ]
    return sorted(made, key=lambda c: (-len({m.side.region for m in c.members}), c.label, c.members[0].side.span))


def _place(side: Side) -> Place:
    return side.document_id, side.span


def _groups(found: Mapping[tuple[Place, Place], Overlap]) -> list[list[Place]]:
    joined = _Groups(found)
    for a, b in sorted(found, key=lambda places: (-found[places].score, places)):
        joined.join(a, b)
    return [sorted(group) for group in joined.members.values() if len(group) > 1]


class _Groups:
    """Groups of places, by number, with how many pairs lie between each two of them."""

    def __init__(self, pairs: Iterable[tuple[Place, Place]]) -> None:
        self._of: dict[Place, int] = {}
        self._links: dict[int, Counter[int]] = defaultdict(Counter)
        for a, b in pairs:
            first, second = (self._of.setdefault(place, len(self._of)) for place in (a, b))
            self._links[first][second] += 1
            self._links[second][first] += 1
        self.members = {group: [place] for place, group in self._of.items()}

    def join(self, a: Place, b: Place) -> None:
        """Makes one group of the two of these places, where enough pairs lie between them."""
        small, large = sorted((self._of[a], self._of[b]), key=lambda group: len(self.members[group]))
        enough = _CLOSE * len(self.members[small]) * len(self.members[large])
        if small != large and self._links[small][large] >= enough:
            self._merge(small, large)

    def _merge(self, small: int, large: int) -> None:
        for place in self.members[small]:
            self._of[place] = large
        self.members[large].extend(self.members.pop(small))
        for other, count in self._links.pop(small).items():
            del self._links[other][small]
            if other != large:
                self._links[other][large] += count
                self._links[large][other] += count


def _inside(group: Sequence[Place], found: Mapping[tuple[Place, Place], Overlap]) -> list[tuple[Place, Place]]:
    return [pair for a, b in combinations(group, 2) for pair in ((a, b), (b, a)) if pair in found]


def _cluster(
    sides: Sequence[Side], pairs: Sequence[Overlap], regions: Sequence[str], figures: Mapping[str, Sequence[Target]]
) -> Cluster:
    stated = {name for pair in pairs for name in pair.differences}
    present = {side.region or side.file for side in sides}
    return Cluster(
        label=_label([side.quote for side in sides]),
        members=tuple(Member(side=side, figures=_of(side, figures[side.document_id])) for side in sides),
        absent=tuple(region for region in regions if region not in present),
        differences=tuple(name for name in _ORDER if name in stated),
    )


def _label(quotes: Sequence[str]) -> str:
    """The quote that shares most of its words with the others; of several the shortest."""
    counted = Counter(word for quote in quotes for word in set(w.words(quote)))

    def central(quote: str) -> tuple[float, int, str]:
        telling = set(w.words(quote))
        share = sum(counted[word] for word in telling) / (len(telling) + 1)
        return -round(share, 6), len(quote), quote

    return " ".join(fold(min(quotes, key=central)).split())


def _figures(library: Library, documents: Iterable[str]) -> dict[str, list[Target]]:
    found: dict[str, list[Target]] = defaultdict(list)
    for stored in library.targets(documents=sorted(documents), kind="target"):
        found[stored.document.id].append(stored.target)
    return found


def _of(side: Side, targets: Sequence[Target]) -> tuple[str, ...]:
    return tuple(target.quote for target in targets if side.span.meets(target.span))
