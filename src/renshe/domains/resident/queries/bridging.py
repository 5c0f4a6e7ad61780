"""Who was bridged into which scheme, what waits for its money, and how many years count here after it."""

from __future__ import annotations

from renshe.domains.registry import api as registry
from renshe.domains.resident.bridging import TO_RESIDENT, Bridging
from renshe.domains.resident.queries.standing import years_paid
from renshe.kernel.codes.divisions import stem


def bridging_of(*, person_id: int) -> Bridging | None:
    """The bridging of a person, merged numbers included, that was neither withdrawn nor taken back."""
    people = registry.everybody_who_is(person_id=person_id)
    return Bridging.objects.filter(person_id__in=people).exclude(state__in=Bridging.GONE).first()


def bridgings_of(*, person_id: int) -> list[Bridging]:
    """Every bridging of a person, withdrawn ones too, latest first."""
    people = registry.everybody_who_is(person_id=person_id)
    return list(Bridging.objects.filter(person_id__in=people).order_by("-pk"))


def bridgings_waiting(*, place: str) -> list[Bridging]:
    """What was decided in a place, or is to go back, and whose money has not moved, oldest first."""
    found = Bridging.objects.filter(state__in=Bridging.UNDER_WAY, place__startswith=stem(place))
    return list(found.select_related("person").order_by("decided_on", "pk"))


def months_counted(*, person_id: int) -> int:
    """Months that count here: the years paid, and the employee months that a bridging brought; a month of both counts once
    (人社部发〔2014〕17号 六、七)."""
    own = 12 * len(years_paid(person_id=person_id))
    brought = bridging_of(person_id=person_id)
    if brought is None or brought.direction != TO_RESIDENT:
        return own
    return own + int(brought.facts["employee_months"]) - brought.double_months


def years_counted(*, person_id: int) -> int:
    """Whole years that count here."""
    return months_counted(person_id=person_id) // 12
