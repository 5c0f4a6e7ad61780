"""Two banks that keep personal pensions, offline and from a seed. Written from README.md; they share no code with the reader."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass

BANKS = ("演示第一银行", "演示第二银行")
YEARS_LIMIT_FEN = 12_000_00


@dataclass(frozen=True)
class Saved:
    """One account in a year: whose, opened when, paid, drawn for which case, and what stands there (fen)."""

    id_number: str
    opened_on: dt.date
    paid_fen: int
    balance_fen: int
    drawn_fen: int = 0
    drawn_for: str = ""


@dataclass(frozen=True)
class SimulatedBank:
    """One bank that opens accounts and reports them."""

    name: str
    seed: int

    def year(self, *, id_numbers: Sequence[str], year: int) -> list[Saved]:
        """What these people did in a year: most pay some thousand yuan, one in three the whole limit."""
        found = []
        for number in id_numbers:
            dice = random.Random(f"{self.seed}:{self.name}:{number}:{year}")
            paid = YEARS_LIMIT_FEN if dice.random() < 1 / 3 else dice.randint(1, 11) * 1_000_00
            found.append(Saved(number, dt.date(2024, 12, 16), paid, paid + paid // 50))
        return found

    def report(
        self, *, year: int, sequence: int, made_on: dt.date, saved: Sequence[Saved]
    ) -> bytes:
        """The file of a year."""
        total = sum(one.paid_fen for one in saved)
        lines = [
            f"H|RENSHE-PERSONAL-PENSION|1|{self.name}|{year}|{sequence}|{made_on:%Y%m%d}|{len(saved)}|{total}"
        ]
        for at, one in enumerate(saved, 1):
            lines.append(
                f"D|{at}|{one.id_number}|{one.opened_on:%Y%m%d}|{one.paid_fen}|{one.drawn_fen}"
                f"|{one.drawn_for}|{one.balance_fen}"
            )
        body = "".join(f"{line}\r\n" for line in lines).encode("utf-8")
        return body + f"T|{len(saved)}|{total}|{hashlib.sha256(body).hexdigest()}\r\n".encode()
