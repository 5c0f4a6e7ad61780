"""For which institution the visitor acts, and whom a request is about as its institution may see him."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import (
    Institution,
    InstitutionRequest,
    institution_in_force,
    mask_name,
)
from renshe.domains.registry.api import Person
from renshe.flows.institutions import Hand
from renshe.portals.institution.portal import CERTIFICATE, DEATH, PREMIUM_LIST
from renshe.portals.layout.access import Access, Visit
from renshe.portals.layout.casefile.words import state_of_case
from renshe.portals.layout.states import State
from renshe.portals.signin.powers import power_words

ACCESS_OF: dict[str, Access] = {one.action: one for one in (CERTIFICATE, DEATH, PREMIUM_LIST)}
"""Who may act for each purpose."""


@dataclass(frozen=True, kw_only=True)
class RequestRow:
    """One request in the institution's list."""

    number: str
    purpose: str
    about: str
    legal_basis: str
    file_number: str
    asked_by: str
    asked_at: Any
    state: State
    waits: bool


def hand_of(visit: Visit) -> Hand:
    """The visitor as a hand of his institution; the page's access has made sure of one."""
    account = visit.account
    assert account is not None
    assert account.institution_id is not None
    return Hand(
        institution_id=account.institution_id,
        by=account.username,
        at=visit.now,
        today=visit.today,
        person_id=account.person_id,
    )


def institution_of(visit: Visit) -> Institution:
    """The visitor's institution."""
    return institution_in_force(institution_id=hand_of(visit).institution_id)


def rows_of(asked: Sequence[InstitutionRequest]) -> tuple[RequestRow, ...]:
    """Requests with where their cases stand; whom they are about stays masked. Two statements for any number of them."""
    about = Person.objects.in_bulk({one.person_id for one in asked})
    found = {
        one.number: one for one in cases.cases_numbered(numbers=[one.case_number for one in asked])
    }
    return tuple(_row(one, found[one.case_number], about[one.person_id].name) for one in asked)


def _row(asked: InstitutionRequest, case: cases.Case, name: str) -> RequestRow:
    machine = asked.asked_by.startswith("machine:")
    return RequestRow(
        number=asked.case_number,
        purpose=power_words(asked.purpose),
        about=mask_name(name),
        legal_basis=asked.legal_basis,
        file_number=asked.file_number,
        asked_by=_("接口程序") if machine else asked.asked_by,
        asked_at=asked.asked_at,
        state=state_of_case(case.state),
        waits=case.state == "correcting",
    )
