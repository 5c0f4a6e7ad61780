"""Made-up contexts of the pages of premium help. Nobody in them exists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from renshe.portals.helping.acts import NEEDS
from renshe.portals.helping.pages.audit import AuditPage, ClaimRow, FindingRow, ListRow
from renshe.portals.helping.pages.bodies import BodiesPage, BodyLine
from renshe.portals.helping.pages.person import MonthLine, PersonPage
from renshe.portals.helping.pages.programme import TYPED, ProgrammePage
from renshe.portals.helping.pages.programmes import NewPage, ProgrammeLine, ProgrammesPage
from renshe.portals.helping.pages.public_lists import PublicLine, PublicListPage, PublicListsPage
from renshe.portals.helping.pages.statement import SourceRow, StatementPage
from renshe.portals.helping.rows import (
    ClaimLine,
    ErrorLine,
    FindingLine,
    GroupLine,
    ListLine,
    ObjectionLine,
    PersonLine,
)
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging

DAY = date(2025, 10, 15)
OCTOBER = 2025 * 12 + 9
AT = datetime(2025, 10, 15, 2, tzinfo=UTC)
PROBLEM = Problem(
    reason="超过项目预算余额", subject="1", clause="社会保险经办条例 37", next_step="请先追加预算"
)


def programmes_page() -> ProgrammesPage:
    """One with something to do, one at rest."""
    one = ProgrammeLine(
        url="/p", name="国企改革特困失业职工医疗资助", insurance="职工基本医疗保险", source="国有资产经营收入", payer="国资机构",
        from_month=OCTOBER - 9, to_month=OCTOBER + 2, state="启用", tone="good", people=1_790, months=5_370,
        budget_fen=1_800_000_000, paid_fen=400_602_000, left_fen=1_399_398_000, waits=1,
    )  # fmt: skip
    return ProgrammesPage(
        lines=(one, replace(one, waits=0), replace(one, waits=2)),
        people=1_790,
        paid_fen=400_602_000,
        may_propose=True,
    )


def new_page() -> NewPage:
    """Refused once, with everything typed still there."""
    typed = {
        "name": "项目", "insurance": "medical", "source": "state_assets", "payer_name": "国资", "fixed": "", "budget": "100",
        "from_month": "2025-10", "to_month": "2025-12", "public_days": "7", "instrument": "文件",
    }  # fmt: skip
    return NewPage(
        insurances=(("medical", "职工基本医疗保险"),),
        not_offered=(("resident_medical", "城乡居民基本医疗保险", PROBLEM),), sources=(("state_assets", "国有资产经营收入"),),
        groups=(("destitute", "特困人员", "国办发〔2021〕42号", True),), typed=typed, problems=(PROBLEM,),
    )  # fmt: skip


def programme_page() -> ProgrammePage:
    """A programme at which everything may be done, with every kind of line."""
    group = GroupLine(
        words="最低生活保障对象", clause="国发〔2014〕8号", confidence="A", listed=12, reached=11, rate="91.7%", months=33,
        fen=2_461_800,
    )  # fmt: skip
    filed = ListLine(
        number=1, origin="民政部门", filer="clerk", document="名单1号", from_month=OCTOBER, people=12, step="filed",
        state="待核对", tone="warn", public_to=None, why="", ripe=True, unchecked=False, checked_by="", url="/p?list=1",
    )  # fmt: skip
    claim = ClaimLine(
        number=1, code="ZZ0001-2025-0001", period="2025-10", people=12, fen=895_200, due_on=DAY, step="made", state="待批准",
        tone="warn", received_on=None, bank_ref="", late=False,
    )  # fmt: skip
    person = PersonLine(
        number=1, name="陈*", id_number="3101**********501X", url="/m", group="最低生活保障对象", from_month=OCTOBER,
        last_month=None, left_why="", approved=True, may_strike=False,
        months=3, fen=223_800, amount=Amount(fen=223_800, explain_url="/m"),
    )  # fmt: skip
    finding = FindingLine(
        number=1, name="陈*", url="/m", period="2025-09", fen=74_600, what="同月已由单位参保", evidence="当月由用人单位参保",
        found_on=DAY, state="待核实", tone="warn", reason="", is_open=True,
    )  # fmt: skip
    against = ObjectionLine(
        number=1,
        words="他家有两套房",
        document="名单1号",
        raised_on=DAY,
        is_open=True,
        upheld=False,
        answer="",
    )
    return ProgrammePage(
        number=1, name="低保医疗资助", insurance="职工基本医疗保险", by_year=False, source="区级财政", payer="区财政局",
        instrument="参保资助办法", from_month=OCTOBER - 9, to_month=OCTOBER + 2, fixed_fen=None, public_days=7, state="启用",
        tone="good", next_step="核算本期资助", proposed_by="clerk", opened_by="head", closed_why="", people_now=12, months=33,
        budget_fen=10_000_000, paid_fen=2_461_800, back_fen=-74_600, waiting_fen=895_200, left_fen=6_717_600,
        groups=(group, replace(group, listed=0, reached=0, rate="–", months=0, fen=0)),
        lists=(
            filed,
            replace(filed, number=2, step="public", state="公示中", tone="now", public_to=DAY),
            replace(filed, number=4, unchecked=True, ripe=False, filer="某区民政局"),
            replace(filed, number=5, checked_by="li"),
            replace(filed, number=3, step="refused", state="已退回", tone="", why="文号不对", ripe=False),
        ),
        objections=(
            against,
            replace(against, number=2, is_open=False, upheld=True, answer="已删去"),
            replace(against, number=3, is_open=False, answer="不属实"),
        ),
        claims=(
            claim,
            replace(claim, number=2, step="approved", state="待到账", tone="now"),
            replace(claim, number=3, step="approved", state="待到账", tone="now", fen=-74_600),
            replace(claim, number=4, step="settled", state="已入账", tone="good", received_on=DAY, bank_ref="CZ1", late=True),
        ),
        findings=(finding, replace(finding, number=2, is_open=False, state="退回", tone="", reason="已就业")),
        people=(
            person, replace(person, number=2, last_month=OCTOBER, left_why="已经就业"), replace(person, number=3, approved=False),
            replace(person, number=4, approved=False, may_strike=True),
        ),
        paging=Paging(number=1, total=3), origins=(("civil_affairs", "民政部门"),), may=frozenset(NEEDS),
        errors=(ErrorLine(cell="B3", header="证件号码", why="登记库中没有", next_step="请核对"),), errors_left=2,
        problems=(PROBLEM,), done="", typed=dict.fromkeys(TYPED, ""),
    )  # fmt: skip


def person_page() -> PersonPage:
    """Two months, one of them taken back."""
    line = MonthLine(
        period="2025-09", amount=Amount(fen=74_600, explain_url="/why"), claim="ZZ0001-2025-0001", state="已入账", tone="good",
        received_on=DAY, reason="",
    )  # fmt: skip
    return PersonPage(
        name="陈*", id_number="3101**********501X", programme="低保医疗资助", programme_url="/p", group="最低生活保障对象",
        document="名单1号", from_month=OCTOBER, last_month=OCTOBER, left_why="已经就业",
        lines=(line, replace(line, amount=Amount(fen=-74_600, explain_url="/why"), reason="已经就业")), total_fen=0,
    )  # fmt: skip


def statement_page() -> StatementPage:
    """One source, one late claim."""
    row = SourceRow(
        source="区级财政", year=2025, programmes=1, claims=4, paid_fen=2_461_800, back_fen=-74_600, net_fen=2_387_200,
        on_time="75.0%",
    )  # fmt: skip
    return StatementPage(rows=(row,), programmes_url="/p")


def audit_page() -> AuditPage:
    """A claim that agrees with its lines and one that does not, a finding and two lists."""
    claim = ClaimRow(
        code="ZZ0001-2025-0001", period="2025-10", people=12, fen=895_200, lines_fen=895_200, agrees=True, made_by="clerk",
        approved_by="head", settled_by="cash", received_on=DAY, bank_ref="CZ1", state="已入账", tone="good", late=True,
    )  # fmt: skip
    filed = ListRow(
        document="名单1号", origin="某区民政局", people=12, ended=1, filed_by="an", checked_by="li", approved_by="wang",
        approved_on=DAY, state="已批准", tone="good",
    )  # fmt: skip
    return AuditPage(
        name="低保医疗资助", url="/p", file_url="/f", instrument="参保资助办法", budget_fen=10_000_000, paid_fen=2_461_800,
        back_fen=-74_600, waiting_fen=895_200, left_fen=6_717_600, spent="32.8%", wrong=1,
        claims=(claim, replace(claim, lines_fen=1, agrees=False, received_on=None, late=False, approved_by="", settled_by="")),
        findings=(
            FindingRow(what="同月已由单位参保", open=1, kept=1, upheld=2, upheld_fen=149_200, waiting_fen=74_600),
        ),
        found_on=DAY, lists=(filed, replace(filed, checked_by="", approved_by="", approved_on=None)),
    )  # fmt: skip


def bodies_page() -> BodiesPage:
    """One to confirm, one confirmed, one ended; the reason of an end was left out."""
    one = BodyLine(
        number=1, institution="某区民政局", uscc="11310112000000001Q", body="民政部门", document="职能规定第三条", state="待确认",
        tone="now", set_by="sec", set_at=AT, confirmed_by="", confirmed_at=None, ended_by="", ended_at=None, ended_why="",
        may_confirm=True, may_end=True,
    )  # fmt: skip
    held = replace(
        one,
        number=2,
        state="有效",
        tone="good",
        confirmed_by="wang",
        confirmed_at=AT,
        may_confirm=False,
    )
    over = replace(
        held, number=3, state="已撤销", tone="", ended_by="sec", ended_at=AT, ended_why="机构改革", may_end=False
    )  # fmt: skip
    return BodiesPage(lines=(one, held, over), waiting=1, typed_for=2, why="", problems=(PROBLEM,))


def public_lists_page() -> PublicListsPage:
    """One list that is public."""
    line = PublicLine(
        url="/l", name="低保医疗资助", document="名单2号", insurance="职工基本医疗保险", until=DAY
    )
    return PublicListsPage(lines=(line,))


def public_list_page() -> PublicListPage:
    """Its names."""
    return PublicListPage(
        name="低保医疗资助", document="名单2号", insurance="职工基本医疗保险", until=DAY, names=("陈*", "李*"),
        paging=Paging(number=1, total=2), object_url="/o",
    )  # fmt: skip


PAGES: dict[str, Callable[[], Any]] = {
    "helping/pages/programmes.html": programmes_page,
    "helping/pages/programmes.html#nothing": lambda: ProgrammesPage(
        lines=(), people=0, paid_fen=0, may_propose=False
    ),
    "helping/pages/bodies.html": bodies_page,
    "helping/pages/bodies.html#nothing": lambda: BodiesPage(lines=(), waiting=0, typed_for=0, why="", problems=()),
    "helping/pages/bodies.html#done": lambda: replace(bodies_page(), waiting=0, typed_for=0, problems=()),
    "helping/pages/new.html": new_page,
    "helping/pages/programme.html": programme_page,
    "helping/pages/programme.html#to_look": lambda: replace(
        programme_page(), may=frozenset(), errors=(), errors_left=0, problems=(), done="项目已启用", fixed_fen=20_000, lists=(),
        claims=(), findings=(), objections=(), people=(), paging=Paging(number=1, total=0),
    ),
    "helping/pages/programme.html#year": lambda: replace(programme_page(), by_year=True, closed_why="已到期"),
    "helping/pages/audit.html": audit_page,
    "helping/pages/audit.html#nothing": lambda: replace(
        audit_page(), wrong=0, claims=(), findings=(), found_on=None, lists=()
    ),
    "helping/pages/person.html": person_page,
    "helping/pages/person.html#nothing": lambda: replace(
        person_page(), lines=(), last_month=None, left_why=""
    ),
    "helping/pages/statement.html": statement_page,
    "helping/pages/statement.html#nothing": lambda: replace(statement_page(), rows=()),
    "helping/pages/public_lists.html": public_lists_page,
    "helping/pages/public_lists.html#nothing": lambda: PublicListsPage(lines=()),
    "helping/pages/public_list.html": public_list_page,
}  # fmt: skip
