"""Made-up contexts of the pages of administration, for tests of templates."""

from dataclasses import replace
from datetime import UTC, date, datetime

from renshe.portals.administration.pages.accounts import (
    AccountPage,
    AccountRow,
    AccountsPage,
    HeldRole,
)
from renshe.portals.administration.pages.emergencies import EmergenciesPage, EmergencyRow
from renshe.portals.administration.pages.events import KINDS, EventRow, EventsPage
from renshe.portals.administration.pages.institutions import (
    KINDS as INSTITUTION_KINDS,
)
from renshe.portals.administration.pages.institutions import (
    BodyRow,
    InstitutionRow,
    InstitutionsPage,
    KindChoice,
)
from renshe.portals.administration.pages.limits import LimitRow, LimitsPage
from renshe.portals.administration.pages.locks import Found, LockRow, LocksPage, OpenSession
from renshe.portals.administration.pages.machines import OFFERED, MachineRow, MachinesPage
from renshe.portals.administration.pages.matrix import MatrixPage, MatrixRow
from renshe.portals.administration.pages.outbox import MessageRow, OutboxPage
from renshe.portals.administration.pages.parameters import ParameterRow, ParametersPage
from renshe.portals.administration.pages.roles import RoleChoice, RoleRow, RolesPage
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.explanation_view import confidence_mark
from renshe.portals.layout.paging import Paging
from renshe.portals.signin.powers import choices

AT = datetime(2025, 10, 31, 2, 0, tzinfo=UTC)
WRONG = (
    Problem(reason="没有写明理由", subject="", clause="个人信息保护法 六", next_step="请写明"),
)


def account_row(number: int, *, active: bool = True, kind: str = "staff") -> AccountRow:
    """One account."""
    return AccountRow(number=number, username=f"u{number}", name="某人", active=active, kind=kind)


def accounts_page(*, rows: bool = True) -> AccountsPage:
    """Some accounts, and one just opened."""
    kinds = ("staff", "person", "employer") if rows else ()
    return AccountsPage(
        text="u", rows=tuple(account_row(n, active=n > 0, kind=k) for n, k in enumerate(kinds)),
        more=rows, username="", name="", uscc="", opened="li", password="7KQX-M2PA-9DHT-C4RW",
        problems=WRONG,
    )  # fmt: skip


def account_page(*, active: bool) -> AccountPage:
    """One account with its roles, or switched off."""
    held = HeldRole(words="窗口经办", place="440400", valid_to=date(2026, 1, 1))
    return AccountPage(
        row=account_row(1, active=active), roles=(held,) if active else (), reason="",
        password="7KQX-M2PA" if active else "", problems=(),
    )  # fmt: skip


def machines_page(*, rows: bool = True) -> MachinesPage:
    """Two clients, one ended."""
    made = tuple(
        MachineRow(
            number=n, name="薪酬软件", client_id="abc", sign_on=n == 2, scope="查看缴费",
            place="440400", made_by="sysadmin", made_at=AT, ended=n == 3,
            institution="某区人民法院" if n == 1 else "",
        )
        for n in (1, 2, 3)
    )  # fmt: skip
    return MachinesPage(
        rows=made if rows else (), name="", place="440400", uscc="", redirect="", institution="",
        powers=choices(OFFERED, ticked=("books.look",)), secret="s3cret" if rows else "",
        secret_of="薪酬软件", client_id="abc", token_url="/oauth/token/", discovery_url="/oauth/",
        problems=WRONG,
    )  # fmt: skip


def institutions_page(*, rows: bool = True) -> InstitutionsPage:
    """One in force and one that was ended; or none."""
    made = tuple(
        InstitutionRow(
            number=n, name="某区人民法院", uscc="11310112000000001Q", kind="人民法院", place="310112",
            scope="依法请求参保证明", administrators=("an", "bo") if n == 1 else (), registered_by="sec",
            registered_at=AT, ended_at=AT if n == 2 else None, files_lists=n == 1,
        )
        for n in (1, 2)
    )  # fmt: skip
    bodies = tuple(
        BodyRow(
            number=n, institution="某区民政局", words="民政部门", document="职能配置规定第三条", state=state, tone=tone,
            is_over=n == 2,
        )
        for n, state, tone in ((1, "待确认", "now"), (2, "已撤销", ""))
    )  # fmt: skip
    kinds = tuple(
        KindChoice(code=code, words=str(words), scope="依法请求参保证明", chosen=code == "court")
        for code, words in INSTITUTION_KINDS.items()
    )
    return InstitutionsPage(
        rows=made if rows else (), uscc="", name="", place="310112", kinds=kinds,
        powers=choices(("institution.certificate", "institution.death"), ticked=()), first="", second="",
        bodies=bodies if rows else (), origins=(("civil_affairs", "民政部门"), ("street", "街道（镇）")),
        typed={"number": "1", "origin": "street", "document": "委托书", "why": ""},
        problems=WRONG if rows else (),
    )  # fmt: skip


def roles_page() -> RolesPage:
    """Roles reviewed, waiting and one's own."""
    rows = tuple(
        RoleRow(
            number=n, username=f"u{n}", name="某人", role="窗口经办", place="广东省珠海市",
            valid_from=date(2025, 1, 1), valid_to=date(2026, 1, 1) if n == 1 else None,
            given_by="", reviewed_by="sec" if n == 1 else "", mine=n == 2,
        )
        for n in (1, 2, 3)
    )  # fmt: skip
    return RolesPage(
        quarter="2025Q4", rows=rows, waiting=1, username="", place="440400",
        choices=(RoleChoice(code="reviewer", words="复核", chosen=True),),
        valid_from="2025-10-31", valid_to="", problems=WRONG,
    )  # fmt: skip


def locks_page(*, some: bool = True) -> LocksPage:
    """One lock and one account with a session."""
    session = OpenSession(device="Windows · Edge", at=AT, seen_at=AT)
    found = Found(username="li", name="李某", factors=2, sessions=(session,))
    return LocksPage(
        locks=(LockRow(username="li", failures=5, until=AT),) if some else (), text="li",
        found=found if some else None, reason="", done="1", problems=WRONG,
    )  # fmt: skip


def limits_page(*, some: bool = True) -> LimitsPage:
    """Limits in force and past, or none."""
    rows = tuple(
        LimitRow(
            words="批准退费与核销", amount=Amount(fen=1_000_000), valid_from=date(2025, 1, 1),
            set_by="sec", reason="内控制度", in_force=current,
        )
        for current in (True, False)
    )  # fmt: skip
    return LimitsPage(
        rows=rows if some else (), without=("记账", "批准用款"),
        actions=choices(("books.post",), ticked=("books.post",)), amount="", valid_from="",
        reason="", problems=WRONG,
    )  # fmt: skip


def emergencies_page(*, some: bool = True) -> EmergenciesPage:
    """Every state of an emergency."""
    states: tuple[dict, ...] = (
        {"running": True}, {}, {"report": "已联系医院"},
        {"report": "已联系医院", "judged": "justified", "judgement": "属实"},
        {"report": "好奇", "judged": "unjustified", "judgement": "不属实"},
    )  # fmt: skip
    fields: dict = {
        "who": "李某", "username": "li", "subject": 9, "reason": "病人昏迷，医院急需确认参保地",
        "opened_at": AT, "running": False, "report": "", "judged": "", "judgement": "",
        "judged_by": "auditadmin",
    }  # fmt: skip
    rows = tuple(EmergencyRow(**fields | {"number": n} | state) for n, state in enumerate(states))
    return EmergenciesPage(
        rows=rows if some else (), paging=Paging(number=1, total=len(rows), rows=20), waiting=1,
        unreported=1, problems=WRONG,
    )  # fmt: skip


def events_page(*, some: bool = True) -> EventsPage:
    """Acts with and without words and detail."""
    rows = (
        EventRow(
            at=AT, actor="sec", verb="identity.grant_role", words="授予角色", subject="account 7",
            reason="", detail='{"role": "reviewer"}',
        ),
        EventRow(at=AT, actor="run", verb="x.y", words="", subject="run", reason="", detail=""),
    )  # fmt: skip
    return EventsPage(
        actor="sec", kind="account", number="7", day="2025-10-31", kinds=tuple((kind, kind) for kind in KINDS),
        rows=rows if some else (), after=5 if some else None, asked=some,
    )  # fmt: skip


def matrix_page() -> MatrixPage:
    """A small table."""
    row = MatrixRow(words="查看账簿报表", code="books.look", cells=("own", "place", ""))
    return MatrixPage(roles=("参保人", "基金会计", "复核"), rows=(row,))


def parameters_page(*, some: bool = True) -> ParametersPage:
    """A single value, a table, one that nobody has confirmed."""
    fields: dict = {
        "code": "pension_base_floor", "name": "养老保险缴费基数下限", "value": "7,384.00元", "entries": (),
        "place": "上海市", "first": date(2025, 7, 1), "last": date(2026, 6, 30), "clause": "沪人社规〔2025〕1号 二",
        "confidence": confidence_mark("V"), "earlier": 26,
    }  # fmt: skip
    table = fields | {
        "code": "annuity_months", "name": "计发月数", "value": "", "entries": (("50", "195"), ("60", "139")),
        "place": "", "last": None, "earlier": 0, "confidence": confidence_mark("A"),
    }  # fmt: skip
    return ParametersPage(
        place="310112", place_name="上海市闵行区", day=date(2025, 10, 31), text="基数", only_unsure=some,
        rows=(ParameterRow(**fields), ParameterRow(**table)) if some else (), unsure=3, unknown_place=not some,
    )  # fmt: skip


def outbox_page(*, rows: bool) -> OutboxPage:
    """An e-mail that came back and a short message that did not; or nothing sent yet."""
    row = MessageRow(
        at=AT, way="email", masked="l***@example.com", words=("办件已受理", "Your case was accepted"), tries=2,
        returned_at=AT, returned_why="5.1.2 the domain does not exist",
    )  # fmt: skip
    sms = replace(
        row, way="sms", masked="138****5678", words=("办件已受理",), tries=1, returned_at=None
    )
    return OutboxPage(
        way="", waiting=3 if rows else 0, rows=(row, sms) if rows else (), after=7 if rows else None
    )


PAGES = {
    "administration/pages/outbox.html": lambda: outbox_page(rows=True),
    "administration/pages/outbox.html#none": lambda: outbox_page(rows=False),
    "administration/pages/institutions.html": institutions_page,
    "administration/pages/institutions.html#none": lambda: institutions_page(rows=False),
    "administration/pages/parameters.html": parameters_page,
    "administration/pages/parameters.html#none": lambda: parameters_page(some=False),
    "administration/pages/accounts.html": accounts_page,
    "administration/pages/accounts.html#none": lambda: accounts_page(rows=False),
    "administration/pages/account.html": lambda: account_page(active=True),
    "administration/pages/account.html#off": lambda: account_page(active=False),
    "administration/pages/machines.html": machines_page,
    "administration/pages/machines.html#none": lambda: machines_page(rows=False),
    "administration/pages/roles.html": roles_page,
    "administration/pages/matrix.html": matrix_page,
    "administration/pages/locks.html": locks_page,
    "administration/pages/locks.html#none": lambda: locks_page(some=False),
    "administration/pages/limits.html": limits_page,
    "administration/pages/limits.html#none": lambda: limits_page(some=False),
    "administration/pages/emergencies.html": emergencies_page,
    "administration/pages/emergencies.html#none": lambda: emergencies_page(some=False),
    "administration/pages/events.html": events_page,
    "administration/pages/events.html#none": lambda: events_page(some=False),
}
