"""A treasury that runs offline from a seed: it books what the tax bureau paid in, now and then wrongly.

Written from the README files of both gateways; it shares no code with the readers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Slips:
    """Of a thousand payments, how many the treasury leaves out, books with another amount, or books twice."""

    left_out: float = 0.0
    other_amount: float = 0.0
    twice: float = 0.0


@dataclass(frozen=True)
class SimulatedTreasury:
    """Makes the statement of a day from the tax bureau's file of that day."""

    seed: int
    slips: Slips = Slips()

    def day(self, *, receipts: bytes, place: str, sequence_no: int, on: dt.date) -> bytes:
        """The statement of a day on which the payments of a receipt file were booked."""
        lines = receipts.decode("utf-8").split("\r\n")
        stamp = on.strftime("%Y%m%d")
        booked = [
            entry
            for line in lines
            if line.startswith("D|")
            for entry in self._booked(line.split("|"), stamp)
        ]
        total = sum(fen for _, fen in booked)
        head = f"H|RENSHE-TREASURY-DAY|1|{place}|{sequence_no}|{stamp}|{len(booked)}|{total}"
        body = "".join(f"{line}\r\n" for line in [head, *(text for text, _ in booked)]).encode(
            "utf-8"
        )
        return body + f"T|{len(booked)}|{total}|{hashlib.sha256(body).hexdigest()}\r\n".encode()

    def _booked(self, record: list[str], stamp: str) -> list[tuple[str, int]]:
        reference, name, fen = record[1], record[3], int(record[6])
        dice = random.Random(f"{self.seed}:{reference}")
        fate = dice.random() * 1000
        if fate < self.slips.left_out:
            return []
        times = 1
        if fate < self.slips.left_out + self.slips.other_amount:
            fen += dice.choice((-1, 1)) * dice.randint(1, 100)
        elif fate < self.slips.left_out + self.slips.other_amount + self.slips.twice:
            times = 2
        return [(f"D|{reference}|{stamp}|{fen}|{name}|社会保险费", fen)] * times
