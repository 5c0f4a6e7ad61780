"""Each month: who retired goes on his employer's hand-over list to the community where he lives, who moved to the next one.

Deaths and ended pensions end the care, the month's rate is kept, and sensitive marks whose time is over are erased. Killed at any
instant and run again it does the rest: nobody is offered twice while an offer waits, and a month's rate is kept once.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from renshe.domains.audit import api as audit
from renshe.domains.retirees import api as retirees
from renshe.runs.context import RunContext, begin

KIND = "retiree_handover"
LATE_DAYS = 30
"""An offer that waits longer is told to a human (owner-default)."""


def run(context: RunContext) -> dict[str, Any]:
    """Do the month's work once; asked for again, it finds what was done. Returns the totals."""
    key, done = begin(context, KIND)
    if done:
        return dict(audit.run_by_key(key=key).totals)
    by = retirees.By(name=context.by, at=context.at, today=context.today)
    with transaction.atomic():
        totals: dict[str, Any] = dict(retirees.offer_everybody(city=context.place, by=by))
        context.progress("移交 hand over", 1, 3)
        totals["places"] = retirees.record_rates(city=context.place, month=context.period)
        context.progress("管理率 rate", 2, 3)
        totals["erased"] = retirees.erase_expired(today=context.today)
        totals["late"] = _late(context)
        context.progress("到期清除 erase", 3, 3)
    _ask_for_a_human(context, key, totals)
    audit.finish(key=key, at=context.at, totals=totals, failed=False)
    return totals


def _late(context: RunContext) -> int:
    """Offers that nobody answered for long, and returned ones that no street has placed."""
    before = context.today - dt.timedelta(days=LATE_DAYS)
    return sum(
        retirees.hand_overs(place=context.place, state=state).filter(offered_on__lt=before).count()
        for state in ("offered", "returned")
    )


def _ask_for_a_human(context: RunContext, key: str, totals: dict[str, Any]) -> None:
    if totals["late"]:
        audit.attention(
            key=key, code="hand_overs_late", subject=context.place,
            zh=f"{totals['late']}名退休人员移交超过{LATE_DAYS}天没有社区接收，请街道协调",
            en=f"{totals['late']} retirees have waited more than {LATE_DAYS} days for a community; the street settles it",
        )  # fmt: skip
    if totals["away"]:
        audit.attention(
            key=key, code="lives_elsewhere_unrecorded", subject=context.place,
            zh=f"{totals['away']}人登记的居住地已不在本地区，没有异地居住登记，请社区联系本人办理",
            en=f"{totals['away']} people are registered as living elsewhere without a remote residence; communities ask them",
        )  # fmt: skip
