"""Work that makes hundreds of thousands of records and no cycles among them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Inside, the collector of cycles does not look at all records again and again, which takes a tenth of a comparison.

    What is no longer used is freed all the same. Threads may do so side by side.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
