"""Records by where they stand, so that those of a stretch are found without a look at the others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from policyqa.model import Body, Deadline, Quantity, Span, Target


class Places:
    """Answers for a list of records that does not change any more, by their indices in it."""

    def __init__(self, records: Sequence[Body | Deadline | Quantity | Target]) -> None:
        self._spans = [record.span for record in records]
        self._order = sorted(range(len(records)), key=self._spans.__getitem__)
        self._starts = [self._spans[index].start for index in self._order]

    def beginning(self, span: Span) -> list[int]:
        """The records that begin in a stretch, in the order of the text."""
        return self._order[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]

    def inside(self, *stretches: Span) -> list[int]:
        """The records that lie in one of some stretches, in the order of the list."""
        found = {index for span in stretches for index in self.beginning(span) if self._spans[index].end <= span.end}
        return sorted(found)
