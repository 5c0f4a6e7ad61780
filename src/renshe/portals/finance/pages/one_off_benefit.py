"""One benefit that is paid once: what it is made of, where it goes, every attempt to pay it, and another account for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_bank_account, mask_name
from renshe.domains.pension.api import SurvivorsBenefit, redirect_benefit
from renshe.portals.finance.one_off import POST, RELATIONS, actor, batch_url, explained
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.finance.survivors import PARTS, decided_fen, explanation_of
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page
from renshe.portals.signin.trying import tried

TEMPLATE = "finance/pages/one_off_benefit.html"
TYPED = ("bank_code", "account_number", "account_name", "reason")


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One attempt to pay the benefit."""

    instruction: str
    batch_url: str
    account: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class BenefitPage:
    """What `finance/pages/one_off_benefit.html` may use. What was typed stays where it was refused."""

    case_number: str
    deceased: str
    claimant: str
    relation: str
    account: str
    bank_code: str
    funeral: Amount
    grant: Amount
    total: Amount
    granted_at: datetime
    signed_by: tuple[str, ...]
    paid_on: date | None
    cancelled_on: date | None
    attempts: tuple[Attempt, ...]
    may_redirect: bool
    typed: dict[str, str]
    problems: tuple[Problem, ...]


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def one_off_benefit(visit: Visit, *, number: int) -> BenefitPage | HttpResponse:
    """Show a benefit; a post sends it to another account of the claimant's own, while no batch holds it."""
    benefit = _benefit(visit, number)
    if visit.request.method != "POST":
        return _page(visit, benefit)
    by = actor(visit, action=POST, place=benefit.place)
    typed = {name: visit.request.POST.get(name, "").strip() for name in TYPED}
    done, problems = tried(
        lambda: redirect_benefit(benefit_id=number, by=by, at=visit.now, **typed)
    )
    if done is None:
        page = _page(visit, benefit, problems=problems, typed=typed)
        return FINANCE.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("finance:one_off_benefit", kwargs={"number": number}))


@FINANCE.page(template=EXPLANATION, access=BOOKS)
def survivors_explanation(visit: Visit, *, number: int, part: str) -> ExplanationPage:
    """Explain a part of a benefit, as it was determined: the same facts, place, day and knowledge."""
    benefit = _benefit(visit, number)
    if part not in PARTS:
        raise Http404
    known = PARTS[part]
    return explanation_page(
        request=visit.request,
        explanation=explanation_of(benefit, part=known),
        about=_("办件 {number}").format(number=benefit.case_number),
        recorded_fen=decided_fen(benefit, part=known),
        back_url=reverse("finance:one_off_benefit", kwargs={"number": number}),
        back_title=_("遗属待遇"),
    )


def _benefit(visit: Visit, number: int) -> SurvivorsBenefit:
    benefit = (
        SurvivorsBenefit.objects.filter(pk=number).select_related("claimant", "person").first()
    )
    if benefit is None:
        raise Http404
    if not may_at(visit, action="books.look", place=benefit.place):
        raise PermissionDenied
    return benefit


def _page(
    visit: Visit,
    benefit: SurvivorsBenefit,
    *,
    problems: tuple[Problem, ...] = (),
    typed: dict[str, str] | None = None,
) -> BenefitPage:
    lines = list(benefit.lines.order_by("batch_id"))
    free = benefit.paid_on is None and benefit.cancelled_on is None
    held = any(line.outcome in line.OPEN for line in lines)
    return BenefitPage(
        case_number=benefit.case_number,
        deceased=mask_name(benefit.person.name),
        claimant=mask_name(benefit.claimant.name),
        relation=_relation(benefit.relation),
        account=mask_bank_account(benefit.account_number),
        bank_code=benefit.bank_code,
        funeral=explained(benefit, "funeral", benefit.funeral_fen),
        grant=explained(benefit, "grant", benefit.grant_fen),
        total=explained(benefit, "total", benefit.total_fen),
        granted_at=benefit.granted_at,
        signed_by=(benefit.determined_by, benefit.reviewed_by, benefit.approved_by),
        paid_on=benefit.paid_on,
        cancelled_on=benefit.cancelled_on,
        attempts=tuple(
            Attempt(
                instruction=line.instruction,
                batch_url=batch_url(line.batch_id),
                account=mask_bank_account(line.account_number),
                outcome=line.outcome,
            )
            for line in lines
        ),
        may_redirect=free and not held and may_at(visit, action=POST, place=benefit.place),
        typed=typed or dict.fromkeys(TYPED, ""),
        problems=problems,
    )


def _relation(code: str) -> str:
    words = {"spouse": _("配偶"), "child": _("子女"), "parent": _("父母"), "other": _("其他继承人")}
    return words.get(code, str(RELATIONS.get(code, code)))
