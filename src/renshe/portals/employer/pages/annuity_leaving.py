"""Who left and still stands in the employer's annuity plan: what the law leaves them, confirmed by the employer one by one."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.annuity.api import Account, Recorded, not_vested
from renshe.domains.enrolment.api import LEAVE_REASONS
from renshe.domains.identity.api import mask_name
from renshe.flows.annuity_leaving import Departure, confirm_departure, departure, departures
from renshe.kernel.periods import Month, month_containing
from renshe.laws import library
from renshe.portals.employer.office import my_employer
from renshe.portals.employer.portal import DECLARE, EMPLOYER, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.casefile.words import either
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page
from renshe.portals.signin.trying import tried

TEMPLATE = "employer/pages/annuity_leaving.html"
MOST = 100


@dataclass(frozen=True, kw_only=True)
class Leaver:
    """One who left: `back` is what would go back to the plan, `keeps_fen` what stays the person's; `sure` says that the reason
    on record vests the whole, so that nothing has to be chosen."""

    number: int
    name: str
    last_month: Month
    reason: str
    sure: bool
    back: Amount
    keeps_fen: int
    next_employer: str


@dataclass(frozen=True, kw_only=True)
class LeavingPage:
    """What `employer/pages/annuity_leaving.html` may use."""

    employer_name: str
    leavers: tuple[Leaver, ...]
    problems: tuple[Problem, ...]


@EMPLOYER.page(template=TEMPLATE, access=LOOK)
def annuity_leaving(visit: Visit) -> LeavingPage:
    """List everybody who is no longer insured through the employer and was not confirmed yet."""
    return _page(visit, ())


@EMPLOYER.page(template=TEMPLATE, access=DECLARE)
def annuity_left(visit: Visit, *, number: int) -> HttpResponse:
    """Confirm one: what is not vested goes back. Whether it was a case of the law is said by the employer."""
    if visit.request.method != "POST" or visit.account is None:
        return HttpResponseRedirect(reverse("employer:annuity_leaving"))
    recorded = Recorded(
        by=visit.account.username, at=visit.now, known_on=visit.today, reason="employer confirmed"
    )
    _left, problems = tried(
        lambda: confirm_departure(
            employer_id=my_employer(visit).pk, account_id=number, recorded=recorded,
            at_once=visit.request.POST.get("at_once") == "yes", month=month_containing(visit.today),
        )
    )  # fmt: skip
    if problems:
        page = _page(visit, problems)
        return EMPLOYER.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("employer:annuity_leaving"))


@EMPLOYER.page(template=EXPLANATION, access=LOOK)
def annuity_back(visit: Visit, *, number: int) -> ExplanationPage:
    """Why so much would go back, by the plan and the law."""
    account = (
        Account.objects.filter(
            pk=number, plan__employer_id=my_employer(visit).pk, left_month__isnull=True
        )
        .select_related("plan", "person")
        .first()
    )
    one = account and departure(account=account, month=month_containing(visit.today))
    if account is None or one is None:
        raise Http404
    found = not_vested(
        account=account, on=one.last_month, at_once=one.at_once, explain=library.explain
    )
    return explanation_page(
        request=visit.request, explanation=found, about=mask_name(account.person.name),
        back_url=reverse("employer:annuity_leaving"), back_title=_("离开年金方案的人"),
    )  # fmt: skip


def _page(visit: Visit, problems: tuple[Problem, ...]) -> LeavingPage:
    employer = my_employer(visit)
    found = departures(employer_id=employer.pk, month=month_containing(visit.today))
    return LeavingPage(
        employer_name=employer.name, leavers=tuple(_leaver(one) for one in found[:MOST]), problems=problems
    )  # fmt: skip


def _leaver(one: Departure) -> Leaver:
    known = LEAVE_REASONS.get(one.reason)
    url = reverse("employer:annuity_back", kwargs={"number": one.account.pk})
    back = one.back_at_once_fen if one.at_once else one.back_fen
    return Leaver(
        number=one.account.pk, name=mask_name(one.name), last_month=one.last_month,
        reason=either(known.zh, known.en) if known else "", sure=one.at_once or not one.back_fen,
        back=Amount(fen=back, explain_url=url), keeps_fen=one.keeps_fen + one.back_fen - back,
        next_employer=one.next_plan.employer.name if one.next_plan else "",
    )  # fmt: skip
