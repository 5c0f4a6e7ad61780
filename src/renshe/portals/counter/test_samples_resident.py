"""Made-up contexts of the counter's till for residents' payments. Nobody in them exists."""

from dataclasses import replace
from datetime import date

from renshe.portals.counter.pages.resident import (
    DayLine,
    PaidLine,
    PersonPage,
    ReceiptPage,
    TakenLine,
    TierLine,
    TillPage,
    YearLine,
)
from renshe.portals.counter.test_samples_resident_wrong import PAGES as OF_WRONG
from renshe.portals.layout.amounts import Amount

DAY = date(2025, 10, 20)
DUE = Amount(fen=120_000, explain_url="/counter/resident/7/due/1200/")


def till_page() -> TillPage:
    """Two payments, and a colleague's day that waits."""
    taken = TakenLine(
        number="JM202500000001201", url="/counter/resident/receipts/JM202500000001201/", name="林*", year=2025, fen=120_000,
        wrong_url="/counter/resident/receipts/JM202500000001201/wrong/", correcting=False,
    )  # fmt: skip
    day = DayLine(id=3, teller="钱*", day=DAY, payments=2, fen=240_000, slip="JK-1", mine=False)
    return TillPage(
        day=DAY, taken=(taken, replace(taken, number="JM202400000001201", year=2024, correcting=True)), total_fen=240_000,
        handed_back_fen=72_000, closed=None,
        waiting=(day, replace(day, id=4, mine=True)), typed_counted="2400", typed_slip="", problems=(),
    )  # fmt: skip


def person_page() -> PersonPage:
    """Somebody who owes this year and could pay a past one."""
    tier = TierLine(tier=1200, due=DUE, chosen=True)
    return PersonPage(
        id=7, name="林*", id_number="4404**********501X", community="紫荆社区", joined=True,
        years=(YearLine(year=2025, back=False, chosen=True), YearLine(year=2024, back=True, chosen=False)),
        tiers=(tier, TierLine(tier=720, due=Amount(fen=72_000, explain_url="/counter/resident/7/due/720/"), chosen=False)),
        year=2025, tier=1200, due=DUE, why_not="", guide_url="/guides/resident.enrol/", problems=(),
        paid=(
            PaidLine(year=2023, fen=120_000, paid_on=DAY, receipt_url="/counter/resident/receipts/JM202300000001201/"),
            PaidLine(year=2022, fen=120_000, paid_on=DAY, receipt_url=""),
        ),
    )  # fmt: skip


PAGES = {
    **OF_WRONG,
    "counter/pages/resident_till.html": till_page,
    "counter/pages/resident_till.html#closed": lambda: replace(
        till_page(), closed=till_page().waiting[1], waiting=()
    ),
    "counter/pages/resident_till.html#empty": lambda: replace(
        till_page(), taken=(), total_fen=0, handed_back_fen=0, waiting=()
    ),
    "counter/pages/resident.html": person_page,
    "counter/pages/resident.html#stranger": lambda: replace(
        person_page(), joined=False, years=(), tiers=(), due=None, paid=(), why_not="没有参加居民养老"
    ),
    "counter/pages/resident.html#no_tier": lambda: replace(person_page(), tier=0, due=None),
    "counter/pages/resident_receipt.html": lambda: ReceiptPage(
        number="JM202500000001201", name="林*", id_number="4404**********501X", community="紫荆社区", year=2024, back=True,
        amount=DUE, paid_on=DAY, teller="钱*", next_url="/counter/resident/", wrong_url="/w", state="",
    ),
}  # fmt: skip
