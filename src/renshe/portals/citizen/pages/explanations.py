"""Every amount of the citizen's pages explained, each under its own address."""

from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.contributions.api import Bill, bill_detail
from renshe.domains.funds.api import AccountYear, account_years
from renshe.domains.pension.api import PersonPension, person_pension
from renshe.domains.registry.api import everybody_who_is
from renshe.kernel.periods import month_containing
from renshe.kernel.rules import Explanation
from renshe.laws import library
from renshe.portals.citizen.career import career
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.pages.account import AccountYearRow, open_rows
from renshe.portals.citizen.pages.contribution_year import row_of
from renshe.portals.citizen.portal import CITIZEN, CONTRIBUTIONS, PENSION
from renshe.portals.citizen.retirement import TARGETS, explain_retirement
from renshe.portals.layout.access import Visit
from renshe.portals.layout.explaining_contributions import explain_contribution, recorded_of
from renshe.portals.layout.explaining_pensions import (
    PARTS,
    explain_award,
    explain_monthly,
    explain_payment,
)
from renshe.portals.layout.explanation_page import (
    TEMPLATE,
    ExplanationPage,
    explanation_page,
)
from renshe.portals.layout.explanation_view import Origin
from renshe.portals.layout.formats import month
from renshe.portals.layout.recorded import Term, recorded_sum


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
        origins={"declared_wage": Origin(label=detail.payer_name, url="")},
    )


@CITIZEN.page(template=TEMPLATE, access=CONTRIBUTIONS)
def account_explanation(visit: Visit, *, year: int, part: str) -> ExplanationPage:
    """Explain a year of the account: its credits, its interest or its closing balance."""
    person = myself(visit)
    closed = account_years(person_id=person.pk)
    entries = career(person_id=person.pk, place=person.residence_place)
    found = next((one for one in closed if one.year == year), None)
    if found is not None:
        product = next((one.credit_product_fen for one in entries if one.year == year), 0)
        explanation, recorded = _closed_year(
            found, part=part, product=product, place=person.residence_place[:6]
        )
    else:
        explanation, recorded = _open_year(
            next((r for r in open_rows(closed=closed, entries=entries) if r.year == year), None),
            part=part,
        )
    return explanation_page(
        request=visit.request,
        explanation=explanation,
        about=_("{year}年个人账户").format(year=year),
        recorded_fen=recorded,
        back_url=reverse("citizen:account"),
        back_title=_("个人账户"),
        origins={
            "account_year_credit": Origin(
                label=_("缴费记录"),
                url=reverse("citizen:contribution_year", kwargs={"year": year}),
            )
        },
    )


def _closed_year(
    year: AccountYear, *, part: str, product: int, place: str
) -> tuple[Explanation, int]:
    recorded = {
        "credit": year.credit_fen,
        "interest": year.interest_fen,
        "closing": year.closing_fen,
    }
    if part not in recorded:
        raise Http404
    if part == "credit":
        return _credits(year.credit_fen), year.credit_fen
    if year.payout_fen and part == "closing":
        terms = (
            Term(name="opening", zh="年初储存额", en="Opening balance", fen=year.opening_fen),
            Term(name="credit", zh="当年记入", en="Credited in the year", fen=year.credit_fen),
            Term(name="interest", zh="当年利息", en="Interest of the year", fen=year.interest_fen),
            Term(
                name="payout",
                zh="支付与转移",
                en="Paid out and transferred",
                fen=year.payout_fen,
                taken_off=True,
            ),
        )
        total = recorded_sum(name="closing", zh="年末储存额", en="Closing balance", terms=terms)
        return total, year.closing_fen
    facts = {
        "account_opening_balance": year.opening_fen,
        "account_year": year.year,
        "account_year_credit": year.credit_fen,
        "account_year_credit_product": product,
    }
    target = "account_year_interest" if part == "interest" else "account_closing_balance"
    return (
        library.explain(target, facts, place=place, on=date(year.year, 12, 31)),
        recorded[part],
    )


def _open_year(row: AccountYearRow | None, *, part: str) -> tuple[Explanation, int]:
    if row is None or part not in ("credit", "closing"):
        raise Http404
    credited = row.credited.fen or 0
    if part == "credit":
        return _credits(credited), credited
    terms = (
        Term(name="opening", zh="年初储存额", en="Opening balance", fen=row.opening_fen),
        Term(name="credit", zh="当年已记入", en="Credited so far", fen=credited),
    )
    total = recorded_sum(
        name="closing", zh="目前储存额（未含当年利息）", en="Balance so far, without interest", terms=terms
    )
    return total, row.opening_fen + credited


def _credits(fen: int) -> Explanation:
    term = Term(
        name="account_year_credit",
        zh="当年各月记入个人账户的合计",
        en="Sum of the months credited to the account",
        fen=fen,
    )
    return recorded_sum(name="credits", zh="当年记入", en="Credited in the year", terms=(term,))


@CITIZEN.page(template=TEMPLATE, access=PENSION)
def pension_explanation(visit: Visit, *, part: str) -> ExplanationPage:
    """Explain the pension now (`total`), as it was awarded (`award`), or one of the award's components."""
    found = _pension_of(visit)
    award = found.current
    if award is None:
        raise Http404
    if part == "total" and found.adjustments:
        explanation = explain_monthly(award=award, adjustments=found.adjustments)
        recorded = int(explanation.value)
    else:
        explanation, recorded = explain_award(
            award=award, part="award" if part == "total" else part
        )
    return explanation_page(
        request=visit.request,
        explanation=explanation,
        about=_("{month}起发放的养老金").format(month=month(award.starts_month)),
        recorded_fen=recorded,
        back_url=reverse("citizen:pension"),
        back_title=_("养老金"),
        origins=_career_origin() | _part_origins(),
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
        origins=_part_origins(),
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


def _pension_of(visit: Visit) -> PersonPension:
    everybody = everybody_who_is(person_id=myself(visit).pk)
    return person_pension(person_ids=everybody, month=month_containing(visit.today))


def _part_origins() -> dict[str, Origin]:
    """Parts of a sum lead on to their own explanations."""
    return {
        part: Origin(
            label=_("怎么算的"), url=reverse("citizen:explain_pension", kwargs={"part": part})
        )
        for part in PARTS
    }


def _career_origin() -> dict[str, Origin]:
    origin = Origin(label=_("缴费记录"), url=reverse("citizen:contributions"))
    return dict.fromkeys(("career", "contribution_months", "deemed_months"), origin)
