"""Credit a year's interest to the accounts of expropriated people: what each held, month by month, at the published rate.

The rate is published after the year: until then the run refuses with the parameter's name. Run again it finds what was done.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains.audit import api as audit
from renshe.domains.expropriation import api as expropriation
from renshe.flows.land_interest_to_ledger import interest_credited
from renshe.laws import library
from renshe.runs.context import RunContext, begin

KIND, TARGET = "land_interest", "land_account_interest"


def run(context: RunContext, *, year: int) -> dict[str, Any]:
    """Credit the interest of a year that is over; returns the totals. Raises Refusal where its rate is not published."""
    key, done = begin(context, KIND, str(year))
    if not done:
        earned = interest_of(place=context.place, year=year, known_on=context.today)
        recorded = expropriation.Recorded(by=context.by, at=context.at, today=context.today)
        totals = interest_credited(
            year=year, earned=earned, accounting_month=context.accounting_month, run_key=key, recorded=recorded
        )  # fmt: skip
        audit.finish(key=key, at=context.at, totals=totals)
    found = audit.run_by_key(key=key)
    assert found is not None
    return dict(found.totals)


def interest_of(*, place: str, year: int, known_on: dt.date) -> dict[int, int]:
    """Fen of interest by person that the law gives for a year, for accounts without it. Raises Refusal."""
    held = expropriation.account_products(year=year)
    if not held:
        return {}
    earned = {}
    known: dict[int, int] = {}
    for person, product in held.items():
        if product not in known:
            facts = {"land_account_product": product, "account_year": year}
            told = library.explain(
                TARGET, facts, place=place, on=dt.date(year, 12, 31), known_on=known_on
            )
            known[product] = int(told.value)
        if known[product]:
            earned[person] = known[product]
    return earned
