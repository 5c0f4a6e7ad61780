"""Recording a success, and withdrawing one that was wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from renshe.domains.audit.api import record_event
from renshe.domains.certification import problems
from renshe.domains.certification.models import Hit, Proof, ProofWithdrawal
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused

IN_PERSON = (Proof.Source.COUNTER, Proof.Source.HOME_VISIT, Proof.Source.ABROAD)
"""Sources in which somebody of the office, or a consulate, saw the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProof:
    """What showed it, when, and who records it. `reference` is the case's number, `known_on` the day of recording."""

    proved_on: date
    source: str
    evidence: str
    by: str
    at: datetime
    known_on: date
    reference: str = ""


@transaction.atomic
def record_proof(*, person_id: int, new: NewProof) -> Proof:
    """Write down a success; a merged duplicate's is the survivor's. Raises Refused with every problem at once.

    While a file's word of a death waits to be checked only somebody who saw the person can prove it.
    """
    somebody = registry.person(person_id=person_id)
    wrong = []
    if not pensions_of(person_id=somebody.pk):
        wrong.append(problems.NO_PENSION)
    if somebody.died_on is not None and new.proved_on > somebody.died_on:
        wrong.append(problems.DEAD)
    if new.proved_on > new.known_on:
        wrong.append(problems.IN_FUTURE)
    if not new.evidence.strip():
        wrong.append(problems.NO_EVIDENCE)
    if new.source not in IN_PERSON and must_come(person_id=somebody.pk):
        wrong.append(problems.COME_IN_PERSON)
    if wrong:
        raise Refused(*wrong)
    return Proof.objects.create(
        person=somebody, proved_on=new.proved_on, source=new.source,
        evidence=new.evidence.strip()[:255], reference=new.reference, recorded_by=new.by,
        recorded_at=new.at,
    )  # fmt: skip


@transaction.atomic
def withdraw_proof(*, proof_id: int, reason: str, by: str, at: datetime) -> ProofWithdrawal:
    """A proof that was wrong counts no more; the row stays. Raises Refused `proof_withdrawn`, `reason_missing`."""
    proof = Proof.objects.get(pk=proof_id)
    if not reason.strip():
        raise Refused(problems.REASON_NEEDED)
    if ProofWithdrawal.objects.filter(proof=proof).exists():
        raise Refused(problems.WITHDRAWN_ALREADY)
    record_event(
        actor=by, verb="certification.withdraw", subject_kind="person",
        subject_id=proof.person_id, reason=reason, at=at,
    )  # fmt: skip
    return ProofWithdrawal.objects.create(
        proof=proof, reason=reason.strip()[:255], withdrawn_by=by, withdrawn_at=at
    )


def pensions_of(*, person_id: int) -> list[pension.Award]:
    """Every pension of a human being that is in force, of any kind, also under merged numbers."""
    people = registry.everybody_who_is(person_id=person_id)
    states = ("provisional", "final", "suspended")
    return list(pension.Award.objects.filter(person_id__in=people, state__in=states).order_by("pk"))


def must_come(*, person_id: int) -> bool:
    """Whether a file's word of this person's death waits to be checked."""
    people = registry.everybody_who_is(person_id=person_id)
    return Hit.objects.filter(person_id__in=people, kind="death", state="open").exists()
