"""What bears interest by the calendar once a year's rate is published: accounts of public bodies' staff, annuities only noted.

Asked every day and every month; before the rate is published, and after the month's work is done, it does nothing.
"""

from __future__ import annotations

import datetime as dt

from renshe.domains.audit import api as audit
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.runs.annuity_notional_interest import run as noted
from renshe.runs.context import RunContext
from renshe.runs.institution_interest import run as institution

NOTHING = {"accounts": 0, "interest_fen": 0}


def credit_published(context: RunContext) -> dict[str, int]:
    """Credit last year's interest where its rate is published by the context's day; accounts and fen in all."""
    year, totals = context.today.year - 1, dict(NOTHING)
    open_runs = [
        run
        for run in (institution, noted)
        if not audit.is_done(key=context.key(run.KIND, str(year)))
    ]
    if not open_runs or not published(year=year, place=context.place, known_on=context.today):
        return totals
    for run in open_runs:
        told = run.run(context, year=year)
        totals = {name: totals[name] + told[name] for name in totals}
    return totals


def published(*, year: int, place: str, known_on: dt.date) -> bool:
    """Whether the law knows a year's rate on a day."""
    try:
        library.explain(
            "account_rate_of_year", {"account_year": year}, place=place, on=dt.date(year, 12, 31), known_on=known_on
        )  # fmt: skip
    except Refusal:
        return False
    return True
