"""Made-up contexts of an institution's pages, for tests of templates."""

from datetime import UTC, date, datetime

from renshe.portals.institution.acting import RequestRow
from renshe.portals.institution.pages.ask import AskPage
from renshe.portals.institution.pages.home import HomePage, Purpose
from renshe.portals.institution.pages.members import MemberRow, MembersPage
from renshe.portals.institution.pages.request import RequestPage
from renshe.portals.layout.casefile.clock import ClockBadge
from renshe.portals.layout.casefile.paper import PaperLine
from renshe.portals.layout.casefile.timeline import TimelineLine
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.fields import form_view
from renshe.portals.layout.forms.reading import Answer
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


PAGES = {
    "institution/pages/home.html": home_page,
    "institution/pages/home.html#none": lambda: home_page(some=False),
    "institution/pages/ask.html": lambda: ask_page(wrong=False),
    "institution/pages/ask.html#wrong": lambda: ask_page(wrong=True),
    "institution/pages/request.html": lambda: request_page(correcting=False),
    "institution/pages/request.html#correcting": lambda: request_page(correcting=True),
    "institution/pages/members.html": members_page,
    "institution/pages/members.html#none": lambda: members_page(some=False),
}
