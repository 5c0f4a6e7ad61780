"""What somebody does with lists of people: each act with the power that it needs. The API does the same through `act_on`."""

from __future__ import annotations

from collections.abc import Callable

from renshe.domains.certification import api as certification
from renshe.domains.pension import api as pension
from renshe.flows import pension_invalidity, pension_lists, pension_restores
from renshe.portals.layout.forms.typed import Asked

HANDLE, APPROVE = "pension.hold", "pension.approve"
NEEDS = {"agree": APPROVE, "refuse": APPROVE, "strike": HANDLE}
"""The action of a role that each act on a list needs at the list's place."""
SENSITIVE = ("agree",)
_AGREED = {
    pension_invalidity.LIST: pension_invalidity.review_decided,
    pension_restores.LIST: pension_restores.restores_decided,
}


def act_on(asked: Asked, *, recorded: pension.Recorded) -> None:
    """Do it. Raises Refused, Refusal; ObjectDoesNotExist where the record is not of this list."""
    _ACTS[asked.act](asked, recorded)


def propose_from_file(
    *, place: str, file_name: str, content: bytes, recorded: pension.Recorded
) -> tuple[pension.PeopleList | None, certification.ReadProofs]:
    """Put everybody of a list of proofs forward to be restored, all or none. Raises Refused."""
    return pension_restores.restores_from_file(
        place=place, file_name=file_name, content=content, recorded=recorded
    )


def propose_the_proved(*, place: str, recorded: pension.Recorded) -> pension.PeopleList:
    """Put forward whoever is suspended though a proof came in. Raises Refused where there is nobody."""
    return pension_restores.restores_of_the_proved(place=place, recorded=recorded)


def _agree(asked: Asked, recorded: pension.Recorded) -> None:
    found = pension.people_list(list_id=asked.record)
    _AGREED[found.kind](list_id=found.pk, recorded=recorded)


def _refuse(asked: Asked, recorded: pension.Recorded) -> None:
    said = pension.Recorded(
        by=recorded.by, at=recorded.at, known_on=recorded.known_on, reason=asked.text("reason")
    )
    pension_lists.list_refused(list_id=asked.record, recorded=said)


def _strike(asked: Asked, recorded: pension.Recorded) -> None:
    row = pension.PeopleListRow.objects.get(pk=asked.number("row"), list_id=asked.record)
    pension.strike_from_list(row_id=row.pk, reason=asked.text("reason"), recorded=recorded)


_ACTS: dict[str, Callable[[Asked, pension.Recorded], None]] = {
    "agree": _agree, "refuse": _refuse, "strike": _strike,
}  # fmt: skip
