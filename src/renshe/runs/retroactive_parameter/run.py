"""The retroactive run: a parameter published late or corrected gives differences per person and month, and settles them.

For pensions: every award whose reading of the law differs with what is known now is recomputed in columns; new awards,
arrears, overpayments and one voucher are written in one transaction (`pensions.py`). For contributions: months assessed
under an old row are computed again; more is billed without surcharge, less is given back (`contributions.py`).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains.pension import api as pension
from renshe.kernel.periods import Month
from renshe.runs.context import Progress, RunContext, silent
from renshe.runs.retroactive_parameter import contributions, pensions


def preview(*, place: str, known_on: dt.date, progress: Progress = silent) -> pensions.Found:
    """Whose pension would be paid or owe what; nothing is written."""
    return pensions.preview(place=place, known_on=known_on, progress=progress)


def run(context: RunContext, *, signed: pension.Signatures) -> dict[str, Any]:
    """Settle every difference of pensions, signed by two people; run again, it finds what was done."""
    return pensions.run(context, signed=signed)


def preview_contributions(
    *, place: str, first: Month, last: Month, known_on: dt.date, law: contributions.Law
) -> contributions.Found:
    """Which person-months were charged more or less than the law says now; nothing is written."""
    return contributions.preview(place=place, first=first, last=last, known_on=known_on, law=law)


def run_contributions(
    context: RunContext,
    *,
    first: Month,
    last: Month,
    known_on: dt.date,
    due_on: dt.date,
    approved_by: str,
    law: contributions.Law,
) -> dict[str, Any]:
    """Settle the differences of contributions; run again, it finds what was done."""
    return contributions.run(
        context, first=first, last=last, known_on=known_on, due_on=due_on, approved_by=approved_by, law=law
    )  # fmt: skip
