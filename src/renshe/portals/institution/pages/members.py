"""Who acts for the institution: named by one administrator, admitted by the other, ended by either at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse

from renshe.domains.identity.api import (
    Account,
    Membership,
    administrators_of,
    confirm_member,
    end_member,
    end_sign_ins,
    invite_member,
    memberships_of,
)
from renshe.flows.powers import recorded
from renshe.portals.institution.acting import institution_of
from renshe.portals.institution.portal import INSTITUTION, MEMBERS
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.powers import Choice, choices, scope_words
from renshe.portals.signin.proof import proved
from renshe.portals.signin.session import clock_of
from renshe.portals.signin.trying import acted

TEMPLATE = "institution/pages/members.html"


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """One member. `may_confirm` where another administrator named him."""

    number: int
    username: str
    name: str
    scope: str
    state: str
    invited_by: str
    confirmed_by: str
    ended_by: str
    ended_at: datetime | None
    may_confirm: bool
    over: bool


@dataclass(frozen=True, kw_only=True)
class MembersPage:
    """What `institution/pages/members.html` may use; what was typed stays."""

    institution: str
    administrators: tuple[str, ...]
    rows: tuple[MemberRow, ...]
    username: str
    powers: tuple[Choice, ...]
    problems: tuple[Problem, ...]


@INSTITUTION.page(template=TEMPLATE, access=MEMBERS)
@proved
def members(visit: Visit) -> MembersPage | HttpResponse:
    """Show the members; a post names, admits or ends one."""
    return acted(
        visit,
        acts=_ACTS,
        show=_page,
        portal=INSTITUTION,
        template=TEMPLATE,
        to="institution:members",
    )


def _invite(visit: Visit, account: Account) -> Membership:
    post = visit.request.POST
    return recorded(
        lambda: invite_member(
            administrator=account, username=post.get("username", ""),
            purposes=post.getlist("actions"), on=visit.today, at=visit.now,
        ),
        actor=account.username, verb="invite_member", subject_id=lambda made: made.account_id,
        at=visit.now, detail={"actions": post.getlist("actions")},
    )  # fmt: skip


def _confirm(visit: Visit, account: Account) -> Membership:
    def act() -> Membership:
        done = confirm_member(
            administrator=account, membership_id=_number(visit), on=visit.today, at=visit.now
        )
        end_sign_ins(account=done.account, why="powers", at=clock_of(visit.request))
        return done

    return recorded(
        act, actor=account.username, verb="confirm_member",
        subject_id=lambda made: made.account_id, at=visit.now,
    )  # fmt: skip


def _end(visit: Visit, account: Account) -> Membership:
    def act() -> Membership:
        done = end_member(
            administrator=account, membership_id=_number(visit), on=visit.today, at=visit.now
        )
        end_sign_ins(account=done.account, why="powers", at=clock_of(visit.request))
        return done

    return recorded(
        act, actor=account.username, verb="end_member",
        subject_id=lambda gone: gone.account_id, at=visit.now,
    )  # fmt: skip


_ACTS: dict[str, Callable[[Visit, Account], Membership]] = {
    "invite": _invite,
    "confirm": _confirm,
    "end": _end,
}


def _number(visit: Visit) -> int:
    typed = visit.request.POST.get("number", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0


def _page(visit: Visit, account: Account, *, problems: tuple[Problem, ...] = ()) -> MembersPage:
    held, post = institution_of(visit), visit.request.POST
    return MembersPage(
        institution=held.name,
        administrators=tuple(
            role.account.display_name
            for role in administrators_of(institution_id=held.pk, on=visit.today)
        ),
        rows=tuple(_row(one, account) for one in memberships_of(institution_id=held.pk)),
        username=post.get("username", ""),
        powers=choices(held.purposes, ticked=post.getlist("actions")),
        problems=problems,
    )


def _row(one: Membership, viewer: Account) -> MemberRow:
    return MemberRow(
        number=one.pk,
        username=one.account.username,
        name=one.account.display_name,
        scope=scope_words(one.purposes),
        state=one.state,
        invited_by=one.invited_by,
        confirmed_by=one.confirmed_by,
        ended_by=one.ended_by,
        ended_at=one.ended_at,
        may_confirm=one.state == "invited" and one.invited_by != viewer.username,
        over=one.state == "ended",
    )
