"""What accounts earn: the return of a plan's fund by its unit value, and the published rate on what is only noted."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Sum

from renshe.domains.annuity import problems
from renshe.domains.annuity.balances import EMPLOYER, NOTIONAL, PERSONAL, balance_of
from renshe.domains.annuity.models import Movement, Plan, UnitValue
from renshe.domains.annuity.ports import Explain
from renshe.domains.annuity.recording import Recorded
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, first_day


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
    for account in plan.accounts.order_by("pk"):
        there = balance_of(account_id=account.pk, before=period)
        for part, fen in ((EMPLOYER, there.employer_fen), (PERSONAL, there.personal_fen)):
            if fen <= 0:
                continue
            facts = {"annuity_part_balance": fen, **values}
            answer = explain("annuity_month_return", facts, place="CN", on=first_day(period))
            moved.append(
                _movement(
                    account.pk, period, Movement.Kind.RETURN, part, int(answer.value), recorded
                )
            )
    Movement.objects.bulk_create(one for one in moved if one.amount_fen)  # fmt: skip


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
    moved = []
    for account in accounts:
        facts = _year_facts(account.pk, year)
        answer = explain(
            "account_year_interest", facts, place=plan.employer.place[:6], on=first_day(last)
        )
        if int(answer.value):
            moved.append(
                _movement(
                    account.pk, last, Movement.Kind.INTEREST, NOTIONAL, int(answer.value), recorded
                )
            )
    Movement.objects.bulk_create(moved)
    return len(moved)  # fmt: skip


def _year_facts(account_id: int, year: int) -> dict[str, int]:
    """What the law asks to credit a year: the opening balance and each month's credit with the months it stands."""
    noted = Movement.objects.filter(account_id=account_id, part=NOTIONAL)
    opening = noted.filter(period__lt=year * 12).aggregate(fen=Sum("amount_fen"))["fen"] or 0
    credits = noted.filter(period__gte=year * 12, period__lt=year * 12 + 12)
    product = sum(
        fen * (12 - period % 12) for period, fen in credits.values_list("period", "amount_fen")
    )
    return {
        "account_opening_balance": opening,
        "account_year_credit_product": product,
        "account_year": year,
    }


@transaction.atomic
def make_real(*, account_id: int, period: Month, recorded: Recorded) -> int:
    """The budget pays what it had only noted (记实), at retirement or on leaving; how much, in fen."""
    there = balance_of(account_id=account_id).notional_fen
    if there:
        Movement.objects.bulk_create(
            _movement(account_id, period, Movement.Kind.MADE_REAL, part, fen, recorded)
            for part, fen in ((NOTIONAL, -there), (EMPLOYER, there))
        )
    return there


def _movement(
    account_id: int, period: Month, kind: str, part: str, fen: int, recorded: Recorded
) -> Movement:
    return Movement(
        account_id=account_id, period=period, kind=kind, part=part, amount_fen=fen,
        reference=recorded.reference, recorded_by=recorded.by, recorded_at=recorded.at,
    )  # fmt: skip
