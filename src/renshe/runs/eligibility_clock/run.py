"""Each day: who proved when is put to the law; whoever is nearly due is warned, whoever is overdue and was warned is suspended.

Killed at any instant and run again it does the rest: a warning is written once for a day, a suspended pension is not
suspended again. Nobody is stopped whom no warning reached in the calendar `STOP_DAYS` before.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
from django.db import connection, transaction

from renshe.domains.audit import api as audit
from renshe.domains.cases import api as cases
from renshe.domains.certification import api as certification
from renshe.domains.identity import api as identity
from renshe.domains.pension import api as pension
from renshe.flows.certification_to_pension import suspend_overdue
from renshe.kernel.periods import first_day
from renshe.laws import library
from renshe.runs.context import RunContext, begin

KIND = "eligibility_clock"
WARN_DAYS = 60
"""So many days before the last day one is warned (owner-default)."""
STOP_DAYS = 30
"""So many days lie between a warning and a stop at least, however late the warning was (owner-default)."""
AT_ONCE = 5_000


def run(context: RunContext) -> dict[str, Any]:
    """Do the day's work once; asked for again on the same day, it finds what was done. Returns the totals."""
    key, done = begin(context, KIND, context.today.isoformat())
    if done:
        return dict(audit.run_by_key(key=key).totals)
    due = due_days(place=context.place, today=context.today)
    totals = {"seen": due.height, **_warn(context, due)}
    totals |= _suspend(context, due)
    _ask_for_a_human(context, key, totals)
    audit.finish(key=key, at=context.at, totals=totals, failed=False)
    return totals


def due_days(*, place: str, today: dt.date) -> pl.DataFrame:
    """`certification.standings` with `due_on`, the last day on which the last success holds by the law of today."""
    standing = certification.standings(place=place)
    if standing.is_empty():
        return standing.with_columns(due_on=pl.lit(None, dtype=pl.Date))
    days = standing.with_columns(area=pl.col("place").str.slice(0, 6))
    asked = days.select("area", "last_on").unique().sort("area", "last_on")
    answers = [
        _asked(part, area=area, today=today)
        for (area,), part in asked.partition_by("area", as_dict=True, maintain_order=True).items()
    ]
    return days.join(pl.concat(answers), on=["area", "last_on"], how="left").drop("area")


def _asked(part: pl.DataFrame, *, area: str, today: dt.date) -> pl.DataFrame:
    """The law's answer for each different day of a last success."""
    last = part["last_on"]
    facts = pl.DataFrame(
        {
            "last_verified_month": last.dt.year().cast(pl.Int64) * 12 + last.dt.month() - 1,
            "last_verified_day": last.dt.day().cast(pl.Int64),
        }
    )
    computed = library.compute(certification.TARGETS, facts.to_arrow(), place=area, on=today)
    for _, refusal in computed.refused:
        raise refusal
    months, days = (computed.table[target].to_pylist() for target in certification.TARGETS)
    due = [first_day(int(m)).replace(day=int(d)) for m, d in zip(months, days, strict=True)]
    return part.with_columns(due_on=pl.Series(due, dtype=pl.Date))


def _warn(context: RunContext, due: pl.DataFrame) -> dict[str, int]:
    """Everybody in payment whose last day is near or past, once for that day, with a message where there is an account."""
    until = context.today + dt.timedelta(days=WARN_DAYS)
    known = certification.warned().select("person_id", "due_on")
    near = due.filter(~pl.col("suspended") & (pl.col("due_on") <= until))
    near = near.join(known, on=["person_id", "due_on"], how="anti").sort("due_on", "person_id")
    told = 0
    for part in near.iter_slices(AT_ONCE):
        accounts = _accounts(part["person_id"].to_list())
        rows = part.with_columns(
            warned_on=pl.lit(context.today), told=pl.col("person_id").is_in(list(accounts))
        )
        with transaction.atomic(), connection.cursor() as cursor:
            certification.record_warnings(rows=rows, cursor=cursor)
            cases.Notice.objects.bulk_create(
                _warning(accounts[person], due_on=day, at=context.at)
                for person, day in part.select("person_id", "due_on").iter_rows()
                if person in accounts
            )
        told += len(accounts)
    context.progress("提醒 warn", near.height, near.height)
    return {"warned": near.height, "told": told}


def _suspend(context: RunContext, due: pl.DataFrame) -> dict[str, int]:
    """Everybody in payment whose last day is past and who was warned long enough ago."""
    since = context.today - dt.timedelta(days=STOP_DAYS)
    warned = certification.warned().filter(pl.col("warned_on") <= since)
    past = due.filter(~pl.col("suspended") & (pl.col("due_on") < context.today))
    late = past.join(warned.select("person_id", "due_on"), on=["person_id", "due_on"], how="semi")
    recorded = pension.Recorded(
        by="clock", at=context.at, known_on=context.today, reason="超过期限未通过资格认证"
    )
    stopped = []
    for number, person in enumerate(late["person_id"].to_list(), 1):
        if suspend_overdue(person_id=person, recorded=recorded) is not None:
            stopped.append(person)
        context.progress("暂停 suspend", number, late.height)
    accounts = _accounts(stopped)
    cases.Notice.objects.bulk_create(_stop(accounts[one], at=context.at) for one in accounts)
    return {"overdue": past.height, "suspended": len(stopped)}


def _accounts(people: list[int]) -> dict[int, str]:
    """The account of each person who has one."""
    rows = identity.Account.objects.filter(person_id__in=people, is_active=True).order_by("pk")
    return dict(rows.values_list("person_id", "username"))


def _warning(account: str, *, due_on: dt.date, at: dt.datetime) -> cases.Notice:
    day = due_on.isoformat()
    return cases.Notice(
        to_account=account, at=at, by_sms=True,
        zh=f"您的养老待遇资格认证到{day}为止。请在此之前登录“养老金—资格认证”完成认证，或到就近窗口、预约上门办理。",
        en=f"Your pension's certification holds until {day}. Please certify online, at a counter or at home before that day.",
    )  # fmt: skip


def _stop(account: str, *, at: dt.datetime) -> cases.Notice:
    return cases.Notice(
        to_account=account, at=at, by_sms=True,
        zh="您的养老待遇因逾期未认证从下一个发放月起暂停。完成认证后，从次月恢复，停发的月份一并补发。",
        en="Your pension is suspended: it was not certified in time. Once it is, it resumes with all missed months.",
    )  # fmt: skip


def _ask_for_a_human(context: RunContext, key: str, totals: dict[str, Any]) -> None:
    """Those whom no message reached: their community calls or visits them."""
    unreached = totals["warned"] - totals["told"]
    if unreached:
        audit.attention(
            key=key, code="warned_without_account", subject=context.place,
            zh=f"{unreached}人认证即将到期而没有网上账号，请社区电话联系或上门",
            en=f"{unreached} people are nearly due and have no account; their communities call or visit them",
        )  # fmt: skip
    if totals["suspended"]:
        audit.attention(
            key=key, code="suspended_uncertified", subject=context.place,
            zh=f"{totals['suspended']}人今天起因逾期未认证暂停发放，名单在“办件—资格认证”",
            en=f"{totals['suspended']} pensions are suspended for want of a proof; the list is under casework, certification",
        )  # fmt: skip
