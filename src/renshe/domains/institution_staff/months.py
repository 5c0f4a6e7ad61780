"""A body's month: declared by its file, owed by the law, credited once it is paid whole; reversed before that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Max

from renshe.domains.institution_staff import problems
from renshe.domains.institution_staff.hand import ByHand
from renshe.domains.institution_staff.models import (
    AccountEntry,
    MonthFile,
    MonthReceipt,
    MonthRow,
    StaffMember,
)
from renshe.domains.institution_staff.register import PUBLIC_BODIES
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, first_day, month_containing, year_of
from renshe.kernel.rules import Explain

PARTS = ("institution_employer_contribution", "institution_personal_contribution")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredWage:
    """What one person earns in the month, as the body declares it (fen)."""

    person_id: int
    wage_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a wage comes to by law (fen): the base between floor and cap, and both parts."""

    base_fen: int
    employer_fen: int
    personal_fen: int


def due_on(*, wage_fen: int, place: str, month: Month, explain: Explain) -> Due:
    """Base and parts of a wage in a month. Raises Refusal where the place's bounds are not in the law."""
    asked: dict[str, Any] = {"place": place[:6], "on": first_day(month)}
    facts = {"institution_wage": wage_fen}
    base = int(explain("institution_contribution_base", facts, **asked).value)
    employer, personal = (int(explain(part, facts, **asked).value) for part in PARTS)
    return Due(base_fen=base, employer_fen=employer, personal_fen=personal)


@transaction.atomic
def declare_month(
    *,
    employer_id: int,
    period: Month,
    rows: Sequence[DeclaredWage],
    file_name: str,
    sha256: str,
    explain: Explain,
    hand: ByHand,
) -> MonthFile:
    """Take a month whole: everybody on the register once, nobody else. Raises Refused, Refusal."""
    body = registry.employer(employer_id=employer_id)
    staff = set(members_in(employer_id=employer_id, month=period))
    told = {registry.resolve(person_id=row.person_id): row.wage_fen for row in rows}
    _require(body, period, told=set(told), staff=staff, sha256=sha256, today=hand.today)
    law = cache(lambda wage: due_on(wage_fen=wage, place=body.place, month=period, explain=explain))
    due = {person: law(wage) for person, wage in told.items()}
    file = MonthFile.objects.create(
        employer_id=employer_id,
        period=period,
        turn=_turn(employer_id, period),
        heads=len(due),
        base_fen=sum(one.base_fen for one in due.values()),
        employer_fen=sum(one.employer_fen for one in due.values()),
        personal_fen=sum(one.personal_fen for one in due.values()),
        file_name=file_name[:200],
        sha256=sha256,
        declared_on=hand.today,
        recorded_by=hand.by,
        recorded_at=hand.at,
    )
    MonthRow.objects.bulk_create(
        MonthRow(
            file=file,
            person_id=person,
            period=period,
            wage_fen=told[person],
            base_fen=one.base_fen,
            employer_fen=one.employer_fen,
            personal_fen=one.personal_fen,
        )
        for person, one in sorted(due.items())
    )
    return file


def _require(
    body: registry.Employer,
    period: Month,
    *,
    told: set[int],
    staff: set[int],
    sha256: str,
    today: dt.date,
) -> None:
    standing = MonthFile.objects.filter(
        employer=body, reverses__isnull=True, reversed_by__isnull=True
    )
    if body.kind not in PUBLIC_BODIES:
        raise Refused(problems.NOT_A_PUBLIC_BODY)
    if period > month_containing(today):
        raise Refused(problems.MONTH_AHEAD)
    if standing.filter(period=period).exists():
        raise Refused(problems.MONTH_THERE)
    if sha256 and standing.filter(sha256=sha256).exists():
        raise Refused(problems.SAME_FILE)
    if told - staff or not told:
        raise Refused(problems.NOT_ON_THE_REGISTER)
    if staff - told:
        raise Refused(problems.PEOPLE_MISSING)


@transaction.atomic
def reverse_month(*, file_id: int, reason: str, hand: ByHand) -> MonthFile:
    """Take an unpaid month back with a row of opposite sign. Raises Refused `institution_month_paid`, `..._reversed`."""
    file = _locked(file_id)
    if file.reverses_id is not None or hasattr(file, "reversed_by"):
        raise Refused(problems.REVERSED_ALREADY)
    if hasattr(file, "receipt"):
        raise Refused(problems.PAID_ALREADY)
    return MonthFile.objects.create(
        employer_id=file.employer_id,
        period=file.period,
        turn=_turn(file.employer_id, file.period),
        reverses=file,
        heads=file.heads,
        base_fen=-file.base_fen,
        employer_fen=-file.employer_fen,
        personal_fen=-file.personal_fen,
        file_name=file.file_name,
        sha256="",
        reason=reason,
        declared_on=hand.today,
        recorded_by=hand.by,
        recorded_at=hand.at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What came in for a month: how much (fen), when, under the collector's number."""

    amount_fen: int
    received_on: dt.date
    external_ref: str


@transaction.atomic
def receive_month(*, file_id: int, money: Money, month: Month, hand: ByHand) -> MonthReceipt:
    """Keep the money of a month and credit every account with the person's own part. Raises Refused."""
    file = _locked(file_id)
    ref = money.external_ref.strip()
    if not ref or money.received_on > hand.today:
        raise Refused(problems.REF_MISSING)
    if file.reverses_id is not None or hasattr(file, "reversed_by"):
        raise Refused(problems.REVERSED_ALREADY)
    if hasattr(file, "receipt") or MonthReceipt.objects.filter(external_ref=ref).exists():
        raise Refused(problems.REF_TAKEN)
    if money.amount_fen != file.due_fen:
        raise Refused(problems.AMOUNT_DIFFERS)
    receipt = MonthReceipt.objects.create(
        file=file,
        amount_fen=money.amount_fen,
        received_on=money.received_on,
        external_ref=ref,
        accounting_month=month,
        recorded_by=hand.by,
        recorded_at=hand.at,
    )
    AccountEntry.objects.bulk_create(
        AccountEntry(
            person_id=row.person_id,
            year=year_of(month),
            month=month,
            kind="payment",
            amount_fen=row.personal_fen,
            cause=f"institution_month:{file.pk}",
            recorded_by=hand.by,
            recorded_at=hand.at,
        )
        for row in file.rows.all()
    )
    return receipt


def members_in(*, employer_id: int, month: Month) -> list[int]:
    """The people on a body's register in a month, by number."""
    found = StaffMember.objects.filter(employer_id=employer_id, from_month__lte=month)
    live = found.filter(last_month__isnull=True) | found.filter(last_month__gte=month)
    return sorted(set(live.values_list("person_id", flat=True)))


def _turn(employer_id: int, period: Month) -> int:
    files = MonthFile.objects.filter(employer_id=employer_id, period=period)
    return (files.aggregate(last=Max("turn"))["last"] or 0) + 1


def _locked(file_id: int) -> MonthFile:
    """A file while nobody else pays or reverses a month of its body: files are never updated, so its register is locked."""
    file = MonthFile.objects.get(pk=file_id)
    rows = StaffMember.objects.select_for_update().filter(employer_id=file.employer_id)
    list(rows.order_by("pk").values_list("pk"))
    return file
