"""How I want to be told of my cases beside the inbox: by SMS, by e-mail, or not at all; and proving the e-mail address."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Refused
from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.wording import problem_said

TEMPLATE = "applying/pages/ways.html"
SAID = ("saved", "sent", "confirmed")


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An address that is not proved. `code_until` says until when a code holds, `code_out` whether it left the house."""

    masked: str
    code_until: datetime | None
    code_out: bool


@dataclass(frozen=True, kw_only=True)
class WaysPage:
    """What `applying/pages/ways.html` may use; what was typed stays. `failed_at` says since when the address is dead.

    `done` names what was done a moment ago: saved, sent or confirmed. `masked` is the address that is confirmed.
    """

    way: str
    email: str
    failed_at: datetime | None
    failed_why: str
    masked: str
    confirmed_at: datetime | None
    waiting: Waiting | None
    done: str
    problems: tuple[Problem, ...]
    inbox_url: str


@APPLYING.page(template=TEMPLATE, access=APPLY)
def ways(visit: Visit) -> WaysPage | HttpResponse:
    """Show what was chosen, take down a choice, send a code or try one. It is the account's own and nobody else's."""
    assert visit.account is not None
    if visit.request.method != "POST":
        done = visit.request.GET.get("done", "")
        return _page(visit, done=done if done in SAID else "")
    act = ACTS.get(visit.request.POST.get("act", ""), _save)
    try:
        done = act(visit)
    except Refused as refused:
        problems = tuple(problem_said(one) for one in refused.problems)
        page = _page(visit, typed=act is _save, problems=problems)
        return APPLYING.render(visit.request, template=TEMPLATE, context=page, status=400)
    return HttpResponseRedirect(f"{reverse('applying:ways')}?done={done}")


def _save(visit: Visit) -> str:
    """The choice; an address that is not proved gets its code at once, if its owner did not ask too often."""
    given, username = visit.request.POST, _username(visit)
    chosen = cases.choose_way(
        username=username, way=given.get("way", ""), email=given.get("email", ""), at=visit.now
    )
    if chosen.way != "email" or chosen.confirmed_at is not None:
        return "saved"
    asked = cases.code_waiting(way=chosen)
    if asked is None or asked.expires_at <= visit.now:
        # The address is kept all the same, and the page says when another code may be sent.
        with suppress(Refused):
            cases.ask_code(username=username, at=visit.now)
    return "sent"


def _send(visit: Visit) -> str:
    cases.ask_code(username=_username(visit), at=visit.now)
    return "sent"


def _confirm(visit: Visit) -> str:
    code = visit.request.POST.get("code", "")
    cases.confirm_address(username=_username(visit), code=code, at=visit.now)
    return "confirmed"


ACTS: dict[str, Callable[[Visit], str]] = {"send": _send, "confirm": _confirm}


def _username(visit: Visit) -> str:
    assert visit.account is not None
    return visit.account.username


def _page(
    visit: Visit, *, done: str = "", typed: bool = False, problems: tuple[Problem, ...] = ()
) -> WaysPage:
    chosen = cases.way_of(username=_username(visit))
    given = visit.request.POST
    return WaysPage(
        way=given.get("way", "") if typed else (chosen.way if chosen else "sms"),
        email=given.get("email", "") if typed else (chosen.email if chosen else ""),
        failed_at=chosen.failed_at if chosen else None,
        failed_why=chosen.failed_why if chosen else "",
        masked=cases.mask_email(chosen.email) if chosen and chosen.email else "",
        confirmed_at=chosen.confirmed_at if chosen else None,
        waiting=_waiting(chosen, visit.now) if chosen else None,
        done=done,
        problems=problems,
        inbox_url=reverse("applying:inbox"),
    )


def _waiting(chosen: cases.NoticeWay, now: datetime) -> Waiting | None:
    if chosen.way != "email" or chosen.confirmed_at is not None:
        return None
    code = cases.code_waiting(way=chosen)
    holds = code is not None and code.expires_at > now
    return Waiting(
        masked=cases.mask_email(chosen.email),
        code_until=code.expires_at if code is not None and holds else None,
        code_out=code is not None and code.sent_at is not None,
    )
