"""Every amount of the citizen's pages explained, each under its own address."""

import re

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from renshe.domains.contributions.api import Bill, bill_detail, timeline_of
from renshe.domains.funds.api import account_years
from renshe.domains.pension.api import Adjustment, Award, PersonPension, person_pension
from renshe.domains.registry.api import everybody_who_is
from renshe.kernel.periods import month_containing, year_of
from renshe.portals.applying.portal import APPLY
from renshe.portals.citizen.account_explaining import (
    explain_closing,
    explain_credit,
    explain_interest,
    year_of_account,
)
from renshe.portals.citizen.benefits import benefit_name, benefit_url, part_url
from renshe.portals.citizen.career import career
from renshe.portals.citizen.grid import OWN
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.pages.contribution_year import row_of
from renshe.portals.citizen.portal import CITIZEN, CONTRIBUTIONS, PENSION
from renshe.portals.citizen.retirement import TARGETS, explain_retirement
from renshe.portals.layout.access import Visit
from renshe.portals.layout.explaining_contributions import explain_contribution, recorded_of
from renshe.portals.layout.explaining_pensions import (
    explain_adjustment,
    explain_award,
    explain_monthly,
    explain_payment,
    parts_of,
)
from renshe.portals.layout.explanation_page import (
    TEMPLATE,
    ExplanationPage,
    explanation_page,
)
from renshe.portals.layout.explanation_view import Origin
from renshe.portals.layout.formats import month
from renshe.portals.layout.recorded import recorded_figure

DISPUTE = "contributions.dispute_amount"
"""The service item by which an amount is disputed; it knows every address here that explains an amount."""
RISE = "adjustment-"
YEAR = re.compile(r"[0-9]{4}")


@CITIZEN.page(template=TEMPLATE, access=CONTRIBUTIONS)
def contribution_explanation(
    visit: Visit, *, bill: int, line_no: int, column: str
) -> ExplanationPage:
    """Explain one column of one's own contribution row. Somebody else's row is not found."""
    person = myself(visit)
    try:
        detail = bill_detail(bill_id=bill)
    except Bill.DoesNotExist:
        raise Http404 from None
    row = row_of(bill_id=bill, line_no=line_no)
    if row is None or row["person_id"] not in everybody_who_is(person_id=person.pk):
        raise Http404
    explanation = explain_contribution(
        row=row, column=column, person=person, employer=detail.bill.employer
    )
    year = int(row["period"]) // 12
    return explanation_page(
        request=visit.request,
        explanation=explanation,
        about=month(int(row["period"])),
        recorded_fen=recorded_of(row=row, column=column),
        back_url=reverse("citizen:contribution_year", kwargs={"year": year}),
        back_title=_("{year}年缴费").format(year=year),
        dispute_url=_dispute(visit),
        origins={"declared_wage": Origin(label=detail.payer_name, url="")},
    )


@CITIZEN.page(template=TEMPLATE, access=CONTRIBUTIONS)
def history_explanation(visit: Visit, *, period: int, employer: int, part: str) -> ExplanationPage:
    """Explain a month from before this system: only the old record is left, and that is said."""
    months = timeline_of(person_id=myself(visit).pk).months
    found = next(
        (
            one
            for one in months
            if one.period == period and one.bill_id is None and (one.employer_id or OWN) == employer
        ),
        None,
    )
    if found is None or part not in ("base", "credit"):
        raise Http404
    source = _("旧系统缴费记录（接管时没有逐项资料）")
    if part == "base":
        fen = found.base_fen
        figure = recorded_figure(
            name=part, zh="缴费基数", en="Contribution base", fen=fen, source=source
        )
    else:
        fen = found.credit_fen
        figure = recorded_figure(
            name=part, zh="记入个人账户", en="Credited to the account", fen=fen, source=source
        )
    return explanation_page(
        request=visit.request,
        explanation=figure,
        about=f"{month(period)} · {found.employer_name}",
        recorded_fen=fen,
        back_url=reverse("citizen:contribution_year", kwargs={"year": year_of(period)}),
        back_title=_("{year}年缴费").format(year=year_of(period)),
        dispute_url=_dispute(visit),
    )


@CITIZEN.page(template=TEMPLATE, access=CONTRIBUTIONS)
def account_explanation(visit: Visit, *, year: int, part: str) -> ExplanationPage:
    """Explain a year of the account: its credits, its interest or its closing balance."""
    person = myself(visit)
    entries = career(person_id=person.pk, place=person.residence_place)
    found = year_of_account(closed=account_years(person_id=person.pk), entries=entries, year=year)
    if part == "credit":
        months = timeline_of(person_id=person.pk).months
        explanation, recorded = explain_credit(year=found, months=months), found.credit_fen
    elif part == "closing":
        explanation, recorded = explain_closing(year=found), found.closing_fen
    elif part == "interest":
        product = next((one.credit_product_fen for one in entries if one.year == year), 0)
        explanation = explain_interest(
            year=found,
            product_fen=product,
            payments=_pension_of(visit).payments,
            place=person.residence_place[:6],
        )
        recorded = found.interest_fen or 0
    else:
        raise Http404
    return explanation_page(
        request=visit.request,
        explanation=explanation,
        about=_("{year}年个人账户").format(year=year),
        recorded_fen=recorded,
        back_url=reverse("citizen:account"),
        back_title=_("个人账户"),
        dispute_url=_dispute(visit),
        origins=_year_origins(year),
    )


def _year_origins(year: int) -> dict[str, Origin]:
    """Parts of a year's balance lead on to their own explanations."""
    return {
        part: Origin(
            label=_("怎么算的"),
            url=reverse("citizen:explain_account", kwargs={"year": year, "part": part}),
        )
        for part in ("credit", "interest")
    }


@CITIZEN.page(template=TEMPLATE, access=PENSION)
def pension_explanation(visit: Visit, *, part: str, kind: str = "") -> ExplanationPage:
    """Explain a benefit now (`total`), as it was awarded (`award`), one of its components, or one year's rise."""
    found = _pension_of(visit, kind=kind)
    award = found.current
    if award is None:
        raise Http404
    if part.startswith(RISE):
        rise = _rise(award, part.removeprefix(RISE))
        explanation, recorded = explain_adjustment(adjustment=rise), rise.amount_fen
    elif part == "total" and found.adjustments:
        explanation = explain_monthly(award=award, adjustments=found.adjustments)
        recorded = int(explanation.value)
    else:
        explanation, recorded = explain_award(
            award=award, part="award" if part == "total" else part
        )
    return explanation_page(
        request=visit.request,
        explanation=explanation,
        about=_("{month}起发放的{benefit}").format(
            month=month(award.starts_month), benefit=benefit_name(award.kind)
        ),
        recorded_fen=recorded,
        back_url=benefit_url(award.kind),
        back_title=benefit_name(award.kind),
        dispute_url=_dispute(visit),
        origins=_career_origin() | _part_origins(award.kind) | _rise_origins(found, award.kind),
    )


@CITIZEN.page(template=TEMPLATE, access=PENSION)
def payment_explanation(visit: Visit, *, batch: int, line_no: int) -> ExplanationPage:
    """Explain one month's payment: the components of the row and what was taken off."""
    payments = _pension_of(visit).payments
    line = next((p for p in payments if (p.batch_id, p.line_no) == (batch, line_no)), None)
    if line is None:
        raise Http404
    return explanation_page(
        request=visit.request,
        explanation=explain_payment(payment=line),
        about=_("{month}实发养老金").format(month=month(line.period)),
        recorded_fen=line.net_fen,
        back_url=reverse("citizen:pension"),
        back_title=_("养老金"),
        dispute_url=_dispute(visit),
        origins=_part_origins(line.benefit),
    )


@CITIZEN.page(template=TEMPLATE, access=PENSION)
def retirement_explanation(visit: Visit, *, target: str) -> ExplanationPage:
    """Explain when one may retire, and how many months are needed and still missing."""
    if target not in TARGETS:
        raise Http404
    explanation = explain_retirement(person=myself(visit), target=target, on=visit.today)
    return explanation_page(
        request=visit.request,
        explanation=explanation,
        about=_("什么时候可以领养老金"),
        back_url=reverse("citizen:pension"),
        back_title=_("养老金"),
        origins=_career_origin(),
    )


def _dispute(visit: Visit) -> str:
    """Where the amount of this page is disputed, with its own address handed over; "" for whoever may not apply."""
    if not APPLY.allows(visit):
        return ""
    address = urlencode({"address": visit.request.path})
    return f"{reverse('applying:start', kwargs={'code': DISPUTE})}?{address}"


def _pension_of(visit: Visit, *, kind: str = "") -> PersonPension:
    everybody = everybody_who_is(person_id=myself(visit).pk)
    return person_pension(person_ids=everybody, month=month_containing(visit.today), kind=kind)


def _part_origins(kind: str) -> dict[str, Origin]:
    """Parts of a sum lead on to their own explanations."""
    return {part: Origin(label=_("怎么算的"), url=part_url(kind, part)) for part in parts_of(kind)}


def _rise(award: Award, year: str) -> Adjustment:
    found = award.adjustments.filter(year=int(year)).first() if YEAR.fullmatch(year) else None
    if found is None:
        raise Http404
    return found


def _rise_origins(found: PersonPension, kind: str) -> dict[str, Origin]:
    """Each year's rise leads on to the plan that gave it."""
    return {
        f"adjustment_{year}": Origin(
            label=_("怎么算的"),
            url=part_url(kind, f"{RISE}{year}"),
        )
        for year, _fen in found.adjustments
    }


def _career_origin() -> dict[str, Origin]:
    origin = Origin(label=_("缴费记录"), url=reverse("citizen:contributions"))
    return dict.fromkeys(("career", "contribution_months", "deemed_months"), origin)
