"""Acting for somebody else through the API: the same mandates as in the browser, named request by request.

In the browser one chooses for whom one acts, and the choice stands until one goes back. A program says it with every
request, in the header `Renshe-Acting-For`: the number of a mandate of one's own, `institution:` with the credit code of
one's own institution, or `self`. Without the header the choice
of the session counts, so that a page and its own calls mean the same person.
"""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest

from renshe.domains.identity.api import (
    ACTIONS,
    Account,
    Caller,
    Look,
    Mandate,
    institution_with_code,
    mandate_in_force,
    record_look,
)
from renshe.portals.api.problems import Answered
from renshe.portals.layout.access import Visit, acting_by, own_institution

HEADER = "Renshe-Acting-For"
MYSELF = "self"
INSTITUTION = "institution:"
"""Before the credit code of the institution for which its member acts."""
LARGEST = 2**63 - 1
LOOK = own_institution("institution.look")
FIELD = "acting"
"""Under this field name the person's list of looks keeps that somebody began to act for him."""


def named(request: HttpRequest) -> str:
    """For whom the request says it acts; empty where it does not say. Also part of what an idempotency key stands for."""
    return request.headers.get(HEADER, "").strip()


def acting_visit(visit: Visit) -> Visit:
    """The visit as the header says it. Raises Answered 403 for a mandate that is not one's own, or not in force.

    A refused mandate is never replaced by acting for oneself: what was meant for a mother must not be done to her child.
    """
    said = named(visit.request)
    if not said or visit.account is None:
        return visit
    if said == MYSELF:
        return replace(visit, acting=None)
    if said.startswith(INSTITUTION):
        return _for_institution(visit, visit.account, said)
    mandate = _mandate(visit, said)
    if mandate is None:
        raise Answered(403, "mandate_over", subject=said[:40])
    return replace(visit, acting=acting_by(mandate.pk, mandate))


def _for_institution(visit: Visit, account: Account, said: str) -> Visit:
    """The visit of a member for his own institution. Raises Answered 403 for another's, and for one that is over."""
    held = replace(visit, acting=None, for_institution=True)
    own = institution_with_code(uscc=said.removeprefix(INSTITUTION))
    if own is None or own.pk != account.institution_id or not LOOK.allows(held):
        raise Answered(403, "institution_not_yours", subject=said[:40])
    return held


def machines_own(request: HttpRequest, machine: Caller) -> bool:
    """Whether the header only says what the client is bound to anyway: its own institution."""
    said = named(request)
    own = institution_with_code(uscc=said.removeprefix(INSTITUTION))
    return said.startswith(INSTITUTION) and own is not None and own.pk == machine.institution_id


def note_beginning(visit: Visit) -> None:
    """Record once a day that somebody acts by a mandate: the person reads it among the looks at his data (PIPL 44)."""
    said = named(visit.request)
    if visit.account is None or visit.acting is None or not said:
        return
    mandate = _mandate(visit, said)
    if mandate is None or _noted_today(visit, mandate):
        return
    powers = "、".join(ACTIONS[action].zh for action in mandate.actions if action in ACTIONS)
    record_look(
        account=visit.account,
        subject_kind="person",
        subject_id=mandate.person_id,
        purpose=f"代办（{mandate.relation}，经接口）：{powers}",
        fields=[FIELD],
        looked_at=visit.now,
    )


def _mandate(visit: Visit, said: str) -> Mandate | None:
    if not (said.isascii() and said.isdecimal()) or int(said) > LARGEST or visit.account is None:
        return None
    return mandate_in_force(mandate_id=int(said), agent=visit.account, on=visit.today)


def _noted_today(visit: Visit, mandate: Mandate) -> bool:
    return Look.objects.filter(
        account=visit.account,
        subject_kind="person",
        subject_id=mandate.person_id,
        fields=[FIELD],
        purpose__contains="经接口",
        looked_at__date=visit.now.date(),
    ).exists()
