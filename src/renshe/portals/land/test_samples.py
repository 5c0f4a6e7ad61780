"""Made-up contexts of the pages of expropriation. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from renshe.domains.expropriation.api import Reserve
from renshe.flows.land_rises import AgeRun
from renshe.portals.land.awarding import Awarding, AwardLine
from renshe.portals.land.pages.cover import CoverPage, StreetLine, WithoutLine
from renshe.portals.land.pages.project import (
    ErrorLine,
    MemberLine,
    ObjectionLine,
    ProjectPage,
    ShareLine,
)
from renshe.portals.land.pages.projects import ProjectLine, ProjectsPage
from renshe.portals.land.pages.public_list import PublicLine, PublicListPage, PublicListsPage
from renshe.portals.land.pages.rises import PersonLine, ReasonLine, RisesPage, RuleLine
from renshe.portals.land.pages.watch import MonthLine, RatioLine, RiseLine, WatchPage
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.charts import Series, chart
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging

OCTOBER = 2025 * 12 + 9
DAY = date(2025, 10, 20)
AT = datetime(2025, 10, 20, 2, tzinfo=UTC)
PROBLEM = Problem(reason="资金没有到齐", subject="1", clause="土地管理法 48", next_step="请催缴")


def projects_page() -> ProjectsPage:
    """A list that is public with objections, and one whose money is late."""
    line = ProjectLine(
        url="/p",
        name="轨道停车场",
        approval_number="沪府土〔2025〕1号",
        street="古美街道",
        approved_on=DAY,
        state="公示中",
        tone="now",
        people=11,
        quota=14,
        old=4,
        allowances=0,
        due_fen=0,
        paid_fen=0,
        late=None,
        open_objections=1,
    )
    late = replace(line, open_objections=0, late=DAY, due_fen=369_800_000, paid_fen=266_256_000)
    return ProjectsPage(
        lines=(line, late, replace(line, open_objections=2)),
        paging=Paging(number=1, total=3),
        start_url="/s",
    )


def awarding() -> Awarding:
    """A list that was not agreed to: one who can be granted it, one who cannot."""
    return Awarding(
        state="refused", words="未同意", left=2, granted=1, total_fen=228_000, owed_fen=896_000, proposed_by="counter",
        proposed_at=AT, decided_by="reviewer", decided_at=AT, reason="名单待核",
        lines=(
            AwardLine(
                name="李*", id_number="3101**********1234", monthly=Amount(fen=228_000, explain_url="/e"),
                starts_month=OCTOBER, owed=Amount(fen=896_000, explain_url="/e"),
                waits=("2027年1月起的增加待定：没有新标准",), why="",
            ),
            AwardLine(
                name="王*", id_number="3101**********1236", monthly=None, starts_month=None, owed=None, waits=(),
                why="没有登记本人的领取账户",
            ),
        ),
    )  # fmt: skip


ERROR = ErrorLine(cell="B3", header="证件号码", why="登记库中没有", next_step="请核对")
MAY = frozenset((
    "publish", "street", "land", "certify", "settle", "receive", "answer", "list", "remove", "minor", "propose_awards",
    "award", "refuse_awards",
))  # fmt: skip


def project_lines() -> tuple[MemberLine, ShareLine, ObjectionLine]:
    """A person, a payer's share and an objection, from which the page's lines are varied."""
    member = MemberLine(
        number=1,
        name="李*",
        id_number="3101**********501X",
        group="养老年龄",
        age=61,
        receipt="",
        needs_receipt=False,
        allowance=Amount(fen=216_000, explain_url="/e"),
        waits="",
    )
    share = ShareLine(
        number=1,
        payer="用地单位",
        name="轨道公司",
        percent="70",
        due_on=DAY,
        amount_fen=258_860_000,
        owed_fen=103_544_000,
        late=True,
    )
    objection = ObjectionLine(
        number=1,
        words="漏了我父亲",
        raised_on=DAY,
        who="王*",
        state="待答复",
        tone="warn",
        answer="",
        is_open=True,
    )
    return member, share, objection


def project_page() -> ProjectPage:
    """A project at which everything may be done, with every kind of line."""
    member, share, objection = project_lines()
    return ProjectPage(
        number=1,
        name="轨道停车场",
        approval_number="沪府土〔2025〕1号",
        street="古美街道",
        village_group="三组",
        approved_on=DAY,
        state="公示中",
        tone="now",
        next_step="等各方缴款",
        steps=(("名单公示", "2025-10-01 – 2025-10-08", "done"), ("街道确认", "", "")),
        quota=14,
        quota_url="/q",
        land_taken_m2=12_600,
        land_group_m2=32_400,
        land_group_people=36,
        minor=1,
        working=6,
        old=4,
        scheme="职工基本养老保险",
        months_bought=180,
        cost_working_fen=33_100_000,
        cost_old_fen=42_800_000,
        one_off_minor_fen=1_000_000,
        account_percent="40",
        reserve_percent="5",
        shares=(share, replace(share, number=2, amount_fen=None, owed_fen=0, late=False)),
        due_fen=369_800_000,
        paid_fen=266_256_000,
        account_fen=79_440_000,
        pool_fen=1,
        reserve_fen=18_490_000,
        is_split=True,
        certificate="征保1",
        members=(
            member,
            replace(member, number=2, group="未成年", allowance=None, needs_receipt=True),
            replace(member, number=3, allowance=None, receipt="付1", waits="还没有申领"),
        ),
        paging=Paging(number=1, total=3),
        objections=(
            objection,
            replace(objection, number=2, who="", state="不成立", answer="户籍不在本组", is_open=False),
        ),
        may=MAY,
        errors=(ERROR,),
        errors_left=2,
        problems=(PROBLEM,),
        done="名单已公示",
        typed=dict.fromkeys(("answer", "reason", "receipt", "letter", "amount", "received_on", "bank_ref"), ""),
        awarding=awarding(),
    )  # fmt: skip


def watch_page() -> WatchPage:
    """Two months, one off the goal; a year of equal rises and one of unequal ones."""
    line = RatioLine(
        month=OCTOBER,
        rural_fen=144_800,
        land_fen=216_000,
        ratio="1 : 1.49",
        land="+0.06",
        rural="−0.08",
        why="年度增加",
        off=False,
    )
    rise = RiseLine(year=2025, land_fen=7_500, land_on=DAY, town_fen=7_500, town_on=DAY, equal=True)
    drawn = chart(
        title="人均每月",
        kind="lines",
        categories=["2025年10月"],
        short=["25-10"],
        series=(
            Series(label="农村养老金", amounts_fen=(144_800,)),
            Series(label="1.5倍", amounts_fen=(217_200,), goal=True),
        ),
    )
    month = MonthLine(
        month=OCTOBER, people=44, rate="88.6%", cover_low=True, pool_fen=3, reserve_fen=2, monthly_fen=5_616_000, months=39,
        short=True, stood_out=("群体医疗保险参保率低于95%", "统筹和风险准备不足支付24个月"),
    )  # fmt: skip
    return WatchPage(
        ratio="1 : 1.49",
        ratio_month=OCTOBER,
        ratio_off=False,
        lines=(line, replace(line, month=OCTOBER - 1, off=True)),
        drawn=drawn,
        rises=(rise, replace(rise, year=2024, town_fen=None, town_on=None, equal=False)),
        has_town=True,
        enrolled=39,
        people=44,
        rate="88.6%",
        reserve_months=39,
        reserve=Reserve(
            accounts_fen=1, reserve_fen=2, pool_fen=3, predeposit_fen=4, monthly_fen=5_616_000
        ),
        projects=4,
        certified=2,
        old=8,
        allowances=6,
        town=(("保留镇保", 4, 5_638_011),),
        months=(
            month,
            replace(month, months=None, cover_low=False, short=False, stood_out=()),
        ),
    )


def cover_page() -> CoverPage:
    """One street, one person without cover."""
    street = StreetLine(
        name="古美街道", people=44, employee=9, resident=30, without=5, rate="88.6%"
    )
    return CoverPage(
        year=2025,
        streets=(street,),
        total=replace(street, name="合计"),
        without=(WithoutLine(name="李*", street="古美街道", group="养老年龄"),),
        paging=Paging(number=1, total=1),
        may_import=True,
        problems=(PROBLEM,),
        done="7",
    )


def public_lists_page() -> PublicListsPage:
    """One list."""
    return PublicListsPage(
        lines=(
            PublicLine(
                url="/l",
                name="轨道停车场",
                approval_number="沪府土〔2025〕1号",
                street="古美街道",
                until=DAY,
            ),
        )
    )


def public_list_page() -> PublicListPage:
    """With one name."""
    return PublicListPage(
        name="轨道停车场",
        approval_number="沪府土〔2025〕1号",
        street="古美街道",
        village_group="三组",
        until=DAY,
        quota=14,
        people=(("李*", "养老年龄"),),
        paging=Paging(number=1, total=1),
        object_url="/o",
    )


def rises_page() -> RisesPage:
    """A year in which one has the rise, one is due it and one waits for law."""
    line = PersonLine(
        name="李*", id_number="3101**********1234", rule="征地养老生活费增加额", month=2025 * 12, before_fen=216_000,
        rise=Amount(fen=8_000, explain_url="/e"), why="",
    )  # fmt: skip
    return RisesPage(
        year=2025, years=((2025, "/y", True), (2024, "/y", False)),
        calendar=AgeRun(month=OCTOBER, at=AT, raised=2, waiting=1, next_on=date(2025, 11, 1), late=False),
        rules=(RuleLine(name="征地养老生活费增加额", month=2025 * 12, done=1, due=1, waiting=1),),
        reasons=(ReasonLine(name="征地养老生活费增加额", people=1, problem=PROBLEM),),
        people=(line, replace(line, rise=None, why="没有新标准")), paging=Paging(number=1, total=1),
    )  # fmt: skip


PAGES = {
    "land/pages/projects.html": projects_page,
    "land/pages/projects.html#nothing": lambda: replace(projects_page(), lines=(), paging=Paging(number=1, total=0)),
    "land/pages/project.html": project_page,
    "land/pages/project.html#to_look": lambda: replace(
        project_page(), may=frozenset(), errors=(), errors_left=0, problems=(), done="", members=(), objections=(),
        paging=Paging(number=1, total=0), is_split=False, awarding=None,
    ),
    "land/pages/watch.html": watch_page,
    "land/pages/watch.html#nothing": lambda: replace(
        watch_page(), ratio="", ratio_month=None, lines=(), drawn=None, rises=(), has_town=False, reserve_months=None, town=(),
        ratio_off=True, months=(),
    ),
    "land/pages/cover.html": cover_page,
    "land/pages/cover.html#nothing": lambda: replace(
        cover_page(), streets=(), without=(), paging=Paging(number=1, total=0), may_import=False, problems=(), done="",
    ),
    "land/pages/rises.html": rises_page,
    "land/pages/rises.html#nothing": lambda: replace(
        rises_page(), rules=(), reasons=(), people=(), paging=Paging(number=1, total=0),
        calendar=AgeRun(month=None, at=None, raised=0, waiting=0, next_on=DAY, late=True),
    ),
    "land/pages/public_lists.html": public_lists_page,
    "land/pages/public_lists.html#nothing": lambda: PublicListsPage(lines=()),
    "land/pages/public_list.html": public_list_page,
}  # fmt: skip
