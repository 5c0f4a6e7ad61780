"""A year's interest on expropriated people's accounts in the rights book: owed by the pool to the accounts, no money moves."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from renshe.domains.expropriation import api as expropriation
from renshe.domains.funds import api as funds
from renshe.kernel.periods import Month

FUND = "land_security"


@transaction.atomic
def interest_credited(
    *, year: int, earned: Mapping[int, int], accounting_month: Month, run_key: str, recorded: expropriation.Recorded
) -> dict[str, int]:  # fmt: skip
    """Write everybody's interest (fen) and one entry for all of it; returns the totals."""
    total = expropriation.record_interest(year=year, earned=earned, recorded=recorded)
    if total:
        posts = (funds.Post("R5201", debit_fen=total), funds.Post("R2201", credit_fen=total))
        entry = funds.NewEntry(
            "rights", FUND, recorded.today, "land_interest", "land_interest", run_key, posts
        )
        funds.post_entry(entry=entry, accounting_month=accounting_month, posted_by=recorded.by)
    return {"year": year, "accounts": len(earned), "interest_fen": total}
