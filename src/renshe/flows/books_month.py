"""The month of the books in which something of today is posted: today's, or the first after it that is not closed."""

from __future__ import annotations

import datetime as dt

from renshe.domains.funds import api as funds
from renshe.kernel.periods import Month, month_containing


def books_month(*, fund: str, on: dt.date) -> Month:
    """The first month from that of `on` in which neither book of the fund is closed (会计法 17: a closed month stays so)."""
    month = month_containing(on)
    while any(
        funds.month_is_closed(fund=fund, book=book, accounting_month=month)
        for book in ("cash", "rights")
    ):
        month += 1
    return month
