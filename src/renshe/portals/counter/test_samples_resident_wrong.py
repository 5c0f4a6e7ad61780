"""Made-up contexts of the page of a payment taken for the wrong person. Nobody in them exists."""

from dataclasses import replace
from datetime import date

from renshe.portals.counter.pages.resident_wrong import TYPED, WrongPage
from renshe.portals.layout.errors import Problem

PROBLEM = Problem(
    reason="没有这个证件号码的人",
    subject="",
    clause="社会保险经办条例 37",
    next_step="请核对实际缴费人的证件号码",
)


def wrong_page() -> WrongPage:
    """On the day itself, before it is closed."""
    return WrongPage(
        receipt="JM202500000001201", receipt_url="/counter/resident/receipts/JM202500000001201/", name="林*",
        id_number="4404**********501X", year=2025, fen=120_000, paid_on=date(2025, 10, 20), day_open=True, state="",
        typed=dict.fromkeys(TYPED, "") | {"reason": "收到同名人名下"}, problems=(),
    )  # fmt: skip


PAGES = {
    "counter/pages/resident_wrong.html": wrong_page,
    "counter/pages/resident_wrong.html#later": lambda: replace(
        wrong_page(), day_open=False, problems=(PROBLEM,)
    ),
    "counter/pages/resident_wrong.html#asked": lambda: replace(wrong_page(), state="proposed"),
}
