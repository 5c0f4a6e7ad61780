"""Reading ahead: the next part comes from the database while this one is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from typing import TypeVar

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
