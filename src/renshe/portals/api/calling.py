"""Who calls: a person with a session, a machine with a token, or a stranger; and what each may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja.utils import check_csrf

from renshe.domains.cases.api import Actor
from renshe.domains.identity.api import Account, Caller, machine_of, places_of
from renshe.kernel.codes.divisions import lies_within
from renshe.portals.api.acting import acting_visit, machines_own, named
from renshe.portals.api.problems import Answered
from renshe.portals.layout.access import (
    Access,
    Visit,
    may_at,
    own_employer,
    own_person,
    visit_of,
)
from renshe.portals.layout.proof import require_proof

SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request to the API. At most one of `account` and `machine` is there; neither for a stranger."""

    seen: Visit
    machine: Caller | None

    @property
    def request(self) -> HttpRequest:
        """The request itself."""
        return self.seen.request

    @property
    def account(self) -> Account | None:
        """The account whose session it is."""
        return None if self.machine else self.seen.account

    @property
    def today(self) -> date:
        """The day it counts as at this installation."""
        return self.seen.today

    @property
    def now(self) -> datetime:
        """The moment it counts as."""
        return self.seen.now

    @property
    def username(self) -> str:
        """How recorded acts name the caller; empty for a stranger."""
        if self.machine is not None:
            return self.machine.actor
        return self.account.username if self.account is not None else ""

    @property
    def name(self) -> str:
        """What the caller is called on papers."""
        if self.machine is not None:
            return self.machine.name
        return self.account.display_name if self.account is not None else ""

    @property
    def client(self) -> str:
        """Whose limit and whose idempotency keys count; strangers share one for each address they come from."""
        if self.username:
            return self.username if self.machine else f"account:{self.username}"
        return f"stranger:{self.request.META.get('REMOTE_ADDR', '')}"[:96]

    @property
    def employer_id(self) -> int | None:
        """The employer the caller belongs to."""
        if self.machine is not None:
            return self.machine.employer_id
        return self.account.employer_id if self.account is not None else None

    @property
    def institution_id(self) -> int | None:
        """The institution the caller acts for, or may act for by his role."""
        if self.machine is not None:
            return self.machine.institution_id
        return self.account.institution_id if self.account is not None else None

    @property
    def person_id(self) -> int | None:
        """Whose personal affairs the call is about: the person's, or his whom the session acts for. A machine is nobody."""
        return None if self.machine else self.seen.person_id

    @property
    def on_behalf(self) -> str:
        """In which capacity the caller acts for somebody else (family, guardian); empty for oneself."""
        return self.seen.acting.capacity if self.seen.acting is not None else ""

    def subjects(self, *, actions: Iterable[str]) -> dict[str, int]:
        """For whom the caller may do any of these actions now: the person (himself, or by a mandate somebody else), the employer.

        As in the browser: whoever acts for somebody else does nothing for his employer meanwhile, and a role or mandate
        that is over, or narrowed to other actions, opens nothing.
        """
        found: dict[str, int] = {}
        wanted = tuple(actions)
        if self.machine is not None:
            if self.machine.employer_id is not None and self.machine.scopes.intersection(wanted):
                found["employer"] = self.machine.employer_id
            return found
        if self.person_id is not None and any(own_person(one).allows(self.seen) for one in wanted):
            found["person"] = self.person_id
        acting = self.seen.acting is not None or self.seen.for_institution
        free = not acting and self.employer_id is not None
        if free and any(own_employer(one).allows(self.seen) for one in wanted):
            found["employer"] = self.employer_id or 0
        return found

    def actor(self) -> Actor:
        """The caller as cases know who acts."""
        return Actor(
            self.username,
            self.now,
            self.today,
            person_id=self.account.person_id if self.account is not None else None,
            employer_id=self.employer_id,
        )

    def places(self, action: str) -> list[str]:
        """The places within which the caller may do an action as staff; empty for nowhere."""
        if self.machine is not None:
            free = not self.machine.of_one and action in self.machine.scopes
            return [self.machine.place] if free else []
        if self.account is None or self.seen.for_institution:
            return []
        return places_of(account=self.account, action=action, on=self.today)

    def place(self, action: str) -> str:
        """The first of the caller's places. Raises Answered 403 where there is none, as for a machine bound to one person."""
        places = self.places(action)
        if not places:
            raise Answered(403, "not_allowed", subject=action)
        return places[0]

    def may_at(self, *, action: str, place: str) -> bool:
        """Whether the caller may do an action, as staff, on what a place keeps."""
        if self.machine is not None:
            return any(lies_within(place, own) for own in self.places(action))
        if self.seen.for_institution:
            return False
        return may_at(self.seen, action=action, place=place)

    def require_proof(self) -> None:
        """Raise ProofNeeded where a person at a session has not proved lately who he is; a machine proves itself each time."""
        if self.machine is None:
            require_proof(self.request)

    def require_at(self, *, action: str, place: str) -> None:
        """Raise Answered 403 unless `may_at`."""
        if not self.may_at(action=action, place=place):
            raise Answered(403, "not_allowed", subject=action)


def call_of(request: HttpRequest) -> Call:
    """The call that a request is. Raises Answered 401 for a token that is not good, 403 for a forged request, and for
    acting by a mandate that is not there.
    """
    if "Authorization" in request.headers:
        machine = machine_of(request)
        if machine is None:
            raise Answered(401, "unauthenticated", WWW_Authenticate='Bearer error="invalid_token"')
        if named(request) and not machines_own(request, machine):
            raise Answered(403, "machine_for_nobody")
        return Call(seen=stranger(request).seen, machine=machine)
    seen = visit_of(request)
    forged = seen.account is not None and request.method not in SAFE and check_csrf(request)
    if forged is not None and forged is not False:
        raise Answered(403, "forged")
    return Call(seen=acting_visit(seen), machine=None)


def stranger(request: HttpRequest) -> Call:
    """The same request as somebody unknown's."""
    known: Any = request
    seen = Visit(request=request, account=None, today=known.today, now=known.now)
    return Call(seen=seen, machine=None)


def require_access(call: Call, access: Any) -> None:
    """Raise Answered 401 or 403 unless the caller may use an operation; denied unless a rule says yes."""
    if call.machine is not None:
        if not _machine_may(call.machine, access):
            raise Answered(403, "scope_missing", subject=action_of(access))
        return
    if access.needs_account and call.account is None:
        raise Answered(401, "unauthenticated", WWW_Authenticate="Bearer")
    if not access.allows(call.seen):
        raise Answered(403, "not_allowed", subject=action_of(access))


def action_of(access: Any) -> str:
    """The action that an access rule needs, which is the scope of a machine; empty where it needs none."""
    return str(getattr(access, "action", ""))


def _machine_may(machine: Caller, access: Any) -> bool:
    if isinstance(access, AnyOf):
        return any(_machine_may(machine, one) for one in access.rules)
    if access.whose in ("anybody", "signed_in"):
        return True
    if access.action not in machine.scopes:
        return False
    if access.whose == "employer":
        return machine.employer_id is not None
    if access.whose == "institution":
        return machine.institution_id is not None
    return access.whose == "staff" and not machine.of_one


@dataclass(frozen=True)
class AnyOf:
    """Access for whoever one of several rules lets in."""

    rules: tuple[Access, ...]

    @property
    def needs_account(self) -> bool:
        """Whether a stranger is refused."""
        return all(rule.needs_account for rule in self.rules)

    @property
    def whose(self) -> str:
        """All of the rules' owners, for the documentation."""
        return "/".join(rule.whose for rule in self.rules)

    @property
    def action(self) -> str:
        """The action of the rules; they share it."""
        return self.rules[0].action

    def allows(self, visit: Visit) -> bool:
        """Whether any of the rules lets this visit in."""
        return any(rule.allows(visit) for rule in self.rules)
