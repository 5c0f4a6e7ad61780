"""Acting for family: by consent of the person, or as guardian on evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from renshe.domains.identity.models import Account, Mandate
from renshe.domains.identity.refusals import problem
from renshe.domains.identity.sealed import digest, new_code
from renshe.kernel.codes.divisions import stem
from renshe.kernel.codes.problem import Refused

INVITATION_DAYS = 7
ADULT_YEARS = 18
LONGEST_YEARS = 10
MANDATE_ACTIONS: tuple[str, ...] = (
    "person.look",
    "person.change",
    "enrolment.look",
    "contributions.look",
    "contributions.declare",
    "pension.look",
    "case.apply",
    "case.look",
)
"""What can be done for somebody else. Showing id numbers in full is not among it, and neither is appointing others."""


def mandate_in_force(*, mandate_id: int, agent: Account, on: date) -> Mandate | None:
    """The mandate if this account may act by it on a day, else None."""
    return Mandate.objects.filter(
        pk=mandate_id, agent=agent, state=Mandate.State.ACTIVE, valid_from__lte=on, valid_to__gte=on
    ).first()


def mandates_held(*, agent: Account, on: date) -> list[Mandate]:
    """For whom an account may act on a day, and what it has asked for."""
    active = Q(state=Mandate.State.ACTIVE, valid_from__lte=on, valid_to__gte=on)
    asked = Q(state=Mandate.State.REQUESTED)
    return list(Mandate.objects.filter(active | asked, agent=agent).order_by("pk"))


def mandates_given(*, person_id: int) -> list[Mandate]:
    """Who may act or could act for a person, latest first: also what has ended, so that the person sees it all."""
    return list(
        Mandate.objects.filter(person_id=person_id).select_related("agent").order_by("-pk")[:50]
    )


def guardianships_asked(*, places: Sequence[str]) -> list[Mandate]:
    """Requests of guardians that wait for staff of these places, oldest first."""
    here = Q(pk__in=[])
    for place in places:
        here |= Q(place__startswith=stem(place))
    return list(
        Mandate.objects.filter(here, state=Mandate.State.REQUESTED)
        .select_related("agent")
        .order_by("made_at", "pk")
    )


@transaction.atomic
def invite_agent(
    *,
    principal: Account,
    person_shown: str,
    relation: str,
    actions: Sequence[str],
    valid_to: date,
    on: date,
    at: datetime,
) -> tuple[Mandate, str]:
    """A person invites somebody to act for him. The code is shown once, to be handed over by himself.

    `person_shown` is how the relative will see for whom he acts (a masked name). Refuses an account without a
    person, powers that cannot be given, and a last day that has passed or lies too far away.
    """
    if principal.person_id is None:
        raise Refused(problem("not_yours"))
    code = new_code(groups=3)
    mandate = Mandate.objects.create(
        kind=Mandate.Kind.CONSENT,
        state=Mandate.State.INVITED,
        person_id=principal.person_id,
        person_shown=person_shown,
        relation=_relation(relation),
        actions=_scope(actions),
        code_digest=digest(code, purpose="mandate"),
        valid_from=on,
        valid_to=_last_day(valid_to, on=on),
        made_by=principal.username,
        made_at=at,
    )
    return mandate, code


@transaction.atomic
def accept_invitation(*, agent: Account, code: str, on: date, at: datetime) -> Mandate:
    """Accept an invitation by its code, once, within a week. Refuses the person himself."""
    mandate = (
        Mandate.objects.select_for_update()
        .filter(
            code_digest=digest(code, purpose="mandate"),
            state=Mandate.State.INVITED,
            made_at__gt=at - timedelta(days=INVITATION_DAYS),
            valid_to__gte=on,
        )
        .first()
    )
    if mandate is None:
        raise Refused(problem("mandate_code"))
    if agent.username == mandate.made_by or agent.person_id == mandate.person_id:
        raise Refused(problem("mandate_self"))
    mandate.agent, mandate.state, mandate.valid_from = agent, Mandate.State.ACTIVE, on
    mandate.decided_by, mandate.decided_at = agent.username, at
    mandate.code_digest = ""
    mandate.save()
    return mandate


@transaction.atomic
def request_guardianship(
    *,
    agent: Account,
    person_id: int,
    person_shown: str,
    born_on: date,
    adult_ward: bool,
    relation: str,
    actions: Sequence[str],
    evidence_id: int,
    place: str,
    valid_to: date,
    on: date,
    at: datetime,
) -> Mandate:
    """A guardian asks to act for a child or ward; it counts once staff confirmed the evidence.

    For a child it ends the day before the eighteenth birthday at the latest (民法典 17); an adult ward needs the
    court's decision as evidence (民法典 24, 28).
    """
    if agent.person_id == person_id:
        raise Refused(problem("mandate_self"))
    last = _last_day(valid_to, on=on)
    if not adult_ward:
        grown_up = _birthday(born_on, years=ADULT_YEARS)
        if grown_up <= on:
            raise Refused(problem("ward_is_adult"))
        last = min(last, grown_up - timedelta(days=1))
    return Mandate.objects.create(
        kind=Mandate.Kind.GUARDIAN,
        state=Mandate.State.REQUESTED,
        person_id=person_id,
        person_shown=person_shown,
        agent=agent,
        relation=_relation(relation),
        actions=_scope(actions),
        evidence_id=evidence_id,
        place=place,
        valid_from=on,
        valid_to=last,
        made_by=agent.username,
        made_at=at,
    )


@transaction.atomic
def decide_guardianship(
    *, mandate_id: int, granted: bool, words: str, by: Account, on: date, at: datetime
) -> Mandate:
    """Confirm or refuse a guardian's request; the caller has checked that the account may do it at that place.

    A refusal needs its reason, which the guardian reads. Nobody decides his own request.
    """
    mandate = Mandate.objects.select_for_update().filter(pk=mandate_id).first()
    if mandate is None or mandate.state != Mandate.State.REQUESTED:
        raise Refused(problem("mandate_state"))
    if mandate.agent_id == by.pk or by.person_id == mandate.person_id:
        raise Refused(problem("mandate_self"))
    if not granted and not words.strip():
        raise Refused(problem("words_missing"))
    mandate.state = Mandate.State.ACTIVE if granted else Mandate.State.REFUSED
    mandate.valid_from = min(on, mandate.valid_to) if granted else mandate.valid_from
    mandate.decided_by, mandate.decided_at, mandate.words = by.username, at, words.strip()
    mandate.save()
    return mandate


@transaction.atomic
def end_mandate(*, mandate_id: int, by: Account, at: datetime) -> Mandate:
    """End a mandate at once: by the person for whom one acts, or by the one who acts (民法典 173, 175)."""
    mandate = Mandate.objects.select_for_update().filter(pk=mandate_id).first()
    mine = mandate is not None and (
        mandate.agent_id == by.pk
        or (by.person_id is not None and mandate.person_id == by.person_id)
    )
    if mandate is None or not mine:
        raise Refused(problem("not_yours"))
    if mandate.state not in ("active", "invited", "requested"):
        raise Refused(problem("mandate_state"))
    mandate.state, mandate.ended_by, mandate.ended_at = Mandate.State.ENDED, by.username, at
    mandate.code_digest = ""
    mandate.save()
    return mandate


def _scope(actions: Sequence[str]) -> list[str]:
    chosen = [action for action in MANDATE_ACTIONS if action in set(actions)]
    if not chosen or len(chosen) != len(set(actions)):
        raise Refused(problem("actions_not_delegable"))
    return chosen


def _relation(words: str) -> str:
    if not words.strip():
        raise Refused(problem("words_missing"))
    return words.strip()[:32]


def _last_day(valid_to: date, *, on: date) -> date:
    if valid_to < on or valid_to > _birthday(on, years=LONGEST_YEARS):
        raise Refused(problem("dates_wrong"))
    return valid_to


def _birthday(born_on: date, *, years: int) -> date:
    """The same day so many years later; one born on 29 February has it on 1 March in other years."""
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return date(born_on.year + years, 3, 1)
