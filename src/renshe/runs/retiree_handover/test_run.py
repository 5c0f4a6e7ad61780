"""The month's hand-over: once, with the rate, and what needs a human."""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains.audit import api as audit
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.foundation.invariants import prove
from renshe.runs.context import RunContext
from renshe.runs.retiree_handover.run import run

PLACE = "440400"


def month(number: int) -> RunContext:
    at = dt.datetime(2025, number, 28, 1, tzinfo=dt.UTC)
    period = 2025 * 12 + number - 1
    return RunContext(place=PLACE, period=period, accounting_month=period, at=at, by="runner")


def test_the_month_offers_counts_and_asks_a_human_for_what_waits_too_long(
    fresh_database: Any,
) -> None:
    fresh_database.become("runner")
    registry.load_places(city="zhuhai")
    home = registry.Place.objects.filter(level="community").order_by("code")[0].code
    first, _second = add_pensioners(count=2, place=home)
    told = run(month(9))
    assert (told["newly_retired"], told["places"], told["late"]) == (2, 1, 0)
    assert run(month(9)) == told
    offer = retirees.waiting(person_id=first)
    assert offer is not None
    context = month(10)
    retirees.accept(
        hand_over_id=offer.pk, by=retirees.By(name="worker", at=context.at, today=context.today)
    )
    told = run(context)
    assert (told["newly_retired"], told["late"]) == (0, 0)
    told = run(month(11))
    assert told["late"] == 1
    key = month(11).key("retiree_handover")
    assert [one["code"] for one in audit.run_by_key(key=key).attention] == ["hand_overs_late"]
    rates = [(one.retirees, one.cared) for one in retirees.rate_months(place=PLACE)]
    assert rates == [(2, 1), (2, 1), (2, 0)]
    assert [one.name for one, found, _ in prove(invariants=retirees.INVARIANTS) if found] == []
