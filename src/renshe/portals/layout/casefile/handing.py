"""To whom a case may be handed: one answer for the pages of the office and for the interface."""

from __future__ import annotations

import datetime as dt

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import Subject, account_named, allowed
from renshe.domains.registry.api import everybody_who_is
from renshe.portals.layout.casefile.words import item_of

SIGNING = {"reviewing": "case.review", "approving": "case.approve"}


def power_for(case: cases.Case) -> str:
    """The action that the next act of the office on this case needs: its item's handling, or the signature it waits for."""
    item = item_of(case.item)
    return SIGNING.get(case.state, item.handles if item is not None else "case.handle")


def may_take_over(case: cases.Case, *, username: str, on: dt.date) -> bool:
    """Whether a case would lie in hands that may work on it: the power at the deciding place, and no affair of his own.

    Asked when it is handed over or reassigned to a colleague; a name that is nobody's, that was switched off, or whose role
    lies elsewhere, is narrowed or has ended, may not. Legal source for one's own affair: 行政许可法 55.
    """
    account = account_named(username=username) if username else None
    here = Subject(kind="place", place=case.place)
    if account is None or not allowed(account=account, action=power_for(case), subject=here, on=on):
        return False
    if case.subject_id is None:
        return True
    if case.subject_kind == "employer":
        return account.employer_id != case.subject_id
    if case.subject_kind == "person" and account.person_id is not None:
        return case.subject_id not in everybody_who_is(person_id=account.person_id)
    return True
