"""The staff register: who joins, who leaves, and what is recognised of service before the reform."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.audit.api import record_event
from renshe.domains.institution_staff import problems
from renshe.domains.institution_staff.hand import ByHand
from renshe.domains.institution_staff.models import REFORM, ServiceBefore, StaffMember
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month

PUBLIC_BODIES = ("government", "institution")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Somebody's place on the establishment: kind of staff, post, rank, and the day working life began."""

    kind: str
    post: str
    rank: str
    hired_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Service before October 2014 as read from the file; index and percentage in ten-thousandths, amounts in fen."""

    post: str
    rank: str
    deemed_months: int
    deemed_index: int
    basic_wage_fen: int
    old_method_percent: int
    living_subsidy_fen: int
    added_pay_fen: int
    hardship_fen: int
    basis: str


@transaction.atomic
def join(
    *, person_id: int, employer_id: int, post: Post, from_month: Month, hand: ByHand
) -> StaffMember:
    """Enter somebody from a month on. Raises Refused `not_a_public_body`, `staff_elsewhere`, `before_the_reform`."""
    person = registry.person(person_id=person_id)
    if registry.employer(employer_id=employer_id).kind not in PUBLIC_BODIES:
        raise Refused(problems.NOT_A_PUBLIC_BODY)
    if from_month < REFORM:
        raise Refused(problems.BEFORE_THE_REFORM)
    mine = StaffMember.objects.filter(person_id__in=registry.everybody_who_is(person_id=person.pk))
    if (
        mine.filter(last_month__isnull=True).exists()
        or mine.filter(last_month__gte=from_month).exists()
    ):
        raise Refused(problems.MEMBER_ELSEWHERE)
    member = StaffMember.objects.create(
        person_id=person.pk,
        employer_id=employer_id,
        kind=post.kind,
        post=post.post,
        rank=post.rank,
        hired_on=post.hired_on,
        from_month=from_month,
        reference=hand.reference,
        recorded_by=hand.by,
        recorded_at=hand.at,
    )
    _note(member, "institution.join", hand)
    return member


@transaction.atomic
def leave(*, person_id: int, last_month: Month, why: str, hand: ByHand) -> StaffMember:
    """End somebody's entry with a last month. Raises Refused `not_on_the_staff_register`."""
    member = live_member(person_id=person_id)
    if member is None:
        raise Refused(problems.NOT_ON_THE_REGISTER)
    member.last_month, member.why_ended = max(last_month, member.from_month - 1), why
    member.save(update_fields=["last_month", "why_ended"])
    _note(member, "institution.leave", hand)
    return member


@transaction.atomic
def recognise(*, person_id: int, before: Before, reviewed_by: str, hand: ByHand) -> ServiceBefore:
    """Keep what two people recognised; the latest counts. Raises Refused `institution_two_people`."""
    if reviewed_by == hand.by:
        raise Refused(problems.TWO_PEOPLE)
    person = registry.person(person_id=person_id)
    return ServiceBefore.objects.create(
        person_id=person.pk,
        post=before.post,
        rank=before.rank,
        deemed_months=before.deemed_months,
        deemed_index=before.deemed_index,
        basic_wage_fen=before.basic_wage_fen,
        old_method_percent=before.old_method_percent,
        living_subsidy_fen=before.living_subsidy_fen,
        added_pay_fen=before.added_pay_fen,
        hardship_fen=before.hardship_fen,
        basis=before.basis,
        recognised_by=hand.by,
        reviewed_by=reviewed_by,
        known_on=hand.today,
        recorded_at=hand.at,
    )


def live_member(*, person_id: int) -> StaffMember | None:
    """The entry that is going on, also under a merged number."""
    people = registry.everybody_who_is(person_id=person_id)
    found = StaffMember.objects.filter(person_id__in=people, last_month__isnull=True)
    return found.select_related("employer").first()


def last_member(*, person_id: int) -> StaffMember | None:
    """The entry that is going on, else the last one; None for whoever never was in the scheme, or only by mistake."""
    people = registry.everybody_who_is(person_id=person_id)
    found = StaffMember.objects.filter(person_id__in=people).exclude(why_ended="by_mistake")
    found = found.select_related("employer")
    return found.order_by("-from_month", "-pk").first()


def service_before(*, person_id: int, known_on: dt.date) -> ServiceBefore | None:
    """What is recognised of service before the reform, as known on a day; what was withdrawn by then does not count."""
    people = registry.everybody_who_is(person_id=person_id)
    found = ServiceBefore.objects.filter(person_id__in=people, known_on__lte=known_on)
    found = found.exclude(withdrawn__known_on__lte=known_on)
    return found.order_by("-known_on", "-pk").first()


def _note(member: StaffMember, verb: str, hand: ByHand) -> None:
    record_event(
        actor=hand.by,
        verb=verb,
        subject_kind="person",
        subject_id=member.person_id,
        reason=hand.reference,
        at=hand.at,
        detail={"employer": member.employer_id, "from": member.from_month, "to": member.last_month},
    )
