"""Made-up contexts of the office's page of transfers. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from renshe.portals.casework.pages.transfer_letter import LetterPage, ReasonLine
from renshe.portals.casework.pages.transfers import (
    LetterLine,
    MessageLine,
    OpenLine,
    RefundLine,
    TransfersPage,
)
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging

DAY = date(2025, 10, 13)
AT = datetime(2025, 10, 13, 2, 0, tzinfo=UTC)
PROBLEM = Problem(reason="这个银行回单号已经用过", subject="7", clause="会计法 9", next_step="请核对回单号")  # fmt: skip


def transfers_page() -> TransfersPage:
    """A letter to decide, a form that is late, double months to pay, a message that was not used."""
    letter = OpenLine(
        name="王*", direction="转出", agency="绵阳市社会保险局", letter_id="L510000440402", state="收到对方联系函，待办理",
        due_on=DAY, late=False, act="办理转出", act_url="/counter/",
    )  # fmt: skip
    return TransfersPage(
        counts=(("在办", 63), ("等本机构", 2), ("超期", 1)),
        lines=(
            letter, replace(letter, act_url="", act="今日记入"), replace(letter, act="", act_url="", late=True),
            replace(letter, act="", act_url="", due_on=None),
        ),
        paging=Paging(number=1, total=63),
        letters=(
            LetterLine(
                url="/o", name="何*", agency="绵阳市社会保险局", letter_id="L510000440403", why="本地没有此人的登记。",
                state="待答复", due_on=DAY, late=True,
            ),
        ),
        refunds=(RefundLine(number=7, name="李*", amount_fen=192_000, owed_on=DAY),),
        messages=(MessageLine(made_on=DAY, kind="信息表", message_id="F1", why="信息表不完整。请对方更正后重发信息表。"),),
        may_pay=True, typed="Z1", typed_for=7, done=True, problems=(PROBLEM,),
    )  # fmt: skip


def letter_page() -> LetterPage:
    """A letter for somebody who is still insured: a reason is chosen and the words were too long."""
    return LetterPage(
        name="王*", id_number="510104********0011", agency="绵阳市社会保险局", letter_id="L510000440402", came_on=DAY, due_on=DAY,
        late=True, state="open", words="待答复", unused_why="本地没有此人的登记。", reasons=(
            ReasonLine(code="still_insured", words="在本地仍在参保", told="登记如此", chosen=True),
            ReasonLine(code="months_disputed", words="缴费月份有争议", told="由人核实", chosen=False),
        ),
        closed=("已经领取养老金", "关系此前已经转出"), reason="", said="",
        proposed_by="", proposed_at=None, decided_by="", decided_at=None,
        returned_why="请再核实",
        confirmed_on=None, act="propose", may_take=False, counter_url="/counter/", waits_for="", typed="说明", most_words=200,
        problems=(PROBLEM,),
    )  # fmt: skip


def proposed_page() -> LetterPage:
    """Somebody else proposed to refuse it."""
    return replace(
        letter_page(), state="proposed", words="退回待复核", act="send", reasons=(), reason="在本地仍在参保", said="10月参保",
        proposed_by="li", proposed_at=AT, returned_why="", unused_why="", problems=(),
    )  # fmt: skip


TRANSFERS = {
    "casework/pages/transfer_letter.html": letter_page,
    "casework/pages/transfer_letter.html#again": lambda: replace(
        letter_page(), counter_url="", may_take=True, problems=()
    ),
    "casework/pages/transfer_letter.html#proposed": proposed_page,
    "casework/pages/transfer_letter.html#waits": lambda: replace(
        proposed_page(), act="", waits_for="等待复核人"
    ),
    "casework/pages/transfer_letter.html#refused": lambda: replace(
        proposed_page(), state="refused", words="已退回", act="", decided_by="wang", decided_at=AT, due_on=None, late=False
    ),
    "casework/pages/transfer_letter.html#confirmed": lambda: replace(
        proposed_page(), state="refused", words="已退回", act="", decided_by="wang", decided_at=AT, confirmed_on=DAY
    ),
    "casework/pages/transfer_letter.html#followed": lambda: replace(
        letter_page(), state="followed", words="已转出", act="", reasons=(), counter_url="", unused_why="", problems=()
    ),
    "casework/pages/transfers.html": transfers_page,
    "casework/pages/transfers.html#nothing": lambda: replace(
        transfers_page(),
        lines=(), letters=(), refunds=(), messages=(), problems=(), done=False, paging=Paging(number=1, total=0),
    ),
    "casework/pages/transfers.html#looking": lambda: replace(transfers_page(), may_pay=False),
}  # fmt: skip
