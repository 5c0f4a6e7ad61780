"""Somebody is asked onto the register: a clerk or the office asks, one of the office recognises, another reviews, and it stands.

The acts behind it are the register's own (`join`, `recognise`); until the second signature nothing of it counts anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Case, QuerySet, Value, When

from renshe.domains.audit.api import record_event
from renshe.domains.institution_staff import problems
from renshe.domains.institution_staff import problems_of_entering as of_entering
from renshe.domains.institution_staff.entering_file import Wanted
from renshe.domains.institution_staff.hand import ByHand
from renshe.domains.institution_staff.models import ServiceBefore, StaffMember
from renshe.domains.institution_staff.models_entering import StaffProposal
from renshe.domains.institution_staff.register import PUBLIC_BODIES, Before, Post, join, recognise
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused

OPEN = ("asked", "recognised")
WAITING = (*OPEN, "undo_asked")
"""What waits for a hand of the office."""


@transaction.atomic
def ask_for(
    *, employer_id: int, rows: Sequence[Wanted], recognised: bool, hand: ByHand, file_name: str = ""
) -> list[StaffProposal]:
    """Ask for everybody of a form or list, all or none. With `recognised` the asker is of the office and has read the files.

    Raises Refused `not_a_public_body`, `staff_asked_already`.
    """
    if registry.employer(employer_id=employer_id).kind not in PUBLIC_BODIES:
        raise Refused(problems.NOT_A_PUBLIC_BODY)
    try:
        with transaction.atomic():
            return [_asked(employer_id, one, recognised, hand, file_name) for one in rows]
    except IntegrityError:
        # The database lets one open request stand for a person, also of two that are sent at the same moment.
        raise Refused(of_entering.ASKED_ALREADY) from None


def _asked(
    employer_id: int, wanted: Wanted, recognised: bool, hand: ByHand, file_name: str
) -> StaffProposal:
    service = wanted.service
    of_service = {name: getattr(service, name) for name in service.__slots__} if service else {}
    made = StaffProposal.objects.create(
        employer_id=employer_id, person_id=wanted.person_id, kind=wanted.kind, post=wanted.post, rank=wanted.rank,
        hired_on=wanted.hired_on, from_month=wanted.from_month, basis=wanted.basis, file_name=file_name[:200],
        state="recognised" if recognised else "asked", asked_by=hand.by, asked_at=hand.at,
        recognised_by=hand.by if recognised else "", recognised_at=hand.at if recognised else None, **of_service,
    )  # fmt: skip
    note(made, "institution.proposal_asked", hand)
    return made


@transaction.atomic
def recognise_proposal(*, proposal_id: int, hand: ByHand) -> StaffProposal:
    """Somebody of the office has compared it with the personnel file. Raises Refused `staff_proposal_step`."""
    found = locked(proposal_id, "asked")
    found.state, found.recognised_by, found.recognised_at = "recognised", hand.by, hand.at
    found.save(update_fields=["state", "recognised_by", "recognised_at"])
    note(found, "institution.proposal_recognised", hand)
    return found


@transaction.atomic
def review_proposal(*, proposal_id: int, hand: ByHand) -> StaffProposal:
    """Another person reviews it: it stands on the register and counts from now on.

    Raises Refused `staff_proposal_step`, `institution_two_people`, and what the register says by now (`staff_elsewhere`,
    `not_on_the_staff_register`).
    """
    found = locked(proposal_id, "recognised")
    if hand.by == found.recognised_by:
        raise Refused(problems.TWO_PEOPLE)
    by = ByHand(
        by=found.recognised_by, at=hand.at, today=hand.today, reference=f"proposal:{found.pk}"
    )
    found.member = _entered(found, by)
    found.service = _served(found, by, reviewed_by=hand.by)
    found.state, found.decided_by, found.decided_at = "done", hand.by, hand.at
    found.save(update_fields=["member", "service", "state", "decided_by", "decided_at"])
    note(found, "institution.proposal_done", hand)
    return found


@transaction.atomic
def refuse_proposal(*, proposal_id: int, why: str, hand: ByHand) -> StaffProposal:
    """Send it back with the reason; the body asks anew. Raises Refused `staff_proposal_step`, `staff_refused_why`."""
    found = locked(proposal_id, *OPEN)
    if not why.strip():
        raise Refused(of_entering.REASON)
    found.state, found.refused_why = "refused", why.strip()[:255]
    found.decided_by, found.decided_at = hand.by, hand.at
    found.save(update_fields=["state", "refused_why", "decided_by", "decided_at"])
    note(found, "institution.proposal_refused", hand)
    return found


def proposals_at(*, place: str) -> QuerySet[StaffProposal]:
    """Everything asked of bodies of a place, what is open first, then the newest; `place` is a stem."""
    found = StaffProposal.objects.filter(employer__place__startswith=place)
    waits = Case(When(state__in=WAITING, then=Value(0)), default=Value(1))
    return found.select_related("person", "employer").order_by(waits, "-pk")


def proposals_of(*, employer_id: int) -> QuerySet[StaffProposal]:
    """What a body asked or the office asked for it, newest first."""
    found = StaffProposal.objects.filter(employer_id=employer_id)
    return found.select_related("person", "employer").order_by("-pk")


def proposal_by(*, proposal_id: int) -> StaffProposal | None:
    """One by its number, with person, body, and what became of it."""
    found = StaffProposal.objects.filter(pk=proposal_id)
    return found.select_related("person", "employer", "member", "service").first()


def _entered(found: StaffProposal, by: ByHand) -> StaffMember | None:
    if found.from_month is None:
        return None
    post = Post(kind=found.kind, post=found.post, rank=found.rank, hired_on=found.hired_on)
    return join(
        person_id=found.person_id, employer_id=found.employer_id, post=post, from_month=found.from_month, hand=by
    )  # fmt: skip


def _served(found: StaffProposal, by: ByHand, *, reviewed_by: str) -> ServiceBefore | None:
    if not found.deemed_months:
        return None
    live = StaffMember.objects.filter(employer_id=found.employer_id, last_month__isnull=True)
    people = registry.everybody_who_is(person_id=found.person_id)
    if not live.filter(person_id__in=people).exists():
        raise Refused(problems.NOT_ON_THE_REGISTER)
    names = [name for name in Before.__slots__ if name not in ("post", "rank", "basis")]
    before = Before(
        post=found.post, rank=found.rank, basis=found.basis, **{name: getattr(found, name) for name in names}
    )  # fmt: skip
    return recognise(person_id=found.person_id, before=before, reviewed_by=reviewed_by, hand=by)


def locked(proposal_id: int, *states: str) -> StaffProposal:
    """One that is at one of these steps, locked. Raises Refused `staff_proposal_step`."""
    found = StaffProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if found is None or found.state not in states:
        raise Refused(of_entering.STEP, subject=str(proposal_id))
    return found


def note(found: StaffProposal, verb: str, hand: ByHand, *, why: str = "") -> None:
    """Keep the act with its reason in the record of acts."""
    record_event(
        actor=hand.by, verb=verb, subject_kind="person", subject_id=found.person_id,
        reason=why or found.undo_why or found.refused_why or found.basis,
        at=hand.at, detail={"proposal": found.pk, "employer": found.employer_id},
    )  # fmt: skip
