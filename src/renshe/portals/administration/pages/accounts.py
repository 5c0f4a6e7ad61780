"""The system administrator's accounts: found, opened, switched off, given a one-time password. Never a role."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.identity.api import (
    Account,
    account_numbered,
    end_sign_ins,
    open_account,
    reset_password,
    roles_on,
    switch_off_account,
)
from renshe.domains.registry.api import employer_by_uscc, place_name
from renshe.flows.powers import recorded
from renshe.kernel.codes.problem import Problem as Reason
from renshe.kernel.codes.problem import Refused
from renshe.portals.administration.portal import OPEN_ACCOUNTS, SYSTEM
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.roles import role_words
from renshe.portals.signin.proof import proved
from renshe.portals.signin.session import clock_of
from renshe.portals.signin.trying import tried

LIST, ONE = "administration/pages/accounts.html", "administration/pages/account.html"
MOST = 50
NO_EMPLOYER = Reason(
    code="employer_unknown",
    zh="没有这个统一社会信用代码的单位",
    en="no employer has this credit code",
    clause="",
    next_step_zh="请先登记单位，或核对代码",
    next_step_en="Register the employer first, or check the code",
)
NO_REASON = Reason(
    code="words_missing",
    zh="没有写明理由",
    en="no reason is given",
    clause="GB/T 22239-2019",
    next_step_zh="请写明理由，审计管理员会看到",
    next_step_en="State the reason; the audit administrator reads it",
)
NOT_ONESELF = Reason(
    code="own_account",
    zh="不能停用自己的账号",
    en="nobody switches off his own account",
    clause="",
    next_step_zh="请由另一位系统管理员办理",
    next_step_en="Another system administrator does it",
)


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """One account in the list."""

    number: int
    username: str
    name: str
    active: bool
    kind: str


@dataclass(frozen=True, kw_only=True)
class AccountsPage:
    """What `administration/pages/accounts.html` may use; what was typed stays. `password` is shown this once."""

    text: str
    rows: tuple[AccountRow, ...]
    more: bool
    username: str
    name: str
    uscc: str
    opened: str
    password: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class HeldRole:
    """A role that the account holds."""

    words: str
    place: str
    valid_to: date | None


@dataclass(frozen=True, kw_only=True)
class AccountPage:
    """What `administration/pages/account.html` may use."""

    row: AccountRow
    roles: tuple[HeldRole, ...]
    reason: str
    password: str
    problems: tuple[Problem, ...]


@SYSTEM.page(template=LIST, access=OPEN_ACCOUNTS)
@proved
def accounts(visit: Visit) -> AccountsPage | HttpResponse:
    """Find accounts; a post opens one and shows its one-time password."""
    if visit.request.method != "POST":
        return _list_page(visit)
    made, problems = tried(lambda: _open(visit))
    if made is None:
        page = _list_page(visit, problems=problems)
        return SYSTEM.render(visit.request, template=LIST, context=page, status=400)
    opened, password = made
    return _list_page(visit, opened=opened.username, password=password)


@SYSTEM.page(template=ONE, access=OPEN_ACCOUNTS)
@proved
def account(visit: Visit, number: int) -> AccountPage | HttpResponse:
    """One account; a post switches it off or resets its password, for a stated reason."""
    found = account_numbered(number=number)
    if found is None:
        raise Http404
    if visit.request.method != "POST":
        return _one_page(visit, found)
    act = _ACTS.get(visit.request.POST.get("act", ""))
    if act is None:
        return HttpResponseRedirect(reverse("administration:account", args=[number]))
    password, problems = tried(lambda: act(visit, found))
    if problems:
        page = _one_page(visit, found, problems=problems)
        return SYSTEM.render(visit.request, template=ONE, context=page, status=400)
    found.refresh_from_db()
    return _one_page(visit, found, password=password or "")


def _open(visit: Visit) -> tuple[Account, str]:
    post, me = visit.request.POST, visit.account
    assert me is not None
    uscc = post.get("uscc", "").strip().upper()
    unit = employer_by_uscc(uscc=uscc) if uscc else None
    if uscc and unit is None:
        raise Refused(NO_EMPLOYER)

    def opened() -> tuple[Account, str]:
        made = open_account(
            username=post.get("username", "")[:64],
            display_name=post.get("name", "").strip()[:128] or post.get("username", ""),
            password=None,
            employer_id=unit.pk if unit else None,
        )
        return made, reset_password(account=made)

    return recorded(
        opened, actor=me.username, verb="open_account", subject_id=lambda made: made[0].pk,
        at=visit.now,
    )  # fmt: skip


def _switch_off(visit: Visit, found: Account) -> str:
    me, reason = _me_and_reason(visit)
    if found.pk == me.pk:
        raise Refused(NOT_ONESELF)

    def act() -> None:
        switch_off_account(account_id=found.pk)
        end_sign_ins(account=found, why="switched_off", at=clock_of(visit.request))

    recorded(
        act, actor=me.username, verb="switch_off_account", subject_id=found.pk, reason=reason,
        at=visit.now,
    )  # fmt: skip
    return ""


def _reset(visit: Visit, found: Account) -> str:
    me, reason = _me_and_reason(visit)

    def act() -> str:
        end_sign_ins(account=found, why="password", at=clock_of(visit.request))
        return reset_password(account=found)

    return recorded(
        act, actor=me.username, verb="reset_password", subject_id=found.pk, reason=reason,
        at=visit.now,
    )  # fmt: skip


_ACTS: dict[str, Callable[[Visit, Account], str]] = {"off": _switch_off, "reset": _reset}


def _me_and_reason(visit: Visit) -> tuple[Account, str]:
    reason = visit.request.POST.get("reason", "").strip()
    if not reason:
        raise Refused(NO_REASON)
    assert visit.account is not None
    return visit.account, reason


def _list_page(
    visit: Visit, *, opened: str = "", password: str = "", problems: tuple[Problem, ...] = ()
) -> AccountsPage:
    text, post = visit.request.GET.get("q", "").strip(), visit.request.POST
    found = Account.objects.order_by("username")
    if text:
        found = found.filter(Q(username__startswith=text) | Q(display_name__startswith=text))
    else:
        found = found.filter(person_id__isnull=True)
    rows = list(found[: MOST + 1])
    return AccountsPage(
        text=text,
        rows=tuple(_row(one) for one in rows[:MOST]),
        more=len(rows) > MOST,
        username="" if opened else post.get("username", ""),
        name="" if opened else post.get("name", ""),
        uscc="" if opened else post.get("uscc", ""),
        opened=opened,
        password=password,
        problems=problems,
    )


def _row(one: Account) -> AccountRow:
    kind = "person" if one.person_id else "employer" if one.employer_id else "staff"
    return AccountRow(
        number=one.pk, username=one.username, name=one.display_name, active=one.is_active, kind=kind
    )


def _one_page(
    visit: Visit, found: Account, *, password: str = "", problems: tuple[Problem, ...] = ()
) -> AccountPage:
    return AccountPage(
        row=_row(found),
        roles=tuple(
            HeldRole(
                words=role_words(role.role),
                place=place_name(code=role.place) or role.place,
                valid_to=role.valid_to,
            )
            for role in roles_on(account=found, on=visit.today)
        ),
        reason=visit.request.POST.get("reason", "") if problems else "",
        password=password,
        problems=problems,
    )
