"""A door: where an item is done that is no case, such as a month's roster that is declared row by row.

The item has its guide and is found like any other; instead of a form its start leads to the door, and no case is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class DoorStep:
    """One step behind the door, in both languages."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """The step in `zh` or `en`."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Door:
    """An address on this site, for those who may apply, and what is done there."""

    address: str
    steps: tuple[DoorStep, ...]


def door_of(told: dict[str, Any] | None) -> Door | None:
    """What a declaration says of its door; None for an item that is a case. Raises ValueError for no address of this site."""
    if told is None:
        return None
    address = str(told["address"])
    if not address.startswith("/") or address.startswith("//"):
        raise ValueError(f"door.address {address!r} is no address of this site")
    return Door(address, tuple(DoorStep(str(one["zh"]), str(one["en"])) for one in told["steps"]))
