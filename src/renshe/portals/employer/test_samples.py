"""Made-up contexts of every employer page, for tests of templates. Nobody in them exists."""

from dataclasses import replace
from datetime import UTC, date, datetime

from renshe.portals.applying.test_samples import SHORTCUTS, brief
from renshe.portals.employer.coming import Ahead, Task
from renshe.portals.employer.funds_due import FundDue
from renshe.portals.employer.pages.bill import BillPage, PaymentStep, PersonOnBill
from renshe.portals.employer.pages.declaration import CellError, DeclarationPage
from renshe.portals.employer.pages.history import BillOfMonth, HistoryPage
from renshe.portals.employer.pages.month import (
    Clock,
    Comparison,
    MonthPage,
    PersonChange,
)
from renshe.portals.employer.pages.owing import OverdueBill, OwingPage, Part, Plan, RefundLine
from renshe.portals.employer.pages.roster import RosterPage, SentRoster
from renshe.portals.employer.pages.staff import Show, StaffPage, StaffRow
from renshe.portals.employer.test_samples_annuity import PAGES as OF_ANNUITY
from renshe.portals.employer.test_samples_institution import PAGES as OF_INSTITUTION
from renshe.portals.employer.test_samples_retirement import RETIREMENT
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.charts import Chart, Series, chart
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.formats import month, month_parts
from renshe.portals.layout.paging import Following, Paging

OCTOBER = 2025 * 12 + 9
AT = datetime(2025, 10, 9, 2, 31, tzinfo=UTC)


def _due(name: str, employer: int, personal: int) -> FundDue:
    return FundDue(
        name=name,
        employer=Amount(fen=employer, explain_url="/e"),
        personal=Amount(fen=personal, explain_url="/e"),
        total_fen=employer + personal,
    )


FUNDS = (
    _due("养老保险", 33_120_000, 16_560_000),
    _due("医疗保险（含生育）", 18_630_000, 4_140_000),
    _due("失业保险", 1_035_000, 1_035_000),
    _due("工伤保险", 538_200, 0),
)


def trend() -> Chart:
    """Twelve months of bills."""
    periods = range(OCTOBER - 11, OCTOBER + 1)
    due = tuple(71_000_000 + 330_000 * place for place in range(12))
    return chart(
        title="近十二个月应缴与到账",
        categories=[month(period) for period in periods],
        short=[str(month_parts(period)[1]) for period in periods],
        series=[
            Series(label="应缴", amounts_fen=due),
            Series(label="到账", amounts_fen=(*due[:11], 0)),
        ],
    )


TASKS = (
    Task(
        title="有3行名册要改",
        detail="10月9日上传的名册，其余207行已受理",
        days=6,
        url="/d",
        action="去改",
    ),
    Task(
        title="9月账单还差 1,035.00 元",
        detail="已过最后缴费日，滞纳金按日增加",
        days=-9,
        url="/b",
        action="看账单",
    ),
)
AHEAD = (
    Ahead(on=date(2025, 10, 15), days=6, title="2025年10月申报截止", url="/employer/"),
    Ahead(
        on=date(2025, 11, 20), days=42, title="有2份合同将到期", url="/employer/staff/?show=ending"
    ),
)
COMPARISON = Comparison(
    previous=OCTOBER - 1,
    heads_before=208,
    heads_after=210,
    due_before_fen=74_310_000,
    due_after_fen=75_058_200,
    joiners=(
        PersonChange(
            name="欧**", id_number="4404**********1127", before_fen=None, after_fen=650_000
        ),
        PersonChange(
            name="黄*明", id_number="4507**********0032", before_fen=None, after_fen=820_000
        ),
    ),
    joiners_count=2,
    leavers=(),
    leavers_count=0,
    changed=(
        PersonChange(
            name="林*",
            id_number="4404**********501X",
            before_fen=700_000,
            after_fen=780_000,
        ),
        PersonChange(
            name="王*芳",
            id_number="4312**********2264",
            before_fen=910_000,
            after_fen=860_000,
        ),
    ),
    changed_count=2,
)


def month_page() -> MonthPage:
    """A month with something of everything."""
    return MonthPage(
        employer_name="珠海市海棠精密机械有限公司",
        uscc="91440400MA4X000012",
        period=OCTOBER,
        before_url="/employer/months/2025-09/",
        after_url="",
        clock=Clock(
            opens_on=date(2025, 10, 1),
            cut_off_on=date(2025, 10, 15),
            due_on=date(2025, 10, 31),
            state="open",
            cut_off_days=6,
            due_days=22,
        ),
        tasks=TASKS,
        ahead=AHEAD,
        heads=210,
        declared_state="partly_accepted",
        declaration_url="/d",
        bill_state="part_received",
        bill_url="/b",
        due=Amount(fen=75_058_200, explain_url="/e"),
        received=Amount(fen=60_000_000),
        outstanding=Amount(fen=15_058_200, explain_url="/e"),
        surcharge=Amount(fen=465_00, explain_url="/e"),
        funds=FUNDS,
        comparison=COMPARISON,
        trend=trend(),
        roster_url="/employer/roster/",
        template_url="/employer/roster/template/",
        brief=brief(),
        shortcuts=SHORTCUTS,
    )


def roster_page() -> RosterPage:
    """The upload page after a file that could not be read."""
    return RosterPage(
        employer_name="珠海市海棠精密机械有限公司",
        period=OCTOBER,
        cut_off_on=date(2025, 10, 15),
        cut_off_days=6,
        template_url="/t",
        upload_url="/employer/roster/",
        problem=Problem(
            reason="这是旧版 .xls 文件，读不了。",
            subject="",
            clause="",
            next_step="在表格软件里另存为 .xlsx 再上传。",
        ),
        sent=(
            SentRoster(
                number=12,
                url="/d",
                submitted_at=AT,
                submitted_by="chen",
                rows_total=210,
                rows_waiting=3,
                state="partly_accepted",
            ),
        ),
    )


def declaration_page() -> DeclarationPage:
    """A roster with wrong cells."""
    return DeclarationPage(
        number=12,
        period=OCTOBER,
        month_url="/employer/",
        submitted_at=AT,
        submitted_by="陈会计",
        file_name="十月名册.xlsx",
        state="partly_accepted",
        late=True,
        rows_total=210,
        rows_good=207,
        rows_bad=3,
        problem=None,
        errors=(
            CellError(
                row=17,
                column="A",
                header="证件号码",
                value="440402199001011235",
                reason="身份证号码的校验位不对",
                fix="对照证件逐位核对，特别是最后一位",
            ),
            CellError(
                row=33,
                column="C",
                header="月工资",
                value="八千",
                reason="工资不是数字",
                fix="填写阿拉伯数字，单位为元",
            ),
            CellError(
                row=105,
                column="B",
                header="姓名",
                value="",
                reason="没有填姓名",
                fix="填写与证件一致的姓名",
            ),
        ),
        following=Following(after="", next_after="105", shown=3, total=None),
        marked_url="/m",
        failed_rows_url="/f",
        resend_url="/employer/declarations/12/",
    )


def bill_page() -> BillPage:
    """A bill half paid."""
    return BillPage(
        number=8812,
        period=OCTOBER,
        month_url="/employer/",
        kind="regular",
        state="part_received",
        due_on=date(2025, 10, 31),
        due_days=22,
        heads=210,
        total=Amount(fen=75_058_200, explain_url="/e"),
        received=Amount(fen=60_000_000),
        outstanding=Amount(fen=15_058_200, explain_url="/e"),
        surcharge=Amount(fen=0),
        steps=(
            PaymentStep(title="核定", on=date(2025, 10, 16), progress="done"),
            PaymentStep(title="送税务", on=date(2025, 10, 17), progress="done"),
            PaymentStep(title="到账", on=None, progress="now"),
            PaymentStep(title="记账", on=None, progress="later"),
        ),
        funds=FUNDS,
        people=tuple(
            PersonOnBill(
                name="林*",
                id_number=f"4404**********{number:04d}",
                base=Amount(fen=780_000, explain_url="/e"),
                pension_employer=Amount(fen=124_800, explain_url="/e"),
                pension_personal=Amount(fen=62_400, explain_url="/e"),
                employer_fen=202_800,
                personal_fen=81_900,
            )
            for number in range(8)
        ),
        following=Following(after="1", next_after="9", shown=8, total=210),
    )


def history_page() -> HistoryPage:
    """Three months of bills."""
    states = ("part_received", "credited", "credited")
    return HistoryPage(
        employer_name="珠海市海棠精密机械有限公司",
        bills=tuple(
            BillOfMonth(
                period=OCTOBER - back,
                month_url="/m",
                bill_url="/b",
                kind="regular",
                heads=210 - back,
                total_fen=75_058_200 - 330_000 * back,
                received_fen=75_058_200 - 330_000 * back if back else 60_000_000,
                surcharge_fen=0,
                state=state,
            )
            for back, state in enumerate(states)
        ),
        owed_fen=15_058_200,
        trend=trend(),
        paging=Paging(number=1, total=3),
    )


def staff_page(*, show: str = "insured") -> StaffPage:
    """Somebody without a contract on file, one whose contract has passed its day, and one without an end."""
    row = StaffRow(
        name="欧*雪",
        id_number="4404**********1127",
        insured_since=OCTOBER - 30 if show == "insured" else None,
        kind="固定期限",
        occupation="数控机床操作工",
        began_on=date(2022, 10, 1),
        ends_on=date(2025, 9, 30),
        days_left=-9,
        renewed=False,
        renew_url="/apply/labour.renew_contract/?contract=1",
        leave_url="/apply/registration.leave/?contract=1",
    )
    unfiled = replace(row, name="林*", kind="", occupation="", began_on=None, ends_on=None)
    lasting = replace(row, name="王*芳", kind="无固定期限", ends_on=None, days_left=None)
    soon = replace(row, name="黄*明", ends_on=date(2025, 11, 20), days_left=42)
    return StaffPage(
        employer_name="珠海市海棠精密机械有限公司",
        show=show,
        shows=tuple(
            Show(words=words, url=f"?show={code}", count=count, here=code == show)
            for code, words, count in (
                ("insured", "在保人员", 210),
                ("contracts", "已备案合同", 180),
                ("ending", "快到期的合同", 2),
            )
        ),
        rows=(row, soon) if show == "ending" else (unfiled, row, lasting, soon),
        paging=Paging(number=1, total=2 if show == "ending" else 210),
        hire_url="/apply/registration.hire/",
    )


def owing_page() -> OwingPage:
    """Arrears under a plan that is behind, and a refund that was refused."""
    plan = Plan(
        agreed_on=date(2025, 8, 1),
        principal_fen=9_000_000,
        surcharge_fen=30_000,
        total_fen=9_030_000,
        paid_fen=3_010_000,
        behind_fen=1_000_000,
        reference="310112-2025-00000003",
        parts=tuple(
            Part(
                number=number,
                due_on=date(2025, 7 + number, 20),
                amount_fen=3_010_000,
                open_fen=open_fen,
                state=state,
            )
            for number, open_fen, state in (
                (1, 0, "paid"),
                (2, 1_000_000, "late"),
                (3, 3_010_000, "next"),
            )
        ),
    )
    bill = OverdueBill(
        words="2025年7月", url="/employer/bills/1/", due_on=date(2025, 7, 31), principal_fen=6_020_000,
        surcharge_fen=40_000,
    )  # fmt: skip
    refund = RefundLine(
        words="误缴退费", months="2025年5月", amount_fen=120_000, asked_on=date(2025, 9, 3),
        state="refused", why="该月劳动关系存续",
    )  # fmt: skip
    return OwingPage(
        employer_name="珠海市海棠精密机械有限公司", principal_fen=6_020_000, surcharge_fen=40_000,
        overdue=(bill,), plan=plan, plan_url="", refunds=(refund, replace(refund, state="posted", why="")),
    )  # fmt: skip


PAGES = {
    **OF_ANNUITY,
    **OF_INSTITUTION,
    "employer/pages/staff.html": staff_page,
    "employer/pages/staff.html#ending": lambda: staff_page(show="ending"),
    "employer/pages/staff.html#none": lambda: replace(staff_page(), rows=(), hire_url=""),
    "employer/pages/staff.html#no-contracts": lambda: replace(
        staff_page(show="contracts"), rows=()
    ),
    "employer/pages/staff.html#none-ending": lambda: replace(staff_page(show="ending"), rows=()),
    "employer/pages/owing.html": owing_page,
    "employer/pages/owing.html#none": lambda: replace(
        owing_page(), overdue=(), plan=None, refunds=()
    ),
    "employer/pages/owing.html#may-ask": lambda: replace(
        owing_page(), plan=None, plan_url="/apply/"
    ),
    "employer/pages/month.html": month_page,
    "employer/pages/roster.html": roster_page,
    "employer/pages/declaration.html": declaration_page,
    "employer/pages/bill.html": bill_page,
    "employer/pages/history.html": history_page,
}
PAGES |= RETIREMENT
