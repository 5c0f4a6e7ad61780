"""An employer's delegates: who may do what, until when; appointed, dismissed and replaced by the first delegate."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.identity.api import (
    GIVEN,
    Account,
    Role,
    appoint_delegate,
    delegates_of,
    dismiss_delegate,
    hand_over,
)
from renshe.flows.powers import recorded
from renshe.kernel.codes.problem import Refused
from renshe.portals.layout.access import Visit, own_employer
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.portal import ACCOUNT
from renshe.portals.signin.powers import Choice, choices, scope_words
from renshe.portals.signin.proof import proved
from renshe.portals.signin.trying import DATES_WRONG, day_typed, tried

TEMPLATE = "signin/pages/delegates.html"


@dataclass(frozen=True, kw_only=True)
class DelegateRow:
    """One delegate."""

    number: int
    username: str
    name: str
    first: bool
    scope: str
    valid_from: date
    valid_to: date | None
    me: bool


@dataclass(frozen=True, kw_only=True)
class DelegatesPage:
    """What `signin/pages/delegates.html` may use; what was typed stays."""

    delegates: tuple[DelegateRow, ...]
    others: tuple[DelegateRow, ...]
    username: str
    powers: tuple[Choice, ...]
    valid_from: str
    valid_to: str
    problems: tuple[Problem, ...]


@ACCOUNT.page(template=TEMPLATE, access=own_employer("delegates.appoint"))
@proved
def delegates(visit: Visit) -> DelegatesPage | HttpResponse:
    """Show the delegates; a post appoints, dismisses or hands over."""
    request, account = visit.request, visit.account
    assert account is not None
    if request.method != "POST":
        return _page(visit, account)
    act = _ACTS.get(request.POST.get("act", ""), _appoint)
    _done, problems = tried(lambda: act(visit, account))
    if problems:
        page = _page(visit, account, problems=problems)
        return ACCOUNT.render(request, template=TEMPLATE, context=page, status=400)
    return HttpResponseRedirect(
        reverse("signin:security" if act is _hand_over else "signin:delegates")
    )


def _appoint(visit: Visit, account: Account) -> Role:
    post = visit.request.POST
    first = day_typed(post.get("valid_from", ""))
    last = day_typed(post.get("valid_to", ""))
    if first is None or (last is None and post.get("valid_to", "").strip()):
        raise Refused(DATES_WRONG)
    return recorded(
        lambda: appoint_delegate(
            first=account, username=post.get("username", ""), actions=post.getlist("actions"),
            valid_from=first, valid_to=last, on=visit.today,
        ),
        actor=account.username, verb="appoint_delegate",
        subject_id=lambda role: role.account_id, at=visit.now,
        detail={"employer": account.employer_id, "actions": post.getlist("actions"),
                "from": post.get("valid_from", ""), "to": post.get("valid_to", "")},
    )  # fmt: skip


def _dismiss(visit: Visit, account: Account) -> Account:
    number = visit.request.POST.get("number", "")
    return recorded(
        lambda: dismiss_delegate(
            first=account, account_id=int(number) if number.isdecimal() else 0, on=visit.today
        ),
        actor=account.username, verb="dismiss_delegate", subject_id=lambda gone: gone.pk,
        at=visit.now, detail={"employer": account.employer_id},
    )  # fmt: skip


def _hand_over(visit: Visit, account: Account) -> Role:
    employer = account.employer_id
    return recorded(
        lambda: hand_over(
            first=account, username=visit.request.POST.get("username", ""), on=visit.today
        ),
        actor=account.username, verb="hand_over_delegation",
        subject_id=lambda role: role.account_id, at=visit.now, detail={"employer": employer},
    )  # fmt: skip


_ACTS: dict[str, Callable[[Visit, Account], Role | Account]] = {
    "appoint": _appoint,
    "dismiss": _dismiss,
    "hand_over": _hand_over,
}


def _page(visit: Visit, account: Account, *, problems: tuple[Problem, ...] = ()) -> DelegatesPage:
    post = visit.request.POST
    assert account.employer_id is not None
    rows = tuple(
        DelegateRow(
            number=role.account_id,
            username=role.account.username,
            name=role.account.display_name,
            first=role.limited_to is None,
            scope=scope_words(role.limited_to),
            valid_from=role.valid_from,
            valid_to=role.valid_to,
            me=role.account_id == account.pk,
        )
        for role in delegates_of(employer_id=account.employer_id, on=visit.today)
    )
    return DelegatesPage(
        delegates=rows,
        others=tuple(row for row in rows if not row.me),
        username=post.get("username", ""),
        powers=choices(GIVEN, ticked=post.getlist("actions")),
        valid_from=post.get("valid_from", visit.today.isoformat()),
        valid_to=post.get("valid_to", ""),
        problems=problems,
    )
