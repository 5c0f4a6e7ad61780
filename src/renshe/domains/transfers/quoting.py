"""What a relation that leaves takes along: months, bases, 12 % of them since 1998, and the account as it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.domains.registry import api as registry
from renshe.domains.transfers import problems
from renshe.domains.transfers.benefit import temporary_account
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, month_containing, month_of, year_of
from renshe.kernel.rules import Explain, Explanation

POOLED_SINCE = 1998 * 12
"""January 1998, from when the pooled fund's part moves (国办发〔2009〕66号 四)."""


@dataclass(frozen=True, kw_only=True)
class QuotedYear:
    """One year as the information form has it: bit 0 is January, bases in fen."""

    year: int
    paid_months: int
    base_fen: tuple[int, ...]

    @property
    def base_since_1998(self) -> int:
        """The bases that the pooled fund's part is counted from (fen)."""
        return sum(self.base_fen) if self.year * 12 >= POOLED_SINCE else 0


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What moves (fen). `product_fen` is what the account would have earned interest on in the running year (fen × months)."""

    years: tuple[QuotedYear, ...]
    months: int
    temporary: bool
    pooled_fen: int
    account_fen: int
    product_fen: int
    facts: dict[str, Any]
    total: Explanation

    @property
    def total_fen(self) -> int:
        """Pooled part and account."""
        return self.pooled_fen + self.account_fen


def quote_out(*, person_id: int, place: str, today: dt.date, explain: Explain) -> Quote:
    """What would move if the relation left today. Raises Refused, and Refusal where the law lacks something.

    The account is what the closed years left and the running year added; the running year's interest is credited by the
    place that receives it, at the rate published for the year (owner-default).
    """
    person = registry.person(person_id=person_id)
    years = paid_years(person_id=person.pk)
    if not years:
        raise Refused(problems.NOTHING_TO_MOVE)
    account, product = account_now(person_id=person.pk, today=today)
    facts: dict[str, Any] = {
        "transferred_base_sum": sum(one.base_since_1998 for one in years),
        "transferred_account": account,
    }
    told = temporary_account(person_id=person.pk, place=place, explain=explain)
    temporary = told is not None and bool(told.value)
    target = "transfer_total"
    if temporary:
        target = "temporary_account_gathered"
        del facts["transferred_base_sum"]
        facts["temporary_employer_contributions"] = _employer_part(person.pk, years)
    total = explain(target, facts, place=place[:6], on=today)
    return Quote(
        years=years, months=sum(one.paid_months.bit_count() for one in years), temporary=temporary,
        pooled_fen=int(total.value) - account, account_fen=account, product_fen=product, facts=facts, total=total,
    )  # fmt: skip


def paid_years(*, person_id: int) -> tuple[QuotedYear, ...]:
    """Every year with a month paid; bases of one month at several employers add up."""
    bases: dict[int, list[int]] = {}
    masks: dict[int, int] = {}
    for month in contributions.timeline_of(person_id=person_id).months:
        if month.state != "paid":
            continue
        year, number = divmod(month.period, 12)
        bases.setdefault(year, [0] * 12)[number] += month.base_fen
        masks[year] = masks.get(year, 0) | 1 << number
    return tuple(
        QuotedYear(year=year, paid_months=masks[year], base_fen=tuple(bases[year]))
        for year in sorted(masks)
    )


def account_now(*, person_id: int, today: dt.date) -> tuple[int, int]:
    """The account's balance (fen), and the product on which this year would earn (fen × months).

    Raises Refused `transfer_year_open` before last year's interest is credited.
    """
    people = registry.everybody_who_is(person_id=person_id)
    year, last = year_of(month_containing(today)), funds.last_account_year() or 0
    if last != year - 1:
        raise Refused(problems.LAST_YEAR_OPEN, subject=str(last + 1))
    closing = sum(
        row.closing_fen
        for one in people
        for row in funds.account_years(person_id=one)
        if row.year == last
    )
    credited = contributions.credited_since(person_ids=people, year=last)
    return closing + credited, closing * 12 + _product(person_id, last)


def _product(person_id: int, last: int) -> int:
    """The monthly product of what the running year put into the account so far."""
    fresh = [
        month
        for month in contributions.timeline_of(person_id=person_id).months
        if year_of(month.period) > last and month.state == "paid"
    ]
    product = sum(one.credit_fen * _weight(one.period) for one in fresh if one.kind == "history")
    employers = {one.employer_id for one in fresh if one.kind != "history"}
    for employer in employers:
        periods = [one.period for one in fresh if one.employer_id == employer]
        moved = contributions.account_movements(
            person_id=person_id, employer_id=employer, periods=periods
        )
        product += sum(one.fen * _weight(one.month) for one in moved)
    late = contributions.late_movements(person_id=person_id, closed_year=last)
    return product + sum(one.product_fen for one in late)


def _weight(month: Month) -> int:
    return 13 - month_of(month)


def _employer_part(person_id: int, years: tuple[QuotedYear, ...]) -> int:
    """What employers paid into a temporary account (fen). Raises Refused where an old system did not say."""
    months = contributions.timeline_of(person_id=person_id).months
    if any(one.kind == "history" and one.state == "paid" for one in months):
        raise Refused(problems.EMPLOYER_PART_UNKNOWN)
    fen = 0
    for one in years:
        after: tuple[int, int, int] | None = (0, 0, 0)
        while after is not None:
            page = contributions.lines_of_year(person_id=person_id, year=one.year, after=after)
            fen += sum(line.pension_employer_fen for line in page.rows)
            after = page.following
    return fen
