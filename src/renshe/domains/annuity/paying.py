"""Drawing an annuity: decided once, then paid month by month until nothing is left."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from renshe.domains.annuity import problems
from renshe.domains.annuity.balances import EMPLOYER, PERSONAL, balance_of
from renshe.domains.annuity.models import Account, Movement, Payout
from renshe.domains.annuity.ports import Explain
from renshe.domains.annuity.recording import Recorded
from renshe.domains.annuity.returning import make_real
from renshe.domains.audit.api import record_event
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, first_day, month_containing
from renshe.kernel.rules import Explanation


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Why an account is drawn, how, from which month, on what evidence; `months` counts for monthly drawing alone."""

    reason: str
    way: str
    starts_month: Month
    months: int
    evidence: str


@transaction.atomic
def decide_payout(
    *, account_id: int, choice: Choice, explain: Explain, recorded: Recorded
) -> Payout:
    """Decide how an account is drawn. What was noted is made real first, and the whole is vested (企业年金办法 20).

    Raises Refused: `annuity_not_open` (not at the legal age, no death on record, no evidence), `annuity_drawn_already`,
    `annuity_nothing_there`.
    """
    account = Account.objects.select_for_update().select_related("plan").get(pk=account_id)
    if hasattr(account, "payout"):
        raise Refused(problems.drawn_already())
    _require_open(account, choice, explain)
    # Who left before is vested as he left: what was not his went back then (企业年金办法 21).
    make_real(account_id=account.pk, period=choice.starts_month, recorded=recorded)
    balance = balance_of(account_id=account.pk)
    if balance.total_fen <= 0:
        raise Refused(problems.nothing_there())
    payout = Payout.objects.create(
        account=account, reason=choice.reason, way=choice.way, starts_month=choice.starts_month,
        months=choice.months if choice.way == Payout.Way.MONTHLY else 1,
        balance_fen=balance.total_fen, evidence=choice.evidence.strip(), recorded_by=recorded.by,
        recorded_at=recorded.at,
    )  # fmt: skip
    record_event(
        actor=recorded.by, verb="annuity.payout_decided", subject_kind="person",
        subject_id=account.person_id, reason=payout.evidence, at=recorded.at,
        detail={"account": account.pk, "way": payout.way, "months": payout.months},
    )  # fmt: skip
    return payout


@transaction.atomic
def pay_month(*, payout_id: int, period: Month, explain: Explain, recorded: Recorded) -> int:
    """Pay one month of a payout: the balance over the months left. Returns the fen paid, 0 where it was paid before.

    The person's own part is drawn first. Raises Refusal where the months agreed are over.
    """
    payout = Payout.objects.select_related("account").get(pk=payout_id)
    Account.objects.select_for_update().get(pk=payout.account_id)
    paid = Movement.objects.filter(account=payout.account, kind=Movement.Kind.PAYOUT)
    if period < payout.starts_month or paid.filter(period=period).exists():
        return 0
    fen = int(month_payment(payout=payout, period=period, explain=explain).value)
    there = balance_of(account_id=payout.account_id)
    own = min(fen, there.personal_fen)
    for part, amount in ((PERSONAL, own), (EMPLOYER, fen - own)):
        if amount:
            Movement.objects.create(
                account=payout.account, period=period, kind=Movement.Kind.PAYOUT, part=part,
                amount_fen=-amount, reference=f"payout {payout.pk}", recorded_by=recorded.by,
                recorded_at=recorded.at,
            )  # fmt: skip
    return fen


def month_payment(*, payout: Payout, period: Month, explain: Explain) -> Explanation:
    """What a month pays, explained: the balance before it over the months left. Raises Refusal."""
    paid = Movement.objects.filter(
        account=payout.account, kind=Movement.Kind.PAYOUT, period__lt=period
    )
    facts = {
        "annuity_payment_balance": max(
            0, balance_of(account_id=payout.account_id, before=period).total_fen
        ),
        "annuity_payment_months_left": max(
            0, payout.months - paid.values("period").distinct().count()
        ),
    }
    return explain("annuity_month_payment", facts, place="CN", on=first_day(period))  # fmt: skip


def _require_open(account: Account, choice: Choice, explain: Explain) -> None:
    """At the legal age (retirement), after a death on record, else on evidence that is named (企业年金办法 24, 25)."""
    person = registry.person(person_id=account.person_id)
    if choice.reason == Payout.Reason.RETIREMENT:
        facts = {
            "birth_month": month_containing(
                registry.birth_date_for(person=person, purpose="retirement")
            ),
            "retirement_category": person.retirement_category or None,
        }
        day = first_day(choice.starts_month)
        earliest = int(
            explain(
                "earliest_retirement_month", facts, place=person.residence_place[:6], on=day
            ).value
        )
        if choice.starts_month <= earliest:
            raise Refused(
                problems.not_open(
                    "还没有到可以退休的年月", "the month of retirement is not reached"
                )
            )
    elif choice.reason == Payout.Reason.DEATH:
        if person.died_on is None:
            raise Refused(problems.not_open("没有死亡登记", "no death is on record"))
        if choice.way == Payout.Way.MONTHLY:
            raise Refused(problems.not_open("遗属一次领取", "the family draws it at once"))
    if not choice.evidence.strip():
        raise Refused(problems.not_open("没有写明依据的材料", "no evidence is named"))  # fmt: skip
