"""One measure over many regions: pairs joined, with a readable label, who has it with which figure, who does not."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from policyqa.overlap import words as w
from policyqa.overlap.candidates import Pairs
from policyqa.overlap.differing import DIFFERENCES, apart
from policyqa.overlap.finding import Paired, side
from policyqa.overlap.measures import Measure
from policyqa.overlap.records import Cluster, Difference, Member
from policyqa.zh.text import fold

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_CLOSE = 0.5  # of the pairs between two groups that have to be found before the groups are one


class Group(NamedTuple):
    """Measures that are one, in the order of their documents; `score` is the mean of the pairs among them."""

    measures: list[Measure]
    differences: tuple[Difference, ...]
    one_sided: tuple[Difference, ...]
    score: float

    @property
    def label(self) -> str:
        return _label([m.clause for m in self.measures])


def clusters(pairs: Paired, regions: Iterable[str]) -> list[Cluster]:
    """Measures of two regions or more, those of most regions first; `regions` are all that were compared."""
    compared = sorted(set(regions))
    made = [_cluster(group, compared) for group in groups(pairs)]
    return sorted(made, key=lambda c: (-len({m.side.region for m in c.members}), c.label, c.members[0].side.span))


def groups(pairs: Paired) -> list[Group]:
    """Groups are joined along the surest pairs first, and only where most of their members are pairs too: a chain of
    likenesses does not make one measure of two.
    """
    of = _joined(pairs)
    within = np.flatnonzero(of[pairs.pairs[:, 0]] == of[pairs.pairs[:, 1]])
    rows = within[np.argsort(of[pairs.pairs[within, 0]], kind="stable")]
    if not len(rows):
        return []
    numbers = of[pairs.pairs[rows, 0]]
    starts = np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1]))
    differing = apart(pairs.measures, pairs.pairs[rows])
    both, one = (np.bitwise_or.reduceat(bits, starts) for bits in differing)
    means = np.add.reduceat(pairs.scores[rows], starts) / np.diff(np.append(starts, len(rows)))
    members = defaultdict(list)
    for place, number in enumerate(of.tolist()):
        members[number].append(pairs.measures[place])
    return [
        Group(members[number], DIFFERENCES[both[row]], DIFFERENCES[one[row]], round(float(means[row]), 3))
        for row, number in enumerate(numbers[starts].tolist())
    ]


def _joined(pairs: Paired) -> NDArray[np.int64]:
    """Of each measure the number of its group."""
    joined = _Groups(pairs.pairs, len(pairs.measures))
    joined.join(pairs.pairs)
    return np.array(joined.of, np.int64)


class _Groups:
    """Groups of measures, with how many pairs lie between each two groups."""

    def __init__(self, links: Pairs, count: int) -> None:
        both = np.concatenate([links, links[:, ::-1]])
        both = both[np.argsort(both[:, 0], kind="stable")]
        numbers, starts = np.unique(both[:, 0], return_index=True)
        linked = np.split(both[:, 1], starts[1:]) if len(numbers) else []
        self.of = list(range(count))  # the group of each measure
        # each pair stands once
        self._links = {
            number: dict.fromkeys(to.tolist(), 1) for number, to in zip(numbers.tolist(), linked, strict=True)
        }
        self._members = {number: [number] for number in self._links}

    def join(self, links: Pairs) -> None:
        """Makes one group of the two of each link, in their order, where enough pairs lie between the two groups."""
        of, between, members = self.of, self._links, self._members
        for first, second in links.tolist():  # a call for each would take as long again
            one, other = of[first], of[second]
            if one == other:
                continue
            links_of_one = between[one]
            if links_of_one[other] >= _CLOSE * len(members[one]) * len(members[other]):
                fewer = len(links_of_one) <= len(between[other])
                self._merge(*((one, other) if fewer else (other, one)))

    def _merge(self, small: int, large: int) -> None:
        for member in self._members[small]:
            self.of[member] = large
        self._members[large].extend(self._members.pop(small))
        joining = self._links[large]
        for other, count in self._links.pop(small).items():
            back = self._links[other]
            del back[small]
            if other != large:
                joining[other] = back[large] = joining.get(other, 0) + count


def _cluster(group: Group, regions: Sequence[str]) -> Cluster:
    members = [Member(side=side(m), figures=_figures(m)) for m in group.measures]
    present = {member.side.region or member.side.file for member in members}
    return Cluster(
        label=group.label, members=tuple(members), absent=tuple(region for region in regions if region not in present),
        differences=group.differences,
    )  # fmt: skip


def _figures(measure: Measure) -> tuple[str, ...]:
    return tuple(target.quote for target in measure.targets if target.kind == "target")


def _label(quotes: Sequence[str]) -> str:
    """The quote that shares most of its words with the others; of several the shortest. A number that not all state is one
    region's alone: 新增就业×万人.
    """
    telling = {quote: set(w.words(quote)) for quote in set(quotes)}
    counted = Counter(word for quote in quotes for word in telling[quote])

    def central(quote: str) -> tuple[float, int, str]:
        share = sum(map(counted.__getitem__, telling[quote])) / (len(telling[quote]) + 1)
        return -round(share, 6), len(quote), quote

    label = " ".join(fold(min(telling, key=central)).split())
    common = frozenset.intersection(*(frozenset(_NUMBER.findall(fold(quote))) for quote in telling))
    return _NUMBER.sub(lambda number: number[0] if number[0] in common else "×", label)
