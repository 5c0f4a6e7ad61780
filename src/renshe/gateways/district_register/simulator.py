"""Other districts that run offline: a receipt the next day, an answer in days or late, now and then a refusal.

Written from README.md; it shares no code with the client. What they answer follows from the message's id and the seed, so
that they answer alike on every machine and after every restart.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

REASON = "经社区上门核实，本人不在该地址居住。请核对居住地址后重新移交。"


@dataclass(frozen=True)
class SimulatedDistricts:
    """Every other district. `late_of` and `refuse_of`: one in so many offers is answered late, or refused; 0 for none."""

    seed: int = 2003
    late_of: int = 7
    refuse_of: int = 6

    def work(self, *, root: Path, today: dt.date) -> int:
        """Answer every offer in the folder whose day has come; how many files were written anew."""
        written, withdrawn = 0, set()
        offers = []
        for path in sorted((root / "out").glob("retiree_*.txt")):
            head, body, _ = path.read_bytes().split(b"\n")
            _, _, number, kind, sender, receiver, made_on, reference, digest = head.decode().split(
                "|"
            )
            if hashlib.sha256(body).hexdigest() != digest:
                raise ValueError(f"{path.name}: its hash is wrong")
            if kind == "withdrawn":
                withdrawn.add(reference)
            elif kind == "offer":
                offers.append((number, sender, receiver, dt.date.fromisoformat(made_on)))
        for number, sender, receiver, made in offers:
            for mark, kind, day, said in self._answers(number, made):
                gone = number in withdrawn and kind != "receipt"
                if day <= today and not gone:
                    written += _put(
                        root, f"{mark}{number}", kind, receiver, sender, day, number, said
                    )
        return written

    def _answers(
        self, number: str, made: dt.date
    ) -> list[tuple[str, str, dt.date, dict[str, str]]]:
        late = self.late_of and self._draw(f"late {number}", self.late_of) == 0
        day = made + dt.timedelta(days=(35 if late else 3) + self._draw(f"day {number}", 9))
        receipt = ("S", "receipt", made + dt.timedelta(days=1), {})
        if self.refuse_of and self._draw(f"refuse {number}", self.refuse_of) == 0:
            return [receipt, ("R", "refused", day, {"reason": REASON})]
        said = {
            "receipt": f"区退管{day.year}-{number.rpartition('-')[2]}",
            "taken_on": day.isoformat(),
        }
        return [receipt, ("A", "accepted", day, said)]

    def _draw(self, stream: str, below: int) -> int:
        drawn = hashlib.sha256(f"{self.seed} {stream}".encode()).digest()
        return int.from_bytes(drawn[:8], "big") % below


def offer_of(
    *, number: str, sender: str, receiver: str, made_on: dt.date, body: dict[str, str]
) -> bytes:  # fmt: skip
    """An offer of another district, who has somebody that moved to us."""
    return _file(number, "offer", sender, receiver, made_on, number, body)


def _put(
    root: Path, number: str, kind: str, sender: str, receiver: str, day: dt.date, reference: str, body: dict[str, str]
) -> int:  # fmt: skip
    target = root / "in" / f"retiree_{number}.txt"
    if target.exists():
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.write_bytes(_file(number, kind, sender, receiver, day, reference, body))
    part.rename(target)
    return 1


def _file(
    number: str, kind: str, sender: str, receiver: str, day: dt.date, reference: str, body: dict[str, str]
) -> bytes:  # fmt: skip
    text = json.dumps(body, ensure_ascii=False).encode()
    digest = hashlib.sha256(text).hexdigest()
    head = f"RENSHE-RETIREE|1|{number}|{kind}|{sender}|{receiver}|{day.isoformat()}|{reference}|{digest}"
    return head.encode() + b"\n" + text + b"\n"
