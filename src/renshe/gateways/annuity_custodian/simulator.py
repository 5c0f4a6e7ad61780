"""A custodian offline and from a seed. Written from README.md; it shares no code with the reader."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class SimulatedCustodian:
    """Lets every plan's unit rise and fall a little each month."""

    name: str
    seed: int

    def next_value(self, *, plan: str, before: int, year: int, month: int) -> int:
        """A plan's value at the end of a month: between half a percent down and one up."""
        dice = random.Random(f"{self.seed}:{plan}:{year}:{month}")
        return max(1, before + before * dice.randint(-50, 100) // 10_000)

    def file(
        self, *, year: int, month: int, sequence: int, made_on: dt.date, values: Mapping[str, int]
    ) -> bytes:
        """The file of a month."""
        sums = f"{len(values)}|{sum(values.values())}"
        lines = [
            f"H|RENSHE-UNIT-VALUE|1|{self.name}|{year:04d}{month:02d}|{sequence}|{made_on:%Y%m%d}|{sums}"
        ]
        lines += [f"D|{at}|{plan}|{value}" for at, (plan, value) in enumerate(values.items(), 1)]
        body = "".join(f"{line}\r\n" for line in lines).encode("utf-8")
        return body + f"T|{sums}|{hashlib.sha256(body).hexdigest()}\r\n".encode()
