"""Made-up contexts of who pays a person's premium. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from renshe.portals.citizen.pages.premium_help import HelpedBy, PaidMonth, PremiumHelpPage
from renshe.portals.layout.amounts import Amount

DAY = date(2025, 10, 15)


def help_page() -> PremiumHelpPage:
    """Helped by law's amount, and once by a fixed sum that ended."""
    one = HelpedBy(
        number=1, name="低保医疗资助", insurance="职工基本医疗保险", group="最低生活保障对象", source="区级财政", payer="财政局",
        instrument="参保资助办法", fixed_fen=None, from_month=2025 * 12 + 6, last_month=None, left_why="", state="资助中",
        tone="good",
    )  # fmt: skip
    month = PaidMonth(
        period="2025-09", insurance="职工基本医疗保险", amount=Amount(fen=74_600, explain_url="/why"), payer="区财政局",
        received_on=DAY, reason="",
    )  # fmt: skip
    gone = replace(month, amount=Amount(fen=-74_600, explain_url="/why"), reason="已经就业")
    ended = replace(
        one,
        number=2,
        fixed_fen=20_000,
        last_month=2025 * 12 + 8,
        left_why="已经就业",
        state="已停止",
        tone="",
    )
    return PremiumHelpPage(
        programmes=(one, ended), months=(month, gone), total_fen=0, apply_url="/apply"
    )


HELP_PAGES = {
    "citizen/pages/premium_help.html": help_page,
    "citizen/pages/premium_help.html#nobody": lambda: replace(
        help_page(), programmes=(), months=(), total_fen=0
    ),
}
