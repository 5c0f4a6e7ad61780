"""What pages and runs read of annuities and personal pensions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from renshe.domains.annuity.balances import Balance, balances_of
from renshe.domains.annuity.models import (
    Account,
    ContributionFile,
    Movement,
    Payout,
    PersonalPension,
    PersonalPensionReport,
    Plan,
)
from renshe.domains.registry.api import everybody_who_is
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import Month, year_of


@dataclass(frozen=True, kw_only=True)
class AccountNow:
    """One account as it stands: plan, balance, the contributions of the last month paid, and the payout decided, if any."""

    account: Account
    balance: Balance
    last_month: Month | None
    last_employer_fen: int
    last_personal_fen: int
    payout: Payout | None


@dataclass(frozen=True, kw_only=True)
class PersonalNow:
    """A personal pension as last reported: the account, what the newest year took at all banks, and what they hold.

    `reports` are the newest of each year and bank, newest first.
    """

    pension: PersonalPension
    year: int | None
    paid_fen: int
    balance_fen: int
    reports: tuple[PersonalPensionReport, ...]


def accounts_of(*, person_id: int) -> list[AccountNow]:
    """Every annuity account of a human being, also under merged numbers, oldest first."""
    accounts = list(
        Account.objects.filter(person_id__in=everybody_who_is(person_id=person_id))
        .select_related("plan__employer")
        .order_by("joined_month", "pk")
    )
    balances = balances_of(accounts=accounts)
    months = _last_months(accounts)
    standing = Payout.objects.filter(account__in=accounts, cancelled__isnull=True)
    payouts = {one.account_id: one for one in standing.order_by("pk")}
    return [
        AccountNow(
            account=one, balance=balances[one.pk], last_month=months.get(one.pk, (None, 0, 0))[0],
            last_employer_fen=months.get(one.pk, (None, 0, 0))[1],
            last_personal_fen=months.get(one.pk, (None, 0, 0))[2], payout=payouts.get(one.pk),
        )
        for one in accounts
    ]  # fmt: skip


def _last_months(accounts: list[Account]) -> dict[int, tuple[Month, int, int]]:
    """The newest month with contributions of each account, and what it brought: employer's part and own."""
    rows = (
        Movement.objects.filter(account__in=accounts, kind=Movement.Kind.CONTRIBUTION)
        .values_list("account_id", "period", "part")
        .annotate(Sum("amount_fen"))
        .order_by("account_id", "period")
    )
    found: dict[int, tuple[Month, int, int]] = {}
    for account, period, part, fen in rows:
        before = found.get(account)
        employer, personal = before[1:] if before and before[0] == period else (0, 0)
        if part == Movement.Part.PERSONAL:
            personal += fen
        else:
            employer += fen
        if employer or personal:
            found[account] = (period, employer, personal)
    return found


def movements_of(*, account_id: int, limit: int = 120) -> list[Movement]:
    """The movements of an account, newest first."""
    return list(Movement.objects.filter(account_id=account_id).order_by("-period", "-pk")[:limit])


def personal_pension_of(*, person_id: int) -> PersonalNow | None:
    """The personal pension of a human being as last reported, or None."""
    people = everybody_who_is(person_id=person_id)
    pension = PersonalPension.objects.filter(person_id__in=people).first()
    if pension is None:
        return None
    latest: dict[tuple[int, str], PersonalPensionReport] = {}
    balances: dict[str, int] = {}
    for one in pension.reports.order_by("-made_on", "-pk"):
        bank = one.bank or pension.bank
        latest.setdefault((one.year, bank), one)
        balances.setdefault(bank, one.balance_fen)
    years = tuple(latest[key] for key in sorted(latest, reverse=True))
    year = years[0].year if years else None
    return PersonalNow(
        pension=pension, year=year, paid_fen=sum(one.paid_fen for one in years if one.year == year),
        balance_fen=sum(balances.values()), reports=years,
    )  # fmt: skip


def plans_of(*, employer_id: int) -> QuerySet[Plan]:
    """The plans that an employer filed, the one in force first."""
    return Plan.objects.filter(employer_id=employer_id).order_by(
        "-ended_month", "-starts_month", "pk"
    )


def plan_in_force(*, employer_id: int, month: Month) -> Plan | None:
    """The plan under which an employer contributes in a month, or None."""
    plans = Plan.objects.filter(employer_id=employer_id, starts_month__lte=month)
    return next((one for one in plans if one.ended_month is None or month <= one.ended_month), None)


def files_of(*, plan_id: int, limit: int = 36) -> list[ContributionFile]:
    """A plan's months as sent, newest first, each with what reversed it."""
    rows = ContributionFile.objects.filter(plan_id=plan_id).select_related("reversed_by")
    return list(rows.order_by("-period", "-turn")[:limit])


def file_rows(*, file_id: int) -> list[Movement]:
    """The movements of one month's file, with their people."""
    rows = Movement.objects.filter(file_id=file_id).select_related("account__person")
    return list(rows.order_by("account__person_id", "part"))


@dataclass(frozen=True, kw_only=True)
class PlanYear:
    """What a plan's employer reported of a year so far, in fen: the payroll, its own and the workers' payments."""

    year: int
    payroll_fen: int
    employer_fen: int
    personal_fen: int


def plan_year(*, plan: Plan, month: Month) -> PlanYear:
    """The year of a month, reversed files taken off."""
    start = year_of(month) * 12
    sums = plan.files.filter(period__gte=start, period__lt=start + 12).aggregate(
        payroll=Sum("payroll_fen"), employer=Sum("employer_fen"), personal=Sum("personal_fen")
    )
    return PlanYear(
        year=year_of(month), payroll_fen=sums["payroll"] or 0,
        employer_fen=sums["employer"] or 0, personal_fen=sums["personal"] or 0,
    )  # fmt: skip


def interest_of(*, place: str, year: int) -> int:
    """The interest credited for a year on what is only noted, in the plans of a place, in fen."""
    rows = Movement.objects.filter(
        kind=Movement.Kind.INTEREST,
        period=year * 12 + 11,
        account__plan__employer__place__startswith=stem(place),
    )
    return int(rows.aggregate(fen=Sum("amount_fen"))["fen"] or 0)
