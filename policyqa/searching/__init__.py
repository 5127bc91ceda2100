"""Search: passages by their words and by their meaning, then the records that stand in them, best first."""

from policyqa.library import Filters
from policyqa.searching.explaining import explained
from policyqa.searching.finding import Sort, passages, search
from policyqa.searching.found import Found, Kind, Why

__all__ = ["Filters", "Found", "Kind", "Sort", "Why", "explained", "passages", "search"]
