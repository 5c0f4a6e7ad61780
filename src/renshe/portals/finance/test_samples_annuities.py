"""Made-up contexts of the pages of annuity payouts. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from renshe.domains.annuity.api import BatchTotals
from renshe.portals.finance.annuities import PaymentRow
from renshe.portals.finance.batches import Step, Way
from renshe.portals.finance.pages.annuities import (
    AnnuitiesPage,
    BatchRow,
    FailedRow,
    LeftRow,
    TrusteeRow,
)
from renshe.portals.finance.pages.annuity_batch import AnnuityBatchPage
from renshe.portals.finance.pages.annuity_payout import AnnuityPayoutPage, TargetRow
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Following

OCTOBER = 2025 * 12 + 9
AT = datetime(2025, 10, 20, 3, 0, tzinfo=UTC)
PAID = PaymentRow(
    line_no=1, instruction="8000000003-1", batch_url="/b", name="林*", payout_url="/p", account="…0018", period=OCTOBER,
    amount=Amount(fen=17_142, explain_url="/e"), again=False, outcome="paid", reason="", settled_on=date(2025, 10, 22),
)  # fmt: skip
BACK = replace(PAID, line_no=2, outcome="failed", reason="账户已销户", settled_on=None)
PROBLEM = Problem(
    reason="编制以后账户有变动，金额已经不对", subject="1", clause="企业年金办法 第二十四条",
    next_step="写明原因撤回，再重新编制",
)  # fmt: skip


def list_page() -> AnnuitiesPage:
    """One trustee to pay, one whose batch waits, one with nothing; two that came back."""
    row = TrusteeRow(
        name="和润养老金管理",
        people=12,
        payments=13,
        again=1,
        waiting=1,
        open_url="",
        may_make=True,
    )
    return AnnuitiesPage(
        period=OCTOBER,
        trustees=(
            row,
            replace(row, name="长宁信托", open_url="/b", may_make=False),
            replace(
                row, name="安澜养老保险", people=0, payments=0, again=0, waiting=0, may_make=False
            ),
            replace(row, name="安心信托", may_make=False),
        ),
        left=(LeftRow(payout=4, url="/p", why="没有收款账户", next_step="请本人登记收款账户"),),
        failed=(
            FailedRow(trustee="和润养老金管理", payment=BACK, ready=False),
            FailedRow(trustee="长宁信托", payment=BACK, ready=True),
        ),
        failed_count=2,
        failed_fen=34_284,
        due_count=26,
        batches=(
            BatchRow(
                number=3, url="/b", trustee="和润养老金管理", period=OCTOBER, lines=2, made_by="accountant",
                approved_by="supervisor", state="closed", total_fen=34_284, failed=1,
            ),
        ),
        problems=(PROBLEM,),
    )  # fmt: skip


def nothing() -> AnnuitiesPage:
    """Nothing due, nothing returned, no batch yet."""
    return replace(
        list_page(), trustees=(), left=(), failed=(), failed_count=0, failed_fen=0, due_count=0, batches=(), problems=()
    )  # fmt: skip


def way() -> Way:
    """A batch at the bank whose answer is fetched next."""
    return Way(
        steps=(
            Step(title="编制", who="accountant", on=date(2025, 10, 20), done=True, now=False),
            Step(title="银行回盘", who="", on=None, done=False, now=True),
        ),
        tally=BatchTotals(
            lines=3, total_fen=51_426, paid=1, paid_fen=17_142, failed=1, failed_fen=17_142, unknown=1,
            unknown_fen=17_142,
        ),
        act="answer", button="取银行回盘", hint="结果未明的不得重发", waits_for="", take_back="", why="",
        file_sha256="ab" * 32,
    )  # fmt: skip


def batch_page() -> AnnuityBatchPage:
    """A batch at the bank: one paid, one back, one without a word."""
    return AnnuityBatchPage(
        number=3,
        trustee="和润养老金管理",
        state="filed",
        period=OCTOBER,
        totals=BatchTotals(
            lines=3, total_fen=51_426, paid=1, paid_fen=17_142, failed=1, failed_fen=17_142, unknown=1,
            unknown_fen=17_142,
        ),
        lines=(PAID, BACK, replace(PAID, line_no=3, again=True, outcome="unknown", settled_on=None)),
        following=Following(after="", next_after="3", shown=3, total=120),
        way=way(),
        withdrawn_why="",
        notice="银行尚未回盘，请稍后再取。",
        problems=(),
    )  # fmt: skip


def to_approve() -> AnnuityBatchPage:
    """A batch as its maker sees it: somebody else must approve it."""
    return replace(
        batch_page(), state="made", notice="", totals=BatchTotals(lines=3, total_fen=51_426), problems=(PROBLEM,),
        way=replace(
            way(), act="", waits_for="等待基金主管（不能是编制人本人）", take_back="withdraw", why="账户变动", file_sha256="",
            tally=BatchTotals(lines=3, total_fen=51_426),
        ),
    )  # fmt: skip


def payout_page() -> AnnuityPayoutPage:
    """A payout whose last payment came back."""
    target = TargetRow(
        bank_code="103",
        account="***0018",
        name="林*",
        reason="办件440400-7",
        by="counter",
        at=AT,
        now=True,
    )
    return AnnuityPayoutPage(
        number=4, name="林*", plan="企业年金方案", employer="第一工厂", trustee="和润养老金管理", reason="退休", way="按月领取",
        starts_month=OCTOBER - 1, payments=120, paid_fen=17_142, left_fen=2_000_000, cancelled=False, returned=1, ready=0,
        rows=(BACK, PAID), targets=(target, replace(target, account="***0026", reason="", now=False)), guide_url="/g",
    )  # fmt: skip


PAGES = {
    "finance/pages/annuities.html": list_page,
    "finance/pages/annuities.html#nothing": nothing,
    "finance/pages/annuity_batch.html": batch_page,
    "finance/pages/annuity_batch.html#approve": to_approve,
    "finance/pages/annuity_batch.html#send": lambda: replace(
        batch_page(), state="approved", way=replace(way(), act="send", button="生成文件并送银行")
    ),
    "finance/pages/annuity_batch.html#withdrawn": lambda: replace(
        to_approve(),
        state="withdrawn",
        way=replace(way(), act="", file_sha256=""),
        withdrawn_why="账户变动",
    ),
    "finance/pages/annuity_payout.html": payout_page,
    "finance/pages/annuity_payout.html#no-account": lambda: replace(
        payout_page(), returned=0, ready=1, rows=(), targets=(), cancelled=True
    ),
}
