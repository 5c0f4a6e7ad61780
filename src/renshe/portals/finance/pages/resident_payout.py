"""One payout of a resident account: what it is made of, where it goes, every attempt to pay it, and another account for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.identity.api import mask_bank_account, mask_name
from renshe.domains.resident import api as resident
from renshe.portals.finance.one_off import POST, actor
from renshe.portals.finance.pages.one_off_benefit import Attempt
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.finance.residents import (
    batch_url,
    hand_of,
    payout_url,
    payout_words,
    source_words,
)
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.trying import tried

TEMPLATE = "finance/pages/resident_payout.html"
TYPED = ("bank_code", "account_number", "account_name", "reason")


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """One amount that left the account for it: of which year and source."""

    year: int
    source: str
    fen: int


@dataclass(frozen=True, kw_only=True)
class PayoutPage:
    """What `finance/pages/resident_payout.html` may use. `parts` are what the amount is the sum of; what was typed stays where
    it was refused. `case_url` leads to the case for whoever may see it."""

    case_number: str
    case_url: str
    what: str
    state: str
    holder: str
    name: str
    bank_code: str
    account: str
    fen: int
    parts: tuple[PartRow, ...]
    owed_on: date
    approved_by: str
    settled_on: date | None
    settled_by: str
    how: str
    how_why: str
    voucher: str
    attempts: tuple[Attempt, ...]
    may_redirect: bool
    typed: dict[str, str]
    problems: tuple[Problem, ...]


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def resident_payout(visit: Visit, *, number: int) -> PayoutPage | HttpResponse:
    """Show a payout; a post sends it to another account of the same payee, while no batch holds it."""
    payout = _payout(visit, number)
    if visit.request.method != "POST":
        return _page(visit, payout)
    by = actor(visit, action=POST, place=payout.place)
    typed = {name: visit.request.POST.get(name, "").strip() for name in TYPED}
    reason, payee = typed["reason"], resident.PayTo(**{name: typed[name] for name in TYPED[:3]})
    done, problems = tried(
        lambda: resident.redirect_payout(
            payout_id=number, payee=payee, reason=reason, hand=hand_of(visit, by)
        )
    )
    if done is None:
        page = _page(visit, payout, problems=problems, typed=typed)
        return FINANCE.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(payout_url(number))


def parts_of(payout: resident.ResidentPayout) -> tuple[PartRow, ...]:
    """The amounts that left the account for a payout, by year and source; the payout is their sum."""
    left = resident.credits_of(person_id=payout.person_id).filter(
        cause=f"{payout.kind}:{payout.case_number}", amount_fen__lt=0
    )
    return tuple(
        PartRow(year=row.year, source=source_words(row.source), fen=-row.amount_fen) for row in left
    )


def _payout(visit: Visit, number: int) -> resident.ResidentPayout:
    payout = resident.payout_by(payout_id=number)
    if payout is None:
        raise Http404
    if not may_at(visit, action="books.look", place=payout.place):
        raise PermissionDenied
    return payout


def _page(
    visit: Visit,
    payout: resident.ResidentPayout,
    *,
    problems: tuple[Problem, ...] = (),
    typed: dict[str, str] | None = None,
) -> PayoutPage:
    lines = resident.lines_of_payout(payout_id=payout.pk)
    held = any(line.outcome in line.OPEN for line in lines)
    sees_case = payout.kind != "taken_wrong" and may_at(visit, action="case.look", place=payout.place)  # fmt: skip
    return PayoutPage(
        case_number=payout.case_number,
        case_url=reverse("casework:case", kwargs={"number": payout.case_number}) if sees_case else "",
        what=payout_words(payout.kind),
        state=payout.state,
        holder=mask_name(payout.person.name),
        name=mask_name(payout.account_name),
        bank_code=payout.bank_code,
        account=mask_bank_account(payout.account_number),
        fen=payout.amount_fen,
        parts=parts_of(payout),
        owed_on=payout.owed_on,
        approved_by=payout.approved_by,
        settled_on=payout.settled_on,
        settled_by=payout.settled_by or "",
        how=payout.paid_how,
        how_why=payout.how_why,
        voucher=payout.external_ref or "",
        attempts=tuple(
            Attempt(
                instruction=line.instruction,
                batch_url=batch_url(line.batch_id),
                account=mask_bank_account(line.account_number),
                outcome=line.outcome,
            )
            for line in lines
        ),
        may_redirect=payout.state == "owed" and not held and may_at(visit, action=POST, place=payout.place),
        typed=typed or dict.fromkeys(TYPED, ""),
        problems=problems,
    )  # fmt: skip
