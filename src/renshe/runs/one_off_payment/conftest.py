"""Families whose benefit is granted and in the books, and a format that writes plain text."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.domains.registry.api import Person
from renshe.flows import checks
from renshe.flows.survivors_to_ledger import survivors_benefit_granted
from renshe.foundation.invariants import prove

NOVEMBER = 2025 * 12 + 10
PLACE = "310112"
AT = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)


class Families:
    """Deaths with a grant each, of 10,000 yuan and n fen; the claimants are pensioners themselves."""

    def __init__(self, count: int) -> None:
        people = add_pensioners(count=2 * count)
        self.benefits = [self.grant(dead, claimant, n) for n, (dead, claimant)
                         in enumerate(zip(people[:count], people[count:], strict=True), start=1)]  # fmt: skip

    def grant(self, dead: int, claimant: int, n: int) -> pension.SurvivorsBenefit:
        """One grant, owed in the books."""
        Person.objects.filter(pk=dead).update(
            died_on=date(2025, 11, 1), death_known_on=date(2025, 11, 3)
        )
        payee = pension.Payee(claimant, "spouse", "102", f"62220000000000{n:02d}", "王小明")
        drawn = pension.SurvivorsDetermination(
            funeral_fen=300_000, grant_fen=700_000 + n, total_fen=1_000_000 + n, facts={},
            receipt={"place": PLACE, "on": "2025-11-01"}, explanation=None,  # type: ignore[arg-type]
        )  # fmt: skip
        return survivors_benefit_granted(
            person_id=dead, case_number=f"AN-{n}", payee=payee, drawn=drawn,
            hands=pension.Hands("li", "wang", "zhao", at=AT, today=AT.date()),
        )  # fmt: skip

    def balance(self, code: str) -> int:
        """An account of the pension fund at the end of November, on its normal side (fen)."""
        book = "rights" if code.startswith("R") else "cash"
        rows = funds.trial_balance(fund="employee_pension", book=book, accounting_month=NOVEMBER)
        return sum(row.closing_fen for row in rows if row.code == code)

    def broken(self) -> dict[str, list[str]]:
        """Every invariant that some row breaks."""
        every = [*funds.INVARIANTS, *pension.INVARIANTS, *checks.INVARIANTS]
        return {
            one.name: [f"{breach.row}: {breach.detail}" for breach in breaches]
            for one, breaches, count in prove(invariants=every, limit=3)
            if count
        }


class PlainFormat:
    """The encoding half of the port `BankFormat`; it cannot write what stands in `cannot`."""

    def __init__(self, *, cannot: str = "") -> None:
        self.cannot = cannot

    def encode_payments(self, *, header, rows):
        """Write every row it can."""
        refused = {
            row["line_no"]: "户名银行无法书写"
            for row in rows.to_pylist()
            if self.cannot and self.cannot in row["account_number"]
        }
        kept = [row for row in rows.to_pylist() if row["line_no"] not in refused]
        total = sum(row["amount_fen"] for row in kept)
        return pension.EncodedPayments(f"{header}{kept}".encode(), len(kept), total, refused)


@pytest.fixture
def families(fresh_database):
    """Three families; Django is who serves pages, as on the finance pages."""
    fresh_database.become("app")
    return Families(3)
