"""Made-up contexts of the pages of one-off payments and of payments found undue. Nobody in them exists."""

from dataclasses import replace
from datetime import UTC, date, datetime

from renshe.domains.pension.api import OneOffOutcome
from renshe.portals.finance.batches import Step, Way
from renshe.portals.finance.one_off import Payee
from renshe.portals.finance.pages.one_off import BatchRow, OneOffPage, WaitingRow
from renshe.portals.finance.pages.one_off_batch import LineRow, OneOffBatchPage
from renshe.portals.finance.pages.one_off_benefit import Attempt, BenefitPage
from renshe.portals.finance.pages.undue import Ground, Proposed, UnduePage
from renshe.portals.finance.test_samples_annuities import PAGES as OF_ANNUITIES
from renshe.portals.finance.test_samples_institution import PAGES as OF_INSTITUTION
from renshe.portals.finance.test_samples_residents import PAGES as OF_RESIDENTS
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem

OCTOBER = 2025 * 12 + 9
AT = datetime(2025, 10, 20, 3, 0, tzinfo=UTC)
PAYEE = Payee(
    benefit_id=7, url="/b", case_number="310112-20251020-0007", name="林*", account="***8812",
    amount=Amount(fen=8_533_800, explain_url="/e"),
)  # fmt: skip
PROBLEM = Problem(
    reason="编制与批准须由两人分别办理", subject="41", clause="社会保险经办条例 第三十七条",
    next_step="请由未经手的人员办理",
)  # fmt: skip


def one_off_page() -> OneOffPage:
    """A new benefit, one that may be tried again, and one that needs another account."""
    row = WaitingRow(payee=PAYEE, granted_at=AT, reason="", failed_on=None, ready=True, ticked=True)
    return OneOffPage(
        waiting=(
            row,
            replace(row, payee=replace(PAYEE, benefit_id=8), reason="账户长期不动户", failed_on=date(2025, 10, 21)),
            replace(row, payee=replace(PAYEE, benefit_id=9), reason="账户已销户", ready=False, ticked=False),
        ),
        count=3,
        fen=25_601_400,
        ready_fen=17_067_600,
        batches=(
            BatchRow(
                number=41, url="/b", accounting_month=OCTOBER, rows=2, total_fen=17_067_600,
                made_by="accountant", approved_by="supervisor", state="closed",
            ),
        ),
        may_make=True,
        problems=(PROBLEM,),
    )  # fmt: skip


def nothing_waits() -> OneOffPage:
    """Nothing to pay, and a viewer who could not."""
    return OneOffPage(
        waiting=(), count=0, fen=0, ready_fen=0, batches=(), may_make=False, problems=()
    )


def way() -> Way:
    """A batch at the bank whose answer is fetched next."""
    return Way(
        steps=(
            Step(title="编制", who="accountant", on=date(2025, 10, 20), done=True, now=False),
            Step(title="银行回盘", who="", on=None, done=False, now=True),
            Step(title="关账", who="", on=None, done=False, now=False),
        ),
        tally=OneOffOutcome(3, 25_601_400, 1, 8_533_800, 1, 8_533_800, 1, 8_533_800),
        act="answer", button="取银行回盘", hint="结果未明的不得重发", waits_for="", take_back="", why="",
        file_sha256="ab" * 32,
    )  # fmt: skip


def way_to_approve() -> Way:
    """A batch that its maker may not approve, and could take back."""
    return replace(
        way(), tally=OneOffOutcome(3, 25_601_400), act="", waits_for="等待基金主管（不能是编制人本人）", take_back="discard",
        file_sha256="",
    )  # fmt: skip


def batch_page() -> OneOffBatchPage:
    """A batch at the bank of which one line came back and one is unknown."""
    line = LineRow(
        line_no=1, instruction="41-1", payee=PAYEE, attempt_of="", outcome="paid", reason="",
        settled_on=date(2025, 10, 22),
    )  # fmt: skip
    return OneOffBatchPage(
        number=41,
        state="returned",
        accounting_month=OCTOBER,
        total_fen=25_601_400,
        outcome=OneOffOutcome(3, 25_601_400, 1, 8_533_800, 1, 8_533_800, 1, 8_533_800),
        lines=(
            line,
            replace(line, line_no=2, instruction="41-2", attempt_of="39-1", outcome="failed", reason="账户已销户",
                    settled_on=None),
            replace(line, line_no=3, instruction="41-3", outcome="unknown", settled_on=None),
        ),
        way=way(),
        journal_url="/j",
        discarded_why="",
        notice="银行尚未回盘，请稍后再取。",
        problems=(),
    )  # fmt: skip


def batch_to_approve() -> OneOffBatchPage:
    """A batch that its maker tried to approve himself."""
    return replace(
        batch_page(), state="made", way=way_to_approve(), notice="", outcome=OneOffOutcome(3, 25_601_400), journal_url="",
        problems=(PROBLEM,),
    )  # fmt: skip


def benefit_page() -> BenefitPage:
    """A benefit whose first payment came back."""
    return BenefitPage(
        case_number=PAYEE.case_number,
        deceased="王*",
        claimant="林*",
        relation="配偶",
        account="***8812",
        bank_code="102",
        funeral=Amount(fen=1_551_600, explain_url="/e"),
        grant=Amount(fen=6_982_200, explain_url="/e"),
        total=PAYEE.amount,
        granted_at=AT,
        signed_by=("li", "wang", "zhao"),
        paid_on=None,
        cancelled_on=None,
        attempts=(
            Attempt(instruction="41-2", batch_url="/b", account="***8812", outcome="failed"),
        ),
        may_redirect=True,
        typed={"bank_code": "105", "account_number": "1", "account_name": "林", "reason": "换卡"},
        problems=(PROBLEM,),
    )


def undue_page() -> UnduePage:
    """A returned month after death, not yet proposed."""
    return UnduePage(
        instruction="44-3",
        row_url="/r",
        name="林*",
        period=OCTOBER,
        net=Amount(fen=451_789, explain_url="/r"),
        held_by_bank=True,
        waits=True,
        proposed=None,
        may_propose=True,
        may_decide=False,
        grounds=(
            Ground(code="death", words="死亡后的月份", chosen=True),
            Ground(code="imprisoned", words="服刑期间的月份", chosen=False),
        ),
        typed={"ground": "death", "instrument": "沪社保核〔2025〕7号", "reason": "死亡后月份"},
        why="",
        accept=".pdf",
        problems=(PROBLEM,),
    )


def undue_proposed() -> UnduePage:
    """The same, before whoever decides it."""
    return replace(
        undue_page(),
        proposed=Proposed(
            number=1, ground="死亡后的月份", instrument="沪社保核〔2025〕7号", reason="死亡后月份，银行退回",
            by="accountant", at=AT, state="handled", approved_by="", claimed=True, paper_url="/p",
        ),
        may_propose=False, may_decide=True, problems=(),
    )  # fmt: skip


PAGES = {
    **OF_ANNUITIES,
    **OF_INSTITUTION,
    **OF_RESIDENTS,
    "finance/pages/one_off.html": one_off_page,
    "finance/pages/one_off.html#nothing": nothing_waits,
    "finance/pages/one_off_batch.html": batch_page,
    "finance/pages/one_off_batch.html#approve": batch_to_approve,
    "finance/pages/one_off_benefit.html": benefit_page,
    "finance/pages/undue.html": undue_page,
    "finance/pages/undue.html#proposed": undue_proposed,
}
