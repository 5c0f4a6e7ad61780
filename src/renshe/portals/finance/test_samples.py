"""Made-up contexts of every finance page, for tests of templates. Nobody in them exists."""

from datetime import UTC, date, datetime

from renshe.portals.finance.attention import Attention
from renshe.portals.finance.coming import Ahead
from renshe.portals.finance.pages.batch import (
    BatchEntry,
    BatchPage,
    BillInBatch,
    ControlTotal,
    PaymentInBatch,
)
from renshe.portals.finance.pages.batches import BatchesPage
from renshe.portals.finance.pages.bill import BillPage, FundOfBill, MoneyOfBill, PersonOfBill
from renshe.portals.finance.pages.contribution_row import (
    ContributionRowPage,
    DeclarationOrigin,
    InsuranceShare,
)
from renshe.portals.finance.pages.entry import EntryLine, EntryPage
from renshe.portals.finance.pages.ledger import LedgerLine, LedgerPage
from renshe.portals.finance.pages.month import (
    BankLine,
    BatchLine,
    FundMonth,
    MonthPage,
    PaymentAttempt,
)
from renshe.portals.finance.pages.open_items import (
    FailedRow,
    HeldReceipt,
    OpenItemsPage,
    ProposalCard,
)
from renshe.portals.finance.pages.payment_row import PaymentRowPage
from renshe.portals.finance.pages.statement import (
    Choice,
    StatementGroup,
    StatementLine,
    StatementPage,
    TrialLine,
)
from renshe.portals.finance.test_payment_samples import PAGES as PAYMENT_PAGES
from renshe.portals.finance.test_place_samples import place_page
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.paging import Following
from renshe.portals.layout.unmasking import ShownPerson

OCTOBER = 2025 * 12 + 9
AT = datetime(2025, 10, 20, 3, 0, tzinfo=UTC)
FUNDS = (
    "企业职工基本养老保险基金",
    "职工基本医疗保险基金（含生育保险）",
    "失业保险基金",
    "工伤保险基金",
)
PERSON = ShownPerson(
    name="林*",
    id_number="4404**********501X",
    unmasked=False,
    may_unmask=True,
    purpose_missing=True,
)
FOLLOWING = Following(after="50", next_after="100", shown=50, total=None)
EXPLAINED = Amount(fen=124_800, explain_url="/e")
BATCHES = (
    BatchLine(
        id=41,
        url="/b",
        accounting_month=OCTOBER,
        kind="月度核定应缴",
        fund="",
        rows=18_230,
        state="posted",
    ),
    BatchLine(
        id=42,
        url="/b",
        accounting_month=OCTOBER,
        kind="缴费到账",
        fund="",
        rows=1_402,
        state="posted",
    ),
    BatchLine(
        id=44,
        url="/b",
        accounting_month=OCTOBER,
        kind="养老金发放",
        fund=FUNDS[0],
        rows=7_120,
        state="staged",
    ),
)


BANKS = tuple(
    BankLine(
        fund=FUNDS[0],
        role=role,
        number="…4521",
        book_fen=1_000_000_000,
        statement_fen=1_000_123_000,
        book_only_fen=0,
        statement_only_fen=123_000 - gap,
        unexplained_fen=-gap,
        state="differs" if gap else "agreed",
    )
    for role, gap in (("国库", 0), ("财政专户", 0), ("支出户", 50_000))
)
ATTEMPTS = (
    PaymentAttempt(
        title="当月与补发",
        url="/b",
        due=7_120,
        due_fen=2_901_357_956,
        paid=7_100,
        paid_fen=2_900_123_456,
        failed=18,
        failed_fen=1_100_000,
        unknown=2,
        unknown_fen=134_500,
        stopped=0,
        stopped_fen=0,
    ),
    PaymentAttempt(
        title="银行退回重发",
        url="/b",
        due=12,
        due_fen=800_000,
        paid=0,
        paid_fen=0,
        failed=0,
        failed_fen=0,
        unknown=0,
        unknown_fen=0,
        stopped=0,
        stopped_fen=0,
    ),
)
ATTENTION = (
    Attention(
        title="支出户有不能解释的差额",
        detail="结账前必须查清",
        amount_fen=-50_000,
        age_days=None,
        url="",
    ),
    Attention(
        title="暂收款待认领或分配",
        detail="12笔",
        amount_fen=3_450_000,
        age_days=41,
        url="/o",
    ),
    Attention(
        title="3人未能核定：缺少申报工资",
        detail="月度核定应缴",
        amount_fen=None,
        age_days=None,
        url="",
    ),
)


def month_page() -> MonthPage:
    """A month with a gap, a queue and two payment batches."""
    funds = tuple(
        FundMonth(
            name=name,
            short=name[:2],
            assessed_fen=3_912_345_678 // place,
            received_fen=3_800_000_000 // place,
            credited_fen=1_300_000_000 if place == 1 else 0,
            paid_fen=2_900_123_456 if place == 1 else 0,
            unpaid_fen=1_234_500 if place == 1 else 0,
            balance_fen=45_678_901_234 // place,
            moves=True,
            closed=place > 2,
            income_url="/s",
            trial_url="/s",
        )
        for place, name in enumerate(FUNDS, 1)
    )
    return MonthPage(
        accounting_month=OCTOBER,
        before_url="/m",
        after_url="",
        funds=funds,
        still_funds=("机关事业单位基本养老保险基金", "被征地人员社会保障资金"),
        banks=BANKS,
        still_banks=14,
        gaps=1,
        payments=ATTEMPTS,
        attention=ATTENTION,
        further=ATTENTION[1:],
        ahead=(
            Ahead(on=date(2025, 10, 25), days=4, title="2025年10月申报截止", url=""),
            Ahead(on=date(2025, 10, 31), days=10, title="2025年10月应缴费款到期", url="/p"),
        ),
        batches=BATCHES,
        open_books=6,
        places_url="/p",
        batches_url="/finance/batches/",
        assessed_fen=sum(fund.assessed_fen for fund in funds),
        received_fen=sum(fund.received_fen for fund in funds),
        credited_fen=sum(fund.credited_fen for fund in funds),
        paid_fen=sum(fund.paid_fen for fund in funds),
        unpaid_fen=sum(fund.unpaid_fen for fund in funds),
        balance_fen=sum(fund.balance_fen for fund in funds),
        due_fen=sum(one.due_fen for one in ATTEMPTS),
        failed=18,
    )


def _choices(*labels: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(label=label, url="/s", here=not place) for place, label in enumerate(labels)
    )


def _statement(kind: str) -> StatementPage:
    line = StatementLine(
        code="4001",
        name="社会保险费收入",
        url="/l",
        amount_fen=3_800_000_000,
        cumulative_fen=36_000_000_000,
    )
    groups = (
        StatementGroup(
            title="收入", lines=(line, line), total_fen=3_800_000_000, cumulative_fen=36_000_000_000
        ),
        StatementGroup(
            title="支出", lines=(line,), total_fen=2_900_123_456, cumulative_fen=28_000_000_000
        ),
    )
    trial = tuple(
        TrialLine(
            code=code,
            name=name,
            url="/l",
            opening_fen=45_000_000_000,
            debit_fen=3_800_000_000,
            credit_fen=3_800_000_000,
            closing_fen=45_000_000_000,
            side=side,
        )
        for code, name, side in (
            ("1005", "国库存款", "借"),
            ("2001", "暂收款", "贷"),
            ("4001", "社会保险费收入", "贷"),
        )
    )
    return StatementPage(
        kind=kind,
        title={"income": "收支表", "trial_balance": "试算平衡表", "balance_sheet": "资产负债表"}[
            kind
        ],
        fund_name=FUNDS[0],
        accounting_month=OCTOBER,
        before_url="/s",
        after_url="",
        month_url="/m",
        funds=_choices(*FUNDS),
        books=_choices("会计账", "权益账"),
        kinds=_choices("试算平衡表", "收支表", "资产负债表"),
        trial=trial if kind == "trial_balance" else (),
        debit_fen=11_400_000_000,
        credit_fen=11_400_000_000,
        groups=() if kind == "trial_balance" else groups,
        bottom_title="收支差",
        bottom_fen=899_876_544,
        bottom_cumulative_fen=8_000_000_000,
        balanced=kind != "balance_sheet",
        closed=False,
    )


def ledger_page() -> LedgerPage:
    """Two lines of one account."""
    return LedgerPage(
        code="4001",
        name="社会保险费收入",
        fund_name=FUNDS[0],
        book_name="会计账",
        accounting_month=OCTOBER,
        statement_url="/s",
        statement_title="试算平衡表 2025-10",
        opening_fen=0,
        debit_fen=0,
        credit_fen=3_800_000_000,
        closing_fen=3_800_000_000,
        lines=(
            LedgerLine(
                entry_id=901,
                entry_url="/e",
                entry_on=date(2025, 10, 20),
                reason="缴费到账",
                note="",
                subject="",
                batch_id=42,
                batch_url="/b",
                debit_fen=0,
                credit_fen=3_799_000_000,
            ),
            LedgerLine(
                entry_id=917,
                entry_url="/e",
                entry_on=date(2025, 10, 21),
                reason="暂收款分配到应缴",
                note="按电话确认",
                subject="R-88",
                batch_id=None,
                batch_url="",
                debit_fen=0,
                credit_fen=1_000_000,
            ),
        ),
        following=FOLLOWING,
    )


def entry_page() -> EntryPage:
    """A reversal."""
    return EntryPage(
        entry_id=917,
        fund_name=FUNDS[0],
        book_name="会计账",
        accounting_month=OCTOBER,
        month_url="/m",
        entry_on=date(2025, 10, 21),
        reason="冲销",
        note="重复入账",
        cause="收款",
        cause_id="42:R-88",
        batch_id=42,
        batch_url="/b",
        reverses_id=901,
        reverses_url="/e",
        lines=(
            EntryLine(
                code="2001",
                name="暂收款",
                account_url="/a",
                subject="R-88",
                debit_fen=1_000_000,
                credit_fen=0,
            ),
            EntryLine(
                code="4001",
                name="社会保险费收入",
                account_url="/a",
                subject="",
                debit_fen=0,
                credit_fen=1_000_000,
            ),
        ),
        debit_fen=1_000_000,
        credit_fen=1_000_000,
    )


def _batch(*, payments: bool) -> BatchPage:
    bills = tuple(
        BillInBatch(
            number=8800 + place,
            url="/f",
            payer="珠海市海棠精密机械有限公司",
            payer_code="91440400MA4X000012",
            period=OCTOBER,
            heads=210,
            total_fen=75_058_200,
            received_fen=60_000_000,
            state="part_received",
        )
        for place in range(5)
    )
    lines = tuple(
        PaymentInBatch(
            line_no=place,
            url="/p",
            name="林*",
            id_number="4404**********501X",
            period=OCTOBER,
            cells=(280_000, 136_789, 40_000, 0, 5_000, 451_789),
        )
        for place in range(1, 6)
    )
    return BatchPage(
        batch_id=41,
        kind="月度核定应缴",
        state="posted",
        fund_name="",
        accounting_month=OCTOBER,
        month_url="/m",
        period=OCTOBER,
        run_key="monthly_contribution_assessment:440400:2025-10",
        edition="9f3b1c22aa77",
        posted_at=AT,
        rows_count=18_230,
        totals=(
            ControlTotal(title="应缴", of=FUNDS[0], value=3_912_345_678, is_money=True),
            ControlTotal(title="账单数", of="", value=1_402, is_money=False),
        ),
        entries=(
            BatchEntry(
                entry_id=901,
                url="/e",
                fund_name=FUNDS[0],
                book_name="权益账",
                reason="核定应缴",
                amount_fen=3_912_345_678,
            ),
        ),
        bills=() if payments else bills,
        columns=("基础养老金", "个人账户养老金", "过渡性养老金", "其他项目", "扣款", "实发"),
        payments=lines if payments else (),
        following=FOLLOWING,
    )


def bill_page() -> BillPage:
    """A bill with one receipt."""
    return BillPage(
        number=8800,
        payer="珠海市海棠精密机械有限公司",
        payer_code="91440400MA4X000012",
        period=OCTOBER,
        kind="regular",
        state="part_received",
        due_on=date(2025, 10, 31),
        heads=210,
        total_fen=75_058_200,
        received_fen=60_000_000,
        surcharge_fen=0,
        open_fen=15_058_200,
        batch_id=41,
        batch_url="/b",
        credited_batch_id=43,
        credited_batch_url="/b",
        funds=(
            FundOfBill(
                name="养老保险",
                employer_fen=33_120_000,
                personal_fen=16_560_000,
                received_fen=49_680_000,
            ),
        ),
        money=(
            MoneyOfBill(
                reference="TX20251020-0001",
                received_on=date(2025, 10, 20),
                amount_fen=60_000_000,
                batch_id=42,
                batch_url="/b",
            ),
        ),
        people=(
            PersonOfBill(
                line_no=17,
                url="/r",
                name="林*",
                id_number="4404**********501X",
                base_fen=780_000,
                pension_employer_fen=124_800,
                pension_personal_fen=62_400,
                credit_fen=62_400,
            ),
        ),
        following=FOLLOWING,
    )


def contribution_row_page() -> ContributionRowPage:
    """A row whose viewer forgot to say why he wants to see it in full."""
    return ContributionRowPage(
        batch_id=41,
        batch_url="/b",
        line_no=17,
        person=PERSON,
        employer_name="珠海市海棠精密机械有限公司",
        employer_uscc="91440400MA4X000012",
        period=OCTOBER,
        kind="regular",
        declared_wage_fen=780_000,
        shares=(
            InsuranceShare(name="养老保险", base=EXPLAINED, employer=EXPLAINED, personal=EXPLAINED),
            InsuranceShare(name="工伤保险", base=EXPLAINED, employer=EXPLAINED, personal=None),
        ),
        account_credit=EXPLAINED,
        bill_number=8800,
        bill_url="/f",
        bill_state="part_received",
        bill_due_on=date(2025, 10, 31),
        bill_total_fen=75_058_200,
        bill_received_fen=60_000_000,
        origin=DeclarationOrigin(
            number=12,
            row_number=17,
            wage_fen=780_000,
            submitted_at=AT,
            submitted_by="chen",
            file_name="十月名册.xlsx",
            state="assessed",
        ),
    )


def payment_row_page() -> PaymentRowPage:
    """A payment that failed."""
    return PaymentRowPage(
        batch_id=44,
        batch_url="/b",
        line_no=3,
        person=PERSON,
        period=OCTOBER,
        kind="regular",
        components=(("基础养老金", EXPLAINED), ("个人账户养老金", EXPLAINED)),
        deduction_fen=5_000,
        net_fen=244_600,
        account="***************8812",
        result="failed",
        result_reason="账户已销户",
        settled_on=date(2025, 10, 15),
        award_id=77,
        award_state="final",
        award_starts=OCTOBER - 12,
        award_total=EXPLAINED,
        decided_by="wang",
    )


def open_items_page() -> OpenItemsPage:
    """Something of each kind."""
    return OpenItemsPage(
        as_of=date(2025, 10, 31),
        problems=(),
        proposal=ProposalCard(
            number=4,
            by="accountant",
            as_of=date(2025, 10, 30),
            given_fen=120_000,
            may_answer=True,
            why="",
        ),
        may_propose=True,
        receipts=(
            HeldReceipt(
                reference="TX-1",
                payer_code="91440400MA4X000099",
                received_on=date(2025, 9, 20),
                left_fen=3_450_000,
                days=41,
                why="付款人不认识",
            ),
        ),
        receipts_count=1,
        receipts_fen=3_450_000,
        failed=(
            FailedRow(
                url="/p",
                undue_url="/u",
                undue_proposed=False,
                name="林*",
                id_number="4404**********501X",
                period=OCTOBER,
                net_fen=451_789,
                reason="账户已销户",
                recorded_on=date(2025, 10, 15),
                returned=True,
                ready=False,
            ),
        ),
        failed_count=1,
        failed_fen=451_789,
    )


PAGES = {
    "finance/pages/month.html": month_page,
    "finance/pages/statement.html": lambda: _statement("income"),
    "finance/pages/statement.html#trial": lambda: _statement("trial_balance"),
    "finance/pages/statement.html#sheet": lambda: _statement("balance_sheet"),
    "finance/pages/ledger.html": ledger_page,
    "finance/pages/entry.html": entry_page,
    "finance/pages/batches.html": lambda: BatchesPage(batches=BATCHES),
    "finance/pages/batch.html": lambda: _batch(payments=False),
    "finance/pages/batch.html#payments": lambda: _batch(payments=True),
    "finance/pages/bill.html": bill_page,
    "finance/pages/contribution_row.html": contribution_row_page,
    "finance/pages/payment_row.html": payment_row_page,
    "finance/pages/open_items.html": open_items_page,
    **PAYMENT_PAGES,
    "finance/pages/place.html": place_page,
    "finance/pages/place.html#empty": lambda: place_page(empty=True),
    "finance/pages/place.html#bills": lambda: place_page(bills=True),
}
