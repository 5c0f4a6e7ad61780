"""A tax bureau that runs offline from a seed, written from README.md alone: it shares no code with the reader.

Most payers pay in full and in time; some pay part, too much, late, without naming the period, or not at all, and now
and then money comes from a payer that nobody knows. The same plan and seed give the same payments, byte for byte.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass

# Payer's code, payer's name, period as YYYYMM or empty, fen.
Payment = tuple[str, str, str, int]


@dataclass(frozen=True)
class Habits:
    """Of a hundred bills, how many are met how. The rest are paid in full, in time, naming the period."""

    part: float = 3.0
    over: float = 1.0
    late: float = 4.0
    never: float = 1.0
    unknown_payer: float = 0.2
    no_period: float = 2.0


HONEST = Habits(part=0, over=0, late=0, never=0, unknown_payer=0, no_period=0)


@dataclass(frozen=True)
class SimulatedTaxBureau:
    """Decides who pays a plan when, and writes the file of a day."""

    seed: int
    habits: Habits = Habits()

    def payments(
        self, plan: bytes, *, on_time: dt.date, late_on: dt.date
    ) -> dict[dt.date, list[Payment]]:
        """What comes in for a plan on each of two days: in time, and late. Raises ValueError for another file."""
        lines = plan.decode("utf-8").split("\r\n")
        if lines[0].split("|")[1:3] != ["RENSHE-TAX-PLAN", "1"] or not lines[-2].startswith("T|"):
            raise ValueError("this is no plan")
        days: dict[dt.date, list[Payment]] = {on_time: [], late_on: []}
        for line in lines:
            if line.startswith("D|"):
                self._decide(line.split("|"), in_time=days[on_time], late=days[late_on])
        return days

    def receipt_file(
        self, *, place: str, sequence_no: int, day: dt.date, rows: Sequence[Payment]
    ) -> bytes:
        """The file of a day's payments, each with a number of its own for ever."""
        stamp = day.strftime("%Y%m%d")
        total = sum(fen for _, _, _, fen in rows)
        lines = [f"H|RENSHE-TAX-RECEIPTS|1|{place}|{sequence_no}|{stamp}|{len(rows)}|{total}"]
        for position, (payer, name, period, fen) in enumerate(rows, 1):
            reference = f"{place}{sequence_no:06d}{position:08d}"
            lines.append(f"D|{reference}|{payer}|{name}|{period}|{stamp}|{fen}")
        body = "".join(f"{line}\r\n" for line in lines).encode("utf-8")
        return body + f"T|{len(rows)}|{total}|{hashlib.sha256(body).hexdigest()}\r\n".encode()

    def _decide(self, bill: list[str], *, in_time: list[Payment], late: list[Payment]) -> None:
        # The bill's own number seeds it, so that neither order nor company of bills matters.
        dice = random.Random(f"{self.seed}:{bill[1]}")
        payer, name, period, total = bill[2], bill[3], bill[4], int(bill[-1])
        if dice.random() * 100 < self.habits.no_period:
            period = ""
        act = self._act(dice.random() * 100)
        day = late if act == "late" else in_time
        fen = {
            "never": 0,
            "part": total * dice.randint(20, 90) // 100,
            "over": total + dice.randint(1, 50_000),
        }.get(act, total)
        if fen > 0:
            day.append((payer, name, period, fen))
        if dice.random() * 100 < self.habits.unknown_payer:
            stranger = f"91{dice.randrange(10**15):015d}X"
            day.append((stranger, "来源不明", "", dice.randint(100, 900_000)))

    def _act(self, fate: float) -> str:
        for name in ("never", "part", "over", "late"):
            share: float = getattr(self.habits, name)
            if fate < share:
                return name
            fate -= share
        return "full"
