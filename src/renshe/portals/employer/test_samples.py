"""Made-up contexts of every employer page, for tests of templates. Nobody in them exists."""

from datetime import UTC, date, datetime

from renshe.portals.applying.test_samples import brief
from renshe.portals.employer.funds_due import FundDue
from renshe.portals.employer.pages.bill import BillPage, PaymentStep, PersonOnBill
from renshe.portals.employer.pages.declaration import CellError, DeclarationPage
from renshe.portals.employer.pages.history import BillOfMonth, HistoryPage
from renshe.portals.employer.pages.month import (
    Clock,
    Comparison,
    MonthPage,
    PersonChange,
    Task,
)
from renshe.portals.employer.pages.roster import RosterPage, SentRoster
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.charts import BarChart, Series, bar_chart
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


def trend() -> BarChart:
    """Twelve months of bills."""
    periods = range(OCTOBER - 11, OCTOBER + 1)
    due = tuple(71_000_000 + 330_000 * place for place in range(12))
    return bar_chart(
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


PAGES = {
    "employer/pages/month.html": month_page,
    "employer/pages/roster.html": roster_page,
    "employer/pages/declaration.html": declaration_page,
    "employer/pages/bill.html": bill_page,
    "employer/pages/history.html": history_page,
}
