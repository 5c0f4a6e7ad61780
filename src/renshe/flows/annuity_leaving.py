"""Who left an employer and still stands in its annuity plan: listed from enrolment, confirmed by the employer, vested by law.

Nothing leaves an account because an enrolment ended: whether the law vests all of it at once (企业年金办法 20) depends on why
the employment ended, which the employer knows and says.
"""

from __future__ import annotations

from dataclasses import dataclass

from renshe.domains.annuity import api as annuity
from renshe.domains.enrolment import api as enrolment
from renshe.domains.registry.api import person, resolve_many
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import Month, month_containing
from renshe.laws import library

PENSION = enrolment.Insurance.PENSION
AT_ONCE = ("retirement", "death", "employer_closed")
"""Reasons on record that are cases of the law by themselves (企业年金办法 20, 21)."""
STILL_THERE = Problem(
    "annuity_still_employed", "该职工还在本单位参保，没有离开", "this worker is still insured through the employer",
    "企业年金办法（人社部令第36号）第二十条", "先办理减员，再确认离开年金方案", "Record the end of the employment first",
)  # fmt: skip
NO_ACCOUNT = Problem(
    "annuity_account_unknown", "本单位的方案里没有这个账户", "there is no such account in this employer's plan",
    "企业年金办法（人社部令第36号）第十七条", "核对名单", "Check the list",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Departure:
    """Somebody whose employment ended: the last insured month, the reason on record, and what would go back and stay (fen).

    `at_once` says that the reason on record vests the whole; `next_plan` is the plan of the employer who insures the person
    now, or None.
    """

    account: annuity.Account
    name: str
    last_month: Month
    reason: str
    at_once: bool
    back_fen: int
    back_at_once_fen: int
    keeps_fen: int
    next_plan: annuity.Plan | None


def departures(*, employer_id: int, month: Month) -> list[Departure]:
    """The accounts of an employer's plans whose owner is no longer insured through it in a month, by person."""
    open_accounts = (
        annuity.Account.objects.filter(plan__employer_id=employer_id, left_month__isnull=True)
        .select_related("plan", "person")
        .order_by("person_id")
    )
    members = {one.person_id for one in enrolment.members(employer_id=employer_id, month=month)}
    owners = {account.person_id for account in open_accounts}
    stands_for = resolve_many(person_ids=members | owners)
    still_there = {stands_for[member] for member in members}
    found = []
    for account in open_accounts:
        if stands_for[account.person_id] in still_there:
            continue
        if annuity.standing_payout(account) is None:
            one = departure(account=account, month=month)
            if one is not None:
                found.append(one)
    return found


def departure(*, account: annuity.Account, month: Month) -> Departure | None:
    """What leaving would do; None for whoever was never insured through the plan's employer or still is."""
    employer_id = account.plan.employer_id
    spells = [
        one
        for one in enrolment.spells_of(person_id=account.person_id, insurance=PENSION)
        if one.employer_id == employer_id and one.status == "active"
    ]
    last = spells[-1] if spells else None
    if last is None or last.span.upper is None or month_containing(last.span.upper) > month:
        return None
    last_month = max(month_containing(last.span.upper) - 1, account.joined_month)
    reason = last.leave_reason or ""
    back, at_once = (
        int(annuity.not_vested(account=account, on=last_month, at_once=one, explain=library.explain).value)
        for one in (False, True)
    )  # fmt: skip
    total = annuity.balance_of(account_id=account.pk).total_fen
    return Departure(
        account=account, name=account.person.name, last_month=last_month, reason=reason, at_once=reason in AT_ONCE,
        back_fen=back, back_at_once_fen=at_once, keeps_fen=total - back,
        next_plan=plan_of_employer_now(person_id=account.person_id, month=month, but=employer_id),
    )  # fmt: skip


def confirm_departure(
    *, employer_id: int, account_id: int, at_once: bool, month: Month, recorded: annuity.Recorded
) -> annuity.Left:
    """The employer confirms that somebody left: what is not vested goes back, the rest stays or waits for a transfer.

    Raises Refused `annuity_account_unknown`, `annuity_still_employed`, `annuity_left_already`.
    """
    account = (
        annuity.Account.objects.filter(pk=account_id, plan__employer_id=employer_id)
        .select_related("plan", "person")
        .first()
    )
    if account is None:
        raise Refused(NO_ACCOUNT, subject=str(account_id))
    one = departure(account=account, month=month)
    if one is None:
        raise Refused(STILL_THERE)
    return annuity.leave_plan(
        account_id=account.pk, last_month=one.last_month, at_once=at_once or one.at_once, to_plan_id=None,
        explain=library.explain, recorded=recorded,
    )  # fmt: skip


def plan_of_employer_now(*, person_id: int, month: Month, but: int) -> annuity.Plan | None:
    """The plan of another employer that insures somebody in a month, or None."""
    human = person(person_id=person_id)
    spell = enrolment.spell_in(person_id=human.pk, insurance=PENSION, month=month)
    if spell is None or spell.employer_id in (None, but):
        return None
    return annuity.plan_in_force(employer_id=spell.employer_id, month=month)
