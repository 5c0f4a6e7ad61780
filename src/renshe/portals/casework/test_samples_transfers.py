"""Made-up contexts of the office's page of transfers. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from renshe.portals.casework.pages.transfers import (
    MessageLine,
    OpenLine,
    RefundLine,
    TransfersPage,
)
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging

DAY = date(2025, 10, 13)
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
        refunds=(RefundLine(number=7, name="李*", amount_fen=192_000, owed_on=DAY),),
        messages=(MessageLine(made_on=DAY, kind="信息表", message_id="F1", why="信息表不完整。请对方更正后重发信息表。"),),
        may_pay=True, typed="Z1", typed_for=7, done=True, problems=(PROBLEM,),
    )  # fmt: skip


TRANSFERS = {
    "casework/pages/transfers.html": transfers_page,
    "casework/pages/transfers.html#nothing": lambda: replace(
        transfers_page(),
        lines=(), refunds=(), messages=(), problems=(), done=False, paging=Paging(number=1, total=0),
    ),
    "casework/pages/transfers.html#looking": lambda: replace(transfers_page(), may_pay=False),
}  # fmt: skip
