"""The individual account year by year: opening, credited, interest, paid out, closing."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.contributions.api import YearEntry
from renshe.domains.funds.api import AccountYear, account_years
from renshe.portals.citizen.career import career, crediting_rate
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, CONTRIBUTIONS
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.charts import Chart, Series, chart
from renshe.portals.layout.formats import percent


@dataclass(frozen=True, kw_only=True)
class AccountYearRow:
    """One year of the account. `rate` is the published crediting rate as text; empty where not published yet."""

    year: int
    opening_fen: int
    credited: Amount
    interest: Amount
    other_fen: int
    closing: Amount
    rate: str
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class AccountPage:
    """What `citizen/pages/account.html` may use; years newest first. `before_fen` was there before the first."""

    years: tuple[AccountYearRow, ...]
    chart: Chart | None
    balance: Amount | None
    before_fen: int
    paid_out_fen: int
    interest_total_fen: int
    credited_total_fen: int


@CITIZEN.page(template="citizen/pages/account.html", access=CONTRIBUTIONS)
def account(visit: Visit) -> AccountPage:
    """Show every closed year, and the years since as they stand without interest."""
    person = myself(visit)
    closed = account_years(person_id=person.pk)
    entries = career(person_id=person.pk, place=person.residence_place)
    rows = [_closed_row(year, place=person.residence_place) for year in closed]
    rows += open_rows(closed=closed, entries=entries)
    return account_page(rows)


def account_page(rows: list[AccountYearRow]) -> AccountPage:
    """Lay out the years, the totals and the chart."""
    return AccountPage(
        years=tuple(reversed(rows)),
        chart=chart(
            title=_("逐年年末余额"),
            categories=[str(row.year) for row in rows],
            short=[str(row.year) for row in rows],
            series=[
                Series(label=_("年末余额"), amounts_fen=tuple(row.closing.fen or 0 for row in rows))
            ],
        )
        if len(rows) > 1
        else None,
        balance=rows[-1].closing if rows else None,
        before_fen=rows[0].opening_fen if rows else 0,
        paid_out_fen=sum(row.other_fen for row in rows),
        interest_total_fen=sum(row.interest.fen or 0 for row in rows),
        credited_total_fen=sum(row.credited.fen or 0 for row in rows),
    )


def open_rows(*, closed: list[AccountYear], entries: list[YearEntry]) -> list[AccountYearRow]:
    """Years after the last closed one: what was credited so far, interest not known yet."""
    after = closed[-1].year if closed else 0
    balance = closed[-1].closing_fen if closed else 0
    rows = []
    for entry in entries:
        if entry.year <= after or not entry.credit_fen:
            continue
        rows.append(
            AccountYearRow(
                year=entry.year,
                opening_fen=balance,
                credited=_amount(entry.credit_fen, entry.year, "credit"),
                interest=Amount(fen=None),
                other_fen=0,
                closing=_amount(balance + entry.credit_fen, entry.year, "closing"),
                rate="",
                provisional=True,
            )
        )
        balance += entry.credit_fen
    return rows


def _closed_row(year: AccountYear, *, place: str) -> AccountYearRow:
    rate = crediting_rate(year=year.year, place=place)
    return AccountYearRow(
        year=year.year,
        opening_fen=year.opening_fen,
        credited=_amount(year.credit_fen, year.year, "credit"),
        interest=_amount(year.interest_fen, year.year, "interest"),
        other_fen=-year.payout_fen,
        closing=_amount(year.closing_fen, year.year, "closing"),
        rate="" if rate is None else percent(rate),
        provisional=False,
    )


def _amount(fen: int, year: int, part: str) -> Amount:
    parts = {"year": year, "part": part}
    return Amount(fen=fen, explain_url=reverse("citizen:explain_account", kwargs=parts))
