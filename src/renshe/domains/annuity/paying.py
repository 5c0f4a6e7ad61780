"""Drawing an annuity: decided once, whereto it goes, and what each payment is; `batches` pays it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from renshe.domains.annuity import problems
from renshe.domains.annuity import problems_of_paying as of_paying
from renshe.domains.annuity.balances import balance_of
from renshe.domains.annuity.models import Account, Payout
from renshe.domains.annuity.models_paying import PayoutCancelled, PayoutLine, PayoutTarget
from renshe.domains.annuity.recording import Recorded
from renshe.domains.annuity.returning import make_real
from renshe.domains.audit.api import record_event
from renshe.domains.registry import api as registry
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, first_day, month_containing
from renshe.kernel.rules import Explain, Explanation

PARTLY = (Payout.Way.MONTHLY, Payout.Way.INSTALMENTS)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Why an account is drawn, how, from which month, on what evidence.

    `months` is how many payments there are, for monthly drawing and instalments (one every `every_months`) alone.
    """

    reason: str
    way: str
    starts_month: Month
    months: int
    evidence: str
    every_months: int = 1


@dataclass(frozen=True, kw_only=True)
class Target:
    """An account at a bank: the person's own, the heir's, or the insurer's."""

    bank_code: str
    account_number: str
    account_name: str


@transaction.atomic
def decide_payout(
    *, account_id: int, choice: Choice, explain: Explain, recorded: Recorded
) -> Payout:
    """Decide how an account is drawn. What was noted is made real first, and the whole is vested (企业年金办法 20).

    Raises Refused: `annuity_not_open` (not at the legal age, no death on record, no evidence), `annuity_drawn_already`,
    `annuity_nothing_there`.
    """
    account = Account.objects.select_for_update().select_related("plan").get(pk=account_id)
    if standing_payout(account) is not None:
        raise Refused(problems.drawn_already())
    _require_open(account, choice, explain)
    # Who left before is vested as he left: what was not his went back then (企业年金办法 21).
    make_real(account_id=account.pk, period=choice.starts_month, recorded=recorded)
    balance = balance_of(account_id=account.pk)
    if balance.total_fen <= 0:
        raise Refused(problems.nothing_there())
    payout = Payout.objects.create(
        account=account, reason=choice.reason, way=choice.way, starts_month=choice.starts_month,
        months=choice.months if choice.way in PARTLY else 1,
        every_months=choice.every_months if choice.way == Payout.Way.INSTALMENTS else 1,
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
def name_target(*, payout_id: int, target: Target, recorded: Recorded) -> PayoutTarget:
    """Say to which account a payout goes from now on; earlier ones stay on record.

    An account of the person drawing is in that person's name; an heir's or an insurer's is in another, as the decision says.
    Raises Refused `annuity_target_name`.
    """
    payout = Payout.objects.select_related("account__person").get(pk=payout_id)
    own = payout.reason != Payout.Reason.DEATH and payout.way != Payout.Way.INSURANCE
    if own and not same_name(payout.account.person.name, target.account_name):
        raise Refused(of_paying.NOT_ONES_OWN)
    return PayoutTarget.objects.create(
        payout=payout, bank_code=target.bank_code.strip(), account_number=target.account_number.strip(),
        account_name=target.account_name.strip(), reason=recorded.reason[:255], recorded_by=recorded.by,
        recorded_at=recorded.at,
    )  # fmt: skip


@transaction.atomic
def cancel_payout(*, payout_id: int, recorded: Recorded) -> PayoutCancelled:
    """Take a decision back before anything was put into a batch; what was made real stays real.

    Raises Refused `annuity_paid_already`.
    """
    payout = Payout.objects.get(pk=payout_id)
    Account.objects.select_for_update().get(pk=payout.account_id)
    lines = PayoutLine.objects.filter(payout=payout).exclude(batch__state="withdrawn")
    if lines.exists() or hasattr(payout, "cancelled"):
        raise Refused(of_paying.PAID_ALREADY)
    return PayoutCancelled.objects.create(
        payout=payout,
        reason=recorded.reason[:255],
        recorded_by=recorded.by,
        recorded_at=recorded.at,
    )


def standing_payout(account: Account) -> Payout | None:
    """How an account is drawn, as decided and not taken back."""
    return account.payouts.filter(cancelled__isnull=True).order_by("-pk").first()


def month_payment(*, payout: Payout, period: Month, explain: Explain) -> Explanation:
    """What a payment is, explained: what was there over the payments left, as a batch counted it or as it stands now.

    Raises Refusal where the payments agreed are over.
    """
    lines = PayoutLine.objects.filter(payout=payout, attempt_of__isnull=True)
    lines = lines.exclude(batch__state="withdrawn")
    line = lines.filter(period=period).first()
    if line is not None:
        there, left = line.balance_fen, line.payments_left
    else:
        there = max(0, balance_of(account_id=payout.account_id).total_fen)
        left = max(0, payout.months - lines.count())
    facts = {"annuity_payment_balance": there, "annuity_payment_months_left": left}
    return explain("annuity_month_payment", facts, place="CN", on=first_day(period))


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
        if choice.way in PARTLY:
            raise Refused(problems.not_open("遗属一次领取", "the family draws it at once"))
    if not choice.evidence.strip():
        raise Refused(problems.not_open("没有写明依据的材料", "no evidence is named"))  # fmt: skip
