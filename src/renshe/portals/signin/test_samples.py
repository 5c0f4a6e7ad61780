"""Made-up contexts of the entrance's pages, for tests of templates."""

from datetime import UTC, date, datetime

from renshe.domains.identity.api import GIVEN, MANDATE_ACTIONS
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.demonstration import DemonstrationAccount, DemonstrationGroup
from renshe.portals.signin.pages.acting import USUAL, ActingPage, InvitePage, MandateRow
from renshe.portals.signin.pages.delegates import DelegateRow, DelegatesPage
from renshe.portals.signin.pages.emergency import (
    EmergencyPage,
    EmergencyRecordPage,
    EmergencyRow,
    OpenRecord,
)
from renshe.portals.signin.pages.going_on import GoOnPage
from renshe.portals.signin.pages.guardians import GuardianPage, GuardiansPage, RequestRow
from renshe.portals.signin.pages.home import Door, HomePage
from renshe.portals.signin.pages.second import ConfirmPage, SecondPage
from renshe.portals.signin.pages.security import (
    AppPage,
    FactorRow,
    PasswordPage,
    SecurityPage,
    SessionRow,
    qr_of,
)
from renshe.portals.signin.pages.sign_in import SignInPage
from renshe.portals.signin.powers import choices, scope_words

AT = datetime(2025, 10, 31, 2, 0, tzinfo=UTC)
WRONG = (
    Problem(reason="没有写明理由", subject="", clause="个人信息保护法 六", next_step="请写明"),
)


def sign_in_page(**changed: object) -> SignInPage:
    """The demonstration's sign-in after a wrong password."""
    fields: dict = {
        "username": "chen", "failed": True, "passkey_failed": False, "locked_until": None,
        "over": "", "next": "/employer/", "today": date(2025, 10, 31),
        "groups": (
            DemonstrationGroup(
                title="替单位办事",
                accounts=(
                    DemonstrationAccount(
                        username="e1", display_name="海棠精密 陈会计", try_first="看账单和与上月的差别"
                    ),
                ),
            ),
            DemonstrationGroup(
                title="办自己和家里人的事",
                accounts=(
                    DemonstrationAccount(
                        username="p1", display_name="欧雪（在职）", try_first="看缴费，每个数怎么来的"
                    ),
                    DemonstrationAccount(
                        username="p2", display_name="王小明（退休）", try_first="看这个月的养老金"
                    ),
                ),
            ),
        ),
    }  # fmt: skip
    return SignInPage(**fields | changed)


def home_page() -> HomePage:
    """Somebody with two roles."""
    return HomePage(
        display_name="陈会计",
        doors=(
            Door(
                title="单位社会保险", purpose="本月申报、差错更正、账单和缴费状态", url="/employer/"
            ),
            Door(title="我的社会保险", purpose="缴费记录、个人账户、养老金", url="/me/"),
        ),
    )


def second_page(*, until: datetime | None = None) -> SecondPage:
    """Somebody with both kinds of second factor, after a wrong code or locked."""
    return SecondPage(app=True, passkey=True, failed=until is None, locked_until=until, next="/me/")


def confirm_page(ask: str) -> ConfirmPage:
    """Asked again."""
    return ConfirmPage(
        ask=ask, app=True, passkey=True, failed=True, locked_until=None, next="/account/"
    )


def security_page() -> SecurityPage:
    """An account with everything, right after its first factor was bound."""
    return SecurityPage(
        username="chen",
        told="电子邮件",
        unproved=True,
        factors=(
            FactorRow(number=1, kind="totp", name="App", added_at=AT, used_at=AT),
            FactorRow(number=2, kind="passkey", name="办公室电脑", added_at=AT, used_at=None),
        ),
        has_app=True,
        needed=True,
        codes_left=10,
        fresh_codes=("7KQX-M2PA-9DHT", "C4RW-8YNE-ZJ3V"),
        sessions=(
            SessionRow(number=1, device="Windows · Edge", how="密码", at=AT, seen_at=AT, here=True),
            SessionRow(
                number=2, device="HarmonyOS · WeChat", how="密码", at=AT, seen_at=AT, here=False
            ),
        ),
        may_appoint=True,
        may_confirm=True,
        may_break_glass=True,
        problems=WRONG,
    )


def app_page() -> AppPage:
    """Binding before one may enter."""
    return AppPage(
        username="chen", qr=qr_of("otpauth://totp/x"), secret="ABCD EFGH", waits=True, next="/",
        problems=(),
    )  # fmt: skip


def acting_page() -> ActingPage:
    """Both sides."""
    scope = scope_words(("person.look", "pension.look"))

    def row(number: int, state: str, **changed: object) -> MandateRow:
        fields: dict = {
            "number": number, "other": "张*", "relation": "母亲", "scope": scope, "state": state,
            "guardian": False, "valid_from": date(2025, 1, 1), "valid_to": date(2026, 1, 1),
            "words": "", "over": state in ("ended", "refused", "expired"),
        }  # fmt: skip
        return MandateRow(**fields | changed)

    return ActingPage(
        held=(row(1, "active"), row(2, "active", guardian=True), row(3, "requested")),
        given=(row(4, "invited", other=""), row(5, "active"), row(6, "refused", words="不清楚")),
        has_person=True,
        acting_now=1,
        code="",
        problems=WRONG,
    )


def invite_page(code: str = "") -> InvitePage:
    """The form, or the code."""
    return InvitePage(
        relation="女儿", powers=choices(MANDATE_ACTIONS, ticked=USUAL), valid_to="2026-10-31",
        code=code, problems=() if code else WRONG,
    )  # fmt: skip


def guardian_page() -> GuardianPage:
    """A request that was typed wrong."""
    return GuardianPage(
        name="王小小", id_number="440402", relation="父亲", adult=True, valid_to="2030-01-01",
        powers=choices(MANDATE_ACTIONS, ticked=USUAL), accept=".pdf", problems=WRONG,
    )  # fmt: skip


def guardians_page() -> GuardiansPage:
    """One request waits."""
    one = RequestRow(
        number=1, guardian="王大明", ward="王*小", relation="父亲", scope="查看个人信息",
        valid_to=date(2030, 1, 1), made_on=date(2025, 10, 30),
    )  # fmt: skip
    return GuardiansPage(requests=(one,), problems=WRONG)


def delegates_page() -> DelegatesPage:
    """The first delegate and another one."""
    first = DelegateRow(
        number=1, username="hr", name="陈会计", first=True, scope="全部", me=True,
        valid_from=date(2025, 1, 1), valid_to=None,
    )  # fmt: skip
    other = DelegateRow(
        number=2, username="zhao", name="赵敏", first=False, scope="查看缴费", me=False,
        valid_from=date(2025, 1, 1), valid_to=date(2026, 1, 1),
    )  # fmt: skip
    return DelegatesPage(
        delegates=(first, other), others=(other,), username="zhao",
        powers=choices(GIVEN, ticked=("contributions.look",)), valid_from="2025-10-31",
        valid_to="", problems=WRONG,
    )  # fmt: skip


def emergency_row(number: int, **changed: object) -> EmergencyRow:
    """One emergency."""
    fields: dict = {
        "number": number, "reason": "病人昏迷，医院急需确认参保地", "opened_at": AT, "ends_at": AT,
        "running": False, "reported": True, "judged": "",
    }  # fmt: skip
    return EmergencyRow(**fields | changed)


def emergency_page() -> EmergencyPage:
    """Every state of an emergency."""
    states = ({"running": True}, {"reported": False}, {"judged": "justified"},
              {"judged": "unjustified"}, {})  # fmt: skip
    return EmergencyPage(
        id_number="4404", reason="急",
        mine=tuple(emergency_row(n, **state) for n, state in enumerate(states, 1)),
        owes_report=True, problems=WRONG,
    )  # fmt: skip


def record_page(*, running: bool) -> EmergencyRecordPage:
    """The open record, or the report after it."""
    record = OpenRecord(
        name="王小明", id_number="440402198503121019", born_on=date(1985, 3, 12), phone="",
        address="", place="广东省珠海市香洲区", died_on=date(2025, 1, 1), months_paid=120,
        last_month=24309,
    )  # fmt: skip
    return EmergencyRecordPage(
        row=emergency_row(1, running=running), record=record if running else None,
        report="" if running else "已联系医院", judgement="" if running else "正当", typed="",
        problems=(),
    )  # fmt: skip


PAGES = {
    "signin/pages/sign_in.html": sign_in_page,
    "signin/pages/sign_in.html#locked": lambda: sign_in_page(locked_until=AT, over="idle"),
    "signin/pages/sign_in.html#passkey": lambda: sign_in_page(
        failed=False, passkey_failed=True, groups=(), over="absolute"
    ),
    "signin/pages/home.html": home_page,
    "signin/pages/home.html#none": lambda: HomePage(display_name="陈会计", doors=()),
    "signin/pages/second.html": second_page,
    "signin/pages/second.html#locked": lambda: second_page(until=AT),
    "signin/pages/confirm.html": lambda: confirm_page("factor"),
    "signin/pages/confirm.html#password": lambda: confirm_page("password"),
    "signin/pages/confirm.html#nothing": lambda: confirm_page("nothing"),
    "signin/pages/go_on.html": lambda: GoOnPage(
        path="/me/unmasked/", fields=(("purpose", "核对银行退回"), ("act", "show"))
    ),
    "signin/pages/security.html": security_page,
    "signin/pages/app.html": app_page,
    "signin/pages/password.html": lambda: PasswordPage(
        username="chen", must=True, done=False, problems=WRONG
    ),
    "signin/pages/password.html#done": lambda: PasswordPage(
        username="chen", must=False, done=True, problems=()
    ),
    "signin/pages/acting.html": acting_page,
    "signin/pages/invite.html": invite_page,
    "signin/pages/invite.html#code": lambda: invite_page("7KQX-M2PA-9DHT"),
    "signin/pages/guardian.html": guardian_page,
    "signin/pages/guardians.html": guardians_page,
    "signin/pages/guardians.html#none": lambda: GuardiansPage(requests=(), problems=()),
    "signin/pages/delegates.html": delegates_page,
    "signin/pages/emergency.html": emergency_page,
    "signin/pages/emergency_record.html": lambda: record_page(running=True),
    "signin/pages/emergency_record.html#over": lambda: record_page(running=False),
}
