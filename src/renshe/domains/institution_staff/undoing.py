"""A registration that two people made is taken back by two people, while nothing rests on it: the rows stay, they count no more.

An entry ends as one by mistake before its first month; recognised service is withdrawn from the day of the second hand on.
Whether a pension rests on it is asked by the caller (`flows/institution_undo`), who alone knows of awards.
Basis: 社会保险经办条例 46 (an error that the agency finds is mended), 37 (two people).
"""

from __future__ import annotations

from django.db import transaction

from renshe.domains.institution_staff import problems
from renshe.domains.institution_staff import problems_of_entering as of_entering
from renshe.domains.institution_staff.entering import locked, note
from renshe.domains.institution_staff.hand import ByHand
from renshe.domains.institution_staff.models import MonthRow, Move
from renshe.domains.institution_staff.models_entering import ServiceWithdrawn, StaffProposal
from renshe.domains.institution_staff.register import leave
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused


@transaction.atomic
def ask_undo(*, proposal_id: int, why: str, hand: ByHand) -> StaffProposal:
    """One person of the office asks that what stands be taken back.

    Raises Refused `staff_proposal_step`, `staff_undo_why`, `staff_undo_months`, `staff_undo_moved`, `staff_undo_ended`.
    """
    found = locked(proposal_id, "done")
    if not why.strip():
        raise Refused(of_entering.UNDO_WHY)
    _free(found)
    found.state, found.undo_why = "undo_asked", why.strip()[:255]
    found.undo_asked_by, found.undo_asked_at = hand.by, hand.at
    found.save(update_fields=["state", "undo_why", "undo_asked_by", "undo_asked_at"])
    note(found, "institution.proposal_undo_asked", hand)
    return found


@transaction.atomic
def undo(*, proposal_id: int, hand: ByHand) -> StaffProposal:
    """Another person agrees: the entry ends by mistake, the service is withdrawn. Raises as `ask_undo`, and
    `institution_two_people`."""
    found = locked(proposal_id, "undo_asked")
    if hand.by == found.undo_asked_by:
        raise Refused(problems.TWO_PEOPLE)
    _free(found)
    if found.member is not None:
        leave(
            person_id=found.person_id, last_month=found.member.from_month - 1, why="by_mistake", hand=hand
        )  # fmt: skip
    if found.service is not None:
        ServiceWithdrawn.objects.create(
            service=found.service, why=found.undo_why, asked_by=found.undo_asked_by, reviewed_by=hand.by,
            known_on=hand.today, recorded_at=hand.at,
        )  # fmt: skip
    found.state, found.undone_by, found.undone_at = "undone", hand.by, hand.at
    found.save(update_fields=["state", "undone_by", "undone_at"])
    note(found, "institution.proposal_undone", hand)
    return found


@transaction.atomic
def keep(*, proposal_id: int, why: str, hand: ByHand) -> StaffProposal:
    """The second hand does not agree: it stands as before; who wanted what and why is in the record of acts.

    Raises Refused `staff_proposal_step`, `staff_undo_why`.
    """
    found = locked(proposal_id, "undo_asked")
    if not why.strip():
        raise Refused(of_entering.UNDO_WHY)
    found.state = "done"
    found.save(update_fields=["state"])
    note(found, "institution.proposal_kept", hand, why=why.strip()[:255])
    return found


def _free(found: StaffProposal) -> None:
    """Nothing was declared, moved or ended on it since."""
    member = found.member
    if member is None:
        return
    if member.last_month is not None:
        raise Refused(of_entering.UNDO_ENDED)
    people = registry.everybody_who_is(person_id=found.person_id)
    declared = MonthRow.objects.filter(
        person_id__in=people, period__gte=member.from_month, file__employer_id=found.employer_id,
        file__reverses__isnull=True, file__reversed_by__isnull=True,
    )  # fmt: skip
    if declared.exists():
        raise Refused(of_entering.UNDO_MONTHS)
    if Move.objects.filter(person_id__in=people, recorded_at__gte=member.recorded_at).exists():
        raise Refused(of_entering.UNDO_MOVED)
