"""The other bodies, offline and from a seed: they write what they know, now and then wrongly.

Written from README.md; it shares no code with the reader.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """One event as a body knows it."""

    id_number: str
    name: str
    event_on: dt.date
    detail: str = ""


@dataclass(frozen=True)
class Slips:
    """Of a thousand records, how many have a mistyped number, another name, or a day that is still to come."""

    number: float = 0.0
    name: float = 0.0
    day: float = 0.0


@dataclass(frozen=True)
class SimulatedBody:
    """A body that makes files."""

    seed: int
    slips: Slips = Slips()

    def file(
        self, *, kind: str, place: str, sequence: int, made_on: dt.date, told: Iterable[Told]
    ) -> bytes:
        """The file of some events, in the order given."""
        written = []
        for number, one in enumerate(told, 1):
            record = self._slipped(one, number, made_on)
            written.append(
                f"D|{number}|{record.id_number}|{record.name}|{record.event_on:%Y%m%d}|{record.detail}"
            )
        sums = f"{len(written)}|{len(written) * (len(written) + 1) // 2}"
        head = f"H|RENSHE-POPULATION|1|{kind}|{place}|{sequence}|{made_on:%Y%m%d}|{sums}"
        body = "".join(f"{line}\r\n" for line in (head, *written)).encode("utf-8")
        return body + f"T|{sums}|{hashlib.sha256(body).hexdigest()}\r\n".encode()

    def _slipped(self, one: Told, number: int, made_on: dt.date) -> Told:
        dice = random.Random(f"{self.seed}:{number}:{one.id_number}")
        fate = dice.random() * 1000
        if fate < self.slips.number:
            last = "7" if one.id_number[-2] != "7" else "4"
            return Told(one.id_number[:-2] + last + one.id_number[-1], one.name, one.event_on, one.detail)  # fmt: skip
        if fate < self.slips.number + self.slips.name:
            return Told(one.id_number, one.name[:1] + "某", one.event_on, one.detail)
        if fate < self.slips.number + self.slips.name + self.slips.day:
            return Told(one.id_number, one.name, made_on + dt.timedelta(days=40), one.detail)
        return one
