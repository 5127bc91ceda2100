"""The same measure in several regions, with what differs: pairs, clusters, the trace from above, conflicts within."""

from policyqa.overlap.finding import overlaps
from policyqa.overlap.records import Cluster, Difference, Member, Overlap, Side

__all__ = ["Cluster", "Difference", "Member", "Overlap", "Side", "overlaps"]
