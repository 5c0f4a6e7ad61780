"""Which of a person's unpaid months are merely not due yet, and where his working life ends."""

from collections.abc import Sequence
from datetime import date

from renshe.domains.contributions.api import Bill, TimelineMonth
from renshe.domains.pension.api import Award
from renshe.kernel.periods import Month, month_containing


def bills_not_yet_due(months: Sequence[TimelineMonth], *, today: date) -> frozenset[int]:
    """Bills of unpaid months whose day of payment has not passed. One query."""
    unpaid = {month.bill_id for month in months if month.state == "owed" and month.bill_id}
    if not unpaid:
        return frozenset()
    found = Bill.objects.filter(pk__in=unpaid, due_on__gte=today).values_list("pk", flat=True)
    return frozenset(found)


def award_of(*, person_ids: Sequence[int]) -> Award | None:
    """The latest award of a person that was decided and not replaced, or None."""
    shown = ("provisional", "final", "suspended", "ended")
    return (
        Award.objects.filter(person_id__in=person_ids, state__in=shown)
        .order_by("-starts_month", "-pk")
        .first()
    )


def months_expected_until(*, award: Award | None, died_on: date | None, today: date) -> Month:
    """The last month in which a missing contribution is a gap: before this month, the pension and death."""
    ends = [month_containing(today) - 1]
    if award is not None:
        ends.append(award.starts_month - 1)
    if died_on is not None:
        ends.append(month_containing(died_on) - 1)
    return min(ends)
