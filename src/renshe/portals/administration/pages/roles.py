"""Who holds which role: granted, taken away, and looked at every quarter, by the security administrator."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse

from renshe.domains.identity.api import (
    INSTITUTION_ROLES,
    Account,
    RoleCode,
    account_named,
    end_sign_ins,
    grant_role,
    places_of,
    quarter_of,
    review_role,
    staff_roles,
)
from renshe.domains.identity.api import Role as HeldRole
from renshe.domains.registry.api import place_name
from renshe.flows.powers import recorded
from renshe.kernel.codes.problem import Problem as Reason
from renshe.kernel.codes.problem import Refused
from renshe.portals.administration.portal import GRANT, SECURITY
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.roles import role_words
from renshe.portals.signin.proof import proved
from renshe.portals.signin.session import clock_of
from renshe.portals.signin.trying import DATES_WRONG, acted, day_typed

TEMPLATE = "administration/pages/roles.html"
GRANTED = [code for code in RoleCode.values if code not in INSTITUTION_ROLES]
"""An institution's roles come with its registration and from its own administrators, never by hand."""
UNKNOWN = Reason(
    code="account_unknown", zh="没有这个用户名，或账号已停用", en="there is no such account in use",
    clause="", next_step_zh="请核对用户名；新账号由系统管理员开立",
    next_step_en="Check it; the system administrator opens new accounts",
)  # fmt: skip
OWN = Reason(
    code="own_role", zh="不能给自己授权", en="nobody grants himself a role", clause="GB/T 22239-2019",
    next_step_zh="请由另一位安全管理员办理", next_step_en="Another security administrator does it",
)  # fmt: skip
NO_ROLE = Reason(
    code="role_unknown", zh="没有选择角色", en="no role was chosen", clause="",
    next_step_zh="请从列表中选择", next_step_en="Choose from the list",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class RoleRow:
    """One role that somebody holds. `mine` are the administrator's own, which he cannot touch."""

    number: int
    username: str
    name: str
    role: str
    place: str
    valid_from: date
    valid_to: date | None
    given_by: str
    reviewed_by: str
    mine: bool


@dataclass(frozen=True, kw_only=True)
class RoleChoice:
    """One role to grant."""

    code: str
    words: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class RolesPage:
    """What `administration/pages/roles.html` may use; what was typed stays."""

    quarter: str
    rows: tuple[RoleRow, ...]
    waiting: int
    username: str
    choices: tuple[RoleChoice, ...]
    place: str
    valid_from: str
    valid_to: str
    problems: tuple[Problem, ...]


@SECURITY.page(template=TEMPLATE, access=GRANT)
@proved
def roles(visit: Visit) -> RolesPage | HttpResponse:
    """Show every staff role of the day; a post grants one, keeps one for the quarter, or takes one away."""
    return acted(
        visit, acts=_ACTS, show=_page, portal=SECURITY, template=TEMPLATE, to="administration:roles"
    )


def _grant(visit: Visit, account: Account) -> object:
    post = visit.request.POST
    whom = account_named(username=post.get("username", "").strip())
    first, last = day_typed(post.get("valid_from", "")), day_typed(post.get("valid_to", ""))
    if whom is None or not whom.is_active:
        raise Refused(UNKNOWN)
    if whom.pk == account.pk:
        raise Refused(OWN)
    if post.get("role") not in GRANTED:
        raise Refused(NO_ROLE)
    if first is None or (last is None and post.get("valid_to")) or (last and last < first):
        raise Refused(DATES_WRONG)

    def act() -> HeldRole:
        end_sign_ins(account=whom, why="powers", at=clock_of(visit.request))
        return grant_role(
            account=whom, role=RoleCode(post["role"]), place=post.get("place", "").strip(),
            valid_from=first, valid_to=last, given_by=account.username,
        )  # fmt: skip

    return recorded(
        act, actor=account.username, verb="grant_role", subject_id=whom.pk, at=visit.now,
        detail={"role": post["role"], "place": post.get("place", ""),
                "from": str(first), "to": str(last or "")},
    )  # fmt: skip


def _review(visit: Visit, account: Account) -> object:
    number, keep = visit.request.POST.get("number", ""), visit.request.POST.get("act") == "keep"
    known = {str(one.role.pk): one.role for one in staff_roles(on=visit.today)}
    if number not in known:
        raise Refused(NO_ROLE)
    role = known[number]

    def act() -> object:
        done = review_role(role_id=role.pk, keep=keep, by=account, on=visit.today, at=visit.now)
        if not keep:
            end_sign_ins(account=role.account, why="powers", at=clock_of(visit.request))
        return done

    return recorded(
        act, actor=account.username, verb="keep_role" if keep else "revoke_role",
        subject_id=role.account_id, at=visit.now,
        detail={"role": role.role, "place": role.place, "quarter": quarter_of(visit.today)},
    )  # fmt: skip


_ACTS: dict[str, Callable[[Visit, Account], object]] = {
    "grant": _grant,
    "keep": _review,
    "revoke": _review,
}


def _page(visit: Visit, account: Account, *, problems: tuple[Problem, ...] = ()) -> RolesPage:
    typed = visit.request.POST if problems else {}
    mine = places_of(account=account, action="accounts.grant", on=visit.today)
    rows = tuple(
        RoleRow(
            number=one.role.pk,
            username=one.role.account.username,
            name=one.role.account.display_name,
            role=role_words(one.role.role),
            place=place_name(code=one.role.place) or one.role.place,
            valid_from=one.role.valid_from,
            valid_to=one.role.valid_to,
            given_by=one.role.given_by,
            reviewed_by=one.reviewed.by if one.reviewed else "",
            mine=one.role.account_id == account.pk,
        )
        for one in staff_roles(on=visit.today)
    )
    return RolesPage(
        quarter=quarter_of(visit.today),
        rows=rows,
        waiting=sum(1 for row in rows if not row.reviewed_by and not row.mine),
        username=typed.get("username", ""),
        choices=tuple(
            RoleChoice(code=code, words=role_words(code), chosen=code == typed.get("role"))
            for code in GRANTED
        ),
        place=typed.get("place", mine[0] if mine else ""),
        valid_from=typed.get("valid_from", visit.today.isoformat()),
        valid_to=typed.get("valid_to", ""),
        problems=problems,
    )
