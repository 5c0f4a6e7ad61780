"""Lists of bridgings' money between the two funds: what waits for one, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass

from renshe.domains.resident.bridging import TO_EMPLOYEE, TO_RESIDENT, Bridging
from renshe.domains.resident.bridging_lists import BridgingList, BridgingListLine
from renshe.kernel.codes.divisions import stem

OPPOSITE = {TO_EMPLOYEE: TO_RESIDENT, TO_RESIDENT: TO_EMPLOYEE}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMove:
    """One bridging whose money waits: `back` where it was found wrong and goes back; `direction` is the money's."""

    bridging: Bridging
    back: bool
    direction: str


def money_to_move(*, place: str, direction: str = "") -> list[ToMove]:
    """What was decided or is to go back in a place, is in no list and has not moved; the oldest first."""
    listed = BridgingListLine.objects.filter(outcome="open").values("bridging")
    found = Bridging.objects.filter(
        state__in=Bridging.UNDER_WAY, place__startswith=stem(place)
    ).exclude(pk__in=listed)
    rows = []
    for one in found.select_related("person").order_by("decided_on", "pk"):
        back = one.state == "returning"
        rows.append(
            ToMove(
                bridging=one,
                back=back,
                direction=OPPOSITE[one.direction] if back else one.direction,
            )
        )
    return [row for row in rows if direction in ("", row.direction)]


def bridging_lists(*, place: str, most: int = 50) -> list[BridgingList]:
    """Lists of a place, the newest first."""
    found = BridgingList.objects.filter(place__startswith=stem(place))
    return list(found.order_by("-pk")[:most])


def bridging_list(*, list_id: int) -> BridgingList | None:
    """One list, or None."""
    return BridgingList.objects.filter(pk=list_id).first()


def lines_of_list(*, list_id: int) -> list[BridgingListLine]:
    """The lines of a list in order, each with its bridging and person."""
    found = BridgingListLine.objects.filter(list_id=list_id).select_related("bridging__person")
    return list(found.order_by("line_no"))


def list_of(*, bridging_id: int, back: bool = False) -> BridgingListLine | None:
    """The line that moves or moved a bridging's money, or None where it went by itself or waits."""
    found = BridgingListLine.objects.filter(bridging_id=bridging_id, back=back)
    return found.exclude(outcome="released").select_related("list").first()
