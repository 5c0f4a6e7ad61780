"""What a relation that leaves takes along: months, bases, 12 % of them since 1998, and the account as it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.domains.registry import api as registry
from renshe.domains.transfers import problems
from renshe.domains.transfers.benefit import months_elsewhere, temporary_account
from renshe.domains.transfers.models import ProvincialTransfer
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, month_containing, month_of, year_of
from renshe.kernel.rules import Explain, Explanation

POOLED_SINCE = 1998 * 12
"""January 1998, from when the pooled fund's part moves (国办发〔2009〕66号 四)."""


@dataclass(frozen=True, kw_only=True)
class QuotedYear:
    """One year as the information form has it: bit 0 is January, bases in fen. `place` is the province of the months where
    it is another than the sender's."""

    year: int
    paid_months: int
    base_fen: tuple[int, ...]
    place: str = ""

    @property
    def base_since_1998(self) -> int:
        """The bases that the pooled fund's part is counted from (fen)."""
        return sum(self.base_fen) if self.year * 12 >= POOLED_SINCE else 0


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What moves (fen). Of the account `before_1998_fen` is the person's own part from before 1998 with its interest;
    `stays_fen` is the rest from before 1998, which does not move and is not in `account_fen`. `product_fen` is what the
    account would have earned interest on in the running year (fen × months)."""

    years: tuple[QuotedYear, ...]
    months: int
    temporary: bool
    pooled_fen: int
    account_fen: int
    before_1998_fen: int
    stays_fen: int
    product_fen: int
    facts: dict[str, Any]
    total: Explanation

    @property
    def total_fen(self) -> int:
        """Pooled part and account."""
        return self.pooled_fen + self.account_fen


@dataclass(frozen=True, kw_only=True)
class Before1998:
    """The account from before 1998 as the office read it from the old record, with interest to the last closed year (fen):
    the person's own part, and the rest that the employer had put into it."""

    own_fen: int
    rest_fen: int


NOTHING_BEFORE = Before1998(own_fen=0, rest_fen=0)


def quote_out(
    *, person_id: int, place: str, today: dt.date, explain: Explain, before_1998: Before1998 | None = None
) -> Quote:  # fmt: skip
    """What would move if the relation left today. Raises Refused, and Refusal where the law lacks something.

    Who has an account from before 1998 needs `before_1998`: of it only the person's own part moves, and no record that an
    old system hands over tells the two apart (国办发〔2009〕66号 四).

    The account is what the closed years left and the running year added; the running year's interest is credited by the
    place that receives it, at the rate published for the year (owner-default).
    """
    person = registry.person(person_id=person_id)
    years = paid_years(person_id=person.pk)
    if not years:
        raise Refused(problems.NOTHING_TO_MOVE)
    whole, product = account_now(person_id=person.pk, today=today)
    apart = _told_apart(person.pk, before_1998, whole=whole)
    account = whole - apart.rest_fen
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
        pooled_fen=int(total.value) - account, account_fen=account, before_1998_fen=apart.own_fen, stays_fen=apart.rest_fen,
        product_fen=product, facts=facts, total=total,
    )  # fmt: skip


def account_before_1998(*, person_id: int) -> bool:
    """Whether the account holds anything from before 1998: months of ours that were credited, or what a transfer brought."""
    brought = ProvincialTransfer.objects.filter(
        person_id__in=registry.everybody_who_is(person_id=person_id), direction="in", state="booked",
        before_1998_fen__gt=0,
    )  # fmt: skip
    months = contributions.timeline_of(person_id=person_id).months
    own = any(one.credit_fen > 0 for one in months if one.period < POOLED_SINCE)
    return own or brought.exists()


def _told_apart(person_id: int, told: Before1998 | None, *, whole: int) -> Before1998:
    if not account_before_1998(person_id=person_id):
        if told is not None and (told.own_fen or told.rest_fen):
            raise Refused(problems.NOTHING_BEFORE_1998)
        return NOTHING_BEFORE
    if told is None:
        raise Refused(problems.BEFORE_1998_UNKNOWN)
    if told.own_fen <= 0 or told.rest_fen < 0 or told.own_fen + told.rest_fen > whole:
        raise Refused(problems.BEFORE_1998_TOO_MUCH)
    return told


def paid_years(*, person_id: int) -> tuple[QuotedYear, ...]:
    """Every year with a month paid, those of another province apart; bases of one month at several employers add up."""
    elsewhere = {
        month: code
        for code, months in months_elsewhere(person_id=person_id).items()
        for month in months
    }
    bases: dict[tuple[int, str], list[int]] = {}
    masks: dict[tuple[int, str], int] = {}
    for month in contributions.timeline_of(person_id=person_id).months:
        if month.state != "paid":
            continue
        year, number = divmod(month.period, 12)
        at = (year, elsewhere.get(month.period, ""))
        bases.setdefault(at, [0] * 12)[number] += month.base_fen
        masks[at] = masks.get(at, 0) | 1 << number
    return tuple(
        QuotedYear(year=at[0], paid_months=masks[at], base_fen=tuple(bases[at]), place=at[1])
        for at in sorted(masks)
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
