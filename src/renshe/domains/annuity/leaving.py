"""Leaving a plan: what is one's own by then, what goes back, and the way into the next employer's plan."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from renshe.domains.annuity import problems
from renshe.domains.annuity.balances import EMPLOYER, PERSONAL, Balance, balance_of
from renshe.domains.annuity.models import Account, Movement, Plan
from renshe.domains.annuity.paying import standing_payout
from renshe.domains.annuity.plans import account_in
from renshe.domains.annuity.recording import Recorded
from renshe.domains.annuity.returning import make_real
from renshe.domains.annuity.trust import move
from renshe.domains.audit.api import record_event
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, first_day
from renshe.kernel.rules import Explain, Explanation


@dataclass(frozen=True, kw_only=True)
class Left:
    """What leaving did: the vested and the forfeited amount, and what moved on (0 where the account stays)."""

    account: Account
    vested_fen: int
    forfeited_fen: int
    moved_fen: int


def vested(
    *, account: Account, on: Month, at_once: bool, explain: Explain, balance: Balance | None = None
) -> Explanation:
    """How much of the employer's part is the person's own in a month, by the plan and the law. Raises Refusal."""
    there = balance or balance_of(account_id=account.pk)
    return explain(
        "annuity_vested", _facts(account, there, on, at_once), place="CN", on=first_day(on)
    )


def not_vested(*, account: Account, on: Month, at_once: bool, explain: Explain) -> Explanation:
    """The part that goes back to the plan if the person leaves in that month. Raises Refusal."""
    there = balance_of(account_id=account.pk)
    return explain(
        "annuity_not_vested", _facts(account, there, on, at_once), place="CN", on=first_day(on)
    )


def _facts(account: Account, there: Balance, on: Month, at_once: bool) -> dict[str, object]:
    """What the law of vesting asks. Of an occupational annuity all is one's own (国办发〔2015〕18号)."""
    months = (
        (account.left_month if account.left_month is not None else on) - account.joined_month + 1
    )
    return {
        "annuity_employer_balance": there.employer_fen,
        "annuity_service_months": max(0, months),
        "annuity_full_vesting_years": account.plan.full_vesting_years,
        "annuity_vests_at_once": at_once or account.plan.kind == Plan.Kind.OCCUPATIONAL,
    }


@transaction.atomic
def leave_plan(
    *, account_id: int, last_month: Month, at_once: bool, to_plan_id: int | None, explain: Explain,
    recorded: Recorded,
) -> Left:  # fmt: skip
    """Somebody leaves the employer: what is not vested goes back, the rest stays or moves into the next employer's plan.

    `at_once` is a case of 企业年金办法 20 (the term ran out, dismissed without fault …), said by whoever records it. What
    the budget only noted is made real when it moves. Raises Refused `annuity_left_already`, `annuity_drawn_already`.
    """
    account = Account.objects.select_for_update().select_related("plan").get(pk=account_id)
    if account.left_month is not None:
        raise Refused(problems.left_already())
    if standing_payout(account) is not None:
        raise Refused(problems.drawn_already())
    account.left_month = last_month
    account.save(update_fields=["left_month"])
    back = int(not_vested(account=account, on=last_month, at_once=at_once, explain=explain).value)
    if back:
        _move(account, last_month, Movement.Kind.FORFEITURE, EMPLOYER, -back, recorded)
    moved = 0
    if to_plan_id is not None:
        moved = _transfer(account, last_month, Plan.objects.get(pk=to_plan_id), recorded)
    record_event(
        actor=recorded.by, verb="annuity.left", subject_kind="person", subject_id=account.person_id,
        reason=recorded.reason, at=recorded.at, detail={"account": account.pk, "plan": account.plan.number},
    )  # fmt: skip
    there = balance_of(account_id=account.pk)
    return Left(
        account=account, vested_fen=there.employer_fen + moved, forfeited_fen=back, moved_fen=moved
    )


@transaction.atomic
def move_on(
    *, account_id: int, to_plan_id: int, month: Month, recorded: Recorded
) -> tuple[int, Account]:
    """All that stands in an account that was left moves into the next employer's plan; how much, and the account there.

    Raises Refused `annuity_not_left`, `annuity_drawn_already`, `annuity_nothing_there`. Basis: 企业年金办法 22.
    """
    account = Account.objects.select_for_update().select_related("plan").get(pk=account_id)
    if account.left_month is None or account.plan_id == to_plan_id:
        raise Refused(problems.not_left())
    if standing_payout(account) is not None:
        raise Refused(problems.drawn_already())
    if balance_of(account_id=account.pk).total_fen <= 0:
        raise Refused(problems.nothing_there())
    plan = Plan.objects.get(pk=to_plan_id)
    fen = _transfer(account, month, plan, recorded, joins=month)
    return fen, account_in(plan=plan, person_id=account.person_id, from_month=month)


@transaction.atomic
def move_back(
    *, from_account_id: int, to_account_id: int, fen: int, month: Month, recorded: Recorded
) -> None:
    """A transfer by mistake goes back, the same amount; returns earned meanwhile stay where they were earned.

    Raises Refused `annuity_drawn_already`, `annuity_nothing_there`.
    """
    ids = sorted((from_account_id, to_account_id))
    both = {one.pk: one for one in Account.objects.select_for_update().filter(pk__in=ids)}
    there = both[from_account_id]
    if standing_payout(there) is not None:
        raise Refused(problems.drawn_already())
    if balance_of(account_id=there.pk).personal_fen < fen:
        raise Refused(problems.nothing_there())
    _move(there, month, Movement.Kind.TRANSFER_OUT, PERSONAL, -fen, recorded)
    _move(both[to_account_id], month, Movement.Kind.TRANSFER_IN, PERSONAL, fen, recorded)


def _transfer(
    account: Account, month: Month, plan: Plan, recorded: Recorded, *, joins: Month | None = None
) -> int:
    """Everything into the account in the next plan, part by part: the employer's part that came along is one's own."""
    make_real(account_id=account.pk, period=month, recorded=recorded)
    there = balance_of(account_id=account.pk)
    to = account_in(
        plan=plan, person_id=account.person_id, from_month=month + 1 if joins is None else joins
    )
    for part, fen in ((EMPLOYER, there.employer_fen), (PERSONAL, there.personal_fen)):
        if fen:
            _move(account, month, Movement.Kind.TRANSFER_OUT, part, -fen, recorded)
    # Vested money of the plan before is nobody else's: it arrives as one's own part, so that it never forfeits again.
    if there.total_fen:
        _move(to, month, Movement.Kind.TRANSFER_IN, PERSONAL, there.total_fen, recorded)
    return there.total_fen


def _move(
    account: Account, month: Month, kind: str, part: str, fen: int, recorded: Recorded
) -> None:
    moved = Movement(
        account=account, period=month, kind=kind, part=part, amount_fen=fen,
        reference=recorded.reference, recorded_by=recorded.by, recorded_at=recorded.at,
    )  # fmt: skip
    move([moved], recorded=recorded)
