"""Money of public bodies' months: what is declared and not paid, and recording what came, whole, under its number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.institution_staff import api as staff
from renshe.flows import institution_to_ledger as ledger
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import Month
from renshe.portals.finance.one_off import POST, actor
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.typed import Asked
from renshe.portals.signin.trying import tried

TEMPLATE = "finance/pages/institution.html"
TYPED = ("number", "amount", "received_on", "external_ref")


@dataclass(frozen=True, kw_only=True)
class BodyMonth:
    """One month of one body (fen); `received_on` and `external_ref` are empty until it is paid."""

    number: int
    employer: str
    period: Month
    heads: int
    employer_fen: int
    personal_fen: int
    due_fen: int
    received_on: dt.date | None
    external_ref: str


@dataclass(frozen=True, kw_only=True)
class InstitutionMoneyPage:
    """What `finance/pages/institution.html` may use. `typed` keeps what was typed with what was not taken."""

    waiting: tuple[BodyMonth, ...]
    waiting_fen: int
    paid: tuple[BodyMonth, ...]
    may_record: bool
    problems: tuple[Problem, ...]
    typed: dict[str, str]


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def institution(visit: Visit) -> InstitutionMoneyPage | HttpResponse:
    """Show what is owed and paid; a post records the money of one month."""
    place = own_place(visit, "books.look")
    if visit.request.method != "POST":
        return _page(visit, place)
    by = actor(visit, action=POST, place=place)
    asked = Asked(act="receive", record=0, typed=visit.request.POST.dict())
    file = asked.number("number")
    if file not in {one.pk for one in staff.unpaid_files(place=stem(place))}:
        raise Http404
    money = staff.Money(
        amount_fen=asked.fen("amount"),
        received_on=asked.day("received_on"),
        external_ref=asked.text("external_ref"),
    )
    hand = staff.ByHand(by=by, at=visit.now, today=visit.today)
    made, problems = tried(lambda: ledger.month_received(file_id=file, money=money, hand=hand))
    if made is None:
        page = _page(visit, place, problems=problems, typed={key: asked.text(key) for key in TYPED})
        return FINANCE.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("finance:institution") + "#paid")


def _page(
    visit: Visit,
    place: str,
    *,
    problems: tuple[Problem, ...] = (),
    typed: dict[str, str] | None = None,
) -> InstitutionMoneyPage:
    waiting = tuple(_month(one) for one in staff.unpaid_files(place=stem(place)))
    return InstitutionMoneyPage(
        waiting=waiting,
        waiting_fen=sum(one.due_fen for one in waiting),
        paid=tuple(_month(one) for one in staff.paid_files(place=stem(place))),
        may_record=may_at(visit, action=POST, place=place),
        problems=problems,
        typed=typed
        or {"number": "", "amount": "", "received_on": visit.today.isoformat(), "external_ref": ""},
    )


def _month(file: staff.MonthFile) -> BodyMonth:
    receipt = file.receipt if hasattr(file, "receipt") else None
    return BodyMonth(
        number=file.pk,
        employer=file.employer.name,
        period=file.period,
        heads=file.heads,
        employer_fen=file.employer_fen,
        personal_fen=file.personal_fen,
        due_fen=file.due_fen,
        received_on=receipt.received_on if receipt else None,
        external_ref=receipt.external_ref if receipt else "",
    )
