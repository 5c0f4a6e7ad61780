"""`renshe daily`: the work of every day and every minute, until it is stopped."""

from __future__ import annotations

import datetime as dt
import signal
import threading
from types import FrameType
from typing import Any

import click

from renshe.edge.startup import prepared

WHOLE_COUNTRY = "CN"
"""Under which the work is entered in the calendar where no city was built: the installation's own, wherever its offices are."""


@click.command(name="daily")
@click.option("--once", is_flag=True, help="One round and no more")
@click.option("--every", default=60.0, show_default=True, help="Seconds between two rounds")
def command(once: bool, every: float) -> None:
    """每日工作 · limits, promises, seals, notices and events, round after round. `renshe up` keeps this running by itself."""
    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    with prepared(role="runner", gives_way=True):
        from renshe.edge.daily import DailyWork
        from renshe.edge.moment import moment

        work = DailyWork(now=moment, one_round=round_of, say=click.echo, every_s=every, stop=stop)
        if once:
            if not work.once():
                raise click.ClickException("没有做成，见上。 Nothing was done; see above.")
            return
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, ask_to_stop)
        work.run()


def round_of(now: dt.datetime) -> str:
    """One round at a moment; what it did in a line. Django is set up as the runner."""
    from django.db import close_old_connections

    close_old_connections()
    try:
        clocks, told, due = _clocks(now), _events(now), _certification(now)
        moved, earned = _transfers(now), _interest(now)
        retired, aged = _retirees(now), _land_ages(now)
        told_districts = _districts(now)
    finally:
        close_old_connections()
    parts = (
        ("督办 escalated", clocks["escalated"]), ("承诺提醒 reminded", clocks["reminded"]),
        ("封存日 days sealed", clocks["sealed_days"]), ("短信邮件 sent", clocks["sent"]),
        ("认证提醒 warned", due["warned"]), ("未认证暂停 suspended", due["suspended"]),
        ("转移记入 transfers booked", moved["booked"]), ("转移报文 transfer messages", moved["sent"] + moved["received"]),
        ("计息账户 accounts with interest", earned["accounts"]),
        ("征地养老按年龄增加 land allowances raised", aged["raised"]),
        ("退休人员移交 retirees handed over", retired["newly_retired"] + retired["moved"]),
        ("区际移交报文 district messages", told_districts["sent"] + told_districts["received"]),
        ("事件 events delivered", told.delivered), ("未送达 not delivered", told.failed),
    )  # fmt: skip
    done = " · ".join(f"{name} {count}" for name, count in parts if count)
    return f"{now:%H:%M} {done}" if done else ""


def _clocks(now: dt.datetime) -> dict[str, int]:
    """The day's work on the cases, and in later rounds what has come to wait since."""
    from renshe.domains.audit import api as audit
    from renshe.edge.commands.cases import (
        codes_shown,
        mail_channel,
        material_name,
        sampling_rates,
        sms_channel,
    )
    from renshe.runs.case_clocks.run import KIND, run
    from renshe.runs.context import RunContext

    month = now.year * 12 + now.month - 1
    context = RunContext(place=_place(), period=month, accounting_month=month, at=now, by="clock")
    again = audit.is_done(key=context.key(KIND, context.today.isoformat()))
    totals = run(
        context, channel=sms_channel(), mail=mail_channel(),
        material_name=material_name, rates=sampling_rates(), show_codes=codes_shown(),
    )  # fmt: skip
    if again:
        return {"escalated": 0, "reminded": 0, "sealed_days": 0, "sent": totals["sent_again"]}
    return {name: int(totals[name]) for name in ("escalated", "reminded", "sealed_days", "sent")}


def _certification(now: dt.datetime) -> dict[str, int]:
    """Once a day: who is warned that a proof ends, and who is suspended for want of one."""
    from renshe.domains.audit import api as audit
    from renshe.runs.context import RunContext
    from renshe.runs.eligibility_clock.run import KIND, run

    month = now.year * 12 + now.month - 1
    context = RunContext(place=_place(), period=month, accounting_month=month, at=now, by="clock")
    if audit.is_done(key=context.key(KIND, context.today.isoformat())):
        return {"warned": 0, "suspended": 0}
    return run(context)


def _transfers(now: dt.datetime) -> dict[str, int]:
    """Once a day: letters, forms and money between provinces; in the demonstration city simulated ones answer."""
    from django.conf import settings

    from renshe.domains.audit import api as audit
    from renshe.edge.home import home
    from renshe.gateways.provincial_platform.client import DropFolderExchange, SimulatedExchange
    from renshe.gateways.provincial_platform.simulator import SimulatedProvinces
    from renshe.runs.context import RunContext
    from renshe.runs.provincial_transfers.run import KIND, run

    month, place = now.year * 12 + now.month - 1, _place()
    context = RunContext(place=place, period=month, accounting_month=month, at=now, by="clock")
    if place == WHOLE_COUNTRY or audit.is_done(key=context.key(KIND, context.today.isoformat())):
        return {"booked": 0, "sent": 0, "received": 0}
    root = home() / "platform"
    exchange = DropFolderExchange(root=root)
    if settings.RENSHE_MODE != "production":
        exchange = SimulatedExchange(root=root, provinces=SimulatedProvinces())
    return run(context, exchange=exchange)


def _interest(now: dt.datetime) -> dict[str, int]:
    """Once a month: last year's interest of public bodies' staff and of annuities only noted, once its rate is published."""
    from renshe.edge.interest import NOTHING, credit_published
    from renshe.runs.context import RunContext

    month, place = now.year * 12 + now.month - 1, _place()
    if place == WHOLE_COUNTRY:
        return NOTHING
    return credit_published(RunContext(place, month, month, now, "clock"))


def _land_ages(now: dt.datetime) -> dict[str, int]:
    """In the first round of a month: birthdays that bring more beside the living allowance, also those of months missed."""
    from renshe.domains.audit import api as audit
    from renshe.runs.context import RunContext
    from renshe.runs.land_age_rises.run import KIND, run

    month, place = now.year * 12 + now.month - 1, _place()
    context = RunContext(place=place, period=month, accounting_month=month, at=now, by="clock")
    if place == WHOLE_COUNTRY or audit.is_done(key=context.key(KIND)):
        return {"raised": 0}
    return run(context)


def _retirees(now: dt.datetime) -> dict[str, int]:
    """In the first round of a month, for the month that ended: retirees are offered to their communities, its rate is kept."""
    from renshe.domains.audit import api as audit
    from renshe.runs.context import RunContext
    from renshe.runs.retiree_handover.run import KIND, run

    month, place = now.year * 12 + now.month - 2, _place()
    context = RunContext(place=place, period=month, accounting_month=month, at=now, by="clock")
    if place == WHOLE_COUNTRY or audit.is_done(key=context.key(KIND)):
        return {"newly_retired": 0, "moved": 0}
    return run(context)


def _districts(now: dt.datetime) -> dict[str, int]:
    """Once a day: retirees who move between districts of the city; in the demonstration city simulated districts answer."""
    from django.conf import settings

    from renshe.domains.audit import api as audit
    from renshe.edge.home import home
    from renshe.gateways.district_register.client import DropFolderLine, SimulatedLine
    from renshe.gateways.district_register.simulator import SimulatedDistricts
    from renshe.runs.context import RunContext
    from renshe.runs.retiree_messages.run import KIND, run

    month, place = now.year * 12 + now.month - 1, _place()
    context = RunContext(place=place, period=month, accounting_month=month, at=now, by="clock")
    if place == WHOLE_COUNTRY or audit.is_done(key=context.key(KIND, context.today.isoformat())):
        return {"sent": 0, "received": 0}
    root = home() / "districts"
    line = DropFolderLine(root=root)
    if settings.RENSHE_MODE != "production":
        line = SimulatedLine(root=root, districts=SimulatedDistricts())
    return run(context, line=line)


def _events(now: dt.datetime) -> Any:
    from renshe.edge.commands.api import webhook_line
    from renshe.runs.webhook_delivery.run import run

    return run(at=now, line=webhook_line(now))


def _place() -> str:
    from renshe.edge.city import city_of
    from renshe.foundation.connections import connect

    with connect(role="runner") as connection:
        found = city_of(connection)
    return found[0] if found else WHOLE_COUNTRY
