"""Credit a year's interest to the notional part of occupational annuities, at the published rate (国办发〔2015〕18号 六).

The rate is published after the year: until then the run refuses with the parameter's name. Run again it finds what was done.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from renshe.domains.annuity import api as annuity
from renshe.domains.audit import api as audit
from renshe.kernel.codes.divisions import stem
from renshe.laws import library
from renshe.runs.context import RunContext, begin

KIND = "annuity_notional_interest"


def run(context: RunContext, *, year: int) -> dict[str, Any]:
    """Credit every notional plan of the run's place; returns how many plans and accounts got how much. Raises Refusal."""
    key, done = begin(context, KIND, str(year))
    if done:
        return dict(audit.run_by_key(key=key).totals)
    plans = annuity.Plan.objects.filter(
        notional=True, employer__place__startswith=stem(context.place)
    )
    recorded = annuity.Recorded(
        by=context.by, at=context.at, known_on=context.today, reference=key[:64], reason=KIND
    )
    # The whole place or nothing: one plan without its interest would stand beside others that have theirs.
    with transaction.atomic():
        accounts = sum(
            annuity.credit_notional(
                plan_id=plan.pk, year=year, explain=library.explain, recorded=recorded
            )
            for plan in plans.order_by("pk")
        )
    totals: dict[str, Any] = {
        "plans": plans.count(),
        "accounts": accounts,
        "interest_fen": annuity.interest_of(place=context.place, year=year),
    }
    audit.finish(key=key, at=context.at, totals=totals)
    return totals
