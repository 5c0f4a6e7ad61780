"""One's own annuity account and personal pension: what came in, what is one's own, how it is drawn, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renshe.domains.annuity.api import (
    CASES,
    AccountNow,
    Movement,
    PersonalNow,
    PersonalPensionReport,
    Plan,
    accounts_of,
    due_months,
    failed_lines,
    month_payment,
    movements_of,
    newest_targets,
    not_vested,
    personal_pension_of,
    vested,
)
from renshe.kernel.periods import Month, month_containing
from renshe.kernel.rules import Explanation, Refusal
from renshe.laws import library
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, PENSION
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.codes import code_words
from renshe.portals.layout.explanation_page import TEMPLATE, ExplanationPage, explanation_page
from renshe.portals.layout.formats import month

PARTS = ("own", "open", "payment")
RATES = (3, 10, 20, 25, 30, 35, 45)
# Rates of the income tax on comprehensive income, in percent: the first table of the income tax law.


@dataclass(frozen=True, kw_only=True)
class Move:
    """One movement of the account, in words."""

    period: int
    kind: str
    part: str
    fen: int


@dataclass(frozen=True, kw_only=True)
class AnnuityPage:
    """What `citizen/pages/annuity.html` may use. `payment` is this month's, absent before drawing was decided; `returned` counts
    payments that came back and wait for another account."""

    kind: str
    employer: str
    trustee: str
    number: str
    employer_rate: str
    personal_rate: str
    vesting_years: int
    joined: int
    left: int | None
    own_fen: int
    vested: Amount
    open: Amount
    notional_fen: int
    total_fen: int
    way: str
    payment: Amount | None
    moves: tuple[Move, ...]
    returned: int = 0


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What the newest year saves in income tax for whoever has this highest rate."""

    rate: str
    amount: Amount


@dataclass(frozen=True, kw_only=True)
class PersonalPensionPage:
    """What `citizen/pages/personal_pension.html` may use: the bank's reports by year; `bank` is "" without an account."""

    bank: str
    balance_fen: int
    cap_fen: int
    reports: tuple[PersonalPensionReport, ...]
    year: int | None
    saved: tuple[Saved, ...]
    cases: tuple[str, ...]


@CITIZEN.page(template="citizen/pages/annuity.html", access=PENSION)
def annuity(visit: Visit, *, number: int) -> AnnuityPage:
    """Show one of one's own accounts; somebody else's is not found."""
    one = _mine(visit, number)
    account, plan, now = one.account, one.account.plan, month_containing(visit.today)
    share = vested(
        account=account, on=now, at_once=one.payout is not None, explain=library.explain, balance=one.balance
    )  # fmt: skip
    own = int(share.value)
    return AnnuityPage(
        kind=kind_words(plan.kind), employer=plan.employer.name, trustee=plan.trustee, number=plan.number,
        employer_rate=f"{plan.employer_rate / 100:g}%", personal_rate=f"{plan.personal_rate / 100:g}%",
        vesting_years=plan.full_vesting_years, joined=account.joined_month, left=account.left_month,
        own_fen=one.balance.personal_fen,
        vested=Amount(fen=own, explain_url=_at(number, "own")),
        open=Amount(fen=one.balance.employer_fen - own, explain_url=_at(number, "open")),
        notional_fen=one.balance.notional_fen, total_fen=one.balance.total_fen,
        way=_way(one), payment=_payment(one, now),
        moves=tuple(
            Move(period=row.period, kind=move_words(row.kind), part=part_words(row.part), fen=row.amount_fen)
            for row in movements_of(account_id=account.pk)
        ),
        returned=_returned(one),
    )  # fmt: skip


@CITIZEN.page(template=TEMPLATE, access=PENSION)
def annuity_explanation(visit: Visit, *, number: int, part: str) -> ExplanationPage:
    """Why so much of the employer's part is one's own, why the rest is not, or what a month pays."""
    one, now = _mine(visit, number), month_containing(visit.today)
    if part == "own":
        found = vested(
            account=one.account, on=now, at_once=one.payout is not None, explain=library.explain
        )
    elif part == "open":
        found = not_vested(
            account=one.account, on=now, at_once=one.payout is not None, explain=library.explain
        )
    elif part == "payment" and one.payout is not None and _pays(one, now):
        found = month_payment(payout=one.payout, period=now, explain=library.explain)
    else:
        raise Http404
    return explanation_page(
        request=visit.request, explanation=found, about=kind_words(one.account.plan.kind),
        back_url=reverse("citizen:annuity", kwargs={"number": number}), back_title=_("年金账户"),
    )  # fmt: skip


@CITIZEN.page(template="citizen/pages/personal_pension.html", access=PENSION)
def personal_pension(visit: Visit) -> PersonalPensionPage:
    """Show what the bank reported, year by year."""
    found = personal_pension_of(person_id=myself(visit).pk)
    cap = int(library.explain("personal_pension_cap", {}, place="CN", on=visit.today).value)
    if found is None:
        return PersonalPensionPage(
            bank="", balance_fen=0, cap_fen=cap, reports=(), year=None, saved=(), cases=_cases()
        )
    banks = dict.fromkeys(one.bank or found.pension.bank for one in found.reports)
    return PersonalPensionPage(
        bank=_("、").join(banks) or found.pension.bank, balance_fen=found.balance_fen, cap_fen=cap,
        reports=found.reports, year=found.year, saved=_saved(found), cases=_cases(),
    )  # fmt: skip


@CITIZEN.page(template=TEMPLATE, access=PENSION)
def tax_saved_explanation(visit: Visit, *, rate: int) -> ExplanationPage:
    """How the newest year's saving follows from what was paid and the highest rate that applies."""
    found = personal_pension_of(person_id=myself(visit).pk)
    if found is None or found.year is None or rate not in RATES:
        raise Http404
    return explanation_page(
        request=visit.request, explanation=_tax_saved(found, rate), about=_("个人养老金少缴的税"),
        back_url=reverse("citizen:personal_pension"), back_title=_("个人养老金"),
    )  # fmt: skip


def _tax_saved(found: PersonalNow, rate: int) -> Explanation:
    assert found.year is not None
    facts = {"personal_pension_paid": found.paid_fen, "marginal_tax_rate": Fraction(rate, 100)}
    # The law of the announcement holds from 2024 on; an earlier year is refused by it.
    return library.explain(
        "personal_pension_tax_saved", facts, place="CN", on=date(found.year, 12, 31)
    )


def _saved(found: PersonalNow) -> tuple[Saved, ...]:
    if found.year is None:
        return ()
    try:
        return tuple(
            Saved(
                rate=f"{rate}%",
                amount=Amount(
                    fen=int(_tax_saved(found, rate).value),
                    explain_url=reverse("citizen:explain_tax_saved", kwargs={"rate": rate}),
                ),
            )
            for rate in RATES
        )
    except Refusal:
        return ()


def _cases() -> tuple[str, ...]:
    """What opens a personal pension, in words (since 2025-09-01)."""
    return tuple(code_words(code) for code in CASES if code != "death")


def kind_words(kind: str) -> str:
    """What a plan's kind is called."""
    return _("企业年金") if kind == Plan.Kind.ENTERPRISE else _("职业年金")


def move_words(kind: str) -> str:
    """What a movement is called."""
    return {
        "contribution": _("缴费"), "return": _("投资收益"), "interest": _("记账利息"),
        "forfeiture": _("未归属部分收回"), "transfer_out": _("转出"), "transfer_in": _("转入"),
        "made_real": _("记实"), "payout": _("领取"),
    }[kind]  # fmt: skip


def part_words(part: str) -> str:
    """What a part of an account is called."""
    return {
        Movement.Part.EMPLOYER: _("单位缴费部分"), Movement.Part.PERSONAL: _("个人缴费部分"),
        Movement.Part.NOTIONAL: _("单位缴费记账部分"),
    }[Movement.Part(part)]  # fmt: skip


def _mine(visit: Visit, number: int) -> AccountNow:
    found = accounts_of(person_id=myself(visit).pk)
    one = next((one for one in found if one.account.pk == number), None)
    if one is None:
        raise Http404
    return one


def _returned(one: AccountNow) -> int:
    """Payments that came back and go out again only to another account than the one they were sent to."""
    if one.payout is None:
        return 0
    newest = newest_targets(payout_ids=[one.payout.pk]).get(one.payout.pk)
    waiting = failed_lines(trustee=one.account.plan.trustee)
    return sum(
        1 for line in waiting if line.payout_id == one.payout.pk and line.target_id == newest
    )


def _pays(one: AccountNow, now: Month) -> bool:
    return one.payout is not None and now in due_months(payout=one.payout, period=now)


def _payment(one: AccountNow, now: Month) -> Amount | None:
    if not _pays(one, now) or one.payout is None:
        return None
    fen = int(month_payment(payout=one.payout, period=now, explain=library.explain).value)
    return Amount(fen=fen, explain_url=_at(one.account.pk, "payment"))


def _way(one: AccountNow) -> str:
    if one.payout is None:
        return ""
    ways = {
        "monthly": ngettext(
            "按月领取，共{months}个月", "按月领取，共{months}个月", one.payout.months
        ).format(months=one.payout.months),
        "instalments": _("分次领取，共{count}次，每{months}个月一次").format(
            count=one.payout.months, months=one.payout.every_months
        ),
        "lump": _("一次领取"),
        "insurance": _("购买商业养老保险"),
    }
    since = _("{month}起").format(month=month(one.payout.starts_month))
    return f"{ways[one.payout.way]} · {since}"


def _at(number: int, part: str) -> str:
    return reverse("citizen:explain_annuity", kwargs={"number": number, "part": part})
