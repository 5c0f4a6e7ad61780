"""One year of contributions, month by month, each amount leading to its explanation."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.contributions.api import TimelineMonth, bill_lines, timeline_of
from renshe.portals.citizen.due import bills_not_yet_due
from renshe.portals.citizen.grid import OWN, TWELVE
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, CONTRIBUTIONS
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """One month at one employer: the base, who paid what into pension, what was credited to the account."""

    period: int
    employer: str
    state: str
    kind: str
    declared_wage_fen: int | None
    base: Amount
    employer_share: Amount
    personal_share: Amount
    credited: Amount


@dataclass(frozen=True, kw_only=True)
class ContributionYearPage:
    """What `citizen/pages/contribution_year.html` may use. Of months `taken_over` only base and credit are known."""

    year: int
    before_url: str
    after_url: str
    back_url: str
    lines: tuple[MonthLine, ...]
    base_fen: int
    personal_fen: int
    employer_fen: int
    credited_fen: int
    taken_over: bool


@CITIZEN.page(template="citizen/pages/contribution_year.html", access=CONTRIBUTIONS)
def contribution_year(visit: Visit, *, year: int) -> ContributionYearPage:
    """Show the months of one year, the newest first."""
    person = myself(visit)
    timeline = timeline_of(person_id=person.pk)
    years = {month.period // TWELVE for month in timeline.months}
    if not years or not min(years) <= year <= max(years):
        raise Http404
    months = [month for month in timeline.months if month.period // TWELVE == year]
    not_yet_due = bills_not_yet_due(months, today=visit.today)
    lines = tuple(_line(month, not_yet_due) for month in reversed(months))
    return ContributionYearPage(
        year=year,
        before_url=_address(year - 1) if year > min(years) else "",
        after_url=_address(year + 1) if year < max(years) else "",
        back_url=reverse("citizen:contributions"),
        lines=lines,
        base_fen=_sum(line.base for line in lines),
        personal_fen=_sum(line.personal_share for line in lines),
        employer_fen=_sum(line.employer_share for line in lines),
        credited_fen=_sum(line.credited for line in lines),
        taken_over=any(month.bill_id is None for month in months),
    )


def row_of(*, bill_id: int, line_no: int) -> dict[str, Any] | None:
    """The contribution row of a bill with this number, or None."""
    found = bill_lines(bill_id=bill_id, limit=1, after=line_no - 1)
    if not found or found[0]["line_no"] != line_no:
        return None
    return found[0]


def _line(month: TimelineMonth, not_yet_due: frozenset[int]) -> MonthLine:
    pending = month.state == "owed" and month.bill_id in not_yet_due
    row = None
    if month.bill_id is not None and month.line_no is not None:
        row = row_of(bill_id=month.bill_id, line_no=month.line_no)
    paid = month.state == "paid"
    return MonthLine(
        period=month.period,
        employer=month.employer_name or _("本人缴费"),
        state="pending" if pending else month.state,
        kind=month.kind if row else "regular",
        declared_wage_fen=row["declared_wage_fen"] if row else None,
        base=_amount(month, month.base_fen, "pension_base"),
        employer_share=_amount(month, row and row["pension_employer_fen"], "pension_employer"),
        personal_share=_amount(month, row and row["pension_personal_fen"], "pension_personal"),
        credited=_amount(month, month.credit_fen if paid else 0, "account_credit" if paid else ""),
    )


def _amount(month: TimelineMonth, fen: int | None, column: str) -> Amount:
    """An amount of a row is explained by the law; of history before go-live only the record is left."""
    if fen is None or not column:
        return Amount(fen=fen)
    if month.bill_id is None or month.line_no is None:
        part = {"pension_base": "base", "account_credit": "credit"}[column]
        old = {"period": month.period, "employer": month.employer_id or OWN, "part": part}
        return Amount(fen=fen, explain_url=reverse("citizen:explain_history", kwargs=old))
    parts = {"bill": month.bill_id, "line_no": month.line_no, "column": column}
    return Amount(fen=fen, explain_url=reverse("citizen:explain_contribution", kwargs=parts))


def _sum(amounts: Iterable[Amount]) -> int:
    return sum(amount.fen or 0 for amount in amounts)


def _address(year: int) -> str:
    return reverse("citizen:contribution_year", kwargs={"year": year})
