"""Made-up contexts of the page of corrections of payments and bridgings. Nobody in them exists."""

from dataclasses import replace
from datetime import UTC, datetime

from renshe.portals.casework.pages.resident_corrections import (
    CorrectionsPage,
    MovedLine,
    ReturnLine,
    WrongPayment,
)

AT = datetime(2025, 10, 20, 3, 0, tzinfo=UTC)


def corrections_page() -> CorrectionsPage:
    """Everything that may stand there: waiting, one's own, decided, and bridgings that moved."""
    wrong = WrongPayment(
        number=1, receipt="JM202500000001201", name="林*", year=2025, fen=120_000, way="更正到实际缴费人", to="何*",
        reason="收到同名人名下", asked_by="counter", asked_at=AT, state="proposed", decided_by="", decided_why="", mine=False,
    )  # fmt: skip
    back = ReturnLine(
        number=2, case_number="4404022025000012", case_url="/casework/cases/4404022025000012/", name="何*",
        direction="职工养老 → 居民养老", fen=2_000_000, reason="年限漏计", asked_by="counter", asked_at=AT, state="proposed",
        decided_by="", decided_why="", mine=False,
    )  # fmt: skip
    moved = MovedLine(
        number=3, case_number="4404022025000011", case_url="/casework/cases/4404022025000011/", name="韩*",
        direction="居民养老 → 职工养老", fen=420_000,
    )  # fmt: skip
    return CorrectionsPage(
        waiting=(wrong, replace(wrong, number=4, way="当日退回现款", to="", mine=True)),
        decided=(
            replace(wrong, number=5, state="confirmed", decided_by="reviewer"),
            replace(wrong, number=6, state="refused", decided_by="reviewer", decided_why="缴费无误"),
        ),
        returns=(
            back, replace(back, number=7, mine=True), replace(back, number=8, state="confirmed", decided_by="reviewer"),
            replace(back, number=9, state="moved", decided_by="reviewer"),
        ),
        moved=(moved,), may_confirm=True, may_propose=True, typed="认定有误", typed_for="propose_return-3", problems=(),
    )  # fmt: skip


PAGES = {
    "casework/pages/resident_corrections.html": corrections_page,
    "casework/pages/resident_corrections.html#reader": lambda: replace(
        corrections_page(), may_confirm=False, may_propose=False
    ),
    "casework/pages/resident_corrections.html#nothing": lambda: replace(
        corrections_page(), waiting=(), decided=(), returns=(), moved=()
    ),
}
