"""Made-up contexts of the pages of residents' payouts and of lists of bridgings. Nobody in them exists."""

from dataclasses import replace
from datetime import date

from renshe.domains.pension.api import OneOffOutcome
from renshe.portals.finance.batches import Step, Way
from renshe.portals.finance.pages.bridging_list import BridgingLine, BridgingListPage
from renshe.portals.finance.pages.bridgings import (
    BridgingsPage,
    Direction,
    ListRow,
    WaitingBridging,
)
from renshe.portals.finance.pages.one_off import BatchRow
from renshe.portals.finance.pages.one_off_benefit import Attempt
from renshe.portals.finance.pages.resident_batch import ResidentBatchPage, ResidentLine
from renshe.portals.finance.pages.resident_payout import PartRow, PayoutPage
from renshe.portals.finance.pages.residents import PayoutRow, ResidentsPage
from renshe.portals.finance.residents import ResidentPayee
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem

OCTOBER = 2025 * 12 + 9
DAY = date(2025, 10, 20)
PAYEE = ResidentPayee(
    number=7, url="/p", what="重复缴费退费", case_number="440402-20251020-0007", name="林*", account="…8812",
    amount=Amount(fen=40_000, explain_url="/p"),
)  # fmt: skip
PROBLEM = Problem(
    reason="批准的人不能自己付款",
    subject="",
    clause="社会保险经办条例 37",
    next_step="请由另一人付款",
)
TALLY = OneOffOutcome(3, 120_000, 1, 40_000, 1, 40_000, 1, 40_000)
STEPS = (
    Step(title="编制", who="accountant", on=DAY, done=True, now=False),
    Step(title="批准", who="", on=None, done=False, now=True),
)


def residents_page() -> ResidentsPage:
    """A new payout, one that came back, one that needs another account, and one of the visitor's own approval."""
    row = PayoutRow(
        payee=PAYEE, owed_on=DAY, reason="", failed_on=None, ready=True, mine=False, ticked=True
    )
    return ResidentsPage(
        waiting=(
            row,
            replace(row, payee=replace(PAYEE, number=8), reason="账户长期不动户", failed_on=DAY),
            replace(row, payee=replace(PAYEE, number=9), reason="账户已销户", ready=False, ticked=False),
            replace(row, payee=replace(PAYEE, number=10), mine=True, ticked=False),
        ),
        count=4, fen=160_000, ready_fen=120_000, may_make=True, problems=(PROBLEM,),
        batches=(
            BatchRow(
                number=41, url="/b", accounting_month=OCTOBER, rows=2, total_fen=80_000, made_by="accountant",
                approved_by="supervisor", state="closed",
            ),
        ),
    )  # fmt: skip


def batch_page() -> ResidentBatchPage:
    """A batch at the bank of which one line came back and one is unknown."""
    line = ResidentLine(
        instruction="41-1", payee=PAYEE, attempt_of="", outcome="paid", reason="", settled_on=DAY
    )
    return ResidentBatchPage(
        number=41, state="returned", accounting_month=OCTOBER, total_fen=120_000, outcome=TALLY,
        lines=(
            line,
            replace(line, instruction="41-2", attempt_of="39-1", outcome="failed", reason="账户已销户", settled_on=None),
            replace(line, instruction="41-3", outcome="unknown", settled_on=None),
        ),
        way=Way(
            steps=STEPS, tally=TALLY, act="answer", button="取银行回盘", hint="结果未明的不得重发", waits_for="", take_back="",
            why="", file_sha256="ab" * 32,
        ),
        journal_url="/j", discarded_why="", notice="银行尚未回盘，请稍后再取。", problems=(),
    )  # fmt: skip


def payout_page() -> PayoutPage:
    """A payout whose first payment came back."""
    return PayoutPage(
        case_number=PAYEE.case_number, case_url="/c", what=PAYEE.what, state="owed", holder="林*", name="林*", bank_code="102",
        account="***8812", fen=40_000, parts=(PartRow(year=2025, source="个人缴费", fen=40_000),), owed_on=DAY,
        approved_by="zhao", settled_on=None, settled_by="", how="", how_why="", voucher="",
        attempts=(Attempt(instruction="41-2", batch_url="/b", account="***8812", outcome="failed"),), may_redirect=True,
        typed={"bank_code": "105", "account_number": "1", "account_name": "林", "reason": "换卡"}, problems=(PROBLEM,),
    )  # fmt: skip


def bridgings_page() -> BridgingsPage:
    """One to go over, one to go back, and a list that was moved."""
    one = WaitingBridging(
        case_number="4404022025000012", name="何*", fen=2_000_000, decided_on=DAY, back=False
    )
    way = Direction(
        code="resident_to_employee", name="居民养老基金 → 职工养老基金", waiting=(one, replace(one, back=True)), count=2,
        fen=4_000_000,
    )  # fmt: skip
    return BridgingsPage(
        directions=(way, replace(way, code="employee_to_resident", waiting=(), count=0, fen=0)),
        lists=(
            ListRow(
                number=3, url="/l", made_on=DAY, direction=way.name, rows=2, fen=4_000_000, made_by="accountant",
                approved_by="supervisor", state="moved",
            ),
        ),
        may_make=True, problems=(),
    )  # fmt: skip


def list_page() -> BridgingListPage:
    """A list whose transfer is recorded next; the number was not taken."""
    line = BridgingLine(
        line_no=1, case_number="4404022025000012", name="何*", id_number="4404**********501X", back=False, fen=2_000_000,
        outcome="open",
    )  # fmt: skip
    return BridgingListPage(
        number=3, direction="居民养老基金 → 职工养老基金", state="approved", rows=2, fen=4_000_000,
        lines=(line, replace(line, line_no=2, back=True)), steps=STEPS, act="move", waits_for="", may_discard=True,
        file_url="/f", file_sha256="ab" * 32, bank_ref="", discarded_why="", typed_ref="HB-1", why="", problems=(PROBLEM,),
    )  # fmt: skip


PAGES = {
    "finance/pages/residents.html": residents_page,
    "finance/pages/residents.html#nothing": lambda: replace(
        residents_page(), waiting=(), count=0, fen=0, ready_fen=0, batches=(), may_make=False, problems=()
    ),
    "finance/pages/resident_batch.html": batch_page,
    "finance/pages/resident_batch.html#discarded": lambda: replace(
        batch_page(), state="discarded", discarded_why="账户待核实", journal_url="", notice=""
    ),
    "finance/pages/resident_payout.html": payout_page,
    "finance/pages/resident_payout.html#cash": lambda: replace(
        payout_page(), state="paid", settled_on=DAY, settled_by="cashier", how="cash", how_why="没有账户", voucher="X-1",
        may_redirect=False, attempts=(), parts=(), case_url="", problems=(),
    ),
    "finance/pages/resident_payout.html#file": lambda: replace(
        payout_page(), state="paid", settled_on=DAY, settled_by="accountant", how="bank_file", voucher="41-1", may_redirect=False
    ),
    "finance/pages/resident_payout.html#cheque": lambda: replace(
        payout_page(), state="cancelled", settled_on=DAY, settled_by="qian", how="cheque", how_why="要求支票", may_redirect=False
    ),
    "finance/pages/bridgings.html": bridgings_page,
    "finance/pages/bridgings.html#nothing": lambda: replace(
        bridgings_page(), lists=(), may_make=False, problems=(PROBLEM,)
    ),
    "finance/pages/bridging_list.html": list_page,
    "finance/pages/bridging_list.html#approve": lambda: replace(
        list_page(), state="made", act="approve", file_sha256="", problems=()
    ),
    "finance/pages/bridging_list.html#moved": lambda: replace(
        list_page(), state="moved", act="", waits_for="等待基金会计", may_discard=False, bank_ref="HB-1", problems=()
    ),
    "finance/pages/bridging_list.html#discarded": lambda: replace(
        list_page(), state="discarded", act="", may_discard=False, discarded_why="金额待核对", problems=()
    ),
}  # fmt: skip
