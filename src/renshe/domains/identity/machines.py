"""Clients of the interface and of single sign-on: made, given a new secret, ended. The caller records each act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import AccessToken, Application, Grant, RefreshToken

from renshe.domains.identity.models import Account, Institution, Machine
from renshe.domains.identity.permissions import ACTIONS
from renshe.domains.identity.queries import institution_may
from renshe.domains.identity.refusals import problem
from renshe.kernel.codes.divisions import is_place_code
from renshe.kernel.codes.problem import Refused

MACHINES_OF_INSTITUTIONS = (
    "institution.look", "institution.certificate", "institution.death", "institution.premium_list",
)  # fmt: skip
"""What a program may do for its institution. Members are kept by people."""


def machines() -> list[Machine]:
    """Every client, those in use first."""
    return list(
        Machine.objects.select_related("application", "institution").order_by(
            "ended_at", "name", "pk"
        )
    )


@transaction.atomic
def make_machine(
    *,
    name: str,
    actions: Sequence[str],
    place: str,
    employer_id: int | None = None,
    institution: Institution | None = None,
    by: Account,
    at: datetime,
) -> tuple[Machine, str]:
    """A client that calls the interface under its own name (OAuth2 client credentials). Its secret is shown once.

    One of an institution holds actions of that institution alone.
    """
    chosen = sorted(set(actions))
    if not chosen or not set(chosen) <= set(ACTIONS):
        raise Refused(problem("action_unknown"))
    _require_binding(chosen, institution)
    if not name.strip() or not is_place_code(place):
        raise Refused(problem("words_missing"))
    application, secret = _application(name, grant=Application.GRANT_CLIENT_CREDENTIALS)
    machine = Machine.objects.create(
        application=application,
        kind=Machine.Kind.INTERFACE,
        name=name.strip(),
        actions=chosen,
        place=place,
        employer_id=employer_id,
        institution=institution,
        made_by=by.username,
        made_at=at,
    )
    return machine, secret


@transaction.atomic
def make_sign_on(
    *, name: str, redirect: str, place: str, by: Account, at: datetime
) -> tuple[Machine, str]:
    """A system that lets people sign in through us (OpenID Connect, code with PKCE). Its secret is shown once."""
    parts = urlsplit(redirect.strip())
    wanted = ("https",) if settings.PRODUCTION else ("https", "http")
    if parts.scheme not in wanted or not parts.netloc or parts.fragment:
        raise Refused(problem("redirect_missing"))
    if not name.strip() or not is_place_code(place):
        raise Refused(problem("words_missing"))
    application, secret = _application(
        name, grant=Application.GRANT_AUTHORIZATION_CODE, redirect=redirect.strip()
    )
    machine = Machine.objects.create(
        application=application,
        kind=Machine.Kind.SIGN_ON,
        name=name.strip(),
        place=place,
        made_by=by.username,
        made_at=at,
    )
    return machine, secret


@transaction.atomic
def new_secret(*, machine_id: int) -> tuple[Machine, str]:
    """A new secret, shown once; the old one and every token are void at once."""
    machine = _in_use(machine_id)
    secret = generate_client_secret()
    machine.application.client_secret = secret
    machine.application.save()
    _forget_tokens(machine)
    return machine, secret


@transaction.atomic
def end_machine(*, machine_id: int, by: Account, at: datetime) -> Machine:
    """End a client for ever; its tokens are void at once."""
    machine = _in_use(machine_id)
    machine.ended_by, machine.ended_at = by.username, at
    machine.save(update_fields=["ended_by", "ended_at"])
    _forget_tokens(machine)
    return machine


def _require_binding(actions: Sequence[str], institution: Institution | None) -> None:
    """A machine of an institution holds what that institution may, and nothing else. Raises Refused.

    One that is bound to none opens nothing of an institution, whatever it holds.
    """
    if institution is None:
        return
    if institution.ended_at is not None:
        raise Refused(problem("institution_ended"))
    if not all(
        one in MACHINES_OF_INSTITUTIONS and institution_may(institution, one) for one in actions
    ):
        raise Refused(problem("institution_purposes"))


def _in_use(machine_id: int) -> Machine:
    machine = Machine.objects.select_for_update().filter(pk=machine_id).first()
    if machine is None or machine.ended_at is not None:
        raise Refused(problem("machine_ended"))
    return machine


def _application(name: str, *, grant: str, redirect: str = "") -> tuple[Application, str]:
    secret = generate_client_secret()
    sign_on = grant == Application.GRANT_AUTHORIZATION_CODE
    application = Application.objects.create(
        name=name.strip(),
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=grant,
        client_secret=secret,
        redirect_uris=redirect,
        algorithm=Application.RS256_ALGORITHM if sign_on else Application.NO_ALGORITHM,
    )
    return application, secret


def _forget_tokens(machine: Machine) -> None:
    for table in (RefreshToken, AccessToken, Grant):
        table.objects.filter(application=machine.application).delete()
