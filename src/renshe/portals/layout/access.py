"""Who may see a page. Every page declares it; what is not declared is not shown.

What a role may do stands in one table in `domains.identity`. A page names the action it needs and whose records
it shows: the clerk's own employer's, the person's own, or those of a place whose staff he is. An address never
names whose own records these are, so that there is nothing to change in it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest

from renshe.domains.identity.api import (
    ACTIONS,
    Account,
    Mandate,
    Role,
    Subject,
    allowed,
    mandate_in_force,
    places_of,
    roles_on,
)

ACTING_FOR = "acting_for"
"""Under this key the session keeps the number of the mandate by which the visitor acts for somebody."""


@dataclass(frozen=True, kw_only=True)
class Acting:
    """For whom the visitor acts, chosen after sign-in. `person_id` is None once the mandate is over: then nobody's
    records are open, the visitor's own included, until he goes back to acting for himself. `capacity` is family or
    guardian, as cases keep on whose behalf somebody asked; empty once the mandate is over."""

    mandate_id: int
    person_id: int | None
    shown: str
    relation: str
    capacity: str


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One request, the account that made it, and the moment it counts as at this installation.

    `account` is None for a stranger. The edge puts `today` and `now` on the request: a demonstration city has
    a date of its own. `acting` is None for whoever acts for himself. `for_institution` says that a program acts for its
    account's institution by name: then nothing else is open to it.
    """

    request: HttpRequest
    account: Account | None
    today: date
    now: datetime
    acting: Acting | None = None
    for_institution: bool = False

    @property
    def person_id(self) -> int | None:
        """Whose personal affairs this visit is about: those of the person acted for, else one's own."""
        if self.for_institution:
            return None
        if self.acting is not None:
            return self.acting.person_id
        return self.account.person_id if self.account is not None else None


@dataclass(frozen=True, kw_only=True)
class Access:
    """Who may see a page: `whose` is anybody, signed_in, employer, institution, person or staff."""

    whose: str
    action: str = ""

    def __post_init__(self) -> None:
        if (
            self.whose in ("employer", "institution", "person", "staff")
            and self.action not in ACTIONS
        ):
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
        if self.whose == "institution":
            return self._allows_institution(visit, account)
        if visit.for_institution:
            return False
        if self.whose == "staff":
            held = held_roles(visit, account)
            return bool(places_of(account=account, action=self.action, on=visit.today, held=held))
        number = account.employer_id if self.whose == "employer" else visit.person_id
        if number is None:
            return False
        by = visit.acting if self.whose == "person" else None
        subject = Subject(
            kind=self.whose, id=number, mandate_id=None if by is None else by.mandate_id
        )
        mine = held_roles(visit, account) if by is None else None
        return allowed(
            account=account, action=self.action, subject=subject, on=visit.today, held=mine
        )

    def _allows_institution(self, visit: Visit, account: Account) -> bool:
        """Whoever acts for a relative does nothing for his institution meanwhile."""
        if visit.acting is not None or account.institution_id is None:
            return False
        subject = Subject(kind="institution", id=account.institution_id)
        held = held_roles(visit, account)
        return allowed(
            account=account, action=self.action, subject=subject, on=visit.today, held=held
        )


def held_roles(visit: Visit, account: Account) -> list[Role]:
    """The roles of the visitor, asked for once a request: the frame around a page asks for each of its links, too."""
    kept, name = vars(visit.request), f"roles_of_{account.pk}"
    if name not in kept:
        kept[name] = roles_on(account=account, on=visit.today)
    found: list[Role] = kept[name]
    return found


ANYBODY = Access(whose="anybody")
SIGNED_IN = Access(whose="signed_in")


def own_employer(action: str) -> Access:
    """For a clerk whose role covers the action, and only for his own employer's records."""
    return Access(whose="employer", action=action)


def own_person(action: str) -> Access:
    """For an insured person, and only for his own records."""
    return Access(whose="person", action=action)


def own_institution(action: str) -> Access:
    """For an institution's member or administrator, and only for his own institution within its purposes."""
    return Access(whose="institution", action=action)


def staff(action: str) -> Access:
    """For staff with the action at some place; a role over one's own records is never enough."""
    return Access(whose="staff", action=action)


def visit_of(request: HttpRequest) -> Visit:
    """The visit that a request is."""
    known: Any = request
    account = request.user if isinstance(request.user, Account) else None
    return Visit(
        request=request,
        account=account,
        today=known.today,
        now=known.now,
        acting=_acting(request, account=account, on=known.today),
    )


def _acting(request: HttpRequest, *, account: Account | None, on: date) -> Acting | None:
    """For whom the visitor chose to act. A mandate that is over stays chosen and opens nothing."""
    number = request.session.get(ACTING_FOR) if account is not None else None
    if account is None or number is None:
        return None
    mandate = mandate_in_force(mandate_id=number, agent=account, on=on)
    chosen = acting_by(number, mandate)
    request.acting = chosen  # type: ignore[attr-defined]
    return chosen


def acting_by(number: int, mandate: Mandate | None) -> Acting:
    """For whom one acts by a mandate; without the mandate (it is over) for nobody."""
    guardian = mandate is not None and mandate.kind == Mandate.Kind.GUARDIAN
    return Acting(
        mandate_id=number,
        person_id=mandate.person_id if mandate else None,
        shown=mandate.person_shown if mandate else "",
        relation=mandate.relation if mandate else "",
        capacity="" if mandate is None else "guardian" if guardian else "family",
    )


def own_place(visit: Visit, action: str) -> str:
    """The first of the places where the visitor may do an action as staff; the access of the page saw that there is one."""
    assert visit.account is not None
    held = held_roles(visit, visit.account)
    return places_of(account=visit.account, action=action, on=visit.today, held=held)[0]


def may_at(visit: Visit, *, action: str, place: str) -> bool:
    """Whether staff may do an action on a record that a place keeps."""
    if visit.account is None:
        return False
    subject, held = Subject(kind="place", place=place), held_roles(visit, visit.account)
    return allowed(account=visit.account, action=action, subject=subject, on=visit.today, held=held)
