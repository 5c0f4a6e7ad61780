"""The law's surcharge for late principal, as a collection asks for it: column by column."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from renshe.laws import library


def surcharge_of(table: pa.Table) -> Any:
    """Fen for each row of principal, day due and day paid (社会保险法 第八十六条)."""
    day = dt.date.fromordinal(int(pc.max(table["paid_on"]).as_py() or 735_000))
    facts = pa.table(
        {
            "overdue_contribution": table["principal_fen"],
            "due_on": table["due_on"],
            "paid_on": table["paid_on"],
        }
    )
    return library.compute(["late_surcharge"], facts, place="CN", on=day).table["late_surcharge"]
