"""My resident pension: this year's payment, the account by source and by year, every tier, and what it comes to at sixty."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.pension import api as pension
from renshe.domains.registry.api import Person
from renshe.domains.resident import api as resident
from renshe.flows import resident_account
from renshe.flows.resident_tiers import tiers_with_subsidy
from renshe.kernel.periods import month_containing
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, CONTRIBUTIONS
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.trying import tried

TEMPLATE = "citizen/pages/resident.html"
LEAVES = ("refunded", "inherited", "set_off", "returned", "restored")
COMES_OTHERWISE = ("opening", "converted")


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """An order that waits to be paid."""

    number: str
    year: int
    amount: Amount


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """What stands in the account from one source."""

    name: str
    fen: int


@dataclass(frozen=True, kw_only=True)
class TierLine:
    """One tier: what is paid and added a year, and what the pension at sixty comes to if it is paid from now on."""

    tier: int
    subsidy: Amount
    pension: Amount | None
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class YearLine:
    """One year of the account; `other` holds what is none of the usual kinds, `left` what went out."""

    year: int
    opening_fen: int
    own: Amount | None
    government: Amount | None
    collective: Amount | None
    interest: Amount | None
    other_fen: int
    drawn: Amount | None
    left_fen: int
    closing: Amount


@dataclass(frozen=True, kw_only=True)
class PayoutLine:
    """A refund or an inheritance, and how far it is."""

    what: str
    fen: int
    state: str
    on: dt.date


@dataclass(frozen=True, kw_only=True)
class ResidentPage:
    """What `citizen/pages/resident.html` may use. `joined_on` is None for whoever is not in the scheme: then `why_not` says what
    stands against joining, "" where nothing does. `drawing` is the pension that is paid already; `claim_url` is set from three
    months before sixty until it is claimed. `years_short` are missing for a pension if nothing more is paid."""

    joined_on: dt.date | None
    why_not: str
    join_url: str
    year: int
    state: str
    tone: str
    tier: int
    due: Amount | None
    may_order: bool
    orders: tuple[OrderLine, ...]
    years_paid: int
    years_missing: tuple[int, ...]
    balance: Amount
    sources: tuple[SourceLine, ...]
    drawing: Amount | None
    drawing_since: int
    claim_url: str
    pension_now: Amount | None
    pension_going_on: Amount | None
    years_short: int
    from_year: int
    tiers: tuple[TierLine, ...]
    years: tuple[YearLine, ...]
    payouts: tuple[PayoutLine, ...]
    services: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]


@CITIZEN.page(template=TEMPLATE, access=CONTRIBUTIONS)
def resident_pension(visit: Visit) -> ResidentPage | HttpResponse:
    """Show it; a post makes the order to pay this year (or the order of another open year stays)."""
    person = myself(visit)
    if visit.request.method != "POST":
        return _page(visit, person)
    if visit.account is None:
        raise PermissionDenied
    hand = resident.ByHand(by=visit.account.username, at=visit.now, today=visit.today)
    _order, problems = tried(
        lambda: resident.order_year(
            person_id=person.pk, year=visit.today.year, hand=hand, explain=library.explain
        )
    )
    if problems:
        page = _page(visit, person, problems=problems)
        return CITIZEN.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("citizen:resident"))


def _page(visit: Visit, person: Person, *, problems: tuple[Problem, ...] = ()) -> ResidentPage:
    participation = resident.last_participation(person_id=person.pk)
    year, live = visit.today.year, participation is not None and participation.ended_on is None
    payments = list(resident.payments_of(person_id=person.pk))
    tier = resident.tier_of_year(participation=participation, year=year) if participation else 0
    state, tone, due, may_order = (
        _this_year(person, payments, tier=tier, participation=participation, today=visit.today)
        if participation and live
        else ("", "", None, False)
    )
    held = resident_account.balance(person_id=person.pk) if participation else {}
    paid = resident.years_paid(person_id=person.pk) if participation else []
    first = participation.joined_on.year if participation else year
    award = pension.in_force(person_id=person.pk, kind="resident")
    outlook = _outlook(person, on=visit.today) if live and award is None else None
    return ResidentPage(
        joined_on=participation.joined_on if participation else None,
        why_not="" if participation else _why_not(person, on=visit.today),
        join_url=reverse("applying:start", kwargs={"code": "resident.enrol"}),
        year=year,
        state=state,
        tone=tone,
        tier=tier,
        due=due,
        may_order=may_order and visit.acting is None,
        orders=tuple(
            OrderLine(
                number=one.number, year=one.year, amount=_explained(one.amount_fen, one.year, "due")
            )
            for one in (resident.open_orders(person_id=person.pk) if live else [])
        ),
        years_paid=len(paid),
        years_missing=tuple(one for one in range(first, year) if one not in paid),
        balance=_explained(sum(held.values()), year, "balance"),
        sources=tuple(
            SourceLine(name=source_words(source), fen=held.get(source, 0))
            for source, _zh in resident.SOURCES
        ),
        drawing=_benefit(award, on=visit.today) if award else None,
        drawing_since=award.starts_month if award else 0,
        claim_url=_claim_url(person, on=visit.today) if live and award is None else "",
        pension_now=_pension(outlook, None, on=visit.today),
        pension_going_on=_pension(outlook, tier, on=visit.today) if live else None,
        years_short=_years_short(outlook, on=visit.today),
        from_year=person.birth_on.year + 60,
        tiers=_tiers(outlook, tier=tier, on=visit.today),
        years=tuple(
            reversed([_year_line(one) for one in resident_account.years(person_id=person.pk)])
        ),
        payouts=_payouts(person),
        services=_services() if live and award is None else (),
        problems=problems,
    )


def _benefit_url() -> str:
    return reverse("citizen:benefit", kwargs={"kind": "resident"})


def _benefit(award: pension.Award, *, on: dt.date) -> Amount:
    """The monthly pension now (its first month's where that is to come), with its page as the explanation."""
    now = max(month_containing(on), award.starts_month)
    parts = pension.monthly_amounts(award=award, until=now + 1)[now]
    return Amount(fen=sum(parts.values()), explain_url=_benefit_url())


def _claim_url(person: Person, *, on: dt.date) -> str:
    """The start of the claim for whoever is sixty or will be within three months."""
    sixty = month_containing(person.birth_on) + 720
    if sixty > month_containing(on) + 3:
        return ""
    return reverse("applying:start", kwargs={"code": "resident.claim_pension"})


def _this_year(
    person: Person, payments: list[resident.ResidentPayment], *, tier: int, participation: resident.Participation,
    today: dt.date,
) -> tuple[str, str, Amount | None, bool]:  # fmt: skip
    """How this year stands: words, tone, what is due, and whether it can be ordered."""
    paid = [one for one in payments if one.year == today.year]
    if paid:
        by = _("政府已代缴") if paid[0].channel == "government" else _("已缴")
        return by, "good", _explained(paid[0].amount_fen, today.year, "due"), False
    if person.birth_on.year + 60 < today.year:
        return _("已过缴费年龄"), "", None, False
    if today.month - 1 in {
        one % 12 for one in resident.employee_months(person_id=person.pk, year=today.year)
    }:
        return _("现在参加职工养老保险，今年不用缴"), "", None, False
    try:
        fen = resident.year_due(
            tier=tier, place=participation.place, on=today, explain=library.explain
        )
    except Refusal:
        return _("原来的档次今年已取消，请重新选一档"), "warn", None, False
    return _("还没有缴"), "warn", _explained(fen, today.year, "due"), True


def _why_not(person: Person, *, on: dt.date) -> str:
    """What the law says against joining now, in the reader's language; "" where nothing does."""
    facts = resident.joining_facts(
        person=person, place=person.residence_place, on=on, student=False, draws_other_pension=False
    )
    answer = str(
        library.explain("resident_joining", facts, place=person.residence_place[:6], on=on).value
    )
    return {
        "may_join": "",
        "under_sixteen": _("您还没有年满16周岁"),
        "pension_age_reached": _("您已年满60周岁，不再办理参保"),
        "insured_as_employee": _("您正在参加职工养老保险，不需要同时参加居民养老保险"),
        "registered_elsewhere": _("您的户籍不在本地，应当在户籍地参加"),
    }[answer]


def _outlook(person: Person, *, on: dt.date) -> resident.Outlook | None:
    """What projections rest on; None where the law says nothing of the place."""
    try:
        return resident_account.outlook(person_id=person.pk, on=on)
    except Refusal:
        return None


def _pension(outlook: resident.Outlook | None, tier: int | None, *, on: dt.date) -> Amount | None:
    """What the pension at sixty comes to by today's law; None where the years do not suffice or the law says nothing."""
    if outlook is None:
        return None
    try:
        facts = resident.projected(outlook, on=on, tier=tier, explain=library.explain)
        if facts["resident_years"] < _required(facts, place=outlook.place, on=on):
            return None
        told = library.explain("resident_pension", facts, place=outlook.place, on=on)
    except Refusal:
        return None
    return _explained(int(told.value), on.year, f"pension-{tier or 0}")


def _required(facts: dict[str, Any], *, place: str, on: dt.date) -> int:
    """The years that must have been paid. Raises Refusal."""
    return int(library.explain("resident_years_required", facts, place=place, on=on).value)


def _years_short(outlook: resident.Outlook | None, *, on: dt.date) -> int:
    """How many years are missing if nothing more is paid; 0 where they suffice or the law says nothing."""
    if outlook is None:
        return 0
    try:
        required = _required(outlook.facts, place=outlook.place, on=on)
    except Refusal:
        return 0
    return max(0, required - int(outlook.facts["resident_years"]))


def _tiers(outlook: resident.Outlook | None, *, tier: int, on: dt.date) -> tuple[TierLine, ...]:
    if outlook is None:
        return ()
    return tuple(
        TierLine(
            tier=one,
            subsidy=_explained(fen, on.year, f"subsidy-{one}"),
            pension=_pension(outlook, one, on=on),
            chosen=one == tier,
        )
        for one, fen in tiers_with_subsidy(place=outlook.place, on=on)
    )


def place_of(person: Person) -> str:
    """Whose law answers: that of the place that runs the participation, else of residence."""
    participation = resident.last_participation(person_id=person.pk)
    return participation.place if participation else person.residence_place[:6]


def _year_line(one: resident.AccountYear) -> YearLine:
    came = one.came
    government = came.get("subsidy", 0) + came.get("help", 0)
    return YearLine(
        year=one.year,
        opening_fen=one.opening_fen,
        own=_part(came.get("payment", 0), one.year, "own"),
        government=_part(government, one.year, "government"),
        collective=_part(came.get("collective", 0), one.year, "collective"),
        interest=_part(came.get("interest", 0), one.year, "interest"),
        other_fen=sum(came.get(kind, 0) for kind in COMES_OTHERWISE)
        + max(0, came.get("bridged", 0))
        + max(0, came.get("corrected", 0)),
        drawn=Amount(fen=came["pension"], explain_url=_benefit_url())
        if "pension" in came
        else None,
        left_fen=sum(came.get(kind, 0) for kind in LEAVES)
        + min(0, came.get("bridged", 0))
        + min(0, came.get("corrected", 0)),
        closing=_explained(one.closing_fen, one.year, "closing"),
    )


def _payouts(person: Person) -> tuple[PayoutLine, ...]:
    return tuple(
        PayoutLine(
            what={
                "refund": _("重复缴费退费"),
                "inheritance": _("个人账户继承"),
                "returned": _("重复领取清理退还"),
                "taken_wrong": _("收错退费"),
            }[one.kind],
            fen=one.amount_fen,
            state={"owed": _("待付"), "paid": _("已付"), "cancelled": _("已撤销")}[one.state],
            on=one.settled_on or one.owed_on,
        )
        for one in resident.payouts_of(person_id=person.pk)
    )


def _services() -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, reverse("applying:start", kwargs={"code": code}))
        for name, code in (
            (_("换一档缴费"), "resident.change_tier"),
            (_("补缴以前的年度"), "resident.pay_missing_years"),
            (_("两边都缴了，申请退费"), "resident.refund_double"),
            (_("以前的老农保余额并进来"), "resident.take_over_old_rural"),
            (_("和职工养老衔接，账户并到一处"), "pension.bridge_schemes"),
        )
    )


def source_words(source: str) -> str:
    """Whose money it was, in the reader's language."""
    return {
        "own": _("个人缴费"),
        "government": _("政府补贴"),
        "collective": _("集体补助"),
    }[source]


def _part(fen: int, year: int, part: str) -> Amount | None:
    return _explained(fen, year, part) if fen else None


def _explained(fen: int, year: int, part: str) -> Amount:
    parts = {"year": year, "part": part}
    return Amount(fen=fen, explain_url=reverse("citizen:explain_resident", kwargs=parts))
