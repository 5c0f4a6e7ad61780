"""How examples of the late surcharge are read: with two dates, or with a number of days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.kernel.rules.examples import Question, as_is, binding, yuan
from renshe.laws.contributions.example_words import day_number, fen

LAST_DAY_BEFORE_LAW = dt.date(2011, 6, 30).toordinal()
OUR_COUNT = "day after due date = day 1; payment day counted"


@binding("CON-07", "late_payment_surcharge")
def surcharge(inputs: dict[str, Any]) -> Question | None:
    """Arrears with due and payment day, or with days alone; a rate that is named replaces ours."""
    days = _dates(inputs)
    if days is None or inputs.get("convention", OUR_COUNT) != OUR_COUNT:
        return None
    due_on, paid_on = days
    given = {}
    if "daily_rate" in inputs:
        given["surcharge_daily_rate"] = inputs["daily_rate"]
        given["surcharge_daily_rate_before_law"] = inputs["daily_rate"]
    if "cap_at_principal" in inputs:
        given["late_surcharge_cap"] = "principal" if inputs["cap_at_principal"] else "none"
    principal = inputs["principal"] if "principal" in inputs else inputs["arrears"]
    fee = yuan("late_surcharge")
    facts = {"overdue_contribution": fen(principal), "due_on": due_on, "paid_on": paid_on}
    return Question(
        place="CN",
        on=dt.date.fromordinal(paid_on),
        facts=facts,
        answers={"days": as_is("overdue_days"), "late_fee": fee, "surcharge": fee},
        given=given,
    )


def _dates(inputs: dict[str, Any]) -> tuple[int, int] | None:
    """Due day and day of payment; days alone are laid wholly under the law of 2011."""
    due = inputs.get("due_date") or inputs.get("default_date")
    paid = inputs.get("paid_date") or inputs.get("payment_date")
    if due is not None and paid is not None:
        return day_number(due), day_number(paid)
    if "days" not in inputs:
        return None
    return LAST_DAY_BEFORE_LAW, LAST_DAY_BEFORE_LAW + int(inputs["days"])
