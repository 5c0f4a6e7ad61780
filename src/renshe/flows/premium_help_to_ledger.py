"""Money of premium help in both books, the year in the resident account, and a word to whoever was helped.

What comes is government subsidy income (财政补贴收入, 财会〔2017〕28号) of the insurance's fund: medical insurance is pooled,
so it stays there; a year of the resident pension is owed at once to the person's account, source government. What goes back
to the funding source takes the same lines the other way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.cases import api as cases
from renshe.domains.funds import api as funds
from renshe.domains.identity import api as identity
from renshe.domains.premium_help import api as help_
from renshe.domains.resident import api as resident
from renshe.flows.books_month import books_month
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, year_of

CAUSE = "premium_help_claim"
_NEED = {"severely_disabled": "disabled"}
"""The resident scheme's kind of help for a group; everybody else is poor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Money of a claim: how much (fen), when, under which number of the bank."""

    amount_fen: int
    received_on: dt.date
    bank_ref: str


@transaction.atomic
def claim_settled(
    *, claim_id: int, receipt: Receipt, recorded: help_.Recorded, explain: help_.Explain
) -> help_.HelpClaim:
    """A claim's money came, or a return's went: both books, accounts of the resident scheme, and the people told.

    Whom nothing can be credited to any more is left to the next return. Raises Refused as `premium_help.record_receipt`.
    """
    programme = help_.HelpClaim.objects.select_related("programme").get(pk=claim_id).programme
    fund = help_.FUND_OF[programme.insurance]
    month = books_month(fund=fund, on=recorded.today)
    claim = help_.record_receipt(
        claim_id=claim_id, amount_fen=receipt.amount_fen, received_on=receipt.received_on, bank_ref=receipt.bank_ref,
        accounting_month=month, recorded=recorded,
    )  # fmt: skip
    credited = 0
    if claim.amount_fen > 0 and programme.insurance == "resident_pension":
        credited = _credit(claim, month=month, recorded=recorded, explain=explain)
    _books(claim, fund=fund, credited=credited, month=month, recorded=recorded)
    if claim.amount_fen > 0:
        _tell_paid(claim, recorded)
    return claim


def _credit(
    claim: help_.HelpClaim, *, month: Month, recorded: help_.Recorded, explain: help_.Explain
) -> int:
    """Enter each person's year and its credit; the sum that was credited (fen)."""
    hand = resident.ByHand(
        by=recorded.by, at=recorded.at, today=recorded.today, reference=claim.number
    )
    rows, missed = [], []
    for line in help_.to_credit(claim_id=claim.pk):
        try:
            with transaction.atomic():
                rows.append(_year(claim, line, hand, explain))
        except Refused as refused:
            missed.append((line.pk, refused.problems[0].zh))
    for why in sorted({why for _, why in missed}):
        help_.not_credited(
            line_ids=[pk for pk, said in missed if said == why], why=why, recorded=recorded
        )
    resident.credit(rows=rows, month=month, on=recorded.today, cause=f"{CAUSE}:{claim.pk}", hand=hand)  # fmt: skip
    return sum(row.amount_fen for row in rows)


def _year(
    claim: help_.HelpClaim, line: help_.HelpLine, hand: resident.ByHand, explain: help_.Explain
) -> resident.NewCredit:
    year, kind = year_of(line.period), _NEED.get(line.helped.group, "poor")
    waiting = [
        one
        for one in resident.help_for(person_id=line.person_id)
        if one.year == year and one.kind == kind
    ]
    listed = waiting[0] if waiting else resident.list_in_need(
        person_id=line.person_id, year=year, kind=kind, instrument=claim.programme.instrument[:120], hand=hand, explain=explain
    )  # fmt: skip
    paid = resident.Paid(
        year=year, tier=line.amount_fen // 100, amount_fen=line.amount_fen, channel="government",
        external_ref=f"{claim.bank_ref}-{line.pk}", paid_on=claim.received_on or hand.today,
    )  # fmt: skip
    payment = resident.record_payment(
        person_id=line.person_id, paid=paid, hand=hand, explain=explain
    )
    return resident.NewCredit(
        person_id=line.person_id, year=year, source="government", kind="help", amount_fen=line.amount_fen,
        payment_id=payment.pk, help_id=listed.pk,
    )  # fmt: skip


def _books(
    claim: help_.HelpClaim, *, fund: str, credited: int, month: Month, recorded: help_.Recorded
) -> None:
    fen, cause = abs(claim.amount_fen), (CAUSE, str(claim.pk))
    for book, money, income in (("cash", "1003", "4101"), ("rights", "R1901", "R4901")):
        come = (funds.Post(money, debit_fen=fen), funds.Post(income, credit_fen=fen))
        gone = (funds.Post(income, debit_fen=fen), funds.Post(money, credit_fen=fen))
        posts = come if claim.amount_fen > 0 else gone
        if book == "rights" and credited:
            posts = (
                *posts, funds.Post("R5301", debit_fen=credited),
                funds.Post("R2201", credit_fen=credited, subject="government"),
            )  # fmt: skip
        entry = funds.NewEntry(book, fund, recorded.today, "premium_help", *cause, posts)
        funds.post_entry(entry=entry, accounting_month=month, posted_by=recorded.by)


@transaction.atomic
def list_approved(*, list_id: int, recorded: help_.Recorded) -> help_.HelpList:
    """The second person approves a list, and everybody on it is told. Raises Refused as `premium_help.approve_list`."""
    found = help_.approve_list(list_id=list_id, recorded=recorded)
    name, zh, en = _words(found.programme)
    told = help_.people_on(list_id=found.pk).values_list("person_id", flat=True)
    _tell(
        told, recorded,
        f"您已列入“{name}”，{zh}的个人缴费由政府资助，不用自己缴。不再符合条件时请告诉我们。",
        f"You are on the list of “{name}”: your premium of the {en} is paid by the government. Tell us when you need it no more.",
    )  # fmt: skip
    return found


@transaction.atomic
def person_left(
    *, helped_id: int, last_month: Month, why: str, recorded: help_.Recorded
) -> help_.HelpedPerson:
    """Somebody leaves a programme, with the reason, and is told. Raises Refused as `premium_help.leave`."""
    found = help_.leave(helped_id=helped_id, last_month=last_month, why=why, recorded=recorded)
    name, zh, en = _words(found.programme)
    _tell(
        [found.person_id], recorded,
        f"“{name}”对您的资助已结束：{found.left_why}。以后{zh}请自己缴费；有异议的，可以申请“资助名单异议”或行政复议。",
        f"“{name}” no longer pays for you: {found.left_why}. Pay the {en} yourself now; you may ask for reconsideration.",
    )  # fmt: skip
    return found


def _tell_paid(claim: help_.HelpClaim, recorded: help_.Recorded) -> None:
    name, zh, en = _words(claim.programme)
    year, month = divmod(claim.period, 12)
    by_year = claim.programme.insurance in help_.BY_YEAR
    people = [one.person_id for one in help_.to_credit(claim_id=claim.pk)]
    _tell(
        people, recorded,
        f"“{name}”已为您缴纳{year}年{'' if by_year else f'{month + 1}月'}{zh}费，在“政府资助”页可以看到金额和依据。",
        f"“{name}” paid your {en} of {year}{'' if by_year else f'-{month + 1:02d}'}; see amount and basis on the page of help.",
    )  # fmt: skip


def _words(programme: help_.HelpProgramme) -> tuple[str, str, str]:
    zh, en = help_.INSURANCES[programme.insurance]
    return programme.name, zh, en.lower()


def _tell(people: Iterable[int], recorded: help_.Recorded, zh: str, en: str) -> None:
    """A notice in the inbox of everybody who has an account; the others read it at a counter or on paper."""
    accounts = identity.Account.objects.filter(person_id__in=list(people), is_active=True)
    cases.Notice.objects.bulk_create(
        cases.Notice(to_account=username, zh=zh, en=en, at=recorded.at)
        for username in accounts.order_by("username").values_list("username", flat=True)
    )  # fmt: skip
