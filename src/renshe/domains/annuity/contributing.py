"""A month's contributions of a plan: held against the caps of the law, credited to every account, reversed as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Sum

from renshe.domains.annuity import problems
from renshe.domains.annuity.balances import EMPLOYER, NOTIONAL, PERSONAL
from renshe.domains.annuity.models import ContributionFile, Movement, Plan
from renshe.domains.annuity.plans import accounts_in
from renshe.domains.annuity.recording import Recorded
from renshe.domains.annuity.trust import move
from renshe.domains.audit.api import record_event
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import Month, first_day, year_of
from renshe.kernel.rules import Explain


@dataclass(frozen=True, kw_only=True)
class Paid:
    """What was paid for one person in the month, in fen."""

    person_id: int
    employer_fen: int
    personal_fen: int


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A month's file as a whole: the employer's payroll of the month, the file's name and hash ("" where an API sent it)."""

    period: Month
    payroll_fen: int
    file_name: str
    sha256: str


@transaction.atomic
def take_contributions(
    *, plan_id: int, sent: Sent, rows: Sequence[Paid], explain: Explain, recorded: Recorded
) -> ContributionFile:
    """Credit a month's contributions. Raises Refused: no plan, month or file there already, a cap of the law exceeded."""
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    wrong = [*_of_file(plan, sent), *_of_caps(plan, sent, rows, explain)]
    if wrong:
        raise Refused(*wrong)
    file = ContributionFile.objects.create(
        plan=plan, period=sent.period, turn=_turn(plan, sent.period), payroll_fen=sent.payroll_fen,
        heads=len(rows), employer_fen=sum(row.employer_fen for row in rows),
        personal_fen=sum(row.personal_fen for row in rows), file_name=sent.file_name[:200],
        sha256=sent.sha256, recorded_by=recorded.by, recorded_at=recorded.at,
    )  # fmt: skip
    part = NOTIONAL if plan.notional else EMPLOYER
    accounts = accounts_in(
        plan=plan, person_ids=[row.person_id for row in rows], from_month=sent.period
    )
    moved = [
        _movement(accounts[row.person_id], file, one, fen, recorded)
        for row in rows
        for one, fen in ((part, row.employer_fen), (PERSONAL, row.personal_fen))
        if fen
    ]
    move(moved, recorded=recorded)
    _note(plan, "annuity.month_taken", file, recorded)
    return file


@transaction.atomic
def reverse_contributions(*, file_id: int, recorded: Recorded) -> ContributionFile:
    """Take a month's file back with the opposite of every movement. Raises Refused where it was taken back before."""
    file = ContributionFile.objects.select_related("plan").get(pk=file_id)
    Plan.objects.select_for_update().get(pk=file.plan_id)
    if file.reverses_id is not None or hasattr(file, "reversed_by"):
        raise Refused(problems.month_there(file.period))
    back = ContributionFile.objects.create(
        plan=file.plan, period=file.period, turn=_turn(file.plan, file.period), reverses=file,
        payroll_fen=-file.payroll_fen, heads=file.heads, employer_fen=-file.employer_fen,
        personal_fen=-file.personal_fen, file_name=file.file_name, sha256="",
        reason=recorded.reason, recorded_by=recorded.by, recorded_at=recorded.at,
    )  # fmt: skip
    taken_back = (
        _movement(one.account_id, back, one.part, -one.amount_fen, recorded)
        for one in file.movements.all()
    )
    move(taken_back, recorded=recorded)
    _note(file.plan, "annuity.month_reversed", back, recorded)
    return back


def _of_file(plan: Plan, sent: Sent) -> list[Problem]:
    over = plan.ended_month is not None and sent.period > plan.ended_month
    if sent.period < plan.starts_month or over:
        return [problems.no_plan()]
    standing = plan.files.filter(reverses__isnull=True, reversed_by__isnull=True)
    if standing.filter(period=sent.period).exists():
        return [problems.month_there(sent.period)]
    if sent.sha256 and standing.filter(sha256=sent.sha256).exists():
        return [problems.same_file()]
    return []


def _of_caps(plan: Plan, sent: Sent, rows: Sequence[Paid], explain: Explain) -> list[Problem]:
    """The caps of the year so far: 8 % and 12 % of the payroll, and five times the average for one person.

    The occupational annuity's rates are fixed and its base is the insurance's, so only enterprise plans are held to them.
    """
    if plan.kind != Plan.Kind.ENTERPRISE:
        return []
    start = year_of(sent.period) * 12
    year = plan.files.filter(period__gte=start, period__lt=start + 12).aggregate(
        payroll=Sum("payroll_fen"), employer=Sum("employer_fen"), personal=Sum("personal_fen")
    )
    employer = (year["employer"] or 0) + sum(row.employer_fen for row in rows)
    both = employer + (year["personal"] or 0) + sum(row.personal_fen for row in rows)
    payroll = {"annual_payroll": (year["payroll"] or 0) + sent.payroll_fen}
    wrong = []
    for of, paid, target in (
        ("employer", employer, "annuity_employer_most"),
        ("both", both, "annuity_combined_most"),
    ):
        most = int(explain(target, payroll, place="CN", on=first_day(sent.period)).value)
        if paid > most:
            wrong.append(problems.above_cap(of=of, paid_fen=paid, most_fen=most))
    return wrong or _of_five_times(plan, sent, rows, explain)


def _of_five_times(plan: Plan, sent: Sent, rows: Sequence[Paid], explain: Explain) -> list[Problem]:
    """Nobody is credited in a year more than five times the average (企业年金办法 18)."""
    start = year_of(sent.period) * 12
    credited: dict[int, int] = dict(
        Movement.objects.filter(
            account__plan=plan, part=EMPLOYER, kind=Movement.Kind.CONTRIBUTION,
            period__gte=start, period__lt=start + 12,
        ).values_list("account__person_id").annotate(Sum("amount_fen"))
    )  # fmt: skip
    stands_for = registry.resolve_many(person_ids=[row.person_id for row in rows])
    for row in rows:
        person = stands_for[row.person_id]
        credited[person] = credited.get(person, 0) + row.employer_fen
    if not credited:
        return []
    average = sum(credited.values()) // len(credited)
    answer = explain(
        "annuity_person_most", {"average_annual_annuity_credit": average}, place="CN", on=first_day(sent.period)
    )  # fmt: skip
    most = int(answer.value)
    return [
        problems.above_five_times(name=registry.person(person_id=person).name, most_fen=most)
        for person, fen in sorted(credited.items())
        if fen > most
    ]


def _turn(plan: Plan, period: Month) -> int:
    last = plan.files.filter(period=period).aggregate(last=Max("turn"))["last"]
    return (last or 0) + 1


def _movement(
    account_id: int, file: ContributionFile, part: str, fen: int, recorded: Recorded
) -> Movement:
    return Movement(
        account_id=account_id, period=file.period, kind=Movement.Kind.CONTRIBUTION, part=part,
        amount_fen=fen, file=file, recorded_by=recorded.by, recorded_at=recorded.at,
    )  # fmt: skip


def _note(plan: Plan, verb: str, file: ContributionFile, recorded: Recorded) -> None:
    record_event(
        actor=recorded.by, verb=verb, subject_kind="employer", subject_id=plan.employer_id,
        reason=recorded.reason or file.file_name, at=recorded.at,
        detail={"plan": plan.number, "period": file.period, "file": file.pk},
    )  # fmt: skip
