"""Made-up contexts of an institution's pages, for tests of templates."""

from datetime import UTC, date, datetime

from renshe.portals.helping.rows import ErrorLine
from renshe.portals.institution.acting import RequestRow
from renshe.portals.institution.pages.ask import AskPage
from renshe.portals.institution.pages.home import HomePage, Purpose
from renshe.portals.institution.pages.members import MemberRow, MembersPage
from renshe.portals.institution.pages.premium_lists import (
    TYPED,
    ListPage,
    ListRow,
    ListsPage,
    PersonRow,
    ProgrammeChoice,
)
from renshe.portals.institution.pages.request import RequestPage
from renshe.portals.layout.casefile.clock import ClockBadge
from renshe.portals.layout.casefile.paper import PaperLine
from renshe.portals.layout.casefile.timeline import TimelineLine
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.fields import form_view
from renshe.portals.layout.forms.reading import Answer
from renshe.portals.layout.paging import Paging
from renshe.portals.layout.states import State
from renshe.portals.signin.powers import choices
from renshe.services.catalogue import declared

AT = datetime(2025, 10, 31, 2, 0, tzinfo=UTC)
WRONG = (
    Problem(reason="没有写明法律依据", subject="", clause="个人信息保护法 六", next_step="请写明"),
)
CLOCK = ClockBadge(
    sign="●", tone="good", text="还剩3个工作日", due_on=date(2025, 11, 5), limit="5个工作日",
    paused_by="", owes="经办人", silence="",
)  # fmt: skip


def row(number: int, *, waits: bool = False) -> RequestRow:
    """One request."""
    return RequestRow(
        number=f"310112-2025-{number:08d}", purpose="依法请求参保证明", about="王*", legal_basis="民事诉讼法第七十条",
        file_number="（2025）沪0112民初77号", asked_by="judge", asked_at=AT,
        state=State(words="待补正" if waits else "已受理", tone="warn" if waits else ""), waits=waits,
    )  # fmt: skip


def home_page(*, some: bool = True) -> HomePage:
    """Requests of which one is to be mended; or none."""
    return HomePage(
        name="某区人民法院", uscc="11310112000000001Q", place="上海市闵行区",
        purposes=(Purpose(words="依法请求参保证明", url="/institution/certificate/" if some else ""),),
        waiting=(row(1, waits=True),) if some else (), others=(row(2),) if some else (),
        older_url="?after=50" if some else "",
    )  # fmt: skip


def ask_page(*, wrong: bool) -> AskPage:
    """The form, empty or refused with everything typed."""
    item = declared("information.certificate_for_institution").item
    given = {"file_number": "（2025）沪0112民初77号"} if wrong else {}
    return AskPage(
        title="机构依法请求参保证明", summary="由两名工作人员核准", institution="某区人民法院",
        name="王某" if wrong else "", id_number="310112" if wrong else "", form=form_view(item, given, {}),
        problems=WRONG if wrong else (),
    )  # fmt: skip


def request_page(*, correcting: bool) -> RequestPage:
    """A request that waits to be mended, or one as an administrator sees it."""
    item = declared("information.certificate_for_institution").item
    line = TimelineLine(
        at=AT, title="提交", actor="请求机构", words="", private=False, state=None, quiet_days=0, hash="abc"
    )  # fmt: skip
    paper = PaperLine(title="受理回执", number="R-1", url="/x/", issued_at=AT, served="")
    return RequestPage(
        row=row(1, waits=correcting), clock=CLOCK if correcting else None,
        answers=(Answer(key="reason", label="需要查询的原因", value="核实在职情况", problem=None),) if correcting else (),
        timeline=(line,), papers=(paper,) if correcting else (),
        form=form_view(item, {}, {}, only=["reason", "detail"]) if correcting else None,
        may_withdraw=correcting, problems=WRONG if correcting else (),
    )  # fmt: skip


def members_page(*, some: bool = True) -> MembersPage:
    """One who waits, one who acts, one who is gone; or nobody."""
    rows = tuple(
        MemberRow(
            number=n, username=f"u{n}", name="某人", scope="依法请求参保证明", state=state, invited_by="an",
            confirmed_by="bo" if n > 1 else "", ended_by="an" if n == 3 else "",
            ended_at=AT if n == 3 else None, may_confirm=n == 1, over=n == 3,
        )
        for n, state in ((1, "invited"), (2, "active"), (3, "ended"))
    )  # fmt: skip
    return MembersPage(
        institution="某区人民法院", administrators=("安某", "薄某"), rows=rows if some else (), username="",
        powers=choices(("institution.certificate",), ticked=()), problems=WRONG if some else (),
    )  # fmt: skip


def premium_lists_page(*, some: bool) -> ListsPage:
    """Two lists and a file that was not taken; or no programme and no list."""
    filed = ListRow(
        url="/l", document="民救〔2025〕3号", programme="低保医疗资助", people=12, filed_at=AT, filed_by="judge", state="已报送",
        tone="now",
    )  # fmt: skip
    choice = ProgrammeChoice(
        number=7, name="低保医疗资助", insurance="职工基本医疗保险", groups="最低生活保障对象",
        from_month=24300, to_month=24311,
    )  # fmt: skip
    return ListsPage(
        institution="某区民政局", programmes=(choice,) if some else (), origins=(("civil_affairs", "民政部门"),),
        lists=(filed, filed) if some else (), typed=dict.fromkeys(TYPED, "7" if some else ""),
        errors=(ErrorLine(cell="B3", header="证件号码", why="没有这样一位参保人", next_step="请核对"),) if some else (),
        errors_left=2 if some else 0, problems=WRONG if some else (),
    )  # fmt: skip


def premium_list_page(*, waits: bool) -> ListPage:
    """A list that waits and may be taken back; or one sent back."""
    people = tuple(
        PersonRow(name="陈*", id_number="3101**********501X", group="特困人员", result=words, tone=tone, why=why)
        for words, tone, why in (("等经办机构办理", "now", ""), ("没有列入", "", "已经就业"))
    )  # fmt: skip
    return ListPage(
        number=1, document="民救〔2025〕3号", origin="民政部门", programme="低保医疗资助", insurance="职工基本医疗保险",
        from_month=24309, state="已报送" if waits else "已退回", tone="now" if waits else "warn",
        next_step="下一步：经办机构核对",
        why="" if waits else "文号不对", public_to=None if waits else date(2025, 11, 5),
        approved_on=None if waits else date(2025, 11, 6), filed_by="judge", filed_at=AT, people=people,
        paging=Paging(number=1, total=1), named=2, struck=1, may_withdraw=waits, problems=WRONG if waits else (),
    )  # fmt: skip


PAGES = {
    "institution/pages/premium_lists.html": lambda: premium_lists_page(some=True),
    "institution/pages/premium_lists.html#none": lambda: premium_lists_page(some=False),
    "institution/pages/premium_list.html": lambda: premium_list_page(waits=True),
    "institution/pages/premium_list.html#refused": lambda: premium_list_page(waits=False),
    "institution/pages/home.html": home_page,
    "institution/pages/home.html#none": lambda: home_page(some=False),
    "institution/pages/ask.html": lambda: ask_page(wrong=False),
    "institution/pages/ask.html#wrong": lambda: ask_page(wrong=True),
    "institution/pages/request.html": lambda: request_page(correcting=False),
    "institution/pages/request.html#correcting": lambda: request_page(correcting=True),
    "institution/pages/members.html": members_page,
    "institution/pages/members.html#none": lambda: members_page(some=False),
}
