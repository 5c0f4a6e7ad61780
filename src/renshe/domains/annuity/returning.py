"""What accounts earn: the return of a plan's fund by its unit value, and the published rate on what is only noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from renshe.domains.annuity import problems
from renshe.domains.annuity.balances import EMPLOYER, NOTIONAL, PERSONAL, balance_of, balances_of
from renshe.domains.annuity.models import Movement, Plan, UnitValue
from renshe.domains.annuity.recording import Recorded
from renshe.domains.annuity.trust import move
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, first_day
from renshe.kernel.rules import Explain


@transaction.atomic
def publish_unit_value(
    *, plan_id: int, period: Month, value: int, explain: Explain, recorded: Recorded
) -> UnitValue:
    """Take a plan's unit value at a month's end (ten-thousandths of a yuan) and post every account's return since the last.

    The first value only begins the series. Raises Refused `annuity_value_order`.
    """
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    before = plan.values.order_by("-period").first()
    if before is not None and period <= before.period:
        raise Refused(problems.value_order())
    published = UnitValue.objects.create(
        plan=plan, period=period, value=value, recorded_by=recorded.by, recorded_at=recorded.at
    )
    if before is not None and value != before.value:
        _post(
            plan,
            period,
            {"annuity_unit_value": value, "annuity_unit_value_before": before.value},
            explain,
            recorded,
        )
    return published  # fmt: skip


def _post(
    plan: Plan, period: Month, values: dict[str, int], explain: Explain, recorded: Recorded
) -> None:
    moved = []
    accounts = list(plan.accounts.order_by("pk"))
    # What came this month earned nothing yet, and what left this month earns nothing any more.
    earlier, today = balances_of(accounts=accounts, before=period), balances_of(accounts=accounts)
    for account in accounts:
        then, now = earlier[account.pk], today[account.pk]
        for part, fen in (
            (EMPLOYER, min(then.employer_fen, now.employer_fen)),
            (PERSONAL, min(then.personal_fen, now.personal_fen)),
        ):
            if fen <= 0:
                continue
            facts = {"annuity_part_balance": fen, **values}
            answer = explain("annuity_month_return", facts, place="CN", on=first_day(period))
            moved.append(
                _movement(
                    account.pk, period, Movement.Kind.RETURN, part, int(answer.value), recorded
                )
            )
    move([one for one in moved if one.amount_fen], recorded=recorded)


@transaction.atomic
def credit_notional(*, plan_id: int, year: int, explain: Explain, recorded: Recorded) -> int:
    """Post a year's interest on what is only noted, at the published rate; how many accounts got any.

    Booked in December by the monthly-product method; a second call for the year posts nothing. Raises Refusal where the
    rate is not published. Basis: 国办发〔2015〕18号 六 (K).
    """
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    last = year * 12 + 11
    done = Movement.objects.filter(account__plan=plan, kind=Movement.Kind.INTEREST, period=last)
    if done.exists():
        return 0
    accounts = list(plan.accounts.order_by("pk"))
    held, moved = balances_of(accounts=accounts), []
    asked = _year_facts(plan, year)
    for account in accounts:
        facts = asked.get(account.pk)
        if facts is None or held[account.pk].notional_fen <= 0:
            # What was made real is drawn or gone: nothing is noted that could bear the rate.
            continue
        answer = explain(
            "account_year_interest", facts, place=plan.employer.place[:6], on=first_day(last), known_on=recorded.known_on
        )  # fmt: skip
        if int(answer.value):
            moved.append(
                _movement(
                    account.pk, last, Movement.Kind.INTEREST, NOTIONAL, int(answer.value), recorded
                )
            )
    return move(moved, recorded=recorded)


def _year_facts(plan: Plan, year: int) -> dict[int, dict[str, int]]:
    """What the law asks to credit a year, by account: the opening balance and each month's credit with the months it stands."""
    noted = Movement.objects.filter(account__plan=plan, part=NOTIONAL)
    opening = dict(
        noted.filter(period__lt=year * 12).values_list("account_id").annotate(Sum("amount_fen"))
    )
    products: dict[int, int] = {}
    credits = noted.filter(period__gte=year * 12, period__lt=year * 12 + 12)
    for account, period, fen in credits.values_list("account_id", "period", "amount_fen"):
        products[account] = products.get(account, 0) + fen * (12 - period % 12)
    return {
        account: {
            "account_opening_balance": opening.get(account, 0),
            "account_year_credit_product": products.get(account, 0),
            "account_year": year,
        }
        for account in {*opening, *products}
    }


@transaction.atomic
def make_real(*, account_id: int, period: Month, recorded: Recorded) -> int:
    """The budget pays what it had only noted (记实), at retirement or on leaving; how much, in fen."""
    there = balance_of(account_id=account_id).notional_fen
    if there:
        made_real = (
            _movement(account_id, period, Movement.Kind.MADE_REAL, part, fen, recorded)
            for part, fen in ((NOTIONAL, -there), (EMPLOYER, there))
        )
        move(made_real, recorded=recorded)
    return there


def _movement(
    account_id: int, period: Month, kind: str, part: str, fen: int, recorded: Recorded
) -> Movement:
    return Movement(
        account_id=account_id, period=period, kind=kind, part=part, amount_fen=fen,
        reference=recorded.reference, recorded_by=recorded.by, recorded_at=recorded.at,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PlanValue:
    """One line of a custodian's file: a plan by its number, and its unit value (ten-thousandths of a yuan)."""

    plan_number: str
    value: int


@dataclass(frozen=True, kw_only=True)
class ValueFile:
    """A custodian's file: the values of one month."""

    custodian: str
    period: Month
    sha256: str
    rows: Sequence[PlanValue]


@dataclass(frozen=True, kw_only=True)
class ValuesKept:
    """What became of a custodian's file: values kept, values known, and lines with the reason's code (`VALUE_FAULTS`)."""

    kept: int
    known: int
    faults: tuple[tuple[int, str], ...]


VALUE_FAULTS = {
    "plan_unknown": ("没有这个备案号的年金方案", "no annuity plan has this number"),
    "value_said_otherwise": (
        "该月净值已公布，前后不一致",
        "the month's value is published and was another",
    ),
    "annuity_value_order": ("该月以后的净值已经公布", "a later month's value is published already"),
}
"""Why a line of a custodian's file is not kept, in words."""


@transaction.atomic
def take_value_file(*, file: ValueFile, explain: Explain, recorded: Recorded) -> ValuesKept:
    """Publish every value of a file and post its returns. The same file twice changes nothing; a line with a fault is told."""
    kept = known = 0
    faults = []
    for line, row in enumerate(file.rows, 1):
        plan = Plan.objects.filter(number=row.plan_number).first()
        there = plan and plan.values.filter(period=file.period).first()
        if plan is None:
            faults.append((line, "plan_unknown"))
        elif there is not None:
            known += there.value == row.value
            faults += [(line, "value_said_otherwise")] * (there.value != row.value)
        elif plan.values.filter(period__gt=file.period).exists():
            faults.append((line, "annuity_value_order"))
        else:
            publish_unit_value(
                plan_id=plan.pk,
                period=file.period,
                value=row.value,
                explain=explain,
                recorded=recorded,
            )
            kept += 1
    return ValuesKept(kept=kept, known=known, faults=tuple(faults))
