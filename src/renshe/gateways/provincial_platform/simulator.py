"""Other provinces that run offline: they read letters, send a form and money when it suits them, sometimes late, sometimes no.

Written from README.md; it shares no code with the client. All they hold about somebody follows from his id number and the
seed, so that they answer alike on every machine and after every restart. Nobody's record in it is real.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_POOLED_SINCE, _RATE = 1998, 8
_THIRD = "420000"
_CODES = {
    "person_unknown", "nothing_paid", "still_insured", "months_disputed", "draws_pension", "relation_gone", "letter_wrong",
}  # fmt: skip
_COME_AGAIN, _AGAIN_AFTER = ("still_insured", "months_disputed"), 45
_REASON = "经核对，申请人在我处没有职工基本养老保险缴费记录"


@dataclass(frozen=True)
class SimulatedProvinces:
    """Every other province. `late_of` and `refuse_of`: one in so many letters is answered late, or refused; 0 for none."""

    seed: int = 2009
    late_of: int = 9
    refuse_of: int = 11

    def work(self, *, root: Path, today: dt.date) -> int:
        """Answer every letter in the folder whose day has come; returns how many files were written anew."""
        written = 0
        for path in sorted((root / "out").glob("transfer_*.txt")):
            for number, content in self._answers(path.read_bytes(), today, root / "in"):
                target = root / "in" / f"transfer_{number}.txt"
                if not target.exists():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    part = target.with_suffix(".part")
                    part.write_bytes(content)
                    part.rename(target)
                    written += 1
        return written

    def letter(
        self, *, number: str, sender: str, receiver: str, made_on: dt.date, who: dict[str, str]
    ) -> bytes:
        """A contact letter of a province that wants somebody of ours; `who` has id_number, name and agency."""
        body = {**who, "applied_on": made_on.isoformat()}
        return _file(number, "contact_letter", sender, receiver, made_on, number, body)

    def record(self, id_number: str, *, until: int) -> dict[str, Any]:
        """What a province holds about somebody: some years, the last of them before `until`."""
        years = 1 + self._draw(f"years {id_number}", 9)
        last = until - 1
        first = max(last - years + 1, int(id_number[6:10]) + 18, 1998)
        made = []
        for year in range(first, last + 1):
            base = 300_000 + 22_000 * (year - 1998) + 100 * self._draw(f"base {id_number}", 900)
            mask = (
                4095 if year > first else 4095 & ~((1 << self._draw(f"start {id_number}", 9)) - 1)
            )
            bases = [base if mask >> n & 1 else 0 for n in range(12)]
            made.append({"year": year, "paid_months": mask, "base_fen": bases})
        if len(made) > 2 and self._draw(f"third {id_number}", 4) == 0:
            # The first year was paid in another province still, and came to this one with an earlier transfer.
            made[0]["place"] = _THIRD
        since = sum(sum(one["base_fen"]) for one in made if one["year"] >= _POOLED_SINCE)
        account = sum(sum(one["base_fen"]) * _RATE // 100 for one in made)
        account += account * 3 * len(made) // 200
        return {"years": made, "pooled_fen": (since * 12 + 50) // 100, "account_fen": account}

    def _answers(self, content: bytes, today: dt.date, came: Path) -> list[tuple[str, bytes]]:
        head, body, _ = content.split(b"\n")
        _, _, number, kind, sender, receiver, made_on, reference, digest = head.decode().split("|")
        if hashlib.sha256(body).hexdigest() != digest:
            raise ValueError(f"the platform refuses {number}: its hash is wrong")
        said, day = json.loads(body), dt.date.fromisoformat(made_on)
        if kind == "money_sent":
            if today < day + dt.timedelta(days=3 + self._draw(f"ack {number}", 12)):
                return []
            back = {"amount_fen": said["amount_fen"]}
            return [
                (
                    f"A{reference}",
                    _file(f"A{reference}", "receipt", receiver, sender, today, reference, back),
                )
            ]
        if kind == "refusal":
            return self._of_refusal(receiver, sender, day, reference, said, today, came)
        if kind != "contact_letter":
            return []
        return self._of_letter(number, sender, receiver, day, said, today)

    def _of_refusal(
        self, own: str, other: str, day: dt.date, reference: str, said: dict[str, str], today: dt.date, came: Path
    ) -> list[tuple[str, bytes]]:  # fmt: skip
        """A letter of theirs came back: they confirm it, and write again once what stood in the way may be over."""
        if said.get("code") not in _CODES or not said.get("reason"):
            raise ValueError(
                f"the platform refuses the refusal of {reference}: it gives no reason that it knows"
            )
        if today < day + dt.timedelta(days=1 + self._draw(f"read {reference}", 5)):
            return []
        made = [self._out("K", reference, "receipt", own, other, today, {"amount_fen": 0})]
        first = came / f"transfer_{reference}.txt"
        again_on = day + dt.timedelta(days=_AGAIN_AFTER)
        first_time = not reference.endswith("-2")
        if said["code"] in _COME_AGAIN and first_time and today >= again_on and first.exists():
            body = json.loads(first.read_bytes().split(b"\n")[1]) | {
                "applied_on": again_on.isoformat()
            }
            number = f"{reference}-2"
            made.append(
                (number, _file(number, "contact_letter", own, other, again_on, number, body))
            )
        return made

    def _of_letter(
        self, number: str, sender: str, receiver: str, day: dt.date, said: dict[str, str], today: dt.date
    ) -> list[tuple[str, bytes]]:  # fmt: skip
        late = self.late_of and self._draw(f"late {number}", self.late_of) == 0
        form_on = day + dt.timedelta(days=(30 if late else 4) + self._draw(f"form {number}", 12))
        money_on = form_on + dt.timedelta(days=2 + self._draw(f"money {number}", 9))
        if form_on > today:
            return []
        if self.refuse_of and self._draw(f"refuse {number}", self.refuse_of) == 0:
            return [
                self._out("N", number, "refusal", receiver, sender, form_on, {"reason": _REASON})
            ]
        held = self.record(said["id_number"], until=self._left(said, day))
        if not held["years"]:
            return [
                self._out("N", number, "refusal", receiver, sender, form_on, {"reason": _REASON})
            ]
        form = {"id_number": said["id_number"], "name": said["name"], "temporary": False, **held}
        made = [self._out("F", number, "information_form", receiver, sender, form_on, form)]
        if money_on <= today:
            fen = held["pooled_fen"] + held["account_fen"]
            paid = {"amount_fen": fen, "bank_ref": f"B{number}", "paid_on": money_on.isoformat()}
            made.append(self._out("M", number, "money_sent", receiver, sender, money_on, paid))
        return made

    def _left(self, said: dict[str, str], day: dt.date) -> int:
        """The first year that they hold nothing of: that in which somebody began elsewhere; one in five was paid twice."""
        since = dt.date.fromisoformat(said.get("insured_since", day.isoformat())).year
        return since + (self._draw(f"twice {said['id_number']}", 5) == 0)

    def _out(
        self, mark: str, number: str, kind: str, sender: str, receiver: str, on: dt.date, body: dict[str, Any]
    ) -> tuple[str, bytes]:  # fmt: skip
        return f"{mark}{number}", _file(f"{mark}{number}", kind, sender, receiver, on, number, body)

    def _draw(self, stream: str, below: int) -> int:
        drawn = hashlib.sha256(f"{self.seed} {stream}".encode()).digest()
        return int.from_bytes(drawn[:8], "big") % below


def _file(
    number: str, kind: str, sender: str, receiver: str, made_on: dt.date, reference: str, body: dict[str, Any]
) -> bytes:  # fmt: skip
    text = json.dumps(body, ensure_ascii=False).encode()
    digest = hashlib.sha256(text).hexdigest()
    fields = (
        "RENSHE-TRANSFER",
        "1",
        number,
        kind,
        sender,
        receiver,
        made_on.isoformat(),
        reference,
        digest,
    )
    return "|".join(fields).encode() + b"\n" + text + b"\n"
