"""Reading ahead: the next part comes from the database, or is computed, while this one is worked on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from typing import TypeVar

from django.db import connections

Part = TypeVar("Part")
Read = TypeVar("Read")


def read_ahead(parts: Sequence[Part], read: Callable[[Part], Read]) -> Iterator[tuple[Part, Read]]:
    """Each part with what `read` gives for it, in order; one part is read ahead, in a thread of its own."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        ahead = reader.submit(read, parts[0]) if parts else None
        for part, following in zip_longest(parts, parts[1:]):
            assert ahead is not None
            found = ahead.result()
            ahead = reader.submit(read, following) if following is not None else None
            yield part, found


def made_ahead(parts: Iterator[Part]) -> Iterator[Part]:
    """The same parts in order; the next one is made in a thread of its own while one is used.

    The thread's connections are closed with it, and what it raises is raised here in the part's turn.
    """
    with ThreadPoolExecutor(max_workers=1) as maker:
        try:
            ahead = maker.submit(next, parts, None)
            while (made := ahead.result()) is not None:
                ahead = maker.submit(next, parts, None)
                yield made
        finally:
            maker.submit(connections.close_all)
