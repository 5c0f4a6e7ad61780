"""A pension of public bodies' staff from the claim to the award that pays it, with the occupational annuity beside it.

The months, bases and account are the scheme's, the annuity's month is its own domain's, the amount is the law's. Who is still
on the register leaves it with the month of retirement. Basis: 国发〔2015〕2号 四; 国办发〔2015〕18号 九.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from renshe.domains.annuity import api as annuity
from renshe.domains.cases import api as cases
from renshe.domains.identity import api as identity
from renshe.domains.institution_staff import api as staff
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows.books_month import books_month
from renshe.flows.determination_sheet import file_sheet
from renshe.flows.institution_to_ledger import (
    FUND,
    KIND,
    balance_finalised,
    interest_to_retirement,
)
from renshe.flows.pension_to_ledger import overpayments_found
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import Month, first_day, month_containing, year_of
from renshe.kernel.rules import Explanation
from renshe.laws import library

CLAUSE = "国发〔2015〕2号 四"
AHEAD_MONTHS = 3
TARGET = "institution_pension"
DEAD = Problem(
    "subject_dead", "此人已登记死亡，不能申领", "the person is registered as dead", "社会保险法 17",
    "登记有误的先更正；生前应领的由继承人提出", "Have it corrected if it is wrong; heirs ask for what was due before",
)  # fmt: skip
DRAWS_THIS = Problem(
    "institution_pension_in_force", "已经在领机关事业单位养老金", "the pension of public bodies is drawn already", CLAUSE,
    "金额有疑问的，可以看每一项的算法或者申请重核", "Look at how each part was found, or ask for it to be determined again",
)  # fmt: skip
DRAWS_OTHER = Problem(
    "draws_other_pension", "已经领取其他基本养老金，不能再领机关事业单位养老金",
    "a pension of another basic scheme is drawn already",
    "社会保险法 16", "两种只领一种；请先选择并终止另一种", "Only one is drawn; choose, and have the other ended first",
)  # fmt: skip
TOO_EARLY = Problem(
    "retirement_too_early", "所选退休月份早于可以退休的月份", "the month is before the earliest one",
    "国务院关于渐进式延迟法定退休年龄的办法 第一、三条", "请按列出的最早月份修改",
    "Choose the earliest month that is listed, or a later one",
)  # fmt: skip
TOO_SOON = Problem(
    "claimed_too_soon", "距所选退休月份还有三个月以上", "the chosen month is more than three months away", CLAUSE,
    "请在退休前三个月内申请，届时按最新缴费核定", "Apply within the three months before it",
)  # fmt: skip
MONTHS_SHORT = Problem(
    "contribution_months_short", "缴费和视同缴费的月数不够", "too few months were paid or deemed", "社会保险法 16",
    "请核对改革前工作年限是否已认定，企业缴费是否已转入",
    "Check whether service before the reform is recognised and enterprise months came over",
)  # fmt: skip
OTHER_SCHEMES = ("old_age", "invalidity", "resident", "town")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Who claims, at which place, from which month of retirement."""

    person_id: int
    place: str
    retirement_month: Month


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A pension as the law gives it, and the occupational annuity beside it: its account, month and number of months."""

    pension: pension.Determination
    facts: dict[str, Any]
    annuity_account: int | None
    annuity_fen: int
    annuity_months: int


@dataclass(frozen=True, kw_only=True)
class Account:
    """Where it is paid to, in the person's own name."""

    bank_code: str
    number: str
    name: str


def determine(*, claim: Claim, on: dt.date) -> Drawn:
    """What a claim would give on a day. Nothing is written. Raises Refused and Refusal with what stands in the way."""
    person = registry.person(person_id=claim.person_id)
    _require(claim, person, on=on)
    account, fen, months = occupational(
        person_id=person.pk, retirement_month=claim.retirement_month
    )
    facts = staff.award_facts(
        person_id=person.pk, retirement_month=claim.retirement_month, annuity_fen=fen, known_on=on,
        explain=library.explain,
    )  # fmt: skip
    needed = _law("minimum_contribution_months", claim, facts)
    if sum(one["months"] for one in facts["career"]) + facts["deemed_months"] < needed:
        raise Refused(MONTHS_SHORT, subject=str(needed))
    drawn = pension.determine(
        facts=facts, place=claim.place, known_on=on, explain=library.explain, kind=KIND,
        starts_month=claim.retirement_month + 1,
    )  # fmt: skip
    return Drawn(
        pension=drawn, facts=facts, annuity_account=account, annuity_fen=fen, annuity_months=months
    )


@transaction.atomic
def claimed(
    *, claim: Claim, account: Account, signed: pension.Signatures, hand: staff.ByHand
) -> tuple[pension.Granted, Drawn]:
    """Award it, past months as arrears; settle the account's interest; leave the register; decide the annuity's payout.

    Raises as `determine`; then nothing is written.
    """
    drawn = determine(claim=claim, on=hand.today)
    held = staff.balance(person_id=claim.person_id)
    interest_to_retirement(
        person_id=registry.resolve(person_id=claim.person_id), year=year_of(claim.retirement_month),
        fen=drawn.facts["account_balance"] - held, hand=hand,
    )  # fmt: skip
    granted = pension.grant_benefit(
        kind=KIND, person_id=claim.person_id, place=claim.place, facts=drawn.facts,
        starts_month=claim.retirement_month + 1, signed=signed, explain=library.explain,
    )  # fmt: skip
    pension.change_payee_account(
        person_id=claim.person_id, bank_code=account.bank_code, account_number=account.number,
        account_name=account.name, verified_on=hand.today, valid_from=hand.today,
    )  # fmt: skip
    if staff.live_member(person_id=claim.person_id) is not None:
        staff.leave(
            person_id=claim.person_id, last_month=claim.retirement_month, why="retired", hand=hand
        )
    if drawn.annuity_account is not None:
        _draw_annuity(claim, drawn, hand=hand)
    return granted, drawn


@transaction.atomic
def redetermined(*, award_id: int, cause: str, signed: pension.Signatures) -> pension.Granted:
    """Determine a pension again at its own month by what is published now: base, rates, and the account with its year's own rate.

    Months, indices and wage items stay those of the award. What the account's rate changes is booked, arrears wait for the
    next roster, too much becomes a receivable. What becomes final gets its own determination sheet, and the person is told
    to read it. Raises Refusal. Basis: 国发〔2005〕38号 六 (by 国发〔2015〕2号 四).
    """
    old = pension.Award.objects.select_for_update().get(pk=award_id)
    month = old.facts["retirement_month"]
    balance = staff.balance_at(
        person_id=old.person_id, retirement_month=month, on=first_day(month), explain=library.explain,
        known_on=signed.known_on,
    )  # fmt: skip
    facts = dict(old.facts) | {"account_balance": balance}
    granted = pension.redetermine_award(
        award_id=award_id, cause=cause, signed=signed, explain=library.explain, facts=facts
    )
    hand = staff.ByHand(by=signed.reviewed_by, at=signed.at, today=signed.known_on)
    balance_finalised(
        person_id=old.person_id, award_id=granted.award.pk, year=year_of(month),
        fen=balance - old.facts["account_balance"], hand=hand,
    )  # fmt: skip
    if granted.overpayment is not None:
        overpayments_found(
            [granted.overpayment], accounting_month=books_month(fund=FUND, on=signed.known_on),
            entry_on=signed.known_on, posted_by=signed.reviewed_by,
        )  # fmt: skip
    if granted.award.state == "final":
        by = retirement_file.By(name=signed.determined_by, at=signed.at, today=signed.known_on)
        file_sheet(award=granted.award, by=by)
        _tell_final(granted.award, at=signed.at)
    return granted


def _tell_final(award: pension.Award, *, at: dt.datetime) -> None:
    """Who has an account reads that the pension is final and that its sheet waits to be confirmed."""
    accounts = identity.Account.objects.filter(person_id=award.person_id, is_active=True)
    name = accounts.order_by("pk").values_list("username", flat=True).first()
    if name is None:
        return
    yuan = format_yuan(award.total_fen)
    cases.Notice.objects.create(
        to_account=name, at=at, by_sms=True,
        zh=f"您的机关事业单位养老金已由预发转为正式，核定时每月{yuan}元，差额多退少补。新的核定表请在“养老金—核定表”核对确认。",
        en=f"Your pension is final: {yuan} yuan a month when determined; differences are settled. Please confirm its new sheet.",
    )  # fmt: skip


def occupational(*, person_id: int, retirement_month: Month) -> tuple[int | None, int, int]:
    """The occupational annuity that retirement opens: account, its month (fen), for how many months.

    Whose body paid none has none, so nothing is counted. Raises Refusal.
    """
    found = [
        one
        for one in annuity.accounts_of(person_id=person_id)
        if one.account.plan.kind == "occupational"
        and one.payout is None
        and one.balance.total_fen > 0
    ]
    if not found:
        return None, 0, 0
    answer = annuity_month(
        person_id=person_id,
        balance_fen=found[-1].balance.total_fen,
        retirement_month=retirement_month,
    )
    fen = int(answer.value)
    return found[-1].account.pk, fen, round(found[-1].balance.total_fen / fen) if fen else 0


def annuity_month(*, person_id: int, balance_fen: int, retirement_month: Month) -> Explanation:
    """The annuity's month by law, explained. Raises Refusal."""
    person = registry.person(person_id=person_id)
    birth = month_containing(registry.birth_date_for(person=person, purpose="retirement"))
    facts = {
        "occupational_annuity_balance": balance_fen, "birth_month": birth, "retirement_month": retirement_month,
    }  # fmt: skip
    return library.explain(
        "occupational_annuity_payment", facts, place="CN", on=first_day(retirement_month)
    )


def compared(*, facts: dict[str, Any], place: str, known_on: dt.date) -> Explanation:
    """A pension from its facts with every step of both methods, for comparing them. Raises Refusal."""
    return library.explain(
        TARGET, facts, place=place, on=first_day(facts["retirement_month"]), known_on=known_on
    )


def _draw_annuity(claim: Claim, drawn: Drawn, *, hand: staff.ByHand) -> None:
    choice = annuity.Choice(
        reason="retirement", way="monthly", starts_month=claim.retirement_month + 1, months=drawn.annuity_months,
        evidence=f"办件{hand.reference}",
    )  # fmt: skip
    annuity.decide_payout(
        account_id=drawn.annuity_account or 0, choice=choice, explain=library.explain,
        recorded=annuity.Recorded(by=hand.by, at=hand.at, known_on=hand.today, reference=hand.reference),
    )  # fmt: skip


def _require(claim: Claim, person: registry.Person, *, on: dt.date) -> None:
    if person.died_on is not None:
        raise Refused(DEAD)
    if staff.last_member(person_id=person.pk) is None:
        raise Refused(staff.NEVER_IN_THE_SCHEME)
    kinds = {one.kind for one in pension.all_in_force(person_id=person.pk)}
    if KIND in kinds:
        raise Refused(DRAWS_THIS)
    if kinds & set(OTHER_SCHEMES):
        raise Refused(DRAWS_OTHER)
    if claim.retirement_month > month_containing(on) + AHEAD_MONTHS:
        raise Refused(TOO_SOON)
    if claim.retirement_month < earliest_month(
        person=person, place=claim.place, month=claim.retirement_month
    ):
        raise Refused(TOO_EARLY)
    if any(one <= claim.retirement_month for one in staff.unpaid_months(person_id=person.pk)):
        raise Refused(staff.UNPAID_MONTHS)


def earliest_month(*, person: registry.Person, place: str, month: Month) -> Month:
    """The earliest month of retirement by the law of a month. Raises Refusal."""
    birth = month_containing(registry.birth_date_for(person=person, purpose="retirement"))
    facts = {"birth_month": birth, "retirement_category": person.retirement_category}
    answer = library.explain("earliest_retirement_month", facts, place=place, on=first_day(month))
    return int(answer.value)


def _law(target: str, claim: Claim, facts: dict[str, Any]) -> int:
    answer = library.explain(target, facts, place=claim.place, on=first_day(claim.retirement_month))
    return int(answer.value)


__all__ = [
    "CLAUSE", "Account", "Claim", "Drawn", "annuity_month", "claimed", "compared", "determine", "earliest_month",
    "occupational", "redetermined",
]  # fmt: skip
