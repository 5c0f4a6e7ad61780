"""Made-up contexts of the office's pages of lists, allowances and claims. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from renshe.portals.casework.list_rows import BadCell, ListLine, PersonLine
from renshe.portals.casework.pages.pension_claims import (
    CameIn,
    ClaimLine,
    ClaimPage,
    ClaimsPage,
    PartLine,
)
from renshe.portals.casework.pages.pension_invalidity import AllowanceLine, InvalidityPage
from renshe.portals.casework.pages.pension_list import PensionListPage
from renshe.portals.casework.pages.pension_lists import ListsPage
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging

OCTOBER = 2025 * 12 + 9
AT = datetime(2025, 10, 31, 2, tzinfo=UTC)
PROBLEM = Problem(reason="这份名单已经办结", subject="7", clause="社会保险经办条例 40", next_step="请查看办理结果")  # fmt: skip
MONEY = Amount(fen=123_456, explain_url="/why/")
NONE = Amount(fen=0)


def lists_page() -> ListsPage:
    """A list that waits, one that was refused, people who are proved, and a file with bad cells."""
    line = ListLine(
        url="/l", kind="病残津贴复核", source="2025年10月", state="待复核", tone="warn", proposed_by="determiner",
        proposed_at=AT, people=3, left=1, owed_fen=10_000, claimed_fen=0,
    )  # fmt: skip
    return ListsPage(
        waiting=(line,), decided=(replace(line, state="未同意", tone="bad", kind="认证通过恢复发放", source="街道名单.xlsx"),),
        paging=Paging(number=1, total=1), proved=2, may_handle=True,
        errors=(BadCell(cell="B3", header="证件号码", why="登记里没有这个证件号码", next_step="请核对证件号码"),), errors_left=4,
        problems=(PROBLEM,),
    )  # fmt: skip


def list_page() -> PensionListPage:
    """A list with somebody open, somebody done and somebody left."""
    line = PersonLine(
        number=1, name="葛*丽", id_number="4412**********8388", cause="到法定退休年龄", evidence="法定退休年月2025年9月",
        from_month=OCTOBER, before=MONEY, after=MONEY, owed=NONE, claimed=NONE, state="待办", tone="warn", problem="",
        is_open=True,
    )  # fmt: skip
    left = replace(
        line, number=2, before=NONE, after=None, owed=None, claimed=None, state="未办", tone="bad", is_open=False,
        problem="待遇正在暂停发放；请先办理恢复发放",
    )  # fmt: skip
    return PensionListPage(
        number=2, kind="病残津贴复核", about="同意后：逐人重新核算", source="2025年10月", state="待复核", tone="warn",
        proposed_by="determiner", proposed_at=AT, decided_by="", decided_at=None, reason="", open=1, done=0, left=1,
        owed_fen=0, claimed_fen=0, people=(line, left), paging=Paging(number=1, total=2),
        may=frozenset({"agree", "refuse", "strike"}), own=False, may_write=True,
        typed={"reason": "再核对", "row": ""}, problems=(PROBLEM,),
        done_words="已移出名单",
    )  # fmt: skip


def invalidity_page() -> InvalidityPage:
    """Allowances of each kind, and a re-examination half typed."""
    line = AllowanceLine(
        number=4, name="徐*强", id_number="4404**********8658", amount=MONEY, formula="只按基础养老金", starts_month=OCTOBER,
        legal_month=OCTOBER + 70, months_left=70, ends_month=None, found="大部分丧失劳动能力", found_on=date(2025, 9, 20),
        worse=True, suspended=True,
    )  # fmt: skip
    return InvalidityPage(
        allowances=(
            line,
            replace(line, ends_month=OCTOBER, legal_month=None, months_left=None, found="", found_on=None, worse=False,
                    suspended=False),
        ),
        paging=Paging(number=1, total=2), waiting=1, may_record=True, accept=".pdf",
        levels=(("complete", "完全丧失劳动能力"), ("part", "部分丧失劳动能力")),
        typed={"award": "4", "level": "part", "issuer": "委员会", "number": "7", "decided_on": "2025-10-20"},
        problems=(PROBLEM,), done=True,
    )  # fmt: skip


def claim_line() -> ClaimLine:
    """A claim of two months."""
    return ClaimLine(
        url="/c", name="徐*强", cause="待遇终止后领取", from_month=OCTOBER - 1, to_month=OCTOBER, principal=MONEY,
        open_fen=100_000, state="待追回", tone="warn",
    )  # fmt: skip


def claim_page() -> ClaimPage:
    """A claim with an agreement that is late, something that came in, and every act open."""
    return ClaimPage(
        number=1, claim=claim_line(), id_number="4404**********8658", known_on=date(2025, 10, 5), notified_on=None,
        recovered_fen=23_456, monthly_fen=5_000,
        parts=(
            PartLine(month=OCTOBER - 2, fen=1, kept=True, late=False), PartLine(month=OCTOBER - 1, fen=1, kept=False, late=True),
            PartLine(month=OCTOBER, fen=1, kept=False, late=False),
        ),
        came_in=(CameIn(on=date(2025, 10, 9), way="分期退还", fen=23_456, reference="R1"),),
        may=frozenset({"notify", "agree", "offset", "receive"}), today=date(2025, 10, 31),
        typed={"months": "3", "first": "", "monthly": "1", "from_month": "", "amount": "", "received_on": "", "reference": "x",
               "notified_on": ""},
        problems=(PROBLEM,), done="退还通知已登记",
    )  # fmt: skip


PAGES = {
    "casework/pages/pension_lists.html": lists_page,
    "casework/pages/pension_lists.html#nothing": lambda: replace(
        lists_page(), waiting=(), decided=(), paging=Paging(number=1, total=0), proved=0, may_handle=False, errors=(),
        errors_left=0, problems=(),
    ),
    "casework/pages/pension_list.html": list_page,
    "casework/pages/pension_list.html#decided": lambda: replace(
        list_page(), state="未同意", tone="bad", decided_by="head", decided_at=AT, reason="账户未核对", may=frozenset(),
        problems=(), own=True, may_write=False, typed={"reason": "", "row": ""}, done_words="",
    ),
    "casework/pages/pension_invalidity.html": invalidity_page,
    "casework/pages/pension_invalidity.html#nothing": lambda: replace(
        invalidity_page(), allowances=(), paging=Paging(number=1, total=0), waiting=0, problems=(), done=False,
    ),
    "casework/pages/pension_claims.html": lambda: ClaimsPage(claims=(claim_line(),), paging=Paging(number=1, total=1)),
    "casework/pages/pension_claims.html#nothing": lambda: ClaimsPage(claims=(), paging=Paging(number=1, total=0)),
    "casework/pages/pension_claim.html": claim_page,
    "casework/pages/pension_claim.html#settled": lambda: replace(
        claim_page(), parts=(), came_in=(), may=frozenset(), monthly_fen=None, notified_on=date(2025, 10, 6), problems=(),
        done="",
    ),
}  # fmt: skip
