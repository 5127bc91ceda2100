"""One measure over many regions: pairs joined, with a readable label, who has it with which figure, who does not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

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
    sides = {_place(s): s for p in pairs for s in (p.a, p.b)}
    places = sorted(sides)
    links, ordered = _numbered(pairs, places), [sides[place] for place in places]
    compared = sorted(set(regions))
    figures = _figures(library, {side.document_id for side in ordered})
    made = [
        _cluster([ordered[number] for number in group.members], [pairs[row] for row in group.pairs], compared, figures)
        for group in _groups(links)
    ]
    return sorted(made, key=lambda c: (-len({m.side.region for m in c.members}), c.label, c.members[0].side.span))


class _Link(NamedTuple):
    """A pair, by the numbers of its measures; the surest first in order."""

    unlikeness: float
    first: int
    second: int
    row: int


class _Group(NamedTuple):
    """Measures by number, and the rows of the pairs among them."""

    members: list[int]
    pairs: list[int]


def _place(side: Side) -> Place:
    return side.document_id, side.span


def _numbered(pairs: Sequence[Overlap], places: Sequence[Place]) -> list[_Link]:
    numbers = {place: number for number, place in enumerate(places)}
    return sorted(_Link(-p.score, numbers[_place(p.a)], numbers[_place(p.b)], row) for row, p in enumerate(pairs))


def _groups(links: Sequence[_Link]) -> list[_Group]:
    joined = _Groups(links)
    for _, first, second, _ in links:
        joined.join(first, second)
    found = {number: _Group(sorted(members), []) for number, members in joined.members.items()}
    for _, first, second, row in links:
        if joined.of[first] == joined.of[second]:
            found[joined.of[first]].pairs.append(row)
    return [group for group in found.values() if len(group.members) > 1]


class _Groups:
    """Groups of measures, with how many pairs lie between each two groups."""

    def __init__(self, links: Iterable[_Link]) -> None:
        self._links: dict[int, Counter[int]] = defaultdict(Counter)
        for _, first, second, _ in links:
            self._links[first][second] += 1
            self._links[second][first] += 1
        self.of = {number: number for number in self._links}
        self.members = {number: [number] for number in self._links}

    def join(self, first: int, second: int) -> None:
        """Makes one group of the two of these measures, where enough pairs lie between them."""
        one, other = self.of[first], self.of[second]
        small, large = (one, other) if len(self.members[one]) <= len(self.members[other]) else (other, one)
        enough = _CLOSE * len(self.members[small]) * len(self.members[large])
        if small != large and self._links[small][large] >= enough:
            self._merge(small, large)

    def _merge(self, small: int, large: int) -> None:
        for member in self.members[small]:
            self.of[member] = large
        self.members[large].extend(self.members.pop(small))
        for other, count in self._links.pop(small).items():
            del self._links[other][small]
            if other != large:
                self._links[other][large] += count
                self._links[large][other] += count


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
