"""Clients of the interface and of single sign-on: made, given a new secret, ended, by the system administrator."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse

from renshe.domains.identity.api import (
    ACTIONS,
    MACHINES_OF_INSTITUTIONS,
    Account,
    Machine,
    end_machine,
    institution_with_code,
    make_machine,
    make_sign_on,
    new_secret,
    places_of,
    refusal,
)
from renshe.domains.identity.api import machines as all_machines
from renshe.domains.registry.api import employer_by_uscc
from renshe.flows.powers import recorded
from renshe.kernel.codes.problem import Refused
from renshe.portals.administration.pages.accounts import NO_EMPLOYER
from renshe.portals.administration.portal import MACHINES, SYSTEM
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.powers import Choice, choices, scope_words
from renshe.portals.signin.proof import proved
from renshe.portals.signin.session import site_of
from renshe.portals.signin.trying import tried

TEMPLATE = "administration/pages/machines.html"
NOT_FOR_MACHINES = (
    "accounts.open", "accounts.grant", "audit.look", "machines.manage", "delegates.appoint",
    "emergency.open", "mandate.confirm", "person.unmask", "institution.members", "institutions.register",
)  # fmt: skip
"""What only people do: administering, breaking the glass, and reading id numbers in full."""
OFFERED = tuple(action for action in ACTIONS if action not in NOT_FOR_MACHINES)


@dataclass(frozen=True, kw_only=True)
class MachineRow:
    """One client."""

    number: int
    name: str
    client_id: str
    sign_on: bool
    scope: str
    place: str
    institution: str
    made_by: str
    made_at: datetime
    ended: bool


@dataclass(frozen=True, kw_only=True)
class MachinesPage:
    """What `administration/pages/machines.html` may use; what was typed stays. `secret` is shown this once."""

    rows: tuple[MachineRow, ...]
    name: str
    place: str
    uscc: str
    institution: str
    redirect: str
    powers: tuple[Choice, ...]
    secret: str
    secret_of: str
    client_id: str
    token_url: str
    discovery_url: str
    problems: tuple[Problem, ...]


@SYSTEM.page(template=TEMPLATE, access=MACHINES)
@proved
def machines(visit: Visit) -> MachinesPage | HttpResponse:
    """Show the clients; a post makes one, gives it a new secret, or ends it."""
    account = visit.account
    assert account is not None
    act = _ACTS.get(visit.request.POST.get("act", ""))
    if visit.request.method != "POST" or act is None:
        return _page(visit, account)
    done, problems = tried(lambda: act(visit, account))
    if done is None:
        page = _page(visit, account, problems=problems)
        return SYSTEM.render(visit.request, template=TEMPLATE, context=page, status=400)
    machine, secret = done
    return _page(visit, account, machine=machine, secret=secret)


def _make(visit: Visit, account: Account) -> tuple[Machine, str]:
    post = visit.request.POST
    uscc = post.get("uscc", "").strip().upper()
    unit = employer_by_uscc(uscc=uscc) if uscc else None
    if uscc and unit is None:
        raise Refused(NO_EMPLOYER)
    code = post.get("institution", "").strip()
    held = institution_with_code(uscc=code) if code else None
    if code and held is None:
        raise Refused(refusal("institution_ended"))
    if held is not None and unit is not None:
        raise Refused(refusal("machine_of_one"))
    wanted = [action for action in post.getlist("actions") if action in OFFERED]
    if held is None and any(action in MACHINES_OF_INSTITUTIONS for action in wanted):
        raise Refused(refusal("institution_ended"))
    return recorded(
        lambda: make_machine(
            name=post.get("name", ""), actions=wanted, place=post.get("place", "").strip(),
            employer_id=unit.pk if unit else None, institution=held, by=account, at=visit.now,
        ),
        actor=account.username, verb="make_machine", subject_kind="machine",
        subject_id=lambda made: made[0].pk, at=visit.now, detail={"actions": wanted},
    )  # fmt: skip


def _make_sign_on(visit: Visit, account: Account) -> tuple[Machine, str]:
    post = visit.request.POST
    return recorded(
        lambda: make_sign_on(
            name=post.get("name", ""), redirect=post.get("redirect", ""),
            place=post.get("place", "").strip(), by=account, at=visit.now,
        ),
        actor=account.username, verb="make_sign_on", subject_kind="machine",
        subject_id=lambda made: made[0].pk, at=visit.now,
    )  # fmt: skip


def _new_secret(visit: Visit, account: Account) -> tuple[Machine, str]:
    return recorded(
        lambda: new_secret(machine_id=_number(visit)),
        actor=account.username, verb="new_machine_secret", subject_kind="machine",
        subject_id=_number(visit), at=visit.now,
    )  # fmt: skip


def _end(visit: Visit, account: Account) -> tuple[Machine, str]:
    return recorded(
        lambda: (end_machine(machine_id=_number(visit), by=account, at=visit.now), ""),
        actor=account.username, verb="end_machine", subject_kind="machine",
        subject_id=_number(visit), at=visit.now,
    )  # fmt: skip


_ACTS: dict[str, Callable[[Visit, Account], tuple[Machine, str]]] = {
    "make": _make,
    "sign_on": _make_sign_on,
    "secret": _new_secret,
    "end": _end,
}


def _number(visit: Visit) -> int:
    typed = visit.request.POST.get("number", "")
    return int(typed) if typed.isdecimal() else 0


def _page(
    visit: Visit,
    account: Account,
    *,
    machine: Machine | None = None,
    secret: str = "",
    problems: tuple[Problem, ...] = (),
) -> MachinesPage:
    typed = visit.request.POST if problems else {}
    mine = places_of(account=account, action="machines.manage", on=visit.today)
    origin = site_of(visit.request).origin
    return MachinesPage(
        rows=tuple(_row(one) for one in all_machines()),
        name=typed.get("name", ""),
        place=typed.get("place", mine[0] if mine else ""),
        uscc=typed.get("uscc", ""),
        institution=typed.get("institution", ""),
        redirect=typed.get("redirect", ""),
        powers=choices(OFFERED, ticked=visit.request.POST.getlist("actions") if problems else ()),
        secret=secret,
        secret_of=machine.name if machine and secret else "",
        client_id=machine.application.client_id if machine and secret else "",
        token_url=origin + reverse("oauth2_provider:token"),
        discovery_url=origin + reverse("oauth2_provider:oidc-connect-discovery-info"),
        problems=problems,
    )


def _row(one: Machine) -> MachineRow:
    return MachineRow(
        number=one.pk,
        name=one.name,
        client_id=one.application.client_id,
        sign_on=one.kind == Machine.Kind.SIGN_ON,
        scope=scope_words(one.actions),
        place=one.place,
        institution=one.institution.name if one.institution else "",
        made_by=one.made_by,
        made_at=one.made_at,
        ended=one.ended_at is not None,
    )
