"""The second and third pillar of the demonstration city: plans, a year of contributions, returns, personal pensions.

Public bodies have an occupational annuity, some enterprises an enterprise annuity; the accounts that a newcomer signs in as
are among them. Everything goes through the domain's own doors, so that the law's caps held for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection

from renshe.domains.annuity import api as annuity
from renshe.edge.demo.accounts import Login
from renshe.edge.demo.city import City
from renshe.gateways.bank.client import SimulatedChannel
from renshe.gateways.bank.contract import RensheBankFormat
from renshe.gateways.bank.simulator import SimulatedBank
from renshe.kernel.periods import Month
from renshe.laws import library
from renshe.runs.context import RunContext

MONTHS, MOST_PEOPLE = 12, 120
GUESTS, DRAWING = 4, 2
"""People of each enterprise plan who were in another one before, and people of each plan who draw it."""
PUBLIC, ENTERPRISES = 3, 3
"""How many employers of each kind have a plan, besides those of the accounts that one signs in as; and of how many heads."""
TRUSTEES = ("和润养老金管理（演示）", "长宁信托（演示）", "安澜养老保险（演示）")
BANKS = ("演示第一银行", "演示第二银行")
FIRST_UNIT, UNIT_STEP = 10_000, (35, -20, 42, 28, 51, -33, 30, 44, 12, 38, -8, 47)
SHARE_WITH_PERSONAL = 70
"""Of a thousand insured people so many have a personal pension."""


@dataclass(frozen=True)
class _Unit:
    employer_id: int
    public: bool
    people: list[tuple[int, int]]
    """person and base in fen"""


def give_annuities(*, city: City, logins: Sequence[Login]) -> None:
    """Plans with a year of contributions and returns, and personal pensions as a bank reports them."""
    last = _last_month()
    if last is None:
        return
    shown = [login.person_id for login in logins if login.person_id is not None]
    clerk = [login.employer_id for login in logins if login.employer_id is not None]
    units = _units(last=last, shown=shown, clerks=clerk)
    enterprises = [unit for unit in units if not unit.public and len(unit.people) >= GUESTS]
    for number, unit in enumerate(units):
        # A few people worked for the plan before the one of their employer now, and left it after a month.
        after = (
            enterprises[(enterprises.index(unit) + 1) % len(enterprises)]
            if unit in enterprises
            else unit
        )
        guests = after.people[-GUESTS:] if after is not unit else []
        plan = _plan(unit, number=number, city=city, last=last, guests=guests)
        _pay_out(plan, city=city, last=last, but=[*shown, *(person for person, _base in guests)])
    _pay_batches(city=city, last=last)
    _personal_pensions(city=city, shown=shown)


def _last_month() -> Month | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(period) FROM contributions_line")
        return cursor.fetchone()[0]


def _units(*, last: Month, shown: list[int], clerks: list[int]) -> list[_Unit]:
    """The employers of those who sign in first, then the largest public bodies and enterprises that fit."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH heads AS (
                 SELECT l.employer_id, e.kind, count(*) AS heads, bool_or(l.person_id = ANY(%(shown)s)) AS mine
                   FROM contributions_line l JOIN registry_employer e ON e.id = l.employer_id AND e.closed_on IS NULL
                  WHERE l.period = %(last)s AND l.pension_base_fen > 0 GROUP BY 1, 2
               ), ranked AS (
                 SELECT *, row_number() OVER (PARTITION BY kind IN ('government', 'institution')
                          ORDER BY heads DESC, employer_id) AS place
                   FROM heads WHERE heads <= %(most)s OR mine)
               SELECT employer_id, kind IN ('government', 'institution') FROM ranked
                WHERE mine OR employer_id = ANY(%(clerks)s)
                   OR place <= CASE WHEN kind IN ('government', 'institution') THEN %(public)s ELSE %(enterprises)s END
                ORDER BY mine DESC, employer_id""",
            {
                "last": last,
                "shown": shown,
                "clerks": clerks,
                "most": MOST_PEOPLE,
                "public": PUBLIC,
                "enterprises": ENTERPRISES,
            },
        )
        units = cursor.fetchall()
        found = []
        for employer, public in units:
            cursor.execute(
                "SELECT person_id, max(pension_base_fen) FROM contributions_line WHERE period = %s AND employer_id = %s"
                " AND pension_base_fen > 0 GROUP BY 1 ORDER BY (person_id = ANY(%s)) DESC, 1 LIMIT %s",
                [last, employer, shown, MOST_PEOPLE],
            )
            found.append(_Unit(employer, public, cursor.fetchall()))
    return found


def _plan(
    unit: _Unit, *, number: int, city: City, last: Month, guests: Sequence[tuple[int, int]]
) -> annuity.Plan:
    first = last - MONTHS + 1
    recorded = _recorded(city, "年金方案备案（旧系统）")
    # The whole city cannot have one plan: rates and vesting differ, and one public body in two is paid by the budget alone.
    plan = annuity.file_plan(
        employer_id=unit.employer_id,
        terms=annuity.Terms(
            kind="occupational" if unit.public else "enterprise",
            name="职业年金" if unit.public else "企业年金方案",
            trustee=TRUSTEES[number % len(TRUSTEES)], starts_month=first, joins_after_months=0,
            employer_rate=800 if unit.public else (500, 800, 400)[number % 3],
            personal_rate=400 if unit.public else (200, 400, 100)[number % 3],
            full_vesting_years=0 if unit.public else (5, 8, 3)[number % 3],
            notional=unit.public and number % 2 == 0,
        ),
        explain=library.explain, recorded=recorded,
    )  # fmt: skip
    value = FIRST_UNIT
    annuity.publish_unit_value(
        plan_id=plan.pk, period=first - 1, value=value, explain=library.explain, recorded=recorded
    )
    for turn, period in enumerate(range(first, last + 1)):
        rows = [
            annuity.Paid(
                person_id=person, employer_fen=base * plan.employer_rate // 10_000,
                personal_fen=base * plan.personal_rate // 10_000,
            )
            for person, base in (*unit.people, *(guests if period == first else ()))
        ]  # fmt: skip
        payroll = sum(base for _person, base in (*unit.people, *guests))
        sent = annuity.Sent(
            period=period, payroll_fen=payroll, file_name="年金缴费（旧系统）", sha256=""
        )
        annuity.take_contributions(
            plan_id=plan.pk, sent=sent, rows=rows, explain=library.explain, recorded=recorded
        )
        value += UNIT_STEP[turn % len(UNIT_STEP)]
        annuity.publish_unit_value(
            plan_id=plan.pk, period=period, value=value, explain=library.explain, recorded=recorded
        )
    for person, _base in guests:
        account = annuity.account_in(plan=plan, person_id=person, from_month=first)
        annuity.leave_plan(
            account_id=account.pk, last_month=first, at_once=False, to_plan_id=None, explain=library.explain,
            recorded=recorded,
        )  # fmt: skip
    return plan


def _pay_out(plan: annuity.Plan, *, city: City, last: Month, but: Sequence[int]) -> None:
    """Two of a plan who can work no more draw monthly since two months ago; the account of one was closed meanwhile."""
    recorded = _recorded(city, "完全丧失劳动能力鉴定结论（旧系统）")
    accounts = plan.accounts.exclude(person_id__in=but).filter(left_month__isnull=True)
    for turn, account in enumerate(
        accounts.select_related("person").order_by("-person_id")[:DRAWING]
    ):
        choice = annuity.Choice(
            reason="incapacity",
            way="monthly",
            starts_month=last - 1,
            months=120,
            evidence=recorded.reason,
        )
        payout = annuity.decide_payout(
            account_id=account.pk, choice=choice, explain=library.explain, recorded=recorded
        )
        to = annuity.Target(
            bank_code="103",
            account_number=f"62284800{account.pk:010d}{turn}",
            account_name=account.person.name,
        )
        annuity.name_target(payout_id=payout.pk, target=to, recorded=recorded)


def _pay_batches(*, city: City, last: Month) -> None:
    """Two months through every trustee's bank: most is paid, one account in each first batch is closed."""
    from renshe.runs.annuity_payout import run

    at = dt.datetime.fromisoformat(city.recorded_at)
    for period in (last - 1, last):
        made, signed = (
            RunContext(city.plan.place, period, period, at, by)
            for by in ("take_over", "old_reviewer")
        )
        for trustee in run.trustees_due(context=made):
            batch = run.make(made, trustee=trustee).batch_id
            run.approve(signed, batch_id=batch)
            run.file(made, batch_id=batch, bank_format=RensheBankFormat(), pay_on=city.as_of)
            first = annuity.PayoutLine.objects.filter(batch_id=batch).order_by("line_no").first()
            broken = {first.target.account_number: "E01"} if first and period < last else {}
            bank = SimulatedBank(city.draws.seed, 0, 0, broken)
            channel = SimulatedChannel(bank=bank, settled_on=city.as_of)
            run.send(batch_id=batch, channel=channel)
            name = run.file_name(annuity.PayoutBatch.objects.get(pk=batch))
            run.take_return(
                made, content=channel.fetch_return(file_name=name), bank_format=RensheBankFormat()
            )


def _personal_pensions(*, city: City, shown: list[int]) -> None:
    """What two banks report of three years; nobody is above the year's cap."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.id_number FROM registry_person p WHERE p.id_kind = 'resident_id' AND p.died_on IS NULL"
            "   AND (p.id = ANY(%s) OR EXISTS (SELECT FROM contributions_line l WHERE l.person_id = p.id"
            "     AND mod(abs(hashint8extended(p.id, %s)), 1000) < %s))"
            " AND NOT EXISTS (SELECT FROM pension_award w WHERE w.person_id = p.id) ORDER BY 1 LIMIT 2000",
            [shown, city.draws.seed, SHARE_WITH_PERSONAL],
        )
        people = cursor.fetchall()
    number = np.array([person for person, _ in people], dtype=np.int64)
    yearly = (1 + city.draws.integers("personal pension paid", number, 12)) * 1_000_00
    for at, bank in enumerate(BANKS):
        balance = np.zeros(len(people), np.int64)
        for year in range(city.as_of.year - 2, city.as_of.year + 1):
            paid = yearly if year < city.as_of.year else yearly // 2
            balance = balance + balance // 50 + paid
            rows = [
                annuity.ReportedYear(
                    id_number=id_number, opened_on=dt.date(city.as_of.year - 2, 3, 1),
                    paid_fen=int(paid[index]), drawn_fen=0, balance_fen=int(balance[index]),
                )
                for index, (_person, id_number) in enumerate(people)
                if index % len(BANKS) == at
            ]  # fmt: skip
            made_on = min(dt.date(year, 12, 31), city.as_of)
            annuity.take_bank_file(
                file=annuity.BankFile(bank=bank, year=year, made_on=made_on, sha256=f"old-{at}-{year}", rows=rows),
                explain=library.explain, recorded=_recorded(city, "银行报送（旧系统）"),
            )  # fmt: skip


def _recorded(city: City, reason: str) -> annuity.Recorded:
    at = dt.datetime.fromisoformat(city.recorded_at)
    return annuity.Recorded(by="take_over", at=at, known_on=city.as_of, reason=reason)
