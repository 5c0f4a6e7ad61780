"""What people want of their annuities: drawn abroad, paid to another account after it came back, taken along to the next plan."""

from __future__ import annotations

from renshe.domains.annuity import api as annuity
from renshe.domains.registry import api as registry
from renshe.edge.demo.office.town import Town
from renshe.edge.demo.office.wanted import Wanted
from renshe.edge.demo.office.wanted_money import BANKS, new_account
from renshe.flows.annuity_leaving import plan_of_employer_now
from renshe.kernel.periods import format_month, month_containing


def choose_annuity_payout(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody unable to work draws the account monthly for ten years, or at once after settling abroad."""
    accounts = annuity.Account.objects.filter(left_month__isnull=True, payouts__isnull=True)
    account = _one(town, person, accounts)
    if account is None:
        return None
    monthly = town.one_of("annuity way", (True, False))
    answers = {
        "plan": account.plan.number, "reason": "incapacity" if monthly else "emigration",
        "way": "monthly" if monthly else "lump", "starts": format_month(month_containing(town.today) + 1),
        "payments": "120" if monthly else "1", "every": "1", "bank_code": town.one_of("bank", BANKS),
        "account_number": new_account(town), "account_name": account.person.name,
    }  # fmt: skip
    return Wanted("pension.choose_annuity_payout", account.person, answers=answers)


def change_annuity_account(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody whose annuity the bank sent back names another account."""
    returned = annuity.failed_lines()
    if person is not None:
        returned = [one for one in returned if one.payout.account.person_id == person.pk]
    if not returned:
        return None
    account = returned[town.turn("annuity returned", len(returned))].payout.account
    number = new_account(town)
    answers = {
        "plan": account.plan.number, "bank_code": town.one_of("bank", BANKS), "account_number": number,
        "account_again": number, "account_name": account.person.name, "why": "returned",
    }  # fmt: skip
    return Wanted("pension.change_annuity_account", account.person, answers=answers)


def transfer_annuity(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody who left a plan takes the account along to the employer of now."""
    accounts = annuity.Account.objects.filter(left_month__isnull=False, payouts__isnull=True)
    account = _one(town, person, accounts)
    if account is None or annuity.balance_of(account_id=account.pk).total_fen <= 0:
        return None
    month = month_containing(town.today)
    plan = plan_of_employer_now(person_id=account.person_id, month=month, but=0)
    if plan is None or plan.pk == account.plan_id:
        return None
    answers = {"from_plan": account.plan.number, "to_plan": plan.number}
    return Wanted("pension.transfer_annuity", account.person, answers=answers)


def _one(town: Town, person: registry.Person | None, accounts) -> annuity.Account | None:  # type: ignore[no-untyped-def]
    """The person's own account, or one of everybody's by the town's lot."""
    accounts = accounts.filter(person__died_on__isnull=True).select_related("plan", "person")
    if person is not None:
        return accounts.filter(person_id=person.pk).first()
    count = accounts.count()
    return accounts.order_by("pk")[town.draw("annuity account", count)] if count else None
