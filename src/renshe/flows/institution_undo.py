"""What two people put on a staff register is taken back by two people, only while no pension rests on it.

Basis: 社会保险经办条例 46, 37. A pension that was determined on it is determined again first (待遇重核), never left on
service that no longer counts.
"""

from __future__ import annotations

from django.db import transaction

from renshe.domains.institution_staff import api as staff
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows.institution_to_ledger import KIND
from renshe.kernel.codes.problem import Problem, Refused

PENSION_RESTS = Problem(
    "staff_undo_pension_rests",
    "养老金已经按这份认定核定，不能撤销",
    "a pension has been determined on it, so it is not undone",
    "社会保险经办条例 46",
    "请先按档案重新认定工作年限（以最新认定为准），再办理“养老金重核”，多退少补",
    "Have the service recognised anew (the latest counts) and the pension determined again; differences are settled",
)


@transaction.atomic
def undo_asked(*, proposal_id: int, why: str, hand: staff.ByHand) -> staff.StaffProposal:
    """Ask that a registration that stands be taken back. Raises Refused."""
    _none_rests(proposal_id)
    return staff.ask_undo(proposal_id=proposal_id, why=why, hand=hand)


@transaction.atomic
def undone(*, proposal_id: int, hand: staff.ByHand) -> staff.StaffProposal:
    """Another person takes it back. Raises Refused."""
    _none_rests(proposal_id)
    return staff.undo(proposal_id=proposal_id, hand=hand)


def _none_rests(proposal_id: int) -> None:
    found = staff.proposal_by(proposal_id=proposal_id)
    if found is None:
        return
    people = registry.everybody_who_is(person_id=found.person_id)
    # An ended pension was paid on it as well; one that a better one replaced rests on nothing any more.
    rests = pension.Award.objects.filter(person_id__in=people, kind=KIND)
    if rests.exclude(state="redetermined").exists():
        raise Refused(PENSION_RESTS, subject=str(proposal_id))
