"""One person's contributions for one month, as the bill holds them: down to the declaration, up to the books."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.contributions.api import BillDetail, Declaration, bill_lines
from renshe.domains.registry.api import Employer, person
from renshe.portals.finance.books import batch_address
from renshe.portals.finance.pages.bill import bill_of_place
from renshe.portals.finance.portal import CONTRIBUTIONS, FINANCE
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.explaining_contributions import explain_contribution, recorded_of
from renshe.portals.layout.explanation_page import TEMPLATE, ExplanationPage, explanation_page
from renshe.portals.layout.formats import month
from renshe.portals.layout.insurances import insurance_name
from renshe.portals.layout.unmasking import ShownPerson, shown_person

BASES = {
    "pension": "pension",
    "medical": "medical",
    "unemployment": "unemployment",
    "injury": "injury",
    "maternity": "medical",
}
PERSONAL = ("pension", "medical", "unemployment")


@dataclass(frozen=True, kw_only=True)
class InsuranceShare:
    """One insurance of the row: base and both shares; `personal` is absent where the person pays nothing."""

    name: str
    base: Amount
    employer: Amount
    personal: Amount | None


@dataclass(frozen=True, kw_only=True)
class DeclarationOrigin:
    """What the employer declared for this person and month."""

    number: int
    row_number: int
    wage_fen: int | None
    submitted_at: datetime
    submitted_by: str
    file_name: str
    state: str


@dataclass(frozen=True, kw_only=True)
class ContributionRowPage:
    """What `finance/pages/contribution_row.html` may use."""

    batch_id: int
    batch_url: str
    line_no: int
    person: ShownPerson
    employer_name: str
    employer_uscc: str
    period: int
    kind: str
    declared_wage_fen: int
    shares: tuple[InsuranceShare, ...]
    account_credit: Amount
    bill_number: int
    bill_url: str
    bill_state: str
    bill_due_on: date
    bill_total_fen: int
    bill_received_fen: int
    origin: DeclarationOrigin | None


@FINANCE.page(template="finance/pages/contribution_row.html", access=CONTRIBUTIONS)
def contribution_row(visit: Visit, *, number: int, line_no: int) -> ContributionRowPage:
    """Show one row, masked; a POST with a purpose shows the person in full and is recorded."""
    detail, row = _row(visit, number=number, line_no=line_no)
    employer: Employer | None = detail.bill.employer
    return ContributionRowPage(
        batch_id=row["batch_id"],
        batch_url=batch_address(row["batch_id"]),
        line_no=line_no,
        person=shown_person(visit, person=person(person_id=row["person_id"])),
        employer_name=employer.name if employer else _("本人缴费"),
        employer_uscc=employer.uscc if employer else "",
        period=row["period"],
        kind=row["kind"],
        declared_wage_fen=row["declared_wage_fen"],
        shares=tuple(
            InsuranceShare(
                name=insurance_name(insurance),
                base=_amount(row, f"{base}_base"),
                employer=_amount(row, f"{insurance}_employer"),
                personal=_amount(row, f"{insurance}_personal") if insurance in PERSONAL else None,
            )
            for insurance, base in BASES.items()
        ),
        account_credit=_amount(row, "account_credit"),
        bill_number=number,
        bill_url=reverse("finance:bill", kwargs={"number": number}),
        bill_state=detail.bill.state,
        bill_due_on=detail.bill.due_on,
        bill_total_fen=detail.bill.total_fen,
        bill_received_fen=detail.bill.received_fen,
        origin=_origin(detail, person_id=row["person_id"]),
    )


@FINANCE.page(template=TEMPLATE, access=CONTRIBUTIONS)
def contribution_explanation(
    visit: Visit, *, number: int, line_no: int, column: str
) -> ExplanationPage:
    """Explain one amount of a row."""
    detail, row = _row(visit, number=number, line_no=line_no)
    return explanation_page(
        request=visit.request,
        explanation=explain_contribution(
            row=row,
            column=column,
            person=person(person_id=row["person_id"]),
            employer=detail.bill.employer,
        ),
        about=month(row["period"]),
        recorded_fen=recorded_of(row=row, column=column),
        back_url=reverse("finance:contribution_row", kwargs={"number": number, "line_no": line_no}),
        back_title=_("账单 {number} 第 {line} 行").format(number=number, line=line_no),
    )


def _row(visit: Visit, *, number: int, line_no: int) -> tuple[BillDetail, dict[str, Any]]:
    """The bill and one of its rows. Raises Http404, or PermissionDenied for another place's payer."""
    detail = bill_of_place(visit, number)
    rows = bill_lines(bill_id=number, limit=1, after=line_no - 1)
    if not rows or rows[0]["line_no"] != line_no:
        raise Http404
    return detail, rows[0]


def _amount(row: dict[str, Any], column: str) -> Amount:
    parts = {"number": row["bill_id"], "line_no": row["line_no"], "column": column}
    return Amount(
        fen=row[f"{column}_fen"], explain_url=reverse("finance:explain_contribution", kwargs=parts)
    )


def _origin(detail: BillDetail, *, person_id: int) -> DeclarationOrigin | None:
    """The latest good row of a roster in which the employer declared this person for the month."""
    if detail.bill.employer_id is None:
        return None
    found = (
        Declaration.objects.filter(
            employer_id=detail.bill.employer_id,
            period=detail.bill.period,
            rows__person_id=person_id,
            rows__state__in=("good", "assessed"),
        )
        .select_related("file")
        .defer("file__content")
        .order_by("-pk")
        .first()
    )
    if found is None:
        return None
    row = found.rows.filter(person_id=person_id, state__in=("good", "assessed")).first()
    return DeclarationOrigin(
        number=found.pk,
        row_number=abs(row.row_number),
        wage_fen=row.wage_fen,
        submitted_at=found.submitted_at,
        submitted_by=found.submitted_by,
        file_name=found.file.name if found.file else "",
        state=found.state,
    )
