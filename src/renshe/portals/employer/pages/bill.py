"""One bill: what it consists of, how far its payment is, and the people in it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.contributions.api import Bill, bill_lines
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry.api import person
from renshe.portals.employer.funds_due import FundDue
from renshe.portals.employer.office import (
    bill_address,
    funds_due,
    month_address,
    my_employer,
    open_fen,
    own_bill,
)
from renshe.portals.employer.portal import EMPLOYER, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.explaining_contributions import explain_contribution, recorded_of
from renshe.portals.layout.explanation_page import TEMPLATE, ExplanationPage, explanation_page
from renshe.portals.layout.formats import month
from renshe.portals.layout.paging import ROWS, Following, whole_number

EMPLOYER_SHARES = ("pension", "medical", "unemployment", "injury", "maternity")
PERSONAL_SHARES = ("pension", "medical", "unemployment")


@dataclass(frozen=True, kw_only=True)
class PaymentStep:
    """One step of a bill's life: what happens, when it happened, whether it is done or is next."""

    title: str
    on: date | None
    progress: str


@dataclass(frozen=True, kw_only=True)
class PersonOnBill:
    """One person's share of the bill, masked."""

    name: str
    id_number: str
    base: Amount
    pension_employer: Amount
    pension_personal: Amount
    employer_fen: int
    personal_fen: int


@dataclass(frozen=True, kw_only=True)
class BillPage:
    """What `employer/pages/bill.html` may use. People come page by page."""

    number: int
    period: int
    month_url: str
    kind: str
    state: str
    due_on: date
    due_days: int
    heads: int
    total: Amount
    received: Amount
    outstanding: Amount
    surcharge: Amount
    steps: tuple[PaymentStep, ...]
    funds: tuple[FundDue, ...]
    people: tuple[PersonOnBill, ...]
    following: Following


@EMPLOYER.page(template="employer/pages/bill.html", access=LOOK)
def bill(visit: Visit, *, number: int) -> BillPage:
    """Show one bill of the clerk's own employer."""
    found = own_bill(visit, number=number)
    after = whole_number(visit.request.GET.get("after", ""))
    rows = bill_lines(bill_id=found.pk, limit=ROWS + 1, after=after)
    shown = rows[:ROWS]
    owed = open_fen(found)
    return BillPage(
        number=found.pk,
        period=found.period,
        month_url=month_address(found.period),
        kind=found.kind,
        state=found.state,
        due_on=found.due_on,
        due_days=(found.due_on - visit.today).days,
        heads=found.heads,
        total=Amount(fen=found.total_fen),
        received=Amount(fen=found.received_fen),
        outstanding=Amount(fen=owed),
        surcharge=Amount(fen=found.surcharge_fen),
        steps=tuple(_steps(found)),
        funds=funds_due([found]),
        people=tuple(_person(found.pk, row) for row in shown),
        following=Following(
            after=str(after) if after else "",
            next_after=str(shown[-1]["line_no"]) if len(rows) > ROWS else "",
            shown=len(shown),
            total=found.heads,
        ),
    )


@EMPLOYER.page(template=TEMPLATE, access=LOOK)
def explanation(visit: Visit, *, number: int, line_no: int, column: str) -> ExplanationPage:
    """Explain one person's amount on a bill of the clerk's own employer."""
    found = own_bill(visit, number=number)
    rows = bill_lines(bill_id=found.pk, limit=1, after=line_no - 1)
    if not rows or rows[0]["line_no"] != line_no:
        raise Http404
    row = rows[0]
    about = f"{mask_name(str(row['person_name']))} · {month(found.period)}"
    return explanation_page(
        request=visit.request,
        explanation=explain_contribution(
            row=row,
            column=column,
            person=person(person_id=int(row["person_id"])),  # type: ignore[call-overload]
            employer=my_employer(visit),
        ),
        about=about,
        recorded_fen=recorded_of(row=row, column=column),
        back_url=bill_address(number),
        back_title=_("账单 {number}").format(number=number),
    )


def _steps(found: Bill) -> list[PaymentStep]:
    """The life of the bill as four steps; the first that is not done is the one that is on."""
    done = {
        "assessed": 1,
        "sent": 2,
        "part_received": 2,
        "received": 3,
        "credited": 4,
        "refunded": 4,
        "written_off": 4,
    }[found.state]
    days = (None, found.sent_on, found.received_on, None)
    titles = (_("核定"), _("送税务"), _("到账"), _("记账"))
    return [
        PaymentStep(
            title=title,
            on=day,
            progress="done" if place < done else "now" if place == done else "later",
        )
        for place, (title, day) in enumerate(zip(titles, days, strict=True))
    ]


def _person(number: int, row: dict[str, Any]) -> PersonOnBill:
    def amount(column: str) -> Amount:
        parts = {"number": number, "line_no": row["line_no"], "column": column}
        address = reverse("employer:explain_contribution", kwargs=parts)
        return Amount(fen=row[f"{column}_fen"], explain_url=address)

    return PersonOnBill(
        name=mask_name(row["person_name"]),
        id_number=mask_id_number(row["id_number"]),
        base=amount("pension_base"),
        pension_employer=amount("pension_employer"),
        pension_personal=amount("pension_personal"),
        employer_fen=sum(row[f"{fund}_employer_fen"] for fund in EMPLOYER_SHARES),
        personal_fen=sum(row[f"{fund}_personal_fen"] for fund in PERSONAL_SHARES),
    )
