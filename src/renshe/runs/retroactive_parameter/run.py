"""The retroactive run: a parameter published late or corrected gives differences per person and one voucher.

For pensions: every award whose reading of the law differs with what is known now is recomputed in columns; new
awards, arrears, overpayments and one entry are written in one transaction (`pensions.py`).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains.pension import api as pension
from renshe.runs.context import Progress, RunContext, silent
from renshe.runs.retroactive_parameter import pensions


def preview(*, place: str, known_on: dt.date, progress: Progress = silent) -> pensions.Found:
    """Who would be paid or owe what; nothing is written."""
    return pensions.preview(place=place, known_on=known_on, progress=progress)


def run(context: RunContext, *, signed: pension.Signatures) -> dict[str, Any]:
    """Settle every difference, signed by two people; run again, it finds what was done."""
    return pensions.run(context, signed=signed)
