"""What past months are owed or were overpaid, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from renshe.domains.pension.kinds import kind_of
from renshe.domains.pension.models import Arrears, Award, Overpayment
from renshe.domains.pension.operations.determination import COMPONENTS
from renshe.domains.pension.queries.awards import (
    first_open_month,
    monthly_amounts,
    stopped_months,
)
from renshe.kernel.periods import Month


def open_month(award: Award, *, known_on: date) -> Month:
    """The first month of the award's fund and place that is not frozen yet."""
    fund = kind_of(award.kind).fund
    return first_open_month(fund=fund, place=award.place, known_on=known_on)


def owe(
    *, award: Award, months: Mapping[Month, Mapping[str, int]], cause: str, known_on: date, rule: str = ""
) -> list[Arrears]:  # fmt: skip
    """Write down what is owed for months, each with its amounts; neighbours that owe alike are one row. `rule` names the one
    that raised them, where it was one."""
    rows: list[Arrears] = []
    for month, amounts in sorted(months.items()):
        last = rows[-1] if rows else None
        alike = last is not None and all(
            getattr(last, name) == fen for name, fen in amounts.items()
        )
        if alike and last.period + last.months == month and not amounts["account_fen"]:
            last.months += 1
            continue
        rows.append(
            Arrears(
                person_id=award.person_id, award=award, period=month, months=1, cause=cause,
                rule=rule, known_on=known_on, **amounts,
            )
        )  # fmt: skip
    return Arrears.objects.bulk_create(rows)


def shorten(*, arrears: Arrears, last_month: Month, known_on: date) -> list[Arrears]:
    """The months of a span up to one, owed anew: the rest of it is not due. None where it begins later."""
    months = last_month - arrears.period + 1
    if months < 1:
        return []
    left = Arrears(
        person_id=arrears.person_id, award_id=arrears.award_id, period=arrears.period, months=months,
        cause=arrears.cause, rule=arrears.rule, known_on=known_on, **{name: getattr(arrears, name) for name in COMPONENTS},
    )  # fmt: skip
    left.save()
    return [left]


def owe_past_months(
    *, award: Award, until: Month, cause: str, known_on: date, first: Month | None = None
) -> list[Arrears]:
    """Arrears for each month of an award before the next roster, except those in which it is stopped."""
    start = max(award.starts_month, first or award.starts_month)
    due = monthly_amounts(award=award, until=until)
    stopped = stopped_months(person_id=award.person_id, months=range(start, until))
    owed = {
        month: amounts
        for month, amounts in due.items()
        if month >= start and month not in stopped and sum(amounts.values()) > 0
    }
    return owe(award=award, months=owed, cause=cause, known_on=known_on)


def settle(
    *,
    award: Award,
    before: dict[Month, dict[str, int]],
    after: dict[Month, dict[str, int]],
    cause: str,
    known_on: date,
) -> tuple[list[Arrears], Overpayment | None]:
    """Month by month, what the new award gives above the old is owed, what it gives below was overpaid; both gross."""
    months = range(award.starts_month, max(after, default=award.starts_month - 1) + 1)
    stopped = stopped_months(person_id=award.person_id, months=months)
    owed: dict[Month, dict[str, int]] = {}
    too_much: dict[Month, int] = {}
    for month, amounts in after.items():
        if month in stopped:
            continue
        old = before.get(month, dict.fromkeys(COMPONENTS, 0))
        difference = {column: amounts[column] - old[column] for column in COMPONENTS}
        total = sum(difference.values())
        if total > 0:
            owed[month] = difference
        elif total < 0:
            too_much[month] = -total
    arrears = owe(award=award, months=owed, cause=cause, known_on=known_on)
    if not too_much:
        return arrears, None
    overpayment = Overpayment.objects.create(
        person_id=award.person_id,
        award=award,
        cause="redetermined_lower",
        from_month=min(too_much),
        to_month=max(too_much),
        principal_fen=sum(too_much.values()),
        known_on=known_on,
        lines=[{"period": month, "fen": fen} for month, fen in too_much.items()],
    )
    return arrears, overpayment
