"""Lists that institutions file through their portal: checked by the office row by row, or taken back before."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from renshe.domains.premium_help import problems
from renshe.domains.premium_help.hand import Recorded
from renshe.domains.premium_help.lists import leave, refuse_list
from renshe.domains.premium_help.models import HelpedPerson, HelpList, HelpProgramme
from renshe.kernel.codes.divisions import lies_within
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month


def programmes_for(*, place: str, on: Month) -> list[HelpProgramme]:
    """Open programmes of a month to which an institution of a place may name people: of its place, around it or in it."""
    found = HelpProgramme.objects.filter(state="open", to_month__gte=on).order_by("name", "pk")
    return [one for one in found if may_name(place=place, programme=one)]


def may_name(*, place: str, programme: HelpProgramme) -> bool:
    """Whether an institution of a place may file lists for a programme."""
    return lies_within(place, programme.place) or lies_within(programme.place, place)


@transaction.atomic
def check_list(*, list_id: int, recorded: Recorded) -> HelpList:
    """Somebody of the office has looked through an institution's list; another publishes or approves it.

    Raises Refused `help_step_wrong`, `two_people_needed`.
    """
    found = HelpList.objects.select_for_update().get(pk=list_id)
    if found.institution_id is None or found.state != "filed" or found.checked_by is not None:
        raise Refused(problems.WRONG_STEP)
    if found.filed_by == recorded.by:
        raise Refused(problems.SAME_HAND)
    found.checked_by, found.checked_at = recorded.by, recorded.at
    found.save(update_fields=["checked_by", "checked_at"])
    return found


@transaction.atomic
def strike_off(*, helped_id: int, why: str, recorded: Recorded) -> HelpedPerson:
    """Take somebody off a list that is not approved yet, with the reason: nothing was paid and nothing is.

    Raises Refused `help_list_approved`, `help_step_wrong`, `reason_missing`.
    """
    found = HelpedPerson.objects.select_related("list").get(pk=helped_id)
    if found.list.state not in ("filed", "public"):
        raise Refused(problems.STRUCK_LATE)
    return leave(helped_id=helped_id, last_month=found.from_month - 1, why=why, recorded=recorded)


@transaction.atomic
def withdraw_list(*, list_id: int, institution_id: int, why: str, recorded: Recorded) -> HelpList:
    """The institution takes its list back before the office has it in hand; its people are free again.

    Raises Refused `help_list_in_hand`, `reason_missing`; HelpList.DoesNotExist for another institution's.
    """
    found = HelpList.objects.select_for_update().get(pk=list_id, institution_id=institution_id)
    if found.state != "filed" or found.checked_by is not None:
        raise Refused(problems.LIST_IN_HAND)
    if not why.strip():
        raise Refused(problems.REASON)
    return refuse_list(list_id=list_id, why=f"机构撤回：{why.strip()}", recorded=recorded)


def list_by(*, list_id: int, institution_id: int) -> HelpList | None:
    """One list of an institution, or None."""
    found = HelpList.objects.filter(pk=list_id, institution_id=institution_id)
    return found.select_related("programme").first()


def rows_on(*, list_id: int) -> QuerySet[HelpedPerson]:
    """Everybody of one list in its own order, also those who were struck off."""
    found = HelpedPerson.objects.filter(list_id=list_id)
    return found.select_related("person").order_by("pk")
