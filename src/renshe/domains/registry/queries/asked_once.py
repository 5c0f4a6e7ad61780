"""Under which numbers somebody stands, asked once while one page is read.

Every domain asks for itself under which numbers a person stands, because a merge may have happened since; on a page that puts
many domains together the answer is the same each time. Whoever reads (a page, never something that writes) opens
`numbers_asked_once`; inside it the first answer holds until the end. It lives in the context of the request that opened it, so
that two requests never share one. A merge or a split inside ends it at once: from then on everybody asks again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ANSWERS: ContextVar[dict[int, tuple[int, ...]] | None] = ContextVar("numbers", default=None)


@contextmanager
def numbers_asked_once() -> Iterator[None]:
    """Inside, who somebody is is asked of the database once for each number."""
    token = _ANSWERS.set({})
    try:
        yield
    finally:
        _ANSWERS.reset(token)


def ask_again() -> None:
    """Somebody is about to be merged or split: nothing that was answered before holds any more."""
    _ANSWERS.set(None)


def answered(person_id: int, *, ask: Callable[[int], list[int]]) -> list[int]:
    """The numbers of a person, the survivor first; asked anew outside of `numbers_asked_once`."""
    known = _ANSWERS.get()
    if known is None:
        return ask(person_id)
    if person_id not in known:
        numbers = tuple(ask(person_id))
        known.update(dict.fromkeys({person_id, *numbers}, numbers))
    return list(known[person_id])


def survivor_known(person_id: int) -> int | None:
    """Who stands for somebody, where it was answered before; None where nobody asked yet."""
    numbers = (_ANSWERS.get() or {}).get(person_id)
    return numbers[0] if numbers else None
