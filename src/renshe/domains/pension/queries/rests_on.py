"""Whether a pension rests on months of contributions: what must be settled before they may be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from renshe.domains.pension.models import Award
from renshe.domains.registry import api as registry
from renshe.kernel.periods import Month

# A pension that was replaced rests on nothing any more; one that ended was paid from these months.
_COUNTS = ("provisional", "final", "suspended", "ended")


def months_in_award(*, person_id: int, periods: Sequence[Month]) -> list[Month]:
    """Those of these months that an awarded pension of the person (merged numbers too) was determined from: months
    before it began. Basis: 社会保险法 第十六条."""
    people = registry.everybody_who_is(person_id=person_id)
    starts = list(
        Award.objects.filter(person_id__in=people, state__in=_COUNTS).values_list(
            "starts_month", flat=True
        )
    )
    return [month for month in periods if any(month < start for start in starts)]


def pension_began(*, person_id: int) -> Month | None:
    """The first month of the person's first pension, or None: contributions from then on are not due."""
    people = registry.everybody_who_is(person_id=person_id)
    rows = Award.objects.filter(person_id__in=people, state__in=_COUNTS).order_by("starts_month")
    return rows.values_list("starts_month", flat=True).first()
