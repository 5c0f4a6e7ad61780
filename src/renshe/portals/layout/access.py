"""Who may see a page. Every page declares it; what is not declared is not shown.

What a role may do stands in one table in `domains.identity`. A page names the action it needs and whose records
it shows: the clerk's own employer's, the person's own, or those of a place whose staff he is. An address never
names whose own records these are, so that there is nothing to change in it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest

from renshe.domains.identity.api import ACTIONS, Account, Subject, allowed, places_of


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One request, the account that made it, and the moment it counts as at this installation.

    `account` is None for a stranger. The edge puts `today` and `now` on the request: a demonstration city has
    a date of its own.
    """

    request: HttpRequest
    account: Account | None
    today: date
    now: datetime


@dataclass(frozen=True, kw_only=True)
class Access:
    """Who may see a page: `whose` is anybody, signed_in, employer, person or staff."""

    whose: str
    action: str = ""

    def __post_init__(self) -> None:
        if self.whose in ("employer", "person", "staff") and self.action not in ACTIONS:
            raise KeyError(f"no such action: {self.action!r}")

    @property
    def needs_account(self) -> bool:
        """Whether a stranger is sent to the sign-in page."""
        return self.whose != "anybody"

    def allows(self, visit: Visit) -> bool:
        """Whether this visit may see the page."""
        if self.whose == "anybody":
            return True
        account = visit.account
        if account is None:
            return False
        if self.whose == "signed_in":
            return True
        if self.whose == "staff":
            return bool(places_of(account=account, action=self.action, on=visit.today))
        number = account.employer_id if self.whose == "employer" else account.person_id
        if number is None:
            return False
        subject = Subject(kind=self.whose, id=number)
        return allowed(account=account, action=self.action, subject=subject, on=visit.today)


ANYBODY = Access(whose="anybody")
SIGNED_IN = Access(whose="signed_in")


def own_employer(action: str) -> Access:
    """For a clerk whose role covers the action, and only for his own employer's records."""
    return Access(whose="employer", action=action)


def own_person(action: str) -> Access:
    """For an insured person, and only for his own records."""
    return Access(whose="person", action=action)


def staff(action: str) -> Access:
    """For staff with the action at some place; a role over one's own records is never enough."""
    return Access(whose="staff", action=action)


def visit_of(request: HttpRequest) -> Visit:
    """The visit that a request is."""
    known: Any = request
    account = request.user if isinstance(request.user, Account) else None
    return Visit(request=request, account=account, today=known.today, now=known.now)


def may_at(visit: Visit, *, action: str, place: str) -> bool:
    """Whether staff may do an action on a record that a place keeps."""
    subject = Subject(kind="place", place=place)
    return allowed(account=visit.account, action=action, subject=subject, on=visit.today)
