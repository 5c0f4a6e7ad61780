"""Machines at the door: which client a request comes from, and whether it may do an action.

OAuth2 (RFC 6749) by django-oauth-toolkit: a client of ours asks `/oauth/token/` with its own credentials and gets a
token for ten minutes; its scopes are our actions. OpenID Connect lets other systems sign people in through us.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from oauth2_provider.oauth2_backends import get_oauthlib_core
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import BaseScopes

from renshe.domains.identity.models import Machine
from renshe.domains.identity.permissions import ACTIONS
from renshe.domains.identity.queries import Subject, institution_may
from renshe.kernel.codes.divisions import lies_within

SIGN_ON_SCOPES = {
    "openid": "登录身份 / who signed in",
    "profile": "姓名和用户名 / name and username",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A machine that a request's token belongs to. `actor` is how recorded acts name it."""

    machine_id: int
    actor: str
    name: str
    place: str
    employer_id: int | None
    scopes: frozenset[str]
    institution_id: int | None = None

    @property
    def of_one(self) -> bool:
        """Whether it acts for one employer or one institution, and so never as staff of a place."""
        return self.employer_id is not None or self.institution_id is not None


def machine_of(request: HttpRequest) -> Caller | None:
    """The machine whose token stands in `Authorization: Bearer …`, or None.

    None also for a token that is unknown, over, or of a machine that was ended. Only the header counts: a token
    in an address would stand in logs. The token's own life is measured by the clock of the server.
    """
    if not request.headers.get("Authorization", "").startswith("Bearer "):
        return None
    valid, seen = get_oauthlib_core().verify_request(request, scopes=[])
    if not valid or seen.client is None or seen.user is not None:
        return None
    machine = (
        Machine.objects.filter(
            application_id=seen.client.pk, kind=Machine.Kind.INTERFACE, ended_at__isnull=True
        )
        .select_related("institution")
        .first()
    )
    if machine is None or (machine.institution and machine.institution.ended_at is not None):
        return None
    return Caller(
        machine_id=machine.pk,
        actor=f"machine:{seen.client.client_id}",
        name=machine.name,
        place=machine.place,
        employer_id=machine.employer_id,
        scopes=frozenset(seen.access_token.scope.split()) & frozenset(_held(machine)),
        institution_id=machine.institution_id,
    )


def _held(machine: Machine) -> list[str]:
    """The actions of a machine; of an institution's only those that the institution has."""
    if machine.institution is None:
        return list(machine.actions)
    return [one for one in machine.actions if institution_may(machine.institution, one)]


def machine_allowed(
    request: HttpRequest, action: str, *, subject: Subject | None = None
) -> Caller | None:
    """The calling machine if it may do `action` on `subject`, else None. Denied unless everything says yes.

    The token must carry the action, the machine must still hold it, and the subject must lie within the machine's
    place; a machine of one employer reaches that employer and the people found insured through it, a machine of an institution
    that institution alone.
    Without a subject the question is whether it may do the action at all, which never shows a record.
    """
    caller = machine_of(request)
    if caller is None or action not in ACTIONS or action not in caller.scopes:
        return None
    if subject is None or _reaches(caller, subject):
        return caller
    return None


def _reaches(caller: Caller, subject: Subject) -> bool:
    if caller.employer_id is not None:
        if subject.kind == "employer":
            return subject.id == caller.employer_id
        return subject.kind == "person" and subject.employer_id == caller.employer_id
    if caller.institution_id is not None:
        return subject.kind == "institution" and subject.id == caller.institution_id
    return subject.place is not None and lies_within(subject.place, caller.place)


class ActionScopes(BaseScopes):
    """Scopes are our actions; a client may ask for those it was given, and for no others."""

    def get_all_scopes(self) -> dict[str, str]:
        """Every scope with its name."""
        return SIGN_ON_SCOPES | {code: f"{name.zh} / {name.en}" for code, name in ACTIONS.items()}

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """What this client may ask for; nothing once it was ended."""
        if application is None:
            return sorted(self.get_all_scopes())
        machine = Machine.objects.filter(application=application, ended_at__isnull=True).first()
        if machine is None:
            return []
        if machine.kind == Machine.Kind.SIGN_ON:
            return list(SIGN_ON_SCOPES)
        return [action for action in machine.actions if action in ACTIONS]

    def get_default_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """Who asks for nothing in particular gets what he may have."""
        return self.get_available_scopes(application=application, request=request)


class SignOn(OAuth2Validator):
    """What other systems learn of who signed in: the account's number, username and name. Never a role."""

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        """Claims of OpenID Connect Core 5.1, each under its scope; `sub` is the account's number for life."""
        return {
            "preferred_username": request.user.get_username(),
            "name": request.user.display_name,
            "locale": "zh-CN" if request.user.language == "zh" else "en",
        }

    def validate_client_id(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> bool:
        """A client that was ended, or that no machine stands for, is nobody's."""
        known = bool(super().validate_client_id(client_id, request, *args, **kwargs))
        return known and _in_use(client_id)

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """By secret, and only while the client is in use."""
        known = bool(super().authenticate_client(request, *args, **kwargs))
        return known and _in_use(request.client.client_id)

    def validate_user(self, *args: Any, **kwargs: Any) -> bool:
        """Never: nobody gives his password to another system."""
        return False


def _in_use(client_id: str) -> bool:
    return Machine.objects.filter(application__client_id=client_id, ended_at__isnull=True).exists()
