"""One's own annuity account and personal pension: what came in, what is one's own, how it is drawn, and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.annuity.api import (
    AccountNow,
    Movement,
    PersonalPensionReport,
    Plan,
    accounts_of,
    month_payment,
    movements_of,
    not_vested,
    personal_pension_of,
    vested,
)
from renshe.kernel.periods import Month, month_containing
from renshe.laws import library
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, PENSION
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.explanation_page import TEMPLATE, ExplanationPage, explanation_page
from renshe.portals.layout.formats import month

PARTS = ("own", "open", "payment")


@dataclass(frozen=True, kw_only=True)
class Move:
    """One movement of the account, in words."""

    period: int
    kind: str
    part: str
    fen: int


@dataclass(frozen=True, kw_only=True)
class AnnuityPage:
    """What `citizen/pages/annuity.html` may use. `payment` is this month's, absent before drawing was decided."""

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


@dataclass(frozen=True, kw_only=True)
class PersonalPensionPage:
    """What `citizen/pages/personal_pension.html` may use: the bank's reports by year; `bank` is "" without an account."""

    bank: str
    balance_fen: int
    cap_fen: int
    reports: tuple[PersonalPensionReport, ...]


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
        return PersonalPensionPage(bank="", balance_fen=0, cap_fen=cap, reports=())
    return PersonalPensionPage(
        bank=found.pension.bank, balance_fen=found.balance_fen, cap_fen=cap, reports=found.reports
    )


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


def _pays(one: AccountNow, now: Month) -> bool:
    return one.payout is not None and now >= one.payout.starts_month and one.balance.total_fen > 0


def _payment(one: AccountNow, now: Month) -> Amount | None:
    if not _pays(one, now) or one.payout is None:
        return None
    fen = int(month_payment(payout=one.payout, period=now, explain=library.explain).value)
    return Amount(fen=fen, explain_url=_at(one.account.pk, "payment"))


def _way(one: AccountNow) -> str:
    if one.payout is None:
        return ""
    ways = {
        "monthly": _("按月领取，共{months}个月").format(months=one.payout.months),
        "lump": _("一次领取"),
        "insurance": _("购买商业养老保险"),
    }
    since = _("{month}起").format(month=month(one.payout.starts_month))
    return f"{ways[one.payout.way]} · {since}"


def _at(number: int, part: str) -> str:
    return reverse("citizen:explain_annuity", kwargs={"number": number, "part": part})
